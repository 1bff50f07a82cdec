import { randomBytes } from '#shared/crypto/random.ts'
import { type AuthorContext, makeRoleChange, makeRotation } from '#shared/log/author.ts'
import type { DeviceId, MemberId, Role } from '#shared/log/ids.ts'
import { Role as Roles } from '#shared/log/ids.ts'
import type { ControlDraft } from './controlQueue.ts'
import type { Replica } from './replica.ts'

function rotation(
  replica: Replica,
  context: AuthorContext,
  out: { remove?: readonly MemberId[]; unlink?: readonly DeviceId[] },
): ControlDraft | null {
  const made = makeRotation(replica.state, context, out, randomBytes)
  if (made === null) return null
  // The relay keeps the first end of a mailbox that exists: 0 here lengthens nothing.
  const mailboxes = made.mailboxes.map((mailbox) => ({ ...mailbox, ttl: 0 }))
  return { op: made.op, rotation: { epoch: made.epoch, gates: made.gates, mailboxes } }
}

/**
 * Removes a member. A steward removes inside a rotation, so that reading ends with the same entry; an organizer's removal
 * ends writing at once, and the first steward's device to come online rotates.
 */
export function removeMember(replica: Replica, context: AuthorContext, member: MemberId): Promise<string> {
  return replica.control(() => {
    const target = replica.state.members.get(member)
    if (!target || target.gone) return null
    if (replica.role === Roles.steward && member !== replica.member)
      return rotation(replica, context, { remove: [member] })
    return { op: { op: 'remove', member } }
  })
}

/** Promotes or demotes; a promotion hands over the keys of the new role. */
export function setRole(replica: Replica, context: AuthorContext, member: MemberId, role: Role): Promise<string> {
  return replica.control(() => {
    const target = replica.state.members.get(member)
    if (!target || target.gone || target.role === role) return null
    const op = makeRoleChange(replica.state, context, member, role)
    return op && { op }
  })
}

/** Performs a rotation that somebody's removal or demotion has made due. Does nothing for others than stewards. */
export function rotateIfDue(replica: Replica, context: AuthorContext): Promise<string> {
  return replica.control(() =>
    replica.state.rotationDue && replica.role === Roles.steward ? rotation(replica, context, {}) : null,
  )
}
