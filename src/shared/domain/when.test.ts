import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { must } from './testkit.ts'
import {
  checkWhen,
  endInstant,
  inZone,
  isAllDay,
  lengthMinutes,
  moveWhen,
  overlaps,
  readWhen,
  readZone,
  sameZone,
  shiftTo,
  startInstant,
  type When,
} from './when.ts'

const timed = (start: string, end: string, zone: string | null = 'Europe/Berlin'): When => ({ start, end, zone })
const days = (start: string, end: string): When => ({ start, end, zone: null })
const codeOf = (when: When): string | null => {
  const checked = checkWhen(when)
  return checked.ok ? null : checked.error.code
}

describe('a when', () => {
  it.each([
    [timed('2026-11-28T10:00', '2026-11-28T15:00')],
    [timed('2026-11-28T10:00:30', '2026-11-28T10:00:30', null)],
    [days('2024-02-29', '2024-03-01')],
  ])('is read as it was written: %j', (when) => {
    expect(readWhen({ ...when, more: 1 })).toEqual(when)
    expect(checkWhen(when)).toEqual({ ok: true, value: when })
  })

  it.each([
    [null, undefined],
    [7, undefined],
    ['2026-11-28/2026-11-29', undefined],
    [{ start: '2026-11-28' }, undefined],
    [timed('2026-11-28T15:00', '2026-11-28T10:00'), 'when.order'],
    [days('2026-11-28', '2026-11-28'), 'when.order'],
    [timed('2026-02-30T10:00', '2026-03-02T10:00'), 'when.invalid'],
    [timed('2026-11-28T24:00', '2026-11-29T10:00'), 'when.invalid'],
    [timed('2026-11-28T10:00:60', '2026-11-29T10:00'), 'when.invalid'],
    [timed('2026-11-28', '2026-11-29T10:00'), 'when.invalid'],
    [timed('2026-11-28', '2026-11-29'), 'when.invalid'],
    [timed('1599-12-31T10:00', '1600-01-01T10:00'), 'when.invalid'],
    [timed('+12026-11-28T10:00', '2026-11-29T10:00'), 'when.invalid'],
    [timed('2026-11-28T10:00Z', '2026-11-29T10:00'), 'when.invalid'],
    [timed('2026-11-28T10:00', '2026-11-28T11:00', 'Mars/Olympus'), 'when.zone'],
    [timed('2026-11-28T10:00', '2026-11-28T11:00', '+05:30'), 'when.zone'],
    [days('2020-01-01', '2026-01-01'), 'when.too-long'],
  ])('is none: %j', (value, code) => {
    expect(readWhen(value)).toBeNull()
    if (code !== undefined) expect(codeOf(value as When)).toBe(code)
  })

  it('loses seconds of zero when it is checked', () => {
    expect(must(checkWhen(timed('2026-11-28T10:00:00', '2026-11-28T15:00:00')))).toEqual(
      timed('2026-11-28T10:00', '2026-11-28T15:00'),
    )
  })

  it('knows zones by all their names', () => {
    expect([readZone('europe/berlin'), readZone('UTC'), readZone('W. Europe Standard Time'), readZone(7)]).toEqual([
      'Europe/Berlin',
      'UTC',
      null,
      null,
    ])
    expect(sameZone('Asia/Calcutta', 'Asia/Kolkata')).toBe(true)
    expect(sameZone('Europe/Berlin', 'Europe/Paris')).toBe(false)
  })
})

/** Zone, wall time, the moment that is meant. Gaps go on after themselves, of two equal times the first is meant. */
const TABLE: readonly [string, string, string][] = [
  ['Europe/Berlin', '2026-03-29T01:59', '2026-03-29T00:59:00Z'],
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00Z'],
  ['Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00:00Z'],
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00Z'],
  ['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00:00Z'],
  ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00Z'],
  ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z'],
  ['America/New_York', '2026-11-01T02:00', '2026-11-01T07:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00Z'],
  ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00Z'],
  ['Australia/Lord_Howe', '2026-10-04T02:30', '2026-10-03T15:30:00Z'],
  ['Asia/Kolkata', '2026-03-29T02:30', '2026-03-28T21:00:00Z'],
  ['Pacific/Apia', '2011-12-29T23:59', '2011-12-30T09:59:00Z'],
  ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00:00Z'],
  ['Pacific/Apia', '2011-12-31T00:00', '2011-12-30T10:00:00Z'],
]

describe('wall times', () => {
  it.each(TABLE)('in %s: %s is %s', (zone, wall, moment) => {
    expect(startInstant(timed(wall, wall, zone), 'UTC').toString()).toBe(moment)
    expect(startInstant(timed(wall, wall, null), zone).toString()).toBe(moment)
  })

  it('of days are those of the viewer', () => {
    const day = days('2026-03-29', '2026-03-30')
    expect(startInstant(day, 'Asia/Kolkata').toString()).toBe('2026-03-28T18:30:00Z')
    expect([lengthMinutes(day, 'Europe/Berlin'), lengthMinutes(day, 'Asia/Kolkata')]).toEqual([1_380, 1_440])
    expect(lengthMinutes(days('2011-12-30', '2011-12-31'), 'Pacific/Apia')).toBe(0)
  })

  it('never end before they start', () => {
    // 2:30 is not there and means 3:30, which is after three.
    const gap = timed('2026-03-29T02:30', '2026-03-29T03:00')
    expect(endInstant(gap, 'UTC').equals(startInstant(gap, 'UTC'))).toBe(true)
  })

  it('stay what they are when moved over a change of summer time', () => {
    const evening = timed('2026-03-28T19:00', '2026-03-28T21:30')
    const next = must(moveWhen(evening, { days: 1 }))
    expect(next).toEqual(timed('2026-03-29T19:00', '2026-03-29T21:30'))
    const hours = startInstant(evening, 'UTC').until(startInstant(next, 'UTC')).total('hours')
    expect(hours).toBe(23)
    expect(must(moveWhen(evening, { minutes: -30 }))).toEqual(timed('2026-03-28T18:30', '2026-03-28T21:00'))
    expect(must(moveWhen(days('2026-03-28', '2026-03-30'), { days: 2, minutes: 7 }))).toEqual(
      days('2026-03-30', '2026-04-01'),
    )
    expect(moveWhen(evening, { days: 1e7 })).toMatchObject({ error: { code: 'when.invalid' } })
    expect(moveWhen(evening, { days: Number.NaN })).toMatchObject({ error: { code: 'when.invalid' } })
  })

  it('take their length along, and become days or times where they are put', () => {
    const night = timed('2026-11-28T22:00', '2026-11-29T02:00')
    expect(must(shiftTo(night, '2026-12-01T20:00'))).toEqual(timed('2026-12-01T20:00', '2026-12-02T00:00'))
    expect(must(shiftTo(night, '2026-12-01'))).toEqual(days('2026-12-01', '2026-12-03'))
    expect(must(shiftTo(days('2026-11-28', '2026-11-30'), '2026-12-01T20:00'))).toEqual(
      timed('2026-12-01T20:00', '2026-12-01T21:00', null),
    )
    expect(shiftTo(night, 'soon')).toMatchObject({ error: { code: 'when.invalid' } })
  })

  it('are told by the clocks of another zone', () => {
    const fair = timed('2026-11-28T10:00', '2026-11-28T15:00', 'America/New_York')
    expect(inZone(fair, 'Europe/Berlin')).toEqual(timed('2026-11-28T16:00', '2026-11-28T21:00'))
    expect(inZone(days('2026-11-28', '2026-11-29'), 'Asia/Kolkata')).toEqual(days('2026-11-28', '2026-11-29'))
    expect(isAllDay(fair)).toBe(false)
  })

  it('overlap when both are going on', () => {
    const berlin = timed('2026-11-28T10:00', '2026-11-28T15:00')
    const at = (start: string, end: string, zone: string): boolean => overlaps(berlin, timed(start, end, zone), 'UTC')
    expect(at('2026-11-28T14:00', '2026-11-28T16:00', 'Europe/London')).toBe(false)
    expect(at('2026-11-28T13:30', '2026-11-28T16:00', 'Europe/London')).toBe(true)
    expect(overlaps(berlin, days('2026-11-28', '2026-11-29'), 'Europe/Berlin')).toBe(true)
    expect(at('2026-11-28T12:00', '2026-11-28T12:00', 'Europe/Berlin')).toBe(true)
  })
})

it('a moment stays the same in every zone', () => {
  const noon = Temporal.Instant.from('2026-11-28T12:00Z')
  for (const zone of ['Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe']) {
    const there = inZone(timed('2026-11-28T12:00', '2026-11-28T13:00', 'UTC'), zone)
    expect(startInstant(there, 'UTC').equals(noon)).toBe(true)
  }
})
