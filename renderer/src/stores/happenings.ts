import { Temporal } from 'temporal-polyfill'
import { isRecurring, type Occurrence, occurrences } from '#shared/domain/recurrence.ts'
import { startInstant } from '#shared/domain/when.ts'
import type { ListedEvent } from './listedEvent.ts'

/** One time at which an event takes place. */
export interface Happening {
  readonly event: ListedEvent
  readonly occurrence: Occurrence
  /** Of the occurrence, '' for an event that does not recur: names it where answers are kept. */
  readonly stamp: string
}

/** Everything that takes place between two days (`YYYY-MM-DD`, the second left out) by the clock of `zone`, in order. */
export function happenings(
  events: readonly ListedEvent[],
  from: string,
  until: string,
  zone: string,
): readonly Happening[] {
  const instant = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant()
  const [first, last] = [instant(from), instant(until)]
  const found: (Happening & { at: number })[] = []
  for (const event of events) {
    const recurring = isRecurring(event)
    for (const occurrence of occurrences(event, first, last, zone))
      found.push({
        event,
        occurrence,
        stamp: recurring ? occurrence.stamp : '',
        at: startInstant(occurrence.when, zone).epochMilliseconds,
      })
  }
  return found.sort((a, b) => a.at - b.at || (a.event.id < b.event.id ? -1 : 1))
}
