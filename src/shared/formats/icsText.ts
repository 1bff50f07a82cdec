import { decodeUtf8 } from 'lib0/string'
import { fail, ok, type Result } from '#shared/domain/errors.ts'

/**
 * From foreign bytes to the lines that matter, with what could hurt kept out before anything is built from it. The
 * syntax within a line is left to the library (icsLine.ts); here is only what folding and BEGIN/END need.
 */
export const ICS_LIMITS = {
  /** Bytes, or UTF-16 units of text. */
  size: 20 * 1024 * 1024,
  /** Components within each other. */
  depth: 8,
  components: 60_000,
  events: 5_000,
  /** UTF-16 units of one unfolded line of those that are read. */
  line: 200_000,
  /** Lines that are read of one component. */
  lines: 20_000,
  /** Dates in EXDATE or RDATE of one event. */
  dates: 1_000,
} as const

/** A component with the lines of it that are read, unfolded. */
export interface IcsComponent {
  readonly name: string
  readonly lines: { readonly name: string; readonly text: string }[]
  readonly parts: IcsComponent[]
}

/** UTF-8, with or without a mark at its beginning; a line that is none is taken as Latin-1, as old programs wrote it. */
export function textOfBytes(bytes: Uint8Array): Result<string> {
  if (bytes.length > ICS_LIMITS.size) return fail('import.too-large', { max: ICS_LIMITS.size, length: bytes.length })
  try {
    return ok(decodeUtf8(bytes))
  } catch {
    return ok(byLine(bytes))
  }
}

const LINE_FEED = 10

function byLine(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, from)
    const to = end < 0 ? bytes.length : end + 1
    parts.push(lineOf(bytes.subarray(from, to)))
    from = to
  }
  return parts.join('')
}

function lineOf(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch {
    const parts: string[] = []
    for (let i = 0; i < bytes.length; i += 8_192)
      parts.push(String.fromCharCode(...Array.from(bytes.subarray(i, i + 8_192), (byte) => CP1252[byte - 128] ?? byte)))
    return parts.join('')
  }
}

/** What Windows put where Latin-1 has control characters: quotes, dashes, the euro. */
const CP1252 = Array.from('€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ', (one) => one.charCodeAt(0))

/** Properties that are read, and those that are only counted for the report. All others are passed over. */
const READ = new Set(
  [
    'UID SEQUENCE SUMMARY DESCRIPTION LOCATION URL STATUS COLOR DTSTART DTEND DURATION RRULE EXRULE RDATE EXDATE',
    'RECURRENCE-ID X-KITH-ACCESS X-MICROSOFT-CDO-ALLDAYEVENT TZID X-LIC-LOCATION TZOFFSETFROM TZOFFSETTO X-WR-TIMEZONE X-WR-CALNAME',
  ].flatMap((names) => names.split(' ')),
)
const COUNTED = new Set(['ATTENDEE', 'ATTACH'])

/**
 * The VCALENDARs of a text. Errors: `import.not-a-calendar`, `import.too-large` (as a whole, or a line),
 * `import.too-deep`, `import.too-many` (detail: what).
 */
export function readComponents(text: string): Result<readonly IcsComponent[]> {
  if (text.length > ICS_LIMITS.size) return fail('import.too-large', { max: ICS_LIMITS.size, length: text.length })
  const scan = new Scan()
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from)
    const to = end < 0 ? text.length : end
    const problem = scan.take(text, from, text.charCodeAt(to - 1) === 13 && to > from ? to - 1 : to)
    if (problem !== null) return problem
    from = to + 1
  }
  scan.finish()
  return scan.calendars.length === 0 ? fail('import.not-a-calendar') : ok<readonly IcsComponent[]>(scan.calendars)
}

type Problem = ReturnType<typeof fail>

class Scan {
  readonly calendars: IcsComponent[] = []
  readonly #open: IcsComponent[] = []
  #components = 0
  #events = 0
  /** The line that is being unfolded; null while one is passed over. */
  #name = ''
  #pieces: string[] | null = null
  #length = 0

  /** One line as it stands in the file. */
  take(text: string, from: number, to: number): Problem | null {
    const first = text.charCodeAt(from)
    if ((first === 32 || first === 9) && to > from) return this.#append(text.slice(from + 1, to))
    this.finish()
    const name = /^\uFEFF?([A-Za-z0-9-]{1,64})[:;]/.exec(text.slice(from, Math.min(to, from + 66)))?.[1]?.toUpperCase()
    if (name === undefined) return null
    if (name === 'BEGIN' || name === 'END') return this.#bracket(name, text.slice(from, Math.min(to, from + 100)))
    if (COUNTED.has(name)) this.#open.at(-1)?.lines.push({ name, text: '' })
    if (!READ.has(name)) return null
    if ((this.#open.at(-1)?.lines.length ?? 0) >= ICS_LIMITS.lines)
      return fail('import.too-many', { what: 'lines', max: ICS_LIMITS.lines })
    this.#name = name
    this.#pieces = []
    this.#length = 0
    return this.#append(text.slice(from, to).replace(/^\uFEFF/, ''))
  }

  #append(piece: string): Problem | null {
    if (this.#pieces === null) return null
    this.#length += piece.length
    if (this.#length > ICS_LIMITS.line) return fail('import.too-large', { max: ICS_LIMITS.line })
    this.#pieces.push(piece)
    return null
  }

  finish(): void {
    if (this.#pieces !== null) this.#open.at(-1)?.lines.push({ name: this.#name, text: this.#pieces.join('') })
    this.#pieces = null
  }

  #bracket(bracket: 'BEGIN' | 'END', line: string): Problem | null {
    const name = line
      .slice(line.indexOf(':') + 1)
      .trim()
      .toUpperCase()
    if (bracket === 'END') {
      // What was left open within is closed with it; an END of nothing ends nothing.
      const at = this.#open.findLastIndex((component) => component.name === name)
      if (at >= 0) this.#open.length = at
      return null
    }
    if (this.#open.length >= ICS_LIMITS.depth) return fail('import.too-deep', { max: ICS_LIMITS.depth })
    if (++this.#components > ICS_LIMITS.components)
      return fail('import.too-many', { what: 'components', max: ICS_LIMITS.components })
    if (name === 'VEVENT' && ++this.#events > ICS_LIMITS.events)
      return fail('import.too-many', { what: 'events', max: ICS_LIMITS.events })
    const component: IcsComponent = { name, lines: [], parts: [] }
    const parent = this.#open.at(-1)
    if (parent !== undefined) parent.parts.push(component)
    else if (name === 'VCALENDAR') this.calendars.push(component)
    this.#open.push(component)
    return null
  }
}
