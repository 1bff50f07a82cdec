import { readId } from '../ids.ts'
import { cut, fieldOf, oneLine } from '../value.ts'
import {
  APP_ROLES,
  CLAIMS,
  CONSENT_STATES,
  type FilterField,
  type FilterKind,
  type FilterOp,
  kindOf,
  OPS_OF,
  readFilterField,
  readWeekPart,
} from './filterFields.ts'
import { isDay } from './formsOfValues.ts'

/**
 * A question about people as plain data: what a view keeps, what stands in its chips, and what is typed as words
 * (filterWords.ts). Always in one form: no `all` in an `all`, none of a single part, so that equal questions are equal data.
 */
export type Filter = FilterAll | FilterAny | FilterNot | Condition

export interface FilterAll {
  readonly all: readonly Filter[]
}
/** Of no parts: nobody. */
export interface FilterAny {
  readonly any: readonly Filter[]
}
export interface FilterNot {
  readonly not: Filter
}

export type FilterValue = string | number | boolean | null

export interface Condition {
  readonly field: FilterField
  readonly op: FilterOp
  /**
   * Text, a word, a choice; a circle's id; `YYYY-MM-DD`; a count of days; a month from 1; `sat` or `sat-evening`; one of the
   * words of `CONSENT_STATES`, `APP_ROLES`, `CLAIMS`; null where the op says it all.
   */
  readonly value: FilterValue
}

export const EVERYBODY: FilterAll = { all: [] }

export const FILTER_LIMITS = { depth: 8, conditions: 100, text: 200, days: 36_600 } as const

export const isCondition = (filter: Filter): filter is Condition => 'field' in filter

/** What somebody else's computer or an older version kept. Null for what is no filter, is too deep or too long. */
export function readFilter(value: unknown): Filter | null {
  const left = { conditions: FILTER_LIMITS.conditions }
  return read(value, FILTER_LIMITS.depth, left)
}

function read(value: unknown, depth: number, left: { conditions: number }): Filter | null {
  if (depth <= 0 || typeof value !== 'object' || value === null) return null
  const [all, any, not] = [fieldOf(value, 'all'), fieldOf(value, 'any'), fieldOf(value, 'not')]
  if (all !== undefined || any !== undefined) {
    const parts = all ?? any
    if (!Array.isArray(parts) || parts.length > FILTER_LIMITS.conditions) return null
    // Empty groups count too: a hundred of them on each of eight levels would be many.
    left.conditions -= parts.length === 0 ? 1 : 0
    const read_: Filter[] = []
    for (const part of parts) {
      const one = read(part, depth - 1, left)
      if (one === null) return null
      read_.push(one)
    }
    if (left.conditions < 0) return null
    return all !== undefined ? allOf(read_) : anyOf(read_)
  }
  if (not !== undefined) {
    const one = read(not, depth - 1, left)
    return one === null ? null : { not: one }
  }
  left.conditions -= 1
  return left.conditions < 0 ? null : readCondition(value)
}

/** All of these, in the one form. */
export function allOf(parts: readonly Filter[]): Filter {
  const flat = parts.flatMap((part) => ('all' in part ? part.all : [part]))
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : { all: flat }
}

/** Any of these, in the one form. */
export function anyOf(parts: readonly Filter[]): Filter {
  const flat = parts.flatMap((part) => ('any' in part ? part.any : [part]))
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : { any: flat }
}

function readCondition(value: unknown): Condition | null {
  const field = readFilterField(fieldOf(value, 'field'))
  if (field === null) return null
  // Which fields a community has is not known here, and may change: any form that some field could have is kept.
  const kind = kindOf(field, [])
  const op = OPS_OF[kind].find((one) => one === fieldOf(value, 'op'))
  if (op === undefined) return null
  const read = readValue(kind, op, fieldOf(value, 'value'))
  return read === undefined ? null : { field, op, value: read }
}

/** The value in its one form; undefined for what does not fit. */
export function readValue(kind: FilterKind, op: FilterOp, value: unknown): FilterValue | undefined {
  if (op === 'empty' || op === 'notEmpty') return null
  if (op === 'within' || op === 'notWithin') return isCount(value) ? value : undefined
  if (op === 'before' || op === 'after' || op === 'since' || op === 'notSince') return day(value)
  if (op === 'atLeast' || op === 'atMost') return number(value)
  switch (kind) {
    case 'text':
    case 'words':
    case 'anyText':
    case 'choice':
      return text(value)
    case 'circle':
      return readId(value) ?? undefined
    case 'week':
      return readWeekPart(value) ? String(value) : undefined
    case 'day':
    case 'tookPart':
      return day(value)
    case 'month':
      return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 12 ? value : undefined
    case 'number':
      return number(value)
    case 'flag':
      return typeof value === 'boolean' ? value : undefined
    case 'consent':
      return CONSENT_STATES.find((one) => one === value)
    case 'appRole':
      return APP_ROLES.find((one) => one === value)
    case 'claim':
      return CLAIMS.find((one) => one === value)
    case 'unknown':
      return op !== 'contains' && typeof value === 'boolean'
        ? value
        : op === 'contains'
          ? text(value)
          : (number(value) ?? text(value))
  }
}

/** Whether the condition asks what this kind of field can answer. */
export const fits = ({ op, value }: Condition, kind: FilterKind): boolean =>
  OPS_OF[kind].includes(op) && readValue(kind, op, value) === value

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= FILTER_LIMITS.days

const day = (value: unknown): string | undefined => (typeof value === 'string' && isDay(value) ? value : undefined)

function number(value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  return value === 0 ? 0 : value
}

function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  return cut(oneLine(cut(value, FILTER_LIMITS.text)), FILTER_LIMITS.text) || undefined
}

/** Whether anything is asked about that field: a list leaves out who is in the bin unless its filter speaks of it. */
export function asksAbout(filter: Filter, field: FilterField): boolean {
  if (isCondition(filter)) return filter.field === field
  if ('not' in filter) return asksAbout(filter.not, field)
  return ('all' in filter ? filter.all : filter.any).some((part) => asksAbout(part, field))
}
