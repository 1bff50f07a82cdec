import { MODERATE, type PassphraseCost, SALT_BYTES } from '#shared/crypto/passphraseCost.ts'
import { randomBytes } from '#shared/crypto/random.ts'
import { openLocal, sealLocal } from '#shared/crypto/seal.ts'
import { ready } from '#shared/crypto/sodium.ts'

const LABEL = 'lock'

/** What a worker needs to make a key of a passphrase. */
export interface Stretch {
  readonly passphrase: string
  readonly salt: Uint8Array
  readonly cost: PassphraseCost
}

/** @returns 32 bytes, or null for a salt or a cost that is none. Takes about a second */
export type Stretcher = (stretch: Stretch) => Promise<Uint8Array | null>

/** A profile's key behind a passphrase, as the host keeps it. */
export interface LockedKey {
  readonly sealed: Uint8Array
  readonly salt: Uint8Array
  readonly ops: number
  readonly memory: number
}

/** @returns the profile's key, or null for another passphrase or a damaged file */
export async function openLock(lock: LockedKey, passphrase: string, stretch: Stretcher): Promise<Uint8Array | null> {
  const { salt, ops, memory } = lock
  const [stretched] = await Promise.all([stretch({ passphrase, salt, cost: { ops, memory } }), ready()])
  return stretched && openLocal(stretched, LABEL, lock.sealed)
}

/** Puts a profile's key behind a passphrase. The caller has the host keep what comes back. */
export async function makeLock(key: Uint8Array, passphrase: string, stretch: Stretcher): Promise<LockedKey> {
  await ready()
  const salt = randomBytes(SALT_BYTES)
  const stretched = await stretch({ passphrase, salt, cost: MODERATE })
  if (stretched === null) throw new Error('lock.failed')
  return { sealed: sealLocal(stretched, LABEL, key), salt, ...MODERATE }
}
