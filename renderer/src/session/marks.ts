/** Pairs of a place in the log and the time at which this device had everything up to it, ms since 1970; both rising. */
export type Marks = readonly (readonly [seq: number, at: number])[]

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** How old a mark is, and how far from the next one it must be to be kept. */
const SPACING = [
  { until: DAY, apart: 10 * MINUTE },
  { until: 14 * DAY, apart: HOUR },
  { until: Number.POSITIVE_INFINITY, apart: DAY },
] as const
const MOST = 800

/**
 * Entries carry no time, on purpose. For looking back ("since yesterday evening") a device notes now and then how far it had
 * come: often for the last day, seldom for long ago.
 * @returns the same marks when there is nothing to note yet
 */
export function marked(marks: Marks, seq: number, now: number): Marks {
  const last = marks.at(-1)
  if (last && (seq <= last[0] || now < last[1] + 10 * MINUTE)) return marks
  const kept: (readonly [number, number])[] = [[seq, now]]
  for (const mark of marks.toReversed()) {
    const next = kept[0]?.[1] ?? now
    const apart = SPACING.find(({ until }) => now - mark[1] < until)?.apart ?? DAY
    if (next - mark[1] >= apart) kept.unshift(mark)
  }
  return kept.slice(-MOST)
}

/** When this device had the entry at the latest; null if that is before it can remember. */
export function timeOf(marks: Marks, seq: number, now: number): number | null {
  const [first] = marks
  if (!first || seq <= first[0]) return null
  return marks.find((mark) => mark[0] >= seq)?.[1] ?? now
}
