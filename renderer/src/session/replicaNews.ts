import type { RegisterRow } from '#renderer/storage/store.ts'
import type { ControlOp } from '#shared/log/controlOp.ts'
import type { DeviceId } from '#shared/log/ids.ts'
import type { State } from '#shared/log/state.ts'
import type { DocKey } from './docKey.ts'
import { Emitter } from './emitter.ts'
import type { Folded } from './folding.ts'
import type { SyncStatus } from './syncStatus.ts'

/** An edit that has become part of the log. */
export interface Applied {
  readonly doc: DocKey
  readonly update: Uint8Array
  readonly author: DeviceId
  /** It waited here for the log: a document that was open by then has it already. */
  readonly waited: boolean
}

/** What a community on this device tells whoever listens. */
export class ReplicaNews {
  readonly applied = new Emitter<readonly Applied[]>()
  /** Members, devices, invites, roles or documents have changed. */
  readonly authority = new Emitter<State>()
  readonly registered = new Emitter<RegisterRow>()
  /** Entries that are folded and stored. */
  readonly folded = new Emitter<readonly Folded[]>()
  /** What control entries that count have decided, in order. */
  readonly decided = new Emitter<readonly ControlOp[]>()
  /** Edits of this document will not be taken: what is open of it must be opened anew. */
  readonly refusedDocs = new Emitter<DocKey>()
  readonly presence = new Emitter<Uint8Array>()
  readonly presenceAsked = new Emitter<void>()
  readonly status = new Emitter<SyncStatus>()
  /** Everything is here and whoever orders the log listens: what this device owes it can be written. */
  readonly cameUp = new Emitter<void>()
}
