import type { PeopleDesk } from './peopleDesk.svelte.ts'

export interface Offer {
  readonly label: string
  /** The whole line once it is taken. */
  readonly text: string
  readonly cursor: number
}

/** Beginnings of conditions, as one says them. A word in dots is for the reader to fill in. */
const PHRASES: readonly string[] = [
  'skills contains ',
  'free on Saturday',
  'in circle ',
  'tag:',
  'languages contains ',
  'not seen since August',
  'joined within 60 days',
  'new',
  'consent:email',
  'has the app',
]
const SHOWN = 8
const MIN_WORD = 2

const quoted = (word: string) => (/[\s()":]/u.test(word) ? `"${word.replaceAll('"', '')}"` : word)

/** What could be meant by the word at the cursor: ways to begin a condition, and words that people here have. */
export function suggestions(line: string, cursor: number, desk: PeopleDesk): readonly Offer[] {
  const before = line.slice(0, cursor)
  const typed = /[^\s()]*$/u.exec(before)?.[0] ?? ''
  const start = before.length - typed.length
  const word = typed.toLowerCase()
  const after = line.slice(cursor)
  const offer = (label: string, put: string): Offer => ({
    label,
    text: line.slice(0, start) + put + after,
    cursor: start + put.length,
  })
  // In the middle of a condition only values help.
  const begins = before.trim() === typed.trim() || /\b(and|or|not)\s+\S*$|\(\s*\S*$/iu.test(before)
  const phrases = begins
    ? PHRASES.filter((phrase) => word === '' || phrase.includes(word)).map((phrase) => offer(phrase.trim(), phrase))
    : []
  if (word.length < MIN_WORD) return phrases.slice(0, SHOWN)
  const values: Offer[] = []
  for (const [prefix, field] of [
    ['skill', 'skills'],
    ['tag', 'tags'],
    ['lang', 'languages'],
  ] as const) {
    const wanted = word.startsWith(`${prefix}:`) ? word.slice(prefix.length + 1) : word
    const fitting = desk.words[field].filter((one) => one.toLowerCase().includes(wanted))
    for (const one of fitting.slice(0, SHOWN)) values.push(offer(`${prefix}:${one}`, `${prefix}:${quoted(one)} `))
  }
  for (const name of desk.facts.circles.values())
    if (name.toLowerCase().includes(word.replace(/^circle:/u, '')))
      values.push(offer(`circle:${name}`, `circle:${quoted(name)} `))
  return [...values, ...phrases].slice(0, SHOWN)
}
