import { collationRanks, collatorOf } from './collation.ts'

type Ranks = ReadonlyMap<string, number>

/** From so many new texts on, all are put in order anew. */
const MANY = 500
/** Texts that are sorted, and comparisons that are made, between two pauses. */
const PIECE = 500

/**
 * Places of texts in the order of a language, kept from one time to the next: after a change of one person all texts but one
 * are in their places already, and comparing is the dear part.
 */
export class KeptRanks {
  readonly #locale: string
  readonly #kept = new Map<string, Ranks>()

  constructor(locale = 'en') {
    this.#locale = locale
  }

  /** As `collationRanks`. @param of what the texts are: ranks are kept for each */
  of(of: string, texts: Iterable<string>): Ranks {
    const wanted = new Set(texts)
    const kept = this.#kept.get(of)
    const ranks = kept ? this.#brought(kept, wanted) : collationRanks(wanted, this.#locale)
    this.#kept.set(of, ranks)
    return ranks
  }

  /** The same work for many texts, a piece at a time; `of` is quick afterwards. */
  *prepare(of: string, texts: Iterable<string>): Generator<void> {
    const wanted = [...new Set(texts)]
    const kept = this.#kept.get(of)
    if (kept && wanted.filter((text) => !kept.has(text)).length <= MANY) return
    let runs: (readonly string[])[] = []
    for (let at = 0; at < wanted.length; at += PIECE) {
      // A map keeps the order in which it was filled: that of its ranks.
      runs.push([...collationRanks(wanted.slice(at, at + PIECE), this.#locale).keys()])
      yield
    }
    while (runs.length > 1) {
      const merged: (readonly string[])[] = []
      for (let at = 0; at < runs.length; at += 2) merged.push(yield* this.#merge(runs[at] ?? [], runs[at + 1] ?? []))
      runs = merged
    }
    const ranks = yield* this.#ranked(runs[0] ?? [], new Map())
    this.#kept.set(of, ranks)
  }

  /** Nothing that is not asked for any more is kept: it may be the name of somebody who was forgotten. */
  #brought(kept: Ranks, wanted: ReadonlySet<string>): Ranks {
    const missing = [...wanted].filter((text) => !kept.has(text))
    if (missing.length === 0 && wanted.size === kept.size) return kept
    if (missing.length > MANY) return collationRanks(wanted, this.#locale)
    const stay = [...kept.keys()].filter((text) => wanted.has(text))
    const ordered = finish(this.#merge(stay, [...collationRanks(missing, this.#locale).keys()], true))
    return finish(this.#ranked(ordered, kept))
  }

  /** Two lists in order as one. @param sparse the second one is so short that each place is searched for */
  *#merge(a: readonly string[], b: readonly string[], sparse = false): Generator<void, readonly string[]> {
    const { compare } = collatorOf(this.#locale)
    const merged: string[] = []
    let at = 0
    let compared = 0
    for (const text of b) {
      const end = sparse ? placeOf(text, a, at, compare) : null
      for (let next = a[at]; next !== undefined; next = a[at]) {
        if (end === null ? compare(next, text) > 0 : at >= end) break
        merged.push(next)
        at += 1
        if (++compared % PIECE === 0) yield
      }
      merged.push(text)
    }
    for (const text of a.slice(at)) merged.push(text)
    return merged
  }

  /** @param known whose neighbours need not be compared again */
  *#ranked(ordered: readonly string[], known: Ranks): Generator<void, Ranks> {
    const { compare } = collatorOf(this.#locale)
    const ranks = new Map<string, number>()
    let rank = 0
    let before: string | null = null
    for (const text of ordered) {
      if (before !== null && !isSame(before, text, known, compare)) rank += 1
      ranks.set(text, rank)
      before = text
      if (ranks.size % PIECE === 0) yield
    }
    return ranks
  }
}

type Compare = (a: string, b: string) => number

function isSame(a: string, b: string, known: Ranks, compare: Compare): boolean {
  const [left, right] = [known.get(a), known.get(b)]
  return left === undefined || right === undefined ? compare(a, b) === 0 : left === right
}

/** The first place from `from` on whose text comes after this one. */
function placeOf(text: string, ordered: readonly string[], from: number, compare: Compare): number {
  let [low, high] = [from, ordered.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(ordered[middle] ?? '', text) > 0) high = middle
    else low = middle + 1
  }
  return low
}

function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
