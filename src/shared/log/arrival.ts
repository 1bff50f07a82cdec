/** How devices come in: the founder's by the genesis, all others by an invite. */
import { concat, equal, utf8 } from '../crypto/bytes.ts'
import { hash } from '../crypto/hash.ts'
import { sign, verify } from '../crypto/sign.ts'
import type { GenesisOp, JoinOp } from './controlOp.ts'
import { inviteLives, newDevice, roleOf, type State } from './folded.ts'
import type { Identity } from './identity.ts'
import { type DeviceId, deviceIdOf, idToBytes, type MemberId, Role, type RoomId } from './ids.ts'
import type { VoidReason } from './verdict.ts'

/** Living devices of one member. */
const MAX_DEVICES_PER_MEMBER = 16

const DOMAIN = utf8('kith/join/1')

const joinMessage = (room: RoomId, signPublic: Uint8Array, boxPublic: Uint8Array): Uint8Array =>
  concat(DOMAIN, idToBytes(room), signPublic, boxPublic)

/** The invite key's word for one device's keys: nothing in it can be used again for others. */
export const joinProof = (room: RoomId, me: Identity, invitePrivate: Uint8Array): Uint8Array =>
  sign(joinMessage(room, me.sign.publicKey, me.box.publicKey), invitePrivate)

/** The public key that must have signed an entry which brings its own, or null if the author's name is not that key's. */
export const ownKey = (author: DeviceId, op: GenesisOp | JoinOp): Uint8Array | null =>
  deviceIdOf(op.signPublic) === author ? op.signPublic : null

/** Is this the envelope that the room is named after, at the start of an empty log? */
export const isGenesisOf = (state: State, room: RoomId, envelope: Uint8Array): boolean =>
  state.members.size === 0 && equal(hash(envelope), idToBytes(room))

export const applyGenesis = (state: State, author: DeviceId, op: GenesisOp): MemberId => {
  const member = author as string as MemberId
  state.members.set(member, { role: Role.steward, gone: false })
  state.devices.set(author, newDevice(member, op.signPublic, op.boxPublic))
  state.keys[0] = { commitments: op.commitments.map((c) => c.slice()), moderators: op.moderators.slice() }
  return member
}

export const joinFault = (state: State, room: RoomId, author: DeviceId, op: JoinOp): VoidReason | null => {
  const invite = state.invites.get(op.invite)
  if (!invite || state.devices.has(author) || !inviteLives(state, invite)) return 'invite'
  if (!verify(op.proof, joinMessage(room, op.signPublic, op.boxPublic), idToBytes(op.invite))) return 'proof'
  if (invite.member !== null && devicesOf(state, invite.member) >= MAX_DEVICES_PER_MEMBER) return 'invite'
  return null
}

const devicesOf = (state: State, member: MemberId): number => {
  let count = 0
  for (const [id, device] of state.devices) if (device.member === member && roleOf(state, id) !== null) count += 1
  return count
}

/** After `joinFault` gave null. */
export const applyJoin = (state: State, author: DeviceId, op: JoinOp): MemberId | null => {
  const invite = state.invites.get(op.invite)
  if (!invite) return null
  const member = invite.member ?? (author as string as MemberId)
  if (invite.member === null) state.members.set(member, { role: invite.role, gone: false })
  state.devices.set(author, newDevice(member, op.signPublic, op.boxPublic))
  invite.uses -= 1
  if (invite.uses === 0) state.invites.delete(op.invite)
  return member
}
