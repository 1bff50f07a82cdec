import type { Item, Transaction } from 'yjs'
import type { LooseMap } from './value.ts'

/** The keys of a root under which a transaction changed anything, however deep; empty when nothing of that root changed. */
export function touchedIn(transaction: Transaction, root: LooseMap): ReadonlySet<string> {
  const touched = new Set<string>()
  for (const [type, keys] of transaction.changed) {
    const under = rootOf(type, type._item)
    if (under.root !== root) continue
    for (const key of under.key === null ? keys : [under.key]) if (key !== null) touched.add(key)
  }
  return touched
}

/** The root that a type hangs under, and the key there on the way down to it; no key for the root itself. */
export function rootOf(type: unknown, item: Item | null): { readonly root: unknown; readonly key: string | null } {
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
