import { fingerprint } from '#shared/domain/fingerprint.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import { NOTHING_KNOWN } from '#shared/domain/people/nothingKnown.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import type { Person } from './person.ts'

/** What a member says of themselves in their profile; fields that they left out are not there. */
export type OwnWords = Partial<
  Pick<
    PersonRecord,
    'pronouns' | 'languages' | 'skills' | 'free' | 'emails' | 'phones' | 'addresses' | 'links' | 'birthday' | 'photo'
  >
> & { readonly leaveAlone?: boolean }

const joined = <T>(own: readonly T[] | undefined, known: readonly T[], key: (one: T) => string): readonly T[] => {
  if (!own?.length) return known
  const there = new Set(own.map(key))
  return [...own, ...known.filter((one) => !there.has(key(one)))]
}
const word = (text: string) => text.toLowerCase()
const id = (contact: { readonly id: string }) => contact.id

/** Of which there is one value: an organizer may put another in its place. */
export const SINGLE_OWN = ['pronouns', 'free', 'birthday', 'photo'] as const

/** What stands in an override for the value that a member has given; '' for none. */
export const markOfOwn = (own: OwnWords | undefined, field: (typeof SINGLE_OWN)[number]): string => {
  const value = own?.[field]
  return value ? fingerprint(typeof value === 'string' ? value : value.join()) : ''
}

/** What a member says, unless an organizer has put something in place of exactly that. */
function single<Field extends (typeof SINGLE_OWN)[number]>(
  known: Pick<PersonRecord, Field | 'overrides'>,
  own: OwnWords,
  field: Field,
): PersonRecord[Field] {
  const mark = markOfOwn(own, field)
  return mark === '' || known.overrides?.get(field) === mark ? known[field] : (own as PersonRecord)[field]
}

/**
 * A member as the list shows them: their own name and words first, then what organizers know besides. Where there can be one
 * value only, the member's own counts, until an
 * organizer overrides it; and again as soon as the member says something else.
 */
export function withMember(record: PersonRecord | null, member: Person, own: OwnWords | undefined): PersonRecord {
  const known = record ?? { ...NOTHING_KNOWN, id: member.id as string as PersonId, name: '' }
  const name = member.name || known.name
  if (own === undefined) return name === known.name ? known : { ...known, name }
  return {
    ...known,
    name,
    pronouns: single(known, own, 'pronouns'),
    free: single(known, own, 'free'),
    birthday: single(known, own, 'birthday'),
    photo: single(known, own, 'photo'),
    languages: joined(own.languages, known.languages, word),
    skills: joined(own.skills, known.skills, word),
    emails: joined(own.emails, known.emails, id),
    phones: joined(own.phones, known.phones, id),
    addresses: joined(own.addresses, known.addresses, id),
    links: joined(own.links, known.links, id),
    care: own.leaveAlone ? { ...known.care, leaveAlone: true } : known.care,
  }
}
