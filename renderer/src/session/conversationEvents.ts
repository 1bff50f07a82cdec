import type { Keyring } from '#shared/log/keyring.ts'
import type { Refusal, SequencedEntry, Step2Frame } from '#shared/protocol/frames.ts'
import type { AsideStep } from './reconcile.ts'

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

/** Whom a conversation asks and tells. */
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
