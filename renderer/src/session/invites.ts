import type { Dial } from '#renderer/sync/link.ts'
import { randomBytes } from '#shared/crypto/random.ts'
import { type AuthorContext, type MadeInvite, mailboxToken, makeInvite, openMailbox } from '#shared/log/author.ts'
import type { InviteId, RoomId } from '#shared/log/ids.ts'
import type { InviteWish } from '#shared/log/invites.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { type InviteLink, writeLink } from '#shared/log/link.ts'
import * as close from '#shared/protocol/closeCodes.ts'
import { readFromRelay, writeAuth, writeMailboxEnd, writeMailboxPut, writeRoomPath } from '#shared/protocol/frames.ts'
import { MAILBOX, OWN_MAILBOX } from '#shared/protocol/rights.ts'
import type { Replica } from './replica.ts'

/** A rotation in between takes the mailbox along: then all is made anew. */
const TRIES = 5

/** The address of a community at its relay. @param relay `wss://host` */
export const roomUrl = (relay: string, room: RoomId): string => `${relay.replace(/\/$/, '')}${writeRoomPath(room)}`

/** @returns `wss://host` or, for one on this computer, `ws://host` */
export const relayOf = (link: InviteLink): string => `${link.plain ? 'ws' : 'wss'}://${link.relay}`

/**
 * `moot`: the role does not allow it. `too-many`: of this sort, or in all (docs/protocol.md, C4). `gate`: the community is
 * older than the right to make links for one's own devices; the next change of keys brings it. Others: the relay's refusals,
 * or the fold's reasons.
 */
export type InviteOutcome =
  | { readonly ok: true; readonly link: string; readonly invite: InviteId }
  | { readonly ok: false; readonly code: string }

/**
 * Makes an invite: first what the link opens, with the relay's word that it is there, then the entry. So the log holds no
 * invite that opens nothing, and a link is shown only when it works. Nobody knows the link of a mailbox without an entry.
 * @param ttl seconds after which the relay forgets it, 0 for never
 */
export async function invite(
  replica: Replica,
  context: AuthorContext,
  relay: string,
  wish: InviteWish,
  ttl: number,
): Promise<InviteOutcome> {
  const enough = 'own' in wish ? MAILBOX | OWN_MAILBOX : MAILBOX
  for (let tries = 0; tries < TRIES; tries++) {
    const { epoch } = replica.state
    const made = makeInvite(replica.state, context, wish, randomBytes)
    if (made === null) return { ok: false, code: 'invite.moot' }
    if (replica.rights !== 0 && !(replica.rights & enough)) return { ok: false, code: 'invite.gate' }
    const answer = await replica.askRelay((ref) => writeMailboxPut(ref, { ...made.mailbox, ttl }))
    if (answer === 'epoch') continue
    if (answer !== 'done') return { ok: false, code: `invite.${answer}` }
    const outcome = await replica.control(() => (replica.state.epoch === epoch ? { op: made.op } : null))
    if (outcome === 'done') return { ok: true, link: linkTo(replica, relay, made), invite: made.invite }
    // Only organizers may delete; what a member leaves behind goes with the next rotation.
    if (replica.rights & MAILBOX) void replica.askRelay((ref) => writeMailboxEnd(ref, made.mailbox.hash, 'withdrawn'))
    if (outcome === 'moot') continue
    return { ok: false, code: outcome === 'invite' ? 'invite.too-many' : `invite.${outcome}` }
  }
  return { ok: false, code: 'invite.busy' }
}

function linkTo(replica: Replica, relay: string, { seed }: MadeInvite): string {
  const { index, head } = replica.state
  const address = new URL(relay)
  const plain = address.protocol === 'ws:'
  return writeLink({ relay: address.host, plain, room: replica.room, seed, index, head: head.slice(0, 16) })
}

/**
 * Why a mailbox gives nothing. `used`, `withdrawn`, `expired`: what the relay remembers of it. `gone`: it never was, or too
 * long ago. `unreachable`, `version`: the relay itself.
 */
export type MailboxFailure = 'used' | 'withdrawn' | 'expired' | 'gone' | 'unreachable' | 'version'

const FAILURES: ReadonlyMap<number, MailboxFailure> = new Map([
  [close.MAILBOX_USED, 'used'],
  [close.MAILBOX_WITHDRAWN, 'withdrawn'],
  [close.MAILBOX_EXPIRED, 'expired'],
  [close.NO_GATE, 'gone'],
  [close.NO_ROOM, 'gone'],
  [close.VERSION_UNKNOWN, 'version'],
])

/**
 * Opens the mailbox of a link at the relay.
 * @returns the keys of all epochs for the invite's role, or why there are none
 */
export function fetchMailbox(dial: Dial, seed: Uint8Array): Promise<Keyring | MailboxFailure> {
  return new Promise((settle) => {
    const link = dial({
      opened: () => link.send(writeAuth(mailboxToken(seed))),
      frame: (bytes) => {
        const frame = readFromRelay(bytes)
        link.close()
        settle((frame?.kind === 'mailboxContents' && openMailbox(seed, frame.blob)) || 'gone')
      },
      closed: (code) => settle(FAILURES.get(code) ?? 'unreachable'),
    })
  })
}
