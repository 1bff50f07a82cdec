/** What the fold knows. Public parts are the same on every peer; what stands in private audiences is as much as the keyring reaches. */
import type { EpochKeys } from './controlOp.ts'
import type { HeadLog } from './heads.ts'
import type { DeviceId, DocAudience, DocId, InviteId, Lane, MemberId, Part, Role } from './ids.ts'

export interface Member {
  role: Role
  /** Removed. */
  gone: boolean
}

export interface Device {
  readonly member: MemberId
  readonly signPublic: Uint8Array
  readonly boxPublic: Uint8Array
  /** Unlinked. A device of a removed member is not marked: ask `roleOf`. */
  gone: boolean
  /** Last number by lane. */
  readonly counters: Counter[]
}

export interface Counter {
  n: number
  /** Index at which it was set. */
  at: number
}

export interface Invite {
  readonly boxPublic: Uint8Array
  readonly mailbox: Uint8Array
  readonly role: Role
  readonly member: MemberId | null
  readonly by: DeviceId
  uses: number
}

export interface Binding {
  readonly device: DeviceId
  /** Next clock. */
  clock: number
  /** Index at which the clock was set. */
  at: number
}

export interface Doc {
  readonly kind: number
  readonly audience: DocAudience
  write: Role
  /** By part ('' is the document itself), by Yjs client id. */
  readonly parts: Map<Part | '', Map<number, Binding>>
}

export interface State {
  /** Entries folded so far: the index of the last one. */
  index: number
  /** 32 bytes. */
  head: Uint8Array
  heads: HeadLog
  /** First 16 bytes of the hash of the last control entry. */
  link: Uint8Array
  /** Control entries so far, void ones included. */
  controls: number
  epoch: number
  /** By epoch. */
  readonly keys: EpochKeys[]
  readonly members: Map<MemberId, Member>
  readonly devices: Map<DeviceId, Device>
  readonly invites: Map<InviteId, Invite>
  readonly docs: Map<DocId, Doc>
  /** Somebody who can still read no longer should: a steward's device must rotate. */
  rotationDue: boolean
  /** Index of the last valid checkpoint entry and of the entry it stands for. */
  checkpoint: { at: number; index: number } | null
}

/** Before the first entry. */
export declare const emptyState: () => State

/** The role of a living device of a living member, else null. */
export declare const roleOf: (state: State, device: DeviceId) => Role | null

/** The number that the device's next entry in this lane must have, or a higher one. */
export declare const nextN: (state: State, device: DeviceId, lane: Lane) => number

/** Does the log contain this head (from an invite link)? 'ahead' means: not yet; 'unknown' means: older than what is held. */
export declare const containsHead: (state: State, index: number, head: Uint8Array) => 'yes' | 'no' | 'ahead' | 'unknown'

/** For storage at rest, without heads. Plain bytes: seal them. */
export declare const encodeState: (state: State) => Uint8Array

/** Null if damaged, or if the heads do not end where the state stands. */
export declare const decodeState: (bytes: Uint8Array, heads: HeadLog) => State | null
