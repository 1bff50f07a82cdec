import { expect, it } from 'vitest'
import type { FilterField } from './filterFields.ts'
import { groupPeople } from './grouping.ts'
import { factsWith, KITCHEN, ownId, PRESS, person, personId, said } from './queryTestkit.ts'

const facts = factsWith({ roles: { [personId(1)]: 'member', [personId(2)]: 'steward' } })
const people = [
  person(1, {
    circles: new Map([
      [PRESS, 'in'],
      [KITCHEN, 'lead'],
    ]),
    skills: ['van', 'Van'],
    joined: '2024-05-01',
    birthday: '--12-01',
    custom: new Map([[ownId(2), 10]]),
  }),
  person(2, {
    circles: new Map([[PRESS, 'in']]),
    joined: '2026-01-01',
    birthday: '1990-02-01',
    custom: new Map([[ownId(2), 9]]),
    consent: new Map([['email', said('no')]]),
  }),
  person(3),
]
const groups = (field: FilterField) =>
  groupPeople(people, field, facts).map(
    ({ label, people: inside }) => `${label}: ${inside.map(({ name }) => name.at(-1))}`,
  )

it('whoever has several things is in several groups, once in each; whoever has none is in the last', () => {
  expect(groups('circles')).toEqual(['Kitchen: 1', 'Press & letters: 1,2', ': 3'])
  expect(groups('skills')).toEqual(['van: 1', ': 2,3'])
})

it('groups with an order of their own stand in it: years back, months, numbers, roles', () => {
  expect(groups('joined')).toEqual(['2026: 2', '2024: 1', ': 3'])
  expect(groups('birthday')).toEqual(['February: 2', 'December: 1', ': 3'])
  expect(groups(`custom:${ownId(2)}`)).toEqual(['9: 2', '10: 1', ': 3'])
  expect(groups('appRole')).toEqual(['Steward: 2', 'Member: 1', ': 3'])
  expect(groups('consent:email')).toEqual(['No: 2', ': 1,3'])
})

it('a field that is not known here puts nobody anywhere', () => {
  expect(groups('custom:ffffffffffffffff')).toEqual([': 1,2,3'])
})
