import { dayWords } from '../timeWords.ts'
import { type Condition, type Filter, fits, isCondition } from './filter.ts'
import { customIdOf, type FilterField, type KnownField, kindOf } from './filterFields.ts'
import { FIELD_NAMES, fixedValues, KEYWORDS, opWords, PHRASES } from './filterLexicon.ts'
import type { FilterFacts } from './filterMatch.ts'
import { ownField } from './filterTokens.ts'
import { foldText } from './foldText.ts'

/** The filter as one could have typed it: `parseFilter` gives the same filter back. */
export function filterText(filter: Filter, facts: FilterFacts): string {
  if (isCondition(filter)) return conditionText(filter, facts)
  if ('not' in filter) return `NOT (${filterText(filter.not, facts)})`
  const [parts, word] = 'all' in filter ? [filter.all, ' AND '] : [filter.any, ' OR ']
  if (parts.length === 0) return 'all' in filter ? 'everybody' : 'nobody'
  return parts
    .map((part) => (isCondition(part) ? conditionText(part, facts) : `(${filterText(part, facts)})`))
    .join(word)
}

/** Words that begin something else than a search for them. */
const TAKEN = new Set([
  ...KEYWORDS,
  ...[...Object.values(FIELD_NAMES).flat(), ...PHRASES.map(({ words }) => words)].map((words) => words.split(' ')[0]),
])
const PLAIN = /^[\p{L}\p{N}][\p{L}\p{N}@.+_-]*$/u

const quoted = (text: string): string => `"${text.replace(/["\\]/gu, '\\$&')}"`

function conditionText(condition: Condition, facts: FilterFacts): string {
  const { field, op, value } = condition
  if (field === 'any') return searched(String(value), facts)
  const known = kindOf(field, facts.fields)
  // Asked what the field cannot answer: written by its id, where anything goes.
  const kind = fits(condition, known) ? known : 'unknown'
  const name = fieldText(field, kind === 'unknown', facts)
  const words = `${name} ${opWords(kind, op)[0]}`
  if (value === null) return words
  return `${words} ${valueText(condition, kind, facts)}`
}

function searched(text: string, facts: FilterFacts): string {
  const own = facts.fields.some(({ name }) => foldText(name).split(' ')[0] === foldText(text))
  return PLAIN.test(text) && !TAKEN.has(foldText(text)) && !own ? text : quoted(text)
}

function fieldText(field: FilterField, byId: boolean, facts: FilterFacts): string {
  const id = customIdOf(field)
  if (id === null) return FIELD_NAMES[field as KnownField][0]
  const name = facts.fields.find((one) => one.id === id)?.name ?? ''
  const clear = !byId && !/[[\]#]/u.test(name) && ownField(name, facts.fields) === field
  return clear ? `[${name}]` : `[#${id}]`
}

function valueText({ op, value }: Condition, kind: string, facts: FilterFacts): string {
  if (op === 'within' || op === 'notWithin') return `${value} days`
  if (kind === 'circle') {
    const name = facts.circles.get(String(value)) ?? ''
    const same = [...facts.circles.values()].filter((one) => foldText(one) === foldText(name))
    return name !== '' && same.length === 1 ? wordOf(name) : `#${value}`
  }
  if (typeof value === 'number' && kind !== 'month') return String(value)
  const fixed = fixedValues(kind as Parameters<typeof fixedValues>[0])?.find(([, one]) => one === value)
  if (fixed) return fixed[0]
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (op === 'before' || op === 'after' || op === 'since' || op === 'notSince') return String(value)
  return kind === 'unknown' ? quoted(String(value)) : wordOf(String(value))
}

const wordOf = (text: string): string => (PLAIN.test(text) && !KEYWORDS.has(foldText(text)) ? text : quoted(text))

/** Short words for one condition, as on a chip: `Free on Saturday`, `Circle: Kitchen`. */
export function conditionWords(condition: Condition, facts: FilterFacts, locale = 'en-GB'): string {
  const { field, op, value } = condition
  const phrase = PHRASES.find((one) => one.field === field && one.op === op && one.value === value)
  if (phrase) return capital(phrase.words)
  const kind = kindOf(field, facts.fields)
  const id = customIdOf(field)
  const name =
    id === null
      ? FIELD_NAMES[field as KnownField][0]
      : (facts.fields.find((one) => one.id === id)?.name ?? 'Unknown field')
  if (kind === 'circle' && value !== null) {
    const circle = facts.circles.get(String(value)) ?? 'unknown'
    return op === 'is' ? `Circle: ${circle}` : op === 'leads' ? `Leads ${circle}` : `Not in ${circle}`
  }
  if (field === 'any') return `“${value}”`
  if (value === null) return capital(`${name} ${opWords(kind, op)[0]}`)
  const isDayValue = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value)
  const shown = isDayValue ? dayWords(value, locale) : valueText(condition, kind, facts).replace(/^"|"$/gu, '')
  const plainIs = op === 'is' && kind !== 'week' && kind !== 'flag'
  return capital(plainIs ? `${name}: ${shown}` : `${name} ${opWords(kind, op)[0]} ${shown}`)
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)
