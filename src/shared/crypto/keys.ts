/** Key pairs: Ed25519 to sign, X25519 to be sent sealed boxes. */
import { kdf } from './hash.ts'
import { sodium } from './sodium.ts'

export const SEED_BYTES = 32
/** What a sealed box adds: a one-time public key and a tag. */
export const BOX_OVERHEAD = 48

export interface KeyPair {
  readonly publicKey: Uint8Array
  readonly privateKey: Uint8Array
}

export interface Keys {
  /** Ed25519. */
  readonly sign: KeyPair
  /** X25519. */
  readonly box: KeyPair
}

const pair = ({ publicKey, privateKey }: KeyPair): KeyPair => ({ publicKey, privateKey })

/** Both pairs from one 32-byte seed, so that only the seed has to be kept. A device, an invite and a recovery kit are each such a seed. */
export const keysFromSeed = (seed: Uint8Array): Keys => ({
  sign: pair(sodium.crypto_sign_seed_keypair(kdf(seed, 'kith/1/sign'))),
  box: boxKeysFromSeed(kdf(seed, 'kith/1/box')),
})

/** An X25519 pair straight from 32 secret bytes. */
export const boxKeysFromSeed = (seed: Uint8Array): KeyPair => pair(sodium.crypto_box_seed_keypair(seed))

/** Only the holder of the private key can open it; nobody can tell who sealed it. Never the same twice. */
export const sealBox = (plain: Uint8Array, publicKey: Uint8Array): Uint8Array =>
  sodium.crypto_box_seal(plain, publicKey)

/** Null for anything that was not sealed to this pair. */
export const openBox = (sealed: Uint8Array, keys: KeyPair): Uint8Array | null => {
  if (sealed.length < BOX_OVERHEAD) return null
  try {
    return sodium.crypto_box_seal_open(sealed, keys.publicKey, keys.privateKey)
  } catch {
    return null
  }
}
