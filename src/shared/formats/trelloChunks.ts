import type { Doc } from 'yjs'

/**
 * Writes in chunks: what one transaction writes becomes one update, and an update must stay well below what an entry of
 * the log may carry (5,000 structs, 1 MiB). A key that is set is one struct, and so is a map.
 */
const STRUCTS = 1_500
/** UTF-16 units of text; at most three bytes each on the wire. */
const CHARS = 200_000

/** How much a single portion may hold, so that a few of them fill a chunk well. */
export const PORTION = { structs: 700, chars: 60_000 } as const

/** What is written in one go. */
export interface Portion {
  readonly structs: number
  readonly chars: number
  /** Runs right before the transaction that writes the portion. */
  readonly before?: () => void
  readonly write: () => void
}

export class Chunks {
  readonly #doc: Doc
  readonly #origin: unknown
  #waiting: Portion[] = []
  #structs = 0
  #chars = 0

  constructor(doc: Doc, origin: unknown) {
    this.#doc = doc
    this.#origin = origin
  }

  /** Portions are written in the order in which they were added. */
  add(portion: Portion): void {
    this.#waiting.push(portion)
    this.#structs += portion.structs
    this.#chars += portion.chars
  }

  get empty(): boolean {
    return this.#waiting.length === 0
  }

  /** Enough waits to fill a chunk. */
  get full(): boolean {
    return this.#structs >= STRUCTS || this.#chars >= CHARS
  }

  /** One transaction with as many portions as fit, at least one. */
  flush(): void {
    const chunk: Portion[] = []
    let structs = 0
    let chars = 0
    for (const portion of this.#waiting) {
      structs += portion.structs
      chars += portion.chars
      if (chunk.length > 0 && (structs > STRUCTS || chars > CHARS)) break
      chunk.push(portion)
      this.#structs -= portion.structs
      this.#chars -= portion.chars
    }
    this.#waiting = this.#waiting.slice(chunk.length)
    for (const portion of chunk) portion.before?.()
    this.#doc.transact(() => {
      for (const portion of chunk) portion.write()
    }, this.#origin)
  }
}
