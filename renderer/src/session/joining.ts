import type { Dial } from '#renderer/sync/link.ts'
import { makeJoin } from '#shared/log/author.ts'
import type { Identity } from '#shared/log/identity.ts'
import { type InviteId, type MemberId, Role } from '#shared/log/ids.ts'
import { inviteIn, inviteOf } from '#shared/log/invites.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { containsHead } from '#shared/log/state.ts'
import type { About } from './about.ts'
import { fetchMailbox } from './invites.ts'
import type { Replica } from './replica.ts'

type Joining = NonNullable<About['joining']>

/**
 * `fork`: the relay shows another history than the link's maker had. `used`, `withdrawn`: the log says so of the invite, though
 * the relay still gave what it opens; `gone` if the log does not say how it ended. Others: the fold's reasons.
 */
export type JoinResult =
  | { readonly ok: true; readonly member: MemberId | null }
  | { readonly ok: false; readonly why: string }

/** Adds to the keys what the mailbox of a link holds by now. @returns whether there was anything newer */
export async function renewKeys(dial: Dial, seed: Uint8Array, keyring: Keyring): Promise<boolean> {
  const newest = keyring.newest
  const fetched = await fetchMailbox(dial, seed)
  if (typeof fetched === 'string') return false
  keyring.absorb(fetched)
  return keyring.newest > newest
}

/**
 * Ends a join: waits until the log is here, checks that it is the one the link named, and writes this device into it. A
 * guest's gate lets nobody write, so a guest reads by the link alone and stands in no list.
 * @returns the member that this device is now one of: known before, if the link was for a further device of theirs
 */
export async function join(
  replica: Replica,
  me: Identity,
  { seed, index, head }: Joining,
  asGuest: boolean,
  endOf: (invite: InviteId) => string | null,
): Promise<JoinResult> {
  // A head from before the checkpoint's window cannot be compared (a kit outlives it): then the invite itself, which names all
  // control entries before it, has to be there.
  const genuine = () => {
    const found = containsHead(replica.state, index, head)
    return found === 'yes' || (found === 'unknown' && replica.floor > 0)
  }
  const open = () => inviteIn(replica.state, seed) !== null
  const closed = () => ({ ok: false, why: endOf(inviteOf(seed)) ?? 'gone' }) as const
  if (asGuest) {
    await replica.caughtUp()
    if (!genuine()) return { ok: false, why: 'fork' }
    return open() ? { ok: true, member: null } : closed()
  }
  const outcome = await replica.control(() =>
    replica.role === null && genuine() && open() ? { op: makeJoin(replica.room, me, seed) } : null,
  )
  if (replica.role !== null) return { ok: true, member: replica.member }
  // Refused though the log here says nothing against it: the relay goes by another one.
  if (outcome === 'stale' || outcome === 'epoch') return { ok: false, why: 'fork' }
  if (outcome !== 'moot' && outcome !== 'invite') return { ok: false, why: outcome }
  return genuine() ? closed() : { ok: false, why: 'fork' }
}

/** A guest's link opens the lowest ladder, whose gate lets nobody write. */
export const readsOnly = (keyring: Keyring): boolean => keyring.get(keyring.newest)?.role === Role.guest
