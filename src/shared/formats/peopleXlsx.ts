import { RowCollector, refuse, type TableResult } from './peopleTable.ts'
import { openWorkbook } from './peopleXlsxZip.ts'

export interface XlsxChoice {
  /** By name; the first one otherwise. */
  readonly sheet?: string
  readonly header?: boolean
}

/**
 * Reads a table from a sheet of a workbook. Errors: those of readCsv, and `xlsx.damaged`, `xlsx.too-large`,
 * `xlsx.old-or-locked`, `xlsx.no-sheet`.
 */
export async function readXlsx(bytes: Uint8Array, choice: XlsxChoice = {}): Promise<TableResult> {
  const opened = openWorkbook(bytes)
  if (!opened.ok) return opened
  const sheet = choice.sheet ?? opened.sheets[0]
  if (sheet === undefined || !opened.sheets.includes(sheet)) return refuse('xlsx.no-sheet')
  const rows = new RowCollector()
  try {
    const { readSheet } = await import('read-excel-file/universal')
    // Numbers stay as they are written: a telephone number of 15 digits is more than a number holds.
    const data: readonly (readonly unknown[])[] = await readSheet(opened.zip, opened.sheets.indexOf(sheet) + 1, {
      parseNumber: plainNumber,
      trim: false,
    })
    for (const row of data) {
      const problem = rows.add(row.map(cellText))
      if (problem !== null) return { ok: false, error: problem }
    }
  } catch {
    return refuse('xlsx.damaged')
  }
  const facts = { kind: 'xlsx', delimiter: '', encoding: '', sheets: opened.sheets, sheet } as const
  return rows.finish(facts, choice.header ?? null)
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
