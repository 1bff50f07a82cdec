import { formatMoney } from '#shared/domain/event/money.ts'
import type { When } from '#shared/domain/when.ts'
import { clockAt, SOME_DAY } from './wallClock.ts'

const MONEY = new Set(['planned', 'actual', 'ceiling'])
const CLOCK = new Set(['fixed', 'from', 'to'])
const LENGTH = new Set(['minutes', 'delay'])

/**
 * One of the values that were set apart, as it is shown where it was set.
 * @param key of the thing in the plan @param when of the event, which hours count from
 */
export function clashWords(key: string, value: unknown, when: When | null, currency: string): string {
  if (value === null || value === undefined || value === '') return key === 'fixed' ? 'After the one before' : 'Nothing'
  if (typeof value !== 'number') return String(value)
  if (MONEY.has(key)) return formatMoney(value, currency, 'en-GB')
  if (CLOCK.has(key)) return clockAt(when ?? SOME_DAY, value)
  if (LENGTH.has(key)) return `${value} min`
  return String(key === 'day' ? value + 1 : value)
}
