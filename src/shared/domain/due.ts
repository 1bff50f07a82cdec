/**
 * Due dates: 'YYYY-MM-DD' for a day, or 'YYYY-MM-DDTHH:MM[:SS[.sss]]' with 'Z' or an offset '±HH:MM' for a moment. They
 * are kept as given, so that "noon in Lisbon" stays that. No clock and no time zone is needed here.
 */
const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?(?:Z|[+-](\d{2}):(\d{2})))?$/

export function isDue(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const parts = FORM.exec(value)
  if (parts === null) return false
  const number = (group: number): number => Number(parts[group] ?? 0)
  const inClock = number(4) < 24 && number(5) < 60 && number(6) < 60 && number(7) < 15 && number(8) < 60
  return inClock && inCalendar(number(1), number(2), number(3))
}

function inCalendar(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day <= (days[month - 1] ?? 0)
}

/** The day `days` after an ISO day; both 'YYYY-MM-DD'. The same day for what is no date. */
export function addDays(day: string, days: number): string {
  if (!isDue(day)) return day
  const start = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)))
  return new Date(start + days * 86_400_000).toISOString().slice(0, 10)
}
