import { Temporal } from 'temporal-polyfill'
import { endInstant, isAllDay, startInstant } from '#shared/domain/when.ts'
import { happenings } from './happenings.ts'
import type { ListedEvent } from './listedEvent.ts'
import { remindedName } from './remindedName.ts'
import { Reminders, type ReminderTools, type UpcomingEvent } from './reminders.svelte.ts'

/** What reminders need of a community: only the open one has its events in memory. */
export interface RemindedCommunity {
  readonly room: string
  readonly calendar: { readonly events: readonly ListedEvent[] } | null
}

/** What of a community goes on or begins between two moments (ms since 1970), but for drafts and what is cancelled. */
export function upcomingOf(
  community: RemindedCommunity | null,
  from: number,
  until: number,
  zone: string,
): readonly UpcomingEvent[] {
  if (!community?.calendar) return []
  const day = (at: number, more: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().add({ days: more }).toString()
  return happenings(community.calendar.events, day(from, 0), day(until, 1), zone)
    .filter(({ occurrence }) => !occurrence.cancelled && occurrence.status === 'confirmed')
    .map(({ event, occurrence, stamp }) => ({
      event: remindedName(community.room, event),
      stamp,
      title: occurrence.title,
      start: startInstant(occurrence.when, zone).epochMilliseconds,
      end: endInstant(occurrence.when, zone).epochMilliseconds,
      allDay: isAllDay(occurrence.when),
    }))
    .filter(({ start, end }) => start < until && Math.max(start, end) >= from)
}

/** Reminders of whatever community is open when they look. */
export function remindersOf(
  current: () => RemindedCommunity | null,
  tools: Pick<ReminderTools, 'notify' | 'now' | 'keeper'>,
): Reminders {
  const zone = () => Temporal.Now.timeZoneId()
  return new Reminders({
    ...tools,
    zone,
    upcoming: (from, until) => upcomingOf(current(), from, until, zone()),
    after: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
  })
}
