import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { beginsWords, dueAt, quietUntil } from './reminderTimes.ts'

const BERLIN = 'Europe/Berlin'
const at = (text: string, zone = BERLIN) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds
const wall = (ms: number | null, zone = BERLIN) =>
  ms === null
    ? null
    : Temporal.Instant.fromEpochMilliseconds(ms)
        .toZonedDateTimeISO(zone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' })
const clock = (text: string) => {
  const [hour = 0, minute = 0] = text.split(':').map(Number)
  return hour * 60 + minute
}
const quiet = (from: string, until: string) => ({ from: clock(from), until: clock(until) })

describe('quiet hours', () => {
  it.each([
    ['over night, in the evening', '22:00', '07:00', '2026-11-20T22:00', '2026-11-21T07:00'],
    ['over night, in the morning', '22:00', '07:00', '2026-11-20T06:59', '2026-11-20T07:00'],
    ['over night, just before', '22:00', '07:00', '2026-11-20T21:59', null],
    ['over night, at the end', '22:00', '07:00', '2026-11-20T07:00', null],
    ['by day', '13:00', '15:00', '2026-11-20T14:00', '2026-11-20T15:00'],
    ['by day, at night', '13:00', '15:00', '2026-11-20T02:00', null],
    ['the same twice', '13:00', '13:00', '2026-11-20T13:00', null],
    ['into summer time', '22:00', '07:00', '2026-03-28T23:00', '2026-03-29T07:00'],
    ['ending in the hour that is left out', '22:00', '02:30', '2026-03-28T23:00', '2026-03-29T03:30'],
    ['into winter time', '22:00', '07:00', '2026-10-24T23:00', '2026-10-25T07:00'],
  ])('%s', (_, from, until, now, end) => expect(wall(quietUntil(at(now), quiet(from, until), BERLIN))).toBe(end))

  it('ending in the hour that comes twice, they hold in both', () => {
    const second = at('2026-10-25T02:10') + 3_600_000
    expect(wall(second)).toBe('2026-10-25T02:10')
    expect(quietUntil(second, quiet('22:00', '02:30'), BERLIN)).toBe(at('2026-10-25T02:30') + 3_600_000)
  })

  it('end later than now, and are over then, wherever and whenever', () => {
    const zones = [BERLIN, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia']
    const minute = fc.integer({ min: 0, max: 1439 })
    fc.assert(
      fc.property(
        fc.integer({ min: at('2011-12-01T00:00'), max: at('2027-12-01T00:00') }),
        minute,
        minute,
        fc.constantFrom(...zones),
        (now, from, until, zone) => {
          const end = quietUntil(now, { from, until }, zone)
          if (end === null) return
          expect(end).toBeGreaterThan(now)
          expect(end - now).toBeLessThanOrEqual(50 * 3_600_000)
        },
      ),
      { numRuns: 200, seed: 4 },
    )
  })
})

describe('a reminder', () => {
  it.each([
    ['an hour before', '2026-11-20T18:00', 60, '2026-11-20T17:00'],
    ['a day before, over the change of clocks, is 24 hours', '2026-03-29T18:00', 1440, '2026-03-28T17:00'],
    ['in quiet hours waits for their end', '2026-11-21T08:00', 120, '2026-11-21T07:00'],
    ['is not told when the event begins in quiet hours', '2026-11-21T06:00', 60, null],
    ['is not told when the event begins as they end', '2026-11-21T07:00', 60, null],
    ['a day before, of an event in the night, comes the morning before', '2026-11-21T06:00', 1440, '2026-11-20T07:00'],
  ])('%s', (_, start, minutes, told) => {
    expect(wall(dueAt(at(start), minutes, quiet('22:00', '07:00'), BERLIN))).toBe(told)
  })
})

describe('how an event is announced', () => {
  const now = at('2026-11-20T17:00')
  it.each([
    ['2026-11-20T16:59', 'has begun'],
    ['2026-11-20T17:00', 'has begun'],
    ['2026-11-20T17:01', 'begins in 1 minute'],
    ['2026-11-20T17:45', 'begins in 45 minutes'],
    ['2026-11-20T18:00', 'begins in 1 hour'],
    ['2026-11-20T19:00', 'begins in 2 hours'],
    ['2026-11-20T19:20', 'begins today at 19:20'],
    ['2026-11-21T00:00', 'begins in 7 hours'],
    ['2026-11-21T17:00', 'begins tomorrow at 17:00'],
    ['2026-11-23T09:00', 'begins in 3 days at 09:00'],
  ])('%s: %s', (start, words) => expect(beginsWords(now, at(start), false, BERLIN)).toBe(words))

  it.each([
    ['2026-11-20T00:00', 'is today'],
    ['2026-11-21T00:00', 'is tomorrow'],
    ['2026-11-23T00:00', 'is in 3 days'],
  ])('all day, %s: %s', (start, words) => expect(beginsWords(now, at(start), true, BERLIN)).toBe(words))
})
