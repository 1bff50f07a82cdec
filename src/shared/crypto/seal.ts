/** XChaCha20-Poly1305. Nonces are 24 random bytes, so any number of messages may be sealed under one key. */
import { concat, utf8 } from './bytes.ts'
import { randomBytes } from './random.ts'
import { sodium } from './sodium.ts'

const KEY_BYTES = 32
export const NONCE_BYTES = 24
/** What sealing adds to the plain bytes: nonce and authentication tag. */
export const SEAL_OVERHEAD = NONCE_BYTES + 16

/** nonce 24 ‖ ciphertext ‖ tag 16. `aad` is authenticated, not stored. The nonce is an argument for known-answer vectors only. */
export const seal = (
  key: Uint8Array,
  plain: Uint8Array,
  aad: Uint8Array,
  nonce: Uint8Array = randomBytes(NONCE_BYTES),
): Uint8Array => concat(nonce, sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, aad, null, nonce, key))

/** The plain bytes, or null for anything that was not sealed under this key with this `aad`. */
export const open = (key: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Uint8Array | null => {
  if (sealed.length < SEAL_OVERHEAD || key.length !== KEY_BYTES) return null
  const nonce = sealed.subarray(0, NONCE_BYTES)
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed.subarray(NONCE_BYTES), aad, nonce, key)
  } catch {
    return null
  }
}

/** For rows at rest. The label says what and whose the row is, so that no row can be passed off as another. */
export const sealLocal = (localKey: Uint8Array, label: string, plain: Uint8Array): Uint8Array =>
  seal(localKey, plain, utf8(label))

/** Null if the row is damaged, sealed under another key or under another label. */
export const openLocal = (localKey: Uint8Array, label: string, sealed: Uint8Array): Uint8Array | null =>
  open(localKey, sealed, utf8(label))
