const SOON_DAYS = 14
const DAY_MS = 86_400_000

export interface DueWords {
  /** `4 Dec` */
  readonly day: string
  /** `Due 4 Dec` */
  readonly short: string
  /** `Fri 4 Dec 2026 · in 12 days` */
  readonly long: string
  /** Near or past, and not done. */
  readonly pressing: boolean
}

/** The day of a due date on the reader's own calendar. */
function dayOf(due: string): Date {
  if (due.includes('T')) return new Date(due)
  const [year = 1970, month = 1, day = 1] = due.split('-').map(Number)
  return new Date(year, month - 1, day)
}

const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate())

function distance(days: number): string {
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  if (days === -1) return 'yesterday'
  return days > 0 ? `in ${days} days` : `${-days} days ago`
}

/** Made once, since making one takes as long as drawing a card; for days in UTC, so that they hold wherever the reader travels. */
const inWords = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
const THIS_YEAR = inWords({ day: 'numeric', month: 'short' })
const ANY_YEAR = inWords({ day: 'numeric', month: 'short', year: 'numeric' })
const WHOLE = inWords({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })

const inUtc = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())

/** @param due as the model keeps it @param now ms since 1970 */
export function dueWords(due: string, done: boolean, now: number): DueWords {
  const date = dayOf(due)
  const days = Math.round((midnight(date).getTime() - midnight(new Date(now)).getTime()) / DAY_MS)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  const day = (sameYear ? THIS_YEAR : ANY_YEAR).format(inUtc(date))
  const long = WHOLE.format(inUtc(date))
  return {
    day,
    short: done ? `Done · ${day}` : `Due ${day}`,
    long: done ? `${long} · done` : `${long} · ${distance(days)}`,
    pressing: !done && days <= SOON_DAYS,
  }
}
