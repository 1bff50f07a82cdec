import type { Doc, Transaction } from 'yjs'
import type { CardId, LabelId } from './ids.ts'
import { readId } from './ids.ts'
import { roots } from './schema.ts'
import { rootOf } from './touchedIn.ts'

/** Which parts of a board a transaction touched. */
export interface Touched {
  lists: boolean
  meta: boolean
  readonly labels: Set<LabelId>
  readonly cards: Set<CardId>
}

/** What the transaction touched; null when nothing of the board. A type nested in a card (nobody honest makes one) counts for the card. */
export function touchedBy(transaction: Transaction, doc: Doc): Touched | null {
  const lists = roots.lists(doc)
  const labels = roots.labels(doc)
  const cards = roots.cards(doc)
  const meta = roots.meta(doc)
  const touched: Touched = { lists: false, meta: false, labels: new Set(), cards: new Set() }
  for (const [type, keys] of transaction.changed) {
    const under = rootOf(type, type._item)
    const ids = under.key === null ? keys : [under.key]
    if (under.root === lists) touched.lists = true
    else if (under.root === meta) touched.meta = true
    else if (under.root === cards) addIds(touched.cards, ids)
    else if (under.root === labels) addIds(touched.labels, ids)
  }
  const any = touched.lists || touched.meta || touched.cards.size > 0 || touched.labels.size > 0
  return any ? touched : null
}

function addIds<T extends CardId | LabelId>(to: Set<T>, keys: Iterable<string | null>): void {
  for (const key of keys) {
    const id = readId<T>(key)
    if (id !== null) to.add(id)
  }
}
