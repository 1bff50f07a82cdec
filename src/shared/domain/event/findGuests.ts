import { foldText } from '../people/foldText.ts'

/** Search as you type at a door: every word typed must begin some word of the name. */

export interface Named {
  readonly id: string
  readonly name: string
}

interface Entry<T> {
  readonly thing: T
  readonly words: readonly string[]
  readonly whole: string
}

/** The words of a text without marks and case: "Łukasz Müller-Ørsted" → lukasz, muller, orsted. */
export function foldedWords(text: string): readonly string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

const indexes = new WeakMap<readonly Named[], readonly Entry<Named>[]>()

/** Folding 500 names takes longer than searching them, so it is done once for each list. */
function entriesOf<T extends Named>(list: readonly T[]): readonly Entry<T>[] {
  const there = indexes.get(list)
  if (there !== undefined) return there as readonly Entry<T>[]
  const made = list.map((thing) => {
    const words = foldedWords(thing.name)
    return { thing, words, whole: words.join(' ') }
  })
  indexes.set(list, made)
  return made
}

/**
 * The best first: whose name begins with what was typed, then by whose first words fit, then by name. All of the list, by name, while
 * nothing is typed.
 * @param list is remembered with its names folded: give the same array as long as nothing changes
 */
export function findGuests<T extends Named>(list: readonly T[], query: string, max = 50): readonly T[] {
  const words = foldedWords(query)
  const phrase = words.join(' ')
  // The longest first, so that "an" does not take the word that "anna" needs.
  const wanted = [...words].sort((a, b) => b.length - a.length)
  const found: { readonly entry: Entry<T>; readonly score: number }[] = []
  for (const entry of entriesOf(list)) {
    const score = scoreOf(entry, wanted, phrase)
    if (score !== null) found.push({ entry, score })
  }
  found.sort(
    (a, b) => a.score - b.score || byText(a.entry.whole, b.entry.whole) || byText(a.entry.thing.id, b.entry.thing.id),
  )
  return found.slice(0, max).map(({ entry }) => entry.thing)
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Lower is better; null when a word fits nowhere. Each word of the name serves one word typed. */
function scoreOf({ words, whole }: Entry<Named>, wanted: readonly string[], phrase: string): number | null {
  if (whole.startsWith(phrase)) return 0
  const taken = new Set<number>()
  let score = 1
  for (const word of wanted) {
    const exact = words.findIndex((one, i) => one === word && !taken.has(i))
    const at = exact >= 0 ? exact : words.findIndex((one, i) => one.startsWith(word) && !taken.has(i))
    if (at < 0) return null
    taken.add(at)
    score += at
  }
  return score
}
