/** Why nothing more is sent or taken until somebody acts. The words and remedies stand in ui/messages.ts. */
export type StopReason =
  | 'removed' // this device is no longer part of the community
  | 'refused' // the relay does not let us in
  | 'room-missing' // the relay does not know this community
  | 'rollback' // the relay has less than it once had
  | 'version' // relay or log need a newer app
  | 'too-old' // the relay has trimmed what we have not read
  | 'malformed'

export type Warning =
  | { readonly code: 'fork'; readonly by: string }
  | { readonly code: 'link' }
  | { readonly code: 'keys' }
  | { readonly code: 'checkpoint' }

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
