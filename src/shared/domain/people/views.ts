import { LIMITS } from '../limits.ts'
import { cut, fieldOf, oneLine, textOf } from '../value.ts'
import { EVERYBODY, type Filter, readFilter } from './filter.ts'
import { type FilterField, readFilterField } from './filterFields.ts'
import type { SortKey } from './sorting.ts'

export interface ViewColumn {
  readonly field: FilterField
  /** Pixels at the usual size of text. */
  readonly width: number
}

/** A way of looking at the people that somebody gave a name: plain data, kept whole under one key. */
export interface PeopleSavedView {
  readonly name: string
  /** The name always comes first and is not among them. */
  readonly columns: readonly ViewColumn[]
  readonly sort: readonly SortKey[]
  readonly group: FilterField | null
  readonly filter: Filter
}

export const VIEW_LIMITS = { columns: 60, sort: 5, narrow: 40, wide: 1_200, width: 160 } as const

/** Null for what has no name or whose filter cannot be read: a view that shows other people than it says would mislead. */
export function readView(value: unknown): PeopleSavedView | null {
  const name = cut(oneLine(textOf(fieldOf(value, 'name'), LIMITS.name)), LIMITS.name)
  if (name === '') return null
  const kept = fieldOf(value, 'filter')
  const filter = kept === undefined ? EVERYBODY : readFilter(kept)
  if (filter === null) return null
  const group = readColumnField(fieldOf(value, 'group'))
  return {
    name,
    columns: eachOnce(fieldOf(value, 'columns'), VIEW_LIMITS.columns, readColumn),
    sort: eachOnce(fieldOf(value, 'sort'), VIEW_LIMITS.sort, readSortKey),
    group,
    filter,
  }
}

/** Fields that one thing can stand in: not the search of everything. */
function readColumnField(value: unknown): FilterField | null {
  const field = readFilterField(value)
  return field === 'any' ? null : field
}

function readColumn(value: unknown): ViewColumn | null {
  const field = readColumnField(fieldOf(value, 'field'))
  if (field === null || field === 'name') return null
  const width = fieldOf(value, 'width')
  const inside = typeof width === 'number' && width >= VIEW_LIMITS.narrow && width <= VIEW_LIMITS.wide
  return { field, width: inside ? Math.round(width) : VIEW_LIMITS.width }
}

function readSortKey(value: unknown): SortKey | null {
  const field = readColumnField(fieldOf(value, 'field'))
  return field === null ? null : { field, down: fieldOf(value, 'down') === true }
}

/** Those that can be read, up to `max`; of two for one field the first. */
function eachOnce<T extends { readonly field: FilterField }>(
  list: unknown,
  max: number,
  read: (value: unknown) => T | null,
): readonly T[] {
  if (!Array.isArray(list)) return []
  const found = new Map<FilterField, T>()
  // What cannot be read counts as well: nobody is made to look through a million of them.
  for (const value of list.slice(0, 4 * max)) {
    const one = read(value)
    if (one !== null && !found.has(one.field) && found.size < max) found.set(one.field, one)
  }
  return [...found.values()]
}
