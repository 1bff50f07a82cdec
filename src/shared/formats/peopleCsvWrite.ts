/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse/papaparse.js'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { disarmed } from './peopleCells.ts'
import { type ExportColumn, exportRows } from './peopleColumns.ts'

/**
 * A CSV that Excel opens by a double click: with a mark for UTF-8 before it, CRLF, everything in quotes, and no cell that
 * would be run as a formula (peopleCells.ts has the rule, and how it is undone).
 */
export function writePeopleCsv(people: readonly PersonRecord[], columns: readonly ExportColumn[]): string {
  const rows = exportRows(people, columns).map((row) => row.map(disarmed))
  return `\uFEFF${Papa.unparse(rows, { quotes: true, newline: '\r\n' })}\r\n`
}
