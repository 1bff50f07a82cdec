/** Roles as they are called and explained; numbers as in the log. */
export const ROLES = [
  { name: 'Guest', meaning: 'Reads what everyone may read' },
  { name: 'Member', meaning: 'Reads and writes' },
  { name: 'Organizer', meaning: 'Also invites, makes boards, reads what is private to organizers' },
  { name: 'Steward', meaning: 'Also keeps the keys and the roles' },
] as const

export type RoleNumber = 0 | 1 | 2 | 3

const STEWARD = 3
const ORGANIZER = 2

/** Stewards are above everybody, organizers above members and guests (docs/protocol.md). */
export const standsAbove = (mine: number, theirs: number): boolean =>
  mine === STEWARD || (mine === ORGANIZER && theirs < ORGANIZER)

/** The roles that somebody may be given by whoever has the role `mine`; empty where nothing can be changed. */
export function rolesToGive(mine: number, theirs: number): RoleNumber[] {
  if (mine === STEWARD) return [0, 1, 2, 3]
  return mine === ORGANIZER && theirs < ORGANIZER ? [0, 1] : []
}

/** What a change of role does, for whoever is about to make it. */
export function effectOf(from: number, to: number, name: string): string {
  if (to > from)
    return to >= ORGANIZER
      ? `${name} gets the keys of the new role and can read what is private to it, from the beginning.`
      : `${name} can write from now on.`
  return to < ORGANIZER && from >= ORGANIZER
    ? `The keys are changed, so ${name} reads nothing private that is written from now on. What they already saw, they keep. What they write offline before they hear of it is kept on their computer and not taken.`
    : `${name} can no longer do what the old role allowed. What they write offline before they hear of it is kept on their computer and not taken.`
}
