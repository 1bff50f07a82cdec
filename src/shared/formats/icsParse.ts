import type { Result } from '#shared/domain/errors.ts'
import { fail, ok } from '#shared/domain/errors.ts'
import { EVENT_LIMITS } from '#shared/domain/eventFacts.ts'
import { fingerprint } from '#shared/domain/fingerprint.ts'
import { cut, oneLine } from '#shared/domain/value.ts'
import { type IcsEvent, type IcsFile, IcsLosses } from './icsFile.ts'
import { propertiesOf, propertyOf, textIn } from './icsLine.ts'
import { Reading } from './icsSeries.ts'
import { type IcsComponent, readComponents, textOfBytes } from './icsText.ts'
import { ZoneBook } from './icsZones.ts'

/**
 * Reads a calendar file (RFC 5545). Pure: nothing is fetched, nothing is written, nothing throws. Errors:
 * `import.too-large`, `import.too-deep`, `import.not-a-calendar`, `import.too-many` (detail: what), `import.too-often`.
 */
export function parseIcs(source: string | Uint8Array): Result<IcsFile> {
  const text = typeof source === 'string' ? ok(source) : textOfBytes(source)
  if (!text.ok) return text
  const calendars = readComponents(text.value)
  if (!calendars.ok) return calendars
  if (calendars.value.some(isBomb)) return fail('import.too-often')
  for (const event of calendars.value.flatMap(({ parts }) => parts))
    for (const name of ['EXDATE', 'RDATE']) {
      const dates = propertiesOf(event, name).reduce((sum, { raw }) => sum + raw.split(',').length, 0)
      if (dates > 5 * EVENT_LIMITS.dates) return fail('import.too-many', { what: 'dates', max: EVENT_LIMITS.dates })
    }
  const losses = new IcsLosses()
  const events = calendars.value.flatMap((calendar) => eventsOf(calendar, losses))
  const name = oneLine(textIn(calendars.value[0] ?? NOTHING, 'X-WR-CALNAME'))
  return ok<IcsFile>({ name: cut(name, EVENT_LIMITS.title), events: once(events, losses), losses: losses.list() })
}

const NOTHING: IcsComponent = { name: '', lines: [], parts: [] }

/** What no calendar has: repeating by the second or minute, or a hundred thousand times. */
function isBomb(component: IcsComponent): boolean {
  const rules = component.lines.filter(({ name }) => name === 'RRULE' || name === 'EXRULE')
  return rules.some(({ text }) => BOMB.test(text)) || component.parts.some(isBomb)
}

const BOMB = /FREQ=(?:SECOND|MINUTE)LY|COUNT=0*[1-9]\d{5}/i

function eventsOf(calendar: IcsComponent, losses: IcsLosses): IcsEvent[] {
  const reading = new Reading(new ZoneBook(calendar), losses)
  const groups = new Map<string, IcsComponent[]>()
  for (const part of calendar.parts) {
    if (part.name === 'VTODO') losses.add('tasks')
    if (part.name === 'VJOURNAL') losses.add('journals')
    if (part.name === 'VFREEBUSY') losses.add('free-busy')
    if (part.name !== 'VEVENT') continue
    losses.add('alarms', part.parts.filter(({ name }) => name === 'VALARM').length)
    losses.add('people', part.lines.filter(({ name }) => name === 'ATTENDEE').length)
    losses.add('attachments', part.lines.filter(({ name }) => name === 'ATTACH').length)
    const uid = uidOf(part)
    const group = groups.get(uid)
    if (group === undefined) groups.set(uid, [part])
    else group.push(part)
  }
  return [...groups].flatMap(([uid, parts]) => ofOneId(uid, parts, reading, losses))
}

/** The id of an event; made from what it says where it has none, so that it is found again at the next import. */
function uidOf(event: IcsComponent): string {
  const uid = cut(oneLine(textIn(event, 'UID')), UID_MAX)
  if (uid !== '') return uid
  return `${fingerprint(`${textIn(event, 'SUMMARY')}\n${propertyOf(event, 'DTSTART')?.raw ?? ''}`)}@without-uid`
}

const UID_MAX = 400

const sequenceOf = (event: IcsComponent): number => {
  const text = propertyOf(event, 'SEQUENCE')?.raw ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}

/** An event, or a series with changes to single dates; changes without their series become events of their own. */
function ofOneId(uid: string, parts: readonly IcsComponent[], reading: Reading, losses: IcsLosses): IcsEvent[] {
  const masters = parts.filter((part) => propertyOf(part, 'RECURRENCE-ID') === null)
  const changes = parts.filter((part) => propertyOf(part, 'RECURRENCE-ID') !== null)
  losses.add('doubles', Math.max(0, masters.length - 1))
  const master = masters.reduce<IcsComponent | null>(
    (best, one) => (best === null || sequenceOf(one) >= sequenceOf(best) ? one : best),
    null,
  )
  if (master === null)
    return changes.flatMap((part) =>
      reading.single(`${uid}/${propertyOf(part, 'RECURRENCE-ID')?.raw ?? ''}`, part, sequenceOf(part)),
    )
  const sequence = Math.max(...parts.map(sequenceOf))
  return reading.series(uid, master, changes, sequence)
}

/** Two calendars in one file may hold the same event. */
function once(events: readonly IcsEvent[], losses: IcsLosses): IcsEvent[] {
  const byUid = new Map<string, IcsEvent>()
  for (const event of events) {
    const there = byUid.get(event.uid)
    if (there !== undefined) losses.add('doubles')
    if (there === undefined || there.sequence <= event.sequence) byUid.set(event.uid, event)
  }
  return [...byUid.values()]
}
