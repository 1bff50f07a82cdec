/** Control entries: who belongs, in which role, with which keys, and which documents there are. Signed, kept for ever, hash-linked. */
import type { DeviceId, DocAudience, DocId, InviteId, MemberId, Role } from './ids.ts'

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
  | LaterOp

export const INVITE_MAX_USES = 10_000
