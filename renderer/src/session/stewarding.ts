import { randomBytes } from '#shared/crypto/random.ts'
import { type AuthorContext, makeRoleChange, makeRotation } from '#shared/log/author.ts'
import { roleOf, stewardRemains } from '#shared/log/folded.ts'
import type { DeviceId, DocId, MemberId, Role } from '#shared/log/ids.ts'
import { Role as Roles } from '#shared/log/ids.ts'
import type { ControlDraft, ControlOutcome } from './controlQueue.ts'
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
export async function removeMember(
  replica: Replica,
  context: AuthorContext,
  member: MemberId,
): Promise<ControlOutcome> {
  if (!stewardRemains(replica.state, { members: new Set([member]) })) return 'last'
  return replica.control(() => {
    const target = replica.state.members.get(member)
    if (!target || target.gone) return null
    if (replica.role === Roles.steward && member !== replica.member)
      return rotation(replica, context, { remove: [member] })
    return { op: { op: 'remove', member } }
  })
}

/**
 * Takes a device out. A steward does it inside a rotation; anybody may take out a device of their own, and then the first
 * steward's device to come online rotates.
 * @param endInvites also ends the invites that were made on it, and its member's links for further devices, kits included
 */
export async function unlinkDevice(
  replica: Replica,
  context: AuthorContext,
  device: DeviceId,
  endInvites: boolean,
): Promise<ControlOutcome> {
  if (!stewardRemains(replica.state, { devices: new Set([device]) })) return 'last'
  return replica.control(() => {
    if (roleOf(replica.state, device) === null) return null
    // A rotation has no place for invites; the one that this makes due takes their mailboxes along.
    if (replica.role === Roles.steward && device !== replica.me.id && !endInvites)
      return rotation(replica, context, { unlink: [device] })
    return { op: { op: 'unlink', device, endInvites } }
  })
}

/** Changes who writes a document. */
export function setDocWrite(replica: Replica, doc: DocId, write: Role): Promise<ControlOutcome> {
  return replica.control(() => {
    const found = replica.state.docs.get(doc)
    if (!found || found.write === write) return null
    return { op: { op: 'doc', doc, docKind: found.kind, write, audience: found.audience } }
  })
}

/** Promotes or demotes; a promotion hands over the keys of the new role. */
export function setRole(
  replica: Replica,
  context: AuthorContext,
  member: MemberId,
  role: Role,
): Promise<ControlOutcome> {
  return replica.control(() => {
    const target = replica.state.members.get(member)
    if (!target || target.gone || target.role === role) return null
    const op = makeRoleChange(replica.state, context, member, role)
    return op && { op }
  })
}

/** Performs a rotation that somebody's removal or demotion has made due. Does nothing for others than stewards. */
export function rotateIfDue(replica: Replica, context: AuthorContext): Promise<ControlOutcome> {
  return replica.control(() =>
    replica.state.rotationDue && replica.role === Roles.steward ? rotation(replica, context, {}) : null,
  )
}
