import type { Doc, Transaction } from 'yjs'
import type { PersonId } from '../ids.ts'
import { roots } from '../schema.ts'
import type { Audience } from './fields.ts'
import { keyOf, personOf } from './keys.ts'
import { STRICTEST_FIRST } from './peopleDocs.ts'
import { readPerson } from './readPerson.ts'
import type { PersonRecord } from './record.ts'

interface Source {
  readonly doc: Doc
  /** Which keys stand there, by person. */
  readonly keys: Map<PersonId, Set<string>>
}

/** Keys that are gone through, and people who are read, between two pauses: a few ms each. */
const KEYS = 2_000
const READ = 100

/**
 * Everyone whom the documents of people tell of, put together once and kept up by what changes. Whoever was forgotten, or
 * became another by a merge, is in none of it.
 */
export class PeopleView {
  readonly #sources = new Map<Audience, Source>()
  readonly #people = new Map<PersonId, PersonRecord>()
  readonly #merged = new Map<PersonId, PersonId>()
  /** Those whose record has to be read anew. */
  readonly #stale = new Set<PersonId>()
  #all: readonly PersonRecord[] | null = null
  /** Ids of `#people`, in order; null when others have come or gone. Most changes are of somebody who is there. */
  #order: readonly PersonId[] | null = null

  get audiences(): readonly Audience[] {
    return [...this.#sources.keys()]
  }

  /** Takes a document in; a generator, so that a large one can be gone through with pauses. `apply` counts from the first step on. */
  *include(audience: Audience, doc: Doc): Generator<void> {
    const source: Source = { doc, keys: new Map() }
    // From the first moment on: what changes in a pause is told by `apply`.
    this.#sources.set(audience, source)
    let count = 0
    for (const full of roots.people(doc).keys()) {
      this.#add(source, full)
      if (++count % KEYS === 0) yield
    }
    for (const id of source.keys.keys()) this.#stale.add(id)
    yield* this.#readStale()
  }

  /** Leaves a document out again: it may not be read any more, or is replaced. */
  exclude(audience: Audience): void {
    const source = this.#sources.get(audience)
    this.#sources.delete(audience)
    for (const id of source?.keys.keys() ?? []) this.#stale.add(id)
    for (const _ of this.#readStale()) void _
  }

  /** What a transaction did to a document of an audience. @returns the people that it touched, null if it touched none */
  apply(audience: Audience, transaction: Transaction): ReadonlySet<PersonId> | null {
    const source = this.#sources.get(audience)
    const changed = source && transaction.changed.get(roots.people(source.doc) as never)
    if (!source || !changed) return null
    const map = roots.people(source.doc)
    const touched = new Set<PersonId>()
    for (const full of changed) {
      if (full === null) continue
      const id = personOf(full)
      if (id === null) continue
      if (map.has(full)) this.#add(source, full)
      else this.#remove(source, id, full)
      touched.add(id)
      this.#stale.add(id)
    }
    for (const _ of this.#readStale()) void _
    return touched.size > 0 ? touched : null
  }

  /** Everybody, in the order of ids; those in the bin too. The same array as long as nothing changes. */
  get all(): readonly PersonRecord[] {
    if (this.#all !== null) return this.#all
    // Plain texts are sorted several times faster than by a function of one's own.
    this.#order ??= [...this.#people.keys()].sort()
    const all: PersonRecord[] = []
    for (const id of this.#order) {
      const person = this.#people.get(id)
      if (person) all.push(person)
    }
    this.#all = all
    return all
  }

  get(id: PersonId): PersonRecord | undefined {
    return this.#people.get(id)
  }

  /** Who somebody is now: themselves, or who they became by merges. Of a circle of merges the lowest id stays. */
  current(id: PersonId): PersonId {
    const seen = [id]
    let at = id
    for (;;) {
      const next = this.#merged.get(at)
      if (next === undefined) return at
      if (seen.includes(next)) return seen.slice(seen.indexOf(next)).sort()[0] ?? at
      seen.push(next)
      at = next
    }
  }

  /** All ids that lead to somebody by merges, their own first. */
  formerIds(id: PersonId): readonly PersonId[] {
    return [id, ...[...this.#merged.keys()].filter((one) => one !== id && this.current(one) === id)]
  }

  #add(source: Source, full: string): void {
    const id = personOf(full)
    if (id === null) return
    const keys = source.keys.get(id)
    if (keys) keys.add(full)
    else source.keys.set(id, new Set([full]))
  }

  #remove(source: Source, id: PersonId, full: string): void {
    const keys = source.keys.get(id)
    keys?.delete(full)
    if (keys?.size === 0) source.keys.delete(id)
  }

  *#readStale(): Generator<void> {
    if (this.#stale.size === 0) return
    let count = 0
    const merges = new Set<PersonId>()
    for (const id of this.#stale) {
      this.#stale.delete(id)
      const before = this.#merged.get(id)
      this.#readAgain(id)
      if (before !== this.#merged.get(id)) merges.add(id)
      if (++count % READ === 0) yield
    }
    // Of a circle of merges one stays, whoever of it was read first.
    if (merges.size > 0) for (const id of [...this.#merged.keys()]) this.#readAgain(id)
  }

  #readAgain(id: PersonId): void {
    const was = this.#people.has(id)
    this.#read(id)
    // Each time: somebody may look at the list in a pause.
    this.#all = null
    if (this.#people.has(id) !== was) this.#order = null
  }

  #read(id: PersonId): void {
    const parts = STRICTEST_FIRST.flatMap((audience) => {
      const source = this.#sources.get(audience)
      const keys = source?.keys.get(id)
      return source && keys ? [[audience, entriesOf(source.doc, keys)] as const] : []
    })
    this.#people.delete(id)
    this.#merged.delete(id)
    if (parts.length === 0) return
    const { person, gone } = readPerson(id, parts)
    if (gone.forgotten) return
    if (gone.merged !== null && gone.merged !== id) {
      this.#merged.set(id, gone.merged)
      if (this.current(id) !== id) return
    }
    this.#people.set(id, person)
  }
}

function* entriesOf(doc: Doc, keys: ReadonlySet<string>): Generator<readonly [string, unknown]> {
  const map = roots.people(doc)
  for (const full of keys) {
    const value = map.get(full)
    if (value !== undefined) yield [keyOf(full), value]
  }
}
