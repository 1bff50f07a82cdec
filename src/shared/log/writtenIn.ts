import * as Y from 'yjs'

/** Something that an update writes: where, from the root on, and what it says. */
export interface Written {
  /** Name of the root, then keys on the way down: `['cards', '<card id>', 'title']`; one name for a text. */
  readonly path: readonly string[]
  /** Text as it was typed; other values as JSON. */
  readonly text: string
}

/**
 * What an update says in words, for people who have to decide about edits that are in no document: new text and new values in
 * the order in which they were written. What it deletes, or wrote and deleted again, is not among it.
 * @param before what the update builds on
 */
export function writtenIn(before: readonly Uint8Array[], update: Uint8Array): Written[] {
  const doc = new Y.Doc({ gc: false })
  for (const one of before) Y.applyUpdate(doc, one)
  const from = Y.decodeStateVector(Y.encodeStateVector(doc))
  Y.applyUpdate(doc, update)
  const names = new Map<unknown, string>([...doc.share].map(([name, type]) => [type, name]))
  const written: { path: string[]; text: string; last: Y.Item }[] = []
  for (const [client, structs] of doc.store.clients)
    for (const item of structs) {
      if (!(item instanceof Y.Item) || item.deleted || item.content instanceof Y.ContentType) continue
      // What goes on where older words of the same author end has become one item with them.
      const known = Math.max(0, (from.get(client) ?? 0) - item.id.clock)
      const text = known < item.length ? textOf(item.content, known) : undefined
      if (text === undefined) continue
      const path = pathOf(item, names)
      const before = written.at(-1)
      // Typing is a run of items; together they are what was typed.
      const goesOn =
        known === 0 &&
        item.parentSub === null &&
        before !== undefined &&
        item.origin !== null &&
        before.last === item.left
      if (goesOn) Object.assign(before, { text: before.text + text, last: item })
      else written.push({ path, text, last: item })
    }
  doc.destroy()
  return written.map(({ path, text }) => ({ path, text }))
}

function textOf(content: Y.Item['content'], from: number): string | undefined {
  if (content instanceof Y.ContentString) return content.str.slice(from)
  const values = content instanceof Y.ContentAny || content instanceof Y.ContentJSON ? content.getContent() : undefined
  const said = values?.slice(from).map((value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)))
  return said?.join(' ')
}

function pathOf(item: Y.Item, names: ReadonlyMap<unknown, string>): string[] {
  const path: string[] = []
  for (let at: Y.Item | null = item; at !== null; ) {
    if (at.parentSub !== null) path.unshift(at.parentSub)
    const parent: unknown = at.parent
    const name = names.get(parent)
    if (name !== undefined) path.unshift(name)
    at = parent instanceof Y.AbstractType ? parent._item : null
  }
  return path
}
