import fc from 'fast-check'
import { expect, it } from 'vitest'
import { factsWith, ownId, person, personId } from './queryTestkit.ts'
import type { PersonRecord } from './record.ts'
import { type SortKey, sortPeople } from './sorting.ts'

const facts = factsWith({ last: { [personId(2)]: '2026-05-01', [personId(3)]: '2026-11-01' } })
const order = (people: readonly PersonRecord[], ...keys: readonly SortKey[]) =>
  sortPeople(people, keys, facts).map(({ id }) => people.findIndex((one) => one.id === id) + 1)

it('who has nothing there comes last in both directions', () => {
  const people = ['', '2024-01-01', '2023-01-01'].map((joined, index) => person(index + 1, { joined }))
  expect(order(people, { field: 'joined', down: false })).toEqual([3, 2, 1])
  expect(order(people, { field: 'joined', down: true })).toEqual([2, 3, 1])
  expect(order(people, { field: 'tookPart', down: true })).toEqual([3, 2, 1])
  // Wherever they stood before.
  const others = ['2023-01-01', '', '2024-01-01', ''].map((joined, index) => person(index + 1, { joined }))
  expect(order(others, { field: 'joined', down: true })).toEqual([3, 1, 2, 4])
  expect(order(others, { field: 'joined', down: false })).toEqual([1, 3, 2, 4])
})

it('equal ones stay in the order in which they came, in both directions', () => {
  const people = ['Cook', 'Lead', 'cook', 'Cook', 'Lead'].map((role, index) => person(index + 1, { role }))
  const same = people.filter(({ role }) => role !== 'cook')
  expect(order(same, { field: 'role', down: false })).toEqual([1, 3, 2, 4])
  expect(order(same, { field: 'role', down: true })).toEqual([2, 4, 1, 3])
})

it('later columns order what the first leaves equal, by language, by number, by the day of the year', () => {
  const people = [
    person(1, { name: 'Zoe', role: 'Cook' }),
    person(2, { name: 'Émile', role: 'Cook' }),
    person(3, { name: 'Eva 10', role: 'Art', birthday: '1990-03-01', custom: new Map([[ownId(2), 10]]) }),
    person(4, { name: 'Eva 9', role: 'Art', birthday: '--02-01', custom: new Map([[ownId(2), 9]]) }),
  ]
  expect(order(people, { field: 'role', down: true }, { field: 'name', down: false })).toEqual([2, 1, 4, 3])
  expect(order(people, { field: 'birthday', down: false })).toEqual([4, 3, 1, 2])
  expect(order(people, { field: `custom:${ownId(2)}`, down: false })).toEqual([4, 3, 1, 2])
})

it('numbers of any size, in any number of columns, come in the order that comparing them one by one gives', () => {
  const number = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0.5, -0.5, 1e300, -1e300, Number.MAX_SAFE_INTEGER),
  )
  const one = fc.record({
    custom: fc.option(number, { nil: null }),
    joined: fc.constantFrom('', '2024-01-01', '2023-12-31', '9999-12-31'),
    name: fc.constantFrom('Ada', 'Bea', 'Çem'),
  })
  const key = fc.record({ column: fc.constantFrom('custom', 'joined', 'name'), down: fc.boolean() })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), fc.array(key, { minLength: 1, maxLength: 5 }), (made, asked) => {
      const people = made.map(({ custom, joined, name }, index) =>
        person(index + 1, { joined, name, custom: new Map(custom === null ? [] : [[ownId(2), custom]]) }),
      )
      const field = (column: string) => (column === 'custom' ? (`custom:${ownId(2)}` as const) : column)
      const keys = asked.map(({ column, down }) => ({ field: field(column) as SortKey['field'], down }))
      const indices = made.map((_, index) => index)
      indices.sort((a, b) => {
        for (const { column, down } of asked) {
          const [left, right] = [a, b].map((at) => made[at]?.[column as 'name'] as string | number | null)
          if (left === right) continue
          if (left === null || left === '') return 1
          if (right === null || right === '') return -1
          return (left ?? 0) < (right ?? 0) === down ? 1 : -1
        }
        return a - b
      })
      expect(order(people, ...keys)).toEqual(indices.map((index) => index + 1))
    }),
    { numRuns: 300 },
  )
})
