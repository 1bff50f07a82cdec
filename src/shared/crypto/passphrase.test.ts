import { argon2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keyFromPassphrase } from './passphrase.ts'
import { MODERATE, SALT_BYTES } from './passphraseCost.ts'

const salt = Uint8Array.from({ length: SALT_BYTES }, (_, i) => i)
const cheap = { ops: 1, memory: 64 * 1024 }

describe('a key from a passphrase', () => {
  it('is Argon2id with the cost that was asked for, as another implementation has it', async () => {
    const { message, nonce } = { message: 'correct horse', nonce: salt }
    const other = argon2Sync('argon2id', { message, nonce, parallelism: 1, tagLength: 32, memory: 64, passes: 1 })
    expect(await keyFromPassphrase('correct horse', salt, cheap)).toEqual(new Uint8Array(other))
    const dearer = await keyFromPassphrase('correct horse', salt, { ...cheap, ops: 2 })
    expect(dearer).not.toEqual(await keyFromPassphrase('correct horse', salt, cheap))
  })

  it('is the same for the same letters from another keyboard, and another for other letters', async () => {
    const key = await keyFromPassphrase('caf\u00e9 au lait', salt, cheap)
    expect(await keyFromPassphrase('cafe\u0301 au lait', salt, cheap)).toEqual(key)
    expect(await keyFromPassphrase('cafe au lait', salt, cheap)).not.toEqual(key)
  })

  it('is not made for a damaged file that asks for the whole memory', async () => {
    for (const cost of [
      { ops: 3, memory: 2 ** 40 },
      { ops: 2 ** 30, memory: 65_536 },
      { ops: 0, memory: 65_536 },
      { ops: Number.NaN, memory: 65_536 },
    ])
      expect(await keyFromPassphrase('x', salt, cost)).toBeNull()
    expect(await keyFromPassphrase('x', new Uint8Array(3), cheap)).toBeNull()
  })

  it('costs at least what libsodium calls moderate', () => {
    expect(MODERATE.ops).toBeGreaterThanOrEqual(3)
    expect(MODERATE.memory).toBeGreaterThanOrEqual(268_435_456)
  })
})
