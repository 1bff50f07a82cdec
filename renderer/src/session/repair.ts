import type { CommunityStore } from '#renderer/storage/store.ts'
import type { Timer } from '#renderer/sync/reconnect.ts'
import type { Identity } from '#shared/log/identity.ts'
import { Role as Roles, type RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { roleOf, type State } from '#shared/log/state.ts'
import { type Refusal, type Rotation, readEntryHeader } from '#shared/protocol/frames.ts'
import { rotationOf } from './publish.ts'

/** Stewards first, as only they can bring back a change of keys; the others if no steward comes. */
const STEWARD_MS = 3_000
const OTHERS_MS = 120_000
/** How many entries are under way at once. */
const WINDOW = 32

interface RepairHost {
  readonly room: RoomId
  readonly me: Identity
  readonly store: CommunityStore
  readonly keyring: Keyring
  readonly timer: Timer
  state(): State
  cursor(): number
  append(ref: number, afterControlSeq: number, entry: Uint8Array, rotation?: Rotation): void
  nextRef(): number
}

/**
 * Brings back to the relay what it has lost, in order and byte for byte, so that all heads come out as they were. Of several
 * devices that could, one begins by chance, and the others leave it to that one as long as it gets on.
 */
export class Repair {
  readonly #host: RepairHost
  /** Up to where the relay has the log again. */
  readonly #at: () => number
  #cancel: (() => void) | null = null
  #sent = 0
  #progress = -1
  readonly #refs = new Set<number>()
  #mine = false
  #sending = false

  constructor(host: RepairHost, at: () => number) {
    this.#host = host
    this.#at = at
  }

  /** The relay is behind, still or again. */
  go(): void {
    const at = this.#at()
    if (this.#mine) {
      void this.#send()
      return
    }
    if (at === this.#progress) return
    this.#progress = at
    this.#wait()
  }

  #wait(): void {
    const { timer, state, me } = this.#host
    const pause = roleOf(state(), me.id) === Roles.steward ? STEWARD_MS : OTHERS_MS
    this.#cancel?.()
    this.#cancel = timer.after(pause * (0.5 + timer.random()), () => {
      this.#cancel = null
      this.#mine = true
      this.#sent = this.#at()
      void this.#send()
    })
  }

  end(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#mine = false
  }

  /** Sends on where the relay has got to. */
  async #send(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    const { store, room, keyring, cursor, append, nextRef } = this.#host
    try {
      this.#sent = Math.max(this.#sent, this.#at())
      while (this.#mine && this.#sent - this.#at() < WINDOW && this.#sent < cursor()) {
        const [row] = await store.entries(this.#sent, 1)
        // What this device took as a checkpoint it cannot bring back.
        if (!this.#mine || row?.seq !== this.#sent + 1) return
        const header = readEntryHeader(row.bytes)
        const rotation = header?.keep ? rotationOf(room, keyring, row.bytes) : null
        // The gate closes at a change of keys: everything before it first, and what follows through the next gate.
        if (rotation && this.#sent > this.#at()) return
        const ref = nextRef()
        this.#refs.add(ref)
        append(ref, await this.#controlBefore(row.seq), row.bytes, rotation ?? undefined)
        this.#sent = row.seq
        if (rotation) return
      }
    } finally {
      this.#sending = false
    }
  }

  async #controlBefore(seq: number): Promise<number> {
    for (let before = seq - 1; before > 0; before--) {
      const [row] = await this.#host.store.entries(before - 1, 1)
      if (row?.seq === before && readEntryHeader(row.bytes)?.keep) return before
    }
    return 0
  }

  /** Another device was faster, or this one may not: it stands back until the relay has got further. */
  refused(ref: number, _reason: Refusal): boolean {
    if (!this.#refs.delete(ref)) return false
    this.#mine = false
    this.#progress = this.#at()
    return true
  }
}
