import { Temporal } from 'temporal-polyfill'
import { inZone, isAllDay, type When } from '#shared/domain/when.ts'

const LOCALE = 'en-GB'

/** `November 2026` @param month `YYYY-MM` */
export const monthWords = (month: string): string =>
  Temporal.PlainDate.from(`${month}-01`).toLocaleString(LOCALE, { month: 'long', year: 'numeric' })

/** `23–29 November 2026`, `30 November – 6 December 2026`. @param day of a week that begins on Monday, `YYYY-MM-DD` */
export function weekWords(day: string): string {
  const date = Temporal.PlainDate.from(day)
  const first = date.subtract({ days: date.dayOfWeek - 1 })
  const last = first.add({ days: 6 })
  const words = (at: Temporal.PlainDate, options: Intl.DateTimeFormatOptions) => at.toLocaleString(LOCALE, options)
  const [dayOnly, month, year] = [{ day: 'numeric' }, { month: 'long' }, { year: 'numeric' }] as const
  const whole = words(last, { ...dayOnly, ...month, ...year })
  if (first.month === last.month) return `${words(first, dayOnly)}–${whole}`
  return `${words(first, first.year === last.year ? { ...dayOnly, ...month } : { ...dayOnly, ...month, ...year })} – ${whole}`
}

/** The first day of something, by the clock of `zone`, in pieces. */
export function dayParts(when: When, zone: string) {
  const date = Temporal.PlainDate.from(inZone(when, zone).start.slice(0, 10))
  return {
    iso: date.toString(),
    day: String(date.day),
    weekday: date.toLocaleString(LOCALE, { weekday: 'short' }),
  }
}

/** `10:00–15:00`, `All day`, `28 Nov 20:00 – 29 Nov 02:00`, `to 30 Nov`. */
export function hoursWords(when: When, zone: string): string {
  const here = inZone(when, zone)
  const [start, end] = [Temporal.PlainDateTime.from(here.start), Temporal.PlainDateTime.from(here.end)]
  const day = (at: Temporal.PlainDateTime) => at.toLocaleString(LOCALE, { day: 'numeric', month: 'short' })
  const clock = (at: Temporal.PlainDateTime) => at.toLocaleString(LOCALE, { hour: '2-digit', minute: '2-digit' })
  if (isAllDay(when)) {
    const last = end.subtract({ days: 1 })
    return last.toPlainDate().equals(start.toPlainDate()) ? 'All day' : `All day, to ${day(last)}`
  }
  if (start.toPlainDate().equals(end.toPlainDate())) return `${clock(start)}–${clock(end)}`
  return `${clock(start)} – ${day(end)} ${clock(end)}`
}
