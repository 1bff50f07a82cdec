import { Temporal } from 'temporal-polyfill'

/** When to tell of an event, by the clock of this computer. Moments are ms since 1970, as a clock gives them. */

/** Minutes of the day (0 to 1439); from ten in the evening until seven is { from: 1320, until: 420 }. The same twice: none. */
export interface QuietHours {
  readonly from: number
  readonly until: number
}

const MS_A_MINUTE = 60_000
/** A day has no hour: what is said ahead of it counts from nine in the morning. */
const ALL_DAY_FROM = Temporal.PlainTime.from('09:00')

const wallOf = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)

/** The moment that quiet hours end in which `at` lies; null when it lies in none. */
export function quietUntil(at: number, quiet: QuietHours | null, zone: string): number | null {
  if (quiet === null || quiet.from === quiet.until) return null
  const wall = wallOf(at, zone)
  const minute = wall.hour * 60 + wall.minute
  const overnight = quiet.from > quiet.until
  const late = minute >= quiet.from
  if (overnight ? !late && minute >= quiet.until : !late || minute >= quiet.until) return null
  const day = overnight && late ? wall.toPlainDate().add({ days: 1 }) : wall.toPlainDate()
  const clock = Temporal.PlainTime.from('00:00').add({ minutes: quiet.until })
  const end = day.toPlainDateTime(clock)
  const first = end.toZonedDateTime(zone).epochMilliseconds
  // Where clocks are put back, the end may come twice, and this be the hour between.
  return first > at ? first : end.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds
}

/** What a reminder counts from. @param start of the event */
export function countsFrom(start: number, allDay: boolean, zone: string): number {
  return allDay
    ? wallOf(start, zone).toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: ALL_DAY_FROM }).epochMilliseconds
    : start
}

/**
 * @param from as `countsFrom` gives it @param minutes before that
 * @returns when to tell: at that time, or when the quiet hours end in which it falls; null when the event has begun by then
 */
export function dueAt(from: number, minutes: number, quiet: QuietHours | null, zone: string): number | null {
  const due = Temporal.Instant.fromEpochMilliseconds(from).subtract({ minutes }).epochMilliseconds
  const end = quietUntil(due, quiet, zone)
  if (end === null) return due
  return end < from ? end : null
}

const count = (n: number, one: string) => `in ${n} ${one}${n === 1 ? '' : 's'}`

/** "begins in 1 hour", "begins tomorrow at 18:00", "is today", "has begun"; follows the name of an event. */
export function beginsWords(now: number, start: number, allDay: boolean, zone: string): string {
  const [here, there] = [wallOf(now, zone), wallOf(start, zone)]
  const days = here.toPlainDate().until(there.toPlainDate()).days
  if (allDay) return days <= 0 ? 'is today' : days === 1 ? 'is tomorrow' : `is ${count(days, 'day')}`
  if (start <= now) return 'has begun'
  const minutes = Math.round((start - now) / MS_A_MINUTE)
  if (minutes < 1) return 'begins now'
  if (minutes < 60) return `begins ${count(minutes, 'minute')}`
  if (minutes % 60 === 0 && minutes <= 12 * 60) return `begins ${count(minutes / 60, 'hour')}`
  const clock = there.toPlainTime().toString({ smallestUnit: 'minute' })
  if (days === 0) return `begins today at ${clock}`
  return days === 1 ? `begins tomorrow at ${clock}` : `begins ${count(days, 'day')} at ${clock}`
}
