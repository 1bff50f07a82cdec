/**
 * Why the relay closed a socket. 44xx is final: the same frames will fail again, so the app tells the member and does not
 * dial by itself. 45xx passes: dial again after a pause. (1009 and 1002 come from the WebSocket layer itself: final.)
 */

/** A frame could not be read, or came where it makes no sense. */
export const MALFORMED = 4400
/** The token opens neither a gate nor a mailbox of this room. */
export const NO_GATE = 4401
/** There is no such room, and the creation token was missing or wrong. */
export const NO_ROOM = 4404
/** The cursor lies beyond the end of the log: the relay has lost entries, or the app dialled another relay. */
export const CURSOR_AHEAD = 4409
/** The token belonged to a mailbox whose link has been used as often as it could. */
export const MAILBOX_USED = 4410
/** The token belonged to a mailbox that was withdrawn. */
export const MAILBOX_WITHDRAWN = 4411
/** The token belonged to a mailbox whose time is over. */
export const MAILBOX_EXPIRED = 4412
/** A frame is larger than its kind may be. */
export const TOO_BIG = 4413
/** The relay does not speak this version of the protocol. */
export const VERSION_UNKNOWN = 4426

/** The relay failed at this frame (disk full, disk error, a fault of its own): nothing of it was stored. */
export const FAILED = 4500
/** The relay is going down or has no free place. */
export const UNAVAILABLE = 4503
/** No accepted auth frame in time. */
export const AUTH_TIMEOUT = 4508
/** Too many new rooms in a short time. */
export const TOO_MANY = 4529

/** Whether dialling again with the same frames can succeed. Unknown codes count as passing: a lost line is the usual cause. */
export const mayRetry = (code: number): boolean => !(code >= 4400 && code < 4500) && code !== 1009 && code !== 1002
