import { expect, it } from 'vitest'
import type { PersonId } from '../ids.ts'
import { DUPLICATE_LIMITS, findDuplicates, pairKey } from './duplicates.ts'
import { contact, person, personId } from './queryTestkit.ts'
import type { PersonRecord } from './record.ts'

function find(people: readonly PersonRecord[], apart: ReadonlySet<string> = new Set()) {
  const steps = findDuplicates(people, apart)
  let pauses = 0
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return { clusters: step.value, pauses }
    pauses += 1
  }
}
const ids = (...numbers: readonly number[]): PersonId[] => numbers.map(personId)

it('planted doubles among many are found with reason and grade, the surest first, and nobody else', () => {
  const many = Array.from({ length: 2_000 }, (_, index) =>
    person(index + 100, { name: `${letters(index)} ${letters(index * 7 + 3)}`, emails: [contact(`p${index}@x.org`)] }),
  )
  const { clusters, pauses } = find([
    person(1, { name: 'Katharina Schäfer' }),
    ...many,
    person(2, { name: 'Schafer, Katarina' }),
    person(3, { name: 'Tomasz Bąk', emails: [contact('t@x.org')], phones: [contact('0151 2345678')] }),
    person(4, {
      name: 'Bak Tomasz',
      emails: [contact('T@x.org')],
      phones: [contact('+49 151 2345678', '+491512345678')],
    }),
    person(5, { name: 'Emil Ottens', phones: [contact('030 1234567')] }),
    person(6, { name: 'Rosa Vidal', phones: [contact('030/123 45 67')] }),
    person(7, { name: 'Rosa Vidal', binnedAt: 1 }),
  ])
  expect(clusters).toEqual([
    {
      people: ids(3, 4),
      grade: 'sure',
      pairs: [
        {
          a: personId(3),
          b: personId(4),
          grade: 'sure',
          reasons: ['same-email', 'same-name', 'same-phone', 'similar-name'],
        },
      ],
    },
    {
      people: ids(5, 6),
      grade: 'likely',
      pairs: [{ a: personId(5), b: personId(6), grade: 'likely', reasons: ['same-phone'] }],
    },
    {
      people: ids(1, 2),
      grade: 'possible',
      pairs: [{ a: personId(1), b: personId(2), grade: 'possible', reasons: ['similar-name'] }],
    },
  ])
  expect(pauses).toBeGreaterThan(3)
})

it('those told apart are not asked about again, while a third who is like both is', () => {
  const three = [1, 2, 3].map((number) => person(number, { name: 'Anna Berg' }))
  expect(find(three).clusters).toMatchObject([{ people: ids(1, 2, 3) }])
  const [a, b, c] = ids(1, 2, 3) as [PersonId, PersonId, PersonId]
  expect(find(three, new Set([pairKey(b, a)])).clusters[0]?.pairs).toHaveLength(2)
  expect(find(three, new Set([pairKey(a, b), pairKey(c, a), pairKey(c, b)])).clusters).toEqual([])
})

it('an address of an office, initials that differ and short names a letter apart make nobody a double', () => {
  const office = Array.from({ length: DUPLICATE_LIMITS.shared + 1 }, (_, index) =>
    person(index + 1, { name: `${letters(index)} ${letters(index + 50)}`, emails: [contact('office@x.org')] }),
  )
  expect(find(office).clusters).toEqual([])
  const names = ['Ann Berg', 'Dan Berg', 'Anna A. Vogt', 'Berta B. Vogt', '', ''].map((name, index) =>
    person(index + 1, { name }),
  )
  expect(find(names).clusters).toEqual([])
})

/** Names of which no two are alike. */
function letters(number: number): string {
  const part = (value: number) => String.fromCharCode(97 + (value % 26))
  const three = `${part(number)}${part(number / 26)}${part(number / 676)}`
  return `${three}${three.toUpperCase()}${three}`
}
