import type { PersonId } from '../ids.ts'

/** Something that somebody took part in, or said that they would. Only events say so: never when somebody was online. */
export interface TakenPart {
  readonly person: PersonId
  /** `YYYY-MM-DD`, where the event is. */
  readonly day: string
  readonly kind: 'came' | 'missed' | 'signed-up' | 'shift'
  /** What tells the event apart; occurrences of a recurring one by their day. */
  readonly event: string
  readonly title: string
}

/** What an event was for one person, newest first. */
export interface TimelineEntry {
  readonly day: string
  readonly event: string
  readonly title: string
  /** Strongest first: `came`, `shift`, `signed-up`, `missed`. */
  readonly kinds: readonly TakenPart['kind'][]
}

export type Participation = ReadonlyMap<PersonId, readonly TimelineEntry[]>

const STRENGTH: readonly TakenPart['kind'][] = ['came', 'shift', 'signed-up', 'missed']
const byStrength = (a: TakenPart['kind'], b: TakenPart['kind']) => STRENGTH.indexOf(a) - STRENGTH.indexOf(b)

interface Gathered extends TimelineEntry {
  readonly kinds: TakenPart['kind'][]
}

/** By person, one entry for each event and day, newest first. */
export function participationOf(all: readonly TakenPart[]): Participation {
  const people = new Map<PersonId, Map<string, Gathered>>()
  for (const { person, day, kind, event, title } of all) {
    const events = people.get(person) ?? new Map<string, Gathered>()
    people.set(person, events)
    const key = `${day} ${event}`
    const there = events.get(key)
    if (there === undefined) events.set(key, { day, event, title, kinds: [kind] })
    else if (!there.kinds.includes(kind)) there.kinds.push(kind)
  }
  const found = new Map<PersonId, readonly TimelineEntry[]>()
  for (const [person, events] of people) {
    const entries = [...events].sort(([a], [b]) => (a < b ? 1 : a > b ? -1 : 0)).map(([, entry]) => entry)
    for (const { kinds } of entries) kinds.sort(byStrength)
    found.set(person, entries)
  }
  return found
}

/**
 * Whether somebody took part. A sign-up counts where nobody wrote down who came: groups that never do would otherwise seem
 * to have nobody.
 */
export const tookPart = ({ kinds, day }: TimelineEntry, today: string): boolean =>
  day <= today && (kinds.includes('came') || (!kinds.includes('missed') && kinds.length > 0))

/** `YYYY-MM-DD`; null for never. @param entries newest first */
export function lastTookPart(entries: readonly TimelineEntry[], today: string): string | null {
  return entries.find((entry) => tookPart(entry, today))?.day ?? null
}

export interface MonthOfTakingPart {
  /** `YYYY-MM` */
  readonly month: string
  /** Events that they took part in. */
  readonly count: number
}

/** The last twelve months, this one included, oldest first. */
export function partByMonth(entries: readonly TimelineEntry[], today: string): readonly MonthOfTakingPart[] {
  const counts = new Map<string, number>()
  const [year = 0, month = 1] = today.split('-').map(Number)
  for (let back = 11; back >= 0; back--) {
    const index = year * 12 + (month - 1) - back
    const name = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`
    counts.set(name, 0)
  }
  for (const entry of entries) {
    const name = entry.day.slice(0, 7)
    const there = counts.get(name)
    if (there !== undefined && tookPart(entry, today)) counts.set(name, there + 1)
  }
  return [...counts].map(([name, count]) => ({ month: name, count }))
}
