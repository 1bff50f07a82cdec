import { expect, it } from 'vitest'
import { addDays } from '../due.ts'
import { CARE_RULES, drifted, isNewHere, newHere } from './drift.ts'
import { partByMonth, participationOf, type TakenPart } from './participation.ts'
import { ME, person, personId, TODAY } from './queryTestkit.ts'

const ago = (days: number) => addDays(TODAY, -days)
const came = (number: number, days: number, kind: TakenPart['kind'] = 'came'): TakenPart => ({
  person: personId(number),
  day: ago(days),
  kind,
  event: `event ${days}`,
  title: 'Evening',
})
const regular = (number: number, ...more: readonly TakenPart[]) => [
  ...[100, 130, 160].map((days) => came(number, days)),
  ...more,
]
const away = (taken: readonly TakenPart[], eventDays = [ago(10)], care = person(1).care) =>
  drifted([person(1, { care })], participationOf(taken), eventDays, TODAY)

it('a regular who has not been there lately is found with the last time', () => {
  expect(away(regular(1))).toMatchObject([{ lastTookPart: ago(100) }])
})

it('not found: who came lately, has signed up, never was a regular, was marked as missing, or when nothing took place', () => {
  expect(away(regular(1, came(1, CARE_RULES.quietDays - 1)))).toEqual([])
  expect(away(regular(1, came(1, -5, 'signed-up')))).toEqual([])
  expect(away(regular(1).slice(1))).toEqual([])
  expect(away([...regular(1).slice(1), came(1, 120, 'missed')])).toEqual([])
  expect(away(regular(1), [ago(95)])).toEqual([])
})

it('whoever asked to be left alone, or is in the bin, is not asked about; the others stand by name', () => {
  expect(away(regular(1), undefined, { ...person(1).care, leaveAlone: true })).toEqual([])
  const people = [person(1, { name: 'Zoë' }), person(2, { name: 'émile' }), person(3, { binnedAt: 1 })]
  const taken = participationOf([1, 2, 3].flatMap((number) => regular(number)))
  expect(drifted(people, taken, [ago(1)], TODAY).map((one) => one.person.name)).toEqual(['émile', 'Zoë'])
})

it('new is who joined in the last days and was not greeted', () => {
  const joined = (number: number, days: number, more = {}) => person(number, { joined: ago(days), ...more })
  const greeted = { ...person(1).care, greeted: { by: ME, at: 1 } }
  const people = [
    joined(1, 1),
    joined(2, CARE_RULES.newDays),
    joined(3, -1),
    joined(4, 1, { care: greeted }),
    person(5),
  ]
  expect(newHere(people, TODAY).map(({ id }) => id)).toEqual([personId(1)])
  expect(isNewHere(joined(6, 1, { binnedAt: 1 }), TODAY)).toBe(false)
})

it('a year of taking part counts each event once, and a sign-up only where nobody wrote down who came', () => {
  const entries = participationOf([
    came(1, 0),
    came(1, 0, 'shift'),
    came(1, 30, 'signed-up'),
    came(1, 60, 'signed-up'),
    came(1, 60, 'missed'),
    came(1, 400),
  ]).get(personId(1))
  expect(entries?.[0]?.kinds).toEqual(['came', 'shift'])
  const months = partByMonth(entries ?? [], TODAY)
  expect(months).toHaveLength(12)
  expect(months.slice(-3)).toEqual([
    { month: '2026-09', count: 0 },
    { month: '2026-10', count: 1 },
    { month: '2026-11', count: 1 },
  ])
  expect(months.reduce((sum, { count }) => sum + count, 0)).toBe(2)
})
