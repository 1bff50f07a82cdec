import { CHANNELS, type CustomField } from './fields.ts'
import { customField, type FilterField, KNOWN_FIELDS } from './filterFields.ts'
import { FIELD_NAMES, SHORT_FORMS } from './filterLexicon.ts'
import { foldText } from './foldText.ts'

export interface Token {
  /** `own` is a name in square brackets; `short` a field before a colon. */
  readonly kind: 'word' | 'quoted' | 'own' | 'short' | 'open' | 'close' | 'unclosed'
  readonly text: string
  readonly folded: string
  readonly at: number
  readonly end: number
}

const PATTERN = /"((?:[^"\\]|\\.)*)"|\[([^\]]*)\]:?|([()])|(["[])|[^\s()"[\]]+/gu
const SHORT = /^([\p{L}-]+):/u

/** Takes a typed filter apart; what is not closed is the last one, of kind `unclosed`. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  const push = (kind: Token['kind'], at: number, end: number, words: string) =>
    tokens.push({ kind, text: words, folded: foldText(words), at, end })
  for (const match of text.matchAll(PATTERN)) {
    const [whole, quoted, own, bracket, open] = match
    const [at, end] = [match.index, match.index + whole.length]
    if (quoted !== undefined) push('quoted', at, end, quoted.replace(/\\(.)/gu, '$1'))
    else if (own !== undefined) push(whole.endsWith(':') ? 'short' : 'own', at, end, own)
    else if (bracket !== undefined) push(bracket === '(' ? 'open' : 'close', at, end, bracket)
    else if (open !== undefined) {
      push('unclosed', at, text.length, open)
      return tokens
    } else {
      const short = SHORT.exec(whole)?.[1]
      const known = short !== undefined && shortField(foldText(short)) !== null
      if (known) push('short', at, at + short.length + 1, short)
      const rest = known ? whole.slice(short.length + 1) : whole
      if (rest !== '') push('word', end - rest.length, end, rest)
    }
  }
  return tokens
}

/** The field of `skill:`; `consent` stands for all channels. */
export function shortField(folded: string): FilterField | 'consent' | null {
  if (folded === 'consent') return 'consent'
  if (Object.hasOwn(SHORT_FORMS, folded)) return SHORT_FORMS[folded] ?? null
  return KNOWN_FIELDS.find((field) => FIELD_NAMES[field].includes(folded)) ?? null
}

/** A field of the community's own by what stands in brackets: its name, or `#` and its id. */
export function ownField(text: string, fields: readonly CustomField[]): FilterField | null {
  if (/^#[0-9a-f]{16}$/u.test(text)) return customField(text.slice(1))
  const named = fields.filter(({ name }) => foldText(name) === foldText(text.trim()))
  return named.length === 1 && named[0] ? customField(named[0].id) : null
}

export const channelField = (folded: string): FilterField | null => {
  const channel = CHANNELS.find((one) => one === folded)
  return channel ? `consent:${channel}` : null
}
