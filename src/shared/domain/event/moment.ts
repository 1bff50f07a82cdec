import type { Temporal } from 'temporal-polyfill'
import { instantOf, startInstant, type When } from '../when.ts'
import { plainOf, stampOf } from '../whenStamp.ts'

/**
 * A moment of a plan, given by day (0: the one on which the event begins) and minutes from the time at which the event begins. By the
 * clock on the wall: setting up at eight stays that, whatever happens to summer time, and all moves with the event.
 */
export function momentOf(when: When, day: number, minutes: number, viewerZone: string): Temporal.Instant {
  if (day === 0 && minutes === 0) return startInstant(when, viewerZone)
  const wall = plainOf(when.start).add({ days: day }).add({ minutes })
  return instantOf(stampOf(wall, false), when.zone ?? viewerZone)
}

/** The minutes that lie between two wall times of an event, for a form that shows times: the opposite of `momentOf`. @param wall a stamp with a time */
export function minutesFrom(when: When, day: number, wall: string): number {
  const from = plainOf(when.start).add({ days: day })
  return Math.round(from.until(plainOf(wall), { largestUnit: 'minute' }).total('minutes'))
}

export const minutesBetween = (from: Temporal.Instant, to: Temporal.Instant): number => from.until(to).total('minutes')

export const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant =>
  a.epochMilliseconds >= b.epochMilliseconds ? a : b
