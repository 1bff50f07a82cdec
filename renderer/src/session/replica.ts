import type { Dial } from '#renderer/sync/link.ts'
import type { Timer } from '#renderer/sync/reconnect.ts'
import { writeContent, writeControl } from '#shared/log/author.ts'
import type { ContentBody } from '#shared/log/body.ts'
import { readsFor } from '#shared/log/circles.ts'
import type { Identity } from '#shared/log/identity.ts'
import { Audience, type DocAudience, isSlot, type MemberId, type Role, type RoomId } from '#shared/log/ids.ts'
import { roleOf, type State } from '#shared/log/state.ts'
import type { Refusal, Rotation } from '#shared/protocol/frames.ts'
import { type ControlOutcome, ControlQueue, type ControlWish } from './controlQueue.ts'
import type { Phase } from './conversation.ts'
import { type DocKey, readDocKey } from './docKey.ts'
import { type ErrandOutcome, Errands } from './errands.ts'
import { KeptLog, type KeptLogOptions, readStored, type Stored } from './keptLog.ts'
import { Line } from './line.ts'
import { Outbox } from './outbox.ts'
import { OwnEdits } from './ownEdits.ts'
import { Reconcile } from './reconcile.ts'
import { ReplicaNews } from './replicaNews.ts'
import { Sender } from './sender.ts'
import type { SyncStatus, Warning } from './syncStatus.ts'
import { Troubles } from './troubles.ts'

export interface ReplicaOptions extends KeptLogOptions {
  readonly timer: Timer
  /** ms since 1970, for what the user is told only */
  readonly now: () => number
}

/**
 * One community on one device, below its documents: the log is folded and stored before anything is shown, local edits are
 * stored before anything is sent. It knows bytes and documents' names, not what they hold.
 */
export class Replica extends ReplicaNews {
  readonly room: RoomId
  readonly me: Identity
  readonly edits: OwnEdits
  /** A closed gate and no newer key: a joiner opens its mailbox again. */
  renewKeys: () => Promise<boolean> = async () => false

  readonly #options: ReplicaOptions
  readonly #troubles = new Troubles()
  readonly #log: KeptLog
  readonly #line: Line
  readonly #outbox: Outbox
  readonly #controls: ControlQueue
  readonly #errands: Errands
  readonly #reconcile: Reconcile
  readonly #sender: Sender

  private constructor(options: ReplicaOptions, stored: Stored, outbox: Outbox) {
    super()
    this.#options = options
    this.#outbox = outbox
    this.room = options.room
    this.me = options.me
    this.#log = new KeptLog(options, stored, () => ({
      news: this,
      troubles: this.#troubles,
      outbox,
      sender: this.#sender,
      controls: this.#controls,
      line: this.#line,
      tell: () => this.#tell(),
    }))
    this.#line = this.#newLine()
    this.#errands = new Errands({
      ready: () => this.#line.isLive,
      nextRef: () => this.#line.nextRef(),
      send: (frame) => this.#line.send(frame),
    })
    this.#reconcile = this.#newReconcile()
    this.#controls = new ControlQueue({
      ready: () => this.#line.mayWrite,
      write: (op) => writeControl(this.state, this.#context, op),
      append: (entry, rotation) => {
        const ref = this.#line.nextRef()
        this.#append(ref, entry, rotation)
        return ref
      },
      place: () => this.cursor,
      unexplained: () => this.#line.audit(),
    })
    this.#sender = this.#newSender()
    this.edits = new OwnEdits({
      me: options.me.id,
      outbox,
      sender: this.#sender,
      troubles: this.#troubles,
      news: this,
      tell: () => this.#tell(),
    })
  }

  #newLine(): Line {
    const { timer, keyring, store, now } = this.#options
    return new Line({
      timer,
      keyring,
      store,
      now,
      aside: () => this.#reconcile,
      cursor: () => this.cursor,
      entries: (frame) => this.#log.ingest(frame),
      presence: (payload) => this.presence.emit(payload),
      presenceAsked: () => this.presenceAsked.emit(),
      refused: (ref, reason) => this.#refused(ref, reason),
      done: (ref) => void this.#errands.answered(ref, 'done'),
      gateClosed: () => this.renewKeys(),
      changed: (phase, cameUp) => this.#changed(phase, cameUp),
    })
  }

  #newReconcile(): Reconcile {
    return new Reconcile({
      ...this.#options,
      breathe: this.#options.upkeep.breathe,
      state: () => this.state,
      cursor: () => this.cursor,
      floor: () => this.floor,
      append: (ref, afterControlSeq, entry, rotation) =>
        this.#line.append({ ref, afterControlSeq, entry, ...(rotation && { rotation }) }),
      nextRef: () => this.#line.nextRef(),
      warn: (warning) => this.warn(warning),
      unwarn: (code) => this.unwarn(code),
      adopt: (aside, learned, loss) => this.#log.adopt(aside, learned, loss),
    })
  }

  #newSender(): Sender {
    const { store, me, randomId } = this.#options
    return new Sender({
      outbox: this.#outbox,
      store,
      device: me.id,
      state: () => this.state,
      settled: () => this.#line.isLive && this.role !== null,
      listening: () => this.#line.mayWrite,
      mayWrite: (doc) => this.mayWrite(doc),
      mustWait: (doc) => this.#mustWait(doc),
      write: (body, audience, n) => writeContent(this.state, this.#context, body, audience, n),
      append: (ref, entry) => this.#append(ref, entry),
      nextRef: () => this.#line.nextRef(),
      randomId,
      setAside: (doc) => {
        this.refusedDocs.emit(doc)
        this.#tell()
      },
    })
  }

  static async open(options: ReplicaOptions): Promise<Replica> {
    const stored = await readStored(options)
    const replica = new Replica(options, stored, await Outbox.open(options.store, options.seal))
    // The power may have failed between the keys and what they open.
    await replica.#log.reveal()
    return replica
  }

  get #context() {
    const { room, keyring, me } = this.#options
    return { room, keyring, me }
  }

  #append(ref: number, entry: Uint8Array, rotation?: Rotation): void {
    this.#line.append({ ref, afterControlSeq: this.#log.controlSeq, entry, ...(rotation && { rotation }) })
  }

  get state(): State {
    return this.#log.state
  }

  get cursor(): number {
    return this.#log.cursor
  }

  /** Another number whenever a row of a document that was read before must not be written back: its log or its client id is gone. */
  get generation(): number {
    return this.#log.logs + this.#sender.setAsides
  }

  /** Counts the logs that another one has replaced. */
  get logs(): number {
    return this.#log.logs
  }

  /** Below this sequence number the relay has control entries only. */
  get relayFloor(): number {
    return this.#line.floor
  }

  /** Below this sequence number the log came as a checkpoint. */
  get floor(): number {
    return this.#log.floor
  }

  /** Where the log stands, for a link that orders it here. */
  get logState(): { seq: number; keepSeq: number; epoch: number } {
    return { seq: this.#log.cursor, keepSeq: this.#log.controlSeq, epoch: this.state.epoch }
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
    return this.#log.registers.values(name)
  }

  // ---- link

  /** @param local the dial orders the log on this computer */
  link(dial: Dial, local: boolean): void {
    this.unlink()
    this.#line.link(dial, local)
  }

  unlink(): void {
    this.#line.unlink()
    this.#sender.lineLost()
    this.#errands.lineLost()
    this.#controls.lineLost()
  }

  /** Settles when everything the relay has is here. */
  caughtUp(): Promise<void> {
    return new Promise((done) => {
      const stop = this.cameUp.on(() => {
        stop()
        done()
      })
      if (this.#line.isUp) {
        stop()
        done()
      }
    })
  }

  retryNow(): void {
    this.#sender.full = false
    this.#line.retryNow()
  }

  sendPresence(payload: Uint8Array): void {
    this.#line.sendPresence(payload)
  }

  askPresence(): void {
    this.#line.askPresence()
  }

  /** Has the relay do something beside the log. See Errands. */
  askRelay(frame: (ref: number) => Uint8Array): Promise<ErrandOutcome> {
    return this.#errands.ask(frame)
  }

  /** What the relay allows this device now: bits of rights.ts. */
  get rights(): number {
    return this.#line.rights
  }

  #changed(phase: Phase, cameUp: boolean): void {
    if (phase !== 'live') this.#sender.lineLost()
    if (phase === 'live') this.#errands.lineReady()
    else this.#errands.lineLost()
    if (phase === 'live') this.#controls.lineReady()
    if (cameUp) this.cameUp.emit()
    if (phase === 'offline') this.#controls.lineLost()
    if (phase === 'stopped') for (const asked of [this.#controls, this.#errands]) asked.stopped()
    this.#tell()
    void this.edits.flush()
  }

  warn(warning: Warning): void {
    this.#troubles.add(warning)
    this.#tell()
  }

  unwarn(code: Warning['code']): void {
    this.#troubles.remove(code)
    this.#tell()
  }

  // ---- what this device may do

  /** May this device write the document now? */
  mayWrite(key: DocKey): boolean {
    const found = readDocKey(key)
    const doc = found && this.state.docs.get(found.doc)
    return doc !== null && doc !== undefined && (this.role ?? -1) >= doc.write && this.mayRead(key)
  }

  /** Is it for a circle that has not been handed the key of this epoch yet? An organizer's device does that by itself. */
  #mustWait(key: DocKey): boolean {
    const audience = this.#audienceOf(key)
    return isSlot(audience) && this.state.circles.get(audience)?.epoch !== this.state.epoch
  }

  #audienceOf(key: DocKey): DocAudience {
    const found = readDocKey(key)
    return (found && this.state.docs.get(found.doc)?.audience) ?? Audience.everyone
  }

  /** Is this device among those that the document is for? */
  mayRead(key: DocKey): boolean {
    return readsFor(this.state, this.#options.keyring, this.role, this.#audienceOf(key))
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
    return this.#line.mayWrite && this.#sender.sendNow(body, audience)
  }

  /** Writes one's own register; it waits in memory only, so repeat it at the next start if it is not there. */
  writeRegister(name: string, value: Uint8Array, audience: DocAudience = Audience.everyone): boolean {
    if (!this.#line.mayWrite || this.role === null) return false
    return this.#sender.sendNow({ kind: 'register', name, subject: null, value }, audience)
  }

  get currentStatus(): SyncStatus {
    return {
      ...this.#line.status,
      writing: this.#outbox.writing,
      storage: this.#troubles.storage,
      waiting: this.#outbox.waiting,
      refused: this.#outbox.refused.length,
      full: this.#sender.full,
      warnings: this.#troubles.warnings,
    }
  }

  #tell(): void {
    this.status.emit(this.currentStatus)
  }

  /** Writes what is still in memory; call before the window closes. */
  async close(): Promise<void> {
    await this.#outbox.settled()
    this.unlink()
    await this.#log.close()
  }
}
