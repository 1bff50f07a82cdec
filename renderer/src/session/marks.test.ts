import { expect, it } from 'vitest'
import { type Marks, marked, timeOf } from './marks.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

it('notes how far the log had come at most every ten minutes, and only when it has grown', () => {
  let marks: Marks = marked([], 5, 1000)
  expect(marks).toEqual([[5, 1000]])
  expect(marked(marks, 6, 1000 + 10 * MINUTE - 1)).toBe(marks)
  expect(marked(marks, 5, 1000 + DAY)).toBe(marks)
  marks = marked(marks, 6, 1000 + 10 * MINUTE)
  expect(marks).toHaveLength(2)
})

it('tells by when this device had an entry, as far back as it remembers', () => {
  const marks: Marks = [
    [10, 1000],
    [20, 2000],
    [30, 3000],
  ]
  expect([5, 10, 11, 20, 21, 30, 31].map((seq) => timeOf(marks, seq, 9999))).toEqual([
    null,
    null,
    2000,
    2000,
    3000,
    3000,
    9999,
  ])
})

it('remembers years in a few hundred marks: the last day closely, the rest roughly', () => {
  let marks: Marks = []
  let seq = 0
  const end = 400 * DAY
  for (let now = 0; now < end; now += 10 * MINUTE) marks = marked(marks, ++seq, now)
  expect(marks.length).toBeLessThanOrEqual(800)
  const gaps = marks.slice(1).map(([, at], i) => ({ age: end - at, gap: at - (marks[i]?.[1] ?? 0) }))
  for (const { age, gap } of gaps) {
    if (age < DAY / 2) expect(gap).toBe(10 * MINUTE)
    expect(gap).toBeLessThanOrEqual(2 * DAY)
  }
})
