import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import type { KeyProtection, LocalKey } from '../shared/ipc/contract.ts'
import { writeDurably } from './durableFile.ts'

interface KeyFile {
  readonly version: 1
  readonly protection: KeyProtection
  /** base64 of the key, wrapped by the system's keychain when `protection` is `system` */
  readonly data: string
}

/** Raised when a key file exists and cannot be opened; replacing it would orphan everything sealed under it. */
class SecretsUnreadable extends Error {
  readonly code = 'secrets.unreadable'
}

/** Linux's `basic_text` backend "encrypts" with a constant: that is no keychain. */
function keychainAvailable(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend?.() !== 'basic_text'
}

function wrap(key: Uint8Array): KeyFile {
  const text = Buffer.from(key).toString('base64')
  if (!keychainAvailable()) return { version: 1, protection: 'none', data: text }
  return { version: 1, protection: 'system', data: safeStorage.encryptString(text).toString('base64') }
}

function unwrap(file: string): LocalKey | null {
  try {
    const { protection, data } = JSON.parse(readFileSync(file, 'utf8')) as Partial<KeyFile>
    if (typeof data !== 'string') return null
    const text = protection === 'system' ? safeStorage.decryptString(Buffer.from(data, 'base64')) : data
    const key = new Uint8Array(Buffer.from(text, 'base64'))
    return key.length === 32 ? { key, protection: protection === 'system' ? 'system' : 'none' } : null
  } catch {
    return null
  }
}

/**
 * The key of this profile, kept in two generations so that one damaged file loses nothing.
 * @param folder inside the profile
 * @throws SecretsUnreadable when files are there but neither opens
 */
export function openLocalKey(folder: string): LocalKey {
  const files = [join(folder, 'key'), join(folder, 'key.previous')]
  const present = files.filter((file) => existsSync(file))
  for (const file of present) {
    const found = unwrap(file)
    if (!found) continue
    if (present.length < 2 || unwrap(files[1] as string) === null || unwrap(files[0] as string) === null)
      for (const each of files) writeDurably(each, readFileSync(file)) // repair the other generation
    // a keychain has become available since: wrap the same key
    if (found.protection === 'none' && keychainAvailable()) {
      for (const each of files) writeDurably(each, JSON.stringify(wrap(found.key)))
      return { key: found.key, protection: 'system' }
    }
    return found
  }
  if (present.length > 0) throw new SecretsUnreadable()
  const key = new Uint8Array(randomBytes(32))
  const content = wrap(key)
  for (const file of files) writeDurably(file, JSON.stringify(content))
  return { key, protection: content.protection }
}
