import { Temporal } from 'temporal-polyfill'
import { WEEKDAYS, type Weekday } from './recurrenceRule.ts'
import { endInstant, inZone, isAllDay, sameZone, startInstant, type When } from './when.ts'
import { plainOf, stampOf } from './whenStamp.ts'

/** Days and times in words. What is shown is always a wall time, so the formatters are told nothing of zones. */

const formatters = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions, locale: string): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const there = formatters.get(key)
  if (there !== undefined) return there
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  formatters.set(key, made)
  return made
}

const DAY = { day: 'numeric', month: 'long', year: 'numeric' } as const
const LONG_DAY = { ...DAY, weekday: 'long' } as const
const TIME = { hour: '2-digit', minute: '2-digit' } as const

const shown = (stamp: string): number => plainOf(stamp).toZonedDateTime('UTC').epochMilliseconds

/** "3 March 2027" */
export function dayWords(stamp: string, locale = 'en-GB'): string {
  return format(DAY, locale).format(shown(stamp))
}

/** "Saturday 28 November 2026" */
export function longDayWords(stamp: string, locale = 'en-GB'): string {
  return format(LONG_DAY, locale).format(shown(stamp))
}

/** "10:00"; '' for a day. */
export function clockWords(stamp: string, locale = 'en-GB'): string {
  return stamp.includes('T') ? format(TIME, locale).format(shown(stamp)) : ''
}

export function weekdayName(day: Weekday, locale = 'en-GB'): string {
  // 2024 began on a Monday.
  const date = Temporal.PlainDate.from({ year: 2024, month: 1, day: 1 }).add({ days: WEEKDAYS.indexOf(day) })
  return format({ weekday: 'long' }, locale).format(shown(date.toString()))
}

export function monthName(month: number, locale = 'en-GB'): string {
  return format({ month: 'long' }, locale).format(shown(`2024-${String(month).padStart(2, '0')}-01`))
}

/**
 * "Saturday 28 November 2026, 10:00–15:00"; where it is told in another zone than the viewer's, that is named, and if the
 * viewer's clock shows something else, so is that: "… (America/New_York), 16:00–21:00 your time".
 */
export function whenWords(when: When, viewerZone: string, locale = 'en-GB'): string {
  const text = spanWords(when, locale)
  if (when.zone === null || sameZone(when.zone, viewerZone)) return text
  const yours = inZone(when, viewerZone)
  if (yours.start === when.start && yours.end === when.end) return `${text} (${when.zone})`
  return `${text} (${when.zone}), ${yourWords(when, yours, locale)} your time`
}

/** The day is named again only where it is another one. */
function yourWords(when: When, yours: When, locale: string): string {
  const day = (stamp: string): string => stamp.slice(0, 10)
  const sameDays = day(when.start) === day(yours.start) && day(yours.start) === day(yours.end)
  if (!sameDays) return spanWords(yours, locale)
  const [from, to] = [clockWords(yours.start, locale), clockWords(yours.end, locale)]
  return yours.start === yours.end ? from : `${from}–${to}`
}

function spanWords(when: When, locale: string): string {
  const { start } = when
  // The day on which it is last going on: the end is the day after, or a time.
  const end = isAllDay(when) ? stampOf(plainOf(when.end).subtract({ days: 1 }), true) : when.end
  const sameDay = start.slice(0, 10) === end.slice(0, 10)
  if (isAllDay(when))
    return sameDay ? longDayWords(start, locale) : `${longDayWords(start, locale)} – ${longDayWords(end, locale)}`
  const [from, to] = [clockWords(start, locale), clockWords(end, locale)]
  if (start === end) return `${longDayWords(start, locale)}, ${from}`
  if (sameDay) return `${longDayWords(start, locale)}, ${from}–${to}`
  return `${longDayWords(start, locale)}, ${from} – ${longDayWords(end, locale)}, ${to}`
}

/**
 * How far off: "Now", "In 20 minutes", "Today", "Tomorrow", "In 6 days", "3 weeks ago". Days are counted by the viewer's
 * calendar, not in spans of 24 hours.
 */
export function distanceWords(when: When, now: Temporal.Instant, viewerZone: string, locale = 'en-GB'): string {
  const [start, end] = [startInstant(when, viewerZone), endInstant(when, viewerZone)]
  const begun = Temporal.Instant.compare(start, now) <= 0
  if (begun && Temporal.Instant.compare(end, now) > 0) return isAllDay(when) ? 'Today' : 'Now'
  const day = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO(viewerZone).toPlainDate()
  const days = day(now).until(day(start)).days
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (days === 0 && !isAllDay(when)) {
    const minutes = Math.round(now.until(start).total('minutes'))
    if (Math.abs(minutes) < 60) return capital(relative.format(minutes, 'minute'))
    return capital(relative.format(Math.round(minutes / 60), 'hour'))
  }
  if (Math.abs(days) < 14) return capital(relative.format(days, 'day'))
  if (Math.abs(days) < 60) return capital(relative.format(Math.trunc(days / 7), 'week'))
  const months = day(now).until(day(start), { largestUnit: 'month' }).months
  const years = day(now).until(day(start), { largestUnit: 'year' }).years
  return capital(years === 0 ? relative.format(months, 'month') : relative.format(years, 'year'))
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)
