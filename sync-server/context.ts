import type { Limits } from '#shared/protocol/limits.ts'
import type { Log, Operation, Outcome } from './log/log.ts'
import type { Metrics } from './metrics.ts'
import type { TokenBucket } from './tokenBucket.ts'

/** An operation that waits for the commit of this turn. */
export interface Submission {
  readonly operation: Operation
  /** After the commit, and after what it appended has been sent. */
  settled(outcome: Outcome): void
  /** The commit failed: nothing of this turn was stored. */
  failed(): void
}

/** What every connection of a relay shares. */
export interface Context {
  readonly log: Log
  readonly limits: Limits
  readonly metrics: Metrics
  readonly newRooms: TokenBucket
  /** SHA-256 of the operator's creation token; null where anyone may open rooms. */
  readonly creationHash: Uint8Array | null
  /** Seconds since 1970. */
  now(): number
  /** Queues for the commit at the end of this turn, or commits what is queued at once. */
  submit(submission: Submission, when: 'this turn' | 'now'): void
  /** A fault of the relay itself, or of its disk. */
  fault(error: unknown): void
}
