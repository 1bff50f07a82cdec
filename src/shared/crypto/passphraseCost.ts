/** What one attempt at a passphrase costs. */
export interface PassphraseCost {
  /** Passes over the memory. */
  readonly ops: number
  /** Bytes. */
  readonly memory: number
}

export const SALT_BYTES = 16

/** libsodium's "moderate" profile. */
export const MODERATE: PassphraseCost = { ops: 3, memory: 256 * 1024 * 1024 }
