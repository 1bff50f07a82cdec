import { Temporal } from 'temporal-polyfill'

/** The forms in which values of people stand in the documents. */

const DAY = /^\d{4}-\d\d-\d\d$/
const YEARLESS = /^--(\d\d)-(\d\d)$/
const WEEK = /^[0-9a-f]{7}$/

/** A day that there is: not 30 February. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  return month >= 1 && month <= 12 && day >= 1 && day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth
}

/** A day, or one of each year: `--02-29` is one. */
export function isBirthday(text: string): boolean {
  const parts = YEARLESS.exec(text)
  return parts ? isDay(`2000-${parts[1]}-${parts[2]}`) : isDay(text)
}

/** Seven hex digits from Monday, of which one at least is not 0. */
export const isWeek = (text: string): boolean => WEEK.test(text) && text !== '0000000'

/** Bits of `DAY_PARTS` on a day. @param weekday 0 for Monday */
export const partsFree = (week: string, weekday: number): number => Number.parseInt(week.charAt(weekday), 16) || 0
