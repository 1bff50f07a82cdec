import { describe, expect, it } from 'vitest'
import { keyFromPassphrase } from '#shared/crypto/passphrase.ts'
import { MODERATE } from '#shared/crypto/passphraseCost.ts'
import { makeLock, openLock, type Stretch } from './appLock.ts'

const key = Uint8Array.from({ length: 32 }, (_, i) => i * 3)

/** The real function at a fraction of its price; the price itself is tested beside it. */
const asked: Stretch[] = []
const stretch = async (one: Stretch) => {
  asked.push(one)
  return keyFromPassphrase(one.passphrase, one.salt, { ops: 1, memory: 64 * 1024 })
}

describe('the lock of the app', () => {
  it('opens with its passphrase and with no other', async () => {
    const lock = await makeLock(key, 'tall ship blue kettle', stretch)
    expect(asked.at(-1)?.cost).toEqual(MODERATE)
    expect(lock.sealed).toHaveLength(72)
    expect(await openLock(lock, 'tall ship blue kettle', stretch)).toEqual(key)
    expect(await openLock(lock, 'tall ship blue kettles', stretch)).toBeNull()
    expect(await openLock(lock, '', stretch)).toBeNull()
  })

  it('has another salt each time, so that two equal passphrases show nothing', async () => {
    const [one, two] = [await makeLock(key, 'same', stretch), await makeLock(key, 'same', stretch)]
    expect(one.salt).not.toEqual(two.salt)
    expect(one.sealed).not.toEqual(two.sealed)
  })

  it('does not open a file in which one bit was changed', async () => {
    const lock = await makeLock(key, 'tall ship', stretch)
    for (let at = 0; at < lock.sealed.length; at += 7) {
      const sealed = lock.sealed.slice()
      sealed[at] = (sealed[at] ?? 0) ^ 1
      expect(await openLock({ ...lock, sealed }, 'tall ship', stretch)).toBeNull()
    }
  })
})
