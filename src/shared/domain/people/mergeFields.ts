import type { CustomField } from './fields.ts'
import { textsOf } from './filterMatch.ts'
import { foldText } from './foldText.ts'
import type { PersonRecord } from './record.ts'

/**
 * Letters with gaps: `Dear {first name|friend},`. What stands in a gap is plain text and nothing else: it is never looked at
 * again for gaps, and whoever shows it shows text. `{{` stands for a brace.
 */

type Piece = string | { readonly field: LetterField; readonly fallback: string }

/** What can stand in a gap. */
export interface LetterField {
  readonly name: string
  readonly valueOf: (person: PersonRecord) => string
}

export interface LetterProblem {
  /** In UTF-16 units from the start of the text. */
  readonly at: number
  readonly end: number
  readonly code: 'field.unknown' | 'brace.open'
  readonly name: string
}

export interface Letter {
  readonly problems: readonly LetterProblem[]
  /** Gaps that cannot be filled stay as they were typed. */
  readonly write: (person: PersonRecord) => string
}

const list = (values: readonly string[]) => values.join(', ')

/** The fields of letters, by the names that are typed. */
export function letterFields(own: readonly CustomField[]): readonly LetterField[] {
  const known: LetterField[] = [
    { name: 'name', valueOf: ({ name }) => name },
    { name: 'first name', valueOf: ({ given, name }) => given || firstWord(name) },
    { name: 'last name', valueOf: ({ family }) => family },
    { name: 'pronouns', valueOf: ({ pronouns }) => pronouns },
    { name: 'role', valueOf: ({ role }) => role },
    { name: 'skills', valueOf: ({ skills }) => list(skills) },
    { name: 'languages', valueOf: ({ languages }) => list(languages) },
    { name: 'email', valueOf: ({ emails }) => emails[0]?.value ?? '' },
    { name: 'phone', valueOf: ({ phones }) => phones[0]?.value ?? '' },
    { name: 'address', valueOf: (person) => textsOf('addresses')(person)[0] ?? '' },
    { name: 'joined', valueOf: ({ joined }) => joined },
  ]
  const taken = new Set(known.map(({ name }) => name))
  for (const { id, name, kind } of own) {
    if (taken.has(foldText(name))) continue
    const ownValue = ({ custom }: PersonRecord) => {
      const value = custom.get(id)
      return kind === 'flag' ? (value === true ? 'yes' : 'no') : value === undefined ? '' : String(value)
    }
    known.push({ name, valueOf: ownValue })
  }
  return known
}

/** `Karimi, Leila` and `Leila Karimi` both give Leila. */
function firstWord(name: string): string {
  const comma = name.indexOf(',')
  const given = comma < 0 ? name : name.slice(comma + 1)
  return given.trim().split(/\s+/u)[0] ?? ''
}

/** Reads a letter once, to be written to any number of people. */
export function readLetter(text: string, fields: readonly LetterField[]): Letter {
  const byName = new Map(fields.map((field) => [foldText(field.name), field]))
  const pieces: Piece[] = []
  const problems: LetterProblem[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    if (open < 0) break
    pieces.push(text.slice(at, open))
    if (text.charAt(open + 1) === '{') {
      pieces.push('{')
      at = open + 2
      continue
    }
    const close = text.indexOf('}', open)
    if (close < 0) {
      problems.push({ at: open, end: text.length, code: 'brace.open', name: text.slice(open + 1, open + 60) })
      at = open
      break
    }
    const inside = text.slice(open + 1, close)
    const bar = inside.indexOf('|')
    const name = (bar < 0 ? inside : inside.slice(0, bar)).trim().replace(/\s+/gu, ' ')
    const field = byName.get(foldText(name))
    if (field) pieces.push({ field, fallback: bar < 0 ? '' : inside.slice(bar + 1).trim() })
    else {
      problems.push({ at: open, end: close + 1, code: 'field.unknown', name })
      pieces.push(text.slice(open, close + 1))
    }
    at = close + 1
  }
  pieces.push(text.slice(at))
  const write = (person: PersonRecord) =>
    pieces.map((piece) => (typeof piece === 'string' ? piece : piece.field.valueOf(person) || piece.fallback)).join('')
  return { problems, write }
}
