import type { Doc } from 'yjs'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import type { CardId, LabelId, ListId } from './ids.ts'
import { type ListEntry, LOST_LIST, listEntries } from './place.ts'
import { roots, writable } from './schema.ts'
import { type LooseMap, mapAt, timeOf } from './value.ts'

/** What a write looks up before it changes anything. All of them refuse a document that this version must not write. */

/** A list, archived or not. */
export function findList(doc: Doc, list: ListId): Result<ListEntry> {
  const may = writable(doc)
  if (!may.ok) return may
  const entry = list === LOST_LIST ? undefined : listEntries(doc).find(({ id }) => id === list)
  return entry === undefined ? fail('list.unknown') : ok(entry)
}

/** A list that takes cards: it is there and not archived. */
export function openList(doc: Doc, list: ListId): Result<ListEntry> {
  const found = findList(doc, list)
  return found.ok && found.value.archivedAt !== null ? fail('list.archived') : found
}

/** A card, wherever it is. */
export function findCard(doc: Doc, card: CardId): Result<LooseMap> {
  const may = writable(doc)
  if (!may.ok) return may
  const map = mapAt(roots.cards(doc), card)
  return map === null ? fail('card.unknown') : ok(map)
}

/** A card that may be written to: there, and not in the bin. */
export function liveCard(doc: Doc, card: CardId): Result<LooseMap> {
  const found = findCard(doc, card)
  return found.ok && timeOf(found.value.get('binnedAt')) !== null ? fail('card.binned') : found
}

/** A label that is on the board: there, and not removed. */
export function liveLabel(doc: Doc, label: LabelId): Result<LooseMap> {
  const may = writable(doc)
  if (!may.ok) return may
  const map = mapAt(roots.labels(doc), label)
  return map === null || timeOf(map.get('binnedAt')) !== null ? fail('label.unknown') : ok(map)
}
