/** The ladder of secrets of one epoch: whoever holds a role's secret derives the lower ones, never a higher. */
import type { KeyPair } from '../crypto/keys.ts'
import type { EpochKeys } from './controlOp.ts'
import type { Role } from './ids.ts'

export interface Ladder {
  /** The highest role that it opens. */
  readonly role: Role
  /** By role, guest first, up to `role`; 32 bytes each. */
  readonly secrets: readonly Uint8Array[]
  /** Keys for content, by role. */
  readonly content: readonly Uint8Array[]
}

/** What the relay keeps of a gate: it opens for whoever shows a token with this SHA-256. */
export interface Gate {
  readonly hash: Uint8Array
  /** Bits: 1 read, 2 write, 4 mailboxes, 8 trim and rotate. */
  readonly rights: number
}

/** From 32 secret bytes of a role. */
export declare const ladderFrom: (secret: Uint8Array, role: Role) => Ladder

/** 32 bytes to show at the relay for this role's gate. Undefined if the ladder does not reach it. */
export declare const gateToken: (ladder: Ladder, role?: Role) => Uint8Array | undefined

/** The four gates of an epoch, for the relay. Needs a steward's ladder; a shorter one gives the gates it reaches. */
export declare const gatesOf: (ladder: Ladder) => Gate[]

/** Opens reports. Undefined below organizer. */
export declare const moderatorsBox: (ladder: Ladder) => KeyPair | undefined

/** The public side of a steward's ladder. */
export declare const epochKeysOf: (ladder: Ladder) => EpochKeys

/** Do the secrets, and the moderators' key where it can be told, match what was signed? */
export declare const matches: (ladder: Ladder, keys: EpochKeys) => boolean
