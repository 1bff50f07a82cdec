import { strToU8, zipSync } from 'fflate'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { type ExportColumn, exportRows } from './peopleColumns.ts'
import { EPOCH } from './peopleXlsxZip.ts'

/**
 * A workbook of one sheet in which every cell is text: nothing in it can be a formula, and no telephone number loses its
 * zeros. Written by hand, since write-excel-file packs sheets over 160 KB in a worker made of a blob, which this window does
 * not allow.
 */
export function writePeopleXlsx(
  people: readonly PersonRecord[],
  columns: readonly ExportColumn[],
  sheet = 'People',
): Uint8Array {
  const rows = exportRows(people, columns).map(
    (row, r) => `<row r="${r + 1}">${row.map((cell, c) => cellXml(cell, r, c)).join('')}</row>`,
  )
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${NS.types}"><Default Extension="rels" ContentType="${NS.relsType}"/><Override PartName="/xl/workbook.xml" ContentType="${NS.sheetType}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${NS.sheetType}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${NS.sheetType}.styles+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${NS.rels}"><Relationship Id="rId1" Type="${NS.office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${NS.main}" xmlns:r="${NS.office}"><sheets><sheet name="${escaped(sheetName(sheet))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${NS.rels}"><Relationship Id="rId1" Type="${NS.office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${NS.office}/styles" Target="styles.xml"/></Relationships>`,
    // The second format is text (49): a number typed into such a cell later stays as it was typed.
    'xl/styles.xml': `<styleSheet xmlns="${NS.main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${NS.main}"><sheetData>${rows.join('')}</sheetData></worksheet>`,
  }
  const packed = Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, strToU8(`${PROLOG}${xml}`)]))
  return zipSync(packed, { level: 6, mtime: EPOCH })
}

const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const NS = {
  main: 'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  office: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  rels: 'http://schemas.openxmlformats.org/package/2006/relationships',
  types: 'http://schemas.openxmlformats.org/package/2006/content-types',
  relsType: 'application/vnd.openxmlformats-package.relationships+xml',
  sheetType: 'application/vnd.openxmlformats-officedocument.spreadsheetml',
} as const

function cellXml(text: string, row: number, column: number): string {
  if (text === '') return ''
  return `<c r="${letters(column)}${row + 1}" s="1" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
}

function letters(column: number): string {
  const [rest, last] = [Math.floor(column / 26), String.fromCharCode(65 + (column % 26))]
  return rest === 0 ? last : letters(rest - 1) + last
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

/** Characters that XML cannot hold are left out; `_x0041_` would be read as a character by Excel. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>"\r]/g, (one) => ESCAPES[one] ?? one)
}

/** 31 characters, without those that Excel forbids. */
const sheetName = (name: string): string =>
  name
    .replace(/[[\]:*?/\\']/g, ' ')
    .trim()
    .slice(0, 31) || 'People'
