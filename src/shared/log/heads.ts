import { HEAD_BYTES } from './ids.ts'

/** Heads per stored chunk. */
export const HEADS_PER_CHUNK = 1024

/**
 * The first 16 bytes of each head, by index of the entry. Index 0 is the zero head before the first entry. A log that was
 * taken up at a checkpoint starts at a later `base`.
 */
export class HeadLog {
  /** Index of the oldest head held. */
  readonly base: number
  #bytes = new Uint8Array(64 * HEAD_BYTES)
  #count = 0

  constructor(base = 0) {
    this.base = base
  }

  /** Index after the newest head held. */
  get end(): number {
    return this.base + this.#count
  }

  /** Takes the first 16 bytes. */
  push(head: Uint8Array): void {
    this.#append(head.subarray(0, HEAD_BYTES))
  }

  /** A view of 16 bytes, until the next push; null for what is not held. */
  at(index: number): Uint8Array | null {
    const i = index - this.base
    return i >= 0 && i < this.#count ? this.#bytes.subarray(i * HEAD_BYTES, (i + 1) * HEAD_BYTES) : null
  }

  /** Copy of the heads of [from, to), cut to what is held. */
  slice(from: number, to: number): Uint8Array {
    const first = Math.max(from, this.base) - this.base
    const last = Math.min(to, this.end) - this.base
    return this.#bytes.slice(first * HEAD_BYTES, Math.max(first, last) * HEAD_BYTES)
  }

  /** The stored chunk k: the indices [k · 1024, (k + 1) · 1024) as far as they are held. Full chunks never change again. */
  chunk(k: number): Uint8Array {
    return this.slice(k * HEADS_PER_CHUNK, (k + 1) * HEADS_PER_CHUNK)
  }

  /** From consecutive runs of heads (the first begins at `base`). Null if a length is not a multiple of 16. */
  static load(base: number, chunks: readonly Uint8Array[]): HeadLog | null {
    const log = new HeadLog(base)
    for (const chunk of chunks) {
      if (chunk.length % HEAD_BYTES !== 0) return null
      log.#append(chunk)
    }
    return log
  }

  #append(heads: Uint8Array): void {
    const used = this.#count * HEAD_BYTES
    if (used + heads.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.#bytes.length, used + heads.length))
      grown.set(this.#bytes.subarray(0, used))
      this.#bytes = grown
    }
    this.#bytes.set(heads, used)
    this.#count += heads.length / HEAD_BYTES
  }
}
