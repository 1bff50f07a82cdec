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
 * @param kept of this locale: with it most of that is done once
 */
export function sortPeople(
  people: readonly PersonRecord[],
  keys: readonly SortKey[],
  facts: FilterFacts,
  locale = 'en',
  kept: KeptRanks | null = null,
): PersonRecord[] {
  let places: Places = { of: new Float64Array(people.length), most: 0 }
  for (const { field, down } of keys) {
    const values = placesOf(people, field, facts, (texts) => kept?.of(field, texts) ?? collationRanks(texts, locale))
    places = within(places, counted(values, down))
  }
  const { of } = places.most < SAFE / people.length ? places : dense(places.of)
  // Each place has the number of who stands there behind it: plain numbers are sorted without a function of one's own.
  for (let at = 0; at < of.length; at++) of[at] = (of[at] ?? 0) * of.length + at
  return Array.from(of.sort(), (key) => people[key % of.length]).filter((person) => person !== undefined)
}

/** Whole numbers from 0 to `most`, by which people stand. */
interface Places {
  readonly of: Float64Array
  readonly most: number
}

/** Numbers up to here are exact. */
const SAFE = Number.MAX_SAFE_INTEGER

/** The places of a column; what is NOTHING comes last, up or down. */
function counted(values: Float64Array, down: boolean): Places {
  let most = 0
  let whole = true
  for (const value of values) {
    if (value === NOTHING) continue
    if (value > most) most = value
    if (value < 0 || !Number.isInteger(value)) whole = false
  }
  if (!whole || most > SAFE / 4) return counted(dense(values).of, down)
  return { of: values.map((value) => (value === NOTHING ? most + 1 : down ? most - value : value)), most: most + 1 }
}

/** Of each value which it is of all different ones. NOTHING stays what it is. */
function dense(values: Float64Array): Places {
  const ranks = new Map<number, number>()
  for (const value of values.slice().sort()) if (value !== NOTHING && !ranks.has(value)) ranks.set(value, ranks.size)
  return { of: values.map((value) => ranks.get(value) ?? NOTHING), most: ranks.size }
}

/** Places by one column, and where those are equal by another. */
function within(first: Places, second: Places): Places {
  const many = second.most + 1
  const before = first.most < SAFE / many / 2 ? first : dense(first.of)
  return {
    of: before.of.map((place, index) => place * many + (second.of[index] ?? 0)),
    most: before.most * many + second.most,
  }
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
