import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import type { EventFacts, EventStatus, OccurrenceChange } from '#shared/domain/eventFacts.ts'
import type { Hue } from '#shared/domain/hue.ts'
import { usual } from '#shared/domain/recurrence.ts'
import { readRule, ruleText } from '#shared/domain/recurrenceRule.ts'
import { instantOf, isAllDay, type When, wallIn } from '#shared/domain/when.ts'
import { isAllDayStamp, readStamp } from '#shared/domain/whenStamp.ts'
import type { JcalComponent, JcalProperty } from './icsJcal.ts'
import { withAccess } from './icsWords.ts'
import { zoneComponent } from './icsWriteZone.ts'

export interface IcsSource {
  /** Stable, and unique in the world. */
  readonly uid: string
  /** Grows with each change that others have to take note of. */
  readonly sequence: number
  readonly facts: EventFacts
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly updatedAt: number
  readonly hue?: Hue
  /** Whom to ask; a name, no address. */
  readonly contact?: string
}

/**
 * A calendar file that Outlook, Google and Apple read: every zone in use is described in it. Events without a date are
 * left out. @param now milliseconds since 1970 @param name of the calendar, '' for none
 */
export function writeIcs(events: readonly IcsSource[], now: number, name = ''): string {
  const dated = events.flatMap((event) => (event.facts.when === null ? [] : [{ event, when: event.facts.when }]))
  const properties: JcalProperty[] = [
    text('version', '2.0'),
    text('prodid', '-//Kith//Kith//EN'),
    text('calscale', 'GREGORIAN'),
    text('method', 'PUBLISH'),
    ...(name === '' ? [] : [other('x-wr-calname', name)]),
  ]
  const components = dated.flatMap(({ event, when }) => writeEvent(event, when, now))
  const zones = [...zonesOf(dated.map(({ event }) => event.facts))].map(([zone, years]) =>
    zoneComponent(zone, years.first, Math.max(years.last, yearOf(now)) + YEARS_AHEAD),
  )
  return folded(ICAL.stringify(['vcalendar', properties, [...zones, ...components]]))
}

/** The library lets continued lines have 76 octets; at most 75 are allowed. Characters stay whole. */
function folded(text: string): string {
  const lines = text.trimEnd().replaceAll('\r\n ', '').split('\r\n')
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}

const OCTETS = 75

function fold(line: string): string {
  let all = ''
  let room = OCTETS
  for (const character of line) {
    const point = character.codePointAt(0) ?? 0
    const octets = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    if (octets > room) {
      all += '\r\n '
      room = OCTETS - 1
    }
    all += character
    room -= octets
  }
  return all
}

/** How far the zones of an event without end are described where they follow no rule. */
const YEARS_AHEAD = 5

const yearOf = (ms: number): number => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO('UTC').year

const text = (name: string, value: string): JcalProperty => [name, {}, 'text', value]

/** Text under a name that the library does not know: it would write a type beside it, which not everybody reads. */
function other(name: string, value: string): JcalProperty {
  return [name, {}, 'unknown', value.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')]
}

/** The zones in use, with the years for which they have to be right. UTC needs no telling. */
function zonesOf(all: readonly EventFacts[]): Map<string, { first: number; last: number }> {
  const zones = new Map<string, { first: number; last: number }>()
  for (const { when, extra, changes } of all)
    for (const time of [when, ...[...changes.values()].map((change) => change.when)]) {
      if (!time?.zone || time.zone === 'UTC') continue
      const years = [time.start, time.end, ...extra].map((stamp) => Number(stamp.slice(0, 4)))
      const there = zones.get(time.zone) ?? { first: 9_999, last: 0 }
      zones.set(time.zone, { first: Math.min(there.first, ...years), last: Math.max(there.last, ...years) })
    }
  return zones
}

function writeEvent(event: IcsSource, when: When, now: number): JcalComponent[] {
  const { facts } = event
  const repeats: JcalProperty[] = []
  const rule = ruleFor(facts.rule, when)
  if (rule !== null) repeats.push(['rrule', {}, 'recur', ICAL.Recur.fromString(rule).toJSON()])
  if (facts.extra.length > 0) repeats.push(times('rdate', facts.extra, when.zone))
  if (facts.except.length > 0) repeats.push(times('exdate', facts.except, when.zone))
  const master: JcalComponent = ['vevent', [...common(event, facts, when, now), ...repeats], []]
  const changes = [...facts.changes].flatMap(([stamp, change]) => {
    if (readStamp(stamp) === null || isAllDayStamp(stamp) !== isAllDay(when)) return []
    return [writeChange(event, stamp, change, when, now)]
  })
  return [master, ...changes]
}

function writeChange(
  event: IcsSource,
  stamp: string,
  change: OccurrenceChange,
  when: When,
  now: number,
): JcalComponent {
  const time = change.when ?? usual(when, stamp)
  const id = times('recurrence-id', [stamp], when.zone)
  return ['vevent', [...common(event, { ...event.facts, ...change }, time, now), id], []]
}

function common(event: IcsSource, facts: EventFacts, when: When, now: number): JcalProperty[] {
  const optional = (name: string, value: string): JcalProperty[] => (value === '' ? [] : [text(name, value)])
  return [
    text('uid', event.uid),
    ['sequence', {}, 'integer', event.sequence],
    moment('dtstamp', now),
    moment('created', event.createdAt),
    moment('last-modified', event.updatedAt),
    times('dtstart', [when.start], when.zone),
    ...(when.end === when.start ? [] : [times('dtend', [when.end], when.zone)]),
    text('summary', facts.title),
    text('status', STATUS[facts.status]),
    ...optional('location', facts.place),
    ...optional('description', withAccess(facts.about, facts.access)),
    ...(facts.access === '' ? [] : [other('x-kith-access', facts.access)]),
    ...(facts.url === '' ? [] : ([['url', {}, 'uri', facts.url]] as JcalProperty[])),
    ...optional('contact', event.contact ?? ''),
    ...(event.hue === undefined ? [] : [other('color', COLOURS[event.hue])]),
  ]
}

const STATUS: Readonly<Record<EventStatus, string>> = {
  draft: 'TENTATIVE',
  confirmed: 'CONFIRMED',
  cancelled: 'CANCELLED',
}

/** Names of CSS, as RFC 7986 wants them; icsWords.ts knows them all. */
const COLOURS: Readonly<Record<Hue, string>> = {
  clay: 'tomato',
  honey: 'orange',
  moss: 'green',
  sea: 'teal',
  sky: 'blue',
  plum: 'purple',
  rose: 'pink',
}

function times(name: string, stamps: readonly string[], zone: string | null): JcalProperty {
  if (isAllDayStamp(stamps[0] ?? '')) return [name, {}, 'date', ...stamps]
  const values = stamps.filter((stamp) => !isAllDayStamp(stamp)).map((stamp) => full(stamp))
  if (zone === 'UTC') return [name, {}, 'date-time', ...values.map((value) => `${value}Z`)]
  return [name, zone === null ? {} : { tzid: zone }, 'date-time', ...values]
}

const full = (stamp: string): string => (stamp.length === 16 ? `${stamp}:00` : stamp)

function moment(name: string, ms: number): JcalProperty {
  const wall = wallIn(Temporal.Instant.fromEpochMilliseconds(Math.floor(ms / 1_000) * 1_000), 'UTC')
  return [name, {}, 'date-time', `${full(wall)}Z`]
}

/** UNTIL has to be told in UTC where the event has a zone, as a day where it has days, else by the clock. */
function ruleFor(rule: string, when: When): string | null {
  const read = readRule(rule)
  if (rule === '' || !read.ok) return null
  const { until } = read.value
  if (until === null) return ruleText(read.value)
  if (isAllDay(when)) return ruleText({ ...read.value, until: { stamp: until.stamp.slice(0, 10), utc: false } })
  const stamp = isAllDayStamp(until.stamp) ? `${until.stamp}T23:59:59` : until.stamp
  if (until.utc || when.zone === null) return ruleText({ ...read.value, until: { stamp, utc: when.zone !== null } })
  const last = wallIn(instantOf(readStamp(stamp) ?? when.start, when.zone), 'UTC')
  return ruleText({ ...read.value, until: { stamp: last, utc: true } })
}
