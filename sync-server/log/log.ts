import type { Mailbox, MailboxEnd, Refusal, Rotation } from '#shared/protocol/frames.ts'

/** Where the log of a room stands. */
export interface Head {
  /** Last number given out; the first entry is 1. */
  readonly seq: number
  /** Number of the last control entry. */
  readonly keepSeq: number
  readonly epoch: number
  /** Content entries up to and with this number are deleted. */
  readonly floor: number
}

/** What a token opens. */
export interface GateRow {
  readonly rights: number
  /** Number of the entry that closed it, which it may still read; null while it is open. */
  readonly until: number | null
}

/** A stretch of the log, packed as it travels (protocol/packed.ts). */
export interface Stretch {
  readonly pack: Uint8Array
  /** Number of its last entry. */
  readonly last: number
}

/** Rooms are named by 64 hex digits; times are seconds since 1970, passed in by the caller. */
export interface AppendOperation {
  readonly kind: 'append'
  readonly room: string
  readonly entry: Uint8Array
  /** For control entries: refused as stale unless this is still the last one. 0 for the first. */
  readonly afterControlSeq: number
  readonly rotation?: Rotation
  /** Bytes that the room's entries may come to with this one, what waits for its trim not counted; twice that in all. */
  readonly quota: number
}

export interface TrimOperation {
  readonly kind: 'trim'
  readonly room: string
  /** Reaches the last control entry at most, so that a reader always comes to the head of the log. */
  readonly upTo: number
  /** Seconds until it is carried out. */
  readonly grace: number
}

export interface MailboxPutOperation {
  readonly kind: 'mailboxPut'
  readonly room: string
  readonly mailbox: Mailbox
  /** How many mailboxes of this sort the room may have with this one. */
  readonly most: number
  /** Through a gate that may only add: what is there, or was, stays as it is (`rights`), unless it is this very blob. */
  readonly own?: boolean
}

export interface MailboxDeleteOperation {
  readonly kind: 'mailboxDelete'
  readonly room: string
  readonly hash: Uint8Array
  /** Remembered for whoever comes with its token later. */
  readonly why?: MailboxEnd
}

/** How a mailbox has ended. */
export type Fate = MailboxEnd | 'expired'

export type Operation = AppendOperation | TrimOperation | MailboxPutOperation | MailboxDeleteOperation

/** The number given to an appended entry, `done` for the other operations, or why nothing was changed. */
export type Outcome = number | 'done' | Refusal

/**
 * The stored side of the relay: an ordered log, gates and mailboxes for each room. It decides what must be decided
 * together with the storing (order, compare-and-set, epoch, quota); who may ask is the caller's matter.
 * Every implementation passes log.contract.ts. They are synchronous because one turn's work is one transaction.
 */
export interface Log {
  /** Null for a room that has no entry. */
  head(room: string): Head | null
  /**
   * Carries out all operations in order and in one transaction, durable on return. One that is refused changes nothing
   * and does not touch the others. Throws only if storing fails, and then none of them has happened.
   */
  commit(operations: readonly Operation[], now: number): Outcome[]
  /** The entries with `after` < seq <= `upTo`, as many as fit into `maxBytes` but at least one; null if there are none. */
  read(room: string, after: number, upTo: number, maxBytes: number): Stretch | null
  /** `hash` is the SHA-256 of a token. */
  gate(room: string, hash: Uint8Array): GateRow | null
  /** The blob of a mailbox that has not ended. */
  mailbox(room: string, hash: Uint8Array, now: number): Uint8Array | null
  /** Why there is no such mailbox any more; null if there is one, never was, or it is long ago (rules.ts). */
  fate(room: string, hash: Uint8Array, now: number): Fate | null
  /** Carries out trims that are due and drops mailboxes that have ended. */
  sweep(now: number): void
  close(): void
}
