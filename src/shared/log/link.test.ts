import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { fromBase64Url, toBase64Url } from '../crypto/bytes.ts'
import { ready } from '../crypto/sodium.ts'
import type { RoomId } from './ids.ts'
import { type InviteLink, isRelayAddress, LINK_PREFIX, readLink, writeLink } from './link.ts'
import { must } from './testWorld.ts'

beforeAll(ready)

const link: InviteLink = {
  relay: 'relay.example.org:8443',
  plain: false,
  room: 'ab'.repeat(32) as RoomId,
  seed: Uint8Array.from({ length: 32 }, (_, i) => i * 8),
  index: 1_234,
  head: new Uint8Array(16).fill(9),
}
const error = (text: string) => {
  const read = readLink(text)
  return read.ok ? 'ok' : read.error
}

describe('K6 invite links', () => {
  it('come back as they went', () => {
    expect(readLink(writeLink(link))).toEqual({ ok: true, link })
    fc.assert(
      fc.property(
        fc.record({
          relay: fc.constantFrom('a.b', 'localhost:1', '127.0.0.1:9000', '[::1]:80', 'x-y.example'),
          plain: fc.constant(false),
          room: fc.constant(link.room),
          seed: fc.uint8Array({ minLength: 32, maxLength: 32 }),
          index: fc.maxSafeNat(),
          head: fc.uint8Array({ minLength: 16, maxLength: 16 }),
        }),
        (any) => {
          expect(readLink(writeLink(any))).toEqual({ ok: true, link: any })
        },
      ),
      { seed: 7 },
    )
  })

  const text = () => writeLink(link)
  const wrapped: Record<string, () => string> = {
    'spaces around': () => `  ${text()} \n`,
    'angle brackets': () => `<${text()}>`,
    'a sentence around it': () => `Come in: ${text()}. See you, Ann`,
    'words right after it': () => `${text()} and then some more words`,
    'line breaks inside': () => must(text().match(/.{1,40}/g)).join('\n'),
    'quoted lines': () => must(text().match(/.{1,40}/g)).join('\n> '),
    'soft line breaks of mail': () => must(text().match(/.{1,40}/g)).join('=\r\n'),
    'soft line breaks of mail in a field of one line': () => must(text().match(/.{1,40}/g)).join('='),
    'invisible marks': () => must(text().match(/.{1,40}/g)).join('\u200b'),
    'emphasis and quotes': () => `**"${text()}"**`,
    'an upper-case scheme': () => text().replace('kith', 'KITH'),
    'a closing bracket and a comma': () => `(${text()}),`,
    'an escaped hash': () => text().replace('#', '%23'),
    'a slash that a browser adds': () => text().replace('join#', 'join/#'),
  }
  for (const [name, make] of Object.entries(wrapped)) {
    it(`are read with ${name}`, () => expect(readLink(make())).toEqual({ ok: true, link }))
  }

  it('say what is wrong with them', () => {
    expect(error('')).toBe('form')
    expect(error('https://example.org/join#abc')).toBe('form')
    expect(error(LINK_PREFIX)).toBe('form')
    for (let cut = 1; cut < text().length - LINK_PREFIX.length; cut++)
      expect(error(text().slice(0, -cut))).toBe('damaged')
    const bytes = must(fromBase64Url(text().slice(LINK_PREFIX.length)))
    expect(error(LINK_PREFIX + toBase64Url(Uint8Array.of(2, ...bytes.slice(1))))).toBe('version')
    expect(error(LINK_PREFIX + toBase64Url(bytes.map((b, i) => (i === 70 ? b ^ 1 : b))))).toBe('damaged')
    expect(error(writeLink({ ...link, relay: 'evil.example/path' }))).toBe('relay')
    expect(error(writeLink({ ...link, plain: true }))).toBe('relay')
    expect(error(writeLink({ ...link, relay: '127.0.0.1:8080', plain: true }))).toBe('ok')
  })

  it('never throw', () => {
    fc.assert(
      fc.property(fc.string(), (junk) => {
        readLink(junk)
        readLink(LINK_PREFIX + junk)
      }),
      { seed: 7 },
    )
  })

  it('K7 name a host and a port, nothing else; plain only on this computer', () => {
    for (const good of ['relay.example.org', 'a:1', '10.0.0.1:65535', '[2001:db8::1]:8443', 'localhost'])
      expect(isRelayAddress(good, false), good).toBe(true)
    for (const bad of [
      '',
      'A.org',
      'a b',
      'wss://a',
      'a/b',
      'u@a',
      'a?x',
      'a:0',
      'a:65536',
      'a:',
      '-a',
      'a.-b',
      'a..b',
      '[zz]',
      '::1',
      'a'.repeat(300),
    ])
      expect(isRelayAddress(bad, false), bad).toBe(false)
    for (const near of ['localhost', 'localhost:80', '127.0.0.1:80', '[::1]:80'])
      expect(isRelayAddress(near, true), near).toBe(true)
    for (const far of ['relay.example.org', '127.0.0.1.example.org', 'localhost.example.org', '10.0.0.1'])
      expect(isRelayAddress(far, true), far).toBe(false)
  })
})
