import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import type { EventFacts, OccurrenceChange } from './eventFacts.ts'
import { isRecurring, occurrenceOf, ruleStampAfter, ruleStampsBefore, usual } from './recurrence.ts'
import { readRule, ruleText } from './recurrenceRule.ts'
import { shiftSeries } from './seriesShift.ts'
import { checkWhen, type When } from './when.ts'

/**
 * Changing and deleting in a series: this one, this and those that follow, or all. Pure: facts in, facts out. Whether
 * one may, and where the facts are kept, is for others to say. Error of all that name an occurrence:
 * `occurrence.unknown`.
 */
export const SCOPES = ['one', 'following', 'all'] as const
export type Scope = (typeof SCOPES)[number]

/** What is to be different; `when` is the time that the named occurrence is to have. */
export type SeriesEdit = Partial<
  Pick<EventFacts, 'title' | 'place' | 'about' | 'status' | 'access' | 'url' | 'rule'>
> & {
  readonly when?: When
}

/** A series in two: `first` is what stays (null when nothing comes before), `second` begins at the named occurrence. */
export interface Split {
  readonly first: EventFacts | null
  readonly second: EventFacts
}

/** This one alone. What is as in the series again is no change any more. */
export function changeOne(facts: EventFacts, stamp: string, edit: OccurrenceChange): Result<EventFacts> {
  const { when } = facts
  if (when === null || occurrenceOf(facts, stamp) === null) return fail('occurrence.unknown')
  const time = edit.when === undefined ? null : checkWhen(edit.when)
  if (time?.ok === false) return time
  const merged = { ...facts.changes.get(stamp), ...edit, ...(time === null ? {} : { when: time.value }) }
  const left = differences(facts, usual(when, stamp), merged)
  const changes = new Map(facts.changes)
  if (left === null) changes.delete(stamp)
  else changes.set(stamp, left)
  return ok({ ...facts, changes })
}

function differences(facts: EventFacts, time: When, change: OccurrenceChange): OccurrenceChange | null {
  const { when, title, place, about, status } = change
  const moved = when !== undefined && !(when.start === time.start && when.end === time.end && when.zone === time.zone)
  const left: OccurrenceChange = {
    ...(moved ? { when } : {}),
    ...(title === undefined || title === facts.title ? {} : { title }),
    ...(place === undefined || place === facts.place ? {} : { place }),
    ...(about === undefined || about === facts.about ? {} : { about }),
    ...(status === undefined || status === facts.status ? {} : { status }),
  }
  return Object.keys(left).length === 0 ? null : left
}

/** All of them; moved as far as the named one is. Exceptions, extra dates and changes move along. */
export function changeAll(facts: EventFacts, stamp: string, edit: SeriesEdit): Result<EventFacts> {
  const { when, rule, ...words } = edit
  let changed: EventFacts = { ...facts, ...words }
  if (when !== undefined) {
    const moved = shiftSeries(changed, stamp, when)
    if (!moved.ok) return moved
    changed = moved.value
  }
  if (rule === undefined || rule === facts.rule) return ok(changed)
  if (rule === '') return ok({ ...changed, rule, extra: [], except: [], changes: new Map() })
  const known = readRule(rule)
  return known.ok ? ok({ ...changed, rule: ruleText(known.value) }) : known
}

/** This one and those after it, which become a series of their own. */
export function changeFollowing(facts: EventFacts, stamp: string, edit: SeriesEdit): Result<Split> {
  const split = splitSeries(facts, stamp)
  if (!split.ok) return split
  const second = changeAll(split.value.second, stamp, edit)
  return second.ok ? ok<Split>({ first: split.value.first, second: second.value }) : second
}

/** Null when nothing is left: the event itself is to be deleted. */
export function deleteOne(facts: EventFacts, stamp: string): Result<EventFacts | null> {
  if (occurrenceOf(facts, stamp) === null) return fail('occurrence.unknown')
  if (!isRecurring(facts)) return ok<EventFacts | null>(null)
  const changes = new Map(facts.changes)
  changes.delete(stamp)
  const extra = facts.extra.filter((other) => other !== stamp)
  // The exception is kept for a mere extra date as well: the rule may come to give the same one.
  return ok<EventFacts | null>({ ...facts, extra, except: withStamp(facts.except, stamp), changes })
}

/** Null when nothing comes before. */
export function deleteFollowing(facts: EventFacts, stamp: string): Result<EventFacts | null> {
  const split = splitSeries(facts, stamp)
  return split.ok ? ok(split.value.first) : split
}

/** Cuts a series before an occurrence, without changing when anything takes place. */
export function splitSeries(facts: EventFacts, stamp: string): Result<Split> {
  const { when } = facts
  if (when === null || occurrenceOf(facts, stamp) === null) return fail('occurrence.unknown')
  const before = ruleStampsBefore(facts, when, stamp)
  const isBefore = (other: string): boolean => other < stamp
  const earlier = facts.extra.filter(isBefore)
  if (facts.rule === '' && when.start < stamp) earlier.unshift(when.start)
  if (before.length + earlier.length === 0) return ok<Split>({ first: null, second: facts })
  return ok<Split>({
    first: firstHalf(facts, when, before, earlier, isBefore),
    second: secondHalf(facts, when, stamp, before.length, isBefore),
  })
}

type Test = (stamp: string) => boolean

function firstHalf(
  facts: EventFacts,
  when: When,
  before: readonly string[],
  earlier: readonly string[],
  isBefore: Test,
): EventFacts {
  const kept = {
    ...facts,
    except: facts.except.filter(isBefore),
    changes: new Map([...facts.changes].filter(([stamp]) => isBefore(stamp))),
  }
  const last = before.at(-1)
  const rule = readRule(facts.rule)
  if (before.length > 1 && last !== undefined && rule.ok) {
    const { count } = rule.value
    const end = count === null ? { until: { stamp: last, utc: false } } : { count: before.length }
    return { ...kept, rule: ruleText({ ...rule.value, ...end }), extra: earlier }
  }
  // One time is no series, and several without a rule are a first and extra dates.
  const [first = when.start, ...extra] = [...new Set([...before, ...earlier])].sort()
  return { ...kept, when: usual(when, first), rule: '', extra }
}

function secondHalf(facts: EventFacts, when: When, stamp: string, gone: number, isBefore: Test): EventFacts {
  const isLater: Test = (other) => !isBefore(other)
  const kept = {
    ...facts,
    except: facts.except.filter(isLater),
    changes: new Map([...facts.changes].filter(([other]) => isLater(other))),
  }
  const extra = facts.extra.filter(isLater)
  const rule = readRule(facts.rule)
  const left = rule.ok && rule.value.count !== null ? rule.value.count - gone : null
  if (!rule.ok || left === 0) {
    const rest = extra.filter((other) => other !== stamp)
    return { ...kept, when: usual(when, stamp), rule: '', extra: rest }
  }
  const text = left === null ? facts.rule : ruleText({ ...rule.value, count: left })
  return { ...kept, ...beginning(facts, when, stamp, text), extra }
}

/** Where the second series begins: a rule counts its weeks from there, so that it has to be one of its own days. */
function beginning(facts: EventFacts, when: When, stamp: string, rule: string): { when: When; rule: string } {
  const ofRule = !facts.extra.includes(stamp)
  const next = ofRule ? stamp : ruleStampAfter(facts, when, stamp)
  return { when: usual(when, next ?? stamp), rule: next === null ? '' : rule }
}

function withStamp(stamps: readonly string[], stamp: string): readonly string[] {
  return [...new Set([...stamps, stamp])].sort()
}
