import type { Dial } from '#renderer/sync/link.ts'
import { type KeptLink, keepLinked, type Timer } from '#renderer/sync/reconnect.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { gateToken } from '#shared/log/ladder.ts'
import * as close from '#shared/protocol/closeCodes.ts'
import {
  type AppendFrame,
  type AuthReplyFrame,
  type Refusal,
  readFromRelay,
  type SequencedEntry,
  type Step2Frame,
  writeAppend,
  writeAuth,
  writeAwareness,
  writeQueryAwareness,
  writeStep1,
} from '#shared/protocol/frames.ts'
import { WRITE } from '#shared/protocol/rights.ts'
import type { AsideStep } from './reconcile.ts'
import type { StopReason } from './syncStatus.ts'

/** Where the relay's log is read beside the one in use. See Reconcile. */
export interface AsideEvents {
  /** Sequence number of the last entry read. */
  readonly at: number
  readonly keyring: Keyring
  begin(floor: number): void
  end(): void
  take(frame: Step2Frame): Promise<void>
  learn(): boolean
  arrived(open: boolean, newest: number | null): Promise<AsideStep>
}

export interface ConversationEvents {
  /** What may come instead of going on from the cursor; null where this computer orders the log. */
  readonly aside: AsideEvents | null
  /** Is this the entry on the disk with that number? */
  holds(entry: SequencedEntry): Promise<boolean>
  /** Sequence number of the last entry that is on the disk. */
  cursor(): number
  /** Entries that continue the cursor, in order. Must settle before the next ones come. */
  entries(frame: Step2Frame): Promise<void>
  presence(payload: Uint8Array): void
  presenceAsked(): void
  refused(ref: number, reason: Refusal): void
  /** What was asked for under this number is stored. */
  done(ref: number): void
  /** The gate we came through has closed and no newer key is held: ask for one elsewhere, or `false`. */
  gateClosed(): Promise<boolean>
  changed(): void
}

type Phase = 'connecting' | 'catching-up' | 'live' | 'offline' | 'stopped'

/**
 * The talk with whoever orders the log: shows the key of the newest gate, reads from the cursor on, and says when this
 * computer has everything. It holds no entry and decides nothing about them (docs/protocol.md, Wire).
 */
export class Conversation {
  readonly #keyring: Keyring
  readonly #events: ConversationEvents
  readonly #link: KeptLink
  #inbox: Promise<void> = Promise.resolve()
  #turn = 0
  #phase: Phase = 'connecting'
  #rights = 0
  #shown = { epoch: -1, role: -1 }
  #target = 0
  /** A token was shown and the answer has not come. */
  #asking = false
  stopped: StopReason | null = null
  /** An older gate is tried: the relay does not know the newest. */
  #older: number | null = null
  #aside = false
  /** The last entry that is here is read once more: is it still the relay's? */
  #checking = false
  /** That was done once on this line. */
  #checked = false
  #audited = false
  #floor = 0

  constructor(dial: Dial, timer: Timer, keyring: Keyring, events: ConversationEvents) {
    this.#keyring = keyring
    this.#events = events
    this.#link = keepLinked(dial, timer, {
      opened: () => {
        this.#turn += 1
        this.#phase = 'catching-up'
        this.#audited = false
        this.#checked = false
        this.#authenticate()
        events.changed()
      },
      frame: (bytes) => this.#enqueue(bytes),
      lost: (code, final) => {
        this.#turn += 1
        this.#rights = 0
        this.#leaveAside()
        const older = code === close.NO_GATE ? this.#olderGate() : null
        this.#older = older
        this.#phase = older !== null ? 'connecting' : final ? 'stopped' : 'offline'
        if (final && older === null) this.stopped = reasonOf(code)
        events.changed()
        if (older !== null) this.#link.retryNow()
      },
    })
  }

  get phase(): Phase {
    return this.#phase
  }

  /** Everything the relay has is here, and it takes entries from us. */
  get mayWrite(): boolean {
    return this.#phase === 'live' && (this.#rights & WRITE) !== 0
  }

  /** What the gate we came through allows: bits of rights.ts. */
  get rights(): number {
    return this.#phase === 'live' ? this.#rights : 0
  }

  /** Below this sequence number the relay has control entries only. */
  get floor(): number {
    return this.#floor
  }

  append(frame: Omit<AppendFrame, 'kind'>): void {
    this.#link.send(writeAppend(frame))
  }

  /** Other frames that may be sent while live. */
  send(frame: Uint8Array): void {
    if (this.#phase === 'live') this.#link.send(frame)
  }

  sendPresence(payload: Uint8Array): void {
    this.send(writeAwareness(payload))
  }

  askPresence(): void {
    this.send(writeQueryAwareness())
  }

  retryNow(): void {
    if (this.#phase === 'stopped') {
      this.stopped = null
      this.#phase = 'connecting'
      this.#events.changed()
    }
    this.#link.retryNow()
  }

  end(): void {
    this.#turn += 1
    this.#leaveAside()
    this.#link.stop()
  }

  /** Hangs up for a reason that dialling again would not mend. */
  stop(reason: StopReason): void {
    this.#turn += 1
    this.stopped = reason
    this.#phase = 'stopped'
    this.#rights = 0
    this.#older = null
    this.#leaveAside()
    this.#link.hangUp(false)
    this.#events.changed()
  }

  /** Something says that the relay's log is not ours: it is read from the start and compared, once for each line. */
  audit(): void {
    if (!this.#audited && !this.#aside && this.#rights !== 0) this.#turnAside(this.#floor)
  }

  #turnAside(floor: number): void {
    const { aside, changed } = this.#events
    if (!aside) return
    this.#audited = true
    this.#aside = true
    this.#checking = false
    this.#phase = 'catching-up'
    aside.begin(floor)
    this.#link.send(writeStep1(0))
    changed()
  }

  #leaveAside(): void {
    if (this.#aside) this.#events.aside?.end()
    this.#aside = false
    this.#checking = false
  }

  /** The next older epoch whose key is held. */
  #olderGate(): number | null {
    const older = this.#keyring.epochs().filter((epoch) => epoch < this.#shown.epoch)
    return this.#events.aside && this.#events.cursor() > 0 ? (older.at(-1) ?? null) : null
  }

  /** A better gate may be open to us: a promotion or a new epoch has brought keys. */
  keysChanged(): void {
    if (this.#aside || this.#older !== null) return
    const epoch = this.#keyring.newest
    const role = this.#keyring.get(epoch)?.role ?? -1
    if (this.#rights !== 0 && (epoch > this.#shown.epoch || role > this.#shown.role)) this.#authenticate()
  }

  /** Keys as the log has them that is being read. */
  get #keys(): Keyring {
    return (this.#aside ? this.#events.aside?.keyring : null) ?? this.#keyring
  }

  #authenticate(): void {
    const epoch = this.#older ?? this.#keys.newest
    const ladder = this.#keys.get(epoch)
    const token = ladder && gateToken(ladder)
    if (!ladder || !token) {
      this.stop('refused')
      return
    }
    this.#shown = { epoch, role: ladder.role }
    this.#asking = true
    this.#link.send(writeAuth(token))
  }

  /** Frames are taken one after the other, each when the one before is on the disk. */
  #enqueue(bytes: Uint8Array): Promise<void> {
    const turn = this.#turn
    this.#inbox = this.#inbox.then(async () => {
      if (turn !== this.#turn) return
      try {
        await this.#take(bytes)
      } catch (error) {
        console.error(error)
        // Storage has failed: the cursor stands, so the same entries come again after a pause.
        this.#dialAgain()
      }
    })
    return this.#inbox
  }

  #dialAgain(): void {
    this.#phase = 'offline'
    this.#rights = 0
    this.#turn += 1
    this.#leaveAside()
    this.#link.hangUp(true)
    this.#events.changed()
  }

  async #take(bytes: Uint8Array): Promise<void> {
    const frame = readFromRelay(bytes)
    switch (frame?.kind) {
      case 'authReply':
        return this.#admitted(frame)
      case 'step2':
        return this.#entries(frame)
      case 'refused':
        return this.#events.refused(frame.ref, frame.reason)
      case 'done':
        return this.#events.done(frame.ref)
      case 'awareness':
        return this.#events.presence(frame.payload)
      case 'queryAwareness':
        return this.#events.presenceAsked()
      default:
        return this.stop('malformed')
    }
  }

  async #admitted({ rights, headSeq, floor }: AuthReplyFrame): Promise<void> {
    // That the gate before has closed is no answer to the token shown since: those come in order, and are never 0.
    if (rights === 0) return this.#asking ? undefined : this.#gateClosed()
    this.#asking = false
    const { aside } = this.#events
    const cursor = this.#events.cursor()
    this.#rights = rights
    this.#target = headSeq
    this.#floor = floor
    if (this.#aside) {
      this.#link.send(writeStep1(aside?.at ?? 0))
      return this.#arrivedAside()
    }
    if (aside && (headSeq < cursor || floor > cursor || this.#older !== null)) {
      this.#turnAside(floor)
      return this.#arrivedAside()
    }
    this.#readOn()
  }

  /** Each time it lets us in the relay waits to be told where to go on. */
  #readOn(): void {
    const cursor = this.#events.cursor()
    this.#checking = !this.#checked && this.#events.aside !== null && cursor > this.#floor
    this.#link.send(writeStep1(this.#checking ? cursor - 1 : cursor))
    this.#arrived()
  }

  async #gateClosed(): Promise<void> {
    this.#rights = 0
    this.#phase = 'catching-up'
    const { aside } = this.#events
    if (this.#aside) aside?.learn()
    const next = this.#keys.epochs().find((epoch) => epoch > this.#shown.epoch)
    if (next !== undefined || (await this.#events.gateClosed())) {
      // After an older gate the next one: the newest may not be open yet.
      this.#older = this.#older === null ? null : (next ?? null)
      return this.#authenticate()
    }
    return this.stop('removed')
  }

  async #entries(frame: Step2Frame): Promise<void> {
    const cursor = this.#events.cursor()
    this.#floor = Math.max(this.#floor, frame.floor)
    if (this.#aside) return this.#entriesAside(frame)
    if (this.#checking) return this.#checkLast(frame, cursor)
    // Something was left out on the way: from an honest relay nothing is, on one line.
    if (frame.from > cursor) return this.#dialAgain()
    if (frame.from !== cursor) return // under way from before a break: it comes again
    await this.#goOn(frame)
  }

  /** Entries that follow the last one that is here. A gap is what was trimmed since the relay let us in, or left out. */
  async #goOn(frame: Step2Frame): Promise<void> {
    if (frame.entries.some(({ seq }, i) => seq !== frame.from + 1 + i)) {
      if (frame.floor <= frame.from) return this.#dialAgain()
      return this.#turnAside(frame.floor)
    }
    if (frame.entries.length > 0) await this.#events.entries(frame)
    this.#arrived()
  }

  async #checkLast(frame: Step2Frame, cursor: number): Promise<void> {
    if (frame.from !== cursor - 1) return
    const [last, ...entries] = frame.entries
    if (last?.seq !== cursor || !(await this.#events.holds(last))) return this.#turnAside(frame.floor)
    this.#checking = false
    this.#checked = true
    await this.#goOn({ ...frame, from: cursor, entries })
  }

  async #entriesAside(frame: Step2Frame): Promise<void> {
    const { aside } = this.#events
    if (frame.from !== aside?.at) return
    await aside.take(frame)
    await this.#arrivedAside()
  }

  async #arrivedAside(): Promise<void> {
    const { aside, changed } = this.#events
    if (!aside || !this.#aside || aside.at < this.#target) return changed()
    const turn = this.#turn
    const open = (this.#rights & WRITE) !== 0
    const step = await aside.arrived(open, this.#older === null ? null : this.#shown.epoch)
    if (turn !== this.#turn || step === 'more' || step === 'wait') return changed()
    if (step !== 'done') return this.stop(step)
    this.#aside = false
    this.#older = null
    this.#checked = true
    if (this.#shown.epoch === this.#keyring.newest) return this.#readOn()
    this.#authenticate()
    changed()
  }

  #arrived(): void {
    if (this.#rights !== 0 && !this.#checking && !this.#aside && this.#events.cursor() >= this.#target)
      this.#phase = 'live'
    this.#events.changed()
  }
}

function reasonOf(code: number): StopReason {
  if (code === close.NO_GATE) return 'refused'
  if (code === close.NO_ROOM) return 'room-missing'
  if (code === close.CURSOR_AHEAD) return 'rollback'
  if (code === close.VERSION_UNKNOWN) return 'version'
  return 'malformed'
}
