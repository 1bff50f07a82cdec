/** What a gate lets its holder do, as bits of one byte. 0 in an auth reply means: this gate is closed, come again through a newer one. */

/** Receive entries, and presence while the gate is open. */
export const READ = 1
/** Append entries. */
export const WRITE = 2
/** Put and delete mailboxes. */
export const MAILBOX = 4
/** Trim the log and rotate (new epoch, gates and mailboxes in one frame). */
export const STEWARD = 8

/** Every right there is; a gate with other bits is malformed. */
export const ALL_RIGHTS = READ | WRITE | MAILBOX | STEWARD

/** The rights that the four role gates usually carry, by role: guest, member, organizer, steward. The relay does not know roles. */
export const RIGHTS_BY_ROLE = [READ, READ | WRITE, READ | WRITE | MAILBOX, ALL_RIGHTS] as const
