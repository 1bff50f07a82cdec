import type { ShiftId } from '../ids.ts'
import type { ShiftView } from './claims.ts'
import { later, minutesBetween } from './moment.ts'
import type { Person, PersonKey } from './person.ts'

/** What is too much for one person, in minutes. Rest and length of a day are those of EU directive 2003/88, breaks our own sense. */
const SHIFT_RULES = {
  /** Between two shifts, to get from one to the other and drink something. */
  breakBetween: 15,
  /** Without a break. */
  inARow: 6 * 60,
  inADay: 10 * 60,
  /** Between the last shift of one day and the first of another. */
  rest: 11 * 60,
} as const

export type ShiftProblem = 'clash' | 'tight' | 'row' | 'day' | 'rest'

export interface ShiftWarning {
  readonly person: Person
  readonly key: PersonKey
  readonly kind: ShiftProblem
  /** In order of time. */
  readonly shifts: readonly ShiftId[]
  /** How long: both at once (clash), between them (tight, rest), or working (row, day). */
  readonly minutes: number
}

/** A day is that on which a shift begins, so that a night is not cut in two. @param zone in which days are told apart */
export function shiftWarnings(shifts: readonly ShiftView[], zone: string): readonly ShiftWarning[] {
  const people = new Map<PersonKey, { person: Person; shifts: ShiftView[] }>()
  const inOrder = [...shifts].sort((a, b) => a.start.epochMilliseconds - b.start.epochMilliseconds)
  for (const shift of inOrder)
    for (const { key, person } of shift.claims) {
      const there = people.get(key)
      if (there === undefined) people.set(key, { person, shifts: [shift] })
      else there.shifts.push(shift)
    }
  return [...people].flatMap(([key, { person, shifts: own }]) =>
    problemsOf(own, zone).map((problem) => ({ person, key, ...problem })),
  )
}

type Problem = Pick<ShiftWarning, 'kind' | 'shifts' | 'minutes'>

const idsOf = (shifts: readonly ShiftView[]): readonly ShiftId[] => shifts.map(({ id }) => id)
const dayOf = ({ start }: ShiftView, zone: string): string => start.toZonedDateTimeISO(zone).toPlainDate().toString()

function problemsOf(shifts: readonly ShiftView[], zone: string): Problem[] {
  return [...pairs(shifts, zone), ...rows(shifts), ...days(shifts, zone)]
}

/** Two shifts at once, or one right after the other. */
function pairs(shifts: readonly ShiftView[], zone: string): Problem[] {
  const found: Problem[] = []
  for (const [i, first] of shifts.entries()) {
    for (const second of shifts.slice(i + 1)) {
      const between = minutesBetween(first.end, second.start)
      const both = Math.min(-between, minutesBetween(second.start, second.end))
      if (between < 0) found.push({ kind: 'clash', shifts: idsOf([first, second]), minutes: both })
      else if (between < SHIFT_RULES.breakBetween)
        found.push({ kind: 'tight', shifts: idsOf([first, second]), minutes: between })
    }
    const next = shifts[i + 1]
    if (next === undefined || dayOf(first, zone) === dayOf(next, zone)) continue
    const ends = shifts.slice(0, i + 1).reduce((end, shift) => later(end, shift.end), first.end)
    const rest = minutesBetween(ends, next.start)
    if (rest >= SHIFT_RULES.breakBetween && rest < SHIFT_RULES.rest)
      found.push({ kind: 'rest', shifts: idsOf([first, next]), minutes: rest })
  }
  return found
}

/** Hours on end: shifts without a real break between them count as one. */
function rows(shifts: readonly ShiftView[]): Problem[] {
  const found: Problem[] = []
  let row: ShiftView[] = []
  let end = shifts[0]?.end
  const close = (): void => {
    const start = row[0]?.start
    const minutes = start === undefined || end === undefined ? 0 : minutesBetween(start, end)
    if (minutes > SHIFT_RULES.inARow) found.push({ kind: 'row', shifts: idsOf(row), minutes })
  }
  for (const shift of shifts) {
    if (end !== undefined && row.length > 0 && minutesBetween(end, shift.start) >= SHIFT_RULES.breakBetween) {
      close()
      row = []
      end = shift.end
    }
    row.push(shift)
    end = end === undefined ? shift.end : later(end, shift.end)
  }
  close()
  return found
}

/** Hours of one day; what overlaps counts once. */
function days(shifts: readonly ShiftView[], zone: string): Problem[] {
  const found: Problem[] = []
  const byDay = new Map<string, ShiftView[]>()
  for (const shift of shifts) {
    const day = dayOf(shift, zone)
    byDay.set(day, [...(byDay.get(day) ?? []), shift])
  }
  for (const own of byDay.values()) {
    let minutes = 0
    let until = own[0]?.start
    for (const { start, end } of own) {
      const from = until === undefined ? start : later(until, start)
      minutes += Math.max(0, minutesBetween(from, end))
      until = until === undefined ? end : later(until, end)
    }
    if (minutes > SHIFT_RULES.inADay) found.push({ kind: 'day', shifts: idsOf(own), minutes })
  }
  return found
}
