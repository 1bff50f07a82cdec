import type { PersonId } from '#shared/domain/ids.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import type { DeskFacts } from './peopleDesk.svelte.ts'

const hasApp = ({ id }: PersonRecord, { appRole }: DeskFacts) => appRole(id) !== 'none'

/** Two members are two: each has keys of their own. */
export const mayMerge = (a: PersonRecord, b: PersonRecord, facts: DeskFacts): boolean =>
  !(hasApp(a, facts) && hasApp(b, facts))

/** Whoever has the app always stays; else whoever has been in the list longer. */
export function firstToKeep(a: PersonRecord, b: PersonRecord, facts: DeskFacts): PersonId {
  if (hasApp(a, facts) !== hasApp(b, facts)) return hasApp(a, facts) ? a.id : b.id
  return a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id) ? a.id : b.id
}
