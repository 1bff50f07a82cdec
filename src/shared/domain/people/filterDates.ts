import { addDays } from '../due.ts'
import { MONTHS } from './filterLexicon.ts'
import { isDay } from './formsOfValues.ts'

const pad = (number: number, length = 2) => String(number).padStart(length, '0')
const dayOf = (year: number, month: number, day: number): string => `${pad(year, 4)}-${pad(month)}-${pad(day)}`

/** From 1; 0 for what is no month. `aug` and longer will do. */
export const monthOf = (word: string): number =>
  word.length < 3 ? 0 : MONTHS.findIndex((name) => name.toLowerCase().startsWith(word.replace(/\.$/u, ''))) + 1

/**
 * `2026-08-04`, `2026-08`, `2026`, `August`, `August 2025`, `4 May`, `4 May 2025`, `today`, `yesterday`, `3 months ago`. A
 * month stands for its first day; without a year it is the last one that is past. Null for anything else.
 * @param words folded
 */
export function readDayWords(words: readonly string[], today: string): string | null {
  const [first = '', second = '', third = ''] = words
  const found = (() => {
    if (words.length === 1) {
      if (first === 'today') return today
      if (first === 'yesterday') return addDays(today, -1)
      if (/^\d{4}$/u.test(first)) return `${first}-01-01`
      if (/^\d{4}-\d\d$/u.test(first)) return `${first}-01`
      if (monthOf(first) > 0) return lastPast(1, monthOf(first), today)
      return first
    }
    if (words.length === 3 && third === 'ago') return ago(Number(first), second, today)
    if (words.length > 3) return ''
    if (monthOf(first) > 0 && /^\d{4}$/u.test(second) && words.length === 2)
      return dayOf(Number(second), monthOf(first), 1)
    const day = /^\d{1,2}\.?$/u.test(first) ? Number.parseInt(first, 10) : 0
    if (day === 0 || monthOf(second) === 0) return ''
    if (words.length === 2) return lastPast(day, monthOf(second), today)
    return /^\d{4}$/u.test(third) ? dayOf(Number(third), monthOf(second), day) : ''
  })()
  return isDay(found) ? found : null
}

function lastPast(day: number, month: number, today: string): string {
  const year = Number(today.slice(0, 4))
  // 29 February is not in every year.
  for (let back = 0; back < 9; back++) {
    const found = dayOf(year - back, month, day)
    if (found <= today && isDay(found)) return found
  }
  return ''
}

const UNITS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 }

function ago(count: number, unit: string, today: string): string {
  if (!Number.isInteger(count) || count < 0 || count > 10_000) return ''
  const one = unit.replace(/s$/u, '')
  if (one === 'day' || one === 'week') return addDays(today, -count * (one === 'week' ? 7 : 1))
  if (one !== 'month' && one !== 'year') return ''
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number)
  const index = year * 12 + month - 1 - count * (one === 'year' ? 12 : 1)
  if (index < 12) return ''
  // Three months before 31 May is the last of February.
  for (let shorter = 0; shorter < 4; shorter++) {
    const found = dayOf(Math.floor(index / 12), (index % 12) + 1, day - shorter)
    if (isDay(found)) return found
  }
  return ''
}

/** `30 days`, `3 months` as days; null for anything else. @param words folded */
export function readSpan(words: readonly string[]): number | null {
  const [count = '', unit = 'days'] = words
  const each = UNITS[unit.replace(/s$/u, '')]
  if (words.length > 2 || !/^\d{1,5}$/u.test(count) || each === undefined) return null
  return Number(count) * each
}
