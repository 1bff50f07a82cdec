/** Ed25519, detached. */
import { sodium } from './sodium.ts'

export const SIGNATURE_BYTES = 64
export const PUBLIC_KEY_BYTES = 32

/** 64 bytes. The same key and message always give the same signature. */
export const sign = (message: Uint8Array, privateKey: Uint8Array): Uint8Array =>
  sodium.crypto_sign_detached(message, privateKey)

/** False for anything but a good signature, whatever the lengths of foreign bytes. */
export const verify = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean => {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== PUBLIC_KEY_BYTES) return false
  try {
    return sodium.crypto_sign_verify_detached(signature, message, publicKey)
  } catch {
    return false
  }
}
