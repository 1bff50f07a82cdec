import { digest } from 'lib0/hash/sha256'
import { concat, utf8 } from './bytes.ts'
import { sodium } from './sodium.ts'

export const HASH_BYTES = 32

/** BLAKE2b-256 of the parts joined. Joined without lengths: give at most one part that varies in length. */
export const hash = (...parts: readonly Uint8Array[]): Uint8Array =>
  sodium.crypto_generichash(HASH_BYTES, concat(...parts), null)

/** A 32-byte key derived from a 32-byte key: BLAKE2b-256 keyed with `key` over the label. Different labels give unrelated keys. */
export const kdf = (key: Uint8Array, label: string): Uint8Array =>
  sodium.crypto_generichash(HASH_BYTES, utf8(label), key)

/** SHA-256: only what the relay compares (gates, mailboxes), as its side has no BLAKE2b-256. */
export const sha256 = (bytes: Uint8Array): Uint8Array => digest(bytes)
