import {
  readEntryHeader,
  readFromRelay,
  type SequencedEntry,
  type Step2Frame,
  writeAuthReply,
  writeStep2,
} from '../../src/shared/protocol/frames.ts'
import type { Generator } from './random.ts'

/**
 * What a relay that lies does to the frames of one computer: leaves out, swaps, changes, repeats and withholds entries, cuts
 * frames short, claims to have less, and keeps one computer apart for good.
 */
export class EvilRelay {
  /** The computer it lies to; null while it does not. */
  victim: string | null = null
  /** How many frames it has changed. */
  lies = 0
  /** The victim gets nothing new any more: it is shown a past that goes on without it. */
  #frozen = false
  readonly #random: Generator
  readonly #seen: Uint8Array[] = []

  constructor(random: Generator) {
    this.#random = random
  }

  begin(victim: string): void {
    this.victim = victim
    this.#frozen = this.#random.chance(0.2)
  }

  /** Whether it lies now or did: the frame as it goes out, null for none. */
  pass(name: string, bytes: Uint8Array): Uint8Array | null {
    if (name !== this.victim) return bytes
    const frame = readFromRelay(bytes)
    if (frame?.kind === 'authReply' && this.#random.chance(0.1)) {
      this.lies += 1
      return writeAuthReply({ ...frame, headSeq: this.#random.below(frame.headSeq + 1) })
    }
    if (frame?.kind !== 'step2') return bytes
    if (this.#frozen) {
      this.lies += 1
      return null
    }
    for (const entry of frame.entries) this.#seen.push(entry.bytes.slice())
    return this.#random.chance(0.3) ? this.#lie(frame) : bytes
  }

  #lie(frame: Step2Frame): Uint8Array | null {
    this.lies += 1
    const entries: SequencedEntry[] = frame.entries.map(({ seq, bytes }) => ({ seq, bytes: bytes.slice() }))
    const at = this.#random.below(entries.length)
    const one = entries[at]
    if (!one) return null
    const what = this.#random.below(7)
    if (what === 0) entries.splice(at, 1)
    if (what === 1) one.bytes[this.#random.below(one.bytes.length)] = this.#random.below(256)
    if (what === 2) entries.splice(at, 0, { seq: one.seq, bytes: this.#random.pick(this.#seen) })
    if (what === 3) entries.push(...entries.splice(at, 1))
    if (what === 4) entries.splice(0, entries.length, ...entries.filter(({ bytes }) => !readEntryHeader(bytes)?.keep))
    if (what === 5) return null
    const written = entries.length === 0 ? null : writeStep2({ ...frame, entries: inOrder(frame, entries) })
    return what === 6 && written ? written.subarray(0, this.#random.below(written.length)) : written
  }
}

/** As if they had always stood so: numbers that rise by one. */
const inOrder = ({ from }: Step2Frame, entries: readonly SequencedEntry[]): SequencedEntry[] =>
  entries.map(({ bytes }, i) => ({ seq: from + 1 + i, bytes }))
