import { readId } from '../ids.ts'
import { CHANNELS, type Channel, type CustomField, DAY_PARTS, type DayPart } from './fields.ts'

/** What can be asked about people, and how each thing can be asked. Words for it stand in filterLexicon.ts. */

export const OPS = [
  'contains',
  'is',
  'isNot',
  'leads',
  'empty',
  'notEmpty',
  /** Before that day. */
  'before',
  /** After that day. */
  'after',
  /** On that day or later. */
  'since',
  'notSince',
  /** In the last so many days, today included. */
  'within',
  'notWithin',
  'atLeast',
  'atMost',
] as const
export type FilterOp = (typeof OPS)[number]

export type FilterKind =
  | 'text'
  | 'words'
  | 'anyText'
  | 'circle'
  | 'week'
  | 'day'
  | 'month'
  | 'number'
  | 'flag'
  | 'choice'
  | 'consent'
  | 'appRole'
  | 'tookPart'
  | 'claim'
  /** A field of the community's own that this device does not know (any more). */
  | 'unknown'

const TEXT = ['contains', 'is', 'isNot', 'empty', 'notEmpty'] as const
const DAYS = ['is', 'before', 'after', 'since', 'within', 'notWithin', 'empty', 'notEmpty'] as const

export const OPS_OF: Readonly<Record<FilterKind, readonly FilterOp[]>> = {
  text: TEXT,
  words: TEXT,
  anyText: ['contains'],
  circle: ['is', 'isNot', 'leads', 'empty', 'notEmpty'],
  week: ['is', 'isNot', 'empty', 'notEmpty'],
  day: DAYS,
  month: ['is', 'isNot', 'empty', 'notEmpty'],
  number: ['is', 'isNot', 'atLeast', 'atMost', 'empty', 'notEmpty'],
  flag: ['is'],
  choice: ['is', 'isNot', 'empty', 'notEmpty'],
  consent: ['is', 'isNot'],
  appRole: ['is', 'isNot'],
  tookPart: ['since', 'notSince', 'within', 'notWithin', 'empty', 'notEmpty'],
  claim: ['is'],
  unknown: [...new Set([...TEXT, ...DAYS, 'atLeast', 'atMost'] as const)],
}

/** `none` for people without the app. */
export const APP_ROLES = ['none', 'guest', 'member', 'organizer', 'steward'] as const
export type AppRole = (typeof APP_ROLES)[number]
export const CONSENT_STATES = ['yes', 'no', 'none'] as const
/** Who looks after somebody: oneself, anybody, nobody. */
export const CLAIMS = ['mine', 'any', 'none'] as const

const KINDS = {
  name: 'text',
  any: 'anyText',
  given: 'text',
  family: 'text',
  pronouns: 'text',
  role: 'text',
  circles: 'circle',
  languages: 'words',
  skills: 'words',
  tags: 'words',
  free: 'week',
  emails: 'text',
  phones: 'text',
  addresses: 'text',
  links: 'text',
  joined: 'day',
  birthday: 'month',
  photo: 'flag',
  notes: 'text',
  'consent:email': 'consent',
  'consent:phone': 'consent',
  'consent:sms': 'consent',
  'consent:post': 'consent',
  app: 'flag',
  appRole: 'appRole',
  tookPart: 'tookPart',
  new: 'flag',
  followUp: 'claim',
  buddy: 'claim',
  bin: 'flag',
} as const satisfies Readonly<Record<string, FilterKind>>

export type KnownField = keyof typeof KINDS
/** `custom:<field id>` for the community's own. */
export type FilterField = KnownField | `custom:${string}`
export const KNOWN_FIELDS = Object.keys(KINDS) as readonly KnownField[]

export const customField = (id: string): FilterField => `custom:${id}`

/** The id in `custom:<field id>`; null for other fields. */
export const customIdOf = (field: FilterField): string | null =>
  field.startsWith('custom:') ? field.slice('custom:'.length) : null

export function readFilterField(value: unknown): FilterField | null {
  if (typeof value !== 'string') return null
  if (value.startsWith('custom:'))
    return readId(value.slice('custom:'.length)) === null ? null : customField(value.slice(7))
  return KNOWN_FIELDS.find((field) => field === value) ?? null
}

/** The channel of `consent:<channel>`. */
export const channelOf = (field: FilterField): Channel | null =>
  CHANNELS.find((channel) => field === `consent:${channel}`) ?? null

/** How a field is asked about. @param own the community's fields */
export function kindOf(field: FilterField, own: readonly CustomField[]): FilterKind {
  const id = customIdOf(field)
  if (id === null) return KINDS[field as KnownField]
  return own.find((one) => one.id === id)?.kind ?? 'unknown'
}

/** From Monday, as they stand in the value of a condition: `sat`, or `sat-evening`. */
const DAY_KEYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export interface WeekPart {
  /** 0 for Monday. */
  readonly weekday: number
  /** Null for any part of the day. */
  readonly part: DayPart | null
}

export function readWeekPart(value: unknown): WeekPart | null {
  if (typeof value !== 'string') return null
  const [day = '', part, ...more] = value.split('-')
  const weekday = (DAY_KEYS as readonly string[]).indexOf(day)
  if (weekday < 0 || more.length > 0) return null
  if (part === undefined) return { weekday, part: null }
  const known = DAY_PARTS.find((one) => one === part)
  return known ? { weekday, part: known } : null
}
