import type { Temporal } from 'temporal-polyfill'
import type { Doc } from 'yjs'
import { endInstant, type When } from '../when.ts'
import { later, minutesBetween, momentOf } from './moment.ts'
import { type RunItem, readRunItems } from './run.ts'

/** An item of the run of show with its times as planned. */
export interface PlannedItem extends RunItem {
  readonly start: Temporal.Instant
  readonly end: Temporal.Instant
  /** Minutes in which nothing is planned between what comes before on that day and this; 0 for the first of a day. */
  readonly gap: number
  /** Minutes by which what comes before runs into this item, which is fixed to its time; 0 otherwise. */
  readonly overlap: number
  /** Minutes by which it ends after the event does; 0 otherwise. */
  readonly overrun: number
}

/** The run of show with times: each day flows from the time at which the event begins; an item that is fixed waits for its time. */
export function readRun(plan: Doc, when: When, viewerZone: string): readonly PlannedItem[] {
  return planRun(readRunItems(plan), when, viewerZone)
}

/** @param items in order */
function planRun(items: readonly RunItem[], when: When, viewerZone: string): readonly PlannedItem[] {
  const over = endInstant(when, viewerZone)
  const planned: PlannedItem[] = []
  let day: number | null = null
  let cursor = momentOf(when, 0, 0, viewerZone)
  for (const item of items) {
    const first = item.day !== day
    if (first) cursor = momentOf(when, item.day, 0, viewerZone)
    day = item.day
    const start = item.fixed === null ? cursor : momentOf(when, item.day, item.fixed, viewerZone)
    const end = start.add({ minutes: item.minutes })
    const free = first ? 0 : minutesBetween(cursor, start)
    planned.push({
      ...item,
      start,
      end,
      gap: Math.max(0, free),
      overlap: Math.max(0, -free),
      overrun: Math.max(0, minutesBetween(over, end)),
    })
    // What is fixed before something longer ends does not make that end sooner.
    cursor = first ? end : later(cursor, end)
  }
  return planned
}
