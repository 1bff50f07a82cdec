import { describe, expect, it } from 'vitest'
import { dueWords } from './dueWords.ts'

const NOON = new Date(2026, 10, 22, 12).getTime()
const long = (due: string, done = false) => dueWords(due, done, NOON).long

describe('words for a due date', () => {
  it.each([
    ['2026-11-22', 'Sun, 22 Nov 2026 · today'],
    ['2026-11-23', 'Mon, 23 Nov 2026 · tomorrow'],
    ['2026-11-21', 'Sat, 21 Nov 2026 · yesterday'],
    ['2026-12-04', 'Fri, 4 Dec 2026 · in 12 days'],
    ['2026-11-02', 'Mon, 2 Nov 2026 · 20 days ago'],
  ])('%s reads “%s”', (due, words) => expect(long(due)).toBe(words))

  it('counts days of the calendar, not spans of 24 hours', () => {
    const lateEvening = new Date(2026, 10, 22, 23, 59).getTime()
    expect(dueWords('2026-11-23', false, lateEvening).long).toContain('tomorrow')
    const soonAfterMidnight = new Date(2026, 10, 22, 0, 1).getTime()
    expect(dueWords('2026-11-21', false, soonAfterMidnight).long).toContain('yesterday')
  })
  it('names the year only where it is another', () => {
    expect(dueWords('2026-12-04', false, NOON).short).toBe('Due 4 Dec')
    expect(dueWords('2027-01-04', false, NOON).short).toBe('Due 4 Jan 2027')
  })
  it('presses within two weeks and when it is past, never when it is done', () => {
    const pressing = (due: string, done = false) => dueWords(due, done, NOON).pressing
    expect(pressing('2026-12-06')).toBe(true)
    expect(pressing('2026-12-07')).toBe(false)
    expect(pressing('2020-01-01')).toBe(true)
    expect(pressing('2020-01-01', true)).toBe(false)
    expect(long('2020-01-01', true)).toBe('Wed, 1 Jan 2020 · done')
  })
  it('reads a moment on the reader’s own calendar', () => {
    const moment = new Date(2026, 11, 4, 17, 30).toISOString()
    expect(dueWords(moment, false, NOON).day).toBe('4 Dec')
  })
})
