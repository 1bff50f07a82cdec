/**
 * Every number that the app and the relay must agree on or that a host may change. The relay takes them as one `Limits`
 * value, so that tests and hosts can choose others; the app uses them to stay clear of a refusal.
 */

const KIB = 1024
const MIB = 1024 * KIB

/** Fixed by the wire, not by the host. All in bytes unless said. */
export const TOKEN_BYTES = 32
export const HASH_BYTES = 32
/** Characters of the room id in the socket's path `/<room>`: lower-case hex of 32 bytes. */
export const ROOM_ID_LENGTH = 64
/** The operator's creation token, as UTF-8. */
export const CREATION_TOKEN_MAX_BYTES = 256
/** Header 3, nonce 24, authentication tag 16: nothing smaller is an entry. */
export const ENTRY_MIN_BYTES = 43
/** Longest life of a mailbox in seconds (ten years); 0 stands for no end. */
export const MAILBOX_TTL_MAX_SECONDS = 315_360_000

/** A token bucket: `burst` at once, refilled with `perSecond`. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

export interface Limits {
  /** Bytes of one sealed entry. Over it: refused, `size`. */
  readonly entryBytes: number
  /** Bytes of one frame of a steward (a rotation carries gates and mailboxes). Others: an entry and its envelope. Over it: closed. */
  readonly frameBytes: number
  /** Bytes that a socket may send before it is let in. */
  readonly frameBytesBeforeAuth: number
  /** Seconds from the open socket to the accepted auth frame. */
  readonly authSeconds: number
  /** Fragments of one message. */
  readonly fragments: number
  /** Open sockets from one address (IPv6: from one /64). */
  readonly socketsPerAddress: number
  /** Open sockets in all. */
  readonly sockets: number
  /** Frames other than presence, per socket. Over it the relay stops reading that socket until the bucket has refilled: nothing is lost. */
  readonly appends: Rate
  /** Presence frames, per socket. Over it: dropped. */
  readonly awareness: Rate
  /** Bytes of one presence frame. Over it: closed. */
  readonly awarenessBytes: number
  /** Control entries through gates with neither MAILBOX nor STEWARD, per room (they are kept for ever). Over it: refused, `rate`. */
  readonly memberControl: Rate
  /** Bytes of such a control entry. Over it: refused, `size`. */
  readonly memberControlBytes: number
  /** Bytes of entries in a room, what waits for its trim not counted. Over it: refused, `quota`. */
  readonly roomBytes: number
  /** Further bytes that only STEWARD gates may fill, so that a full room can still rotate, checkpoint and trim. */
  readonly roomReserveBytes: number
  /** Gates in one rotation. Over it: refused, `size`. */
  readonly gates: number
  /** Mailboxes of a room. Over it: refused, `quota`. */
  readonly mailboxes: number
  /** Mailboxes of a room that came through gates with OWN_MAILBOX, beside the others. Over it: refused, `quota`. */
  readonly ownMailboxes: number
  /** Mailboxes through such gates, per room. Over it: refused, `rate`. */
  readonly ownMailboxPuts: Rate
  /** Bytes of one mailbox. Over it: refused, `size`. */
  readonly mailboxBytes: number
  /** New rooms on this relay. Over it: closed, come again. */
  readonly newRooms: Rate
  /** Seconds that trimmed content is kept before it is deleted and the floor rises. */
  readonly trimGraceSeconds: number
  /** Unsent bytes that a socket may hold; what would not fit waits in the log. Presence is dropped instead. */
  readonly bufferBytes: number
  /** Bytes of entries in one step2 frame and in one stored segment (a larger entry travels alone). */
  readonly batchBytes: number
  /** Seconds between the relay's pings; a socket that was silent for two of them is dropped. */
  readonly pingSeconds: number
}

export const DEFAULT_LIMITS: Limits = {
  entryBytes: MIB,
  frameBytes: 8 * MIB,
  frameBytesBeforeAuth: KIB,
  authSeconds: 5,
  fragments: 16,
  socketsPerAddress: 64,
  sockets: 10_000,
  appends: { perSecond: 60, burst: 300 },
  awareness: { perSecond: 20, burst: 20 },
  awarenessBytes: 8 * KIB,
  memberControl: { perSecond: 6 / 60, burst: 30 },
  memberControlBytes: 8 * KIB,
  roomBytes: 256 * MIB,
  roomReserveBytes: 16 * MIB,
  gates: 64,
  mailboxes: 500,
  ownMailboxes: 200,
  ownMailboxPuts: { perSecond: 6 / 60, burst: 30 },
  mailboxBytes: 64 * KIB,
  newRooms: { perSecond: 30 / 60, burst: 60 },
  trimGraceSeconds: 7 * 24 * 3600,
  bufferBytes: 64 * KIB,
  batchBytes: 64 * KIB,
  pingSeconds: 30,
}
