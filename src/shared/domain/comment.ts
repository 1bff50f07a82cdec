import type { Doc } from 'yjs'
import { cardKey, idIn } from './cardKeys.ts'
import type { WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import { ok } from './errors.ts'
import type { CardId, CommentId, MemberId } from './ids.ts'
import { newId, readId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { liveCard } from './lookup.ts'
import { type Mention, namedIn, readMentions } from './mention.ts'
import { write } from './schema.ts'
import { checkText, fieldOf, type LooseMap, textOf, timeOf } from './value.ts'

/** What was said about a card. A comment is one value that is written once and never changed. */
export interface Comment {
  readonly id: CommentId
  /** The member who wrote it; null for one that came with an import. Claimed by the document, not proven by it. */
  readonly by: MemberId | null
  /** The name that an import gave for its author; '' otherwise. */
  readonly name: string
  /** Milliseconds since 1970 UTC, by the clock of whoever wrote it; 0 when it says nothing usable. */
  readonly at: number
  readonly text: string
  /** Who is named in the text. */
  readonly mentions: readonly Mention[]
}

/** A card's comments, oldest first. */
export function readComments(card: LooseMap): Comment[] {
  const comments: Comment[] = []
  for (const [key, value] of card.entries()) {
    const id = idIn<CommentId>(key, 'comment')
    if (id === null || !isComment(value)) continue
    comments.push({
      id,
      by: readId<MemberId>(fieldOf(value, 'by')),
      name: textOf(fieldOf(value, 'name'), LIMITS.name),
      at: timeOf(fieldOf(value, 'at')) ?? 0,
      text: textOf(fieldOf(value, 'text'), LIMITS.comment),
      mentions: readMentions(fieldOf(value, 'mentions')),
    })
  }
  return comments.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

/** Whether that value counts as a comment: it says something. */
export function isComment(value: unknown): boolean {
  return typeof fieldOf(value, 'text') === 'string'
}

export function addComment(doc: Doc, card: CardId, text: string, ctx: WriteContext): Result<CommentId> {
  return addNamingComment(doc, card, text, [], ctx)
}

/** A comment that names people or circles; those whom its text does not name are left out. */
export function addNamingComment(
  doc: Doc,
  card: CardId,
  text: string,
  mentions: readonly Mention[],
  ctx: WriteContext,
): Result<CommentId> {
  const checked = checkText(text, LIMITS.comment)
  if (!checked.ok) return checked
  const found = liveCard(doc, card)
  if (!found.ok) return found
  const id = newId<CommentId>(ctx.randomBytes)
  const named = namedIn(checked.value, mentions)
  const value = { by: ctx.by, at: ctx.now, text: checked.value, ...(named.length > 0 && { mentions: [...named] }) }
  write(doc, ctx, () => found.value.set(cardKey.comment(id), value))
  return ok(id)
}
