import { HEAD_BYTES } from './ids.ts'

/** Heads per stored chunk. */
export const HEADS_PER_CHUNK = 1024

/**
 * The first 16 bytes of each head, by index of the entry. Index 0 is the zero head before the first entry. A log that was
 * taken up at a checkpoint starts at a later `base`.
 */
export declare class HeadLog {
  constructor(base?: number)
  /** Index of the oldest head held. */
  readonly base: number
  /** Index after the newest head held. */
  get end(): number
  /** Takes the first 16 bytes. */
  push(head: Uint8Array): void
  /** A view of 16 bytes; null for what is not held. */
  at(index: number): Uint8Array | null
  /** Copy of the heads of [from, to), cut to what is held. */
  slice(from: number, to: number): Uint8Array
  /** The stored chunk that an index belongs to: chunk k holds the indices [k · 1024, (k + 1) · 1024) as far as they are held. */
  chunk(k: number): Uint8Array
  /** From consecutive chunks (the first begins at `base`). Null if a length is not a multiple of 16. */
  static load(base: number, chunks: readonly Uint8Array[]): HeadLog | null
}

/** Bytes of one head in a chunk. */
export const HEAD_SIZE = HEAD_BYTES
