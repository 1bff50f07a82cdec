import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import type { KeyLock, KeyProtection, LocalKey } from '../shared/ipc/contract.ts'
import { writeDurably } from './durableFile.ts'

interface KeyFile {
  readonly version: 1 | 2
  readonly protection: KeyProtection
  /** base64 of the key, or of the sealed key of `lock`; wrapped by the system's keychain when `protection` is `system` */
  readonly data: string
  /** Version 2: the key in `data` is sealed under a passphrase. */
  readonly lock?: {
    /** base64 */
    readonly salt: string
    readonly ops: number
    readonly memory: number
    /** base64 of SHA-256 of the key, which is random: it tells nothing and proves who has the key. */
    readonly check: string
  }
}

/** A key of 32 bytes with nonce and tag. */
const SEALED_BYTES = 72

/** Raised when a key file exists and cannot be opened; replacing it would orphan everything sealed under it. */
class SecretsUnreadable extends Error {
  readonly code = 'secrets.unreadable'
}

/** Linux's `basic_text` backend "encrypts" with a constant: that is no keychain. */
function keychainAvailable(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend?.() !== 'basic_text'
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
const checkOf = (key: Uint8Array): string => createHash('sha256').update(key).digest('base64')

/** What a key file says once the keychain has opened it. */
interface Found {
  readonly local: LocalKey
  /** `checkOf` the key. */
  readonly check: string
}

function wrap(secret: Uint8Array, lock?: KeyFile['lock']): KeyFile {
  const text = base64(secret)
  const system = keychainAvailable()
  return {
    version: lock ? 2 : 1,
    protection: system ? 'system' : 'none',
    data: system ? safeStorage.encryptString(text).toString('base64') : text,
    ...(lock ? { lock } : {}),
  }
}

function unwrap(file: string): Found | null {
  try {
    const { protection: kind, data, lock } = JSON.parse(readFileSync(file, 'utf8')) as Partial<KeyFile>
    if (typeof data !== 'string') return null
    const protection = kind === 'system' ? 'system' : 'none'
    const secret = bytesOf(protection === 'system' ? safeStorage.decryptString(Buffer.from(data, 'base64')) : data)
    if (lock === undefined)
      return secret.length === 32 ? { local: { key: secret, lock: null, protection }, check: checkOf(secret) } : null
    const { salt, ops, memory, check } = lock
    if (secret.length !== SEALED_BYTES || typeof check !== 'string') return null
    return { local: { key: null, lock: { sealed: secret, salt: bytesOf(salt), ops, memory }, protection }, check }
  } catch {
    return null
  }
}

const files = (folder: string) => [join(folder, 'key'), join(folder, 'key.previous')] as const

/** The same secret, wrapped as well as the system can now. */
const wrapAgain = ({ local: { key, lock }, check }: Found): KeyFile | null => {
  if (key) return wrap(key)
  return lock && wrap(lock.sealed, { salt: base64(lock.salt), ops: lock.ops, memory: lock.memory, check })
}

/**
 * The key of this profile, kept in two generations so that one damaged file loses nothing.
 * @param folder inside the profile
 * @throws SecretsUnreadable when files are there but neither opens
 */
export function openLocalKey(folder: string): LocalKey {
  const [newest, previous] = files(folder)
  const present = [newest, previous].filter((file) => existsSync(file))
  const found = unwrap(newest) ?? unwrap(previous)
  if (found === null && present.length > 0) throw new SecretsUnreadable()
  if (found === null) {
    const key = new Uint8Array(randomBytes(32))
    const content = wrap(key)
    for (const file of [newest, previous]) writeDurably(file, JSON.stringify(content))
    return { key, lock: null, protection: content.protection }
  }
  // A keychain has become available since: the same secret is wrapped by it.
  const better = found.local.protection === 'none' && keychainAvailable() ? wrapAgain(found) : null
  const source = unwrap(newest) ? newest : previous
  const content = better ? JSON.stringify(better) : readFileSync(source, 'utf8')
  // The other generation is repaired, and follows where a change of the lock was cut off between the two.
  for (const file of [newest, previous])
    if (!existsSync(file) || readFileSync(file, 'utf8') !== content) writeDurably(file, content)
  return better ? { ...found.local, protection: better.protection } : found.local
}

/**
 * Puts the key behind a passphrase, changes it or takes it away; afterwards neither generation opens otherwise.
 * @param key of this profile, as a proof. @throws with code `secrets.wrong-key` when it is another
 */
export function setLock(folder: string, lock: KeyLock | null, key: Uint8Array): void {
  const [newest, previous] = files(folder)
  const found = unwrap(newest) ?? unwrap(previous)
  const check = checkOf(key)
  if (found === null || found.check !== check) throw new Error('secrets.wrong-key')
  const content = lock
    ? wrap(lock.sealed, { salt: base64(lock.salt), ops: lock.ops, memory: lock.memory, check })
    : wrap(key)
  for (const file of [newest, previous]) writeDurably(file, JSON.stringify(content))
}
