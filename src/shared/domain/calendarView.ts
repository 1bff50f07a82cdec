import type { Doc, Transaction } from 'yjs'
import { type EventHead, readHead } from './eventHead.ts'
import { type EventId, readId } from './ids.ts'
import { isReadOnly, roots } from './schema.ts'
import { touchedIn } from './touchedIn.ts'
import { mapAt } from './value.ts'

/**
 * The events of a calendar, read once and then patched with what each transaction touched. A head is replaced, never changed
 * in place: what is the same object is the same value.
 */
export class CalendarView {
  readonly #doc: Doc
  #heads: ReadonlyMap<EventId, EventHead>

  constructor(doc: Doc) {
    this.#doc = doc
    const heads = new Map<EventId, EventHead>()
    for (const key of roots.events(doc).keys()) this.#read(key, heads)
    this.#heads = heads
  }

  /** All of them, those in the bin too. The same map as long as nothing changes. */
  get heads(): ReadonlyMap<EventId, EventHead> {
    return this.#heads
  }

  get readOnly(): boolean {
    return isReadOnly(this.#doc)
  }

  /** @returns whether anything is another now */
  apply(transaction: Transaction): boolean {
    const touched = touchedIn(transaction, roots.events(this.#doc))
    const beside = [roots.meta(this.#doc), roots.eventTemplates(this.#doc)]
    if (touched.size === 0) return beside.some((root) => touchedIn(transaction, root).size > 0)
    const heads = new Map(this.#heads)
    for (const key of touched) this.#read(key, heads)
    this.#heads = heads
    return true
  }

  #read(key: string, into: Map<EventId, EventHead>): void {
    const id = readId<EventId>(key)
    if (id === null) return
    const map = mapAt(roots.events(this.#doc), key)
    if (map === null) into.delete(id)
    else into.set(id, readHead(id, map))
  }
}
