import { DAY_PARTS } from './fields.ts'
import type { FilterValue } from './filter.ts'
import { APP_ROLES, CLAIMS, CONSENT_STATES, type FilterKind, type FilterOp, type KnownField } from './filterFields.ts'

/** The words in which people are asked for: read by filterWords.ts, written by filterText.ts. All folded. */

/** Of each field, the first name is the one that is written. */
export const FIELD_NAMES: Readonly<Record<KnownField, readonly [string, ...string[]]>> = {
  name: ['name'],
  any: ['anything', 'text', 'any text'],
  given: ['first name', 'given name'],
  family: ['last name', 'family name', 'surname'],
  pronouns: ['pronouns'],
  role: ['role'],
  circles: ['circle', 'circles'],
  languages: ['languages', 'language', 'speaks'],
  skills: ['skills', 'skill', 'can help with'],
  tags: ['tags', 'tag'],
  free: ['free'],
  emails: ['email', 'e-mail', 'emails'],
  phones: ['phone', 'phones', 'telephone'],
  addresses: ['address', 'addresses'],
  links: ['link', 'links'],
  joined: ['joined'],
  birthday: ['birthday'],
  photo: ['photo', 'picture'],
  notes: ['notes', 'note'],
  'consent:email': ['consent to email', 'consent email'],
  'consent:phone': ['consent to phone', 'consent phone'],
  'consent:sms': ['consent to sms', 'consent sms'],
  'consent:post': ['consent to post', 'consent post'],
  app: ['app'],
  appRole: ['app role'],
  tookPart: ['took part', 'seen'],
  new: ['new'],
  followUp: ['follow-up', 'followup'],
  buddy: ['buddy'],
  bin: ['bin'],
}

/** Of each op, the first words are those that are written. */
const OP_WORDS: Readonly<Record<FilterOp, readonly [string, ...string[]]>> = {
  contains: ['contains', 'contain', 'has', 'includes'],
  is: ['is', 'are', '=', 'in', 'is in'],
  isNot: ['is not', 'are not', '!=', 'not in', 'is not in', 'not'],
  leads: ['led by them is', 'leads'],
  empty: ['is empty', 'empty'],
  notEmpty: ['is not empty', 'not empty', 'is known'],
  before: ['before', 'is before', '<'],
  after: ['after', 'is after', '>'],
  since: ['since', 'is since'],
  notSince: ['not since'],
  within: ['in the last', 'within'],
  notWithin: ['not in the last', 'not within'],
  atLeast: ['at least', 'is at least', '>='],
  atMost: ['at most', 'is at most', '<='],
}
const WEEK_WORDS: Partial<Record<FilterOp, readonly [string, ...string[]]>> = {
  is: ['on', 'is', 'is on'],
  isNot: ['not on', 'is not', 'is not on'],
}
const TOOK_PART_WORDS: Partial<Record<FilterOp, readonly [string, ...string[]]>> = {
  empty: ['never'],
  notEmpty: ['ever'],
}

export const opWords = (kind: FilterKind, op: FilterOp): readonly [string, ...string[]] =>
  (kind === 'week' ? WEEK_WORDS[op] : kind === 'tookPart' ? TOOK_PART_WORDS[op] : undefined) ?? OP_WORDS[op]

/** Ways of speaking in which field, op and sometimes the value come together. */
export interface Phrase {
  readonly words: string
  readonly field: KnownField
  readonly op: FilterOp
  /** Left out where a value follows. */
  readonly value?: FilterValue
}
export const PHRASES: readonly Phrase[] = [
  { words: 'not seen since', field: 'tookPart', op: 'notSince' },
  { words: 'not seen in the last', field: 'tookPart', op: 'notWithin' },
  { words: 'never seen', field: 'tookPart', op: 'empty', value: null },
  { words: 'never took part', field: 'tookPart', op: 'empty', value: null },
  { words: 'not free on', field: 'free', op: 'isNot' },
  { words: 'in circle', field: 'circles', op: 'is' },
  { words: 'not in circle', field: 'circles', op: 'isNot' },
  { words: 'leads circle', field: 'circles', op: 'leads' },
  { words: 'leads', field: 'circles', op: 'leads' },
  { words: 'has the app', field: 'app', op: 'is', value: true },
  { words: 'without the app', field: 'app', op: 'is', value: false },
  { words: 'new', field: 'new', op: 'is', value: true },
  { words: 'new and not greeted', field: 'new', op: 'is', value: true },
  { words: 'not new', field: 'new', op: 'is', value: false },
  { words: 'has photo', field: 'photo', op: 'is', value: true },
  { words: 'without photo', field: 'photo', op: 'is', value: false },
  { words: 'my follow-up', field: 'followUp', op: 'is', value: 'mine' },
  { words: 'has follow-up', field: 'followUp', op: 'is', value: 'any' },
  { words: 'no follow-up', field: 'followUp', op: 'is', value: 'none' },
  { words: 'my buddy', field: 'buddy', op: 'is', value: 'mine' },
  { words: 'has buddy', field: 'buddy', op: 'is', value: 'any' },
  { words: 'no buddy', field: 'buddy', op: 'is', value: 'none' },
  { words: 'in bin', field: 'bin', op: 'is', value: true },
  { words: 'in the bin', field: 'bin', op: 'is', value: true },
  { words: 'not in bin', field: 'bin', op: 'is', value: false },
]

export const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'everybody', 'nobody'])

/** Before a colon, besides one-word names of fields. */
export const SHORT_FORMS: Readonly<Record<string, KnownField>> = { lang: 'languages', first: 'given', last: 'family' }

export const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** The words a value can be for kinds that have but a few; null for others. */
export function fixedValues(kind: FilterKind): readonly (readonly [string, FilterValue])[] | null {
  const same = (list: readonly string[]) => list.map((one) => [one, one] as const)
  switch (kind) {
    case 'flag':
      return [
        ['yes', true],
        ['no', false],
      ]
    case 'consent':
      return same(CONSENT_STATES)
    case 'appRole':
      return same(APP_ROLES)
    case 'claim':
      return same(CLAIMS)
    case 'month':
      return MONTHS.map((name, index) => [name, index + 1] as const)
    case 'week':
      return DAY_NAMES.flatMap((name) => {
        const key = name.slice(0, 3).toLowerCase()
        const parts = DAY_PARTS.map((part) => [`${name} ${part}`, `${key}-${part}`] as const)
        return [[name, key] as const, ...parts]
      })
    default:
      return null
  }
}

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const
