import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { planOfRule, recurrenceWords, ruleOfPlan } from './recurrenceWords.ts'
import { distanceWords, whenWords } from './timeWords.ts'
import type { When } from './when.ts'

const fair: When = { start: '2026-11-28T10:00', end: '2026-11-28T15:00', zone: 'Europe/Berlin' }
const tuesday: When = { start: '2026-01-06T19:00', end: '2026-01-06T21:00', zone: 'Europe/Berlin' }

describe('a time in words', () => {
  it.each([
    [fair, 'Europe/Berlin', 'Saturday 28 November 2026, 10:00–15:00'],
    [fair, 'Europe/Paris', 'Saturday 28 November 2026, 10:00–15:00 (Europe/Berlin)'],
    [fair, 'Asia/Kolkata', 'Saturday 28 November 2026, 10:00–15:00 (Europe/Berlin), 14:30–19:30 your time'],
    [
      fair,
      'Pacific/Apia',
      'Saturday 28 November 2026, 10:00–15:00 (Europe/Berlin), Saturday 28 November 2026, 22:00 – Sunday 29 November 2026, 03:00 your time',
    ],
    [{ ...fair, zone: null, end: fair.start }, 'Asia/Kolkata', 'Saturday 28 November 2026, 10:00'],
    [{ start: '2026-11-28', end: '2026-11-29', zone: null }, 'UTC', 'Saturday 28 November 2026'],
    [
      { start: '2026-11-28', end: '2026-12-01', zone: null },
      'UTC',
      'Saturday 28 November 2026 – Monday 30 November 2026',
    ],
  ])('%j in %s', (when, zone, words) => {
    // Some versions put a comma after the weekday.
    expect(whenWords(when, zone).replaceAll(/day, /g, 'day ')).toBe(words)
  })

  it.each([
    ['2026-11-22T12:00', 'In 6 days'],
    ['2026-11-27T23:59', 'Tomorrow'],
    ['2026-11-28T00:30', 'In 10 hours'],
    ['2026-11-28T09:40', 'In 20 minutes'],
    ['2026-11-28T10:00', 'Now'],
    ['2026-11-28T15:00', '5 hours ago'],
    ['2026-11-29T01:00', 'Yesterday'],
    ['2026-10-31T10:00', 'In 4 weeks'],
    ['2026-06-28T10:00', 'In 5 months'],
    ['2029-01-01T10:00', '2 years ago'],
  ])('from %s: %s', (now, words) => {
    const moment = Temporal.PlainDateTime.from(now).toZonedDateTime('Europe/Berlin').toInstant()
    expect(distanceWords(fair, moment, 'Europe/Berlin')).toBe(words)
  })
})

describe('a rule in words', () => {
  it.each([
    ['', ''],
    ['FREQ=DAILY', 'Every day'],
    ['FREQ=DAILY;INTERVAL=3;COUNT=1', 'Every 3 days, once'],
    ['FREQ=WEEKLY', 'Every Tuesday'],
    ['FREQ=WEEKLY;INTERVAL=2;UNTIL=20270303T180000Z', 'Every second Tuesday, until 3 March 2027'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every weekday'],
    ['FREQ=WEEKLY;BYDAY=TH,TU;INTERVAL=3', 'Every 3 weeks on Tuesday and Thursday'],
    ['FREQ=MONTHLY;BYDAY=-1SA;COUNT=5', 'Every month on the last Saturday, 5 times'],
    ['FREQ=MONTHLY', 'Every month on day 6'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15,-1', 'Every month on the last day, day 1 and day 15'],
    ['FREQ=YEARLY', 'Every year on 6 January'],
    ['FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=6', 'Every year on 6 January'],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'Every year on the last Sunday in March'],
    ['FREQ=YEARLY;BYWEEKNO=20', 'Repeats by a rule of its own'],
    ['nonsense', 'Repeats by a rule of its own'],
  ])('%s: %s', (rule, words) => {
    expect(recurrenceWords({ rule, extra: [], when: tuesday })).toBe(words)
  })

  it('mentions dates that were added', () => {
    expect(recurrenceWords({ rule: '', extra: ['2026-02-01T19:00'], when: tuesday })).toBe('On 2 dates')
    expect(recurrenceWords({ rule: 'FREQ=WEEKLY', extra: ['2026-02-01T19:00'], when: tuesday })).toBe(
      'Every Tuesday, and on 1 further date',
    )
  })
})

describe('a plan for the form', () => {
  it.each([
    ['FREQ=DAILY;COUNT=3', 'daily'],
    ['FREQ=WEEKLY', 'weekly'],
    ['FREQ=WEEKLY;UNTIL=20270303;INTERVAL=2;BYDAY=TU,TH', 'weekly'],
    ['FREQ=MONTHLY;BYMONTHDAY=6', 'monthly-day'],
    ['FREQ=MONTHLY;BYDAY=1TU', 'monthly-weekday'],
    ['FREQ=YEARLY', 'yearly'],
    ['FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=6', 'yearly'],
    // What the form could not write again stays what it is.
    ['FREQ=MONTHLY;BYDAY=-1SA', 'custom'],
    ['FREQ=MONTHLY;BYMONTHDAY=7', 'custom'],
    ['FREQ=DAILY;BYMONTH=5', 'custom'],
    ['FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=6', 'custom'],
    ['', 'none'],
  ])('%s is %s, and gives the same rule again', (rule, kind) => {
    const plan = planOfRule({ rule, when: tuesday })
    expect(plan.kind).toBe(kind)
    const again = ruleOfPlan(plan, tuesday)
    expect(recurrenceWords({ rule: again, extra: [], when: tuesday })).toBe(
      recurrenceWords({ rule, extra: [], when: tuesday }),
    )
    expect(planOfRule({ rule: again, when: tuesday })).toEqual(plan)
  })
})
