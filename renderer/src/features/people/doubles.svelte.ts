import type { PeopleStore } from '#renderer/stores/peopleStore.svelte.ts'
import type { Result } from '#shared/domain/errors.ts'
import { readApart, tellApart } from '#shared/domain/people/apart.ts'
import { type DuplicatePair, findDuplicates, pairKey } from '#shared/domain/people/duplicates.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'

/** Two who may be one, as they stand now. */
export interface Double {
  readonly pair: DuplicatePair
  readonly a: PersonRecord
  readonly b: PersonRecord
}

/** The search for people who are listed twice, and how far one has got through what it found. */
export class Doubles {
  readonly #store: PeopleStore
  #found: readonly DuplicatePair[] = $state.raw([])
  #passed: ReadonlySet<string> = $state.raw(new Set())
  #apart: ReadonlySet<string> = $state.raw(new Set())
  #run = 0
  state: 'looking' | 'done' = $state('looking')
  /** Pieces of work that are done. */
  pieces = $state(0)

  constructor(store: PeopleStore) {
    this.#store = store
  }

  /** Looks through everybody, a piece at a time. Looking anew ends an older search. */
  async look(): Promise<void> {
    const run = ++this.#run
    const store = this.#store
    this.state = 'looking'
    this.pieces = 0
    this.#found = []
    this.#passed = new Set()
    this.#readApart()
    const steps = findDuplicates(store.people, this.#apart)
    for (let step = steps.next(); ; step = steps.next()) {
      if (run !== this.#run) return
      if (step.done) {
        this.#found = step.value.flatMap(({ pairs }) => pairs)
        this.state = 'done'
        return
      }
      this.pieces += 1
      await store.host.breathe()
    }
  }

  stop(): void {
    this.#run += 1
  }

  /** What is left to decide, the surest first. Who was merged meanwhile stands for both from then on. */
  readonly left: readonly Double[] = $derived.by(() => {
    const seen = new Set<string>()
    return this.#found.flatMap((pair) => {
      const [a, b] = [this.#store.person(pair.a), this.#store.person(pair.b)]
      if (!a || !b || a.id === b.id || a.binnedAt !== null || b.binnedAt !== null) return []
      const key = pairKey(a.id, b.id)
      if (seen.has(key) || this.#passed.has(key) || this.#apart.has(key)) return []
      seen.add(key)
      return [{ pair, a, b }]
    })
  })

  /** Leaves it for another time. */
  pass({ a, b }: Double): void {
    this.#passed = new Set([...this.#passed, pairKey(a.id, b.id)])
  }

  /** They are two people: remembered for every organizer. @param apart false takes it back */
  tellApart({ a, b }: Double, apart: boolean): Result<void> {
    const done = this.#store.run((docs, ctx) => tellApart(docs, a.id, b.id, apart, ctx))
    this.#readApart()
    return done
  }

  #readApart(): void {
    this.#store.run((docs) => {
      this.#apart = readApart(docs)
      return { ok: true, value: undefined }
    })
  }
}
