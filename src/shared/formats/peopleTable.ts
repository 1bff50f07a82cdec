import { headerWord } from './peopleHeaderWords.ts'
import { looksLike } from './peopleLooks.ts'
import type { Encoding } from './peopleText.ts'

/** A list of people as rows of text, whatever file it came from, within limits that keep the window alive. */

export const TABLE_LIMITS = {
  /** Bytes of the file. */
  size: 50 * 1024 * 1024,
  rows: 100_000,
  columns: 300,
  /** UTF-16 units of one cell. */
  cell: 20_000,
  /** UTF-16 units of all cells together. */
  text: 100_000_000,
} as const

export type Delimiter = ',' | ';' | '\t' | '|'
export const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|']

export interface SourceTable {
  readonly kind: 'csv' | 'xlsx'
  /** '' for a workbook. */
  readonly delimiter: Delimiter | ''
  readonly encoding: Encoding | ''
  /** Null where the first row is already somebody. */
  readonly header: readonly string[] | null
  /** All of one length; rows without any text are left out. */
  readonly rows: readonly (readonly string[])[]
  /** For each row its number in the file, counted from 1 as a spreadsheet shows it. */
  readonly numbers: readonly number[]
  readonly columns: number
  /** For a workbook the sheets there are to choose from, and the one that was read. */
  readonly sheets: readonly string[]
  readonly sheet: string
}

export type TableCode =
  | 'table.too-large'
  | 'table.too-many-rows'
  | 'table.too-many-columns'
  | 'table.cell-too-long'
  | 'table.empty'
  | 'table.not-text'
  | 'xlsx.damaged'
  | 'xlsx.too-large'
  | 'xlsx.old-or-locked'
  | 'xlsx.no-sheet'

/** `detail` holds limits and numbers of rows only, never words of the file. */
export interface TableError {
  readonly code: TableCode
  readonly detail?: Readonly<Record<string, number>>
}

export type TableResult =
  | { readonly ok: true; readonly value: SourceTable }
  | { readonly ok: false; readonly error: TableError }

export const refuse = (
  code: TableCode,
  detail?: TableError['detail'],
): { readonly ok: false; readonly error: TableError } => ({
  ok: false,
  error: detail === undefined ? { code } : { code, detail },
})

/** Rows as they come out of a file, one after the other; says when there is too much of them. */
export class RowCollector {
  readonly #rows: string[][] = []
  readonly #numbers: number[] = []
  #columns = 0
  #text = 0
  #number = 0

  /** @returns the error at which reading ends, or null */
  add(cells: readonly string[]): TableError | null {
    this.#number++
    const row = number(this.#number)
    let width = 0
    for (let i = 0; i < cells.length; i++) {
      const { length } = cells[i] ?? ''
      if (length > TABLE_LIMITS.cell) return { code: 'table.cell-too-long', detail: { max: TABLE_LIMITS.cell, ...row } }
      this.#text += length
      if (length > 0 && cells[i]?.trim() !== '') width = i + 1
    }
    if (width === 0) return null
    if (width > TABLE_LIMITS.columns)
      return { code: 'table.too-many-columns', detail: { max: TABLE_LIMITS.columns, columns: width, ...row } }
    // One more for a header.
    if (this.#rows.length > TABLE_LIMITS.rows)
      return { code: 'table.too-many-rows', detail: { max: TABLE_LIMITS.rows } }
    if (this.#text > TABLE_LIMITS.text) return { code: 'table.too-large', detail: { max: TABLE_LIMITS.text } }
    this.#columns = Math.max(this.#columns, width)
    this.#rows.push(cells.slice(0, width))
    this.#numbers.push(this.#number)
    return null
  }

  /** @param header whether the first row is one, where somebody has said so; otherwise that is found out */
  finish(facts: TableFacts, header: boolean | null): TableResult {
    const width = this.#columns
    const rows = this.#rows.map((row) => (row.length < width ? row.concat(EMPTY.slice(0, width - row.length)) : row))
    const first = rows[0]
    if (first === undefined) return refuse('table.empty')
    const has = header ?? isHeader(first, rows.slice(1, 1 + SAMPLE))
    if (!has && rows.length > TABLE_LIMITS.rows) return refuse('table.too-many-rows', { max: TABLE_LIMITS.rows })
    return {
      ok: true,
      value: {
        ...facts,
        header: has ? first.map((cell) => cell.trim()) : null,
        rows: has ? rows.slice(1) : rows,
        numbers: has ? this.#numbers.slice(1) : this.#numbers,
        columns: width,
      },
    }
  }
}

type TableFacts = Pick<SourceTable, 'kind' | 'delimiter' | 'encoding' | 'sheets' | 'sheet'>

const EMPTY: readonly string[] = Array.from({ length: TABLE_LIMITS.columns }, () => '')
const SAMPLE = 50
const number = (row: number) => ({ row })

/**
 * Whether the first row names the columns: it has a name that is known, or it has no data in it while the rows below
 * have.
 */
function isHeader(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  const filled = first.filter((cell) => cell.trim() !== '')
  if (filled.some((cell) => looksLike(cell) !== 'text')) return false
  if (filled.some((cell) => headerWord(cell) !== null)) return true
  const different = new Set(filled.map((cell) => cell.trim().toLowerCase())).size === filled.length
  return different && below.some((row) => row.some((cell) => looksLike(cell) !== 'text'))
}
