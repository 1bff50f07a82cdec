import { distance } from 'fastest-levenshtein'
import type { PersonId } from '../ids.ts'
import { foldWords } from './foldText.ts'
import { contactKey } from './keys.ts'
import type { PersonRecord } from './record.ts'

export type DuplicateReason = 'same-email' | 'same-phone' | 'same-name' | 'similar-name'

/** How likely two records are one person; never certain enough to merge them unasked. */
export type DuplicateGrade = 'sure' | 'likely' | 'possible'

export interface DuplicatePair {
  readonly a: PersonId
  readonly b: PersonId
  readonly reasons: readonly DuplicateReason[]
  readonly grade: DuplicateGrade
}

/** Records that may all be one person, joined by the pairs. */
export interface DuplicateCluster {
  /** In the order in which they came. */
  readonly people: readonly PersonId[]
  readonly pairs: readonly DuplicatePair[]
  /** That of its surest pair. */
  readonly grade: DuplicateGrade
}

export const DUPLICATE_LIMITS = {
  /** Of more who share an address or a family name nobody is compared by it: it is an office, or a name like Smith. */
  shared: 60,
  /** Digits from which a telephone number that is not known in full says something. */
  digits: 7,
  /** People or comparisons between two pauses. */
  piece: 500,
} as const

const GRADES: readonly DuplicateGrade[] = ['sure', 'likely', 'possible']
const PARTICLES = new Set([
  'al',
  'bin',
  'da',
  'de',
  'del',
  'den',
  'der',
  'di',
  'dos',
  'du',
  'el',
  'la',
  'le',
  'ten',
  'van',
  'von',
  'zu',
])

/** Two people whom somebody has told apart, in the form in which `apart` holds them. */
export const pairKey = (a: PersonId, b: PersonId): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

/**
 * Looks for people who are listed twice: by the same address, the same number, or a like name. Gives a pause after each
 * piece of work. Leaves out who is in the bin. Only people who share something are compared: a name's key, or the start of a
 * word of it, so that the work grows with the people and not with their square.
 *
 * Measured (two cores, 10,000 people, 300 of them doubles): 250 ms, the longest piece between two pauses 35 to 66 ms.
 * @param apart pairs that are known to be two people, as `pairKey`
 */
export function* findDuplicates(
  people: readonly PersonRecord[],
  apart: ReadonlySet<string>,
): Generator<void, readonly DuplicateCluster[]> {
  const entries: Entry[] = []
  for (const person of people) {
    if (person.binnedAt === null) entries.push(entryOf(person, entries.length))
    if (entries.length % DUPLICATE_LIMITS.piece === 0) yield
  }
  yield
  const found = new Map<string, { a: PersonId; b: PersonId; reasons: Set<DuplicateReason> }>()
  const note = (a: Entry, b: Entry, reason: DuplicateReason) => {
    const key = pairKey(a.id, b.id)
    if (a.id === b.id || apart.has(key)) return
    const [first, second] = a.id < b.id ? [a, b] : [b, a]
    const there = found.get(key) ?? { a: first.id, b: second.id, reasons: new Set<DuplicateReason>() }
    there.reasons.add(reason)
    found.set(key, there)
  }
  yield* compare(yield* blocks(entries, ({ emails }) => emails), (a, b) => note(a, b, 'same-email'))
  yield* compare(yield* blocks(entries, ({ phones }) => phones), (a, b) => note(a, b, 'same-phone'))
  yield* compare(yield* blocks(entries, ({ words }) => (words.length > 1 ? [words.join(' ')] : [])), (a, b) =>
    note(a, b, 'same-name'),
  )
  yield* compare(yield* blocks(entries, likeness), (a, b) => {
    if (isLike(a.words, b.words)) note(a, b, 'similar-name')
  })
  const pairs = [...found.values()].map(({ a, b, reasons }) => {
    const listed = [...reasons].sort()
    return { a, b, reasons: listed, grade: gradeOf(reasons) }
  })
  yield
  return clustersOf(pairs, entries)
}

interface Entry {
  readonly id: PersonId
  readonly at: number
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  /** Of the name, without particles, in one order whichever of family and given name came first. */
  readonly words: readonly string[]
}

function entryOf(person: PersonRecord, at: number): Entry {
  const all = foldWords(person.name || `${person.given} ${person.family}`)
  const words = all.filter((word) => !PARTICLES.has(word))
  return {
    id: person.id,
    at,
    emails: person.emails.map(({ value }) => contactKey('emails', value.trim())),
    phones: person.phones.flatMap(({ value, e164 }) => phoneKeys(value, e164)),
    words: (words.length > 0 ? words : all).sort(),
  }
}

/** In full where it is known; and its last digits, which are the same however the country was written. */
function phoneKeys(value: string, e164: string): readonly string[] {
  const digits = (e164 || value).replace(/\D+/gu, '')
  const tail = digits.length >= DUPLICATE_LIMITS.digits ? [digits.replace(/^0+/u, '').slice(-9)] : []
  return e164 === '' ? tail : [e164, ...tail]
}

function* blocks(
  entries: readonly Entry[],
  keysOf: (entry: Entry) => readonly string[],
): Generator<void, readonly (readonly Entry[])[]> {
  const found = new Map<string, Entry[]>()
  for (const [at, entry] of entries.entries()) {
    for (const key of new Set(keysOf(entry))) {
      const block = found.get(key)
      if (block) block.push(entry)
      else found.set(key, [entry])
    }
    if (at % DUPLICATE_LIMITS.piece === 0) yield
  }
  yield
  return [...found.values()].filter(({ length }) => length > 1 && length <= DUPLICATE_LIMITS.shared)
}

function* compare(list: readonly (readonly Entry[])[], each: (a: Entry, b: Entry) => void): Generator<void, void> {
  let done = 0
  for (const block of list)
    for (const [index, a] of block.entries())
      for (const b of block.slice(index + 1)) {
        each(a, b)
        if (++done % DUPLICATE_LIMITS.piece === 0) yield
      }
}

/**
 * What like names share: one word of theirs as it is with the first letter of another one. A slip in one word leaves the
 * other; a slip in the first letter of both is not found.
 */
function likeness({ words }: Entry): readonly string[] {
  if (words.length < 2) return []
  return words.flatMap((word, index) =>
    word.length < 2 ? [] : words.filter((_, other) => other !== index).map((other) => `${word} ${other.charAt(0)}`),
  )
}

/** Word for word, in whichever order: equal, an initial of the other, or a slip or two apart. */
function isLike(a: readonly string[], b: readonly string[]): boolean {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a]
  if (few.length < 2 || many.length - few.length > 1) return false
  const left = [...many]
  // Whole words are paired before initials: of "Anna A. Berg" the A. is not Anna.
  const rest = few.filter((word) => !take(left, (other) => other === word))
  return rest.length < few.length && rest.every((word) => take(left, (other) => isSlip(word, other)))
}

function take(words: string[], test: (word: string) => boolean): boolean {
  const at = words.findIndex(test)
  if (at >= 0) words.splice(at, 1)
  return at >= 0
}

function isSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short.length === 1) return long.startsWith(short)
  // Ann and Dan are two people; Katharina and Katarina most likely one.
  const allowed = short.length < 4 ? 0 : short.length < 8 ? 1 : 2
  return long.length - short.length <= allowed && distance(a, b) <= allowed
}

function gradeOf(reasons: ReadonlySet<DuplicateReason>): DuplicateGrade {
  const address = reasons.has('same-email') || reasons.has('same-phone')
  const name = reasons.has('same-name') || reasons.has('similar-name')
  // A family may share an address, and two people a name.
  if (address && name) return 'sure'
  return address || reasons.has('same-name') ? 'likely' : 'possible'
}

function clustersOf(pairs: readonly DuplicatePair[], entries: readonly Entry[]): readonly DuplicateCluster[] {
  const leader = new Map<PersonId, PersonId>()
  const lead = (id: PersonId): PersonId => {
    let top = id
    for (let next = leader.get(top); next !== undefined && next !== top; next = leader.get(top)) top = next
    // Later ones find the way in one step.
    if (top !== id) leader.set(id, top)
    return top
  }
  for (const { a, b } of pairs) {
    const [top, other] = [lead(a), lead(b)]
    if (top !== other) leader.set(other, top)
  }
  const clusters = new Map<PersonId, { people: PersonId[]; pairs: DuplicatePair[] }>()
  for (const pair of pairs) {
    const cluster = clusters.get(lead(pair.a)) ?? { people: [], pairs: [] }
    cluster.pairs.push(pair)
    clusters.set(lead(pair.a), cluster)
  }
  for (const { id } of entries) clusters.get(lead(id))?.people.push(id)
  const rank = ({ grade }: { grade: DuplicateGrade }) => GRADES.indexOf(grade)
  return [...clusters.values()]
    .map((cluster) => {
      const sorted = cluster.pairs.sort((a, b) => rank(a) - rank(b) || (pairKey(a.a, a.b) < pairKey(b.a, b.b) ? -1 : 1))
      return { people: cluster.people, pairs: sorted, grade: sorted[0]?.grade ?? 'possible' }
    })
    .sort((a, b) => rank(a) - rank(b))
}
