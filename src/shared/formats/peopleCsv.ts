/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse/papaparse.js'
import { rearmed } from './peopleCells.ts'
import {
  DELIMITERS,
  type Delimiter,
  RowCollector,
  refuse,
  TABLE_LIMITS,
  type TableError,
  type TableResult,
} from './peopleTable.ts'
import { type DecodedText, decodeText, decodeTextAs, type Encoding } from './peopleText.ts'

/** What somebody has chosen instead of what was found out. */
export interface CsvChoice {
  readonly encoding?: Encoding
  readonly delimiter?: Delimiter
  readonly header?: boolean
}

export interface ReadProgress {
  readonly done: number
  readonly total: number
}

/** Rows between two breaths of the window. */
const BREATH = 2_000

/**
 * Reads a table from text with separators. A generator, so that whoever calls may breathe and stop in between.
 * Errors: `table.too-large`, `table.too-many-rows`, `table.too-many-columns`, `table.cell-too-long`, `table.empty`,
 * `table.not-text`.
 */
export function* readCsv(bytes: Uint8Array, choice: CsvChoice = {}): Generator<ReadProgress, TableResult> {
  if (bytes.length > TABLE_LIMITS.size) return refuse('table.too-large', { max: TABLE_LIMITS.size })
  const decoded = choice.encoding === undefined ? decodeText(bytes) : decodeTextAs(bytes, choice.encoding)
  return yield* readCsvText(decoded, choice)
}

function* readCsvText(decoded: DecodedText, choice: CsvChoice = {}): Generator<ReadProgress, TableResult> {
  if (decoded.text.slice(0, 65_536).includes('\0')) return refuse('table.not-text')
  const { text, said } = withoutHint(decoded.text)
  const delimiter = choice.delimiter ?? said ?? guessDelimiter(text)
  const rows = new RowCollector()
  let problem: TableError | null = null
  let sum = 0
  let count = 0
  let paused: { resume(): void } | null = null
  const step = ({ data }: { data: string[] }, parser: { abort(): void; pause(): void; resume(): void }) => {
    problem ??= rows.add(data.map(rearmed))
    for (const cell of data) sum += cell.length + 1
    if (problem !== null) parser.abort()
    else if (++count % BREATH === 0) {
      paused = parser
      parser.pause()
    }
  }
  try {
    Papa.parse(text, { delimiter, step })
    for (let next = taken(); next !== null; next = taken()) {
      yield { done: Math.min(sum, text.length), total: text.length }
      next.resume()
    }
  } catch {
    return refuse('table.not-text')
  }
  if (problem !== null) return { ok: false, error: problem }
  return rows.finish(
    { kind: 'csv', delimiter, encoding: decoded.encoding, sheets: [], sheet: '' },
    choice.header ?? null,
  )

  function taken(): { resume(): void } | null {
    const one = paused
    paused = null
    return one
  }
}

/** Excel's own first line, `sep=;`. */
function withoutHint(text: string): { text: string; said: Delimiter | null } {
  const hint = /^"?sep=([,;|\t])"?[ ,;|\t]*(?:\r\n|\n|\r|$)/i.exec(text.slice(0, 100))
  const said = DELIMITERS.find((one) => one === hint?.[1]) ?? null
  return hint === null || said === null ? { text, said: null } : { text: text.slice(hint[0].length), said }
}

const SAMPLE = 65_536

/** The separator with which the first records are widest and most alike; a comma where there is none at all. */
function guessDelimiter(text: string): Delimiter {
  let best: Delimiter = ','
  let most = 0
  const sample = text.slice(0, SAMPLE)
  for (const delimiter of DELIMITERS) {
    if (!sample.includes(delimiter)) continue
    const { data } = Papa.parse(sample, { delimiter, preview: 30 })
    // The last one may be cut off.
    const widths = (data.length > 2 ? data.slice(0, -1) : data)
      .filter((row) => row.join('') !== '')
      .map((row) => row.length)
    const common = commonest(widths)
    const alike = widths.filter((width) => width === common).length / Math.max(1, widths.length)
    const score = common < 2 ? 0 : alike * alike * Math.log2(1 + common)
    if (score > most) {
      most = score
      best = delimiter
    }
  }
  return best
}

function commonest(numbers: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1)
  let [best, most] = [0, 0]
  for (const [one, count] of counts) if (count > most || (count === most && one > best)) [best, most] = [one, count]
  return best
}
