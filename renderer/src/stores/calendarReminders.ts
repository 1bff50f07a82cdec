import { Temporal } from 'temporal-polyfill'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { endInstant, isAllDay, startInstant } from '#shared/domain/when.ts'
import { happenings } from './happenings.ts'
import type { ListedEvent } from './listedEvent.ts'
import { remindedFollowUp, remindedName } from './remindedName.ts'
import { Reminders, type ReminderTools, type UpcomingEvent } from './reminders.svelte.ts'

/** What reminders need of a community: only the open one has its events in memory. */
export interface RemindedCommunity {
  readonly room: string
  readonly calendar: { readonly events: readonly ListedEvent[] } | null
  /** Null, or left out, as long as the list of people is not open. */
  readonly directory?: { readonly people: readonly PersonRecord[] } | null
  readonly me?: { readonly id: string } | undefined
}

/** So long after its day a follow-up is still worth telling of, to whoever did not have the app open. */
const LATE_DAYS = 7

/** Whom this member wanted to get in touch with, by the days on which they wanted to be reminded. */
export function followUpsOf(
  community: RemindedCommunity | null,
  from: number,
  until: number,
  zone: string,
): readonly UpcomingEvent[] {
  const me = community?.me?.id
  if (me === undefined) return []
  return (community?.directory?.people ?? []).flatMap(({ id, name, care, binnedAt }) => {
    const { followUp, leaveAlone } = care
    if (
      followUp === null ||
      leaveAlone ||
      (followUp.by as string) !== me ||
      followUp.remind === '' ||
      binnedAt !== null
    )
      return []
    const day = Temporal.PlainDate.from(followUp.remind)
    const [start, end] = [day, day.add({ days: LATE_DAYS })].map((one) => one.toZonedDateTime(zone).epochMilliseconds)
    if (start === undefined || end === undefined || start >= until || end < from) return []
    const event = remindedFollowUp(community?.room ?? '', id)
    return [{ event, stamp: '', title: name, start, end, allDay: true, followUp: true }]
  })
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
    upcoming: (from, until) => [
      ...upcomingOf(current(), from, until, zone()),
      ...followUpsOf(current(), from, until, zone()),
    ],
    after: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
  })
}
