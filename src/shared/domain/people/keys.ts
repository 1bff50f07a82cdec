import { fingerprint } from '../fingerprint.ts'
import { type PersonId, readId } from '../ids.ts'
import type { Audience, BuiltInField, ContactField, WordField } from './fields.ts'

/**
 * The spelling of what stands in the root `people`: `<person id>/<key>`, flat, because two computers that set a map under one
 * id would lose one of the two whole.
 */
const ID_LENGTH = 16

export const personKey = (id: PersonId, key: string): string => `${id}/${key}`

/** Null for what is no key of a person. */
export function personOf(full: string): PersonId | null {
  return full.charAt(ID_LENGTH) === '/' ? readId<PersonId>(full.slice(0, ID_LENGTH)) : null
}

/** What stands behind the person. */
export const keyOf = (full: string): string => full.slice(ID_LENGTH + 1)

export const CONTACT_PREFIX = {
  emails: 'email/',
  phones: 'phone/',
  addresses: 'address/',
  links: 'link/',
} as const satisfies Record<ContactField, string>

export const WORD_PREFIX = {
  languages: 'lang/',
  skills: 'skill/',
  tags: 'tag/',
} as const satisfies Record<WordField, string>

export const CIRCLE = 'circle/'
export const CUSTOM = 'custom/'
export const NOTE = 'note/'
export const CONSENT = 'consent/'
/** Before the name of a field: the fingerprint of what the member says, which somebody has overridden. */
export const OVERRIDES = 'own~'

/** What a key belongs to: a field, one of the community's own by id, a circle by id, or the bare fact of the person. */
export type KeyField =
  | { readonly field: BuiltInField }
  | { readonly custom: string }
  | { readonly circle: string }
  | 'person'
  /** Fingerprints of what stands in other fields, never to be read by everyone. */
  | 'import'

const SINGLE: Readonly<Record<string, KeyField>> = {
  given: { field: 'given' },
  family: { field: 'family' },
  pronouns: { field: 'pronouns' },
  role: { field: 'role' },
  joined: { field: 'joined' },
  birthday: { field: 'birthday' },
  free: { field: 'free' },
  photo: { field: 'photo' },
  greeted: { field: 'care' },
  buddy: { field: 'care' },
  follow: { field: 'care' },
  quiet: { field: 'care' },
  name: 'person',
  createdAt: 'person',
  createdBy: 'person',
  binnedAt: 'person',
  forgotten: 'person',
  merged: 'person',
  source: 'import',
  marks: 'import',
}

const PREFIXED: Readonly<Record<string, KeyField>> = {
  'lang/': { field: 'languages' },
  'skill/': { field: 'skills' },
  'tag/': { field: 'tags' },
  'email/': { field: 'emails' },
  'phone/': { field: 'phones' },
  'address/': { field: 'addresses' },
  'link/': { field: 'links' },
  'note/': { field: 'notes' },
  'consent/': { field: 'consent' },
}

/** Null for a key of a newer version: it stays where it is. */
export function fieldOfKey(key: string): KeyField | null {
  if (key.startsWith(OVERRIDES)) return fieldOfKey(key.slice(OVERRIDES.length))
  const slash = key.indexOf('/')
  if (slash < 0) return Object.hasOwn(SINGLE, key) ? (SINGLE[key] ?? null) : null
  const prefix = key.slice(0, slash + 1)
  if (prefix === CUSTOM) return { custom: key.slice(slash + 1) }
  if (prefix === CIRCLE) return { circle: key.slice(slash + 1) }
  return Object.hasOwn(PREFIXED, prefix) ? (PREFIXED[prefix] ?? null) : null
}

/** Whether a key of a person belongs to a field. @param field one of all communities, or `custom:<field id>` */
export function isOf(key: string, field: string): boolean {
  const found = fieldOfKey(key)
  if (found === null || typeof found === 'string') return false
  if ('field' in found) return found.field === field
  return 'circle' in found ? field === 'circles' : field === `custom:${found.custom}`
}

/** The stricter of two audiences. */
export const stricter = (a: Audience, b: Audience): Audience => (a > b ? a : b)

/** Words are told apart without case, accents and blanks: the key of `Erste Hilfe` and `erste  hilfe` is one. */
export function wordSlug(word: string): string {
  const plain = word
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
  return plain === '' ? fingerprint(word) : plain.slice(0, 60)
}

/** What makes two addresses the same one. */
export function contactKey(field: ContactField, value: string, e164 = ''): string {
  if (field === 'phones') return e164 || value.replace(/[^\d+]/gu, '') || value
  if (field === 'emails') return value.toLowerCase()
  return value.replace(/\s+/gu, ' ').toLowerCase()
}

export const contactId = (field: ContactField, value: string, e164 = ''): string =>
  fingerprint(`${field} ${contactKey(field, value, e164)}`)
