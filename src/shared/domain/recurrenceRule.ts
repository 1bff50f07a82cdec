import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import { plainStamp } from './whenStamp.ts'

/** Recurrence rules of RFC 5545 (3.3.10) as values: read, checked, written in one form. */

export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof FREQUENCIES)[number]
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** A weekday, every one of the period (nth 0) or the nth of it, from its end if negative. */
export interface NthWeekday {
  readonly day: Weekday
  readonly nth: number
}

export interface Rule {
  readonly freq: Frequency
  readonly interval: number
  /** How many times, or null. Never beside `until`. */
  readonly count: number | null
  /** The last moment at which an occurrence may begin, or null. */
  readonly until: Until | null
  readonly byDay: readonly NthWeekday[]
  readonly numbers: Readonly<Record<NumberPart, readonly number[]>>
  readonly weekStart: Weekday
}

/** A stamp, by the clock of the event or, `utc`, by that of Greenwich. A day without a time is meant as a whole. */
export interface Until {
  readonly stamp: string
  readonly utc: boolean
}

export const RULE_LIMITS = { length: 500, count: 1_000, interval: 1_000, perDay: 12 } as const

const PARTS = {
  BYSECOND: [0, 59],
  BYMINUTE: [0, 59],
  BYHOUR: [0, 23],
  BYMONTHDAY: [1, 31],
  BYYEARDAY: [1, 366],
  BYWEEKNO: [1, 53],
  BYMONTH: [1, 12],
  BYSETPOS: [1, 366],
} as const
export type NumberPart = keyof typeof PARTS
const NUMBER_PARTS = Object.keys(PARTS) as NumberPart[]
const FROM_END = new Set<string>(['BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYSETPOS'])
/** What those who write rules of other calendars may name, and nobody has to understand. */
const FOREIGN = /^X-/

/**
 * Reads the value of an RRULE. Errors: `rule.invalid`; `rule.too-often` for what repeats by the hour or faster, more
 * than 1,000 times, or at more than 12 times of one day; `rule.never`
 * for a place in its period (BYSETPOS) that no period has.
 */
export function readRule(text: string): Result<Rule> {
  if (text.length > RULE_LIMITS.length) return fail('rule.invalid', { max: RULE_LIMITS.length, length: text.length })
  const parts = partsOf(text)
  if (parts === null) return fail('rule.invalid')
  const freq = FREQUENCIES.find((name) => name === parts.get('FREQ'))
  if (freq === undefined)
    return fail(/^(?:SECOND|MINUTE|HOUR)LY$/.test(parts.get('FREQ') ?? '') ? 'rule.too-often' : 'rule.invalid')
  const interval = wholeNumber(parts.get('INTERVAL') ?? '1', 1, RULE_LIMITS.interval)
  const counted = parts.get('COUNT')
  if (counted !== undefined && /^\d{4,}$/.test(counted) && Number(counted) > RULE_LIMITS.count)
    return fail('rule.too-often', { max: RULE_LIMITS.count })
  const count = counted === undefined ? null : wholeNumber(counted, 1, RULE_LIMITS.count)
  const ends = parts.get('UNTIL')
  const until = ends === undefined ? null : readUntil(ends)
  const byDay = readDays(parts.get('BYDAY'))
  const weekStart = WEEKDAYS.find((day) => day === (parts.get('WKST') ?? 'MO'))
  const numbers = readNumbers(parts)
  if (interval === null || byDay === null || numbers === null || weekStart === undefined) return fail('rule.invalid')
  if ((counted !== undefined && count === null) || (ends !== undefined && until === null)) return fail('rule.invalid')
  if (count !== null && until !== null) return fail('rule.invalid')
  const rule = { freq, interval, count, until, byDay, numbers, weekStart }
  if (timesPerDay(rule) > RULE_LIMITS.perDay) return fail('rule.too-often', { max: RULE_LIMITS.perDay })
  if (!isLawful(rule)) return fail('rule.invalid')
  return hasPosition(rule) ? ok<Rule>(rule) : fail('rule.never')
}

function partsOf(text: string): Map<string, string> | null {
  const parts = new Map<string, string>()
  for (const part of text.trim().replace(/;$/, '').split(';')) {
    const [name = '', value = '', more] = part.toUpperCase().split('=')
    if (FOREIGN.test(name)) continue
    const isKnown = /^(?:FREQ|INTERVAL|COUNT|UNTIL|BYDAY|WKST)$/.test(name) || Object.hasOwn(PARTS, name)
    if (!isKnown || value === '' || more !== undefined || parts.has(name)) return null
    parts.set(name, value)
  }
  return parts
}

function wholeNumber(text: string, min: number, max: number): number | null {
  const number = /^\+?\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  return number >= min && number <= max ? number : null
}

const UNTIL_FORM = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/

function readUntil(text: string): Until | null {
  const [all, year, month, day, hour, minute, second, utc] = UNTIL_FORM.exec(text) ?? []
  if (all === undefined) return null
  const date = `${year}-${month}-${day}`
  const stamp = plainStamp(hour === undefined ? date : `${date}T${hour}:${minute}:${second}`)
  return stamp === null ? null : { stamp, utc: utc === 'Z' }
}

function readDays(text: string | undefined): readonly NthWeekday[] | null {
  const days: NthWeekday[] = []
  for (const item of text?.split(',') ?? []) {
    const [, nth, name] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item) ?? []
    const day = WEEKDAYS.find((one) => one === name)
    const number = nth === undefined ? 0 : Number(nth)
    if (day === undefined || Math.abs(number) > 53 || (nth !== undefined && number === 0)) return null
    if (!days.some((other) => other.day === day && other.nth === number)) days.push({ day, nth: number })
  }
  return days
}

function readNumbers(parts: ReadonlyMap<string, string>): Record<NumberPart, readonly number[]> | null {
  const numbers = {} as Record<NumberPart, readonly number[]>
  for (const name of NUMBER_PARTS) {
    const [min, max] = PARTS[name]
    const found = new Set<number>()
    for (const item of parts.get(name)?.split(',') ?? []) {
      const size = wholeNumber(item.replace(/^-/, ''), min, max)
      if (size === null || (item.startsWith('-') && !FROM_END.has(name))) return null
      found.add(item.startsWith('-') ? -size : size)
    }
    numbers[name] = [...found].sort((a, b) => a - b)
  }
  return numbers
}

function timesPerDay({ numbers }: Rule): number {
  const several = (part: NumberPart): number => Math.max(1, numbers[part].length)
  return several('BYHOUR') * several('BYMINUTE') * several('BYSECOND')
}

/** What RFC 5545 does not let stand together. */
function isLawful({ freq, byDay, numbers }: Rule): boolean {
  const has = (part: NumberPart): boolean => numbers[part].length > 0
  const nth = byDay.some((day) => day.nth !== 0)
  if (nth && (freq === 'DAILY' || freq === 'WEEKLY' || (freq === 'YEARLY' && has('BYWEEKNO')))) return false
  if (has('BYWEEKNO') && freq !== 'YEARLY') return false
  if (has('BYYEARDAY') && freq !== 'YEARLY') return false
  if (has('BYMONTHDAY') && freq === 'WEEKLY') return false
  return !has('BYSETPOS') || byDay.length > 0 || NUMBER_PARTS.some((part) => part !== 'BYSETPOS' && has(part))
}

/** Whether some period is long enough for one of the places that BYSETPOS names. */
function hasPosition(rule: Rule): boolean {
  const { freq, byDay, numbers } = rule
  if (numbers.BYSETPOS.length === 0) return true
  const days = { DAILY: 1, WEEKLY: Math.max(1, byDay.length), MONTHLY: 31, YEARLY: 366 }[freq]
  const wanted = freq === 'YEARLY' && numbers.BYYEARDAY.length > 0 ? numbers.BYYEARDAY.length : days
  const most = Math.min(days, wanted) * timesPerDay(rule)
  return numbers.BYSETPOS.some((place) => Math.abs(place) <= most)
}

/** The value of an RRULE: parts in one order, nothing that says the usual. */
export function ruleText(rule: Rule): string {
  const parts = [`FREQ=${rule.freq}`]
  if (rule.until !== null) parts.push(`UNTIL=${untilText(rule.until)}`)
  if (rule.count !== null) parts.push(`COUNT=${rule.count}`)
  if (rule.interval !== 1) parts.push(`INTERVAL=${rule.interval}`)
  for (const name of NUMBER_PARTS.filter((part) => part !== 'BYSETPOS' && rule.numbers[part].length > 0))
    parts.push(`${name}=${rule.numbers[name].join(',')}`)
  if (rule.byDay.length > 0) parts.push(`BYDAY=${rule.byDay.map(({ day, nth }) => `${nth || ''}${day}`).join(',')}`)
  if (rule.numbers.BYSETPOS.length > 0) parts.push(`BYSETPOS=${rule.numbers.BYSETPOS.join(',')}`)
  if (rule.weekStart !== 'MO') parts.push(`WKST=${rule.weekStart}`)
  return parts.join(';')
}

function untilText({ stamp, utc }: Until): string {
  const compact = stamp.replace(/[-:]/g, '')
  return `${compact}${compact.length === 13 ? '00' : ''}${utc ? 'Z' : ''}`
}

/** A rule that says `freq` and nothing else, to build on. */
export function plainRule(freq: Frequency): Rule {
  const numbers = Object.fromEntries(NUMBER_PARTS.map((part) => [part, []])) as unknown as Rule['numbers']
  return { freq, interval: 1, count: null, until: null, byDay: [], numbers, weekStart: 'MO' }
}
