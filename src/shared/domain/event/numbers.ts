import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { cut, oneLine, sound } from '../value.ts'

/** Numbers and short texts of a plan: reading what anybody may have written, and checking what is about to be. */

export function readWhole(value: unknown, min: number, max: number): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : null
}

export function checkWhole(value: number, min: number, max: number): Result<number> {
  // -0 would be another value than 0 on other devices.
  return readWhole(value, min, max) === null ? fail('number.invalid', { min, max }) : ok(value + 0)
}

const THOUSANDTHS = 1_000

/** An amount of things: three decimals at most, so that sums come out even. */
export function readAmount(value: unknown, max: number): number | null {
  if (typeof value !== 'number' || !(value >= 0 && value <= max)) return null
  return Math.round(value * THOUSANDTHS) / THOUSANDTHS
}

export function checkAmount(value: number, max: number): Result<number> {
  const amount = readAmount(value, max)
  return amount === null ? fail('number.invalid', { min: 0, max }) : ok(amount)
}

export function sumAmounts(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + Math.round(amount * THOUSANDTHS), 0) / THOUSANDTHS
}

/** Text that may be empty; of several lines, or of one. */
export function checkNote(text: string, max: number, lines: 'one' | 'many' = 'many'): Result<string> {
  const note = lines === 'one' ? oneLine(text) : sound(text).trim()
  return note.length > max ? fail('text.too-long', { max, length: note.length }) : ok(note)
}

/** Text from outside, made fit instead of refused. */
export function tidyLine(text: string, max: number): string {
  return cut(oneLine(text), max)
}
