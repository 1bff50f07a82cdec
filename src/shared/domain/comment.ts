import type { Doc } from 'yjs'
import type { WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import type { CardId, CommentId, MemberId } from './ids.ts'

export interface Comment {
  readonly id: CommentId
  /** The member who wrote it; null for one that came with an import. */
  readonly by: MemberId | null
  /** The name an import gave for its author; '' otherwise. */
  readonly name: string
  /** Milliseconds since 1970 UTC, by the clock of whoever wrote it. */
  readonly at: number
  readonly text: string
}

// Signatures first; the bodies follow.
export declare function addComment(doc: Doc, card: CardId, text: string, ctx: WriteContext): Result<CommentId>
