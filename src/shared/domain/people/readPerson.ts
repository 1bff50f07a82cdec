import { type MemberId, type PersonId, readId } from '../ids.ts'
import { cut, fieldOf, oneLine, textOf, timeOf } from '../value.ts'
import { type ConsentRecord, consentOf, isChannel, readConsent } from './consent.ts'
import { type Audience, type Channel, type CustomValue, PEOPLE_LIMITS } from './fields.ts'
import { isBirthday, isDay, isWeek } from './formsOfValues.ts'
import { OVERRIDES } from './keys.ts'
import { isPicture } from './picture.ts'
import type { ChannelConsent, Contact, FollowUp, Note, PersonRecord } from './record.ts'

/** What stands about one person in one document: key and value. */
export type Entries = Iterable<readonly [key: string, value: unknown]>

const BY_TIME = (a: { at: number; id: string }, b: { at: number; id: string }) => a.at - b.at || (a.id < b.id ? -1 : 1)

/** Who somebody became by a merge, and whether they were forgotten: such a person is in no list. */
export interface Gone {
  readonly forgotten: boolean
  readonly merged: PersonId | null
}

/**
 * Puts one person together. Of a key that stands in several documents the strictest counts: it stands in a wider one only
 * until somebody's app has finished moving it.
 * @param parts by audience, what stands there, strictest first
 */
export function readPerson(
  id: PersonId,
  parts: readonly (readonly [Audience, Entries])[],
): { readonly person: PersonRecord; readonly gone: Gone } {
  const found = new Map<string, unknown>()
  let home: Audience = 0
  for (const [audience, entries] of parts)
    for (const [key, value] of entries) {
      if (found.has(key)) continue
      found.set(key, value)
      if (key === 'name') home = audience
    }
  const lists = gather(found)
  const text = (key: string, max: number = PEOPLE_LIMITS.text) => cut(oneLine(textOf(found.get(key), max)), max)
  const day = text('joined')
  const born = text('birthday')
  const week = text('free')
  const photo = found.get('photo')
  const person: PersonRecord = {
    id,
    name: text('name', PEOPLE_LIMITS.name),
    home,
    given: text('given'),
    family: text('family'),
    pronouns: text('pronouns'),
    role: text('role'),
    joined: isDay(day) ? day : '',
    birthday: isBirthday(born) ? born : '',
    free: isWeek(week) ? week : '',
    photo: isPicture(photo) ? photo : null,
    ...lists,
    care: {
      greeted: greeted(found.get('greeted')),
      buddy: readId<MemberId>(found.get('buddy')),
      followUp: followUp(found.get('follow')),
      leaveAlone: found.get('quiet') === true,
    },
    createdAt: timeOf(found.get('createdAt')) ?? 0,
    createdBy: readId<MemberId>(found.get('createdBy')),
    binnedAt: timeOf(found.get('binnedAt')),
    source: text('source'),
    ...(typeof found.get('marks') === 'string' ? { marks: textOf(found.get('marks'), MARKS_MAX) } : {}),
    ...overridesIn(found),
  }
  const merged = readId<PersonId>(found.get('merged'))
  return { person, gone: { forgotten: timeOf(found.get('forgotten')) !== null, merged } }
}

const MARKS_MAX = 20_000

function overridesIn(found: ReadonlyMap<string, unknown>): Pick<PersonRecord, 'overrides'> {
  const overrides = [...found].flatMap(([key, value]) =>
    key.startsWith(OVERRIDES) && typeof value === 'string' ? [[key.slice(OVERRIDES.length), value] as const] : [],
  )
  return overrides.length === 0 ? {} : { overrides: new Map(overrides) }
}

/** What stands under keys of two parts and more. */
function gather(found: ReadonlyMap<string, unknown>) {
  const contacts: Record<string, Contact[]> = { email: [], phone: [], address: [], link: [] }
  const words: Record<string, string[]> = { lang: [], skill: [], tag: [] }
  const circles = new Map<string, 'in' | 'lead'>()
  const custom = new Map<string, CustomValue>()
  const notes: Note[] = []
  const consents = new Map<Channel, ConsentRecord[]>()
  for (const [key, value] of found) {
    const slash = key.indexOf('/')
    if (slash < 0) continue
    const [group, rest] = [key.slice(0, slash), key.slice(slash + 1)]
    if (Object.hasOwn(contacts, group)) {
      const contact = readContact(group, rest, value)
      if (contact) contacts[group]?.push(contact)
    } else if (Object.hasOwn(words, group)) {
      const word = cut(oneLine(textOf(value, PEOPLE_LIMITS.word)), PEOPLE_LIMITS.word)
      if (word !== '') words[group]?.push(word)
    } else if (group === 'circle') {
      if (readId(rest) !== null && (value === 'in' || value === 'lead')) circles.set(rest, value)
    } else if (group === 'custom') {
      if (readId(rest) !== null && isCustomValue(value))
        custom.set(rest, typeof value === 'string' ? cut(value, PEOPLE_LIMITS.customText) : value)
    } else if (group === 'note') {
      const note = readNote(rest, value)
      if (note) notes.push(note)
    } else if (group === 'consent') {
      const [channel, id] = rest.split('/')
      const record = isChannel(channel) && id !== undefined ? readConsent(id, value) : null
      if (record && isChannel(channel)) consents.set(channel, [...(consents.get(channel) ?? []), record])
    }
  }
  const consent = new Map<Channel, ChannelConsent>()
  for (const [channel, records] of consents) {
    const counts = consentOf(records)
    if (counts) consent.set(channel, counts)
  }
  const sorted = (list: string[] | undefined) => (list ?? []).sort()
  const byValue = (list: Contact[] | undefined) =>
    (list ?? []).sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
  return {
    emails: byValue(contacts.email),
    phones: byValue(contacts.phone),
    addresses: byValue(contacts.address),
    links: byValue(contacts.link),
    languages: sorted(words.lang),
    skills: sorted(words.skill),
    tags: sorted(words.tag),
    circles,
    custom,
    notes: notes.sort(BY_TIME),
    consent,
  }
}

const SAFE_LINK = /^(https?:\/\/|mailto:)/iu
const E164 = /^\+[1-9]\d{1,14}$/

function readContact(group: string, id: string, facts: unknown): Contact | null {
  const value = cut(oneLine(textOf(fieldOf(facts, 'value'), PEOPLE_LIMITS.contact)), PEOPLE_LIMITS.contact)
  if (value === '' || readId(id) === null || (group === 'link' && !SAFE_LINK.test(value))) return null
  const e164 = fieldOf(facts, 'e164')
  return {
    id,
    value,
    e164: group === 'phone' && typeof e164 === 'string' && E164.test(e164) ? e164 : '',
    label: cut(oneLine(textOf(fieldOf(facts, 'label'), PEOPLE_LIMITS.label)), PEOPLE_LIMITS.label),
  }
}

function readNote(id: string, facts: unknown): Note | null {
  const text = textOf(fieldOf(facts, 'text'), PEOPLE_LIMITS.note)
  if (text === '' || readId(id) === null) return null
  return { id, text, by: readId<MemberId>(fieldOf(facts, 'by')), at: timeOf(fieldOf(facts, 'at')) ?? 0 }
}

function greeted(facts: unknown) {
  const at = timeOf(fieldOf(facts, 'at'))
  return at === null ? null : { by: readId<MemberId>(fieldOf(facts, 'by')), at }
}

function followUp(facts: unknown): FollowUp | null {
  const [by, at] = [readId<MemberId>(fieldOf(facts, 'by')), timeOf(fieldOf(facts, 'at'))]
  const remind = textOf(fieldOf(facts, 'remind'), 10)
  return by === null || at === null ? null : { by, at, remind: isDay(remind) ? remind : '' }
}

const isCustomValue = (value: unknown): value is CustomValue =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
