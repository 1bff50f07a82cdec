import type { CircleId } from '../ids.ts'
import type { PersonRecord } from './record.ts'

/** Who is in a circle, its leads first, then by name; nobody from the bin. */
export function inCircle(people: readonly PersonRecord[], circle: CircleId): readonly PersonRecord[] {
  const leads = (person: PersonRecord) => person.circles.get(circle) === 'lead'
  return people
    .filter(({ circles, binnedAt }) => binnedAt === null && circles.has(circle))
    .sort(
      (a, b) =>
        Number(leads(b)) - Number(leads(a)) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    )
}
