/** Why nothing more is sent or taken until somebody acts. The words and remedies stand in ui/messages.ts. */
export type StopReason =
  | 'removed' // this device is no longer part of the community
  | 'refused' // the relay does not let us in
  | 'room-missing' // the relay does not know this community
  | 'rollback' // the relay has less than it once had
  | 'version' // relay or log need a newer app
  | 'history' // what the relay shows contradicts what it showed before, or itself; nothing of it is taken
  | 'malformed'

export type Warning =
  | { readonly code: 'fork'; readonly by: string }
  | { readonly code: 'link' }
  | { readonly code: 'keys' }
  | { readonly code: 'checkpoint' }
  /** The relay has lost the last `missing` entries. Devices that hold them bring them back; it goes away once they have. */
  | { readonly code: 'rollback'; readonly missing: number }
  /**
   * The relay lost entries and others have gone on without them, so this device has gone over to that log. Own edits wait
   * again; `others` edits of other members are kept here and not shown; `controls` decisions (roles, removals, invites,
   * documents) no longer count.
   */
  | { readonly code: 'lost'; readonly own: number; readonly others: number; readonly controls: number }
  /** What the relay shows contradicts what it showed before: left out, swapped or changed from entry `at` on. */
  | { readonly code: 'history'; readonly at: number }
  /** For a week this device has written, and nothing came from any steward's device: perhaps the relay keeps it apart. */
  | { readonly code: 'silent' }

export interface SyncStatus {
  /** `local`: there is no relay, this computer orders the log itself. */
  readonly link: 'local' | 'connecting' | 'catching-up' | 'live' | 'offline' | 'stopped'
  /** Edits that are not on the disk yet. */
  readonly writing: boolean
  /** Storage has failed; the edits are still in memory. A code such as `storage.full`. */
  readonly storage: string | null
  /** Writes that are on this computer and not in the log. */
  readonly waiting: number
  /** Writes that will not be taken; kept here. */
  readonly refused: number
  /** When the relay was last heard of, ms since 1970; null if never. */
  readonly since: number | null
  readonly stopped: StopReason | null
  /** The relay takes no more: the community's place there is full. */
  readonly full: boolean
  readonly warnings: readonly Warning[]
}
