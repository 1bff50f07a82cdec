import fc from 'fast-check'
import { expect, it } from 'vitest'
import { collationRanks } from './collation.ts'
import { KeptRanks } from './sortingRanks.ts'

/** Few letters, so that texts meet again, and some that compare as equal. */
const text = fc.array(fc.constantFrom('a', 'A', 'á', 'a\u0301', 'ß', 'z', '1', '10', ' '), { maxLength: 4 })
const texts = fc.array(
  text.map((letters) => letters.join('')),
  { maxLength: 40 },
)
const ordered = (ranks: ReadonlyMap<string, number>) => [...ranks].sort(([a], [b]) => (a < b ? -1 : 1))

it('texts have the places that they would have if nothing were kept, whatever came and went', () => {
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 6 }), (steps) => {
      const kept = new KeptRanks()
      for (const step of steps) expect(ordered(kept.of('name', step))).toEqual(ordered(collationRanks(step, 'en')))
    }),
  )
})

it('what is prepared in pieces is what would be worked out at once', () => {
  const many = Array.from({ length: 3_000 }, (_, n) => `${(n * 7919) % 3_001} ${n % 2 === 0 ? 'Öz' : 'oz'}`)
  const kept = new KeptRanks()
  let pauses = 0
  for (const _ of kept.prepare('name', many)) pauses += 1
  expect(pauses).toBeGreaterThan(10)
  expect(ordered(kept.of('name', many))).toEqual(ordered(collationRanks(many, 'en')))
})

it('nothing is kept of what nobody has any more', () => {
  const kept = new KeptRanks()
  kept.of('name', ['Anna', 'Bo', 'Cem'])
  expect([...kept.of('name', ['Anna', 'Cem']).keys()]).toEqual(['Anna', 'Cem'])
})
