/** Checkpoints: what a steward's device writes, and how a device starts from one. */
import type { AuthorContext } from './author.ts'
import type { CarriedEntry, ContentBody, PartSnapshot } from './body.ts'
import type { ControlOp } from './controlOp.ts'
import type { FoldContext } from './fold.ts'
import type { Audience, DocAudience, DocId, Part } from './ids.ts'
import type { State } from './state.ts'

/** The Yjs state of one part, as the confirmed log gives it (never from a live document with unsent edits). */
export interface PartState {
  readonly doc: DocId
  readonly part: Part
  /** Yjs update V1, perhaps deflated. */
  readonly bytes: Uint8Array
  readonly deflated: boolean
}

export interface CheckpointDraft {
  /** Snapshot entries in the order in which to write them, each with its audience; numbers are the author's next ones. */
  readonly snapshots: readonly { readonly audience: DocAudience; readonly body: ContentBody }[]
  /** To write after them. */
  readonly op: ControlOp
}

/** Every part that was ever written must be among `parts`; `carried` are the latest registers and the reports. Null if a part is missing. */
export declare const makeCheckpoint: (
  state: State,
  parts: readonly PartState[],
  carried: readonly { readonly audience: DocAudience; readonly items: readonly CarriedEntry[] }[],
) => CheckpointDraft | null

export type Resumed =
  | { readonly ok: true; readonly state: State }
  /** The checkpoint that stands for the floor has not come yet: ask again with more of the tail. */
  | { readonly ok: false; readonly why: 'more' }
  /** What the relay sent does not belong to its checkpoint. */
  | { readonly ok: false; readonly why: 'contradiction' }

/**
 * Starts where the relay has trimmed. `kept`: the control entries up to the floor; `tail`: all entries after it, at least up to
 * the first checkpoint entry. The state given stands at the floor: fold `tail` into it as usual.
 */
export declare const resume: (context: FoldContext, kept: readonly Uint8Array[], tail: readonly Uint8Array[]) => Resumed

export type { Audience, AuthorContext, PartSnapshot }
