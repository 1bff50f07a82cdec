import type { DocInfo } from '#renderer/session/communitySession.ts'

/** Who reads a document, as it stands in the log. */
export type DocAudience = DocInfo['audience']

/** Readable by a circle's members and by organizers alone, by key; the number is that of the circle's keys in the log. */
export type CircleAccess = `circle-${number}`

/** Who may change a thing, and who may see it at all. */
export type Access = 'everyone' | 'organizers' | 'private' | CircleAccess

/** Of which some have no key. */
export type SealedAccess = 'private' | CircleAccess

/** The numbers of `doc` entries for who may read a document: everyone, or by key organizers and above, or stewards. */
export const AUDIENCE = { everyone: 0, organizers: 2, stewards: 3 } as const

/** The lowest number of a circle's keys. */
const FIRST_CIRCLE = 16

/** Numbers of documents' kinds and roles as they stand in the log (docs/data-model.md). */
export const KIND = { community: 1, calendar: 2, board: 3, people: 6, peoplePrivate: 7, peopleSealed: 8 } as const

/** The documents of people: those that their community's organizers see to. */
export const PEOPLE_DOCS = [
  { kind: KIND.people, write: 2, audience: AUDIENCE.everyone },
  { kind: KIND.peoplePrivate, write: 2, audience: AUDIENCE.organizers },
  { kind: KIND.peopleSealed, write: 3, audience: AUDIENCE.stewards },
] as const
export const ROLE = { guest: 0, member: 1, organizer: 2, steward: 3 } as const

/** @param slot the number of the circle's keys */
export const circleAccess = (slot: number): CircleAccess => `circle-${slot}`

/** The number of the circle's keys. */
const slotOf = (access: CircleAccess): DocAudience => Number(access.slice('circle-'.length)) as DocAudience

export const isSealed = (access: Access): access is SealedAccess => access !== 'everyone' && access !== 'organizers'

/** The access that a document's readers and writers amount to. */
export function accessOf(doc: { readonly audience: number; readonly write: number }): Access {
  if (doc.audience >= FIRST_CIRCLE) return circleAccess(doc.audience)
  if (doc.audience !== AUDIENCE.everyone) return 'private'
  return doc.write > ROLE.member ? 'organizers' : 'everyone'
}

/** What a document of that access asks of its writers and readers. */
export function rulesOf(access: Access): { write: 1 | 2; audience: DocAudience } {
  if (access === 'everyone') return { write: ROLE.member, audience: AUDIENCE.everyone }
  if (access === 'organizers') return { write: ROLE.organizer, audience: AUDIENCE.everyone }
  if (access === 'private') return { write: ROLE.organizer, audience: AUDIENCE.organizers }
  return { write: ROLE.member, audience: slotOf(access) }
}
