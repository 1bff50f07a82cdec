/** What the fold answers. */
import type { Body } from './body.ts'
import type { Identity } from './identity.ts'
import type { Audience, DeviceId, MemberId, RoomId } from './ids.ts'
import type { Keyring } from './keyring.ts'
import type { UpdateSummary } from './updateGuard.ts'

export interface FoldContext {
  readonly room: RoomId
  /** Learns what the entries send to `me`. */
  readonly keyring: Keyring
  readonly me?: Identity
}

/**
 * fork: the author has seen another history. link: a control entry was withheld, or two raced. keys: a steward signed keys
 * that contradict each other, or sent us a secret that does not match. checkpoint: a snapshot contradicts the log.
 */
export type Alarm = 'fork' | 'link' | 'keys' | 'checkpoint'

/** Why an entry does not count. */
export type VoidReason =
  | 'version' // entry format of a later version; fold again after an update of the app
  | 'epoch' // sealed for another epoch than the current one; its author sends it again
  | 'nokey' // no secret of this epoch is held
  | 'hidden' // for an audience this device does not belong to; fold again after a promotion
  | 'junk' // does not open or does not parse
  | 'stranger' // author unknown
  | 'signature'
  | 'genesis' // not the genesis of this room, or a second one
  | 'fork' // names a head that is not in this log
  | 'old' // names a head from before the window of the last checkpoint; its author sends it again
  | 'removed'
  | 'replay' // number not above the author's last
  | 'audience' // this kind, or this document, is not for this audience
  | 'link' // does not follow the last control entry; its author sends it again
  | 'role'
  | 'who' // names an unknown or removed member, device or invite
  | 'last' // would leave no steward's device
  | 'invite' // used up, revoked, never made, or too many of them
  | 'proof'
  | 'boxes' // a rotation that leaves a device out, or names one too many
  | 'checkpoint'
  | 'doc' // unknown document, or an attempt to change its kind or audience
  | 'update' // hostile or malformed Yjs update
  | 'client' // Yjs client id of another device
  | 'gap' // refers to Yjs items that are not in the log
  | 'later' // content kind of a later version; fold again after an update of the app
  | 'halt' // control entry of a later version: nothing was changed, fold it again after an update of the app

export interface ValidEntry {
  readonly ok: true
  readonly author: DeviceId
  readonly member: MemberId
  readonly n: number
  readonly audience: Audience
  readonly body: Body
  /** Of an update: what it adds and needs. */
  readonly summary?: UpdateSummary
  /** Counts, but something beside it is wrong. */
  readonly alarm?: Alarm
}

export interface VoidEntry {
  readonly ok: false
  readonly void: VoidReason
  /** Set once the signature was found good. */
  readonly author?: DeviceId
  readonly n?: number
  readonly audience?: Audience
  readonly body?: Body
  readonly alarm?: Alarm
}

export type Verdict = ValidEntry | VoidEntry
