import type { Doc } from 'yjs'
import type { Position, WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import type { CardId, StepGroupId, StepId } from './ids.ts'

export interface Step {
  readonly id: StepId
  readonly text: string
  readonly done: boolean
  readonly group: StepGroupId | null
}

// Signatures first; the bodies follow.
export declare function addStep(
  doc: Doc,
  card: CardId,
  input: { text: string; at?: Position<StepId>; group?: StepGroupId | null },
  ctx: WriteContext,
): Result<StepId>
export declare function renameStep(doc: Doc, card: CardId, step: StepId, text: string, ctx: WriteContext): Result<void>
export declare function setStepDone(
  doc: Doc,
  card: CardId,
  step: StepId,
  done: boolean,
  ctx: WriteContext,
): Result<void>
export declare function moveStep(
  doc: Doc,
  card: CardId,
  step: StepId,
  at: Position<StepId>,
  ctx: WriteContext,
): Result<void>
export declare function removeStep(doc: Doc, card: CardId, step: StepId, ctx: WriteContext): Result<void>
