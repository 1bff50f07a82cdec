import type { Temporal } from 'temporal-polyfill'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import type { EventFacts, OccurrenceChange } from './eventFacts.ts'
import { isRecurring, occurrenceOf, ruleStampsBefore } from './recurrence.ts'
import { lastWall } from './recurrenceExpand.ts'
import { type NthWeekday, type Rule, readRule, ruleText, WEEKDAYS, type Weekday } from './recurrenceRule.ts'
import { checkWhen, isAllDay, type When } from './when.ts'
import { plainOf, readStamp, stampOf } from './whenStamp.ts'

/**
 * Moves a whole series so that the named occurrence is at `to`, which also gives the length and the zone of all. The
 * rule moves along where it names the days that its start names (Tuesdays become Wednesdays, the last Saturday the last
 * Sunday); one that names more is left, and goes on from the new start. Errors: `occurrence.unknown`, those of `checkWhen`.
 */
export function shiftSeries(facts: EventFacts, stamp: string, to: When): Result<EventFacts> {
  const target = checkWhen(to)
  if (!target.ok) return target
  const { when } = facts
  // An event without a date gets its first one.
  if (when === null) return ok({ ...facts, when: target.value })
  const one = occurrenceOf(facts, stamp)
  if (one === null) return fail('occurrence.unknown')
  if (!isRecurring(facts)) return ok({ ...facts, when: target.value })
  const move = new Move(one.when, target.value, when.zone)
  const moved = checkWhen(move.time(when))
  if (!moved.ok) return moved
  const rule = movedRule(facts, when, moved.value, move)
  const name = namer(facts, when, { rule, when: moved.value }, move)
  return ok({
    ...facts,
    when: moved.value,
    rule,
    extra: facts.extra.map(move.stamp).filter(isStamp).sort(),
    except: facts.except.map(name).filter(isStamp).sort(),
    changes: new Map(
      [...facts.changes].map(([at, change]) => [name(at), move.change(change)] as const).filter(([at]) => isStamp(at)),
    ),
  })
}

const isStamp = (stamp: string): boolean => readStamp(stamp) !== null

/** How far, by the clock, and what becomes of times. */
class Move {
  readonly #from: When
  readonly #to: When
  readonly #zone: string | null
  readonly #by: Temporal.Duration
  readonly days: number

  /** @param zone of the series until now */
  constructor(from: When, to: When, zone: string | null) {
    this.#from = from
    this.#to = to
    this.#zone = zone
    const [start, end] = [plainOf(from.start), plainOf(to.start)]
    this.days = start.toPlainDate().until(end.toPlainDate()).days
    this.#by = this.#sameKind ? start.until(end) : start.toPlainDate().until(end.toPlainDate())
  }

  get #sameKind(): boolean {
    return isAllDay(this.#from) === isAllDay(this.#to)
  }

  /** What a stamp of the series is called afterwards. */
  readonly stamp = (stamp: string): string => {
    if (readStamp(stamp) === null) return ''
    const moved = plainOf(stamp).add(this.#by)
    const timed =
      this.#sameKind || isAllDay(this.#to) ? moved : moved.withPlainTime(plainOf(this.#to.start).toPlainTime())
    return stampOf(timed, isAllDay(this.#to))
  }

  /** The first time of the series: moved as far, as long as the target. */
  time(first: When): When {
    const start = this.stamp(first.start)
    if (!isStamp(start)) return { start, end: start, zone: this.#to.zone }
    const length = plainOf(this.#to.start).until(plainOf(this.#to.end))
    const end = stampOf(plainOf(start).add(length), isAllDay(this.#to))
    return { start, end, zone: this.#to.zone }
  }

  /** A time of its own moves as far and keeps its length; where days become times or times days it is given up. */
  change(change: OccurrenceChange): OccurrenceChange {
    const { when, ...rest } = change
    if (when === undefined || !this.#sameKind) return rest
    const zone = when.zone === this.#zone ? this.#to.zone : when.zone
    const moved = checkWhen({ start: this.#added(when.start), end: this.#added(when.end), zone })
    return moved.ok ? { ...rest, when: moved.value } : rest
  }

  #added(stamp: string): string {
    return stampOf(plainOf(stamp).add(this.#by), isAllDay(this.#from))
  }
}

function movedRule(facts: EventFacts, from: When, to: When, move: Move): string {
  const rule = readRule(facts.rule)
  if (!rule.ok) return facts.rule
  const until = rule.value.until === null ? null : move.stamp(lastStamp(rule.value, from))
  const numbers = { ...rule.value.numbers, ...timesOf(rule.value) }
  const ends: Rule = {
    ...rule.value,
    numbers,
    until: until === null || until === '' ? null : { stamp: until, utc: false },
  }
  return ruleText(move.days === 0 ? ends : onOtherDays(ends, plainOf(from.start), plainOf(to.start), move.days))
}

/** UNTIL as a stamp of the kind that the series has. */
function lastStamp({ until }: Rule, when: When): string {
  if (until === null) return ''
  return stampOf(lastWall(until, isAllDay(when), when.zone), isAllDay(when))
}

/** Times of day that only repeat what the start says are the start's to say. */
function timesOf({ numbers: { BYHOUR, BYMINUTE, BYSECOND } }: Rule): Partial<Rule['numbers']> {
  const single = [BYHOUR, BYMINUTE, BYSECOND].every((list) => list.length <= 1)
  return single ? { BYHOUR: [], BYMINUTE: [], BYSECOND: [] } : {}
}

type Wall = Temporal.PlainDateTime

function onOtherDays(rule: Rule, from: Wall, to: Wall, days: number): Rule {
  const { freq, byDay, numbers } = rule
  const [single] = byDay
  const months = numbers.BYMONTH.length === 1 && numbers.BYMONTH[0] === from.month ? [to.month] : numbers.BYMONTH
  const dated = { ...numbers, BYMONTH: months }
  if (freq === 'WEEKLY') return { ...rule, byDay: byDay.map(({ day, nth }) => ({ day: turned(day, days), nth })) }
  if (freq === 'DAILY' || numbers.BYYEARDAY.length + numbers.BYWEEKNO.length + numbers.BYSETPOS.length > 0) return rule
  if (byDay.length === 0 && numbers.BYMONTHDAY.length === 1)
    return { ...rule, numbers: { ...dated, BYMONTHDAY: [to.day] } }
  if (byDay.length === 0 && numbers.BYMONTHDAY.length === 0) return { ...rule, numbers: dated }
  if (byDay.length === 1 && single !== undefined && single.nth !== 0 && numbers.BYMONTHDAY.length === 0)
    return freq === 'MONTHLY' || months.length === 1 ? { ...rule, numbers: dated, byDay: [nthOf(to, single)] } : rule
  return rule
}

const turned = (day: Weekday, days: number): Weekday => {
  const turn = (WEEKDAYS.indexOf(day) + days) % WEEKDAYS.length
  return WEEKDAYS.at(turn) ?? day
}

/** Counted from the end of the month if it was before and still can be; otherwise from its beginning. */
function nthOf(to: Wall, before: NthWeekday): NthWeekday {
  const day = WEEKDAYS[to.dayOfWeek - 1] ?? before.day
  const fromEnd = -Math.ceil((to.daysInMonth - to.day + 1) / 7)
  const nth = Math.ceil(to.day / 7)
  return { day, nth: before.nth === fromEnd || nth > 4 ? fromEnd : nth }
}

/** Each name that the rule gave becomes the one that the new rule gives in its turn; others move as far as the rest. */
function namer(
  facts: EventFacts,
  when: When,
  next: { readonly rule: string; readonly when: When },
  move: Move,
): (stamp: string) => string {
  const named = [...facts.except, ...facts.changes.keys()].filter(isStamp).sort()
  const last = named.at(-1)
  if (facts.rule === '' || move.days === 0 || last === undefined || !isStamp(move.stamp(last))) return move.stamp
  const old = ruleStampsBefore(facts, when, dayAfter(last, 1))
  const fresh = ruleStampsBefore(next, next.when, dayAfter(move.stamp(last), 62))
  const turn = new Map(old.map((stamp, i) => [stamp, fresh[i]]))
  return (stamp) => turn.get(stamp) ?? move.stamp(stamp)
}

const dayAfter = (stamp: string, days: number): string => stampOf(plainOf(stamp).add({ days }), false)
