import type { CommunityStore, RegisterRow } from '#renderer/storage/store.ts'
import type { Dial } from '#renderer/sync/link.ts'
import type { Timer } from '#renderer/sync/reconnect.ts'
import { writeContent, writeControl } from '#shared/log/author.ts'
import type { ContentBody } from '#shared/log/body.ts'
import type { ControlOp } from '#shared/log/controlOp.ts'
import type { Verdict } from '#shared/log/fold.ts'
import type { Identity } from '#shared/log/identity.ts'
import { Audience, type DeviceId, type DocAudience, type MemberId, type Role, type RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { roleOf, type State } from '#shared/log/state.ts'
import type { Refusal, Rotation, Step2Frame } from '#shared/protocol/frames.ts'
import { covers, type Loss, partsOf, registersIn, swapBatch } from './adopt.ts'
import { type ControlOutcome, ControlQueue, type ControlWish } from './controlQueue.ts'
import { Conversation } from './conversation.ts'
import { type DocKey, docKey, readDocKey } from './docKey.ts'
import { Emitter } from './emitter.ts'
import { type ErrandOutcome, Errands } from './errands.ts'
import type { Aside } from './foldAside.ts'
import { type Folded, Folding } from './folding.ts'
import { Outbox, type SetAside } from './outbox.ts'
import { Reconcile } from './reconcile.ts'
import { Registers } from './registers.ts'
import { reveal } from './reveal.ts'
import type { RowSeal } from './rowSeal.ts'
import { Sender } from './sender.ts'
import type { SyncStatus, Warning } from './syncStatus.ts'
import type { Upkeep } from './upkeep.ts'

/**
 * For these reasons a signed entry of ours will never count, so what it carried is set aside. After any other the rows wait
 * and go out again; one of them is `signature`, since a forger can put our name on what we never wrote.
 */
const NEVER_COUNTS: ReadonlySet<string> = new Set(['role', 'removed', 'doc', 'update', 'client', 'gap'])

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
  readonly upkeep: Upkeep
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
  /** Entries that are folded and stored. */
  readonly folded = new Emitter<readonly Folded[]>()
  /** What control entries that count have decided, in order. */
  readonly decided = new Emitter<readonly ControlOp[]>()
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
  #folding: Folding
  readonly #reconcile: Reconcile
  readonly #outbox: Outbox
  readonly #controls: ControlQueue
  readonly #errands: Errands
  #conversation: Conversation | null = null
  #local = false
  #ref = 0
  readonly #registers: Registers
  readonly #sender: Sender
  #storage: string | null = null
  #since: number | null = null
  #warnings: Warning[] = []
  #halted = false
  #up = false
  #floor: number
  #logs = 0

  private constructor(options: ReplicaOptions, folding: Folding, outbox: Outbox, registers: Registers, floor: number) {
    this.#options = options
    this.#floor = floor
    this.#folding = folding
    this.#outbox = outbox
    this.#registers = registers
    this.room = options.room
    this.me = options.me
    const append = (ref: number, entry: Uint8Array, rotation?: Rotation) =>
      this.#conversation?.append({
        ref,
        afterControlSeq: this.#folding.controlSeq,
        entry,
        ...(rotation && { rotation }),
      })
    this.#errands = new Errands({
      ready: () => this.#conversation?.phase === 'live',
      nextRef: () => ++this.#ref,
      send: (frame) => this.#conversation?.send(frame),
    })
    const { room, me, store, keyring, timer, upkeep } = options
    this.#reconcile = new Reconcile({
      room,
      me,
      store,
      keyring,
      timer,
      breathe: upkeep.breathe,
      state: () => this.state,
      cursor: () => this.cursor,
      floor: () => this.#floor,
      append: (ref, afterControlSeq, entry, rotation) =>
        this.#conversation?.append({ ref, afterControlSeq, entry, ...(rotation && { rotation }) }),
      nextRef: () => ++this.#ref,
      warn: (warning) => this.warn(warning),
      unwarn: (code) => this.unwarn(code),
      adopt: (aside, learned, loss) => this.#adopt(aside, learned, loss),
    })
    this.#controls = new ControlQueue({
      ready: () => this.#conversation?.mayWrite === true,
      write: (op) => writeControl(this.state, this.#context, op),
      append: (entry, rotation) => {
        append(++this.#ref, entry, rotation)
        return this.#ref
      },
      place: () => this.cursor,
      unexplained: () => this.#conversation?.audit(),
    })
    this.#sender = new Sender({
      outbox,
      store: options.store,
      device: options.me.id,
      state: () => this.state,
      settled: () => this.#conversation?.phase === 'live' && this.role !== null,
      listening: () => this.#conversation?.mayWrite === true,
      mayWrite: (doc) => this.mayWrite(doc),
      write: (body, audience, n) => writeContent(this.state, this.#context, body, audience, n),
      append,
      nextRef: () => ++this.#ref,
      randomId: options.randomId,
      setAside: (doc) => {
        this.refusedDocs.emit(doc)
        this.#tell()
      },
    })
  }

  static async open(options: ReplicaOptions): Promise<Replica> {
    const { room, keyring, me, store, seal } = options
    const folding = await Folding.open(store, { room, keyring, me }, seal)
    const outbox = await Outbox.open(store, seal)
    const floor = (await store.room())?.floor ?? 0
    const replica = new Replica(options, folding, outbox, await Registers.open(store, seal), floor)
    // The power may have failed between the keys and what they open.
    await replica.#reveal()
    return replica
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

  /** Counts the logs that another one has replaced. */
  get logs(): number {
    return this.#logs
  }

  /** Below this sequence number the relay has control entries only. */
  get relayFloor(): number {
    return this.#conversation?.floor ?? 0
  }

  /** Below this sequence number the log came as a checkpoint. */
  get floor(): number {
    return this.#floor
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

  /** Values of a register, by member. */
  registers(name: string): Map<MemberId, Uint8Array> {
    return this.#registers.values(name)
  }

  // ---- link

  /** @param local the dial orders the log on this computer */
  link(dial: Dial, local: boolean): void {
    this.unlink()
    this.#local = local
    const conversation = new Conversation(dial, this.#options.timer, this.#options.keyring, {
      cursor: () => this.cursor,
      entries: (frame) => this.#ingest(frame),
      aside: local ? null : this.#reconcile,
      holds: async ({ seq, bytes }) => {
        const [row] = await this.#options.store.entries(seq - 1, 1)
        return row?.seq === seq && row.bytes.every((byte, i) => byte === bytes[i]) && row.bytes.length === bytes.length
      },
      presence: (payload) => this.presence.emit(payload),
      presenceAsked: () => this.presenceAsked.emit(),
      refused: (ref, reason) => this.#refused(ref, reason),
      done: (ref) => void this.#errands.answered(ref, 'done'),
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
    this.#sender.lineLost()
    this.#errands.lineLost()
    this.#controls.lineLost()
  }

  retryNow(): void {
    this.#sender.full = false
    this.#conversation?.retryNow()
  }

  sendPresence(payload: Uint8Array): void {
    if (!this.#local) this.#conversation?.sendPresence(payload)
  }

  askPresence(): void {
    if (!this.#local) this.#conversation?.askPresence()
  }

  /** Has the relay do something beside the log. See Errands. */
  askRelay(frame: (ref: number) => Uint8Array): Promise<ErrandOutcome> {
    return this.#errands.ask(frame)
  }

  /** What the relay allows this device now: bits of rights.ts. */
  get rights(): number {
    return this.#conversation?.rights ?? 0
  }

  #changed(): void {
    const phase = this.#conversation?.phase
    if (phase !== 'live') this.#sender.lineLost()
    if (phase === 'live') this.#errands.lineReady()
    else this.#errands.lineLost()
    if (phase === 'live' || phase === 'catching-up') this.#since = this.#options.now()
    if (phase === 'live') this.#controls.lineReady()
    if (phase === 'live' && !this.#up) this.cameUp.emit()
    this.#up = phase === 'live'
    if (phase === 'offline') this.#controls.lineLost()
    if (phase === 'stopped') this.#controls.stopped()
    if (phase === 'stopped') this.#errands.stopped()
    this.#tell()
    void this.flush()
  }

  // ---- log in

  async #ingest(frame: Step2Frame): Promise<void> {
    await this.#options.upkeep.breathe()
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
      // What these keys show of the past has to be known before anything that builds on it is judged.
      if (this.#options.keyring.version !== version) break
    }
    const own = folded.filter(({ verdict }) => verdict.author === this.me.id)
    const settled = own.filter(({ verdict }) => verdict.ok || NEVER_COUNTS.has(verdict.void))
    const done = settled.filter(({ verdict }) => verdict.ok).flatMap(({ verdict }) => this.#ownRows(verdict))
    const void_ = settled.filter(({ verdict }) => !verdict.ok)
    const registers = this.#registers.rowsIn(folded)
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
    for (const { verdict } of own)
      if (verdict.n !== undefined && verdict.body?.kind === 'update')
        this.#sender.echoed(docKey(verdict.body.doc, verdict.body.part), verdict.n)
    for (const { verdict } of void_) await this.#refuseOwn(verdict)
    this.#registers.take(registers)
    this.#show(folded, registers, control)
    if (keysChanged) await this.#reveal()
    if (keysChanged) this.#conversation?.keysChanged()
    if (this.#halted) this.#conversation?.stop('version')
    const rest = frame.entries.slice(folded.length)
    if (rest.length > 0) await this.#ingest({ ...frame, entries: rest })
  }

  /** A promotion has brought keys to what was hidden. */
  async #reveal(): Promise<void> {
    const { room, keyring, store, seal, me, upkeep } = this.#options
    const context = { room, keyring, me }
    const found = await reveal(store, context, this.#floor, upkeep.breathe)
    if (!found) return
    const { aside, refiled } = found
    const folding = Folding.standing(aside.state, context, seal, aside.cursor, aside.controlSeq)
    const registers = this.#registers.rowsForAll(registersIn(aside, room, keyring))
    await store.commit({ entries: refiled, registers, ...folding.batch(true) })
    this.#folding = folding
    this.#registers.take(registers)
    for (const row of registers) this.registered.emit(row)
    this.authority.emit(this.state)
  }

  #ownRows(verdict: Verdict): number[] {
    if (verdict.n === undefined || verdict.body?.kind !== 'update') return []
    const { doc, part, update } = verdict.body
    return this.#outbox.idsOf(docKey(doc, part), verdict.n, update)
  }

  async #refuseOwn(verdict: Verdict): Promise<void> {
    if (verdict.ok || verdict.n === undefined || verdict.body?.kind !== 'update') return
    const { doc, part } = verdict.body
    await this.#sender.setAside(docKey(doc, part), verdict.void)
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
    const ops = folded.flatMap(({ verdict }) =>
      verdict.ok && verdict.body.kind === 'control' ? [verdict.body.op] : [],
    )
    if (ops.length > 0) this.decided.emit(ops)
    if (control) this.authority.emit(this.state)
    this.folded.emit(folded)
  }

  #warn(verdict: Verdict): void {
    if (!verdict.alarm) return
    // Who has not read all of an audience cannot tell whether what stands for it is right.
    if (verdict.alarm === 'checkpoint' && verdict.audience !== Audience.everyone) return
    this.#addWarning(verdict.alarm === 'fork' ? { code: 'fork', by: verdict.author ?? '' } : { code: verdict.alarm })
    // Is it the author who lies, or has the relay another history than ours?
    if (verdict.alarm === 'fork') this.#conversation?.audit()
  }

  /** A member's presence named a head that is not in our log. */
  warnOfFork(by: DeviceId): void {
    this.warn({ code: 'fork', by })
  }

  warn(warning: Warning): void {
    this.#addWarning(warning)
    this.#tell()
  }

  unwarn(code: Warning['code']): void {
    this.#warnings = this.#warnings.filter((warning) => warning.code !== code)
    this.#tell()
  }

  #addWarning(warning: Warning): void {
    if (!this.#warnings.some((known) => JSON.stringify(known) === JSON.stringify(warning)))
      this.#warnings = [...this.#warnings, warning]
  }

  // ---- another log in place of this one

  /** One transaction: a crash leaves the old log or the new one. Everything open is opened anew. */
  async #adopt(aside: Aside, learned: Keyring, loss: Loss): Promise<void> {
    const { room, keyring, store, seal, me, randomId } = this.#options
    keyring.become(learned)
    const { state, cursor, controlSeq } = aside
    const folding = Folding.standing(state, { room, keyring, me }, seal, cursor, controlSeq)
    const registers = this.#registers.rowsForAll(registersIn(aside, room, keyring))
    const open = new Set([...partsOf(this.state), ...partsOf(state)])
    try {
      await this.#outbox.rebase(
        // Not by its number: another log may hold another edit under it. What is sent twice counts once.
        ({ n, doc, updates }) => n > 0 && updates.every((update) => covers(state, doc, update)),
        loss.returned,
        async (waits) => {
          const rest = { registers, folding: folding.batch(true) }
          const batch = await swapBatch(aside, waits, { me: me.id, store }, rest, randomId)
          this.#logs += 1
          return batch
        },
      )
    } catch (error) {
      this.#storage = codeOf(error)
      this.#halted = true
      this.#tell()
      throw error
    }
    this.#folding = folding
    this.#floor = aside.floor
    this.#registers.take(registers)
    for (const key of open) this.refusedDocs.emit(key)
    for (const row of registers) this.registered.emit(row)
    this.authority.emit(this.state)
    this.#tell()
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
    void this.flush()
  }

  /** May this device write the document now? */
  mayWrite(key: DocKey): boolean {
    const found = readDocKey(key)
    const doc = found && this.state.docs.get(found.doc)
    return doc !== null && doc !== undefined && (this.role ?? -1) >= doc.write
  }

  /** Is this device among those that the document is for? */
  mayRead(key: DocKey): boolean {
    const found = readDocKey(key)
    const audience = (found && this.state.docs.get(found.doc)?.audience) ?? Audience.everyone
    return audience === Audience.everyone || (this.role ?? -1) >= audience
  }

  /** Sends what waits, as far as it can be sent now. */
  async flush(): Promise<void> {
    try {
      await this.#sender.flush()
    } catch (error) {
      this.#storage = codeOf(error)
    }
    this.#tell()
  }

  #refused(ref: number, reason: Refusal): void {
    if (this.#reconcile.refused(ref, reason)) return
    if (!this.#sender.refused(ref, reason) && !this.#errands.answered(ref, reason)) this.#controls.refused(ref, reason)
    this.#tell()
  }

  // ---- control entries and registers

  /** Asks for a control entry until it stands in the log or no longer makes sense. See ControlQueue. */
  control(wish: ControlWish): Promise<ControlOutcome> {
    return this.#controls.ask(wish)
  }

  /** Sends content that waits nowhere. @returns false when it cannot be sent now */
  send(body: ContentBody, audience: DocAudience): boolean {
    return this.#conversation?.mayWrite === true && this.#sender.sendNow(body, audience)
  }

  /** Writes one's own register; it waits in memory only, so repeat it at the next start if it is not there. */
  writeRegister(name: string, value: Uint8Array, audience: DocAudience = Audience.everyone): boolean {
    if (!this.#conversation?.mayWrite || this.role === null) return false
    return this.#sender.sendNow({ kind: 'register', name, subject: null, value }, audience)
  }

  // ---- what the rest of the session needs

  /** Local edits of a document that are not in the log, oldest first. */
  pending(doc: DocKey): Uint8Array[] {
    return this.#outbox.updatesOf(doc)
  }

  /** All that is kept here and not sent. */
  get setAside(): readonly SetAside[] {
    return this.#outbox.setAside
  }

  /** See Outbox.settleAside; what goes out again is shown at once. */
  async settleAside(...args: Parameters<Outbox['settleAside']>): Promise<void> {
    const [doc] = args
    const again = await this.#outbox.settleAside(...args)
    this.#tell()
    if (again.length > 0) this.#shownHere(doc, again)
  }

  /** An edit of this device that was not typed into an open document. @returns settles when it is on the disk */
  async write(doc: DocKey, updates: readonly Uint8Array[]): Promise<void> {
    await Promise.all(updates.map((update) => this.edit(doc, update)))
    this.#shownHere(doc, updates)
  }

  #shownHere(doc: DocKey, updates: readonly Uint8Array[]): void {
    this.applied.emit(updates.map((update) => ({ doc, update, author: this.me.id })))
    void this.flush()
  }

  refusedEdits(): readonly { doc: DocKey; reason: string }[] {
    return this.#outbox.refused
  }

  /** Edits of others that the relay's log has lost, by document. */
  keptElsewhere(): readonly { doc: DocKey }[] {
    return this.#outbox.elsewhere
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
      full: this.#sender.full,
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
