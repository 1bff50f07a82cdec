import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { concat, equal, fromBase64Url, fromHex, fromUtf8, toBase64Url, toHex, utf8 } from './bytes.ts'
import { hash, kdf, sha256 } from './hash.ts'
import { boxKeysFromSeed, keysFromSeed, openBox, sealBox } from './keys.ts'
import { randomBytes } from './random.ts'
import { NONCE_BYTES, open, openLocal, SEAL_OVERHEAD, seal, sealLocal } from './seal.ts'
import { sign, verify } from './sign.ts'
import { ready } from './sodium.ts'

beforeAll(ready)

const key = (byte: number) => new Uint8Array(32).fill(byte)
const AAD = Uint8Array.of(1)
const TEXT = utf8('grüße')

describe('bytes', () => {
  it('hex and base64url have one spelling each, and foreign text gives null', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes)
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes)
      }),
      { seed: 1 },
    )
    for (const bad of ['0', 'AB', 'zz', '0x', ' 00']) expect(fromHex(bad), bad).toBeNull()
    for (const bad of ['a', '+/==', 'AA==', 'AB', 'A A']) expect(fromBase64Url(bad), bad).toBeNull()
  })

  it('utf8 that is none gives null', () => {
    expect(fromUtf8(TEXT)).toBe('grüße')
    expect(fromUtf8(Uint8Array.of(0xff))).toBeNull()
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa')
  })

  it('joins and compares', () => {
    expect(concat(AAD, new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3))
    expect(equal(AAD, Uint8Array.of(1))).toBe(true)
    expect(equal(AAD, Uint8Array.of(1, 2))).toBe(false)
    expect(equal(AAD, Uint8Array.of(2))).toBe(false)
  })
})

describe('hash', () => {
  it('is BLAKE2b-256, SHA-256 and keyed BLAKE2b-256 (vectors of the RFCs)', () => {
    // BLAKE2b-256 of nothing and SHA-256 of "abc" are published values.
    expect(toHex(hash())).toBe('0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8')
    expect(toHex(sha256(utf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(kdf(key(1), 'a')).not.toEqual(kdf(key(1), 'b'))
    expect(kdf(key(1), 'a')).not.toEqual(kdf(key(2), 'a'))
    expect(hash(AAD, TEXT)).toEqual(hash(concat(AAD, TEXT)))
  })
})

describe('seal', () => {
  it('opens only with the same key and the same authenticated data', () => {
    const sealed = seal(key(1), TEXT, AAD)
    expect(sealed.length).toBe(TEXT.length + SEAL_OVERHEAD)
    expect(open(key(1), sealed, AAD)).toEqual(TEXT)
    expect(open(key(2), sealed, AAD)).toBeNull()
    expect(open(key(1), sealed, Uint8Array.of(2))).toBeNull()
    for (let i = 0; i < sealed.length; i++)
      expect(
        open(
          key(1),
          sealed.map((byte, at) => (at === i ? byte ^ 1 : byte)),
          AAD,
        ),
        `byte ${i}`,
      ).toBeNull()
  })

  it('never gives the same bytes twice, except with a given nonce', () => {
    expect(seal(key(1), TEXT, AAD)).not.toEqual(seal(key(1), TEXT, AAD))
    const nonce = new Uint8Array(NONCE_BYTES)
    expect(seal(key(1), TEXT, AAD, nonce)).toEqual(seal(key(1), TEXT, AAD, nonce))
  })

  it('foreign bytes give null, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (junk) => {
        expect(open(key(1), junk, AAD)).toBeNull()
        expect(open(junk.subarray(0, 31), seal(key(1), TEXT, AAD), AAD)).toBeNull()
        expect(openBox(junk, boxKeysFromSeed(key(3)))).toBeNull()
        expect(verify(junk, TEXT, key(1))).toBe(false)
        expect(verify(new Uint8Array(64), TEXT, junk)).toBe(false)
      }),
      { seed: 2 },
    )
  })

  it('a row at rest cannot pass for another', () => {
    const row = sealLocal(key(1), 'outbox/1', TEXT)
    expect(openLocal(key(1), 'outbox/1', row)).toEqual(TEXT)
    expect(openLocal(key(1), 'outbox/2', row)).toBeNull()
    expect(openLocal(key(2), 'outbox/1', row)).toBeNull()
  })
})

describe('keys', () => {
  it('follow from their seed, and the two pairs are unrelated', () => {
    const keys = keysFromSeed(key(7))
    expect(keysFromSeed(key(7))).toEqual(keys)
    expect(keysFromSeed(key(8)).sign.publicKey).not.toEqual(keys.sign.publicKey)
    expect(keys.sign.publicKey).not.toEqual(keys.box.publicKey)
  })

  it('sign and verify', () => {
    const { sign: pair } = keysFromSeed(key(7))
    const signature = sign(TEXT, pair.privateKey)
    expect(verify(signature, TEXT, pair.publicKey)).toBe(true)
    expect(verify(signature, AAD, pair.publicKey)).toBe(false)
    expect(verify(signature, TEXT, keysFromSeed(key(8)).sign.publicKey)).toBe(false)
  })

  it('a box opens only for its owner', () => {
    const { box } = keysFromSeed(key(7))
    const sealed = sealBox(TEXT, box.publicKey)
    expect(openBox(sealed, box)).toEqual(TEXT)
    expect(openBox(sealed, keysFromSeed(key(8)).box)).toBeNull()
    expect(sealBox(TEXT, box.publicKey)).not.toEqual(sealed)
  })

  it('random bytes differ', () => {
    expect(randomBytes(32)).toHaveLength(32)
    expect(randomBytes(32)).not.toEqual(randomBytes(32))
  })
})
