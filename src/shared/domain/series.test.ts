import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { type EventFacts, NO_FACTS } from './eventFacts.ts'
import { occurrences } from './recurrence.ts'
import { changeAll, changeFollowing, changeOne, deleteFollowing, deleteOne, splitSeries } from './series.ts'
import { must } from './testkit.ts'
import type { When } from './when.ts'

const at = Temporal.Instant.from
/** The first Tuesday of 2026, and ten weeks on. */
const weekly: EventFacts = {
  ...NO_FACTS,
  title: 'Plenum',
  status: 'confirmed',
  when: { start: '2026-01-06T19:00', end: '2026-01-06T21:00', zone: 'Europe/Berlin' },
  rule: 'FREQ=WEEKLY;COUNT=10;BYDAY=TU',
  extra: ['2026-01-08T19:00', '2026-02-12T19:00'],
  except: ['2026-01-13T19:00', '2026-02-17T19:00'],
  changes: new Map([
    ['2026-01-20T19:00', { title: 'Long plenum' }],
    ['2026-02-24T19:00', { when: time('2026-02-25T18:00', '2026-02-25T20:00') }],
  ]),
}
function time(start: string, end: string, zone: string | null = 'Europe/Berlin'): When {
  return { start, end, zone }
}
const all = (facts: EventFacts | null): string[] =>
  facts === null
    ? []
    : occurrences(facts, at('2025-01-01T00:00Z'), at('2029-01-01T00:00Z'), 'UTC').map(
        ({ when, title }) => `${when.start}${title === 'Plenum' ? '' : ` ${title}`}`,
      )
const STARTS = all(weekly)

describe('this one', () => {
  it('changes alone, and is no change any more when it is as the series again', () => {
    const moved = must(changeOne(weekly, '2026-01-06T19:00', { when: time('2026-01-07T20:00', '2026-01-07T21:00') }))
    expect(all(moved)).toEqual(STARTS.with(0, '2026-01-07T20:00'))
    const back = must(changeOne(moved, '2026-01-06T19:00', { when: time('2026-01-06T19:00', '2026-01-06T21:00') }))
    expect(back).toEqual(weekly)
    const both = must(changeOne(weekly, '2026-01-20T19:00', { place: 'Hall' }))
    expect(both.changes.get('2026-01-20T19:00')).toEqual({ title: 'Long plenum', place: 'Hall' })
  })

  it('is deleted alone, whether the rule gives it or it was added', () => {
    expect(all(must(deleteOne(weekly, '2026-01-20T19:00')))).toEqual(STARTS.filter((one) => !one.includes('Long')))
    expect(all(must(deleteOne(weekly, '2026-01-08T19:00')))).toEqual(STARTS.filter((one) => one !== '2026-01-08T19:00'))
    expect(deleteOne({ ...weekly, rule: '', extra: [] }, '2026-01-06T19:00')).toEqual({ ok: true, value: null })
  })

  it('has to be part of the series', () => {
    for (const stamp of ['2026-01-13T19:00', '2026-01-07T19:00', 'x']) {
      expect(changeOne(weekly, stamp, { title: 'X' })).toMatchObject({ error: { code: 'occurrence.unknown' } })
      expect(changeFollowing(weekly, stamp, { title: 'X' })).toMatchObject({ error: { code: 'occurrence.unknown' } })
      expect(deleteOne(weekly, stamp)).toMatchObject({ error: { code: 'occurrence.unknown' } })
    }
  })
})

describe('this one and those that follow', () => {
  it.each(['2026-01-08T19:00', '2026-01-20T19:00', '2026-02-12T19:00', '2026-02-24T19:00', '2026-03-10T19:00'])(
    'are cut off without moving anything: %s',
    (stamp) => {
      for (const rule of [weekly.rule, 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20260310T180000Z']) {
        const { first, second } = must(splitSeries({ ...weekly, rule }, stamp))
        expect([...all(first), ...all(second)].sort()).toEqual([...STARTS].sort())
        expect(all(first).every((start) => start < stamp)).toBe(true)
        expect(second.changes.has('2026-01-20T19:00')).toBe(stamp <= '2026-01-20T19:00')
      }
    },
  )

  it('are changed, moved and deleted', () => {
    const stamp = '2026-02-24T19:00'
    const { first, second } = must(changeFollowing(weekly, stamp, { title: 'Meeting', status: 'cancelled' }))
    expect(all(first)).toEqual(STARTS.slice(0, all(first).length))
    expect([second.title, second.status, second.rule]).toEqual(['Meeting', 'cancelled', 'FREQ=WEEKLY;COUNT=3;BYDAY=TU'])
    const moved = must(
      changeFollowing(weekly, '2026-03-03T19:00', { when: time('2026-03-04T18:00', '2026-03-04T19:00') }),
    )
    expect(moved.second.rule).toBe('FREQ=WEEKLY;COUNT=2;BYDAY=WE')
    expect(all(moved.second)).toEqual(['2026-03-04T18:00', '2026-03-11T18:00'])
    expect(all(must(deleteFollowing(weekly, '2026-01-20T19:00')))).toEqual(['2026-01-06T19:00', '2026-01-08T19:00'])
  })

  it('of the first one are all of them', () => {
    expect(must(changeFollowing(weekly, '2026-01-06T19:00', { title: 'X' }))).toMatchObject({ first: null })
    expect(deleteFollowing(weekly, '2026-01-06T19:00')).toEqual({ ok: true, value: null })
  })
})

describe('all of them', () => {
  it('move as far as one of them, with exceptions, extra dates and changes', () => {
    const moved = must(changeAll(weekly, '2026-02-03T19:00', { when: time('2026-02-04T20:30', '2026-02-04T21:00') }))
    expect(moved).toMatchObject({
      when: time('2026-01-07T20:30', '2026-01-07T21:00'),
      rule: 'FREQ=WEEKLY;COUNT=10;BYDAY=WE',
      extra: ['2026-01-09T20:30', '2026-02-13T20:30'],
      except: ['2026-01-14T20:30', '2026-02-18T20:30'],
    })
    expect([...moved.changes]).toEqual([
      ['2026-01-21T20:30', { title: 'Long plenum' }],
      ['2026-02-25T20:30', { when: time('2026-02-26T19:30', '2026-02-26T21:30') }],
    ])
    expect(all(moved)).toHaveLength(STARTS.length)
    const back = must(changeAll(moved, '2026-02-04T20:30', { when: time('2026-02-03T19:00', '2026-02-03T21:00') }))
    expect(back).toEqual(weekly)
  })

  it.each([
    ['FREQ=MONTHLY;BYDAY=-1SA', '2026-01-31', '2026-02-01', 'FREQ=MONTHLY;BYDAY=1SU'],
    ['FREQ=MONTHLY;BYDAY=1TU', '2026-01-06', '2026-01-14', 'FREQ=MONTHLY;BYDAY=2WE'],
    ['FREQ=MONTHLY;BYMONTHDAY=6', '2026-01-06', '2026-01-08', 'FREQ=MONTHLY;BYMONTHDAY=8'],
    ['FREQ=YEARLY', '2026-01-06', '2026-02-08', 'FREQ=YEARLY'],
    ['FREQ=YEARLY;BYMONTH=1;BYDAY=1TU', '2026-01-06', '2026-02-11', 'FREQ=YEARLY;BYMONTH=2;BYDAY=2WE'],
    ['FREQ=WEEKLY;UNTIL=20260310;BYDAY=MO,TU', '2026-01-06', '2026-01-07', 'FREQ=WEEKLY;UNTIL=20260311;BYDAY=TU,WE'],
    ['FREQ=DAILY;INTERVAL=3', '2026-01-06', '2026-01-07', 'FREQ=DAILY;INTERVAL=3'],
  ])('take the days of their rule along: %s', (rule, from, to, next) => {
    const day = Temporal.PlainDate.from(from)
    const facts = {
      ...weekly,
      rule,
      extra: [],
      changes: new Map(),
      when: time(from, day.add({ days: 1 }).toString(), null),
    }
    const second = occurrences(facts, at('2026-01-01T00:00Z'), at('2029-01-01T00:00Z'), 'UTC')[1]?.stamp ?? ''
    const except = { ...facts, except: [second] }
    const moved = must(
      changeAll(except, from, { when: time(to, Temporal.PlainDate.from(to).add({ days: 1 }).toString(), null) }),
    )
    expect(moved.rule).toBe(next)
    const [here, there] = [all({ ...moved, except: [] }), all(moved)]
    expect(here[0]).toBe(to)
    // What was left out second is left out second.
    expect(there).toEqual(here.filter((_, i) => i !== 1))
  })

  it('become days, and times again', () => {
    const days = must(changeAll(weekly, '2026-01-06T19:00', { when: time('2026-01-06', '2026-01-07', null) }))
    expect(all(days).slice(0, 3)).toEqual(['2026-01-06', '2026-01-08', '2026-01-20 Long plenum'])
    const timed = must(changeAll(days, '2026-01-06', { when: time('2026-01-06T19:00', '2026-01-06T21:00') }))
    expect(all(timed).slice(0, 3)).toEqual(['2026-01-06T19:00', '2026-01-08T19:00', '2026-01-20T19:00 Long plenum'])
  })

  it('take another rule, or none', () => {
    expect(must(changeAll(weekly, '', { rule: 'freq=daily' })).rule).toBe('FREQ=DAILY')
    expect(must(changeAll(weekly, '', { rule: '' }))).toMatchObject({ rule: '', extra: [], except: [] })
    expect(changeAll(weekly, '', { rule: 'FREQ=HOURLY' })).toMatchObject({ error: { code: 'rule.too-often' } })
  })

  it('are not moved to where there is no day', () => {
    const far = (start: string, end: string) => changeAll(weekly, '2026-02-03T19:00', { when: time(start, end) })
    expect(far('2026-02-30T10:00', '2026-02-30T11:00')).toMatchObject({ error: { code: 'when.invalid' } })
    expect(far('1600-01-01T10:00', '1600-01-01T11:00')).toMatchObject({ error: { code: 'when.invalid' } })
  })
})
