/** Who may change what about the community. docs/protocol.md, section Control entries. */
import { equal } from '../crypto/bytes.ts'
import type {
  CircleOp,
  ControlOp,
  DocOp,
  InviteOp,
  RemoveOp,
  RevokeOp,
  RoleOp,
  RotateOp,
  UnlinkOp,
} from './controlOp.ts'
import { INVITE_MAX_USES } from './controlOp.ts'
import {
  type Device,
  type Invite,
  livingDevices,
  mayInvite,
  roleOf,
  type State,
  standsAbove,
  stewardRemains,
} from './folded.ts'
import { type DeviceId, type InviteId, isSlot, type MemberId, Role } from './ids.ts'
import type { VoidReason } from './verdict.ts'

/** Pending invites of a community: the relay keeps a mailbox for each (500), and a rotation renews them all in one frame. */
const MAX_INVITES = 480
/** Of these for new members, so that links for further devices always find room. */
const MAX_MEMBER_INVITES = 300
/** Pending links for further devices of one member, recovery kit included. */
const MAX_OWN_INVITES = 4
const MAX_EPOCH = 0xffff

/** A living device of a living member. */
export interface Actor {
  readonly id: DeviceId
  readonly device: Device
  readonly role: Role
}

/** What a control entry would do to the state, or why it may not. */
export type Outcome = VoidReason | (() => void)

/** The kinds whose authors are members already, checkpoints apart. */
export type MemberOp = Exclude<ControlOp, { op: 'genesis' | 'join' | 'checkpoint' | 'later' }>

export const judgeOp = (state: State, actor: Actor, op: MemberOp): Outcome => {
  switch (op.op) {
    case 'invite':
      return judgeInvite(state, actor, op)
    case 'revoke':
      return judgeRevoke(state, actor, op)
    case 'role':
      return judgeRole(state, actor, op)
    case 'remove':
      return judgeRemove(state, actor, op)
    case 'unlink':
      return judgeUnlink(state, actor, op)
    case 'rotate':
      return judgeRotate(state, actor, op)
    case 'doc':
      return judgeDoc(state, actor, op)
    case 'circle':
      return judgeCircle(state, actor, op)
  }
}

const judgeInvite = (state: State, { id, device, role }: Actor, op: InviteOp): Outcome => {
  const own = op.member !== null
  if (own ? op.member !== device.member : !mayInvite(role, op.role)) return 'role'
  const pending = [...state.invites.values()]
  const alike = pending.filter(({ member }) => member === op.member).length
  const tooMany = pending.length >= MAX_INVITES || alike >= (own ? MAX_OWN_INVITES : MAX_MEMBER_INVITES)
  const uses = own ? MAX_OWN_INVITES : INVITE_MAX_USES
  if (tooMany || op.uses < 1 || op.uses > uses || state.invites.has(op.invite)) return 'invite'
  return () => {
    const { boxPublic, mailbox, member } = op
    const invite = {
      boxPublic: boxPublic.slice(),
      mailbox: mailbox.slice(),
      role: op.role,
      member,
      by: id,
      uses: op.uses,
    }
    state.invites.set(op.invite, invite)
  }
}

const judgeRevoke = (state: State, { device, role }: Actor, { invite }: RevokeOp): Outcome => {
  const found = state.invites.get(invite)
  if (!found) return 'who'
  const opens = found.member === null ? found.role : (state.members.get(found.member)?.role ?? Role.steward)
  if (found.member !== device.member && !standsAbove(role, opens)) return 'role'
  return () => {
    state.invites.delete(invite)
    state.rotationDue = true
  }
}

/** The member, unless unknown or removed. */
const present = (state: State, id: MemberId) => {
  const member = state.members.get(id)
  return member?.gone === false ? member : null
}

const judgeRole = (state: State, { role }: Actor, op: RoleOp): Outcome => {
  const target = present(state, op.member)
  if (!target) return 'who'
  if (!standsAbove(role, target.role) || (role !== Role.steward && op.role >= Role.organizer)) return 'role'
  const falls = op.role < target.role
  if (falls && target.role === Role.steward && !stewardRemains(state, { members: new Set([op.member]) })) return 'last'
  return () => {
    if (falls) state.rotationDue = true
    target.role = op.role
  }
}

const judgeRemove = (state: State, { device, role }: Actor, { member }: RemoveOp): Outcome => {
  const target = present(state, member)
  if (!target) return 'who'
  if (member !== device.member && !standsAbove(role, target.role)) return 'role'
  if (!stewardRemains(state, { members: new Set([member]) })) return 'last'
  return () => {
    removeMember(state, member)
    state.rotationDue = true
  }
}

/** With the invites it made, and those for its further devices. */
const removeMember = (state: State, id: MemberId): void => {
  const member = state.members.get(id)
  if (member) member.gone = true
  dropInvites(state, (invite) => invite.member === id || state.devices.get(invite.by)?.member === id)
}

const dropInvites = (state: State, dead: (invite: Invite) => boolean): void => {
  const doomed: InviteId[] = []
  for (const [id, invite] of state.invites) if (dead(invite)) doomed.push(id)
  for (const id of doomed) state.invites.delete(id)
}

const judgeUnlink = (state: State, { device: own, role }: Actor, op: UnlinkOp): Outcome => {
  const device = state.devices.get(op.device)
  const above = roleOf(state, op.device)
  if (!device || above === null) return 'who'
  if (device.member !== own.member && !standsAbove(role, above)) return 'role'
  if (!stewardRemains(state, { devices: new Set([op.device]) })) return 'last'
  return () => {
    device.gone = true
    state.rotationDue = true
    if (op.endInvites) dropInvites(state, ({ by, member }) => by === op.device || member === device.member)
  }
}

const judgeRotate = (state: State, { id, device, role }: Actor, op: RotateOp): Outcome => {
  if (role !== Role.steward) return 'role'
  if (state.epoch >= MAX_EPOCH) return 'junk'
  const remove = new Set(op.remove)
  const unlink = new Set(op.unlink)
  const known = op.remove.every((m) => present(state, m)) && op.unlink.every((d) => roleOf(state, d) !== null)
  if (!known || remove.size < op.remove.length || unlink.size < op.unlink.length) return 'who'
  if (remove.has(device.member) || unlink.has(id)) return 'who'
  const staying = livingDevices(state).filter((d) => !remove.has(d.device.member) && !unlink.has(d.id))
  if (!namesExactly(op, staying)) return 'boxes'
  return () => {
    for (const member of remove) removeMember(state, member)
    for (const gone of unlink) {
      const lost = state.devices.get(gone)
      if (lost) lost.gone = true
    }
    state.epoch += 1
    state.keys[state.epoch] = { commitments: op.commitments.map((c) => c.slice()), moderators: op.moderators.slice() }
    state.rotationDue = false
  }
}

const namesExactly = (op: RotateOp, staying: readonly { readonly id: DeviceId }[]): boolean => {
  const boxed = new Set(op.boxes.map(({ device }) => device))
  return boxed.size === op.boxes.length && boxed.size === staying.length && staying.every(({ id }) => boxed.has(id))
}

const judgeDoc = (state: State, { role }: Actor, op: DocOp): Outcome => {
  const doc = state.docs.get(op.doc)
  if (role < Role.organizer || op.write > role || (doc && doc.write > role)) return 'role'
  const allowed = op.write >= Role.member && mayBeFor(state, op)
  if (!allowed || (doc && (doc.kind !== op.docKind || doc.audience !== op.audience))) return 'doc'
  return () => {
    if (doc) doc.write = op.write
    else state.docs.set(op.doc, { kind: op.docKind, audience: op.audience, write: op.write, parts: new Map() })
  }
}

/** Who writes must be able to read; a circle has to have keys first. */
const mayBeFor = (state: State, { audience, write }: DocOp): boolean =>
  isSlot(audience) ? state.circles.has(audience) : write >= audience

const judgeCircle = (state: State, { role }: Actor, op: CircleOp): Outcome => {
  if (role < Role.organizer) return 'role'
  const circle = state.circles.get(op.slot)
  const signed = circle?.commitments.get(state.epoch)
  if (signed && !equal(signed, op.commitment)) return 'boxes'
  return () => {
    const commitments = circle?.commitments ?? new Map<number, Uint8Array>()
    commitments.set(state.epoch, op.commitment.slice())
    state.circles.set(op.slot, { epoch: state.epoch, commitments, roster: op.roster.slice() })
    if (op.due) state.rotationDue = true
  }
}
