import type { CommunityStore, RegisterRow } from '#renderer/storage/store.ts'
import type { Dial } from '#renderer/sync/link.ts'
import type { Timer } from '#renderer/sync/reconnect.ts'
import { writeContent, writeControl } from '#shared/log/author.ts'
import type { RegisterBody } from '#shared/log/body.ts'
import type { Verdict } from '#shared/log/fold.ts'
import type { Identity } from '#shared/log/identity.ts'
import { Audience, type DeviceId, laneOf, type MemberId, type Role, type RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { nextN, roleOf, type State } from '#shared/log/state.ts'
import type { Refusal, Step2Frame } from '#shared/protocol/frames.ts'
import { ControlQueue, type ControlWish } from './controlQueue.ts'
import { Conversation } from './conversation.ts'
import { type DocKey, docKey, readDocKey } from './docKey.ts'
import { Emitter } from './emitter.ts'
import { type Folded, Folding } from './folding.ts'
import { Outbox, type Parcel } from './outbox.ts'
import type { RowSeal } from './rowSeal.ts'
import type { SyncStatus, Warning } from './syncStatus.ts'

/** Own entries that the log holds but the fold found void for one of these may be sent again; others never will count. */
const SEND_AGAIN: ReadonlySet<string> = new Set(['epoch', 'old'])
const MAX_IN_FLIGHT = 32

export interface ReplicaOptions {
  readonly room: RoomId
  readonly me: Identity
  readonly keyring: Keyring
  readonly store: CommunityStore
  readonly seal: RowSeal
  readonly timer: Timer
  /** ms since 1970, for what the user is told only */
  readonly now: () => number
  /** 32 random bits */
  readonly randomId: () => number
}

/** An edit that has become part of the log. */
export interface Applied {
  readonly doc: DocKey
  readonly update: Uint8Array
  readonly author: DeviceId
}

/**
 * One community on one device, below its documents: the log is folded and stored before anything is shown, local edits are
 * stored before anything is sent. It knows bytes and documents' names, not what they hold.
 */
export class Replica {
  readonly room: RoomId
  readonly me: Identity
  readonly applied = new Emitter<readonly Applied[]>()
  /** Members, devices, invites, roles or documents have changed. */
  readonly authority = new Emitter<State>()
  readonly registered = new Emitter<RegisterRow>()
  /** Edits of this document will not be taken: what is open of it must be opened anew. */
  readonly refusedDocs = new Emitter<DocKey>()
  readonly presence = new Emitter<Uint8Array>()
  readonly presenceAsked = new Emitter<void>()
  readonly status = new Emitter<SyncStatus>()
  /** Everything is here and whoever orders the log listens: what this device owes it can be written. */
  readonly cameUp = new Emitter<void>()
  /** A closed gate and no newer key: a joiner opens its mailbox again. */
  renewKeys: () => Promise<boolean> = async () => false

  readonly #options: ReplicaOptions
  readonly #folding: Folding
  readonly #outbox: Outbox
  readonly #controls: ControlQueue
  #conversation: Conversation | null = null
  #local = false
  #inFlight = new Map<number, Parcel>()
  #ref = 0
  #flushing = false
  #flushAgain = false
  #registers: Map<string, RegisterRow>
  #storage: string | null = null
  #full = false
  #since: number | null = null
  #warnings: Warning[] = []
  #halted = false
  #up = false

  private constructor(options: ReplicaOptions, folding: Folding, outbox: Outbox, registers: Map<string, RegisterRow>) {
    this.#options = options
    this.#folding = folding
    this.#outbox = outbox
    this.#registers = registers
    this.room = options.room
    this.me = options.me
    this.#controls = new ControlQueue({
      ready: () => this.#conversation?.mayWrite === true,
      write: (op) => writeControl(this.state, this.#context, op),
      append: (entry, rotation) => {
        const ref = ++this.#ref
        const afterControlSeq = this.#folding.controlSeq
        this.#conversation?.append({ ref, afterControlSeq, entry, ...(rotation && { rotation }) })
        return ref
      },
    })
  }

  static async open(options: ReplicaOptions): Promise<Replica> {
    const { room, keyring, me, store, seal } = options
    const folding = await Folding.open(store, { room, keyring, me }, seal)
    const outbox = await Outbox.open(store, seal)
    const registers = new Map((await store.registers()).map((row) => [`${row.name} ${row.member}`, row]))
    return new Replica(options, folding, outbox, registers)
  }

  get #context() {
    return { room: this.room, keyring: this.#options.keyring, me: this.me }
  }

  get state(): State {
    return this.#folding.state
  }

  get cursor(): number {
    return this.#folding.cursor
  }

  /** Where the log stands, for a link that orders it here. */
  get logState(): { seq: number; keepSeq: number; epoch: number } {
    return { seq: this.#folding.cursor, keepSeq: this.#folding.controlSeq, epoch: this.state.epoch }
  }

  /** This device's role; null before it has joined and after it was removed. */
  get role(): Role | null {
    return roleOf(this.state, this.me.id)
  }

  get member(): MemberId | null {
    return this.state.devices.get(this.me.id)?.member ?? null
  }

  /** Sealed values of a register, by member. */
  registers(name: string): Map<MemberId, Uint8Array> {
    const found = [...this.#registers.values()].filter((row) => row.name === name)
    return new Map(found.map(({ member, sealed }) => [member as MemberId, this.#openRegister(name, member, sealed)]))
  }

  #openRegister(name: string, member: string, sealed: Uint8Array): Uint8Array {
    return this.#options.seal.open(`register/${name}/${member}`, sealed) ?? new Uint8Array(0)
  }

  // ---- link

  /** @param local the dial orders the log on this computer */
  link(dial: Dial, local: boolean): void {
    this.unlink()
    this.#local = local
    const conversation = new Conversation(dial, this.#options.timer, this.#options.keyring, {
      cursor: () => this.cursor,
      entries: (frame) => this.#ingest(frame),
      presence: (payload) => this.presence.emit(payload),
      presenceAsked: () => this.presenceAsked.emit(),
      refused: (ref, reason) => this.#refused(ref, reason),
      gateClosed: () => this.renewKeys(),
      changed: () => {
        if (this.#conversation === conversation) this.#changed()
      },
    })
    this.#conversation = conversation
  }

  /** Settles when everything the relay has is here. */
  caughtUp(): Promise<void> {
    return new Promise((done) => {
      const stop = this.cameUp.on(() => {
        stop()
        done()
      })
      if (this.#up) {
        stop()
        done()
      }
    })
  }

  unlink(): void {
    this.#conversation?.end()
    this.#conversation = null
    this.#inFlight.clear()
    this.#controls.lineLost()
  }

  retryNow(): void {
    this.#conversation?.retryNow()
  }

  sendPresence(payload: Uint8Array): void {
    if (!this.#local) this.#conversation?.sendPresence(payload)
  }

  askPresence(): void {
    if (!this.#local) this.#conversation?.askPresence()
  }

  sendToRelay(frame: Uint8Array): void {
    this.#conversation?.send(frame)
  }

  #changed(): void {
    const phase = this.#conversation?.phase
    if (phase !== 'live') this.#inFlight.clear()
    if (phase === 'live' || phase === 'catching-up') this.#since = this.#options.now()
    if (phase === 'live') this.#controls.lineReady()
    if (phase === 'live' && !this.#up) this.cameUp.emit()
    this.#up = phase === 'live'
    if (phase === 'offline') this.#controls.lineLost()
    if (phase === 'stopped') this.#controls.stopped()
    this.#tell()
    void this.flush()
  }

  // ---- log in

  async #ingest(frame: Step2Frame): Promise<void> {
    if (this.#halted) return
    const version = this.#options.keyring.version
    const folded: Folded[] = []
    for (const entry of frame.entries) {
      const one = this.#folding.take(entry)
      if (one === null) {
        this.#halted = true
        break
      }
      folded.push(one)
    }
    const own = folded.filter(({ verdict }) => verdict.author === this.me.id)
    const settled = own.filter(({ verdict }) => verdict.ok || !SEND_AGAIN.has(verdict.void))
    const done = settled.filter(({ verdict }) => verdict.ok).flatMap(({ verdict }) => this.#ownRows(verdict))
    const void_ = settled.filter(({ verdict }) => !verdict.ok)
    const registers = this.#registersIn(folded)
    const control = folded.some(({ verdict }) => verdict.ok && verdict.body.kind === 'control')
    const keysChanged = this.#options.keyring.version !== version
    try {
      await this.#options.store.commit({
        entries: folded.map(({ row }) => row),
        dropOutbox: done,
        registers,
        ...this.#folding.batch(keysChanged),
      })
    } catch (error) {
      // Memory is now ahead of the disk: nothing may be built on it.
      this.#storage = codeOf(error)
      this.#halted = true
      this.#tell()
      throw error
    }
    this.#outbox.drop(done)
    for (const { verdict } of void_) await this.#refuseOwn(verdict)
    for (const row of registers) this.#registers.set(`${row.name} ${row.member}`, row)
    this.#show(folded, registers, control)
    if (keysChanged) this.#conversation?.keysChanged()
    if (this.#halted) this.#conversation?.stop('version')
  }

  #ownRows(verdict: Verdict): number[] {
    if (verdict.n === undefined || verdict.body?.kind !== 'update') return []
    this.#forgetInFlight(verdict.n)
    return this.#outbox.idsOf(verdict.n)
  }

  async #refuseOwn(verdict: Verdict): Promise<void> {
    if (verdict.ok || verdict.n === undefined || verdict.body?.kind !== 'update') return
    this.#forgetInFlight(verdict.n)
    const { doc, part } = verdict.body
    await this.#refuseDoc(docKey(doc, part), verdict.void)
  }

  /**
   * Sets aside everything that waits of a document, what is typed meanwhile included, and lets go of the document. It gets
   * a fresh client id: were its clocks used again, an edit that is still under way could be taken for a new one.
   */
  async #refuseDoc(key: DocKey, reason: string): Promise<void> {
    const { store, randomId } = this.#options
    do {
      await this.#outbox.settled()
      const row = await store.doc(key)
      await this.#outbox.refuse(key, reason, row ? { docs: [{ ...row, clientId: randomId() }] } : {})
    } while (this.#outbox.holds(key))
    this.refusedDocs.emit(key)
  }

  #forgetInFlight(n: number): void {
    for (const [ref, parcel] of this.#inFlight) if (parcel.n === n) this.#inFlight.delete(ref)
  }

  #registersIn(folded: readonly Folded[]): RegisterRow[] {
    return folded.flatMap(({ verdict }) => {
      if (!verdict.ok || verdict.body.kind !== 'register') return []
      const { name, subject, value }: RegisterBody = verdict.body
      const member = subject ?? verdict.member
      return [{ name, member, sealed: this.#options.seal.seal(`register/${name}/${member}`, value) }]
    })
  }

  #show(folded: readonly Folded[], registers: readonly RegisterRow[], control: boolean): void {
    for (const { verdict } of folded) this.#warn(verdict)
    this.applied.emit(
      folded.flatMap(({ row, verdict }) =>
        verdict.ok && verdict.body.kind === 'update'
          ? [{ doc: row.doc, update: verdict.body.update, author: verdict.author }]
          : [],
      ),
    )
    for (const row of registers) this.registered.emit(row)
    for (const { row, verdict } of folded) this.#controls.seen(row.bytes, verdict)
    if (control) this.authority.emit(this.state)
  }

  #warn(verdict: Verdict): void {
    if (!verdict.alarm) return
    this.#addWarning(verdict.alarm === 'fork' ? { code: 'fork', by: verdict.author ?? '' } : { code: verdict.alarm })
  }

  /** A member's presence named a head that is not in our log. */
  warnOfFork(by: DeviceId): void {
    this.#addWarning({ code: 'fork', by })
    this.#tell()
  }

  #addWarning(warning: Warning): void {
    if (!this.#warnings.some((known) => JSON.stringify(known) === JSON.stringify(warning)))
      this.#warnings = [...this.#warnings, warning]
  }

  // ---- log out

  /** A local edit. @returns settles when it is on the disk */
  async edit(doc: DocKey, update: Uint8Array): Promise<void> {
    try {
      const written = this.#outbox.add(doc, update)
      this.#tell()
      await written
      this.#storage = null
    } catch (error) {
      this.#storage = codeOf(error)
      this.#tell()
      throw error
    }
    this.#tell()
    await this.flush()
  }

  /** May this device write the document now? */
  mayWrite(key: DocKey): boolean {
    const found = readDocKey(key)
    const doc = found && this.state.docs.get(found.doc)
    return doc !== null && doc !== undefined && (this.role ?? -1) >= doc.write
  }

  /** Sends what waits, as one entry per document; more follows when the echo is there. */
  async flush(): Promise<void> {
    if (this.#flushing) {
      this.#flushAgain = true
      return
    }
    this.#flushing = true
    try {
      do {
        this.#flushAgain = false
        await this.#flushOnce()
      } while (this.#flushAgain)
    } catch (error) {
      this.#storage = codeOf(error)
    } finally {
      this.#flushing = false
      this.#tell()
    }
  }

  async #flushOnce(): Promise<void> {
    if (this.#conversation?.phase !== 'live' || this.role === null || this.#outbox.waiting === 0) return
    for (const doc of this.#outbox.docs()) if (!this.mayWrite(doc)) await this.#refuseDoc(doc, 'role')
    // While an entry of ours is under way the next edits gather: a fast typist costs a handful of entries.
    if (!this.#conversation?.mayWrite || this.#full || this.#inFlight.size > 0) return
    const counter = nextN(this.state, this.me.id, laneOf(Audience.everyone)) - 1
    const parcels = await this.#outbox.number(counter, (doc) => this.mayWrite(doc))
    if (!this.#conversation?.mayWrite) return
    for (const parcel of parcels.slice(0, MAX_IN_FLIGHT)) this.#send(parcel)
  }

  #send(parcel: Parcel): void {
    const place = readDocKey(parcel.doc)
    if (place === null) return
    const body = { kind: 'update', ...place, update: parcel.update } as const
    const entry = writeContent(this.state, this.#context, body, Audience.everyone, parcel.n)
    if (entry === null) return
    const ref = ++this.#ref
    this.#inFlight.set(ref, parcel)
    this.#conversation?.append({ ref, afterControlSeq: this.#folding.controlSeq, entry })
  }

  #refused(ref: number, reason: Refusal): void {
    const parcel = this.#inFlight.get(ref)
    if (!parcel) {
      this.#controls.refused(ref, reason)
      return
    }
    this.#inFlight.delete(ref)
    if (reason === 'size') {
      void this.#refuseDoc(parcel.doc, reason).then(() => this.#tell())
    } else if (reason === 'quota') this.#full = true
    // epoch and rights: the new gate or epoch is already on its way in the stream, and flush runs after each batch
    this.#tell()
  }

  // ---- control entries and registers

  /** Asks for a control entry until it stands in the log or no longer makes sense. See ControlQueue. */
  control(wish: ControlWish): Promise<string> {
    return this.#controls.ask(wish)
  }

  /** Writes one's own register; it waits in memory only, so repeat it at the next start if it is not there. */
  writeRegister(name: string, value: Uint8Array): boolean {
    if (!this.#conversation?.mayWrite || this.role === null) return false
    // Above every number that waits, so that the two never claim one number; gaps are allowed (docs/protocol.md).
    const n = Math.max(nextN(this.state, this.me.id, laneOf(Audience.everyone)), this.#outbox.topNumber + 1)
    const body = { kind: 'register', name, subject: null, value } as const
    const entry = writeContent(this.state, this.#context, body, Audience.everyone, n)
    if (entry === null) return false
    this.#conversation.append({ ref: ++this.#ref, afterControlSeq: this.#folding.controlSeq, entry })
    return true
  }

  // ---- what the rest of the session needs

  /** Local edits of a document that are not in the log, oldest first. */
  pending(doc: DocKey): Uint8Array[] {
    return this.#outbox.updatesOf(doc)
  }

  refusedEdits(): readonly { doc: DocKey; reason: string }[] {
    return this.#outbox.refused
  }

  get currentStatus(): SyncStatus {
    const conversation = this.#conversation
    const phase = conversation?.phase ?? 'offline'
    return {
      link: this.#local && phase !== 'stopped' ? 'local' : phase,
      writing: this.#outbox.writing,
      storage: this.#storage,
      waiting: this.#outbox.waiting,
      refused: this.#outbox.refused.length,
      since: this.#since,
      stopped: conversation?.stopped ?? null,
      full: this.#full,
      warnings: this.#warnings,
    }
  }

  #tell(): void {
    this.status.emit(this.currentStatus)
  }

  /** Writes what is still in memory; call before the window closes. */
  async close(): Promise<void> {
    await this.#outbox.settled()
    this.unlink()
    const batch = this.#folding.batch(true)
    if (!this.#halted) await this.#options.store.commit(batch)
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'storage.failed'
}
