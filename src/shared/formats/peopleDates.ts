import { isBirthday, isDay } from '#shared/domain/people/formsOfValues.ts'

/** Columns of dates: in which order their parts stand is a matter of the whole column, and of asking where that is open. */

/** Day-month-year, month-day-year, year first, days since 1900 as Excel counts them. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd' | 'serial'

export interface DateColumn {
  /** `ambiguous`: both day-month and month-day fit, or neither does throughout, so somebody has to say. */
  readonly order: DateOrder | 'ambiguous' | 'none'
  /** How many values cannot be read in any order. */
  readonly unread: number
}

const ISO = /^(\d{4})[-./]?(\d{1,2})[-./]?(\d{1,2})$/
const PARTS = /^(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})$/
const YEARLESS = /^-{1,2}(\d\d)-?(\d\d)$/
const NAMED_DAY_FIRST = /^(\d{1,2})(?:\.|st|nd|rd|th)?[\s-]+(?:de\s+)?(\p{L}{3,12})\.?,?[\s-]+(?:de\s+)?(\d{4})$/iu
const NAMED_MONTH_FIRST = /^(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/iu
/** 1 January 1905 to 31 December 2099. */
const [FIRST_SERIAL, LAST_SERIAL] = [1_828, 73_050]

/** Without a time of day behind it; '' for what programs write where there is none. */
function bare(value: string): string {
  const text = value.trim().replace(/[T\s]+\d{1,2}:\d\d.*$/, '')
  return /^0{1,4}([-./])0{1,2}\1(?:0{1,4})$/.test(text) ? '' : text
}

export function dateColumn(values: readonly string[]): DateColumn {
  const fits = { dmy: 0, mdy: 0, both: 0, ymd: 0, serial: 0 }
  let unread = 0
  for (const value of values) {
    const text = bare(value)
    if (text === '') continue
    const [, first = '', between = '', second = ''] = PARTS.exec(text) ?? []
    if (first !== '') {
      const [a, b] = [Number(first), Number(second)]
      const dayFirst = a >= 1 && a <= 31 && b >= 1 && b <= 12
      // Nobody writes the month first before a full stop.
      const monthFirst = between !== '.' && a >= 1 && a <= 12 && b >= 1 && b <= 31
      if (dayFirst && monthFirst) fits[a === b ? 'ymd' : 'both']++
      else if (dayFirst) fits.dmy++
      else if (monthFirst) fits.mdy++
      else unread++
    } else if (isSerial(text)) fits.serial++
    else if (readDate(text, 'ymd') !== null) fits.ymd++
    else unread++
  }
  return { order: orderOf(fits), unread }
}

function orderOf(fits: Readonly<Record<'dmy' | 'mdy' | 'both' | 'ymd' | 'serial', number>>): DateColumn['order'] {
  if (fits.dmy > 0 && fits.mdy > 0) return 'ambiguous'
  if (fits.dmy > 0) return 'dmy'
  if (fits.mdy > 0) return 'mdy'
  if (fits.both > 0) return 'ambiguous'
  if (fits.serial > fits.ymd) return 'serial'
  return fits.ymd > 0 ? 'ymd' : 'none'
}

const isSerial = (text: string): boolean =>
  /^\d{4,5}(?:\.\d+)?$/.test(text) && Number(text) >= FIRST_SERIAL && Number(text) <= LAST_SERIAL

/**
 * `YYYY-MM-DD`, or `--MM-DD` where there is no year; '' for nothing, null for what cannot be read.
 * @param latest the latest year that two digits can mean: `30` is 1930 if that is 2026
 */
export function readDate(value: string, order: DateOrder, latest = 2099): string | null {
  const text = bare(value)
  if (text === '') return ''
  const yearless = YEARLESS.exec(text)
  if (yearless !== null) return sure(`--${yearless[1]}-${yearless[2]}`, isBirthday)
  const parts = PARTS.exec(text)
  if (parts !== null) {
    const [, first = '', between, second = '', year = ''] = parts
    const monthFirst = order === 'mdy' && between !== '.'
    return day(fullYear(year, latest), monthFirst ? first : second, monthFirst ? second : first)
  }
  if (order === 'serial' && isSerial(text)) return ofSerial(Number(text))
  const iso = ISO.exec(text)
  if (iso !== null) return day(iso[1], iso[2], iso[3])
  const dayFirst = NAMED_DAY_FIRST.exec(text)
  if (dayFirst !== null) return day(dayFirst[3], monthNamed(dayFirst[2] ?? ''), dayFirst[1])
  const monthFirst = NAMED_MONTH_FIRST.exec(text)
  return monthFirst === null ? null : day(monthFirst[3], monthNamed(monthFirst[1] ?? ''), monthFirst[2])
}

const sure = (text: string, fits: (text: string) => boolean): string | null => (fits(text) ? text : null)

function day(year = '', month = '', dayOfMonth = ''): string | null {
  return sure(`${year.padStart(4, '0')}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`, isDay)
}

function fullYear(year: string, latest: number): string {
  if (year.length === 4) return year
  const century = Math.floor(latest / 100) * 100
  const full = century + Number(year)
  return String(full > latest ? full - 100 : full)
}

const DAY_MS = 86_400_000

function ofSerial(serial: number): string {
  // Day 60 is a 29 February 1900 that there never was, so that days are counted from 30 December 1899.
  return new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * DAY_MS).toISOString().slice(0, 10)
}

/** The beginnings of the names of months in English, German, French and Spanish, without accents. */
const MONTHS: readonly RegExp[] = [
  /^(jan|ene)/,
  /^(feb|fev)/,
  /^(mar|mrz|maer)/,
  /^(apr|avr|abr)/,
  /^(may|mai$)/,
  /^(jun|juin)/,
  /^(jul|juil)/,
  /^(aug|aou|ago)/,
  /^sep/,
  /^(oct|okt)/,
  /^nov/,
  /^(dec|dez|dic)/,
]

function monthNamed(word: string): string {
  const plain = word
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  // Before "may": German and French May.
  const at = MONTHS.findIndex((month) => month.test(plain))
  return at < 0 ? '' : String(at + 1)
}
