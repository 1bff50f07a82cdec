/** Who may change a thing, and who may see it at all. */
export type Access = 'everyone' | 'organizers' | 'private'

/** The numbers of `doc` entries for who may read a document: everyone, or by key organizers and above, or stewards. */
export const AUDIENCE = { everyone: 0, organizers: 2, stewards: 3 } as const

/** Numbers of documents' kinds and roles as they stand in the log (docs/data-model.md). */
export const KIND = { community: 1, calendar: 2, board: 3, people: 6, peoplePrivate: 7, peopleSealed: 8 } as const

/** The documents of people: those that their community's organizers see to. */
export const PEOPLE_DOCS = [
  { kind: KIND.people, write: 2, audience: AUDIENCE.everyone },
  { kind: KIND.peoplePrivate, write: 2, audience: AUDIENCE.organizers },
  { kind: KIND.peopleSealed, write: 3, audience: AUDIENCE.stewards },
] as const
export const ROLE = { guest: 0, member: 1, organizer: 2, steward: 3 } as const

/** The access that a document's readers and writers amount to. */
export const accessOf = (doc: { readonly audience: number; readonly write: number }): Access =>
  doc.audience !== AUDIENCE.everyone ? 'private' : doc.write > ROLE.member ? 'organizers' : 'everyone'

/** What a document of that access asks of its writers and readers. */
export const rulesOf = (access: Access) => ({
  write: access === 'everyone' ? ROLE.member : ROLE.organizer,
  audience: access === 'private' ? AUDIENCE.organizers : AUDIENCE.everyone,
})
