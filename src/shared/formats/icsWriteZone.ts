import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import { WEEKDAYS } from '#shared/domain/recurrenceRule.ts'
import type { JcalComponent, JcalProperty } from './icsJcal.ts'

/** When clocks are put forward or back, as this computer knows it. */
interface Transition {
  /** By the clock before. */
  readonly wall: Temporal.PlainDateTime
  /** `+01:00` */
  readonly from: string
  readonly to: string
  readonly forward: boolean
}

/** A VTIMEZONE that is right from the first year on, and after the last one as long as its rules stay. */
export function zoneComponent(zone: string, first: number, last: number): JcalComponent {
  const begin = Temporal.PlainDateTime.from({ year: first - 1, month: 1, day: 1 })
  const opening = begin.toZonedDateTime(zone)
  const parts: JcalComponent[] = [observance('standard', begin, opening.offset, opening.offset)]
  for (const group of groups(transitions(opening, last))) parts.push(...observances(group))
  return ['vtimezone', [['tzid', {}, 'text', zone]], parts]
}

/** Two each year at the most in any zone so far, and a few in odd ones. */
const TRANSITIONS_MAX = 2_000

function transitions(opening: Temporal.ZonedDateTime, last: number): Transition[] {
  const found: Transition[] = []
  let at: Temporal.ZonedDateTime | null = opening.getTimeZoneTransition('next')
  for (; at !== null && at.year <= last && found.length < TRANSITIONS_MAX; at = at.getTimeZoneTransition('next')) {
    const before = at.subtract({ nanoseconds: 1 })
    const forward = at.offsetNanoseconds > before.offsetNanoseconds
    // What the clock would have shown without the change.
    const wall = at.withTimeZone('UTC').toPlainDateTime().add({ nanoseconds: before.offsetNanoseconds })
    if (before.offset !== at.offset) found.push({ wall, from: before.offset, to: at.offset, forward })
  }
  return found
}

/** Those that put the clock from and to the same. */
function groups(all: readonly Transition[]): Transition[][] {
  const byOffsets = new Map<string, Transition[]>()
  for (const one of all) {
    const key = `${one.from} ${one.to}`
    const group = byOffsets.get(key)
    if (group === undefined) byOffsets.set(key, [one])
    else group.push(one)
  }
  return [...byOffsets.values()]
}

/** The last years as a rule if they follow one; those before one by one. */
function observances(group: readonly Transition[]): JcalComponent[] {
  const last = group.at(-1)
  if (last === undefined) return []
  const name = last.forward ? 'daylight' : 'standard'
  const rule = ruleOf(group)
  const single = rule === null ? group : group.slice(0, rule.from)
  const parts = single.map((one) => observance(name, one.wall, one.from, one.to))
  const start = rule === null ? undefined : group[rule.from]
  if (rule !== null && start !== undefined)
    parts.push(observance(name, start.wall, start.from, start.to, [['rrule', {}, 'recur', rule.rule]]))
  return parts
}

/** Fewer years than that show no rule. */
const REGULAR = 4

function ruleOf(group: readonly Transition[]): { readonly from: number; readonly rule: object } | null {
  for (const fromEnd of [false, true]) {
    const day = (one: Transition): string => dayOf(one.wall, fromEnd)
    const last = group.at(-1)
    if (last === undefined) return null
    let from = group.length - 1
    while (from > 0) {
      const [before, here] = [group[from - 1], group[from]]
      if (before === undefined || here === undefined) break
      const isNext = before.wall.year === here.wall.year - 1 && before.wall.month === here.wall.month
      if (!isNext || day(before) !== day(last) || timeOf(before) !== timeOf(last)) break
      from--
    }
    if (group.length - from >= REGULAR) {
      const text = `FREQ=YEARLY;BYMONTH=${last.wall.month};BYDAY=${day(last)}`
      return { from, rule: ICAL.Recur.fromString(text).toJSON() }
    }
  }
  return null
}

const timeOf = (one: Transition): string => one.wall.toPlainTime().toString()

/** `2SU` or `-1SU`. */
function dayOf(wall: Temporal.PlainDateTime, fromEnd: boolean): string {
  const nth = fromEnd ? -Math.ceil((wall.daysInMonth - wall.day + 1) / 7) : Math.ceil(wall.day / 7)
  return `${nth}${WEEKDAYS[wall.dayOfWeek - 1] ?? 'MO'}`
}

function observance(
  name: string,
  wall: Temporal.PlainDateTime,
  from: string,
  to: string,
  more: readonly JcalProperty[] = [],
): JcalComponent {
  return [
    name,
    [
      ['tzoffsetfrom', {}, 'utc-offset', from.slice(0, 6)],
      ['tzoffsetto', {}, 'utc-offset', to.slice(0, 6)],
      ['tzname', {}, 'text', to.slice(0, 6)],
      ['dtstart', {}, 'date-time', wall.toString({ smallestUnit: 'second' })],
      ...more,
    ],
    [],
  ]
}
