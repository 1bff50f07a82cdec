import type { Doc } from 'yjs'
import type { Position, WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import type { Hue } from './hue.ts'
import type { LabelId, ListId } from './ids.ts'

// Signatures first; the bodies follow.
export declare function initBoard(doc: Doc, ctx: WriteContext): Result<void>
export declare function addList(
  doc: Doc,
  input: { title: string; at?: Position<ListId> },
  ctx: WriteContext,
): Result<ListId>
export declare function renameList(doc: Doc, list: ListId, title: string, ctx: WriteContext): Result<void>
export declare function moveList(doc: Doc, list: ListId, at: Position<ListId>, ctx: WriteContext): Result<void>
export declare function archiveList(doc: Doc, list: ListId, ctx: WriteContext): Result<void>
export declare function restoreList(doc: Doc, list: ListId, ctx: WriteContext): Result<void>
export declare function addLabel(doc: Doc, input: { name: string; hue: Hue }, ctx: WriteContext): Result<LabelId>
export declare function renameLabel(doc: Doc, label: LabelId, name: string, ctx: WriteContext): Result<void>
export declare function recolourLabel(doc: Doc, label: LabelId, hue: Hue, ctx: WriteContext): Result<void>
export declare function removeLabel(doc: Doc, label: LabelId, ctx: WriteContext): Result<void>
