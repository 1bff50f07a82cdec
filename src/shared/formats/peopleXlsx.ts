import type { ReadProgress } from './peopleCsv.ts'
import { RowCollector, refuse, type TableError, type TableResult } from './peopleTable.ts'
import { openWorkbook } from './peopleXlsxZip.ts'

export interface XlsxChoice {
  /** By name; the first one otherwise. */
  readonly sheet?: string
  readonly header?: boolean
}

/** A sheet whose cells are known, but not yet looked at. */
export interface OpenedSheet {
  readonly sheets: readonly string[]
  readonly sheet: string
  readonly header: boolean | null
  readonly cells: readonly (readonly unknown[])[]
}

type Opened = { readonly ok: true; readonly value: OpenedSheet } | { readonly ok: false; readonly error: TableError }

/**
 * Unpacks a workbook and finds the cells of one sheet. Nobody can tell how far that is: the library reads a sheet whole.
 * Errors: `xlsx.damaged`, `xlsx.too-large`, `xlsx.old-or-locked`, `xlsx.no-sheet`, `table.too-large`,
 * `table.too-many-rows`.
 */
export async function openSheet(bytes: Uint8Array, choice: XlsxChoice = {}): Promise<Opened> {
  const opened = openWorkbook(bytes)
  if (!opened.ok) return opened
  const { sheets } = opened
  const sheet = choice.sheet ?? sheets[0]
  if (sheet === undefined || !sheets.includes(sheet)) return refuse('xlsx.no-sheet')
  try {
    const { readSheet } = await import('read-excel-file/universal')
    // Numbers stay as they are written: a telephone number of 15 digits is more than a number holds.
    const cells = await readSheet(opened.zip, sheets.indexOf(sheet) + 1, { parseNumber: plainNumber, trim: false })
    return { ok: true, value: { sheets, sheet, header: choice.header ?? null, cells } }
  } catch {
    return refuse('xlsx.damaged')
  }
}

/** Rows between two breaths of whoever reads. */
const BREATH = 2_000

/** The rows of a sheet as a table. A generator, so that whoever calls may breathe and stop in between. */
export function* sheetTable({ sheets, sheet, header, cells }: OpenedSheet): Generator<ReadProgress, TableResult> {
  const rows = new RowCollector()
  for (let i = 0; i < cells.length; i++) {
    const problem = rows.add((cells[i] ?? []).map(cellText))
    if (problem !== null) return { ok: false, error: problem }
    if (i % BREATH === BREATH - 1) yield { done: i + 1, total: cells.length }
  }
  return rows.finish({ kind: 'xlsx', delimiter: '', encoding: '', sheets, sheet }, header)
}

/** Reads a table from a sheet of a workbook in one go. Errors: those of openSheet and readCsv. */
export async function readXlsx(bytes: Uint8Array, choice: XlsxChoice = {}): Promise<TableResult> {
  const opened = await openSheet(bytes, choice)
  if (!opened.ok) return opened
  const table = sheetTable(opened.value)
  let step = table.next()
  while (!step.done) step = table.next()
  return step.value
}

/** `4.930123456E11` as Excel stores what was typed as 493012345600. */
function plainNumber(text: string): string {
  const parts = /^(-?)(\d)(?:\.(\d+))?E\+?(\d{1,2})$/i.exec(text.trim())
  if (parts === null) return text.trim()
  const [, sign = '', first = '', rest = '', exponent = '0'] = parts
  const zeros = Number(exponent)
  if (zeros > 20) return text.trim()
  const digits = first + rest.padEnd(zeros, '0')
  const whole = digits.slice(0, 1 + zeros)
  const fraction = digits.slice(1 + zeros)
  return sign + whole + (fraction === '' ? '' : `.${fraction}`)
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value instanceof Date) {
    const time = value.getTime()
    return Number.isNaN(time)
      ? ''
      : value
          .toISOString()
          .replace(/T00:00:00\.000Z$/, '')
          .replace(/\.\d{3}Z$/, '')
  }
  return String(value)
}
