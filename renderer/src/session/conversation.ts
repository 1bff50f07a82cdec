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
  type Step2Frame,
  writeAppend,
  writeAuth,
  writeAwareness,
  writeQueryAwareness,
  writeStep1,
} from '#shared/protocol/frames.ts'
import { WRITE } from '#shared/protocol/rights.ts'
import type { StopReason } from './syncStatus.ts'

export interface ConversationEvents {
  /** Sequence number of the last entry that is on the disk. */
  cursor(): number
  /** Entries that continue the cursor, in order. Must settle before the next ones come. */
  entries(frame: Step2Frame): Promise<void>
  presence(payload: Uint8Array): void
  presenceAsked(): void
  refused(ref: number, reason: Refusal): void
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
  stopped: StopReason | null = null

  constructor(dial: Dial, timer: Timer, keyring: Keyring, events: ConversationEvents) {
    this.#keyring = keyring
    this.#events = events
    this.#link = keepLinked(dial, timer, {
      opened: () => {
        this.#turn += 1
        this.#phase = 'catching-up'
        this.#authenticate()
        events.changed()
      },
      frame: (bytes) => this.#enqueue(bytes),
      lost: (code, final) => {
        this.#turn += 1
        this.#rights = 0
        this.#phase = final ? 'stopped' : 'offline'
        if (final) this.stopped = reasonOf(code)
        events.changed()
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
    this.#link.stop()
  }

  /** Hangs up for a reason that dialling again would not mend. */
  stop(reason: StopReason): void {
    this.#turn += 1
    this.stopped = reason
    this.#phase = 'stopped'
    this.#rights = 0
    this.#link.hangUp(false)
    this.#events.changed()
  }

  /** A better gate may be open to us: a promotion or a new epoch has brought keys. */
  keysChanged(): void {
    const epoch = this.#keyring.newest
    const role = this.#keyring.get(epoch)?.role ?? -1
    if (this.#rights !== 0 && (epoch > this.#shown.epoch || role > this.#shown.role)) this.#authenticate()
  }

  #authenticate(): void {
    const epoch = this.#keyring.newest
    const ladder = this.#keyring.get(epoch)
    const token = ladder && gateToken(ladder)
    if (!ladder || !token) {
      this.stop('refused')
      return
    }
    this.#shown = { epoch, role: ladder.role }
    this.#link.send(writeAuth(token))
  }

  /** Frames are taken one after the other, each when the one before is on the disk. */
  #enqueue(bytes: Uint8Array): void {
    const turn = this.#turn
    this.#inbox = this.#inbox.then(async () => {
      if (turn !== this.#turn) return
      try {
        await this.#take(bytes)
      } catch (error) {
        console.error(error)
        // Storage has failed: the cursor stands, so the same entries come again after a pause.
        this.#phase = 'offline'
        this.#rights = 0
        this.#turn += 1
        this.#link.hangUp(true)
        this.#events.changed()
      }
    })
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
      case 'awareness':
        return this.#events.presence(frame.payload)
      case 'queryAwareness':
        return this.#events.presenceAsked()
      default:
        return this.stop('malformed')
    }
  }

  async #admitted({ rights, headSeq, floor }: AuthReplyFrame): Promise<void> {
    const cursor = this.#events.cursor()
    if (rights === 0) {
      this.#rights = 0
      this.#phase = 'catching-up'
      if (this.#keyring.newest > this.#shown.epoch || (await this.#events.gateClosed())) return this.#authenticate()
      return this.stop('removed')
    }
    if (headSeq < cursor) return this.stop('rollback')
    if (floor > cursor) return this.stop('too-old')
    this.#rights = rights
    this.#target = headSeq
    // Each time it lets us in the relay waits to be told where to go on.
    this.#link.send(writeStep1(cursor))
    this.#arrived()
  }

  async #entries(frame: Step2Frame): Promise<void> {
    if (frame.from !== this.#events.cursor()) return // under way from before a break: it comes again
    await this.#events.entries(frame)
    this.#arrived()
  }

  #arrived(): void {
    if (this.#rights !== 0 && this.#events.cursor() >= this.#target) this.#phase = 'live'
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
