import { packEntries, type SequencedEntry, writeStep2Packed } from '#shared/protocol/frames.ts'
import type { Limits } from '#shared/protocol/limits.ts'
import type { Head, Log } from './log/log.ts'
import { TokenBucket } from './tokenBucket.ts'

/** A step2 frame that all sockets at `from` share. */
export interface SharedFrame {
  readonly from: number
  /** Number of its last entry. */
  readonly last: number
  readonly bytes: Uint8Array
}

/** What a room needs of the connections in it. */
export interface Listener {
  /** New entries, already durable. */
  deliver(frames: readonly SharedFrame[]): void
  /** Gates have changed: look up anew what one's token opens. */
  reopen(): void
  /** Another's presence. */
  overhear(frame: Uint8Array): void
}

/** A room with at least one connection; nothing is held for the others. */
export class Room {
  readonly id: string
  readonly listeners = new Set<Listener>()
  /** Control entries that came through member gates. */
  readonly memberControl: TokenBucket
  /** Mailboxes that came through gates which may only add them. */
  readonly ownMailboxPuts: TokenBucket
  readonly #log: Log
  readonly #batchBytes: number
  #head: Head | null

  constructor(id: string, log: Log, limits: Limits, now: number) {
    this.id = id
    this.#log = log
    this.#batchBytes = limits.batchBytes
    this.memberControl = new TokenBucket(limits.memberControl, now)
    this.ownMailboxPuts = new TokenBucket(limits.ownMailboxPuts, now)
    this.#head = log.head(id)
  }

  /** Null until the first entry is stored. */
  get head(): Head | null {
    return this.#head
  }

  /** After anything that may have moved the head or the floor. */
  refresh(): void {
    this.#head = this.#log.head(this.id)
  }

  /** Sends entries that were just committed, in the order of their numbers, to all that stand right before them. */
  deliver(entries: readonly SequencedEntry[]): void {
    const frames = this.#frames(entries)
    for (const listener of this.listeners) listener.deliver(frames)
  }

  /** One frame for all, built once; more than one only where a turn brought more than a batch. */
  #frames(entries: readonly SequencedEntry[]): SharedFrame[] {
    const floor = this.#head?.floor ?? 0
    const frames: SharedFrame[] = []
    let batch: SequencedEntry[] = []
    let size = 0
    const close = () => {
      const first = batch[0]
      const last = batch.at(-1)
      if (!first || !last) return
      const from = first.seq - 1
      frames.push({ from, last: last.seq, bytes: writeStep2Packed(floor, from, packEntries(batch)) })
      batch = []
      size = 0
    }
    for (const entry of entries) {
      if (size + entry.bytes.length > this.#batchBytes) close()
      batch.push(entry)
      size += entry.bytes.length
    }
    close()
    return frames
  }
}
