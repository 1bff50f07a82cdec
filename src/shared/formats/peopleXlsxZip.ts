import { unzipSync, zipSync } from 'fflate'
import { decodeUtf8 } from 'lib0/string'
import { refuse, TABLE_LIMITS, type TableError } from './peopleTable.ts'

/**
 * A workbook is a ZIP of XML. It is unpacked here, with limits, and handed on as a ZIP without compression: so the library
 * that reads it meets no bomb, no address far outside the sheet, and needs no worker made of a blob, which this window
 * does not allow.
 */
const XLSX_LIMITS = {
  /** Bytes, unpacked. */
  unpacked: 200 * 1024 * 1024,
  /** Unpacked to packed. */
  ratio: 1_000,
  files: 2_000,
} as const

type Opened =
  | { readonly ok: true; readonly zip: ArrayBuffer; readonly sheets: readonly string[] }
  | { readonly ok: false; readonly error: TableError }

class Refused extends Error {}

export function openWorkbook(bytes: Uint8Array): Opened {
  if (bytes.length > TABLE_LIMITS.size) return refuse('table.too-large', { max: TABLE_LIMITS.size })
  // The file format before 2007, which is also the envelope of workbooks with a password.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0)
    return refuse('xlsx.old-or-locked')
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return refuse('xlsx.damaged')
  try {
    const files = unpack(bytes)
    if (Object.keys(files).some((name) => /worksheets\/.*\.xml$/i.test(name) && isTooWide(files[name]))) {
      return refuse('table.too-many-rows', { max: TABLE_LIMITS.rows, columns: TABLE_LIMITS.columns })
    }
    const zip = zipSync(files, { level: 0, mtime: EPOCH })
    const { buffer } = zip
    return { ok: true, zip: buffer, sheets: sheetNames(files['xl/workbook.xml']) }
  } catch (error) {
    return error instanceof Refused ? refuse('xlsx.too-large', { max: XLSX_LIMITS.unpacked }) : refuse('xlsx.damaged')
  }
}

/** The earliest that a ZIP can tell. */
export const EPOCH = '1980-01-02T00:00:00'

function unpack(bytes: Uint8Array): Record<string, Uint8Array<ArrayBuffer>> {
  let files = 0
  let sum = 0
  // What a file says of its size is also all the room that it gets.
  return unzipSync(bytes, {
    filter: ({ name, size, originalSize }) => {
      if (!/\.(?:xml|rels)$/i.test(name) || name === '__proto__') return false
      sum += originalSize
      if (++files > XLSX_LIMITS.files || sum > XLSX_LIMITS.unpacked) throw new Refused()
      if (originalSize > 1_000_000 && originalSize > size * XLSX_LIMITS.ratio) throw new Refused()
      return true
    },
  })
}

const [SPACE, R, EQUALS, QUOTE, APOSTROPHE] = [0x20, 0x72, 0x3d, 0x22, 0x27]

/** Whether an address of a row or cell lies outside the limits: the reader would fill all that is in between. */
function isTooWide(xml: Uint8Array | undefined): boolean {
  if (xml === undefined) return false
  let [rows, columns] = [0, 0]
  for (let i = xml.indexOf(EQUALS); i >= 0; i = xml.indexOf(EQUALS, i + 1)) {
    if (xml[i - 1] !== R || (xml[i - 2] ?? 0) > SPACE) continue
    if (xml[i + 1] !== QUOTE && xml[i + 1] !== APOSTROPHE) continue
    let column = 0
    let row = 0
    let at = i + 2
    for (let unit = (xml[at] ?? 0) & ~32; unit >= 0x41 && unit <= 0x5a && column < 1e6; unit = (xml[++at] ?? 0) & ~32)
      column = column * 26 + unit - 0x40
    for (let digit = (xml[at] ?? 0) - 48; digit >= 0 && digit <= 9 && row < 1e9; digit = (xml[++at] ?? 0) - 48)
      row = row * 10 + digit
    rows = Math.max(rows, row)
    columns = Math.max(columns, column)
    if (rows > EXCEL_ROWS || columns > EXCEL_COLUMNS || Math.max(1, rows) * Math.max(1, columns) > CELLS) return true
  }
  return false
}

const EXCEL_ROWS = 1_048_576
const EXCEL_COLUMNS = 16_384
/** Empty rows below and columns beside a list are common, so there is some more room than for cells with something in them. */
const CELLS = 40_000_000

function sheetNames(workbook: Uint8Array | undefined): readonly string[] {
  if (workbook === undefined) return []
  const names: string[] = []
  for (const [, attributes = ''] of decodeUtf8(workbook).matchAll(/<(?:\w+:)?sheet\s([^>]{0,2000})>/g)) {
    const name = /(?:^|\s)name\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes)
    names.push(unescaped(name?.[1] ?? name?.[2] ?? ''))
  }
  return names.slice(0, 1_000)
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name)] ?? all
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
}
