/**
 * Keys from passphrases: Argon2id (RFC 9106), version 1.3. It takes about a second and a quarter of a gigabyte on purpose, so
 * it belongs into a worker of its own that is ended afterwards; nothing else of this room needs the larger library.
 */
import sodium from 'libsodium-wrappers-sumo'
import { type PassphraseCost, SALT_BYTES } from './passphraseCost.ts'

/** A key file that asks for more is damaged: it must not hang the computer. */
const MOST: PassphraseCost = { ops: 16, memory: 1024 * 1024 * 1024 }

/** @returns 32 bytes, or null for a cost or a salt that no key file of ours has */
export async function keyFromPassphrase(
  passphrase: string,
  salt: Uint8Array,
  { ops, memory }: PassphraseCost,
): Promise<Uint8Array | null> {
  const sane = Number.isSafeInteger(ops) && Number.isSafeInteger(memory) && ops >= 1 && memory >= 8192
  if (!sane || ops > MOST.ops || memory > MOST.memory || salt.length !== SALT_BYTES) return null
  await sodium.ready
  // Composed and decomposed letters look the same and come from different keyboards.
  const text = passphrase.normalize('NFKC')
  return sodium.crypto_pwhash(32, text, salt, ops, memory, sodium.crypto_pwhash_ALG_ARGON2ID13)
}
