import type { CommunityStore } from '#renderer/storage/store.ts'
import { readEntryHeader, type SequencedEntry, type Step2Frame } from '#shared/protocol/frames.ts'
import { fingerprint } from './adopt.ts'

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

const isControl = ({ bytes }: SequencedEntry): boolean => readEntryHeader(bytes)?.keep === true

/**
 * The relay's log, read from its first entry on beside the one in use, and compared with it. What a relay has trimmed may be
 * missing on either side; anything else that is not the same byte for byte is another history.
 */
export class RelayHistory {
  readonly #store: CommunityStore
  /** Where the log in use stands, and below which of its entries it has control entries only. */
  readonly #own: { readonly cursor: number; readonly floor: number }
  readonly entries: SequencedEntry[] = []
  /** Sequence number of the last entry read. */
  at = 0
  /** Below this the relay has control entries only. */
  floor: number
  /** The first place where the two differ. */
  differsAt: number | null = null

  constructor(store: CommunityStore, own: { readonly cursor: number; readonly floor: number }, floor: number) {
    this.#store = store
    this.#own = own
    this.floor = floor
  }

  /** Takes the entries that follow `at`. */
  async take({ entries, floor }: Step2Frame): Promise<void> {
    const last = entries.at(-1)
    if (!last) return
    this.floor = Math.max(this.floor, floor)
    if (this.differsAt === null) this.differsAt = await this.#differenceIn(entries, last.seq)
    for (const { seq, bytes } of entries) this.entries.push({ seq, bytes: bytes.slice() })
    this.at = last.seq
  }

  async #differenceIn(entries: readonly SequencedEntry[], last: number): Promise<number | null> {
    const theirs = new Map(entries.map((entry) => [entry.seq, entry]))
    const mine = new Map<number, SequencedEntry>()
    if (this.at < this.#own.cursor)
      for (const row of await this.#store.entries(this.at, last - this.at)) if (row.seq <= last) mine.set(row.seq, row)
    for (let seq = this.at + 1; seq <= Math.min(last, this.#own.cursor); seq++) {
      const [own, other] = [mine.get(seq), theirs.get(seq)]
      if (own && other ? !same(own.bytes, other.bytes) : !this.#mayBeTrimmed(own, other)) return seq
    }
    return null
  }

  #mayBeTrimmed(own: SequencedEntry | undefined, other: SequencedEntry | undefined): boolean {
    if (own) return own.seq <= this.floor && !isControl(own)
    return !other || (other.seq <= this.#own.floor && !isControl(other))
  }

  /** Is it the log in use with some of its entries doubled: two devices brought them back at once? */
  async onlyDoubled(): Promise<boolean> {
    const from = this.differsAt ?? 1
    const seen = new Set(this.entries.filter(({ seq }) => seq < from).map(({ bytes }) => fingerprint(bytes)))
    let after = from - 1
    for (const { bytes } of this.entries.filter(({ seq }) => seq >= from)) {
      const [next] = await this.#store.entries(after, 1)
      if (next && same(next.bytes, bytes)) after = next.seq
      else if (!seen.has(fingerprint(bytes))) return false
      seen.add(fingerprint(bytes))
    }
    return true
  }
}
