import * as Y from 'yjs'
import { putContested } from './contested.ts'
import type { WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import { EVENT_LIMITS, type EventFacts, type OccurrenceChange, plainChange } from './eventFacts.ts'
import { type Attendance, CONTESTED, type ContestedKey, headKey, readWhenText, UID_MAX, whenText } from './eventHead.ts'
import { DEFAULT_HUE, type Hue, isHue } from './hue.ts'
import { type EventId, type MemberId, newId, type PartId, readId } from './ids.ts'
import { safeUrl } from './link.ts'
import { checkRule } from './recurrence.ts'
import { roots, stampSchema, writable, write } from './schema.ts'
import { checkTitle, drop, type LooseMap, mapAt, oneLine, put, putFlag, sound, timeOf } from './value.ts'
import { checkWhen, readStamp } from './when.ts'

/** Writing the calendar document: the heads of events. Reading is calendarView.ts; the keys are in eventHead.ts. */

export function initCalendar(doc: Y.Doc, ctx: WriteContext): void {
  write(doc, ctx, () => stampSchema(doc))
}

/** What may be said of a new event; the title must be, all else has a sensible beginning. */
export type NewEvent = Partial<EventFacts> & {
  readonly title: string
  readonly hue?: Hue
  readonly uid?: string
  readonly sequence?: number
  /** The half of a series that was split has its plan and its answers where the whole has them. */
  readonly half?: { readonly plan: PartId; readonly answers: PartId }
}

export function addEvent(doc: Y.Doc, input: NewEvent, ctx: WriteContext): Result<EventId> {
  const may = writable(doc)
  if (!may.ok) return may
  const { hue, uid, sequence, half, ...facts } = input
  const checked = checkFacts(facts)
  if (!checked.ok) return checked
  if (hue !== undefined && !isHue(hue)) return fail('hue.invalid')
  const id = newId<EventId>(ctx.randomBytes)
  const part = half?.answers ?? newId<PartId>(ctx.randomBytes)
  write(doc, ctx, () => {
    const map = new Y.Map<unknown>([
      ['answers', part],
      ['hue', hue ?? DEFAULT_HUE],
      ['createdAt', ctx.now],
      ['createdBy', ctx.by],
      ['uid', oneLine(uid ?? '').slice(0, UID_MAX) || `${id}@kith`],
      ['status', 'draft'],
    ])
    roots.events(doc).set(id, map)
    if (sequence !== undefined && Number.isSafeInteger(sequence) && sequence > 0) map.set('sequence', sequence)
    // Nobody can be at odds about what is only now being said, so no traces are left.
    putFacts(map, checked.value, (key, value) => put(map, key, value))
    if (half === undefined) noteFirstDay(map)
    else map.set('plan', half.plan)
  })
  return ok(id)
}

/** Changes what is given and leaves the rest. What is set is one step of undo. */
export function changeEvent(doc: Y.Doc, event: EventId, change: Partial<EventFacts>, ctx: WriteContext): Result<void> {
  const checked = checkFacts(change)
  if (!checked.ok) return checked
  return changeMap(doc, event, ctx, (map) => {
    putFacts(map, checked.value, (key, value) =>
      CONTESTED.some((one) => one === key) ? putContested(map, key, value, ctx) : put(map, key, value),
    )
    noteFirstDay(map)
    const sequence = map.get('sequence')
    map.set('sequence', typeof sequence === 'number' && Number.isSafeInteger(sequence) ? sequence + 1 : 1)
    map.set('changedAt', ctx.now)
  })
}

/** Chooses one of the values that members set apart. @param value as it stands in `EventHead.clashes` */
export function settleEvent(
  doc: Y.Doc,
  event: EventId,
  key: ContestedKey,
  value: unknown,
  ctx: WriteContext,
): Result<void> {
  const when = readWhenText(value)
  if (key === 'when') return when === null ? fail('date.invalid') : changeEvent(doc, event, { when }, ctx)
  return typeof value === 'string' ? changeEvent(doc, event, { [key]: value }, ctx) : fail('text.empty')
}

export function recolourEvent(doc: Y.Doc, event: EventId, hue: Hue, ctx: WriteContext): Result<void> {
  return isHue(hue) ? changeMap(doc, event, ctx, (map) => put(map, 'hue', hue)) : fail('hue.invalid')
}

export function binEvent(doc: Y.Doc, event: EventId, ctx: WriteContext): Result<void> {
  return changeMap(doc, event, ctx, (map) => map.set('binnedAt', ctx.now))
}

export function restoreEvent(doc: Y.Doc, event: EventId, ctx: WriteContext): Result<void> {
  const map = mapAt(roots.events(doc), event)
  const may = writable(doc)
  if (!may.ok) return may
  if (map === null) return fail('event.unknown')
  write(doc, ctx, () => drop(map, 'binnedAt'))
  return ok()
}

/** Writes down who took part. @param stamp of the occurrence, '' for an event that does not recur */
export function recordAttendance(
  doc: Y.Doc,
  event: EventId,
  stamp: string,
  people: ReadonlyMap<MemberId, Attendance>,
  ctx: WriteContext,
): Result<void> {
  if (stamp !== '' && readStamp(stamp) === null) return fail('date.invalid')
  if ([...people.keys()].some((member) => readId(member) === null)) return fail('member.invalid')
  return changeMap(doc, event, ctx, (map) => {
    const prefix = headKey.attended(stamp, '' as MemberId)
    for (const key of [...map.keys()])
      if (key.startsWith(prefix) && !people.has(key.slice(prefix.length) as MemberId)) map.delete(key)
    for (const [member, how] of people) put(map, headKey.attended(stamp, member), how)
  })
}

function changeMap(doc: Y.Doc, event: EventId, ctx: WriteContext, change: (map: LooseMap) => void): Result<void> {
  const may = writable(doc)
  if (!may.ok) return may
  const map = mapAt(roots.events(doc), event)
  if (map === null) return fail('event.unknown')
  if (timeOf(map.get('binnedAt')) !== null) return fail('event.binned')
  write(doc, ctx, () => change(map))
  return ok()
}

/** The values of an event, tidied, or the first that cannot be. */
function checkFacts(facts: Partial<EventFacts>): Result<Partial<EventFacts>> {
  const checked: { -readonly [Key in keyof EventFacts]?: EventFacts[Key] } = { ...facts }
  if (facts.title !== undefined) {
    const title = checkTitle(facts.title)
    if (!title.ok) return title
    checked.title = title.value
  }
  if (facts.when !== undefined && facts.when !== null) {
    const when = checkWhen(facts.when)
    if (!when.ok) return when
    checked.when = when.value
  }
  if (facts.rule !== undefined && facts.rule !== '') {
    const rule = checkRule(facts.rule)
    if (!rule.ok) return rule
  }
  if (facts.place !== undefined) checked.place = oneLine(facts.place)
  for (const [key, max] of [
    ['place', EVENT_LIMITS.place],
    ['access', EVENT_LIMITS.access],
    ['about', EVENT_LIMITS.about],
  ] as const) {
    const text = checked[key]
    if (text === undefined) continue
    checked[key] = sound(text)
    if (text.length > max) return fail('text.too-long', { max, length: text.length })
  }
  if (facts.url !== undefined && facts.url !== '') {
    const url = safeUrl(facts.url, EVENT_LIMITS.url)
    if (url === null) return fail('link.unsafe')
    checked.url = url
  }
  const dates = Math.max(facts.extra?.length ?? 0, facts.except?.length ?? 0)
  if (dates > EVENT_LIMITS.dates) return fail('too-many', { max: EVENT_LIMITS.dates })
  if ((facts.changes?.size ?? 0) > EVENT_LIMITS.changes) return fail('too-many', { max: EVENT_LIMITS.changes })
  const stamps = [...(facts.extra ?? []), ...(facts.except ?? []), ...(facts.changes?.keys() ?? [])]
  return stamps.every((stamp) => readStamp(stamp) === stamp) ? ok(checked) : fail('date.invalid')
}

function putFacts(
  map: LooseMap,
  facts: Partial<EventFacts>,
  set: (key: 'title' | 'when' | 'place' | 'status' | 'access' | 'about' | 'url' | 'rule', value: string) => void,
): void {
  for (const key of ['title', 'place', 'status', 'access', 'about', 'url', 'rule'] as const) {
    const value = facts[key]
    if (value === undefined) continue
    if (value !== '' || map.has(key)) set(key, value)
  }
  if (facts.when !== undefined && (facts.when !== null || map.has('when')))
    set('when', facts.when === null ? '' : whenText(facts.when))
  if (facts.extra) putStamps(map, facts.extra, headKey.extra)
  if (facts.except) putStamps(map, facts.except, headKey.except)
  if (facts.changes) putChanges(map, facts.changes)
}

/** What was answered before an event began to recur belongs to its first day. */
function noteFirstDay(map: LooseMap): void {
  const start = readWhenText(map.get('when'))?.start
  if (start !== undefined && map.has('rule') && map.get('rule') !== '' && !map.has('answersDay'))
    map.set('answersDay', start.slice(0, 'YYYY-MM-DD'.length))
}

function putStamps(map: LooseMap, stamps: readonly string[], keyOf: (stamp: string) => string): void {
  const wanted = new Set(stamps.map(keyOf))
  for (const key of [...map.keys()]) if (key.startsWith(keyOf('')) && !wanted.has(key)) map.delete(key)
  for (const key of wanted) putFlag(map, key, true)
}

function putChanges(map: LooseMap, changes: ReadonlyMap<string, OccurrenceChange>): void {
  for (const key of [...map.keys()])
    if (key.startsWith(headKey.change('')) && !changes.has(key.slice(headKey.change('').length))) map.delete(key)
  for (const [stamp, change] of changes) {
    const key = headKey.change(stamp)
    const value = plainChange(change)
    if (value === null) drop(map, key)
    else if (JSON.stringify(map.get(key)) !== JSON.stringify(value)) map.set(key, value)
  }
}
