/** What every log decides in the same way, as pure functions. */
import { type Mailbox, type Refusal, readEntryHeader } from '#shared/protocol/frames.ts'
import type { AppendOperation, Head } from './log.ts'

/** Bytes of entries in a room. */
export interface Usage {
  readonly stored: number
  /** Of these, what a trim has given up and only its grace still keeps. */
  readonly waiting: number
}

/**
 * Why an entry may not be appended now, or null. A room without a head takes only a first entry: control, epoch 0, with
 * the rotation that brings its gates. The room may hold twice its quota while trims wait, so that the grace of a trim
 * neither blocks a full room nor lets it grow without end.
 */
export const refuseAppend = (head: Head | null, usage: Usage, operation: AppendOperation): Refusal | null => {
  const header = readEntryHeader(operation.entry)
  if (!header) return 'size'
  const { rotation, afterControlSeq, entry, quota } = operation
  if (header.epoch !== (head?.epoch ?? 0)) return 'epoch'
  if (head ? header.keep && afterControlSeq !== head.keepSeq : !header.keep || !rotation) return 'stale'
  if (rotation && (!header.keep || rotation.epoch !== (head ? head.epoch + 1 : 0))) return 'epoch'
  const stored = usage.stored + entry.length
  return stored - usage.waiting > quota || stored > 2 * quota ? 'quota' : null
}

/** When a mailbox ends, in seconds since 1970; null = never. */
export const mailboxEnd = (mailbox: Mailbox, now: number): number | null =>
  mailbox.ttl === 0 ? null : now + mailbox.ttl

/** For how long it is known how a mailbox has ended, in seconds, and of how many of a room: then the oldest are forgotten. */
export const FATE_SECONDS = 90 * 24 * 3600
export const FATES = 1000

/** The earlier of two ends. A rotation seals mailboxes anew but lets none live longer than it was meant to. */
export const earlierEnd = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b)

/** Trims come due at full hours, so that a room never has more waiting trims than hours of grace. Without grace: at once. */
export const trimDue = (grace: number, now: number): number =>
  grace === 0 ? now : Math.ceil((now + grace) / 3600) * 3600
