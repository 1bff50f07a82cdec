/** Who may change a thing, and who may see it at all. */
export type Access = 'everyone' | 'organizers' | 'private'

/** The numbers of `doc` entries for who may read a document: everyone, or by key organizers and above. */
export const AUDIENCE = { everyone: 0, organizers: 2 } as const

/** Numbers of documents' kinds and roles as they stand in the log (docs/data-model.md). */
export const KIND = { community: 1, calendar: 2, board: 3 } as const
export const ROLE = { guest: 0, member: 1, organizer: 2, steward: 3 } as const

/** The access that a document's readers and writers amount to. */
export const accessOf = (doc: { readonly audience: number; readonly write: number }): Access =>
  doc.audience !== AUDIENCE.everyone ? 'private' : doc.write > ROLE.member ? 'organizers' : 'everyone'

/** What a document of that access asks of its writers and readers. */
export const rulesOf = (access: Access) => ({
  write: access === 'everyone' ? ROLE.member : ROLE.organizer,
  audience: access === 'private' ? AUDIENCE.organizers : AUDIENCE.everyone,
})
