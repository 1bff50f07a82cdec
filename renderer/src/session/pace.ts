/**
 * Hands what comes in to Yjs so that the window goes on answering. What an update costs is not bounded by its size
 * (docs/protocol.md, U5): as soon as one was far slower than updates are, those after it are cut into pieces that take a part
 * of a frame each, and the pieces follow what the last one took.
 */
export interface PaceTools {
  /** ms, of any clock */
  readonly now: () => number
  readonly breathe: () => Promise<void>
}

/**
 * An update is slow if it took so long, in ms, and so long for each of its bytes: thirty times what honest ones take. A pause
 * for other reasons must not look like it: cutting a large board doubled the time until it could be changed.
 */
const SLOW_MS = 120
const SLOW_PER_BYTE = 0.003
/** What a piece should take, in ms. */
const AIM_MS = 8
const LEAST_BYTES = 48

export class Pace {
  readonly #tools: PaceTools
  #most = Number.POSITIVE_INFINITY

  constructor(tools: PaceTools) {
    this.#tools = tools
  }

  /** @param apply takes a whole update, or the pieces of one in their order */
  async take(update: Uint8Array, apply: (piece: Uint8Array) => void): Promise<void> {
    const waiting = [update]
    for (let piece = waiting.shift(); piece; piece = waiting.shift()) {
      const pieces = piece.length > this.#most ? await cut(piece, this.#most) : null
      if (pieces) {
        waiting.unshift(...pieces)
        continue
      }
      const began = this.#tools.now()
      apply(piece)
      this.#learn(piece.length, this.#tools.now() - began)
      await this.#tools.breathe()
    }
  }

  #learn(bytes: number, took: number): void {
    const slow = took > SLOW_MS && took / bytes > SLOW_PER_BYTE
    if (slow) this.#most = Math.max(LEAST_BYTES, Math.floor((bytes * AIM_MS) / took))
    // Grows back by and by: a document is slow in some of its places only.
    else if (took < AIM_MS / 2) this.#most *= 2
  }
}

/** Pieces of about that size; null if it cannot be cut any smaller. What cuts is loaded when there is something to cut. */
async function cut(update: Uint8Array, bytes: number): Promise<readonly Uint8Array[] | null> {
  const { splitUpdate } = await import('#shared/log/updateSplit.ts')
  const pieces = splitUpdate(update, undefined, bytes)
  return pieces && pieces.length > 1 ? pieces : null
}
