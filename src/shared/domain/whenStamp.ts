import { Temporal } from 'temporal-polyfill'

/**
 * Stamps: days `YYYY-MM-DD` and wall times `YYYY-MM-DDTHH:MM` (`:SS` only if not zero). One moment has one form, so that
 * stamps are compared as texts and serve as keys.
 */
export const WHEN_LIMITS = {
  /** Years that may be written; Gregorian ones throughout. */
  firstYear: 1600,
  lastYear: 9_998,
  /** Days that one event may last. */
  days: 1_000,
} as const

const FORM = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?$/
const DAY_LENGTH = 10

/** Stamps are read over and over while a calendar is drawn. */
const known = new Map<string, Temporal.PlainDateTime>()
const KNOWN_MAX = 20_000

/** The value if it is a stamp, in its one form; null otherwise. */
export function readStamp(value: unknown): string | null {
  if (typeof value !== 'string') return null
  if (known.has(value)) return value
  return plainStamp(value) === value ? value : null
}

/** The same with seconds of zero taken away. */
export function plainStamp(value: string): string | null {
  if (!FORM.test(value)) return null
  const plain = parsed(value)
  if (plain === null || plain.year < WHEN_LIMITS.firstYear || plain.year > WHEN_LIMITS.lastYear) return null
  // Sixty seconds are read as 59 by the library: no stamp then.
  const stamp = stampOf(plain, isAllDayStamp(value))
  return value === stamp || value === `${stamp}:00` ? stamp : null
}

function parsed(value: string): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(value)
  } catch {
    return null
  }
}

export function isAllDayStamp(stamp: string): boolean {
  return stamp.length === DAY_LENGTH
}

/** A stamp as a wall time; a day as its midnight. For checked stamps only. */
export function plainOf(stamp: string): Temporal.PlainDateTime {
  const there = known.get(stamp)
  if (there !== undefined) return there
  const plain = Temporal.PlainDateTime.from(stamp)
  if (known.size >= KNOWN_MAX) known.clear()
  known.set(stamp, plain)
  return plain
}

/** @param allDay whether the day alone is meant */
export function stampOf(plain: Temporal.PlainDateTime, allDay: boolean): string {
  const text = plain.toString({ smallestUnit: 'second' })
  if (allDay) return text.slice(0, DAY_LENGTH)
  return text.endsWith(':00') ? text.slice(0, -3) : text
}

const ZONE_FORM = /^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/
const zones = new Map<string, string | null>()
const ZONES_MAX = 2_000

/** The name if it is a zone that this computer knows, written the way it is in the list of zones; null otherwise. */
export function readZone(value: unknown): string | null {
  if (typeof value !== 'string' || !ZONE_FORM.test(value)) return null
  const there = zones.get(value)
  if (there !== undefined) return there
  if (zones.size >= ZONES_MAX) zones.clear()
  const zone = zoneNamed(value)
  zones.set(value, zone)
  return zone
}

function zoneNamed(name: string): string | null {
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId
  } catch {
    return null
  }
}

/** Whether two names mean one zone, such as Asia/Calcutta and Asia/Kolkata. */
export function sameZone(a: string, b: string): boolean {
  if (a === b) return true
  const [one, other] = [readZone(a), readZone(b)]
  if (one === null || other === null) return false
  return new Temporal.ZonedDateTime(0n, one).equals(new Temporal.ZonedDateTime(0n, other))
}
