/** The sealed entry: what stands in the log and all that the relay ever sees. docs/protocol.md, section Entry. */
import type { Body, ContentBody } from './body.ts'
import type { Identity } from './identity.ts'
import type { Audience, DeviceId, RoomId } from './ids.ts'
import type { Keyring } from './keyring.ts'
import type { Ladder } from './ladder.ts'

export const ENTRY_VERSION = 1
/** The relay's limit for one entry, header to tag. */
export const ENTRY_MAX_BYTES = 1024 * 1024

export interface Header {
  readonly version: number
  /** Marks a control entry: the only bit of meaning that the relay sees. */
  readonly keep: boolean
  readonly epoch: number
}

/** Null if it is too short to be an entry. */
export declare const readHeader: (entry: Uint8Array) => Header | null

/** The head that an author had seen when signing. */
export interface Seen {
  readonly index: number
  /** 16 bytes. */
  readonly head: Uint8Array
}

export interface Envelope {
  readonly author: DeviceId
  readonly n: number
  readonly seen: Seen
  readonly body: Body
}

export interface EntryParts {
  readonly room: RoomId
  readonly epoch: number
  readonly ladder: Ladder
  readonly me: Identity
  readonly n: number
  readonly seen: Seen
  readonly audience: Audience
  readonly body: Body
  /** Needed for a report. */
  readonly moderators?: Uint8Array
  /** 24 bytes each: outer and inner nonce. For known-answer vectors only. */
  readonly nonces?: { readonly outer: Uint8Array; readonly inner?: Uint8Array }
}

/** A signed, sealed, padded entry. Throws a RangeError if the ladder does not reach the audience (a mistake of the caller). */
export declare const sealEntry: (parts: EntryParts) => Uint8Array

export type OpenFailure = 'version' | 'nokey' | 'junk' | 'hidden'

export interface OpenedEntry {
  readonly header: Header
  readonly audience: Audience
  /** sig 64 ‖ env. */
  readonly signed: Uint8Array
  readonly envelope: Envelope
}

/** Unseals and parses, without asking who may. 'hidden': for an audience that this keyring does not reach. */
export declare const openEntry: (room: RoomId, keyring: Keyring, entry: Uint8Array) => OpenedEntry | OpenFailure

/** Is the signature inside good for this public key? */
export declare const verifyEntry: (room: RoomId, opened: OpenedEntry, signPublic: Uint8Array) => boolean

/** For rows of one's own disk that the fold has found valid before: opens without checking the signature. Null for control entries and all that does not open. */
export declare const openContent: (
  room: RoomId,
  keyring: Keyring,
  entry: Uint8Array,
) => { author: DeviceId; audience: Audience; body: ContentBody } | null
