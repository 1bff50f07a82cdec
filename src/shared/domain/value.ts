import * as Y from 'yjs'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import { LIMITS } from './limits.ts'

/**
 * Reading what anybody may have written, and checking what is about to be written. The readers here never throw and
 * never give a value of another type than they promise: whatever does not fit reads as absent.
 */

/** A map of plain values or of further maps; what its values really are is never taken on trust. */
export type LooseMap = Y.Map<unknown>

const LATEST_TIME = 8.64e15

/**
 * The thing under `key`, or null when there is none or something else is there. A map without a single key counts as
 * none: that is what undo leaves of a thing that was added (undo.ts says why).
 */
export function mapAt(map: LooseMap, key: string): LooseMap | null {
  const value = map.get(key)
  return value instanceof Y.Map && hasKeys(value) ? value : null
}

function hasKeys(map: LooseMap): boolean {
  // Not by `keys()`, whose iterator costs more than everything else when thousands of cards are gone through.
  for (const item of map._map.values()) if (!item.deleted) return true
  return false
}

/** The text, cut to `max`; '' for anything that is no text. */
export function textOf(value: unknown, max: number): string {
  return typeof value === 'string' ? cut(value, max) : ''
}

/** Milliseconds since 1970 UTC, or null. */
export function timeOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LATEST_TIME ? value : null
}

/** An own property of a plain object; undefined for everything else, so that nothing is ever read from a prototype. */
export function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}

/** At most `max` UTF-16 units of `text`, never ending in half a character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  const last = text.charCodeAt(max - 1)
  const splitsPair = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, splitsPair ? max - 1 : max)
}

/**
 * Text that looks the same on every device: half characters cannot be sent (the encoder replaces them, and this device
 * would go on showing something else than all others), and neither can NUL in some stores.
 */
export function sound(text: string): string {
  return text.replace(/\p{Cs}|\0/gu, '\uFFFD')
}

/** One line: line breaks and tabs become spaces, the ends are trimmed. */
export function oneLine(text: string): string {
  return sound(text)
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .trim()
}

/** A title, tidied; an error when it is empty or too long. */
export function checkTitle(text: string, max: number = LIMITS.title): Result<string> {
  const title = oneLine(text)
  if (title === '') return fail('title.empty')
  return title.length > max ? fail('title.too-long', { max, length: title.length }) : ok(title)
}

/** A name, tidied. It may be empty only where `emptyAllowed` (a label may be a mere colour). */
export function checkName(text: string, emptyAllowed = false): Result<string> {
  const name = oneLine(text)
  if (name === '' && !emptyAllowed) return fail('name.empty')
  return name.length > LIMITS.name ? fail('name.too-long', { max: LIMITS.name, length: name.length }) : ok(name)
}

/** Text of several lines; its ends are kept as they are. */
export function checkText(text: string, max: number): Result<string> {
  const whole = sound(text)
  if (whole.trim() === '') return fail('text.empty')
  return whole.length > max ? fail('text.too-long', { max, length: whole.length }) : ok(whole)
}

/** Sets a key unless it has that value already, so that a change that changes nothing sends nothing. */
export function put(map: LooseMap, key: string, value: string | number | boolean): void {
  if (map.get(key) !== value) map.set(key, value)
}

/** Takes a key away if it is there. */
export function drop(map: LooseMap, key: string): void {
  if (map.has(key)) map.delete(key)
}

/** A flag is `true` or absent. */
export function putFlag(map: LooseMap, key: string, on: boolean): void {
  if (on) put(map, key, true)
  else drop(map, key)
}
