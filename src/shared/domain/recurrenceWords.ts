import type { EventFacts } from './eventFacts.ts'
import { lastWall } from './recurrenceExpand.ts'
import { type NthWeekday, plainRule, type Rule, readRule, ruleText, WEEKDAYS, type Weekday } from './recurrenceRule.ts'
import { dayWords, monthName, weekdayName } from './timeWords.ts'
import type { When } from './when.ts'
import { isAllDay } from './when.ts'
import { plainOf, stampOf } from './whenStamp.ts'

/** What a form can say of how something repeats. What it cannot say is kept as it is: `custom`. */
export type RulePlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'custom'; readonly rule: string }
  | (Repeats & { readonly kind: 'daily' })
  | (Repeats & { readonly kind: 'weekly'; readonly days: readonly Weekday[] })
  /** On the day of the month that the start has. */
  | (Repeats & { readonly kind: 'monthly-day' | 'yearly' })
  /** On the weekday of the start: its `nth` in the month, -1 for the last. */
  | (Repeats & { readonly kind: 'monthly-weekday'; readonly nth: number })

interface Repeats {
  /** Every so many days, weeks … */
  readonly every: number
  readonly ends: RuleEnd
}

/** `on` is a day, which is included. */
export type RuleEnd =
  | { readonly kind: 'never' }
  | { readonly kind: 'on'; readonly day: string }
  | { readonly kind: 'after'; readonly count: number }

/** The rule of a plan; checked by `checkRule` when it is stored. */
export function ruleOfPlan(plan: RulePlan, when: When): string {
  if (plan.kind === 'none') return ''
  if (plan.kind === 'custom') return plan.rule
  const start = plainOf(when.start)
  const own = WEEKDAYS[start.dayOfWeek - 1] ?? 'MO'
  const { ends } = plan
  const shape = {
    interval: plan.every,
    count: ends.kind === 'after' ? ends.count : null,
    until: ends.kind === 'on' ? { stamp: ends.day, utc: false } : null,
  }
  if (plan.kind === 'daily') return ruleText({ ...plainRule('DAILY'), ...shape })
  if (plan.kind === 'yearly') return ruleText({ ...plainRule('YEARLY'), ...shape })
  if (plan.kind === 'weekly') {
    const days = WEEKDAYS.filter((day) => plan.days.includes(day))
    return ruleText({ ...plainRule('WEEKLY'), ...shape, byDay: (days.length === 0 ? [own] : days).map(everyOne) })
  }
  const monthly = { ...plainRule('MONTHLY'), ...shape }
  if (plan.kind === 'monthly-weekday') return ruleText({ ...monthly, byDay: [{ day: own, nth: plan.nth }] })
  return ruleText({ ...monthly, numbers: { ...monthly.numbers, BYMONTHDAY: [start.day] } })
}

const everyOne = (day: Weekday): NthWeekday => ({ day, nth: 0 })

/** The plan of an event, for the form; `custom` unless the form would write the very same rule. */
export function planOfRule({ rule, when }: Pick<EventFacts, 'rule'> & { readonly when: When }): RulePlan {
  if (rule === '') return { kind: 'none' }
  const custom: RulePlan = { kind: 'custom', rule }
  const read = readRule(rule)
  if (!read.ok) return custom
  const plan = guess(read.value, when)
  if (plan === null) return custom
  // What a form cannot show must not get lost in it.
  const again = readRule(ruleOfPlan(plan, when))
  const open = (one: Rule): string =>
    ruleText({ ...one, until: null, weekStart: one.interval === 1 ? 'MO' : one.weekStart })
  return again.ok && open(again.value) === open(explicit(read.value, when)) ? plan : custom
}

/** The day that a rule leaves to its start, named. */
function explicit(rule: Rule, when: When): Rule {
  const start = plainOf(when.start)
  const own = WEEKDAYS[start.dayOfWeek - 1] ?? 'MO'
  if (rule.freq === 'WEEKLY') {
    const days = rule.byDay.length === 0 ? [own] : WEEKDAYS.filter((day) => rule.byDay.some((one) => one.day === day))
    return { ...rule, byDay: days.map(everyOne) }
  }
  if (rule.freq === 'MONTHLY' && rule.byDay.length === 0 && rule.numbers.BYMONTHDAY.length === 0)
    return { ...rule, numbers: { ...rule.numbers, BYMONTHDAY: [start.day] } }
  if (rule.freq !== 'YEARLY' || rule.byDay.length > 0) return rule
  const { BYMONTH, BYMONTHDAY } = rule.numbers
  const same = (list: readonly number[], own: number): boolean => list.length === 0 || `${list}` === `${own}`
  const plain =
    same(BYMONTH, start.month) && same(BYMONTHDAY, start.day) && !(BYMONTHDAY.length > 0 && BYMONTH.length === 0)
  return plain ? { ...rule, numbers: { ...rule.numbers, BYMONTH: [], BYMONTHDAY: [] } } : rule
}

function guess(rule: Rule, when: When): RulePlan | null {
  const repeats = { every: rule.interval, ends: endOf(rule, when) }
  const [single] = rule.byDay
  if (rule.freq === 'DAILY') return { kind: 'daily', ...repeats }
  if (rule.freq === 'YEARLY') return { kind: 'yearly', ...repeats }
  if (rule.freq === 'WEEKLY') {
    const days = explicit(rule, when).byDay.map(({ day }) => day)
    return { kind: 'weekly', days, ...repeats }
  }
  if (single === undefined) return { kind: 'monthly-day', ...repeats }
  return single.nth === 0 ? null : { kind: 'monthly-weekday', nth: single.nth, ...repeats }
}

function endOf(rule: Rule, when: When): RuleEnd {
  if (rule.count !== null) return { kind: 'after', count: rule.count }
  if (rule.until === null) return { kind: 'never' }
  return { kind: 'on', day: stampOf(lastWall(rule.until, isAllDay(when), when.zone), true) }
}

/**
 * How an event repeats, in a sentence without a full stop: "Every second Tuesday, until 3 March 2027". '' for one that does not. What
 * is too odd for words is called "Repeats by a rule of its own".
 */
export function recurrenceWords(
  facts: Pick<EventFacts, 'rule' | 'extra'> & { readonly when: When },
  locale = 'en-GB',
): string {
  const dates = facts.extra.length
  if (facts.rule === '') return dates === 0 ? '' : `On ${dates + 1} dates`
  const rule = readRule(facts.rule)
  const words = rule.ok ? wordsOf(rule.value, facts.when, locale) : null
  const more = dates === 0 ? '' : `, and on ${dates} further ${dates === 1 ? 'date' : 'dates'}`
  if (!rule.ok || words === null) return `Repeats by a rule of its own${more}`
  return `${words}${endWords(endOf(rule.value, facts.when), locale)}${more}`
}

function endWords(end: RuleEnd, locale: string): string {
  if (end.kind === 'never') return ''
  if (end.kind === 'on') return `, until ${dayWords(end.day, locale)}`
  return end.count === 1 ? ', once' : `, ${end.count} times`
}

function wordsOf(rule: Rule, when: When, locale: string): string | null {
  const full = explicit(rule, when)
  const { freq, byDay, numbers } = full
  const odd = (['BYYEARDAY', 'BYWEEKNO', 'BYSETPOS', 'BYHOUR', 'BYMINUTE', 'BYSECOND'] as const).some(
    (part) => numbers[part].length > 0,
  )
  if (odd) return null
  const start = plainOf(when.start)
  const inMonths =
    numbers.BYMONTH.length === 0 ? '' : ` in ${list(numbers.BYMONTH.map((one) => monthName(one, locale)))}`
  const days = (which: readonly NthWeekday[]): string => list(which.map(({ day }) => weekdayName(day, locale)))
  if (freq === 'WEEKLY') {
    const workdays = `${byDay.map(({ day }) => day)}` === 'MO,TU,WE,TH,FR'
    const named = workdays && full.interval === 1 ? 'weekday' : days(byDay)
    if (full.interval <= 2) return `Every ${full.interval === 2 ? 'second ' : ''}${named}${inMonths}`
    return `${every(full.interval, 'week')} on ${days(byDay)}${inMonths}`
  }
  if (freq === 'DAILY') {
    if (numbers.BYMONTHDAY.length > 0 || (byDay.length > 0 && full.interval > 1)) return null
    return byDay.length > 0 ? `Every ${days(byDay)}${inMonths}` : `${every(full.interval, 'day')}${inMonths}`
  }
  const on = onWords(full, locale)
  if (freq === 'MONTHLY') return on === null ? null : `${every(full.interval, 'month')} on ${on}${inMonths}`
  if (byDay.length === 0 && numbers.BYMONTH.length + numbers.BYMONTHDAY.length === 0)
    return `${every(full.interval, 'year')} on ${start.day} ${monthName(start.month, locale)}`
  return on === null || inMonths === '' ? null : `${every(full.interval, 'year')} on ${on}${inMonths}`
}

const every = (n: number, unit: string): string =>
  n === 1 ? `Every ${unit}` : n === 2 ? `Every second ${unit}` : `Every ${n} ${unit}s`

/** "the last Saturday", "day 15", "every Friday"; null for a mixture. */
function onWords({ byDay, numbers }: Rule, locale: string): string | null {
  if (byDay.length > 0 && numbers.BYMONTHDAY.length > 0) return null
  if (byDay.length === 0) {
    const named = numbers.BYMONTHDAY.map((day) => (day > 0 ? `day ${day}` : day === -1 ? 'the last day' : null))
    return named.length === 0 || named.includes(null) ? null : list(named.filter((one) => one !== null))
  }
  const named = byDay.map(({ day, nth }) => {
    const ordinal = ORDINALS[String(nth)]
    return ordinal === undefined ? null : `${ordinal} ${weekdayName(day, locale)}`
  })
  return named.includes(null) ? null : list(named.filter((one) => one !== null))
}

const ORDINALS: Readonly<Record<string, string>> = {
  '0': 'every',
  '1': 'the first',
  '2': 'the second',
  '3': 'the third',
  '4': 'the fourth',
  '5': 'the fifth',
  '-1': 'the last',
  '-2': 'the second-last',
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
