/** The ladder of secrets of one epoch: whoever holds a role's secret derives the lower ones, never a higher. */
import { equal } from '../crypto/bytes.ts'
import { hash, kdf, sha256 } from '../crypto/hash.ts'
import { boxKeysFromSeed, type KeyPair } from '../crypto/keys.ts'
import type { EpochKeys } from './controlOp.ts'
import { type CircleSlot, Role } from './ids.ts'

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
  /** Bits: 1 read, 2 write, 4 mailboxes, 8 trim and rotate, 16 new mailboxes for one's own devices. */
  readonly rights: number
}

/** By role: guests read, members also write and put mailboxes for their own devices, organizers keep all mailboxes, stewards also trim and rotate. */
const RIGHTS = [1, 1 | 2 | 16, 1 | 2 | 4, 1 | 2 | 4 | 8] as const

/** From 32 secret bytes of a role. */
export const ladderFrom = (secret: Uint8Array, role: Role): Ladder => {
  const secrets = [secret]
  for (let next = secret, r = role; r > 0; r--) {
    next = kdf(next, 'kith/1/down')
    secrets.unshift(next)
  }
  return { role, secrets, content: secrets.map(contentKeyOf) }
}

/** The key for content from a secret, of a role or of a circle. */
export const contentKeyOf = (secret: Uint8Array): Uint8Array => kdf(secret, 'kith/1/content')

/** The secret of a circle follows from the organizers' secret of the epoch; its members are handed it. */
export const circleSecret = (organizers: Uint8Array, slot: CircleSlot): Uint8Array =>
  kdf(organizers, `kith/1/circle/${slot}`)

const tokenOf = (secret: Uint8Array): Uint8Array => kdf(secret, 'kith/1/gate')

/** 32 bytes to show at the relay for this role's gate. Undefined if the ladder does not reach it. */
export const gateToken = (ladder: Ladder, role: Role = ladder.role): Uint8Array | undefined => {
  const secret = ladder.secrets[role]
  return secret && tokenOf(secret)
}

/** The gates of an epoch, for the relay: all four from a steward's ladder, fewer from a shorter one. */
export const gatesOf = (ladder: Ladder): Gate[] =>
  ladder.secrets.map((secret, role) => ({ hash: sha256(tokenOf(secret)), rights: RIGHTS[role] ?? 1 }))

/** Opens reports. Undefined below organizer. */
export const moderatorsBox = (ladder: Ladder): KeyPair | undefined => {
  const secret = ladder.secrets[Role.organizer]
  return secret && boxKeysFromSeed(kdf(secret, 'kith/1/moderators'))
}

/** The public side of a steward's ladder. Throws a RangeError for a shorter one. */
export const epochKeysOf = (ladder: Ladder): EpochKeys => {
  const moderators = moderatorsBox(ladder)?.publicKey
  if (ladder.role !== Role.steward || !moderators) throw new RangeError('only a steward has the keys of an epoch')
  return { commitments: ladder.secrets.map((secret) => hash(secret)), moderators }
}

/** Do the secrets match what was signed? Whoever is sent another secret than the rest refuses it. */
export const matches = (ladder: Ladder, keys: EpochKeys): boolean =>
  ladder.secrets.every((secret, role) => equal(hash(secret), keys.commitments[role] ?? new Uint8Array(0)))

/** Is the key for reports the one that follows from the organizers' secret? True too for ladders that cannot tell. */
export const moderatorsMatch = (ladder: Ladder, keys: EpochKeys): boolean => {
  const moderators = moderatorsBox(ladder)
  return !moderators || equal(moderators.publicKey, keys.moderators)
}
