import { collationRanks } from './collation.ts'
import { APP_ROLES, channelOf, customIdOf, type FilterField, kindOf } from './filterFields.ts'
import { type FilterFacts, matcher, textsOf } from './filterMatch.ts'
import type { PersonRecord } from './record.ts'
import type { KeptRanks } from './sortingRanks.ts'

export interface SortKey {
  readonly field: FilterField
  readonly down: boolean
}

/** What a person is sorted by; null for nothing, which comes last in both directions. */
type SortValue = string | number | null

/**
 * People by several columns, the first one first. Equal ones stay in the order in which they came. Texts are compared once
 * for all in the order of the language (collation.ts), people then by numbers only.
 *
 * Measured (two cores, 10,000 people): by name 15 ms, by role, joined and name 19 ms; 44 and 49 ms in a cold engine.
 * @param kept of this locale: with it most of that is done once
 */
export function sortPeople(
  people: readonly PersonRecord[],
  keys: readonly SortKey[],
  facts: FilterFacts,
  locale = 'en',
  kept: KeptRanks | null = null,
): PersonRecord[] {
  const columns = keys.map(({ field, down }) => ({
    places: placesOf(people, field, facts, (texts) => kept?.of(field, texts) ?? collationRanks(texts, locale)),
    sign: down ? -1 : 1,
  }))
  const order = Array.from(people.keys())
  order.sort((a, b) => {
    for (const { places, sign } of columns) {
      const [left = NOTHING, right = NOTHING] = [places[a], places[b]]
      if (left === right) continue
      if (left === NOTHING) return 1
      if (right === NOTHING) return -1
      return left < right ? -sign : sign
    }
    return 0
  })
  return order.map((index) => people[index]).filter((person) => person !== undefined)
}

/** What `sortPeople` will need of `kept`, worked out with a pause after each piece. */
export function* prepareSort(
  people: readonly PersonRecord[],
  keys: readonly SortKey[],
  facts: FilterFacts,
  kept: KeptRanks,
): Generator<void> {
  for (const { field } of keys) {
    const values = people.map(sortValueOf(field, facts))
    yield
    yield* kept.prepare(
      field,
      values.filter((value) => typeof value === 'string'),
    )
  }
}

/** Later than everything else, whichever way it is sorted. */
const NOTHING = Number.POSITIVE_INFINITY

function placesOf(
  people: readonly PersonRecord[],
  field: FilterField,
  facts: FilterFacts,
  ranksOf: (texts: readonly string[]) => ReadonlyMap<string, number>,
): Float64Array {
  const values = people.map(sortValueOf(field, facts))
  const ranks = ranksOf(values.filter((value) => typeof value === 'string'))
  return Float64Array.from(values, (value) =>
    value === null ? NOTHING : typeof value === 'string' ? (ranks.get(value) ?? NOTHING) : value,
  )
}

/** `2026-11-23` as 20261123. */
const dayNumber = (day: string): number | null => (day === '' ? null : Number(day.replaceAll('-', '')))
const textOrNull = (text: string): string | null => (text === '' ? null : text)

function sortValueOf(field: FilterField, facts: FilterFacts): (person: PersonRecord) => SortValue {
  const id = customIdOf(field)
  const kind = kindOf(field, facts.fields)
  switch (kind) {
    case 'text':
    case 'words':
    case 'choice': {
      if (field === 'notes') return ({ notes }) => notes.at(-1)?.at ?? null
      const texts = textsOf(field)
      return (person) => textOrNull(texts(person).join(', '))
    }
    case 'circle':
      return ({ circles }) => {
        const names = [...circles.keys()].map((circle) => facts.circles.get(circle) ?? '')
        return textOrNull(names.sort().join(', '))
      }
    case 'day':
      if (id === null) return ({ joined }) => dayNumber(joined)
      return ({ custom }) => {
        const value = custom.get(id)
        return typeof value === 'string' ? dayNumber(value) || null : null
      }
    case 'tookPart':
      return (person) => dayNumber(facts.lastTookPart(person.id) ?? '')
    case 'month':
      // Through the year, whatever year it was.
      return ({ birthday }) => dayNumber(birthday.slice(-5))
    case 'number':
      return ({ custom }) => {
        const value = custom.get(id ?? '')
        return typeof value === 'number' ? value : null
      }
    case 'week':
      // Whoever has the earliest time in the week first.
      return ({ free }) => {
        const first = [...free].findIndex((digit) => digit !== '0')
        return first < 0 ? null : first
      }
    case 'consent': {
      const channel = channelOf(field) ?? 'email'
      return ({ consent }) => {
        const state = consent.get(channel)?.state
        return state === undefined ? null : state === 'yes' ? 0 : 1
      }
    }
    case 'appRole':
      return (person) => -APP_ROLES.indexOf(facts.appRole(person.id)) || null
    case 'flag': {
      const holds = matcher({ field, op: 'is', value: true }, facts)
      return (person) => (holds(person) ? 0 : null)
    }
    case 'claim': {
      const mine = matcher({ field, op: 'is', value: 'mine' }, facts)
      const any = matcher({ field, op: 'is', value: 'any' }, facts)
      return (person) => (mine(person) ? 0 : any(person) ? 1 : null)
    }
    default:
      return () => null
  }
}
