import type { ContentString, Doc, Item } from 'yjs'
import { cardKey } from './cardKeys.ts'
import { descriptionText } from './description.ts'
import type { CardId, CommentId } from './ids.ts'
import { roots } from './schema.ts'
import { mapAt } from './value.ts'

/**
 * Who wrote what stands on a card, by Yjs client id. A client id belongs to one device for ever (docs/protocol.md, F10), so
 * unlike a name in a value it cannot be claimed; the session knows whose device it is.
 */

export const FACETS = [
  'title',
  'place',
  'due',
  'done',
  'labels',
  'people',
  'steps',
  'links',
  'comments',
  'shelf',
] as const
export type Facet = (typeof FACETS)[number]

const OF_PREFIX: Readonly<Record<string, Facet>> = {
  title: 'title',
  place: 'place',
  due: 'due',
  done: 'done',
  label: 'labels',
  who: 'people',
  name: 'people',
  step: 'steps',
  group: 'steps',
  link: 'links',
  comment: 'comments',
  archivedAt: 'shelf',
  binnedAt: 'shelf',
}

/** The client ids behind what a card shows now; nothing for a card that is not there. */
export function cardWriters(doc: Doc, card: CardId): Map<Facet, Set<number>> {
  const found = new Map<Facet, Set<number>>()
  for (const [key, item] of mapAt(roots.cards(doc), card)?._map ?? []) {
    const slash = key.indexOf('/')
    const facet = OF_PREFIX[slash < 0 ? key : key.slice(0, slash)]
    if (item.deleted || facet === undefined) continue
    const writers = found.get(facet) ?? new Set()
    writers.add(item.id.client)
    found.set(facet, writers)
  }
  return found
}

/** The client id under which a comment was written; null when it is not there. */
export function commentWriter(doc: Doc, card: CardId, comment: CommentId): number | null {
  const item = mapAt(roots.cards(doc), card)?._map.get(cardKey.comment(comment))
  return item && !item.deleted ? item.id.client : null
}

/** The client ids behind the letters of a card's long text. */
export function textWriters(part: Doc): Set<number> {
  const found = new Set<number>()
  for (let item: Item | null = descriptionText(part)._start; item !== null; item = item.right)
    if (!item.deleted && (item.content as ContentString).str !== undefined) found.add(item.id.client)
  return found
}
