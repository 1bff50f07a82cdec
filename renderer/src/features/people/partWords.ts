import type { MonthOfTakingPart, TimelineEntry } from '#shared/domain/people/participation.ts'
import { monthName } from '#shared/domain/timeWords.ts'

/**
 * What an event was for somebody, in words; null for what is nobody's business: that they did not come. @param today
 * `YYYY-MM-DD`
 */
export function partWords({ kinds, day }: TimelineEntry, today: string): string | null {
  const came = kinds.includes('came')
  if (kinds.includes('missed') && !came) return null
  if (kinds.includes('shift')) return day > today ? 'will help' : 'helped'
  if (came) return 'came'
  return kinds.includes('signed-up') ? 'signed up' : null
}

const monthOf = ({ month }: MonthOfTakingPart): string => `${monthName(Number(month.slice(5)))} ${month.slice(0, 4)}`

/** The chart in one sentence, for those who do not see it. @param months oldest first */
export function chartWords(name: string, months: readonly MonthOfTakingPart[]): string {
  const there = months.filter(({ count }) => count > 0)
  if (there.length === 0) return `${name} was at no event in the last twelve months.`
  const sum = there.reduce((total, { count }) => total + count, 0)
  const list = there.map((one) => `${one.count} in ${monthOf(one)}`).join(', ')
  return `${name} was at ${sum === 1 ? 'one event' : `${sum} events`} in the last twelve months: ${list}.`
}
