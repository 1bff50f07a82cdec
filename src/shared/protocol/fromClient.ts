/** Frames that the app sends and the relay reads. */
import * as encoding from 'lib0/encoding'
import {
  CREATION_TOKEN_MAX_BYTES,
  ENTRY_MIN_BYTES,
  HASH_BYTES,
  MAILBOX_TTL_MAX_SECONDS,
  TOKEN_BYTES,
} from './limits.ts'
import * as op from './opcodes.ts'
import { Reader } from './reader.ts'
import { KNOWN_RIGHTS, READ } from './rights.ts'
import { PROTOCOL_VERSION } from './version.ts'

/** Opens for whoever shows a token with this SHA-256. */
export interface Gate {
  readonly hash: Uint8Array
  /** Bits of rights.ts; READ is always among them. */
  readonly rights: number
}

/** A sealed blob that whoever shows a token with this SHA-256 may fetch, once or often, until it ends. */
export interface Mailbox {
  readonly hash: Uint8Array
  readonly blob: Uint8Array
  /** Seconds from its arrival at the relay; 0 = no end. In a rotation a mailbox that exists never outlives its first end. */
  readonly ttl: number
}

/**
 * What changes together with a control entry, in one transaction: all open gates close at this entry and these open, all
 * mailboxes are replaced by these. The first entry of a room carries epoch 0 and its first gates.
 */
export interface Rotation {
  readonly epoch: number
  readonly gates: readonly Gate[]
  readonly mailboxes: readonly Mailbox[]
}

export interface AuthFrame {
  readonly kind: 'auth'
  readonly version: number
  /** 32 bytes of a gate or a mailbox. Empty if `version` is not ours, as the rest cannot be known then. */
  readonly token: Uint8Array
  /** The operator's creation token as UTF-8 where the room does not exist yet, else empty. */
  readonly creation: Uint8Array
}

export interface Step1Frame {
  readonly kind: 'step1'
  /** The last seq the app has; 0 for the whole log. */
  readonly after: number
}

export interface AppendFrame {
  readonly kind: 'append'
  /** Any number; comes back in a refusal. */
  readonly ref: number
  /** Seq of the last control entry the app has seen; compared for control entries only. */
  readonly afterControlSeq: number
  readonly entry: Uint8Array
  readonly rotation?: Rotation
}

/** Presence: opaque to the relay, passed on to all others in the room, never stored. */
export interface AwarenessFrame {
  readonly kind: 'awareness'
  readonly payload: Uint8Array
}

/** Asks all others for their presence. */
export interface QueryAwarenessFrame {
  readonly kind: 'queryAwareness'
}

export interface TrimFrame {
  readonly kind: 'trim'
  readonly ref: number
  /** Content entries up to and with this seq may be deleted; control entries stay. */
  readonly upTo: number
}

export interface MailboxPutFrame {
  readonly kind: 'mailboxPut'
  readonly ref: number
  readonly mailbox: Mailbox
}

export interface MailboxDeleteFrame {
  readonly kind: 'mailboxDelete'
  readonly ref: number
  readonly hash: Uint8Array
}

/** Why a mailbox is deleted; whoever comes with its link later is told. On the wire: 1, 2. */
export const MAILBOX_ENDS = ['withdrawn', 'used'] as const
export type MailboxEnd = (typeof MAILBOX_ENDS)[number]

export interface MailboxEndFrame {
  readonly kind: 'mailboxEnd'
  readonly ref: number
  readonly hash: Uint8Array
  readonly why: MailboxEnd
}

export type ClientFrame =
  | AuthFrame
  | Step1Frame
  | AppendFrame
  | AwarenessFrame
  | QueryAwarenessFrame
  | TrimFrame
  | MailboxPutFrame
  | MailboxDeleteFrame
  | MailboxEndFrame

const NONE = new Uint8Array(0)

/** `token` must have 32 bytes. `creation` only where the room is to be created. */
export const writeAuth = (
  token: Uint8Array,
  creation: Uint8Array = NONE,
  version: number = PROTOCOL_VERSION,
): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.AUTH)
    encoding.writeVarUint(to, version)
    encoding.writeUint8Array(to, token)
    encoding.writeVarUint8Array(to, creation)
  })

const readAuth = (from: Reader): AuthFrame | null => {
  const version = from.varUint()
  if (from.failed) return null
  if (version !== PROTOCOL_VERSION) return { kind: 'auth', version, token: NONE, creation: NONE }
  const token = from.bytes(TOKEN_BYTES)
  const creation = from.varBytes()
  return from.complete && creation.length <= CREATION_TOKEN_MAX_BYTES
    ? { kind: 'auth', version, token, creation }
    : null
}

export const writeStep1 = (after: number): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.SYNC)
    encoding.writeVarUint(to, op.STEP1)
    encoding.writeVarUint(to, after)
  })

const readStep1 = (from: Reader): Step1Frame | null => {
  const after = from.varUint()
  return from.complete ? { kind: 'step1', after } : null
}

export const writeAppend = (frame: Omit<AppendFrame, 'kind'>): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.SYNC)
    encoding.writeVarUint(to, op.APPEND)
    encoding.writeVarUint(to, frame.ref)
    encoding.writeVarUint(to, frame.afterControlSeq)
    encoding.writeVarUint8Array(to, frame.entry)
    encoding.writeUint8(to, frame.rotation ? 1 : 0)
    if (frame.rotation) writeRotation(to, frame.rotation)
  })

const readAppend = (from: Reader): AppendFrame | null => {
  const ref = from.varUint()
  const afterControlSeq = from.varUint()
  const entry = from.varBytes()
  const turns = from.uint8()
  if (from.failed || turns > 1 || entry.length < ENTRY_MIN_BYTES) return null
  const rotation = turns === 1 ? readRotation(from) : undefined
  if (rotation === null || !from.complete) return null
  return { kind: 'append', ref, afterControlSeq, entry, ...(rotation && { rotation }) }
}

const writeRotation = (to: encoding.Encoder, { epoch, gates, mailboxes }: Rotation): void => {
  encoding.writeVarUint(to, epoch)
  encoding.writeVarUint(to, gates.length)
  for (const gate of gates) {
    encoding.writeUint8Array(to, gate.hash)
    encoding.writeUint8(to, gate.rights)
  }
  encoding.writeVarUint(to, mailboxes.length)
  for (const mailbox of mailboxes) writeMailboxFields(to, mailbox)
}

const readRotation = (from: Reader): Rotation | null => {
  const epoch = from.varUint()
  const gates: Gate[] = []
  for (let n = from.varUint(); n > 0; n--) {
    const gate = { hash: from.bytes(HASH_BYTES), rights: from.uint8() }
    if (from.failed || gate.rights > KNOWN_RIGHTS || (gate.rights & READ) === 0) return null
    gates.push(gate)
  }
  const mailboxes: Mailbox[] = []
  for (let n = from.varUint(); n > 0; n--) {
    const mailbox = readMailboxFields(from)
    if (!mailbox) return null
    mailboxes.push(mailbox)
  }
  return from.failed || epoch > 0xffff ? null : { epoch, gates, mailboxes }
}

const writeMailboxFields = (to: encoding.Encoder, { hash, blob, ttl }: Mailbox): void => {
  encoding.writeUint8Array(to, hash)
  encoding.writeVarUint8Array(to, blob)
  encoding.writeVarUint(to, ttl)
}

const readMailboxFields = (from: Reader): Mailbox | null => {
  const mailbox = { hash: from.bytes(HASH_BYTES), blob: from.varBytes(), ttl: from.varUint() }
  return from.failed || mailbox.ttl > MAILBOX_TTL_MAX_SECONDS ? null : mailbox
}

/** Also what the relay sends on: the frame looks the same both ways. */
export const writeAwareness = (payload: Uint8Array): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.AWARENESS)
    encoding.writeVarUint8Array(to, payload)
  })

/** After the opcode; shared with the other direction. */
export const readAwareness = (from: Reader): AwarenessFrame | null => {
  const payload = from.varBytes()
  return from.complete ? { kind: 'awareness', payload } : null
}

/** Also what the relay sends on: the frame looks the same both ways. */
export const writeQueryAwareness = (): Uint8Array => Uint8Array.of(op.QUERY_AWARENESS)

/** After the opcode; shared with the other direction. */
export const readQueryAwareness = (from: Reader): QueryAwarenessFrame | null =>
  from.complete ? { kind: 'queryAwareness' } : null

/** Every frame about stewarding names a number: unless it is 0, the relay answers `done` or `refused` with it. */
export const writeTrim = (ref: number, upTo: number): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.STEWARDING)
    encoding.writeVarUint(to, op.TRIM)
    encoding.writeVarUint(to, ref)
    encoding.writeVarUint(to, upTo)
  })

export const writeMailboxPut = (ref: number, mailbox: Mailbox): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.STEWARDING)
    encoding.writeVarUint(to, op.MAILBOX_PUT)
    encoding.writeVarUint(to, ref)
    writeMailboxFields(to, mailbox)
  })

export const writeMailboxDelete = (ref: number, hash: Uint8Array): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.STEWARDING)
    encoding.writeVarUint(to, op.MAILBOX_DELETE)
    encoding.writeVarUint(to, ref)
    encoding.writeUint8Array(to, hash)
  })

export const writeMailboxEnd = (ref: number, hash: Uint8Array, why: MailboxEnd): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.STEWARDING)
    encoding.writeVarUint(to, op.MAILBOX_END)
    encoding.writeVarUint(to, ref)
    encoding.writeUint8Array(to, hash)
    encoding.writeUint8(to, MAILBOX_ENDS.indexOf(why) + 1)
  })

const readStewarding = (from: Reader): ClientFrame | null => {
  const what = from.varUint()
  const ref = from.varUint()
  if (what === op.TRIM) {
    const upTo = from.varUint()
    return from.complete ? { kind: 'trim', ref, upTo } : null
  }
  if (what === op.MAILBOX_PUT) {
    const mailbox = readMailboxFields(from)
    return mailbox && from.complete ? { kind: 'mailboxPut', ref, mailbox } : null
  }
  if (what === op.MAILBOX_DELETE) {
    const hash = from.bytes(HASH_BYTES)
    return from.complete ? { kind: 'mailboxDelete', ref, hash } : null
  }
  if (what === op.MAILBOX_END) {
    const hash = from.bytes(HASH_BYTES)
    const why = MAILBOX_ENDS[from.uint8() - 1]
    return from.complete && why ? { kind: 'mailboxEnd', ref, hash, why } : null
  }
  return null
}

/** What the relay reads from a socket. Null for anything that no app would send; byte arrays are views into `bytes`. Never throws. */
export const readFromClient = (bytes: Uint8Array): ClientFrame | null => {
  const from = new Reader(bytes)
  const type = from.varUint()
  if (from.failed) return null
  switch (type) {
    case op.SYNC: {
      const step = from.varUint()
      if (step === op.STEP1) return readStep1(from)
      return step === op.APPEND ? readAppend(from) : null
    }
    case op.AWARENESS:
      return readAwareness(from)
    case op.AUTH:
      return readAuth(from)
    case op.QUERY_AWARENESS:
      return readQueryAwareness(from)
    case op.STEWARDING:
      return readStewarding(from)
    default:
      return null
  }
}
