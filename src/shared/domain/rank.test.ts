import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byRank, NO_RANK, RANK_MAX, type Ranked, rankInto, ranksBetween, readRank } from './rank.ts'
import { seededBytes } from './testkit.ts'

/** Milliseconds that hundreds of runs may take on a busy machine. */
const SLOW = 120_000

/** Puts a thing in and moves its neighbours over, as every write does. */
function insert(things: Ranked[], index: number, id: string, seed: number): { things: Ranked[]; moved: number } {
  const { fresh, moved } = rankInto(things, index, 1, seededBytes(seed))
  const ranks = new Map(moved.map((thing) => [thing.id, thing.rank]))
  const next = things.map((thing) => ({ id: thing.id, rank: ranks.get(thing.id) ?? thing.rank }))
  return { things: [...next, { id, rank: fresh[0] ?? '' }].sort(byRank), moved: moved.length }
}

const hostileRank = fc
  .oneof(
    fc.string({ unit: fc.constantFrom('0', '1', 'z', 'A'), minLength: 1, maxLength: 64 }),
    fc.constantFrom(
      '',
      '0',
      '00',
      'V',
      'V0',
      'V00',
      'zzzzzz',
      'zzzzzzz',
      '~',
      ' ',
      'é',
      '__proto__',
      '0'.repeat(64),
      'z'.repeat(65),
    ),
  )
  .map(readRank)

describe('rank', () => {
  it(
    'keeps the order of any inserts anywhere',
    () => {
      fc.assert(
        fc.property(fc.array(fc.nat(), { maxLength: 80 }), fc.nat(), (places, seed) => {
          const expected: string[] = []
          let things: Ranked[] = []
          places.forEach((place, i) => {
            const index = place % (expected.length + 1)
            const id = `id${i}`
            expected.splice(index, 0, id)
            things = insert(things, index, id, seed + i).things
          })
          expect(things.map(({ id }) => id)).toEqual(expected)
          expect(things.every(({ rank }) => rank.length <= RANK_MAX)).toBe(true)
        }),
        { numRuns: 300 },
      )
    },
    SLOW,
  )

  it.each(['start', 'end', 'right before the last', 'right after the first'])(
    'stays short and in order after 600 inserts at the %s',
    (where) => {
      let things: Ranked[] = []
      const expected: string[] = []
      for (let i = 0; i < 600; i++) {
        const at =
          { start: 0, end: i, 'right before the last': Math.max(0, i - 1), 'right after the first': Math.min(1, i) }[
            where
          ] ?? 0
        expected.splice(at, 0, `id${i}`)
        things = insert(things, at, `id${i}`, i).things
      }
      expect(things.map(({ id }) => id)).toEqual(expected)
      expect(Math.max(...things.map(({ rank }) => rank.length))).toBeLessThanOrEqual(RANK_MAX)
    },
  )

  it('needs six digits for a list that only grows at its end', () => {
    const first = ranksBetween(null, null, 5_000, seededBytes(1)) ?? []
    expect(new Set(first).size).toBe(5_000)
    expect(Math.max(...first.map((rank) => rank.length))).toBe(6)
  })

  it(
    'gives two members who put something into one gap at once different ranks',
    () => {
      fc.assert(
        fc.property(fc.nat(), fc.boolean(), fc.boolean(), (seed, openStart, openEnd) => {
          const [low, high] = ranksBetween(null, null, 2, seededBytes(seed)) ?? []
          const gap: [string | null, string | null] = [
            openStart ? null : (low ?? null),
            openEnd ? null : (high ?? null),
          ]
          const mine = ranksBetween(...gap, 1, seededBytes(seed * 2 + 1))?.[0]
          const theirs = ranksBetween(...gap, 1, seededBytes(seed * 2 + 2))?.[0]
          expect(mine).not.toBe(theirs)
        }),
        { numRuns: 500 },
      )
    },
    SLOW,
  )

  it(
    'puts several things into one gap in order',
    () => {
      fc.assert(
        fc.property(hostileRank, hostileRank, fc.integer({ min: 1, max: 30 }), fc.nat(), (a, b, count, seed) => {
          const ranks = ranksBetween(a, b, count, seededBytes(seed))
          if (ranks === null) return
          const all = [a, ...ranks, b]
          expect([...all].sort()).toEqual(all)
          expect(new Set(all).size).toBe(count + 2)
        }),
        { numRuns: 500 },
      )
    },
    SLOW,
  )

  it(
    'finds a place among whatever ranks a hostile peer left, and the thing stands where it was put',
    () => {
      fc.assert(
        fc.property(fc.array(hostileRank, { maxLength: 40 }), fc.nat(), fc.nat(), (ranks, place, seed) => {
          const things = ranks.map((rank, i) => ({ id: `id${String(i).padStart(3, '0')}`, rank })).sort(byRank)
          const index = place % (things.length + 1)
          const order = insert(things, index, 'mine', seed).things.map(({ id }) => id)
          expect(order.indexOf('mine')).toBe(index)
          expect(order.filter((id) => id !== 'mine')).toEqual(things.map(({ id }) => id))
        }),
        { numRuns: 500 },
      )
    },
    SLOW,
  )

  it('ranks few neighbours afresh when a gap is used up', () => {
    let things: Ranked[] = insert(insert([], 0, 'a', 1).things, 1, 'b', 2).things
    for (let i = 0; i < 2_000; i++) things = insert(things, things.length, `end${i}`, i).things
    let most = 0
    for (let i = 0; i < 300; i++) {
      const step = insert(things, 1, `in${i}`, i)
      things = step.things
      most = Math.max(most, step.moved)
    }
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(64)
  })

  it('shares a rank rather than rewriting a whole board when thousands are equal', () => {
    const things = Array.from({ length: 4_000 }, (_, i) => ({ id: String(i).padStart(5, '0'), rank: 'V' }))
    const { fresh, moved } = rankInto(things, 2_000, 1, seededBytes(1))
    expect(moved).toEqual([])
    expect(fresh).toEqual(['V'])
  })

  it('reads what is no rank as one that sorts last', () => {
    for (const value of [null, undefined, 7, {}, [], '', 'a b', 'ä', 'z'.repeat(65), '__proto__']) {
      expect(readRank(value)).toBe(NO_RANK)
    }
    expect(
      [
        { id: 'a', rank: NO_RANK },
        { id: 'b', rank: 'z'.repeat(64) },
      ].sort(byRank)[0]?.id,
    ).toBe('b')
  })
})
