import { type Contender, contenders, contestedValue } from './contested.ts'
import {
  EVENT_LIMITS,
  type EventFacts,
  type OccurrenceChange,
  readChange,
  readEventUrl,
  readStatus,
} from './eventFacts.ts'
import { DEFAULT_HUE, type Hue, isHue } from './hue.ts'
import { type EventId, type MemberId, type PartId, readId } from './ids.ts'
import { type LooseMap, textOf, timeOf } from './value.ts'
import { readStamp, readWhen, type When } from './when.ts'

/** What a calendar says of an event: everything but its plan and what people answer. */
export interface EventHead extends EventFacts {
  readonly id: EventId
  readonly hue: Hue
  /** Where the plan is: a part of the same calendar. Two halves of a series that was split share one. */
  readonly plan: PartId
  /** Where answers, sign-ups and check-ins are: a part of the open calendar, or of the private one. */
  readonly answers: PartId
  /** The day of a recurring event whose answers are in `answers` itself, since it was planned before it recurred; '' for none. */
  readonly answersDay: string
  /** Stands for the event in other calendars. */
  readonly uid: string
  /** Rises with each change that others have to know of (RFC 5545, SEQUENCE). */
  readonly sequence: number
  readonly createdAt: number
  readonly createdBy: MemberId | null
  readonly changedAt: number
  readonly binnedAt: number | null
  /** Values that members set apart without knowing of each other, by key. */
  readonly clashes: ReadonlyMap<ContestedKey, readonly Contender[]>
  /** Who took part, as an organizer wrote it after the event: by occurrence (`''` for an event that does not recur), then member. */
  readonly attendance: ReadonlyMap<string, ReadonlyMap<MemberId, Attendance>>
}

/** UTF-16 units of what stands for an event in other calendars. */
export const UID_MAX = 500

export type Attendance = 'came' | 'missed'
export const CONTESTED = ['title', 'when', 'place', 'status'] as const
export type ContestedKey = (typeof CONTESTED)[number]

/** The keys of an event in a calendar; spelled here only. */
export const headKey = {
  extra: (stamp: string) => `extra/${stamp}`,
  except: (stamp: string) => `except/${stamp}`,
  change: (stamp: string) => `one/${stamp}`,
  attended: (stamp: string, member: MemberId) => `came/${stamp}/${member}`,
} as const

/** `start/end[zone]`, the zone left out for all-day and floating times: an interval of ISO 8601 with the zone of RFC 9557. */
export const whenText = ({ start, end, zone }: When): string => `${start}/${end}${zone === null ? '' : `[${zone}]`}`

const WHEN = /^([^/[\]]+)\/([^/[\]]+?)(?:\[([^[\]]+)\])?$/

export function readWhenText(value: unknown): When | null {
  const parts = typeof value === 'string' && value.length <= 120 ? WHEN.exec(value) : null
  return parts && readWhen({ start: parts[1], end: parts[2], zone: parts[3] ?? null })
}

/**
 * Names of times by the hour that the series has now. Whoever makes an exception while somebody else moves the hour of the
 * whole series leaves it under the old hour; it is meant for that day all the same. Further times have hours of their own.
 */
function byHour(when: When | null, rule: string, extra: readonly string[]): (stamp: string) => string {
  const hour = when?.start.slice('YYYY-MM-DD'.length) ?? ''
  if (rule === '' || /BYHOUR|BYMINUTE/.test(rule)) return (stamp) => stamp
  return (stamp) => (extra.includes(stamp) ? stamp : `${stamp.slice(0, 'YYYY-MM-DD'.length)}${hour}`)
}

/** Reads what stands under one event's id. */
export function readHead(id: EventId, map: LooseMap): EventHead {
  const extra: string[] = []
  const except: string[] = []
  const changes = new Map<string, OccurrenceChange>()
  const attendance = new Map<string, Map<MemberId, Attendance>>()
  for (const [key, value] of map.entries()) {
    const slash = key.indexOf('/')
    if (slash < 0) continue
    const [kind, rest] = [key.slice(0, slash), key.slice(slash + 1)]
    if (kind === 'came') {
      const [stamp = '', member] = rest.split('/')
      const who = readId<MemberId>(member)
      if (who === null || (stamp !== '' && readStamp(stamp) === null) || (value !== 'came' && value !== 'missed'))
        continue
      attendance.set(stamp, (attendance.get(stamp) ?? new Map<MemberId, Attendance>()).set(who, value))
    } else if (readStamp(rest) === rest) {
      const change = kind === 'one' && changes.size < EVENT_LIMITS.changes ? readChange(value) : null
      if (kind === 'extra' && value === true && extra.length < EVENT_LIMITS.dates) extra.push(rest)
      else if (kind === 'except' && value === true && except.length < EVENT_LIMITS.dates) except.push(rest)
      else if (change !== null) changes.set(rest, change)
    }
  }
  const clashes = new Map<ContestedKey, readonly Contender[]>()
  for (const key of CONTESTED) {
    const found = contenders(map, key)
    if (found.length > 0) clashes.set(key, found)
  }
  const when = readWhenText(contestedValue(map, 'when'))
  const rule = textOf(map.get('rule'), EVENT_LIMITS.rule)
  const named = byHour(when, rule, extra)
  // What stands under the hour of now goes before what is left from another one.
  const moved = new Map<string, OccurrenceChange>()
  for (const [stamp, change] of changes)
    if (stamp === named(stamp) || !changes.has(named(stamp))) moved.set(named(stamp), change)
  const hue = map.get('hue')
  const sequence = map.get('sequence')
  const createdAt = timeOf(map.get('createdAt')) ?? 0
  return {
    id,
    title: textOf(contestedValue(map, 'title'), EVENT_LIMITS.title),
    when,
    status: readStatus(contestedValue(map, 'status')) ?? 'draft',
    place: textOf(contestedValue(map, 'place'), EVENT_LIMITS.place),
    access: textOf(map.get('access'), EVENT_LIMITS.access),
    about: textOf(map.get('about'), EVENT_LIMITS.about),
    url: readEventUrl(map.get('url')),
    rule,
    extra: extra.sort(),
    except: [...new Set(except.map(named))].sort(),
    changes: moved,
    hue: isHue(hue) ? hue : DEFAULT_HUE,
    plan: readId<PartId>(map.get('plan')) ?? (id as string as PartId),
    answers: readId<PartId>(map.get('answers')) ?? (id as string as PartId),
    answersDay: readStamp(map.get('answersDay')) ?? '',
    uid: textOf(map.get('uid'), UID_MAX) || `${id}@kith`,
    sequence: typeof sequence === 'number' && Number.isInteger(sequence) && sequence >= 0 ? sequence : 0,
    createdAt,
    createdBy: readId<MemberId>(map.get('createdBy')),
    changedAt: timeOf(map.get('changedAt')) ?? createdAt,
    binnedAt: timeOf(map.get('binnedAt')),
    clashes,
    attendance,
  }
}
