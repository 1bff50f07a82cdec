/** The only place where authority is decided. docs/protocol.md, section Fold. */
import type { Body } from './body.ts'
import type { Identity } from './identity.ts'
import type { Audience, DeviceId, MemberId, RoomId } from './ids.ts'
import type { Keyring } from './keyring.ts'
import type { State } from './state.ts'
import type { UpdateSummary } from './updateGuard.ts'

export interface FoldContext {
  readonly room: RoomId
  /** Learns what the entries send to `me`. */
  readonly keyring: Keyring
  readonly me?: Identity
}

/**
 * fork: the author has seen another history. link: a control entry was withheld or two raced. keys: we were sent a secret that
 * does not match what was signed. checkpoint: a steward's snapshot contradicts the log.
 */
export type Alarm = 'fork' | 'link' | 'keys' | 'checkpoint'

/** Why an entry does not count. */
export type VoidReason =
  | 'version' // entry format of a later version; fold again after an update
  | 'epoch' // sealed for another epoch than the current one
  | 'nokey' // no secret of this epoch is held
  | 'hidden' // for an audience this device does not belong to; fold again after a promotion
  | 'junk' // does not open or does not parse
  | 'stranger' // author unknown
  | 'signature'
  | 'genesis' // not the genesis of this room, or a second one
  | 'fork' // names a head that is not in this log
  | 'old' // names a head from before the last checkpoint's window; the author may send it again
  | 'removed'
  | 'replay'
  | 'keep' // control bit and kind contradict each other
  | 'link' // does not follow the last control entry; the author may send it again
  | 'role'
  | 'who' // names an unknown or removed member, device or invite
  | 'last' // would leave no steward's device
  | 'invite' // used up, revoked or never made
  | 'proof'
  | 'boxes' // a rotation that leaves a device out, or names one too many
  | 'checkpoint'
  | 'doc' // unknown document, wrong audience, or an attempt to change its kind
  | 'update' // hostile or malformed Yjs update
  | 'client' // Yjs client id of another device
  | 'gap' // refers to Yjs items that are not in the log
  | 'later' // content kind of a later version; fold again after an update
  | 'halt' // control entry of a later version: nothing was changed, fold it again after an update

export type Verdict =
  | {
      readonly ok: true
      readonly author: DeviceId
      readonly member: MemberId
      readonly n: number
      readonly audience: Audience
      readonly body: Body
      /** Of an update: clients, clock ranges, counts. */
      readonly summary?: UpdateSummary
      /** Valid, but something beside it is wrong. */
      readonly alarm?: Alarm
    }
  | {
      readonly ok: false
      readonly void: VoidReason
      readonly author?: DeviceId
      readonly n?: number
      readonly audience?: Audience
      readonly alarm?: Alarm
      readonly body?: Body
    }

/**
 * Folds the next entry of the log into `state` (changed in place, except on 'halt'). Total, synchronous, deterministic: the
 * same entries give the same public state on every peer. `bytes` may be anything.
 */
export declare const fold: (state: State, context: FoldContext, bytes: Uint8Array) => Verdict
