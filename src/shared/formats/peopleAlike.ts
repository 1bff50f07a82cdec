import { distance } from 'fastest-levenshtein'

/** Whether two names may be one person's: written otherwise, turned around, shortened or with a slip. */

const nameTokens = (name: string): readonly string[] =>
  name
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    // The two ways to write an umlaut without one meet in the shorter.
    .replace(/([aou])e/g, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '')
    .slice(0, 12)

/** The same words in whatever order. */
const nameKey = (name: string): string => [...nameTokens(name)].sort().join(' ')

/** At least one word of both, or an initial of one. */
export function shareName(a: string, b: string): boolean {
  const [x, y] = [nameTokens(a), nameTokens(b)]
  return x.some((one) => y.some((other) => near(one, other) || initials(one, other)))
}

const initials = (a: string, b: string): boolean => (a.length === 1 || b.length === 1) && a.charAt(0) === b.charAt(0)

/** All words of the shorter one are in the longer one, or nearly so; of single words both must be the same. */
export function namesAlike(a: string, b: string): boolean {
  const [x, y] = [nameTokens(a), nameTokens(b)]
  const [short, long] = x.length <= y.length ? [x, y] : [y, x]
  if (short.length < 2) return short.length === 1 && long.length === 1 && short[0] === long[0]
  const left = [...long]
  for (const one of short) {
    const at = left.findIndex((other) => near(one, other) || initials(one, other))
    if (at < 0) return false
    left.splice(at, 1)
  }
  return true
}

function near(a: string, b: string): boolean {
  if (a === b) return true
  const length = Math.max(a.length, b.length)
  return length >= 5 && length <= 40 && distance(a, b) <= (length >= 8 ? 2 : 1)
}

/** Keys that names share if they may be alike: enough to find them without comparing everybody with everybody. */
export function nameBlocks(name: string): readonly string[] {
  const tokens = nameTokens(name).filter((token) => token.length > 1)
  const starts = [...new Set(tokens.map((token) => token.slice(0, 3)))].sort()
  const blocks = [`= ${nameKey(name)}`]
  for (let i = 0; i < starts.length; i++)
    for (let j = i + 1; j < starts.length; j++) blocks.push(`${starts[i]} ${starts[j]}`)
  return blocks.slice(0, 16)
}
