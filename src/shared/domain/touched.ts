import type { Doc, Item, Transaction } from 'yjs'
import type { CardId, LabelId } from './ids.ts'
import { readId } from './ids.ts'
import { roots } from './schema.ts'

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

/** The root that a type hangs under, and the key there on the way down to it; no key for the root itself. */
function rootOf(type: unknown, item: Item | null): { readonly root: unknown; readonly key: string | null } {
  let root = type
  let key: string | null = null
  for (let up = item; up !== null; up = parentItem(up)) {
    root = up.parent
    key = up.parentSub
  }
  return { root, key }
}

function parentItem(item: Item): Item | null {
  // Before it is integrated an item's parent may be a mere id; in `changed` there are only integrated ones.
  return item.parent !== null && '_item' in item.parent ? item.parent._item : null
}
