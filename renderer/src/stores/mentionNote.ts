import { type CardId, type CommentId, type MemberId, readId } from '#shared/domain/ids.ts'
import { LIMITS } from '#shared/domain/limits.ts'
import { readMentions, type TextPiece } from '#shared/domain/mention.ts'
import { cut, fieldOf, textOf, timeOf } from '#shared/domain/value.ts'

/** A comment in which one is named. */
export interface FoundMention {
  /** Key of the document in which it stands. */
  readonly doc: string
  readonly card: CardId
  /** Of the card. */
  readonly title: string
  readonly comment: CommentId
  /** Null for one that came with an import, whose author then is `name`. */
  readonly by: MemberId | null
  readonly name: string
  /** Milliseconds since 1970 UTC, as its author's clock said; 0 for unknown. */
  readonly at: number
  readonly excerpt: readonly TextPiece[]
  /** Whether one has looked at it on this computer. */
  readonly seen: boolean
}

/** What a computer remembers of looking for comments in which its member is named. */
export interface MentionNote {
  /** The sequence number up to which was looked; 0 for never. */
  readonly upTo: number
  /** Documents that have been looked at up to there. */
  readonly known: readonly string[]
  /** Newest first. */
  readonly found: readonly FoundMention[]
}

/** The list reaches back no further. */
export const MENTIONS_KEPT = 200
const KNOWN_MOST = 5_000
const PIECES = 50

export const NOTHING_NOTED: MentionNote = { upTo: 0, known: [], found: [] }

/** What was kept, as far as it can be used; damage costs another look, and no more. */
export function readMentionNote(value: unknown): MentionNote {
  const [upTo, known, found] = [fieldOf(value, 'upTo'), fieldOf(value, 'known'), fieldOf(value, 'found')]
  if (typeof upTo !== 'number' || !Number.isSafeInteger(upTo) || upTo < 0) return NOTHING_NOTED
  if (!Array.isArray(known) || !Array.isArray(found)) return NOTHING_NOTED
  return {
    upTo,
    known: known.filter((key) => typeof key === 'string').slice(0, KNOWN_MOST),
    found: found.slice(0, MENTIONS_KEPT).flatMap((one) => readFound(one) ?? []),
  }
}

function readFound(value: unknown): FoundMention | null {
  const [doc, card, comment] = [fieldOf(value, 'doc'), fieldOf(value, 'card'), fieldOf(value, 'comment')]
  const [cardId, commentId] = [readId<CardId>(card), readId<CommentId>(comment)]
  const excerpt = fieldOf(value, 'excerpt')
  if (typeof doc !== 'string' || cardId === null || commentId === null || !Array.isArray(excerpt)) return null
  return {
    doc,
    card: cardId,
    comment: commentId,
    title: textOf(fieldOf(value, 'title'), LIMITS.title),
    by: readId<MemberId>(fieldOf(value, 'by')),
    name: textOf(fieldOf(value, 'name'), LIMITS.name),
    at: timeOf(fieldOf(value, 'at')) ?? 0,
    excerpt: excerpt.slice(0, PIECES).flatMap((piece): readonly TextPiece[] => {
      return typeof piece === 'string' ? [cut(piece, LIMITS.comment)] : readMentions([piece])
    }),
    seen: fieldOf(value, 'seen') === true,
  }
}
