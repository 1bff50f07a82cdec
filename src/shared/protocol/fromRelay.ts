/** Frames that the relay sends and the app reads. */
import * as encoding from 'lib0/encoding'
import { type AwarenessFrame, type QueryAwarenessFrame, readAwareness, readQueryAwareness } from './fromClient.ts'
import { ENTRY_MIN_BYTES } from './limits.ts'
import * as op from './opcodes.ts'
import { packEntries, type SequencedEntry, unpackEntries } from './packed.ts'
import { Reader } from './reader.ts'
import { type Refusal, refusalCode, refusalOf } from './refusals.ts'
import { KNOWN_RIGHTS } from './rights.ts'

export interface AuthReplyFrame {
  readonly kind: 'authReply'
  /** Bits of rights.ts. 0: the gate you came through was closed at the place you have read to; come again with a newer token. */
  readonly rights: number
  /** Last seq that this gate lets you read; 0 for a room that waits for its first entry. */
  readonly headSeq: number
  /** Content entries up to and with this seq are gone. */
  readonly floor: number
}

export interface Step2Frame {
  readonly kind: 'step2'
  readonly floor: number
  /** The cursor that these entries continue. Take them only if you stand exactly there. */
  readonly from: number
  /** In rising order, seq > from, at least one. */
  readonly entries: readonly SequencedEntry[]
}

export interface RefusedFrame {
  readonly kind: 'refused'
  readonly ref: number
  readonly reason: Refusal
}

/** Answer to an auth frame whose token belongs to a mailbox. The socket is not let in by it. */
export interface MailboxContentsFrame {
  readonly kind: 'mailboxContents'
  readonly blob: Uint8Array
}

/** What a frame about stewarding asked for is stored. Only for frames with a number other than 0. */
export interface DoneFrame {
  readonly kind: 'done'
  readonly ref: number
}

export type RelayFrame =
  | AuthReplyFrame
  | Step2Frame
  | AwarenessFrame
  | QueryAwarenessFrame
  | RefusedFrame
  | MailboxContentsFrame
  | DoneFrame

export const writeAuthReply = ({ rights, headSeq, floor }: Omit<AuthReplyFrame, 'kind'>): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.AUTH)
    encoding.writeVarUint(to, rights)
    encoding.writeVarUint(to, headSeq)
    encoding.writeVarUint(to, floor)
  })

const readAuthReply = (from: Reader): AuthReplyFrame | null => {
  const frame = { kind: 'authReply', rights: from.varUint(), headSeq: from.varUint(), floor: from.varUint() } as const
  return from.complete && frame.rights <= KNOWN_RIGHTS ? frame : null
}

export const writeStep2 = ({ floor, from, entries }: Omit<Step2Frame, 'kind'>): Uint8Array =>
  writeStep2Packed(floor, from, packEntries(entries))

/** The same from entries that are packed already (packed.ts), which are copied once. */
export const writeStep2Packed = (floor: number, from: number, pack: Uint8Array): Uint8Array => {
  const head = encoding.encode((to) => {
    encoding.writeVarUint(to, op.SYNC)
    encoding.writeVarUint(to, op.STEP2)
    encoding.writeVarUint(to, floor)
    encoding.writeVarUint(to, from)
  })
  const frame = new Uint8Array(head.length + pack.length)
  frame.set(head)
  frame.set(pack, head.length)
  return frame
}

const readStep2 = (reader: Reader): Step2Frame | null => {
  const floor = reader.varUint()
  const from = reader.varUint()
  const entries = reader.failed ? null : unpackEntries(reader.bytes(reader.left))
  const first = entries?.[0]
  if (!entries || !first || first.seq <= from || entries.some((entry) => entry.bytes.length < ENTRY_MIN_BYTES))
    return null
  return { kind: 'step2', floor, from, entries: entries.map(({ seq, bytes }) => ({ seq, bytes })) }
}

export const writeRefused = (ref: number, reason: Refusal): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.REFUSED)
    encoding.writeVarUint(to, ref)
    encoding.writeVarUint(to, refusalCode(reason))
  })

const readRefused = (from: Reader): RefusedFrame | null => {
  const ref = from.varUint()
  const reason = refusalOf(from.varUint())
  return from.complete && reason ? { kind: 'refused', ref, reason } : null
}

export const writeMailboxContents = (blob: Uint8Array): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.STEWARDING)
    encoding.writeVarUint(to, op.MAILBOX_CONTENTS)
    encoding.writeVarUint8Array(to, blob)
  })

const readMailboxContents = (from: Reader): MailboxContentsFrame | null => {
  const blob = from.varBytes()
  return from.complete ? { kind: 'mailboxContents', blob } : null
}

export const writeDone = (ref: number): Uint8Array =>
  encoding.encode((to) => {
    encoding.writeVarUint(to, op.STEWARDING)
    encoding.writeVarUint(to, op.DONE)
    encoding.writeVarUint(to, ref)
  })

const readDone = (from: Reader): DoneFrame | null => {
  const ref = from.varUint()
  return from.complete ? { kind: 'done', ref } : null
}

const readAnswer = (from: Reader): RelayFrame | null => {
  const what = from.varUint()
  if (what === op.MAILBOX_CONTENTS) return readMailboxContents(from)
  return what === op.DONE ? readDone(from) : null
}

/** What the app reads from the relay. Null for anything that no relay would send; byte arrays are views into `bytes`. Never throws. */
export const readFromRelay = (bytes: Uint8Array): RelayFrame | null => {
  const from = new Reader(bytes)
  const type = from.varUint()
  if (from.failed) return null
  switch (type) {
    case op.SYNC:
      return from.varUint() === op.STEP2 ? readStep2(from) : null
    case op.AWARENESS:
      return readAwareness(from)
    case op.AUTH:
      return readAuthReply(from)
    case op.QUERY_AWARENESS:
      return readQueryAwareness(from)
    case op.REFUSED:
      return readRefused(from)
    case op.STEWARDING:
      return readAnswer(from)
    default:
      return null
  }
}
