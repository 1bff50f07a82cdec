/** The first number of every frame, and the second of those that have one. The types are those of y-websocket; 4 and up are Kith's. */

export const SYNC = 0
export const AWARENESS = 1
export const AUTH = 2
export const QUERY_AWARENESS = 3
export const REFUSED = 4
export const STEWARDING = 5

/** Second number of a sync frame. */
export const STEP1 = 0
export const STEP2 = 1
export const APPEND = 2

/** Second number of a steward frame. */
export const TRIM = 0
export const MAILBOX_PUT = 1
export const MAILBOX_DELETE = 2
export const MAILBOX_CONTENTS = 3
export const DONE = 4
export const MAILBOX_END = 5
