import { Temporal } from 'temporal-polyfill'
import { type Audience, type CHANNELS, type CustomField, DAY_PARTS } from '#shared/domain/people/fields.ts'
import { channelOf, customIdOf, type FilterField } from '#shared/domain/people/filterFields.ts'
import type { FilterFacts } from '#shared/domain/people/filterMatch.ts'
import { partsFree } from '#shared/domain/people/formsOfValues.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { dayWords } from '#shared/domain/timeWords.ts'

/** Fields as columns and headings call them. */
const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  given: 'First name',
  family: 'Family name',
  pronouns: 'Pronouns',
  role: 'Task',
  circles: 'Circles',
  languages: 'Languages',
  skills: 'Can help with',
  tags: 'Tags',
  free: 'Free',
  emails: 'Email',
  phones: 'Phone',
  addresses: 'Address',
  links: 'Links',
  joined: 'Joined',
  birthday: 'Birthday',
  photo: 'Photo',
  notes: 'Notes',
  consent: 'Consent',
  care: 'Looking after',
  app: 'Has the app',
  appRole: 'Role',
  tookPart: 'Last took part',
  new: 'New',
  followUp: 'Followed up by',
  buddy: 'Buddy',
  bin: 'In the bin',
}
const CHANNEL_WORDS = { email: 'Email', phone: 'Phone', sms: 'Text message', post: 'Post' } as const
export const channelWords = (channel: (typeof CHANNELS)[number]): string => CHANNEL_WORDS[channel]

export function fieldWords(field: string, own: readonly CustomField[]): string {
  const custom = customIdOf(field as FilterField)
  if (custom !== null) return own.find(({ id }) => id === custom)?.name ?? 'A field that is gone'
  const channel = channelOf(field as FilterField)
  return channel === null ? (LABELS[field] ?? field) : `Consent: ${channelWords(channel)}`
}

/** What a table may show, in the order of its menu. */
export const COLUMN_FIELDS: readonly FilterField[] = [
  'appRole',
  'role',
  'pronouns',
  'circles',
  'skills',
  'languages',
  'tags',
  'free',
  'emails',
  'phones',
  'addresses',
  'links',
  'joined',
  'birthday',
  'tookPart',
  'followUp',
  'consent:email',
  'consent:phone',
  'consent:sms',
  'consent:post',
]
/** What people can be put in groups by. */
export const GROUP_FIELDS: readonly FilterField[] = [
  'circles',
  'appRole',
  'skills',
  'languages',
  'tags',
  'joined',
  'app',
]

export const READERS: Readonly<Record<Audience, string>> = {
  0: 'everyone',
  2: 'organizers and stewards',
  3: 'stewards',
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const FULL = 0b0111

/** When somebody is free: `Sat, Tue evening`. */
export function weekWords(week: string): string {
  if (week === '') return ''
  return DAYS.flatMap((day, index) => {
    const parts = partsFree(week, index)
    if (parts === 0) return []
    if ((parts & FULL) === FULL) return [day]
    return [`${day} ${DAY_PARTS.filter((_, bit) => parts & (1 << bit)).join(', ')}`]
  }).join(' · ')
}

/** `--05-04` without its year. */
export function birthdayWords(day: string): string {
  if (!day.startsWith('--')) return day === '' ? '' : dayWords(day)
  const date = Temporal.PlainMonthDay.from(day.slice(2)).toPlainDate({ year: 2000 })
  return date.toLocaleString(undefined, { day: 'numeric', month: 'long' })
}

const ROLES = { none: 'No app', guest: 'Guest', member: 'Member', organizer: 'Organizer', steward: 'Steward' }
const monthsOld = new Map<string, string>()

/** How long ago somebody took part, as one says it. */
function lastTimeWords(day: string | null, today: string): string {
  if (day === null) return ''
  const known = monthsOld.get(`${day} ${today}`)
  if (known !== undefined) return known
  const [then, now] = [Temporal.PlainDate.from(day), Temporal.PlainDate.from(today)]
  const days = then.until(now).days
  const words =
    days <= 0
      ? 'Today'
      : days < 7
        ? then.toLocaleString(undefined, { weekday: 'long' })
        : then.toLocaleString(undefined, {
            month: 'long',
            ...(then.year === now.year ? (days < 32 ? { day: 'numeric' } : {}) : { year: 'numeric' }),
          })
  monthsOld.set(`${day} ${today}`, words)
  return words
}

interface Names extends FilterFacts {
  readonly nameOf: (member: string) => string
}

/** What a cell says in words; circles are drawn, and say nothing here. */
export function cellWords(person: PersonRecord, field: FilterField, facts: Names): string {
  const custom = customIdOf(field)
  if (custom !== null) {
    const value = person.custom.get(custom)
    if (value === undefined) return ''
    return value === true
      ? 'Yes'
      : value === false
        ? 'No'
        : isDayField(custom, facts)
          ? dayWords(String(value))
          : String(value)
  }
  const channel = channelOf(field)
  if (channel !== null) return { yes: 'Yes', no: 'No', none: '' }[person.consent.get(channel)?.state ?? 'none']
  switch (field) {
    case 'appRole':
      return ROLES[facts.appRole(person.id)]
    case 'app':
      return facts.appRole(person.id) === 'none' ? '' : 'Yes'
    case 'tookPart':
      return lastTimeWords(facts.lastTookPart(person.id), facts.today)
    case 'free':
      return weekWords(person.free)
    case 'joined':
      return person.joined === '' ? '' : dayWords(person.joined)
    case 'birthday':
      return birthdayWords(person.birthday)
    case 'followUp':
      return person.care.followUp ? facts.nameOf(person.care.followUp.by) : ''
    case 'buddy':
      return person.care.buddy ? facts.nameOf(person.care.buddy) : ''
    case 'skills':
    case 'languages':
    case 'tags':
      return person[field].join(', ')
    case 'emails':
    case 'phones':
    case 'addresses':
    case 'links':
      return person[field].map(({ value }) => value).join(', ')
    case 'role':
    case 'pronouns':
    case 'given':
    case 'family':
      return person[field]
    case 'circles':
      return [...person.circles.keys()]
        .map((circle) => facts.circles.get(circle) ?? '')
        .filter(Boolean)
        .join(', ')
    default:
      return ''
  }
}

const isDayField = (id: string, { fields }: FilterFacts) => fields.find((one) => one.id === id)?.kind === 'day'
