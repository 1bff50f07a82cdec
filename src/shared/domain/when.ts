import { Temporal } from 'temporal-polyfill'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import { fieldOf } from './value.ts'
import { isAllDayStamp, plainOf, plainStamp, readStamp, readZone, stampOf, WHEN_LIMITS } from './whenStamp.ts'

export { readStamp, readZone, sameZone } from './whenStamp.ts'

/**
 * When something is, by the clock on the wall of its place, so that it stays at seven whatever happens to summer time.
 * Timed: `start` and `end` are `YYYY-MM-DDTHH:MM` (`:SS` only if not zero) in `zone`, an IANA name, or null for the
 * time of whoever looks ("floating"). All day: both are `YYYY-MM-DD`, `end` is the day after the last, `zone` is null.
 */
export interface When {
  readonly start: string
  readonly end: string
  readonly zone: string | null
}

/** What somebody wrote, as a when if it is one in the form above; null otherwise. */
export function readWhen(value: unknown): When | null {
  const start = readStamp(fieldOf(value, 'start'))
  const end = readStamp(fieldOf(value, 'end'))
  const named = fieldOf(value, 'zone') ?? null
  if (start === null || end === null) return null
  const zone = named === null ? null : readZone(named)
  if (named !== null && zone === null) return null
  const when = { start, end, zone }
  return problemOf(when) === null ? when : null
}

/**
 * The same, tidied (seconds of zero fall away), for what a form or a file gives.
 * Errors: `when.invalid` (no such day or time, or a year out of range), `when.zone`, `when.order`, `when.too-long`.
 */
export function checkWhen(value: When): Result<When> {
  const start = plainStamp(value.start)
  const end = plainStamp(value.end)
  if (start === null || end === null) return fail('when.invalid')
  const zone = value.zone === null ? null : readZone(value.zone)
  if (value.zone !== null && zone === null) return fail('when.zone')
  const when = { start, end, zone }
  const problem = problemOf(when)
  return problem === null ? ok<When>(when) : fail(problem)
}

function problemOf(when: When): 'when.invalid' | 'when.order' | 'when.too-long' | null {
  const allDay = isAllDayStamp(when.start)
  if (allDay !== isAllDayStamp(when.end) || (allDay && when.zone !== null)) return 'when.invalid'
  // Both have one form and four digits of year, so that they compare as texts; only seconds may be left out.
  if (allDay ? when.end <= when.start : when.end < when.start) return 'when.order'
  const days = plainOf(when.start).toPlainDate().until(plainOf(when.end)).days
  return days > WHEN_LIMITS.days ? 'when.too-long' : null
}

export function isAllDay(when: When): boolean {
  return isAllDayStamp(when.start)
}

/** Wall time as an instant. A time that summer time skips is taken as far after the gap; of two, the first is meant. */
export function instantOf(stamp: string, zone: string): Temporal.Instant {
  return plainOf(stamp).toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant()
}

/** Floating and all-day times are those of the viewer. */
export function startInstant(when: When, viewerZone: string): Temporal.Instant {
  return instantOf(when.start, when.zone ?? viewerZone)
}

/** Never before the start, which a change of summer time between the two could otherwise bring about. */
export function endInstant(when: When, viewerZone: string): Temporal.Instant {
  const start = startInstant(when, viewerZone)
  const end = instantOf(when.end, when.zone ?? viewerZone)
  return Temporal.Instant.compare(end, start) < 0 ? start : end
}

/** Minutes that really pass, rounded down; a day of 25 hours has 1,500. */
export function lengthMinutes(when: When, viewerZone: string): number {
  const passed = startInstant(when, viewerZone).until(endInstant(when, viewerZone))
  return Math.floor(passed.total('minutes'))
}

/** Whether both are going on at one moment. What only touches does not overlap; what has no length overlaps where it stands. */
export function overlaps(a: When, b: When, viewerZone: string): boolean {
  const from = [startInstant(a, viewerZone), startInstant(b, viewerZone)] as const
  const to = [endInstant(a, viewerZone), endInstant(b, viewerZone)] as const
  if (from[0].equals(from[1])) return true
  return Temporal.Instant.compare(from[0], to[1]) < 0 && Temporal.Instant.compare(from[1], to[0]) < 0
}

/** By the clock on the wall: three in the afternoon stays that, whatever happens to summer time. Minutes count for timed ones only. */
export function moveWhen(when: When, by: { readonly days?: number; readonly minutes?: number }): Result<When> {
  const minutes = isAllDay(when) ? 0 : (by.minutes ?? 0)
  const days = by.days ?? 0
  if (![days, minutes].every((n) => Number.isInteger(n) && Math.abs(n) < 1e8)) return fail('when.invalid')
  return moveTo(when, plainOf(when.start).add({ days, minutes }))
}

/**
 * The same length from another start (a stamp). Put on a day without a time, a timed one becomes all day and takes as many
 * days as it touched; put at a time, an all-day one takes an hour.
 */
export function shiftTo(when: When, start: string): Result<When> {
  const stamp = plainStamp(start)
  if (stamp === null) return fail('when.invalid')
  if (isAllDayStamp(stamp) === isAllDay(when)) return moveTo(when, plainOf(stamp))
  const from = plainOf(stamp)
  if (!isAllDayStamp(stamp)) return checkWhen({ start: stamp, end: stampOf(from.add({ hours: 1 }), false), zone: null })
  const last = plainOf(when.end).subtract(when.end > when.start ? { seconds: 1 } : {})
  const days = plainOf(when.start).toPlainDate().until(last.toPlainDate()).days + 1
  return checkWhen({ start: stamp, end: stampOf(from.add({ days }), true), zone: null })
}

function moveTo(when: When, start: Temporal.PlainDateTime): Result<When> {
  const length = plainOf(when.start).until(plainOf(when.end))
  const allDay = isAllDay(when)
  return checkWhen({ start: stampOf(start, allDay), end: stampOf(start.add(length), allDay), zone: when.zone })
}

/** The same moments by the clocks of another zone; all-day and floating ones stay as they are. */
export function inZone(when: When, zone: string): When {
  if (when.zone === null || when.zone === zone) return when
  return { start: wallIn(instantOf(when.start, when.zone), zone), end: wallIn(endInstant(when, zone), zone), zone }
}

/** What the clocks of a zone show at that moment, as a stamp. */
export function wallIn(instant: Temporal.Instant, zone: string): string {
  return stampOf(instant.toZonedDateTimeISO(zone).toPlainDateTime(), false)
}
