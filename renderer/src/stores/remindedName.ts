import { type EventId, readId } from '#shared/domain/ids.ts'
import type { ListedEvent } from './listedEvent.ts'

/** What reminders call an event: unique among all communities. */
export const remindedName = (room: string, event: Pick<ListedEvent, 'calendar' | 'id'>): string =>
  `${room}/${event.calendar}.${event.id}`

/** The event behind such a name. */
export const remindedEvent = (name: string): EventId | null => readId<EventId>(name.slice(name.lastIndexOf('.') + 1))
