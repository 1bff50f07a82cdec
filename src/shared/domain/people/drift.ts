import { addDays } from '../due.ts'
import { collatorOf } from './collation.ts'
import { lastTookPart, type Participation, tookPart } from './participation.ts'
import type { PersonRecord } from './record.ts'

/**
 * Who might be glad of a word: those who used to come and have not lately, and those who are new. Told from events alone, to
 * organizers alone, in the order of names: there is no score, and nobody is further gone than somebody else.
 */
export const CARE_RULES = {
  /** Somebody was a regular who took part so often … */
  times: 3,
  /** … within so many days before … */
  withinDays: 365,
  /** … and has drifted if not once in these last days, though something took place. */
  quietDays: 90,
  /** So long is somebody new who has not been greeted. */
  newDays: 60,
} as const

/** Joined in the last days and not greeted yet. @param today `YYYY-MM-DD` */
export function isNewHere(person: PersonRecord, today: string): boolean {
  return joinedSince(person, addDays(today, -CARE_RULES.newDays), today)
}

function joinedSince({ joined, care, binnedAt }: PersonRecord, since: string, today: string): boolean {
  return joined > since && joined <= today && care.greeted === null && binnedAt === null
}

export interface Drifted {
  readonly person: PersonRecord
  /** `YYYY-MM-DD` */
  readonly lastTookPart: string
}

/**
 * Regulars who have not been there lately. Not among them: whoever asked to be left alone, is in the bin, has signed up for
 * something to come, or was at nothing because there was nothing.
 * @param eventDays the days on which something took place, for anybody
 */
export function drifted(
  people: readonly PersonRecord[],
  participation: Participation,
  eventDays: readonly string[],
  today: string,
  locale = 'en',
): readonly Drifted[] {
  const quietFrom = addDays(today, -CARE_RULES.quietDays)
  if (!eventDays.some((day) => day > quietFrom && day <= today)) return []
  const regularFrom = addDays(quietFrom, -CARE_RULES.withinDays)
  const found: Drifted[] = []
  for (const person of people) {
    if (person.care.leaveAlone || person.binnedAt !== null) continue
    const entries = participation.get(person.id) ?? []
    const last = lastTookPart(entries, today)
    if (last === null || last > quietFrom) continue
    if (entries.some(({ day, kinds }) => day > today && kinds.some((kind) => kind !== 'missed'))) continue
    const times = entries.filter((entry) => entry.day > regularFrom && tookPart(entry, today)).length
    if (times >= CARE_RULES.times) found.push({ person, lastTookPart: last })
  }
  return byName(found, locale)
}

/** Who is new and has not been greeted, by name. */
export function newHere(people: readonly PersonRecord[], today: string, locale = 'en'): readonly PersonRecord[] {
  const since = addDays(today, -CARE_RULES.newDays)
  return byName(
    people.filter((person) => joinedSince(person, since, today)).map((person) => ({ person })),
    locale,
  ).map(({ person }) => person)
}

function byName<T extends { readonly person: PersonRecord }>(list: readonly T[], locale: string): T[] {
  const { compare } = collatorOf(locale)
  return [...list].sort((a, b) => compare(a.person.name, b.person.name) || (a.person.id < b.person.id ? -1 : 1))
}
