import type { Batch, CommunityStore } from '#renderer/storage/store.ts'
import type { ContentBody } from '#shared/log/body.ts'
import type { DeviceId } from '#shared/log/ids.ts'
import { Audience, type DocAudience, laneOf } from '#shared/log/ids.ts'
import { audiencesIn } from '#shared/log/snapshotRules.ts'
import { nextN, type State } from '#shared/log/state.ts'
import type { Refusal } from '#shared/protocol/frames.ts'
import { type DocKey, readDocKey } from './docKey.ts'
import type { Counted, Outbox, Parcel } from './outbox.ts'

const MAX_IN_FLIGHT = 32

interface SenderOptions {
  readonly outbox: Outbox
  readonly store: CommunityStore
  readonly device: DeviceId
  readonly state: () => State
  /** Everything is here and this device belongs to the community. */
  readonly settled: () => boolean
  /** Whoever orders the log takes entries from us now. */
  readonly listening: () => boolean
  readonly mayWrite: (doc: DocKey) => boolean
  /** Nobody may write it just now: its circle has not been handed the key of this epoch yet. */
  readonly mustWait: (doc: DocKey) => boolean
  /** @returns null when this device cannot write it now */
  readonly write: (body: ContentBody, audience: DocAudience, n: number) => Uint8Array | null
  readonly append: (ref: number, entry: Uint8Array) => void
  readonly nextRef: () => number
  /** 32 random bits */
  readonly randomId: () => number
  /** Edits of this document were set aside: what is open of it must be opened anew. */
  readonly setAside: (doc: DocKey) => void
}

/** Takes edits from the outbox to whoever orders the log, and sets aside what will not be taken. */
export class Sender {
  readonly #options: SenderOptions
  #inFlight = new Map<number, Parcel>()
  /** The last number given to what does not wait in the outbox, by audience. */
  readonly #given = new Map<DocAudience, number>()
  #flushing = false
  #again = false
  /** The community's place at the relay is full: nothing is sent until somebody asks again. */
  full = false
  /** How often something was set aside: a row of a document read before that must not be kept, its client id is given up. */
  setAsides = 0

  constructor(options: SenderOptions) {
    this.#options = options
  }

  /** What was under way may or may not have arrived: the catch-up will show. */
  lineLost(): void {
    this.#inFlight.clear()
  }

  /** Sends what waits, as one entry per document; more follows when the echo is there. */
  async flush(): Promise<void> {
    if (this.#flushing) {
      this.#again = true
      return
    }
    this.#flushing = true
    try {
      do {
        this.#again = false
        await this.#flushOnce()
      } while (this.#again)
    } finally {
      this.#flushing = false
    }
  }

  async #flushOnce(): Promise<void> {
    const { outbox, settled, listening, mayWrite, mustWait, state } = this.#options
    if (!settled() || outbox.waiting === 0) return
    for (const doc of outbox.docs()) if (!mustWait(doc) && !mayWrite(doc)) await this.setAside(doc, 'role')
    // While an entry of ours is under way the next edits gather: a fast typist costs a handful of entries.
    if (!listening() || this.full || this.#inFlight.size > 0) return
    const parcels: Parcel[] = []
    const maySend = (doc: DocKey) => mayWrite(doc) && !mustWait(doc)
    for (const audience of audiencesIn(state()))
      parcels.push(...(await outbox.number(this.#counter(audience), maySend, this.#counted(audience))))
    if (!listening()) return
    for (const parcel of parcels.slice(0, MAX_IN_FLIGHT)) this.#send(parcel)
  }

  /** Who reads a document. */
  #audienceOf(doc: DocKey): DocAudience {
    const place = readDocKey(doc)
    return (place && this.#options.state().docs.get(place.doc)?.audience) ?? Audience.everyone
  }

  /** Each audience has numbers of its own, so that nobody can tell from gaps who writes in private. */
  #counted(audience: DocAudience): Counted {
    return { holds: (doc) => this.#audienceOf(doc) === audience, above: this.#given.get(audience) ?? 0 }
  }

  /** The last number of ours that the log holds for an audience. */
  #counter(audience: DocAudience): number {
    const { state, device } = this.#options
    return nextN(state(), device, laneOf(audience)) - 1
  }

  #send(parcel: Parcel): void {
    const { write, append, nextRef } = this.#options
    const place = readDocKey(parcel.doc)
    const body = place && ({ kind: 'update', ...place, update: parcel.update } as const)
    const entry = body && write(body, this.#audienceOf(parcel.doc), parcel.n)
    if (!entry) return
    const ref = nextRef()
    this.#inFlight.set(ref, parcel)
    append(ref, entry)
  }

  /** Sends something that does not wait in the outbox. @returns false when it cannot be sent now */
  sendNow(body: ContentBody, audience: DocAudience = Audience.everyone): boolean {
    const { outbox, write, append, nextRef } = this.#options
    // Above every number that waits, so that the two never claim one number; gaps are allowed (docs/protocol.md).
    const n = Math.max(this.#counter(audience), outbox.topNumber(this.#counted(audience))) + 1
    const entry = write(body, audience, n)
    if (entry === null) return false
    this.#given.set(audience, n)
    append(nextRef(), entry)
    return true
  }

  /** An entry of ours with an edit has come back. */
  echoed(doc: DocKey, n: number): void {
    for (const [ref, parcel] of this.#inFlight) if (parcel.n === n && parcel.doc === doc) this.#inFlight.delete(ref)
  }

  /** @returns false when the refusal is about something else */
  refused(ref: number, reason: Refusal): boolean {
    const parcel = this.#inFlight.get(ref)
    if (!parcel) return false
    this.#inFlight.delete(ref)
    // Where the disk does not take it, it waits on, and is refused once more.
    if (reason === 'size') this.setAside(parcel.doc, reason).catch(() => {})
    else if (reason === 'quota') this.full = true
    // epoch, rights: the new gate or epoch is already on its way in the stream, and each batch flushes
    return true
  }

  /**
   * Sets aside everything that waits of a document, what is typed meanwhile included, and lets go of the document. It gets
   * a fresh client id: were its clocks used again, an edit that is still under way could be taken for a new one.
   */
  async setAside(doc: DocKey, reason: string): Promise<void> {
    const { outbox, store, randomId } = this.#options
    const freshId = async (): Promise<Batch> => {
      const row = await store.doc(doc)
      this.setAsides += 1
      return row ? { docs: [{ ...row, clientId: randomId() }] } : {}
    }
    do {
      await outbox.settled()
      await outbox.refuse(doc, reason, freshId)
    } while (outbox.holds(doc))
    this.#options.setAside(doc)
  }
}
