import { Temporal } from 'temporal-polyfill'
import { minutesFrom } from '#shared/domain/event/moment.ts'
import type { When } from '#shared/domain/when.ts'

const HALF_A_DAY = 720
const DAY = 1440

/**
 * How many minutes after an event begins it is so late, on one of its days. An hour that lies more than half a day before
 * the beginning is meant for the night after: one o'clock at a party that begins at eight.
 * @param day 0 for the day on which the event begins @param clock `HH:MM` @returns below 0 before the event begins; null
 * for what is no time
 */
export function minutesAt(when: When, day: number, clock: string): number | null {
  try {
    const date = Temporal.PlainDate.from(when.start.slice(0, 10)).add({ days: day })
    const minutes = minutesFrom(when, day, `${date}T${Temporal.PlainTime.from(clock)}`)
    return minutes < -HALF_A_DAY ? minutes + DAY : minutes
  } catch {
    return null
  }
}

/** The time on the wall so many minutes after an event begins, `HH:MM`. */
export function clockAt(when: When, minutes: number): string {
  const start = Temporal.PlainDateTime.from(when.start)
  return start.add({ minutes }).toPlainTime().toString({ smallestUnit: 'minute' })
}

/** What hours are shown for an event without a date: as if it began at ten. */
export const SOME_DAY: When = { start: '2000-01-01T10:00', end: '2000-01-01T18:00', zone: 'UTC' }

/** The time on the wall at a moment, `HH:MM`. */
export const clockWords = (at: Temporal.Instant, zone: string): string =>
  at.toZonedDateTimeISO(zone).toLocaleString('en-GB', { hour: '2-digit', minute: '2-digit' })
