import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { CallerCount, callerOf, forwardedFor, isLoopback } from './addresses.ts'

describe('W41: who counts as one caller', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
  ])('%s is %s', (address, caller) => expect(callerOf(address)).toBe(caller))

  it('this computer by any of its names, and nobody else', () => {
    expect(['127.0.0.1', '127.8.8.8', '::1', 'localhost', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true)
    expect(['0.0.0.0', '::', '128.0.0.1', '127.0.0.1.example', ''].some(isLoopback)).toBe(false)
  })

  const request = (header?: string | string[]) =>
    ({ headers: { 'x-forwarded-for': header } }) as unknown as IncomingMessage
  it('behind a proxy the last name counts, because only that one is not from the caller', () => {
    expect(forwardedFor(request('198.51.100.1, 203.0.113.7'))).toBe('203.0.113.7')
    expect(forwardedFor(request(['198.51.100.1', '203.0.113.7']))).toBe('203.0.113.7')
    expect([forwardedFor(request()), forwardedFor(request('unknown')), forwardedFor(request('1.2.3.4,'))]).toEqual([
      null,
      null,
      null,
    ])
  })
  it('forgets a caller who has left', () => {
    const count = new CallerCount(1)
    expect([count.enter('a'), count.enter('a'), count.enter('b')]).toEqual([true, false, true])
    count.leave('a')
    expect(count.enter('a')).toBe(true)
  })
})
