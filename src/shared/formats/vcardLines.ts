import { decodeText, windowsText } from './peopleText.ts'

/** Lines of vCards of any version as lines of 3.0 or 4.0: unfolded, QUOTED-PRINTABLE resolved, bare parameters named. */

const VCARD_LIMITS = {
  /** Bytes. */
  size: 50 * 1024 * 1024,
  cards: 100_000,
  /** UTF-16 units of one unfolded line. */
  line: 400_000,
  lines: 2_000,
} as const

export interface Card {
  readonly version: '2.1' | '3.0' | '4.0'
  /** Without BEGIN, VERSION and END. */
  readonly lines: readonly string[]
}

export type VcardCode = 'vcard.none' | 'vcard.too-large' | 'vcard.too-many'

export type CardsResult =
  | { readonly ok: true; readonly cards: readonly Card[] }
  | {
      readonly ok: false
      readonly error: { readonly code: VcardCode; readonly detail?: Readonly<Record<string, number>> }
    }

export function readCards(bytes: Uint8Array): CardsResult {
  if (bytes.length > VCARD_LIMITS.size)
    return { ok: false, error: { code: 'vcard.too-large', detail: { max: VCARD_LIMITS.size } } }
  const cards: Card[] = []
  let open: { version: Card['version']; lines: string[] } | null = null
  let depth = 0
  for (const line of unfolded(decodeText(bytes).text)) {
    if (/^BEGIN:VCARD\s*$/i.test(line)) {
      // A card within a card (AGENT of 2.1) is passed over.
      if (depth++ === 0) open = { version: '2.1', lines: [] }
    } else if (/^END:VCARD\s*$/i.test(line)) {
      if (--depth > 0) continue
      depth = 0
      if (open !== null) cards.push({ version: open.version, lines: open.lines.map(plain) })
      open = null
      if (cards.length > VCARD_LIMITS.cards)
        return { ok: false, error: { code: 'vcard.too-many', detail: { max: VCARD_LIMITS.cards } } }
    } else if (open !== null && depth === 1) {
      const version = /^VERSION:\s*(2\.1|3\.0|4\.0)\s*$/i.exec(line)?.[1]
      if (version === '2.1' || version === '3.0' || version === '4.0') open.version = version
      else if (open.lines.length < VCARD_LIMITS.lines && line.length <= VCARD_LIMITS.line) open.lines.push(line)
    }
  }
  return cards.length === 0 ? { ok: false, error: { code: 'vcard.none' } } : { ok: true, cards }
}

/** Lines with those that belong to them: begun by a blank, or after a soft break of QUOTED-PRINTABLE. */
function* unfolded(text: string): Generator<string> {
  let pieces: string[] = []
  let soft = false
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const folded = raw.startsWith(' ') || raw.startsWith('\t')
    if (pieces.length > 0 && (soft || folded)) pieces.push(soft ? raw : raw.slice(1))
    else {
      if (pieces.length > 0) yield pieces.join('')
      pieces = [raw]
      soft = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE/i.test(raw.slice(0, 300))
    }
    const last = pieces.at(-1) ?? ''
    const goesOn: boolean = soft && last.endsWith('=')
    if (goesOn) pieces[pieces.length - 1] = last.slice(0, -1)
    soft = goesOn
  }
  if (pieces.length > 0) yield pieces.join('')
}

const HEAD = /^((?:[A-Za-z0-9-]+\.)?[A-Za-z0-9-]+)((?:;(?:[^":;]|"[^"]*")*)*):/

/** As 3.0 would write it. */
function plain(line: string): string {
  const head = HEAD.exec(line.slice(0, 2_000))
  if (head === null) return ''
  const [whole, name = '', params = ''] = head
  let value = line.slice(whole.length)
  let quoted = false
  let charset = ''
  const kept: string[] = []
  for (const param of params.split(';').slice(1)) {
    const bare = param.toUpperCase().replace(/^ENCODING=/, '')
    if (bare === 'QUOTED-PRINTABLE') quoted = true
    else if (/^CHARSET=/i.test(param)) charset = param.slice(8).toLowerCase()
    else if (bare === 'BASE64' || bare === 'B') kept.push('ENCODING=b')
    else if (param.includes('=')) kept.push(param)
    else if (/^[A-Za-z0-9-]+$/.test(param)) kept.push(`TYPE=${param.toLowerCase()}`)
  }
  if (quoted) value = ofQuotedPrintable(value, charset).replace(/\r\n?|\n/g, '\\n')
  return `${[name, ...kept].join(';')}:${value}`
}

function ofQuotedPrintable(value: string, charset: string): string {
  const bytes: number[] = []
  const parts: string[] = []
  const flush = () => {
    if (bytes.length === 0) return
    const all = Uint8Array.from(bytes.splice(0))
    parts.push(/^(iso-8859-1|windows-1252|latin1)$/.test(charset) ? windowsText(all) : decodeText(all).text)
  }
  for (const [piece] of value.matchAll(/=[0-9A-Fa-f]{2}|[^=]+|=/g)) {
    if (/^=[0-9A-Fa-f]{2}$/.test(piece)) bytes.push(Number.parseInt(piece.slice(1), 16))
    else {
      flush()
      parts.push(piece)
    }
  }
  flush()
  return parts.join('')
}
