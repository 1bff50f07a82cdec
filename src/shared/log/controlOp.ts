/** The codec of control entries: who belongs, in which role, with which keys, and which documents there are. Signed, kept for ever, hash-linked. */
import { type Encoder, encode, writeUint8, writeUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { HASH_BYTES } from '../crypto/hash.ts'
import { BOX_OVERHEAD } from '../crypto/keys.ts'
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from '../crypto/sign.ts'
import {
  type CircleSlot,
  type DeviceId,
  type DocAudience,
  type DocId,
  ID_BYTES,
  type InviteId,
  idFromBytes,
  idToBytes,
  isDocAudience,
  isRole,
  isSlot,
  type MemberId,
  type Role,
} from './ids.ts'
import { Reader } from './reader.ts'

/** A secret sealed to one device. */
export interface DeviceBox {
  readonly device: DeviceId
  readonly box: Uint8Array
}

/** The public side of an epoch's secrets. */
export interface EpochKeys {
  /** Hash of the secret of each role, guest first; 32 bytes each. */
  readonly commitments: readonly Uint8Array[]
  /** X25519 key that reports are sealed to; its private half follows from the organizers' secret. */
  readonly moderators: Uint8Array
}

/** Founds the room: the author becomes its first steward. */
export interface GenesisOp extends EpochKeys {
  readonly op: 'genesis'
  readonly signPublic: Uint8Array
  readonly boxPublic: Uint8Array
}

export interface InviteOp {
  readonly op: 'invite'
  readonly invite: InviteId
  readonly boxPublic: Uint8Array
  /** SHA-256 of the mailbox token: under it the relay keeps what the link opens. */
  readonly mailbox: Uint8Array
  /** Role of a new member. For a device of an existing member it is not read. */
  readonly role: Role
  /** Set: a further device for this member, the author's own. */
  readonly member: MemberId | null
  /** 1 to 10,000. */
  readonly uses: number
}

export interface RevokeOp {
  readonly op: 'revoke'
  readonly invite: InviteId
}

/** The author is the new device; its id belongs to `signPublic`. */
export interface JoinOp {
  readonly op: 'join'
  readonly invite: InviteId
  readonly signPublic: Uint8Array
  readonly boxPublic: Uint8Array
  /** The invite key's signature over the room and the new device's keys. */
  readonly proof: Uint8Array
}

export interface RoleOp {
  readonly op: 'role'
  readonly member: MemberId
  readonly role: Role
  /** On a promotion: the secrets of the higher role of all epochs, for each device of the member. */
  readonly boxes: readonly DeviceBox[]
}

export interface RemoveOp {
  readonly op: 'remove'
  readonly member: MemberId
}

export interface UnlinkOp {
  readonly op: 'unlink'
  readonly device: DeviceId
  /** Also ends the member's pending links for further devices, recovery kit included. */
  readonly endInvites: boolean
}

/** The next epoch. Removals ride inside, so that one who is being removed gets no moment to rotate first. */
export interface RotateOp extends EpochKeys {
  readonly op: 'rotate'
  readonly remove: readonly MemberId[]
  readonly unlink: readonly DeviceId[]
  /** The new secret of its role for each device that stays: exactly those. */
  readonly boxes: readonly DeviceBox[]
}

/** Creates a document, or changes who may write it. Kind and audience never change. */
export interface DocOp {
  readonly op: 'doc'
  readonly doc: DocId
  /** DocKind, or a later one: u8. */
  readonly docKind: number
  readonly write: Role
  readonly audience: DocAudience
}

/** Opens the keys of a circle, or hands them out: to further devices, to all after a rotation. */
export interface CircleOp {
  readonly op: 'circle'
  readonly slot: CircleSlot
  /** Hash of the circle's secret of this epoch; 32 bytes. */
  readonly commitment: Uint8Array
  /** Somebody who could read no longer should: a steward's device must rotate. */
  readonly due: boolean
  /** Who belongs to it, sealed to organizers. */
  readonly roster: Uint8Array
  /** Secrets of the circle, sealed to devices; which is whose is not told. */
  readonly boxes: readonly Uint8Array[]
}

/** Says that the author's snapshots stand for the log up to `index`, so that content before may be dropped. */
export interface CheckpointOp {
  readonly op: 'checkpoint'
  readonly index: number
  /** 32 bytes. */
  readonly head: Uint8Array
  /** Control entries up to `index`. */
  readonly controls: number
  /** Public snapshot entries that belong to it. */
  readonly snapshots: number
}

/** From a later version. */
export interface LaterOp {
  readonly op: 'later'
  readonly code: number
  readonly bytes: Uint8Array
}

export type ControlOp =
  | GenesisOp
  | InviteOp
  | RevokeOp
  | JoinOp
  | RoleOp
  | RemoveOp
  | UnlinkOp
  | RotateOp
  | DocOp
  | CheckpointOp
  | CircleOp
  | LaterOp

export const INVITE_MAX_USES = 10_000

/** Codes on the wire; those not listed belong to later versions. */
const Code = {
  genesis: 0,
  invite: 1,
  revoke: 2,
  join: 3,
  role: 4,
  remove: 5,
  unlink: 6,
  rotate: 7,
  doc: 8,
  checkpoint: 9,
  circle: 10,
} as const
const ROLES = 4

/** code u8, then the fields in the order of their types. */
export const encodeOp = (op: ControlOp): Uint8Array =>
  encode((to) => {
    writeUint8(to, op.op === 'later' ? op.code : Code[op.op])
    switch (op.op) {
      case 'genesis':
        writeUint8Array(to, op.signPublic)
        writeUint8Array(to, op.boxPublic)
        return writeEpochKeys(to, op)
      case 'invite':
        writeUint8Array(to, idToBytes(op.invite))
        writeUint8Array(to, op.boxPublic)
        writeUint8Array(to, op.mailbox)
        writeUint8(to, op.role)
        writeVarUint8Array(to, op.member ? idToBytes(op.member) : new Uint8Array(0))
        return writeVarUint(to, op.uses)
      case 'revoke':
        return writeUint8Array(to, idToBytes(op.invite))
      case 'join':
        writeUint8Array(to, idToBytes(op.invite))
        writeUint8Array(to, op.signPublic)
        writeUint8Array(to, op.boxPublic)
        return writeUint8Array(to, op.proof)
      case 'role':
        writeUint8Array(to, idToBytes(op.member))
        writeUint8(to, op.role)
        return writeBoxes(to, op.boxes)
      case 'remove':
        return writeUint8Array(to, idToBytes(op.member))
      case 'unlink':
        writeUint8Array(to, idToBytes(op.device))
        return writeUint8(to, op.endInvites ? 1 : 0)
      case 'rotate':
        writeEpochKeys(to, op)
        writeIds(to, op.remove)
        writeIds(to, op.unlink)
        return writeBoxes(to, op.boxes)
      case 'doc':
        writeUint8Array(to, idToBytes(op.doc))
        writeUint8(to, op.docKind)
        writeUint8(to, op.write)
        return writeUint8(to, op.audience)
      case 'checkpoint':
        writeVarUint(to, op.index)
        writeUint8Array(to, op.head)
        writeVarUint(to, op.controls)
        return writeVarUint(to, op.snapshots)
      case 'circle':
        writeUint8(to, op.slot)
        writeUint8Array(to, op.commitment)
        writeUint8(to, op.due ? 1 : 0)
        writeVarUint8Array(to, op.roster)
        writeVarUint(to, op.boxes.length)
        for (const box of op.boxes) writeVarUint8Array(to, box)
        return
      case 'later':
        return writeUint8Array(to, op.bytes)
    }
  })

const writeEpochKeys = (to: Encoder, { commitments, moderators }: EpochKeys): void => {
  for (const commitment of commitments) writeUint8Array(to, commitment)
  writeUint8Array(to, moderators)
}

const writeIds = (to: Encoder, ids: readonly (MemberId | DeviceId)[]): void => {
  writeVarUint(to, ids.length)
  for (const id of ids) writeUint8Array(to, idToBytes(id))
}

const writeBoxes = (to: Encoder, boxes: readonly DeviceBox[]): void => {
  writeVarUint(to, boxes.length)
  for (const { device, box } of boxes) {
    writeUint8Array(to, idToBytes(device))
    writeVarUint8Array(to, box)
  }
}

/** Null if damaged or not in its one spelling. Byte arrays are views. An unknown code gives a `later`. */
export const decodeOp = (bytes: Uint8Array): ControlOp | null => {
  const from = new Reader(bytes)
  const code = from.u8()
  if (from.failed) return null
  const op = readOp(from, code)
  return from.complete ? op : null
}

const readOp = (from: Reader, code: number): ControlOp => {
  switch (code) {
    case Code.genesis:
      return { op: 'genesis', signPublic: key(from), boxPublic: key(from), ...readEpochKeys(from) }
    case Code.invite:
      return {
        op: 'invite',
        invite: idFromBytes(key(from)),
        boxPublic: key(from),
        mailbox: from.take(HASH_BYTES),
        role: readRole(from),
        member: readOptionalId<MemberId>(from),
        uses: from.varUint(),
      }
    case Code.revoke:
      return { op: 'revoke', invite: idFromBytes(key(from)) }
    case Code.join:
      return {
        op: 'join',
        invite: idFromBytes(key(from)),
        signPublic: key(from),
        boxPublic: key(from),
        proof: from.take(SIGNATURE_BYTES),
      }
    case Code.role:
      return { op: 'role', member: id(from), role: readRole(from), boxes: readBoxes(from) }
    case Code.remove:
      return { op: 'remove', member: id(from) }
    case Code.unlink:
      return { op: 'unlink', device: id(from), endInvites: readFlag(from) }
    case Code.rotate:
      return {
        op: 'rotate',
        ...readEpochKeys(from),
        remove: readIds(from),
        unlink: readIds(from),
        boxes: readBoxes(from),
      }
    case Code.doc:
      return { op: 'doc', doc: id(from), docKind: from.u8(), write: readRole(from), audience: readDocAudience(from) }
    case Code.checkpoint:
      return {
        op: 'checkpoint',
        index: from.varUint(),
        head: from.take(HASH_BYTES),
        controls: from.varUint(),
        snapshots: from.varUint(),
      }
    case Code.circle:
      return {
        op: 'circle',
        slot: readSlot(from),
        commitment: from.take(HASH_BYTES),
        due: readFlag(from),
        roster: from.varBytes(),
        boxes: Array.from({ length: from.count(1 + BOX_OVERHEAD) }, () => from.varBytes()),
      }
    default:
      return { op: 'later', code, bytes: from.rest() }
  }
}

const key = (from: Reader): Uint8Array => from.take(PUBLIC_KEY_BYTES)

const id = <T extends MemberId | DeviceId | DocId>(from: Reader): T => idFromBytes<T>(from.take(ID_BYTES))

/** Length u8, 0 or 8, then the id. */
const readOptionalId = <T extends MemberId>(from: Reader): T | null => {
  const bytes = from.varBytes()
  if (bytes.length === 0) return null
  if (bytes.length !== ID_BYTES) from.fail()
  return idFromBytes<T>(bytes)
}

const readRole = (from: Reader): Role => {
  const role = from.u8()
  return isRole(role) ? role : from.fail()
}

const readSlot = (from: Reader): CircleSlot => {
  const slot = from.u8()
  return isSlot(slot) ? slot : (from.fail() as CircleSlot)
}

const readDocAudience = (from: Reader): DocAudience => {
  const audience = from.u8()
  return isDocAudience(audience) ? audience : from.fail()
}

const readFlag = (from: Reader): boolean => {
  const flag = from.u8()
  if (flag > 1) from.fail()
  return flag === 1
}

const readEpochKeys = (from: Reader): EpochKeys => {
  const commitments = Array.from({ length: ROLES }, () => from.take(HASH_BYTES))
  return { commitments, moderators: key(from) }
}

const readIds = <T extends MemberId | DeviceId>(from: Reader): T[] =>
  Array.from({ length: from.count(ID_BYTES) }, () => id<T>(from))

const readBoxes = (from: Reader): DeviceBox[] =>
  Array.from({ length: from.count(ID_BYTES + 1 + BOX_OVERHEAD) }, () => ({ device: id(from), box: from.varBytes() }))
