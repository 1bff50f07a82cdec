import { Temporal } from 'temporal-polyfill'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import type { EventFacts, EventStatus, OccurrenceChange } from './eventFacts.ts'
import { type Expansion, expansionOf } from './recurrenceExpand.ts'
import { readRule, ruleText } from './recurrenceRule.ts'
import { Span } from './recurrenceSpan.ts'
import { isAllDay, startInstant, type When } from './when.ts'
import { isAllDayStamp, plainOf, readStamp, stampOf } from './whenStamp.ts'

/** One time at which an event takes place. */
export interface Occurrence {
  /** The start that the series gives it: its name for good, wherever it is moved. */
  readonly stamp: string
  readonly when: When
  readonly title: string
  readonly place: string
  readonly about: string
  readonly status: EventStatus
  readonly cancelled: boolean
  /** Differs from the series. */
  readonly changed: boolean
}

/** What occurrences are worked out from; an event's head has it all. */
export type Recurring = Pick<
  EventFacts,
  'title' | 'when' | 'status' | 'place' | 'about' | 'rule' | 'extra' | 'except' | 'changes'
>

/**
 * A rule in its one form; '' stays ''. Errors: those of `readRule`, and `rule.never` for a rule that no day fits,
 * whenever it starts.
 */
export function checkRule(text: string): Result<string> {
  if (text.trim() === '') return ok('')
  const rule = readRule(text)
  if (!rule.ok) return rule
  const open = ruleText({ ...rule.value, count: null, until: null, interval: 1 })
  return expansionOf(open, ANY_START, null).first === null ? fail('rule.never') : ok(ruleText(rule.value))
}

const ANY_START = '2000-01-01T00:00'

/** Whether it takes place more than once. */
export function isRecurring(facts: Pick<EventFacts, 'rule' | 'extra'>): boolean {
  return facts.rule !== '' || facts.extra.length > 0
}

/**
 * What takes place between two moments (what ends at the first or starts at the second is outside), in the order of its
 * starts. Cancelled ones are among them, exceptions are not. At most `max`, the earliest.
 */
export function occurrences(
  facts: Recurring,
  from: Temporal.Instant,
  until: Temporal.Instant,
  viewerZone: string,
  max: number = OCCURRENCES_MAX,
): readonly Occurrence[] {
  const { when } = facts
  if (when === null || Temporal.Instant.compare(from, until) >= 0) return []
  const view = new Span(from, until, when, viewerZone)
  if (!isRecurring(facts)) {
    const only = occurrenceAt(facts, when, when.start)
    return view.has(only.when) ? [only] : []
  }
  const series = new Series(facts, when)
  const found: Occurrence[] = []
  for (const stamp of series.stamps(view)) {
    const one = occurrenceAt(facts, when, stamp)
    if (view.has(one.when)) found.push(one)
  }
  // One that was moved may stand here, though its own time is far away.
  for (const [stamp, change] of facts.changes) {
    if (change.when === undefined || !view.has(change.when)) continue
    if (view.mayStart(stamp) || !series.has(stamp)) continue
    found.push(occurrenceAt(facts, when, stamp))
  }
  return inOrder(found, viewerZone).slice(0, max)
}

const OCCURRENCES_MAX = 2_000

/** The occurrence of that name; null if the series has none, or no more. Of an event that takes place once, the only one. */
export function occurrenceOf(facts: Recurring, stamp: string): Occurrence | null {
  const { when } = facts
  if (when === null) return null
  if (!isRecurring(facts)) return stamp === when.start ? occurrenceAt(facts, when, stamp) : null
  return new Series(facts, when).has(stamp) ? occurrenceAt(facts, when, stamp) : null
}

/** The first that begins after a moment and is not cancelled. Looks `LOOK_AHEAD` days far; null if there is none. */
export function nextOccurrence(facts: Recurring, after: Temporal.Instant, viewerZone: string): Occurrence | null {
  let from = after
  for (const days of LOOK_AHEAD) {
    const until = after.add({ hours: 24 * days })
    for (const one of occurrences(facts, from, until, viewerZone))
      if (!one.cancelled && Temporal.Instant.compare(startInstant(one.when, viewerZone), after) > 0) return one
    from = until
  }
  return null
}

const LOOK_AHEAD = [40, 400, 4_000, 16_000] as const

/** The first name after a stamp that the rule alone gives. */
export function ruleStampAfter(facts: Pick<EventFacts, 'rule'>, when: When, after: string): string | null {
  if (facts.rule === '') return null
  const expansion = expansionOf(facts.rule, when.start, when.zone)
  for (const days of LOOK_AHEAD) {
    const found = expansion.between(plainOf(after), plainOf(after).add({ days })).find((stamp) => stamp > after)
    if (found !== undefined) return found
  }
  return null
}

/** The names before a stamp that the rule alone gives; exceptions and extra dates are left aside. */
export function ruleStampsBefore(facts: Pick<EventFacts, 'rule'>, when: When, before: string): readonly string[] {
  if (facts.rule === '') return []
  return expansionOf(facts.rule, when.start, when.zone)
    .between(plainOf(when.start), plainOf(before))
    .filter((stamp) => stamp < before)
}

/** The names of a series, with what was added and taken away. */
class Series {
  readonly #rule: Expansion | null
  readonly #extra: ReadonlySet<string>
  readonly #except: ReadonlySet<string>

  constructor(facts: Recurring, when: When) {
    // A rule gives the first one as well; without a rule it stands for itself.
    this.#rule = facts.rule === '' ? null : expansionOf(facts.rule, when.start, when.zone)
    const allDay = isAllDay(when)
    const ofOneKind = facts.extra.filter((stamp) => isAllDayStamp(stamp) === allDay && readStamp(stamp) !== null)
    this.#extra = new Set(facts.rule === '' ? [when.start, ...ofOneKind] : ofOneKind)
    this.#except = new Set(facts.except)
  }

  stamps(view: Span): ReadonlySet<string> {
    const [from, to] = view.reach
    const stamps = new Set(this.#rule?.between(from, to))
    for (const stamp of this.#extra) if (view.mayStart(stamp)) stamps.add(stamp)
    for (const stamp of this.#except) stamps.delete(stamp)
    return stamps
  }

  has(stamp: string): boolean {
    if (this.#except.has(stamp) || readStamp(stamp) === null) return false
    if (this.#extra.has(stamp)) return true
    return this.#rule?.between(plainOf(stamp), plainOf(stamp)).includes(stamp) ?? false
  }
}

function occurrenceAt(facts: Recurring, when: When, stamp: string): Occurrence {
  const change: OccurrenceChange | undefined = facts.changes.get(stamp)
  const status = change?.status ?? facts.status
  return {
    stamp,
    when: change?.when ?? usual(when, stamp),
    title: change?.title ?? facts.title,
    place: change?.place ?? facts.place,
    about: change?.about ?? facts.about,
    status,
    // Who calls off the series calls off what was changed in it, too.
    cancelled: status === 'cancelled' || facts.status === 'cancelled',
    changed: change !== undefined && Object.keys(change).length > 0,
  }
}

/** The time of an occurrence that nobody moved: as long by the clock as the first. */
export function usual(when: When, stamp: string): When {
  if (stamp === when.start) return when
  const series = usuals.get(when) ?? { length: plainOf(when.start).until(plainOf(when.end)), times: new Map() }
  const there = series.times.get(stamp)
  if (there !== undefined) return there
  const time = { start: stamp, end: stampOf(plainOf(stamp).add(series.length), isAllDay(when)), zone: when.zone }
  if (series.times.size >= USUALS_MAX) series.times.clear()
  series.times.set(stamp, time)
  usuals.set(when, series)
  return time
}

/** Worked out once for each series: a calendar asks for the same month over and over. */
const usuals = new WeakMap<When, { readonly length: Temporal.Duration; readonly times: Map<string, When> }>()
const USUALS_MAX = 400

function inOrder(found: readonly Occurrence[], viewerZone: string): Occurrence[] {
  // All but those that were moved are told by one clock.
  const zone = found[0]?.when.zone ?? null
  if (found.every(({ when }) => when.zone === zone))
    return found.toSorted((a, b) => compareTexts(a.when.start, b.when.start) || compareTexts(a.stamp, b.stamp))
  const begins = new Map(found.map((one) => [one, startInstant(one.when, viewerZone)]))
  const byStart = (a: Occurrence, b: Occurrence): number => {
    const [one, other] = [begins.get(a), begins.get(b)]
    return one === undefined || other === undefined ? 0 : Temporal.Instant.compare(one, other)
  }
  return found.toSorted((a, b) => byStart(a, b) || compareTexts(a.stamp, b.stamp))
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
