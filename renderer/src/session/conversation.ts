import type { Dial } from '#renderer/sync/link.ts'
import { type KeptLink, keepLinked, type Timer } from '#renderer/sync/reconnect.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import * as close from '#shared/protocol/closeCodes.ts'
import {
  type AppendFrame,
  type AuthReplyFrame,
  readFromRelay,
  type Step2Frame,
  writeAppend,
  writeAuth,
  writeAwareness,
  writeQueryAwareness,
  writeStep1,
} from '#shared/protocol/frames.ts'
import { WRITE } from '#shared/protocol/rights.ts'
import type { ConversationEvents } from './conversationEvents.ts'
import { Gates } from './gates.ts'
import type { StopReason } from './syncStatus.ts'

export type Phase = 'connecting' | 'catching-up' | 'live' | 'offline' | 'stopped'

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
  #target = 0
  /** A token was shown and the answer has not come. */
  #asking = false
  stopped: StopReason | null = null
  readonly #gates = new Gates()
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
        this.#gates.older = older
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
    // After a rotation the relay takes nothing from us until we have come through the new gate.
    const admitted = !this.#asking && !this.#gates.hasBetter(this.#keyring)
    return this.#phase === 'live' && (this.#rights & WRITE) !== 0 && admitted
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
    this.#gates.older = null
    this.#leaveAside()
    this.#link.hangUp(false)
    this.#events.changed()
  }

  /**
   * Something says that the relay's log is not ours: it is read from the start and compared, once for each line.
   * @returns false where that is over, or where there is nothing to compare with
   */
  audit(): boolean {
    if (!this.#events.aside || (this.#audited && !this.#aside)) return false
    if (!this.#aside && this.#rights !== 0) this.#turnAside(this.#floor)
    return true
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

  /** Whoever holds entries of the relay's may have more than it: an older gate may still be known. */
  #olderGate(): number | null {
    return this.#events.aside && this.#events.cursor() > 0 ? this.#gates.before(this.#keyring) : null
  }

  /** A better gate may be open to us: a promotion or a new epoch has brought keys. */
  keysChanged(): void {
    if (this.#aside || this.#gates.older !== null) return
    if (this.#rights !== 0 && this.#gates.hasBetter(this.#keyring)) this.#authenticate()
  }

  /** Keys as the log has them that is being read. */
  get #keys(): Keyring {
    return (this.#aside ? this.#events.aside?.keyring : null) ?? this.#keyring
  }

  #authenticate(): void {
    const token = this.#gates.show(this.#keys)
    if (!token) {
      this.stop('refused')
      return
    }
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
    if (aside && (headSeq < cursor || floor > cursor || this.#gates.older !== null)) {
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
    const next = this.#gates.after(this.#keys)
    if (next !== null || (await this.#events.gateClosed())) {
      // After an older gate the next one: the newest may not be open yet.
      if (this.#gates.older !== null) this.#gates.older = next
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
    const step = await aside.arrived(open, this.#gates.older === null ? null : this.#gates.epoch)
    if (turn !== this.#turn || step === 'more' || step === 'wait') return changed()
    if (step !== 'done') return this.stop(step)
    this.#aside = false
    this.#gates.older = null
    this.#checked = true
    if (this.#gates.epoch === this.#keyring.newest) return this.#readOn()
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
