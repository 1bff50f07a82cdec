import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/** Money is counted in whole minor units (cents): fractions do not add up. */

export const DEFAULT_CURRENCY = 'EUR'

let known: ReadonlySet<string> | null = null

/** Whether that is the code of a currency (ISO 4217) which this computer knows. */
export function isCurrency(value: unknown): value is string {
  known ??= new Set(Intl.supportedValuesOf('currency'))
  return typeof value === 'string' && known.has(value)
}

const decimals = new Map<string, number>()

/** How many decimals amounts of that currency have: 2 for EUR, 0 for JPY, 3 for KWD. */
export function decimalsOf(currency: string): number {
  const there = decimals.get(currency)
  if (there !== undefined) return there
  const code = isCurrency(currency) ? currency : DEFAULT_CURRENCY
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
    .maximumFractionDigits
  decimals.set(code, digits ?? 2)
  return digits ?? 2
}

const GROUPS = /^\d{1,3}(?:[.,' ]\d{3})+$/

/**
 * An amount as people type it: `1.234,50`, `1,234.50`, `1 234,5`, `12`, with or without the currency before or after it. Of
 * one kind of separator alone, three digits after it mean thousands, unless amounts of that currency have three decimals and
 * it is the point. @returns minor units @throws never: `money.invalid` for what is no such amount, has too many decimals or
 * is too large
 */
export function parseMoney(text: string, currency: string): Result<number> {
  const digits = decimalsOf(currency)
  const plain = text
    .normalize('NFKC')
    .replace(/[\s\u00A0\u202F]+/gu, ' ')
    .replace(/[’`´]/gu, "'")
    .trim()
    .replace(/^(?:\p{Sc}|[A-Za-z]{3})\s?|\s?(?:\p{Sc}|[A-Za-z]{3})$/gu, '')
  if (plain.length > 40 || !/^\d[\d.,' ]*$/.test(plain)) return fail('money.invalid')
  const cut = decimalAt(plain, digits)
  const whole = cut < 0 ? plain : plain.slice(0, cut)
  const rest = cut < 0 ? '' : plain.slice(cut + 1)
  if (!wholeForm(whole) || !/^\d*$/.test(rest) || rest.length > digits || (cut >= 0 && rest === ''))
    return fail('money.invalid')
  const minor = Number(whole.replace(/\D/g, '') + rest.padEnd(digits, '0'))
  return minor <= PLAN_LIMITS.money ? ok(minor) : fail('money.invalid')
}

/** Where the decimals begin; -1 when there are none. */
function decimalAt(text: string, digits: number): number {
  const point = text.lastIndexOf('.')
  const comma = text.lastIndexOf(',')
  if (point >= 0 && comma >= 0) return Math.max(point, comma)
  const at = Math.max(point, comma)
  if (at < 0) return -1
  const alone = text.indexOf(text.charAt(at)) === at
  const thousands = text.length - at === 4 && GROUPS.test(text) && !(digits === 3 && at === point)
  return alone && !thousands ? at : -1
}

/** Digits, or groups of three parted by one and the same sign. */
function wholeForm(text: string): boolean {
  if (/^\d+$/.test(text)) return true
  return GROUPS.test(text) && new Set(text.replace(/\d/g, '')).size === 1
}

/** The amount in the words of a locale, with the currency. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  // Only for the eye: below 10^12 a fraction with so few decimals is shown exactly.
  const value = minor / 10 ** decimalsOf(currency)
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: isCurrency(currency) ? currency : DEFAULT_CURRENCY,
  }).format(value)
}

/** The amount as one would type it into a field, with a point and without thousands: `1234.50`. */
export function moneyText(minor: number, currency: string): string {
  const digits = decimalsOf(currency)
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

const DECIMAL = /^(\d{1,12})(?:\.(\d{1,4}))?$/

/** The minor units of an amount in the form of `moneyText`, rounded down where the currency has fewer decimals; null for anything else. */
export function minorOf(text: string, currency: string): number | null {
  const parts = DECIMAL.exec(text)
  const digits = decimalsOf(currency)
  const minor = Number((parts?.[1] ?? '') + (parts?.[2] ?? '').padEnd(digits, '0').slice(0, digits))
  return parts !== null && minor <= PLAN_LIMITS.money ? minor : null
}
