/** One edit of a member, as the session lists them. */
export interface Edit {
  readonly seq: number
  /** ms since 1970; null: longer ago than this computer remembers. */
  readonly at: number | null
}

/** A moment from which edits can be taken back. */
export interface Point {
  readonly seq: number
  readonly at: number | null
  /** Edits from here on. */
  readonly count: number
}

const MINUTES = 10 * 60_000
const MOST = 40

/**
 * The moments worth offering: the beginning of each stretch of work, newest first. A stretch ends where nothing was written
 * for ten minutes.
 * @param edits oldest first
 */
export function points(edits: readonly Edit[]): Point[] {
  const found: Point[] = []
  edits.forEach(({ seq, at }, index) => {
    const before = edits[index - 1]
    const same = before && (before.at === null || at === null ? before.at === at : at - before.at < MINUTES)
    if (!same) found.push({ seq, at, count: edits.length - index })
  })
  const recent = found.slice(-MOST).reverse()
  const [first] = found
  return first && !recent.includes(first) ? [...recent, first] : recent
}
