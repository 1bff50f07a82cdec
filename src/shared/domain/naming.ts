import type { Doc } from 'yjs'
import { type Comment, readComments } from './comment.ts'
import { type CardId, readId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { type Mention, piecesOf, type TextPiece } from './mention.ts'
import { roots } from './schema.ts'
import { mapAt, textOf, timeOf } from './value.ts'

/** A comment that names somebody, and where it stands. */
export interface NamingComment {
  readonly card: CardId
  /** Of the card. */
  readonly title: string
  readonly comment: Comment
}

const CARDS_A_PIECE = 100

/**
 * The comments of a board, or of the tasks of an event, that name somebody, in no order; what is in the bin is left out.
 * A piece of some hundred cards at a time, so that a large board can be gone through with pauses.
 */
export function* namingComments(doc: Doc): Generator<readonly NamingComment[]> {
  let found: NamingComment[] = []
  let seen = 0
  const cards = roots.cards(doc)
  for (const key of [...cards.keys()]) {
    const card = readId<CardId>(key)
    const map = mapAt(cards, key)
    if (card !== null && map !== null && timeOf(map.get('binnedAt')) === null) {
      const title = textOf(map.get('title'), LIMITS.title)
      for (const comment of readComments(map)) if (comment.mentions.length > 0) found.push({ card, title, comment })
    }
    seen += 1
    if (seen % CARDS_A_PIECE > 0) continue
    yield found
    found = []
  }
  yield found
}

const SHOWN = 240
const BEFORE = 80

/** Of a long text what stands around the first name of one of the mentions, with `…` where something is left out. */
export function excerptOf(text: string, mentions: readonly Mention[]): readonly TextPiece[] {
  const line = text.replace(/\s+/gu, ' ').trim()
  const pieces = piecesOf(line, mentions)
  if (line.length <= SHOWN) return pieces
  const [first = ''] = pieces
  // Words stand between two names: the first piece is all that is before the first one.
  const from = typeof first === 'string' && pieces.length > 1 ? Math.max(0, first.length - BEFORE) : 0
  const start = from === 0 ? 0 : line.indexOf(' ', from) + 1 || from
  const cut = line.slice(start, start + SHOWN)
  const end = start + SHOWN < line.length ? cut.slice(0, Math.max(cut.lastIndexOf(' '), BEFORE)) : cut
  return [...(start > 0 ? ['… '] : []), ...piecesOf(end, mentions), ...(start + SHOWN < line.length ? [' …'] : [])]
}
