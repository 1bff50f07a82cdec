import { LIMITS } from './limits.ts'
import { safeUrl } from './link.ts'
import { cut, fieldOf, oneLine, sound } from './value.ts'
import { readWhen, type When } from './when.ts'

/** What an event is, apart from what people do about it; one shape for the model, for files and for the calendar. */
export interface EventFacts {
  readonly title: string
  /** Null while no date is found yet. */
  readonly when: When | null
  readonly status: EventStatus
  readonly place: string
  /** How to get in: step-free, lift, toilets … */
  readonly access: string
  readonly about: string
  /** '' or an address that `safeUrl` lets pass. */
  readonly url: string
  /** The value of an RRULE of RFC 5545 without its name; '' for none. */
  readonly rule: string
  /** Stamps of further occurrences (RDATE), sorted, each once. */
  readonly extra: readonly string[]
  /** Stamps of occurrences that do not take place (EXDATE), sorted, each once. */
  readonly except: readonly string[]
  /** By stamp: the start that the rule gave an occurrence, in the form of `When.start`. */
  readonly changes: ReadonlyMap<string, OccurrenceChange>
}

export const EVENT_STATUSES = ['draft', 'confirmed', 'cancelled'] as const
export type EventStatus = (typeof EVENT_STATUSES)[number]

/** What is different about one occurrence; what is not named is as in the series. */
export interface OccurrenceChange {
  readonly when?: When
  readonly title?: string
  readonly place?: string
  readonly about?: string
  readonly status?: EventStatus
}

export const EVENT_LIMITS = {
  title: LIMITS.title,
  place: 500,
  access: 2_000,
  about: 20_000,
  url: LIMITS.url,
  /** UTF-16 units of a rule. */
  rule: 500,
  /** Extra dates, and exceptions, each. */
  dates: 1_000,
  changes: 500,
} as const

export const NO_FACTS: EventFacts = {
  title: '',
  when: null,
  status: 'draft',
  place: '',
  access: '',
  about: '',
  url: '',
  rule: '',
  extra: [],
  except: [],
  changes: new Map(),
}

export function readStatus(value: unknown): EventStatus | null {
  return EVENT_STATUSES.find((status) => status === value) ?? null
}

/** '' for what is no address that may be opened. */
export function readEventUrl(value: unknown): string {
  return safeUrl(value, EVENT_LIMITS.url) ?? ''
}

/** A change that somebody wrote; null when it says nothing that is understood. */
export function readChange(value: unknown): OccurrenceChange | null {
  const when = readWhen(fieldOf(value, 'when'))
  const status = readStatus(fieldOf(value, 'status'))
  const title = fieldOf(value, 'title')
  const place = fieldOf(value, 'place')
  const about = fieldOf(value, 'about')
  const change: OccurrenceChange = {
    ...(when === null ? {} : { when }),
    ...(typeof title === 'string' && oneLine(title) !== '' ? { title: cut(oneLine(title), EVENT_LIMITS.title) } : {}),
    ...(typeof place === 'string' ? { place: cut(oneLine(place), EVENT_LIMITS.place) } : {}),
    ...(typeof about === 'string' ? { about: cut(sound(about), EVENT_LIMITS.about) } : {}),
    ...(status === null ? {} : { status }),
  }
  return Object.keys(change).length === 0 ? null : change
}

/** A change as plain values to be stored, with its keys always in one order. Null when it changes nothing. */
export function plainChange(change: OccurrenceChange): Readonly<Record<string, unknown>> | null {
  const read = readChange(change)
  if (read === null) return null
  const { when, ...rest } = read
  return when === undefined ? rest : { when: { start: when.start, end: when.end, zone: when.zone }, ...rest }
}
