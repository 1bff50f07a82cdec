import type { Dial } from '#renderer/sync/link.ts'
import { randomBytes } from '#shared/crypto/random.ts'
import { type AuthorContext, type MadeInvite, mailboxToken, makeInvite, openMailbox } from '#shared/log/author.ts'
import type { Role, RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { type InviteLink, writeLink } from '#shared/log/link.ts'
import * as close from '#shared/protocol/closeCodes.ts'
import { readFromRelay, writeAuth, writeMailboxPut, writeRoomPath } from '#shared/protocol/frames.ts'
import type { Replica } from './replica.ts'

/** The address of a community at its relay. @param relay `wss://host` */
export const roomUrl = (relay: string, room: RoomId): string => `${relay.replace(/\/$/, '')}${writeRoomPath(room)}`

/** @returns `wss://host` or, for one on this computer, `ws://host` */
export const relayOf = (link: InviteLink): string => `${link.plain ? 'ws' : 'wss'}://${link.relay}`

/**
 * Makes an invite: the entry first, then what the link opens, so that a link is shown only when it works.
 * @param ttl seconds after which the relay forgets it, 0 for never
 * @returns the text of the link, or why there is none
 */
export async function invite(
  replica: Replica,
  context: AuthorContext,
  relay: string,
  what: { role: Role; uses: number; ttl: number },
): Promise<{ ok: true; link: string } | { ok: false; code: string }> {
  const made: { last: MadeInvite | null } = { last: null }
  const outcome = await replica.control(() => {
    made.last = makeInvite(replica.state, context, { role: what.role, uses: what.uses }, randomBytes)
    return made.last && { op: made.last.op }
  })
  const secret = made.last
  if (outcome !== 'done' || secret === null) return { ok: false, code: `invite.${outcome}` }
  replica.sendToRelay(writeMailboxPut(0, { ...secret.mailbox, ttl: what.ttl }))
  const { index, head } = replica.state
  const address = new URL(relay)
  const link = {
    relay: address.host,
    plain: address.protocol === 'ws:',
    room: replica.room,
    seed: secret.seed,
    index,
    head,
  }
  return { ok: true, link: writeLink({ ...link, head: head.slice(0, 16) }) }
}

/**
 * Opens the mailbox of a link at the relay.
 * @returns the keys of all epochs for the invite's role, or why there are none: `gone` (used up, revoked, expired or
 *   mistyped), `unreachable`, `version`
 */
export function fetchMailbox(dial: Dial, seed: Uint8Array): Promise<Keyring | 'gone' | 'unreachable' | 'version'> {
  return new Promise((settle) => {
    const link = dial({
      opened: () => link.send(writeAuth(mailboxToken(seed))),
      frame: (bytes) => {
        const frame = readFromRelay(bytes)
        link.close()
        settle((frame?.kind === 'mailboxContents' && openMailbox(seed, frame.blob)) || 'gone')
      },
      closed: (code) => {
        if (code === close.VERSION_UNKNOWN) settle('version')
        else settle(code === close.NO_GATE || code === close.NO_ROOM ? 'gone' : 'unreachable')
      },
    })
  })
}
