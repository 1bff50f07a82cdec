import { beforeAll, describe, expect, it } from 'vitest'
import { utf8 } from '#shared/crypto/bytes.ts'
import { ready } from '#shared/crypto/sodium.ts'
import { REGISTER_MAX_BYTES } from '#shared/log/body.ts'
import { decodeProfile, decodeSealed, encodeProfile, glanceAt, type Profile } from './profile.ts'

beforeAll(ready)

const CLEO: Profile = {
  name: 'Cleo',
  own: { pronouns: 'they/them', languages: ['de', 'tr'] },
  box: { epoch: 3, box: 'AAAA' },
  copy: { words: 'BBBB', keys: { '0123456789abcdef': 'CCCC' } },
  quiet: true,
}
const NOBODY: Profile = { name: '', own: {}, box: null, copy: null, quiet: false }
const written = (profile: Profile) => encodeProfile(profile) ?? new Uint8Array(0)
const read = (text: string) => decodeProfile(utf8(text))

describe('R51 the register of a profile', () => {
  it('comes back as it was written; one with a name only is written as before', () => {
    expect(decodeProfile(written(CLEO))).toEqual(CLEO)
    expect(written({ ...NOBODY, name: 'Cleo' })).toEqual(utf8('{"name":"Cleo"}'))
    expect(read('{"name":" Cleo "}')).toEqual({ ...NOBODY, name: 'Cleo' })
  })

  it('is written up to its limit and not beyond', () => {
    const size = (photo: string) => encodeProfile({ ...CLEO, own: { photo } })
    const bare = size('')?.length ?? 0
    expect(size('A'.repeat(REGISTER_MAX_BYTES - bare))?.length).toBe(REGISTER_MAX_BYTES)
    expect(size('A'.repeat(REGISTER_MAX_BYTES - bare + 1))).toBeNull()
  })

  it('reads as nobody’s where somebody wrote something else', () => {
    for (const text of ['', '{', '[]', 'null', '7', '"Cleo"', '{"name":7,"own":[],"box":"x","quiet":"yes"}'])
      expect(read(text)).toEqual(NOBODY)
    expect(decodeProfile(undefined)).toEqual(NOBODY)
    expect(decodeProfile(Uint8Array.of(0xff, 0xfe))).toEqual(NOBODY)
    for (const box of [
      '{}',
      '{"epoch":-1,"box":""}',
      '{"epoch":0.5,"box":""}',
      `{"epoch":0,"box":"${'A'.repeat(5_000)}"}`,
    ])
      expect(read(`{"name":"x","box":${box}}`).box).toBeNull()
    for (const copy of [
      '{}',
      '{"words":7,"keys":{}}',
      '{"words":"","keys":[]}',
      `{"words":"${'A'.repeat(5_000)}","keys":{}}`,
    ])
      expect(read(`{"name":"x","copy":${copy}}`).copy).toBeNull()
    const keys = JSON.stringify(
      Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${n}`.padStart(16, '0'), 'A'])),
    )
    expect(Object.keys(read(`{"copy":{"words":"","keys":${keys}}}`).copy?.keys ?? {})).toHaveLength(16)
    expect(read(`{"copy":{"words":"","keys":{"__proto__":"A","x":"A"}}}`).copy).toEqual({ words: '', keys: {} })
  })

  it('brings no deep nests, no endless lists and no keys of a prototype', () => {
    const deep = '['.repeat(15_000) + ']'.repeat(15_000)
    expect(() => structuredClone(read(`{"name":"x","own":{"a":${deep}}}`))).not.toThrow()
    expect(read(`{"own":{"__proto__":{"polluted":1},"constructor":1,"a":{"prototype":2,"b":1}}}`).own).toEqual({
      a: { b: 1 },
    })
    expect(read(`{"own":{"a":[${'0,'.repeat(9_000)}0]}}`).own).toEqual({ a: new Array(400).fill(0) })
    expect(decodeSealed('{"a":1}')).toEqual({ a: 1 })
    expect(decodeSealed(deep)).toEqual({})
  })

  it('has a version that is another one whenever it is', () => {
    const [one, same, other] = [CLEO, CLEO, { ...CLEO, quiet: false }].map((profile) => glanceAt(written(profile)))
    expect(one).toEqual(same)
    expect(other?.name).toBe('Cleo')
    expect(other?.version).not.toBe(one?.version)
    expect(glanceAt(new Uint8Array(0))).toEqual({ name: '', version: '' })
  })
})
