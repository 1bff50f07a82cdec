import {
  allOf,
  anyOf,
  EVERYBODY,
  FILTER_LIMITS,
  type Filter,
  type FilterValue,
  readFilter,
  readValue,
} from './filter.ts'
import { monthOf, readDayWords, readSpan } from './filterDates.ts'
import { type FilterField, type FilterKind, type FilterOp, KNOWN_FIELDS, kindOf, OPS_OF } from './filterFields.ts'
import { DAY_NAMES, FIELD_NAMES, fixedValues, KEYWORDS, opWords, PHRASES } from './filterLexicon.ts'
import type { FilterFacts } from './filterMatch.ts'
import { channelField, ownField, shortField, type Token, tokensOf } from './filterTokens.ts'
import { foldText } from './foldText.ts'

export interface FilterProblem {
  /** In UTF-16 units of the text. */
  readonly at: number
  readonly end: number
  readonly expected: Wanted
}

/** What can stand at a place of a typed filter. */
export type Wanted =
  | { readonly what: 'condition' | 'join' | 'close' | 'quote' | 'field' | 'shorter' }
  | { readonly what: 'op'; readonly field: FilterField }
  | { readonly what: 'value'; readonly field: FilterField; readonly op: FilterOp }

export type ParsedFilter =
  | { readonly ok: true; readonly filter: Filter }
  | { readonly ok: false; readonly problem: FilterProblem }

/** UTF-16 units of a typed filter. */
const TEXT_MAX = 20_000

/** Reads a filter as it is typed: `skills contains van AND free on Sunday AND not seen since August`. Never throws. */
export function parseFilter(text: string, facts: FilterFacts): ParsedFilter {
  if (text.length > TEXT_MAX)
    return { ok: false, problem: { at: TEXT_MAX, end: text.length, expected: { what: 'shorter' } } }
  try {
    const filter = new Parser(tokensOf(text), facts, text.length).whole()
    const read = readFilter(filter)
    if (read) return { ok: true, filter: read }
    return { ok: false, problem: { at: 0, end: text.length, expected: { what: 'shorter' } } }
  } catch (error) {
    if (error instanceof Stop) return { ok: false, problem: error.problem }
    throw error
  }
}

class Stop extends Error {
  readonly problem: FilterProblem
  constructor(problem: FilterProblem) {
    super(problem.expected.what)
    this.problem = problem
  }
}

class Parser {
  #at = 0
  #depth = 0
  readonly #tokens: readonly Token[]
  readonly #facts: FilterFacts
  readonly #length: number

  constructor(tokens: readonly Token[], facts: FilterFacts, length: number) {
    this.#tokens = tokens
    this.#facts = facts
    this.#length = length
  }

  whole(): Filter {
    if (this.#tokens.length === 0) return EVERYBODY
    const filter = this.#or()
    if (this.#peek() !== undefined) this.#stop({ what: 'join' })
    return filter
  }

  #peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead]
  }

  #stop(expected: Wanted, token = this.#peek()): never {
    const wanted: Wanted = token?.kind === 'unclosed' ? { what: 'quote' } : expected
    throw new Stop({ at: token?.at ?? this.#length, end: token?.end ?? this.#length, expected: wanted })
  }

  #or(): Filter {
    const parts = [this.#and()]
    while (this.#takes('or')) parts.push(this.#and())
    return parts.length === 1 && parts[0] ? parts[0] : anyOf(parts)
  }

  #and(): Filter {
    const parts = [this.#unary()]
    for (let next = this.#peek(); next && next.kind !== 'close' && !isWord(next, 'or'); next = this.#peek()) {
      this.#takes('and')
      parts.push(this.#unary())
    }
    return parts.length === 1 && parts[0] ? parts[0] : allOf(parts)
  }

  #unary(): Filter {
    const token = this.#peek()
    // Deeper than any filter may be: said here, before the stack is used up.
    if (this.#depth > 2 * FILTER_LIMITS.depth) this.#stop({ what: 'shorter' })
    if (!token || token.kind === 'close' || token.kind === 'unclosed') return this.#stop({ what: 'condition' })
    const phrase = token.kind === 'word' ? this.#phrase() : null
    if (phrase) return phrase
    this.#depth += 1
    try {
      if (this.#takes('not')) return { not: this.#unary() }
      if (token.kind === 'open') {
        this.#at += 1
        const inner = this.#or()
        if (this.#peek()?.kind !== 'close') this.#stop({ what: 'close' })
        this.#at += 1
        return inner
      }
    } finally {
      this.#depth -= 1
    }
    if (this.#takes('everybody')) return EVERYBODY
    if (this.#takes('nobody')) return { any: [] }
    if (token.kind === 'short') return this.#short(token)
    if (token.kind === 'own') {
      const field = ownField(token.text, this.#facts.fields) ?? this.#stop({ what: 'field' })
      this.#at += 1
      return this.#operation(field) ?? this.#stop({ what: 'op', field })
    }
    if (token.kind === 'word') {
      if (isWord(token, 'and') || isWord(token, 'or')) this.#stop({ what: 'condition' })
      const named = this.#named()
      if (named) return named
    }
    this.#at += 1
    const value = readValue('anyText', 'contains', token.text)
    return value === undefined ? this.#stop({ what: 'condition' }, token) : { field: 'any', op: 'contains', value }
  }

  /** Ways of speaking, the longest first: `not seen since` is no NOT. */
  #phrase(): Filter | null {
    let best: { words: number; phrase: (typeof PHRASES)[number] } | null = null
    for (const phrase of PHRASES) {
      const words = this.#matches(phrase.words)
      if (words > (best?.words ?? 0)) best = { words, phrase }
    }
    if (!best) return null
    const { field, op, value } = best.phrase
    // `new` is also how a question may begin: `new is no`.
    if (value !== undefined && this.#matches('is', best.words) > 0) return null
    this.#at += best.words
    return { field, op, value: value === undefined ? this.#value(field, op) : value }
  }

  #named(): Filter | null {
    const names: { words: number; field: FilterField }[] = []
    for (const field of KNOWN_FIELDS)
      for (const name of FIELD_NAMES[field]) names.push({ words: this.#matches(name), field })
    for (const { id, name } of this.#facts.fields) {
      const words = this.#matches(foldText(name).replace(/\s+/gu, ' ').trim())
      if (words > 0 && ownField(name, this.#facts.fields)) names.push({ words, field: `custom:${id}` })
    }
    const best = names.sort((a, b) => b.words - a.words)[0]
    if (!best || best.words === 0) return null
    const start = this.#at
    this.#at += best.words
    const found = this.#operation(best.field)
    if (found) return found
    const next = this.#peek()
    // The name of a field alone is a word to look for; followed by something else it is a question half asked.
    if (best.words > 1 || (next && next.kind !== 'close' && !isWord(next, 'and') && !isWord(next, 'or')))
      this.#stop({ what: 'op', field: best.field })
    this.#at = start
    return null
  }

  #short(token: Token): Filter {
    this.#at += 1
    const folded = foldText(token.text)
    const known = ownField(token.text, this.#facts.fields) ?? shortField(folded) ?? this.#stop({ what: 'field' }, token)
    const next = this.#peek()
    if (known === 'consent') {
      const field =
        (next && channelField(next.folded)) ?? this.#stop({ what: 'value', field: 'consent:email', op: 'is' })
      this.#at += 1
      return { field, op: 'is', value: 'yes' }
    }
    const kind = kindOf(known, this.#facts.fields)
    const op: FilterOp = kind === 'day' || kind === 'tookPart' ? 'since' : (OPS_OF[kind][0] ?? 'is')
    const value = (next && this.#read(kind, op, [next])) ?? this.#stop({ what: 'value', field: known, op })
    this.#at += 1
    return { field: known, op, value }
  }

  /** An op, the longest that fits, with its value; null where there is none. */
  #operation(field: FilterField): Filter | null {
    const kind = kindOf(field, this.#facts.fields)
    const ops = OPS_OF[kind].flatMap((op) => opWords(kind, op).map((words) => ({ op, words: this.#matches(words) })))
    const best = ops.sort((a, b) => b.words - a.words)[0]
    if (!best || best.words === 0) return null
    this.#at += best.words
    const silent = best.op === 'empty' || best.op === 'notEmpty'
    return { field, op: best.op, value: silent ? null : this.#value(field, best.op) }
  }

  /** Everything up to the next AND, OR, bracket or short form; a value in quotes is one by itself. */
  #value(field: FilterField, op: FilterOp): FilterValue {
    const first = this.#peek()
    const taken: Token[] = []
    for (let next = first; next; next = this.#peek()) {
      const ends = next.kind !== 'word' || isWord(next, 'and') || isWord(next, 'or')
      if (ends && !(next.kind === 'quoted' && taken.length === 0)) break
      taken.push(next)
      this.#at += 1
      if (next.kind === 'quoted') break
    }
    const value = this.#read(kindOf(field, this.#facts.fields), op, taken)
    return value ?? this.#stop({ what: 'value', field, op }, first)
  }

  #read(kind: FilterKind, op: FilterOp, tokens: readonly Token[]): FilterValue | undefined {
    const [first] = tokens
    if (!first || tokens.some(({ kind: one }) => one !== 'word' && one !== 'quoted')) return undefined
    const text = tokens.map((token) => token.text).join(' ')
    const words = tokens.flatMap(({ folded }) => folded.split(/\s+/u))
    if (op === 'within' || op === 'notWithin') return readValue(kind, op, readSpan(words))
    const isDayOp = op === 'before' || op === 'after' || op === 'since' || op === 'notSince'
    if (isDayOp || kind === 'day' || kind === 'tookPart')
      return readValue(kind, op, readDayWords(words, this.#facts.today))
    const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/u.test(text) ? Number(text) : undefined
    if (kind === 'number' || op === 'atLeast' || op === 'atMost') return readValue(kind, op, number)
    if (kind === 'unknown') {
      const plain = first.kind === 'quoted' || op === 'contains' ? undefined : (number ?? FLAGS[foldText(text)])
      return readValue(kind, op, plain ?? text)
    }
    if (kind === 'circle') return this.#circle(text, first)
    if (kind === 'week') return readWeek(words)
    if (kind === 'month') return monthOf(words.join(' ')) || undefined
    const fixed = fixedValues(kind)
    return fixed ? fixed.find(([name]) => foldText(name) === foldText(text))?.[1] : readValue(kind, op, text)
  }

  #circle(text: string, first: Token): FilterValue | undefined {
    if (first.kind === 'word' && /^#[0-9a-f]{16}$/u.test(text)) return text.slice(1)
    const named = [...this.#facts.circles].filter(([, name]) => foldText(name) === foldText(text))
    return named.length === 1 ? named[0]?.[0] : undefined
  }

  /** How many tokens these words are from here; 0 where they are not. */
  #matches(words: string, ahead = 0): number {
    const list = words.split(' ')
    const all = list.every((word, index) => {
      const token = this.#peek(ahead + index)
      return token?.kind === 'word' && token.folded === word
    })
    return all && words !== '' ? list.length : 0
  }

  #takes(keyword: string): boolean {
    const token = this.#peek()
    if (!token || !isWord(token, keyword)) return false
    this.#at += 1
    return true
  }
}

const FLAGS: Readonly<Record<string, boolean>> = Object.assign(Object.create(null), { yes: true, no: false })

const isWord = (token: Token, keyword: string): boolean =>
  token.kind === 'word' && token.folded === keyword && KEYWORDS.has(keyword)

/** `sunday`, `sundays`, `sat-evening`, `saturday evening`. */
function readWeek(words: readonly string[]): string | undefined {
  const [name = '', part] = words.flatMap((word) => word.split('-'))
  const plain = name.replace(/s$/u, '')
  const day = plain.length < 3 ? undefined : DAY_NAMES.find((one) => one.toLowerCase().startsWith(plain))
  if (!day || words.length > 2) return undefined
  const key = `${day.slice(0, 3).toLowerCase()}${part === undefined ? '' : `-${part.replace(/s$/u, '')}`}`
  return readValue('week', 'is', key)?.toString()
}
