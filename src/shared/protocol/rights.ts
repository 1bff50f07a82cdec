/** What a gate lets its holder do, as bits of one byte. 0 in an auth reply means: this gate is closed, come again through a newer one. */

/** Receive entries, and presence while the gate is open. */
export const READ = 1
/** Append entries. */
export const WRITE = 2
/** Put and delete mailboxes. */
export const MAILBOX = 4
/** Trim the log and rotate (new epoch, gates and mailboxes in one frame). */
export const STEWARD = 8

/**
 * Put a mailbox that is not there yet, and nothing else about mailboxes: for a link to a further device of one's own. What
 * MAILBOX allows includes it.
 */
export const OWN_MAILBOX = 16

/** What a steward's gate may: everything. */
export const ALL_RIGHTS = READ | WRITE | MAILBOX | STEWARD

/** Every bit there is; a gate with others is malformed. */
export const KNOWN_RIGHTS = ALL_RIGHTS | OWN_MAILBOX

/** The rights that the four role gates usually carry, by role: guest, member, organizer, steward. The relay does not know roles. */
export const RIGHTS_BY_ROLE = [READ, READ | WRITE | OWN_MAILBOX, READ | WRITE | MAILBOX, ALL_RIGHTS] as const
