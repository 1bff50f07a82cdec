import type { Doc, Transaction } from 'yjs'
import type { CardId, ListId } from './ids.ts'
import { readId } from './ids.ts'
import { type ListsAt, type Place, readPlace, shownIn } from './place.ts'
import { byRank, type Ranked } from './rank.ts'
import { roots } from './schema.ts'
import { touchedBy } from './touched.ts'
import { mapAt, timeOf } from './value.ts'

/**
 * Where the cards of a board are, for whoever puts a card among them. Going through 5,000 cards costs most of a frame,
 * so the places are read once for each document and then kept up to date by what its transactions touch.
 */
class PlaceIndex {
  readonly #doc: Doc
  readonly #places = new Map<CardId, Place>()

  constructor(doc: Doc) {
    this.#doc = doc
    for (const key of roots.cards(doc).keys()) this.#read(key)
  }

  apply(transaction: Transaction): void {
    for (const id of touchedBy(transaction, this.#doc)?.cards ?? []) this.#read(id)
  }

  in(list: ListId, lists: ListsAt): Ranked<CardId>[] {
    const found: Ranked<CardId>[] = []
    for (const [id, place] of this.#places) if (shownIn(place, lists) === list) found.push({ id, rank: place.rank })
    return found.sort(byRank)
  }

  #read(key: string): void {
    const id = readId<CardId>(key)
    const card = id === null ? null : mapAt(roots.cards(this.#doc), id)
    if (id === null) return
    const away = card === null || timeOf(card.get('archivedAt')) !== null || timeOf(card.get('binnedAt')) !== null
    if (away) this.#places.delete(id)
    else this.#places.set(id, readPlace(card.get('place')))
  }
}

const indexes = new WeakMap<Doc, PlaceIndex>()

/** The cards shown in a list, in order, without archived and binned ones. */
export function cardsShownIn(doc: Doc, list: ListId, lists: ListsAt): Ranked<CardId>[] {
  // In the middle of a transaction the index does not know yet what was written in it.
  if (doc._transaction !== null) return new PlaceIndex(doc).in(list, lists)
  let index = indexes.get(doc)
  if (index === undefined) {
    const made = new PlaceIndex(doc)
    index = made
    indexes.set(doc, made)
    doc.on('afterTransaction', (transaction) => made.apply(transaction))
  }
  return index.in(list, lists)
}
