import { createHash, timingSafeEqual } from 'node:crypto'
import * as closing from '#shared/protocol/closeCodes.ts'
import {
  type AppendFrame,
  type AuthFrame,
  type AwarenessFrame,
  type MailboxDeleteFrame,
  type MailboxEndFrame,
  type MailboxPutFrame,
  type QueryAwarenessFrame,
  type Refusal,
  readEntryHeader,
  readFromClient,
  type TrimFrame,
  writeAuthReply,
  writeDone,
  writeMailboxContents,
  writeRefused,
  writeStep2Packed,
} from '#shared/protocol/frames.ts'
import { ALL_RIGHTS, MAILBOX, OWN_MAILBOX, READ, STEWARD, WRITE } from '#shared/protocol/rights.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { refuseFrame } from './admission.ts'
import type { Context } from './context.ts'
import type { Fate, GateRow, Operation, Outcome } from './log/log.ts'
import type { Peer } from './peer.ts'
import type { Listener, Room, SharedFrame } from './room.ts'
import { TokenBucket } from './tokenBucket.ts'

/** Code and reason for closing. */
type End = readonly [code: number, reason: string]

/** What somebody is told who comes with the token of a mailbox that is gone. Only who holds its link can ask. */
const ENDS: Readonly<Record<Fate, End>> = {
  used: [closing.MAILBOX_USED, 'used up'],
  withdrawn: [closing.MAILBOX_WITHDRAWN, 'withdrawn'],
  expired: [closing.MAILBOX_EXPIRED, 'its time is over'],
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** How one app is let in. */
interface Admission extends GateRow {
  readonly tokenHash: Uint8Array
}

/** Why a gate may not do what needs these rights, or null. What came too late for a gate may be done again through a newer one. */
const denied = (needed: number, rights: number, until: number | null): Refusal | null => {
  if ((rights & needed) !== needed) return 'rights'
  return until === null ? null : 'epoch'
}

/**
 * One app in one room: who it is let in as, where it has read to, and what its frames do. Whatever it sends, the worst
 * that happens is that this connection is closed.
 */
export class Connection implements Listener {
  readonly #context: Context
  readonly #room: Room
  readonly #peer: Peer
  readonly #left: () => void
  readonly #frames: TokenBucket
  readonly #presence: TokenBucket
  #admission: Admission | null = null
  /** Number of the last entry sent; null until the app says where it stands. */
  #cursor: number | null = null
  #toldClosed = false
  #over = false

  /** `left` is called once, when the connection is over for whatever reason. */
  constructor(context: Context, room: Room, peer: Peer, left: () => void) {
    this.#context = context
    this.#room = room
    this.#peer = peer
    this.#left = left
    this.#frames = new TokenBucket(context.limits.appends, context.now())
    this.#presence = new TokenBucket(context.limits.awareness, context.now())
    room.listeners.add(this)
  }

  /** Whether its auth frame was accepted. */
  get admitted(): boolean {
    return this.#admission !== null
  }

  /** A frame has come in. Never throws. */
  receive(frame: Uint8Array): void {
    this.#guard(() => {
      if (this.#over) return
      const end = this.#read(frame)
      if (end) this.close(...end)
    })
  }

  #read(bytes: Uint8Array): End | null {
    if (bytes.length > this.#frameLimit) return [closing.TOO_BIG, 'frame too big']
    const frame = readFromClient(bytes)
    if (!frame) return [closing.MALFORMED, 'malformed frame']
    if (frame.kind === 'awareness' || frame.kind === 'queryAwareness') return this.#spread(frame, bytes)
    const wait = this.#frames.take(this.#context.now())
    if (wait > 0) this.#peer.hold(wait)
    if (frame.kind === 'auth') return this.#authenticate(frame)
    if (!this.#admission) return [closing.MALFORMED, 'not let in yet']
    if (frame.kind === 'step1') return this.#startReading(frame.after)
    if (frame.kind === 'append') return this.#append(frame, this.#admission)
    this.#steward(frame, this.#admission)
    return null
  }

  /** The line has taken all that was handed over. */
  drained(): void {
    this.#guard(() => this.#pump())
  }

  /** The line is down, or is about to be. May be called more than once. */
  gone(): void {
    if (this.#over) return
    this.#over = true
    this.#room.listeners.delete(this)
    this.#left()
  }

  close(code: number, reason: string): void {
    if (this.#over) return
    this.#context.metrics.closed(code)
    this.gone()
    this.#peer.close(code, reason)
  }

  /** Runs a step; a fault in it ends this connection and no other. */
  #guard(step: () => void): void {
    try {
      step()
    } catch (error) {
      this.#context.fault(error)
      this.close(closing.FAILED, 'the relay failed')
    }
  }

  get #frameLimit(): number {
    const { frameBytesBeforeAuth, frameBytes, entryBytes } = this.#context.limits
    if (!this.#admission) return frameBytesBeforeAuth
    // twice an entry, so that one a little too large is refused by name instead of closing the line
    return this.#admission.rights & STEWARD ? Math.max(frameBytes, 2 * entryBytes) : 2 * entryBytes
  }

  #authenticate(frame: AuthFrame): End | null {
    const { log, now, creationHash, newRooms } = this.#context
    if (frame.version !== PROTOCOL_VERSION) return [closing.VERSION_UNKNOWN, 'version unknown']
    const tokenHash = sha256(frame.token)
    const gate = log.gate(this.#room.id, tokenHash)
    const blob = gate ? null : log.mailbox(this.#room.id, tokenHash, now())
    if (blob) this.#send(writeMailboxContents(blob))
    if (gate) this.#admit({ ...gate, tokenHash })
    if (gate || blob) return null
    const fate = log.fate(this.#room.id, tokenHash, now())
    if (fate) return ENDS[fate]
    if (this.#room.head) return [closing.NO_GATE, 'no such gate']
    if (creationHash && !timingSafeEqual(creationHash, sha256(frame.creation))) return [closing.NO_ROOM, 'no such room']
    if (!newRooms.tryTake(now())) return [closing.TOO_MANY, 'too many new rooms']
    this.#admit({ rights: ALL_RIGHTS, until: null, tokenHash })
    return null
  }

  #admit(admission: Admission): void {
    this.#admission = admission
    this.#cursor = null
    this.#toldClosed = false
    const { rights, until } = admission
    const { seq, floor } = this.#room.head ?? { seq: 0, floor: 0 }
    const headSeq = Math.min(seq, until ?? seq)
    this.#send(writeAuthReply({ rights: until === null ? rights : READ, headSeq, floor }))
  }

  #startReading(after: number): End | null {
    if (after > this.#readable) return [closing.CURSOR_AHEAD, 'cursor beyond the log']
    this.#cursor = after
    this.#pump()
    return null
  }

  /** Number of the last entry that this gate may read. */
  get #readable(): number {
    return this.#admission ? (this.#admission.until ?? this.#room.head?.seq ?? 0) : 0
  }

  #append(frame: AppendFrame, { rights, until }: Admission): End | null {
    const { ref, entry, rotation, afterControlSeq } = frame
    const { limits, now } = this.#context
    const keep = readEntryHeader(entry)?.keep ?? false
    if (rotation && !keep) return [closing.MALFORMED, 'content cannot rotate']
    const counted = keep && !(rights & (MAILBOX | STEWARD))
    const refusal =
      denied(rotation ? WRITE | STEWARD : WRITE, rights, until) ??
      refuseFrame(frame, keep, rights, limits) ??
      (counted && !this.#room.memberControl.allows(now()) ? 'rate' : null)
    const quota = limits.roomBytes + (rights & STEWARD ? limits.roomReserveBytes : 0)
    const operation = { kind: 'append', room: this.#room.id, entry, afterControlSeq, quota } as const
    if (refusal) this.#refuse(ref, refusal)
    else this.#submit(ref, rotation ? { ...operation, rotation } : operation, counted)
    return null
  }

  #steward(
    frame: TrimFrame | MailboxPutFrame | MailboxDeleteFrame | MailboxEndFrame,
    { rights, until }: Admission,
  ): void {
    const { ref, kind } = frame
    const room = this.#room.id
    const { trimGraceSeconds: grace } = this.#context.limits
    const refusal = denied(kind === 'trim' ? STEWARD : MAILBOX, rights, until)
    if (kind === 'mailboxPut') this.#putMailbox(frame, rights, until)
    else if (refusal) this.#refuse(ref, refusal)
    else if (kind === 'trim') this.#submit(ref, { kind, room, upTo: frame.upTo, grace })
    else if (kind === 'mailboxDelete') this.#submit(ref, { kind, room, hash: frame.hash })
    else this.#submit(ref, { kind: 'mailboxDelete', room, hash: frame.hash, why: frame.why })
  }

  #putMailbox({ ref, mailbox }: MailboxPutFrame, rights: number, until: number | null): void {
    const { limits, now } = this.#context
    const own = !(rights & MAILBOX)
    const refusal =
      denied(own ? OWN_MAILBOX : MAILBOX, rights, until) ??
      (mailbox.blob.length > limits.mailboxBytes ? 'size' : null) ??
      (own && !this.#room.ownMailboxPuts.tryTake(now()) ? 'rate' : null)
    const most = own ? limits.ownMailboxes : limits.mailboxes
    if (refusal) this.#refuse(ref, refusal)
    else this.#submit(ref, { kind: 'mailboxPut', room: this.#room.id, mailbox, most, own })
  }

  /** A rotation ends the group of this turn: what comes after it meets the new gates. */
  #submit(ref: number, operation: Operation, countsAsMemberControl = false): void {
    const turns = operation.kind === 'append' && operation.rotation !== undefined
    const settled = (outcome: Outcome) => {
      if (typeof outcome === 'string' && outcome !== 'done') this.#guard(() => this.#refuse(ref, outcome))
      else if (turns) for (const listener of this.#room.listeners) listener.reopen()
      else if (countsAsMemberControl) this.#room.memberControl.take(this.#context.now())
      // an append has its echo; an older app asks for no answer to the rest
      if (operation.kind !== 'append' && outcome === 'done' && ref !== 0) this.#guard(() => this.#send(writeDone(ref)))
    }
    const failed = () => this.close(closing.FAILED, 'not stored')
    this.#context.submit({ operation, settled, failed }, turns ? 'now' : 'this turn')
  }

  #refuse(ref: number, reason: Refusal): void {
    this.#context.metrics.refused(reason)
    this.#send(writeRefused(ref, reason))
  }

  #spread(frame: AwarenessFrame | QueryAwarenessFrame, bytes: Uint8Array): End | null {
    const { metrics, limits, now } = this.#context
    if (!this.#admission) return [closing.MALFORMED, 'not let in yet']
    if (frame.kind === 'awareness' && frame.payload.length > limits.awarenessBytes) {
      return [closing.TOO_BIG, 'presence too big']
    }
    if (this.#admission.until !== null || !this.#presence.tryTake(now())) {
      metrics.presenceDropped += 1
      return null
    }
    metrics.presence += 1
    // a copy: the frame may be a view into a network buffer many times its size, which a slow socket would keep alive
    const copy = new Uint8Array(bytes)
    for (const listener of this.#room.listeners) if (listener !== this) listener.overhear(copy)
    return null
  }

  overhear(frame: Uint8Array): void {
    this.#guard(() => {
      if (!this.#admission || this.#admission.until !== null) return
      if (this.#fits(frame)) this.#send(frame)
      else this.#context.metrics.presenceDropped += 1
    })
  }

  reopen(): void {
    this.#guard(() => {
      if (!this.#admission) return
      const { tokenHash } = this.#admission
      const gate = this.#context.log.gate(this.#room.id, tokenHash)
      if (gate) this.#admission = { ...gate, tokenHash }
      else this.close(closing.NO_GATE, 'no such gate')
      this.#pump()
    })
  }

  deliver(frames: readonly SharedFrame[]): void {
    this.#guard(() => {
      if (this.#cursor === null || this.#admission?.until !== null) return
      for (const frame of frames) {
        if (this.#cursor !== frame.from || !this.#fits(frame.bytes)) break
        this.#send(frame.bytes)
        this.#cursor = frame.last
      }
      this.#pump()
    })
  }

  /** Whether the line can take this without holding more than it may. */
  #fits(frame: Uint8Array): boolean {
    const held = this.#peer.bufferedAmount
    return held === 0 || held + frame.length <= this.#context.limits.bufferBytes
  }

  /** Brings an app that lags or catches up nearer to the head, a batch whenever the line is empty: so it costs one batch at most. */
  #pump(): void {
    while (!this.#over && this.#cursor !== null && this.#cursor < this.#readable && this.#peer.bufferedAmount === 0) {
      const { log, limits } = this.#context
      const stretch = log.read(this.#room.id, this.#cursor, this.#readable, limits.batchBytes)
      if (!stretch) break
      this.#send(writeStep2Packed(this.#room.head?.floor ?? 0, this.#cursor, stretch.pack))
      this.#cursor = stretch.last
    }
    this.#tellIfClosed()
  }

  /** A closed gate has been read to its end: rights 0 says come again. */
  #tellIfClosed(): void {
    const until = this.#admission?.until ?? null
    if (until === null || this.#cursor === null || this.#cursor < until || this.#toldClosed) return
    this.#toldClosed = true
    this.#send(writeAuthReply({ rights: 0, headSeq: until, floor: this.#room.head?.floor ?? 0 }))
  }

  #send(frame: Uint8Array): void {
    if (this.#over) return
    this.#context.metrics.deliveries += 1
    this.#peer.send(frame)
  }
}
