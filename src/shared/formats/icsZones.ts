import { Temporal } from 'temporal-polyfill'
import { findIana } from 'windows-iana'
import { expansionOf } from '#shared/domain/recurrenceExpand.ts'
import { readRule } from '#shared/domain/recurrenceRule.ts'
import { readZone } from '#shared/domain/when.ts'
import { plainOf } from '#shared/domain/whenStamp.ts'
import { propertiesOf, propertyOf, readTime, textIn } from './icsLine.ts'
import type { IcsComponent } from './icsText.ts'

/** How a zone of a file was found. `guessed` by its offsets, `fixed` as the offset that it has, `unknown` not at all. */
export type ZoneFound = 'named' | 'guessed' | 'fixed' | 'unknown'

export interface FoundZone {
  /** Null for floating. */
  readonly zone: string | null
  /** Minutes that are to be taken off first, where `zone` is UTC for want of a better one. */
  readonly minutes: number
  readonly how: ZoneFound
}

/** The zones that a file names, and what they are called here. */
export class ZoneBook {
  readonly #parts = new Map<string, IcsComponent>()
  /** Comparing with every zone there is takes a while. */
  #guesses = 0
  readonly #found = new Map<string, FoundZone>()
  /** The zone of the whole calendar, as Google says it. */
  readonly calendarZone: string | null

  constructor(calendar: IcsComponent) {
    for (const part of calendar.parts.filter(({ name }) => name === 'VTIMEZONE').slice(0, ZONES_MAX)) {
      const id = textIn(part, 'TZID')
      if (!this.#parts.has(id)) this.#parts.set(id, part)
    }
    this.calendarZone = byName(textIn(calendar, 'X-WR-TIMEZONE'))
  }

  /** @param name as in TZID @param year about which the zone has to be right */
  find(name: string, year: number): FoundZone {
    const key = `${name}|${year}`
    const there = this.#found.get(key)
    if (there !== undefined) return there
    const found = this.#search(name, year)
    if (this.#found.size < FOUND_MAX) this.#found.set(key, found)
    return found
  }

  #search(name: string, year: number): FoundZone {
    const part = this.#parts.get(name)
    const zone = byName(name) ?? (part === undefined ? null : byName(textIn(part, 'X-LIC-LOCATION')))
    if (zone !== null) return { zone, minutes: 0, how: 'named' }
    const offsets = part === undefined || ++this.#guesses > GUESSES_MAX ? null : offsetsIn(part, year)
    if (offsets === null) return { zone: this.calendarZone, minutes: 0, how: 'unknown' }
    const like = zoneLike(offsets)
    if (like !== null) return { zone: like, minutes: 0, how: 'guessed' }
    const minutes = offsets[0]?.minutes ?? 0
    const whole = minutes % 60 === 0 ? readZone(`Etc/GMT${minutes > 0 ? '-' : '+'}${Math.abs(minutes / 60)}`) : null
    return whole === null ? { zone: 'UTC', minutes, how: 'fixed' } : { zone: whole, minutes: 0, how: 'fixed' }
  }
}

const ZONES_MAX = 200
const FOUND_MAX = 2_000
const GUESSES_MAX = 100
const OBSERVANCES_MAX = 60

/** A zone of the list by its name, by what Windows calls it, or by the end of a longer name. */
function byName(name: string): string | null {
  const clean = name.trim().replace(/^"|"$/g, '')
  if (clean === '' || clean.length > 200) return null
  const windows = windowsZone(clean)
  if (windows !== null) return windows
  const parts = clean.split('/').filter((part) => part !== '')
  // "/freeassociation.sourceforge.net/Europe/Berlin", "/mozilla.org/20050126_1/America/Argentina/Ushuaia".
  for (const length of [parts.length, 3, 2]) {
    const zone = length <= parts.length ? readZone(parts.slice(-length).join('/')) : null
    if (zone !== null) return zone
  }
  return null
}

function windowsZone(name: string): string | null {
  for (const zone of findIana(name)) if (readZone(zone) !== null) return readZone(zone)
  return null
}

interface Offset {
  readonly at: Temporal.Instant
  readonly minutes: number
}

/** What a VTIMEZONE says of moments through two years; null if nothing can be made of it. */
function offsetsIn(part: IcsComponent, year: number): readonly Offset[] | null {
  const onsets = part.parts.slice(0, OBSERVANCES_MAX).flatMap((observance) => onsetsOf(observance, year))
  if (onsets.length === 0) return null
  onsets.sort((a, b) => Temporal.Instant.compare(a.at, b.at))
  const start = Temporal.PlainDateTime.from({ year, month: 1, day: 1 }).toZonedDateTime('UTC')
  return Array.from({ length: 2 * WEEKS }, (_, week) => {
    const at = start.add({ weeks: week }).toInstant()
    const onset = onsets.findLast((one) => Temporal.Instant.compare(one.at, at) <= 0)
    return { at, minutes: (onset ?? onsets[0])?.minutes ?? 0 }
  })
}

const WEEKS = 52

function onsetsOf(observance: IcsComponent, year: number): Offset[] {
  const from = offsetOf(textIn(observance, 'TZOFFSETFROM'))
  const minutes = offsetOf(textIn(observance, 'TZOFFSETTO'))
  const first = readTime(propertyOf(observance, 'DTSTART')?.raw ?? '', null)
  // Outlook's year 1601 is as good as any.
  if (minutes === null || first === null || first.allDay) return []
  const last = Temporal.PlainDateTime.from({ year: year + 2, month: 1, day: 1 })
  const early = Temporal.PlainDateTime.from({ year: year - 1, month: 1, day: 1 })
  const stamps = [first.stamp]
  for (const { raw } of propertiesOf(observance, 'RRULE').slice(0, 4)) {
    const rule = readRule(raw)
    if (rule.ok && rule.value.freq === 'YEARLY')
      stamps.push(...expansionOf(raw, first.stamp, null).between(early, last))
  }
  for (const { raw } of propertiesOf(observance, 'RDATE').slice(0, 300))
    stamps.push(
      ...raw
        .split(',')
        .slice(0, 300)
        .flatMap((one) => readTime(one, null)?.stamp ?? []),
    )
  return stamps.map((stamp) => ({ at: momentAt(stamp, from ?? minutes), minutes }))
}

function offsetOf(text: string): number | null {
  const [all, sign, hours, minutes] = /^([+-]?)(\d{2}):?(\d{2})(?::?\d{2})?$/.exec(text.trim()) ?? []
  if (all === undefined || Number(hours) > 18) return null
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** A wall time with an offset, as a moment. */
export function momentAt(stamp: string, minutes: number): Temporal.Instant {
  return plainOf(stamp).toZonedDateTime('UTC').subtract({ minutes }).toInstant()
}

/** Zones that are asked first, so that what is alike gets the name that most people know. */
const FIRST = [
  ...['UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'America/Chicago', 'America/Denver'],
  ...['America/Los_Angeles', 'Asia/Tokyo', 'Asia/Kolkata', 'Australia/Sydney', 'Europe/Athens', 'Europe/Moscow'],
]

function zoneLike(offsets: readonly Offset[]): string | null {
  return [...FIRST, ...Intl.supportedValuesOf('timeZone')].find((zone) => isLike(zone, offsets)) ?? null
}

function isLike(zone: string, offsets: readonly Offset[]): boolean {
  if (readZone(zone) === null) return false
  return offsets.every(({ at, minutes }) => at.toZonedDateTimeISO(zone).offsetNanoseconds === minutes * 60e9)
}
