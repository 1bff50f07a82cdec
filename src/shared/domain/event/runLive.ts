import { Temporal } from 'temporal-polyfill'
import type { Doc } from 'yjs'
import type { WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import type { RunItemId } from '../ids.ts'
import { roots, write } from '../schema.ts'
import { drop, type LooseMap, mapAt, put, timeOf } from '../value.ts'
import { readStamp, type When } from '../when.ts'
import { allItems, changeItem, liveItem, putFields } from './items.ts'
import { later, minutesBetween } from './moment.ts'
import { readWhole } from './numbers.ts'
import { PLAN_LIMITS } from './planLimits.ts'
import { type PlannedItem, readRun } from './runTimes.ts'

/**
 * The run of show on the day. What really happened is kept by occurrence (`stamp`: '' for an event that does not recur), so that
 * last week's meeting does not look as if this week's were over.
 */
const key = {
  started: (stamp: string) => `started/${stamp}`,
  finished: (stamp: string) => `finished/${stamp}`,
  delay: (stamp: string) => `delay/${stamp}`,
} as const

export type LiveState = 'done' | 'passed' | 'now' | 'next' | 'later'

export interface LiveItem extends PlannedItem {
  /** `passed`: over by the clock, or skipped; nobody said that it took place. */
  readonly state: LiveState
  /** When it really began or ended, as far as somebody said so. */
  readonly started: Temporal.Instant | null
  readonly finished: Temporal.Instant | null
  /** Minutes by which it is put off. */
  readonly delay: number
  /** When it began, or is likely to. */
  readonly expected: Temporal.Instant
  readonly expectedEnd: Temporal.Instant
  /** Minutes after its planned start; below 0 when early. */
  readonly late: number
}

export interface LiveRun {
  readonly items: readonly LiveItem[]
  /** More than one only if two computers started different ones apart, or items overlap. */
  readonly now: readonly LiveItem[]
  readonly next: LiveItem | null
  /** Minutes by which the last item is likely to end later than planned; below 0 when early. */
  readonly late: number
}

interface Facts {
  readonly started: number | null
  readonly finished: number | null
  readonly delay: number
}

function factsOf(map: LooseMap | null, stamp: string): Facts {
  const started = timeOf(map?.get(key.started(stamp)))
  const finished = timeOf(map?.get(key.finished(stamp)))
  const delay = readWhole(map?.get(key.delay(stamp)), -PLAN_LIMITS.minutes, PLAN_LIMITS.minutes) ?? 0
  // Nothing ends before it begins; clocks of two computers may say so.
  return { started, finished: finished !== null && started !== null ? Math.max(started, finished) : finished, delay }
}

/**
 * Where the event is at this moment. On a day on which nobody has started an item yet, the clock decides; from then on what
 * was started and finished does, and what is still to come flows on from there: not before now, nor before a fixed time.
 * @param now milliseconds since 1970 UTC
 */
export function reflow(
  plan: Doc,
  when: When,
  options: { readonly stamp: string; readonly now: number; readonly viewerZone: string },
): LiveRun {
  const root = roots.run(plan)
  const now = Temporal.Instant.fromEpochMilliseconds(options.now)
  const planned = readRun(plan, when, options.viewerZone)
  const facts = planned.map(({ id }) => factsOf(mapAt(root, id), options.stamp))
  // By day: the last item that somebody started or finished.
  const touched = new Map<number, number>()
  for (const [i, { started, finished }] of facts.entries())
    if (started !== null || finished !== null) touched.set(planned[i]?.day ?? 0, i)
  const items: LiveItem[] = []
  let cursor: Temporal.Instant | null = null
  let waiting = true
  for (const [i, item] of planned.entries()) {
    const fact = facts[i] ?? { started: null, finished: null, delay: 0 }
    if (planned[i - 1]?.day !== item.day) cursor = null
    const reached = touched.get(item.day)
    const byClock = reached === undefined
    const live = flow(item, fact, cursor, byClock || i < reached ? null : now)
    const { expected, expectedEnd } = live
    let state: LiveState = 'later'
    if (fact.finished !== null) state = 'done'
    else if (fact.started !== null) state = 'now'
    else if (byClock ? isOver(expectedEnd, now) : i < reached) state = 'passed'
    else if (byClock && !isAfter(expected, now)) state = 'now'
    else if (waiting) {
      state = 'next'
      waiting = false
    }
    items.push({ ...item, ...live, state, delay: fact.delay, late: minutesBetween(item.start, expected) })
    // What was skipped takes no time.
    if (state !== 'passed' || byClock) cursor = cursor === null ? expectedEnd : later(cursor, expectedEnd)
  }
  const last = items.at(-1)
  return {
    items,
    now: items.filter(({ state }) => state === 'now'),
    next: items.find(({ state }) => state === 'next') ?? null,
    late: last === undefined ? 0 : minutesBetween(last.end, last.expectedEnd),
  }
}

const isAfter = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) > 0
const isOver = (end: Temporal.Instant, now: Temporal.Instant): boolean => !isAfter(end, now)

function flow(
  item: PlannedItem,
  fact: Facts,
  cursor: Temporal.Instant | null,
  /** Null while the clock decides. */
  now: Temporal.Instant | null,
): Pick<LiveItem, 'started' | 'finished' | 'expected' | 'expectedEnd'> {
  const started = fact.started === null ? null : Temporal.Instant.fromEpochMilliseconds(fact.started)
  const finished = fact.finished === null ? null : Temporal.Instant.fromEpochMilliseconds(fact.finished)
  if (started !== null || finished !== null) {
    const expected = started ?? earlier(item.start, finished)
    const due = expected.add({ minutes: item.minutes })
    return { started, finished, expected, expectedEnd: finished ?? (now === null ? due : later(due, now)) }
  }
  // The first of a day begins as planned; one that is fixed never before its time; all others when what is before them ends.
  const base = cursor === null ? item.start : item.fixed === null ? cursor : later(item.start, cursor)
  const put = base.add({ minutes: fact.delay })
  const expected = now === null ? put : later(put, now)
  return { started, finished, expected, expectedEnd: expected.add({ minutes: item.minutes }) }
}

const earlier = (a: Temporal.Instant, b: Temporal.Instant | null): Temporal.Instant =>
  b === null || isAfter(b, a) ? a : b

/** Begins an item, and ends those that are going on. @param at milliseconds since 1970 UTC */
export function startItem(plan: Doc, item: RunItemId, stamp: string, at: number, ctx: WriteContext): Result<void> {
  const found = liveItem(plan, roots.run(plan), item)
  if (!found.ok) return found
  if (!isTime(stamp, at)) return fail('date.invalid')
  write(plan, ctx, () => {
    for (const { id, map } of allItems<RunItemId>(roots.run(plan))) {
      if (id === item || timeOf(map.get(key.started(stamp))) === null) continue
      if (timeOf(map.get(key.finished(stamp))) === null) map.set(key.finished(stamp), at)
    }
    put(found.value, key.started(stamp), at)
    drop(found.value, key.finished(stamp))
  })
  return ok()
}

/** @param at milliseconds since 1970 UTC */
export function finishItem(plan: Doc, item: RunItemId, stamp: string, at: number, ctx: WriteContext): Result<void> {
  if (!isTime(stamp, at)) return fail('date.invalid')
  return changeItem(plan, roots.run(plan), item, ctx, (map) => put(map, key.finished(stamp), at))
}

/** As if the item had neither begun nor ended. */
export function resetItem(plan: Doc, item: RunItemId, stamp: string, ctx: WriteContext): Result<void> {
  return changeItem(plan, roots.run(plan), item, ctx, (map) => {
    drop(map, key.started(stamp))
    drop(map, key.finished(stamp))
  })
}

/**
 * Puts an item off by so many minutes more (below 0: less), and what follows with it. Two members who do so apart mean the
 * same delay more likely than two: one of both counts, and both are shown to choose from.
 */
export function slip(plan: Doc, item: RunItemId, stamp: string, minutes: number, ctx: WriteContext): Result<void> {
  const found = liveItem(plan, roots.run(plan), item)
  if (!found.ok) return found
  if (!isTime(stamp, 0)) return fail('date.invalid')
  const delay = factsOf(found.value, stamp).delay + minutes
  if (readWhole(delay, -PLAN_LIMITS.minutes, PLAN_LIMITS.minutes) === null)
    return fail('number.invalid', { min: -PLAN_LIMITS.minutes, max: PLAN_LIMITS.minutes })
  write(plan, ctx, () => putFields(found.value, { [key.delay(stamp)]: delay }, ctx))
  return ok()
}

const isTime = (stamp: string, at: number): boolean =>
  (stamp === '' || readStamp(stamp) !== null) && timeOf(at) !== null
