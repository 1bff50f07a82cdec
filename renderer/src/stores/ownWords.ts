import { CONTACT_FIELDS, type ContactField, FIELDS, PEOPLE_LIMITS } from '#shared/domain/people/fields.ts'
import { isBirthday, isWeek } from '#shared/domain/people/formsOfValues.ts'
import { contactId, wordSlug } from '#shared/domain/people/keys.ts'
import { isPicture } from '#shared/domain/people/picture.ts'
import type { Contact } from '#shared/domain/people/record.ts'
import { cut, fieldOf, oneLine, textOf } from '#shared/domain/value.ts'
import type { OwnWords } from './listedPerson.ts'

/** Fields that members fill in for themselves. */
export type OwnField = Exclude<keyof OwnWords, 'leaveAlone'>
export const OWN_FIELDS = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).filter(
  (field): field is OwnField => FIELDS[field].own,
)

/** Every own field, as a form has it. */
export type OwnFields = Required<Pick<OwnWords, OwnField>>

export const NO_WORDS: OwnFields = {
  pronouns: '',
  languages: [],
  skills: [],
  free: '',
  emails: [],
  phones: [],
  addresses: [],
  links: [],
  birthday: '',
  photo: null,
}

/** A profile's fields as they stand in the register or in its box: plain JSON. */
export type PlainFields = Readonly<Record<string, unknown>>

const SAFE_LINK = /^(https?:\/\/|mailto:)\S+$/iu
const E164 = /^\+[1-9]\d{1,14}$/

/**
 * What a member says of themselves. Nothing in it is taken on trust: what does not fit reads as absent.
 * @param sealed null where this device may not read it
 */
export function readOwnWords(own: PlainFields, sealed: PlainFields | null, quiet: boolean): OwnWords {
  const found = OWN_FIELDS.flatMap((field) => {
    // Of a field that stands in both, what only organizers may read is the newer: it became stricter.
    const value = readField(field, fieldOf(sealed, field)) ?? readField(field, fieldOf(own, field))
    return value === null ? [] : [[field, value] as const]
  })
  return { ...(Object.fromEntries(found) as OwnWords), ...(quiet && { leaveAlone: true }) }
}

/** Null for nothing. */
function readField(field: OwnField, value: unknown): OwnWords[OwnField] | null {
  switch (field) {
    case 'pronouns':
      return oneLine(textOf(value, PEOPLE_LIMITS.text)) || null
    case 'birthday':
      return typeof value === 'string' && isBirthday(value) ? value : null
    case 'free':
      return typeof value === 'string' && isWeek(value) ? value : null
    case 'photo':
      return readPhoto(value)
    case 'languages':
    case 'skills':
      return someOf(uniqueWords(listOf(value).map((word) => textOf(word, PEOPLE_LIMITS.word))))
    default:
      return someOf(readContacts(field, value))
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const someOf = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list)

/** Each once, in one line, the first spelling counts. */
export function uniqueWords(words: readonly string[]): string[] {
  const bySlug = new Map<string, string>()
  for (const word of words) {
    const tidy = cut(oneLine(word), PEOPLE_LIMITS.word)
    if (tidy !== '' && !bySlug.has(wordSlug(tidy))) bySlug.set(wordSlug(tidy), tidy)
  }
  return [...bySlug.values()].slice(0, PEOPLE_LIMITS.words)
}

function readContacts(field: ContactField, value: unknown): Contact[] {
  const found = new Map<string, Contact>()
  for (const one of listOf(value)) {
    const e164 = textOf(fieldOf(one, 'e164'), 16)
    const contact = contactOf(
      field,
      textOf(fieldOf(one, 'value'), PEOPLE_LIMITS.contact),
      textOf(fieldOf(one, 'label'), PEOPLE_LIMITS.label),
      E164.test(e164) ? e164 : '',
    )
    if (contact && !found.has(contact.id)) found.set(contact.id, contact)
  }
  return [...found.values()].slice(0, PEOPLE_LIMITS.contacts)
}

/** An address as it is kept; null for none, and for a link that would not be safe to follow. */
export function contactOf(field: ContactField, value: string, label: string, e164 = ''): Contact | null {
  const tidy = cut(oneLine(value), PEOPLE_LIMITS.contact)
  if (tidy === '' || (field === 'links' && !SAFE_LINK.test(tidy))) return null
  const number = field === 'phones' ? e164 : ''
  return {
    id: contactId(field, tidy, number),
    value: tidy,
    e164: number,
    label: cut(oneLine(label), PEOPLE_LIMITS.label),
  }
}

function readPhoto(value: unknown): Uint8Array | null {
  if (typeof value !== 'string' || value.length > Math.ceil((PEOPLE_LIMITS.photo * 4) / 3)) return null
  try {
    const raw = atob(value.replaceAll('-', '+').replaceAll('_', '/'))
    const photo = Uint8Array.from(raw, (letter) => letter.charCodeAt(0))
    return isPicture(photo) ? photo : null
  } catch {
    return null
  }
}

const writePhoto = (photo: Uint8Array): string =>
  btoa(String.fromCharCode(...photo))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/u, '')

/** What stands in the register for a field; undefined for nothing. */
export function writeField(fields: OwnFields, field: OwnField): unknown {
  const value = fields[field]
  if (value === null || value.length === 0) return undefined
  if (value instanceof Uint8Array) return writePhoto(value)
  if (!isContactField(field)) return value
  return fields[field].map(({ value, label, e164 }) => ({ value, ...(label && { label }), ...(e164 && { e164 }) }))
}

const isContactField = (field: OwnField): field is ContactField => CONTACT_FIELDS.some((one) => one === field)
