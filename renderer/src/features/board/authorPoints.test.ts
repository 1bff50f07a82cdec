import { describe, expect, it } from 'vitest'
import { points } from './authorPoints.ts'

const minute = 60_000

describe('moments from which edits can be taken back', () => {
  it('are where stretches of work begin, newest first, with what came since', () => {
    const edits = [0, 1, 2, 60, 61, 300].map((at, seq) => ({ seq, at: at * minute }))
    expect(points(edits)).toEqual([
      { seq: 5, at: 300 * minute, count: 1 },
      { seq: 3, at: 60 * minute, count: 3 },
      { seq: 0, at: 0, count: 6 },
    ])
  })
  it('put what is longer ago than remembered into one', () => {
    const edits = [
      { seq: 1, at: null },
      { seq: 2, at: null },
      { seq: 3, at: 5 * minute },
    ]
    expect(points(edits).map(({ seq, count }) => [seq, count])).toEqual([
      [3, 1],
      [1, 3],
    ])
  })
  it('are few, and always have the beginning among them', () => {
    const edits = Array.from({ length: 500 }, (_, seq) => ({ seq, at: seq * 60 * minute }))
    const found = points(edits)
    expect(found.length).toBeLessThanOrEqual(41)
    expect(found[0]).toMatchObject({ seq: 499, count: 1 })
    expect(found.at(-1)).toMatchObject({ seq: 0, count: 500 })
    expect(points([])).toEqual([])
  })
})
