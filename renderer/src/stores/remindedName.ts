import { type EventId, type PersonId, readId } from '#shared/domain/ids.ts'
import type { ListedEvent } from './listedEvent.ts'

/** What reminders call an event: unique among all communities. */
export const remindedName = (room: string, event: Pick<ListedEvent, 'calendar' | 'id'>): string =>
  `${room}/${event.calendar}.${event.id}`

/** The event behind such a name. */
export const remindedEvent = (name: string): EventId | null => readId<EventId>(name.slice(name.lastIndexOf('.') + 1))

/** What reminders call it when somebody is to be asked after. */
export const remindedFollowUp = (room: string, person: PersonId): string => `${room}/follow-up.${person}`

/** The person behind such a name. */
export const remindedPerson = (name: string): PersonId | null => readId<PersonId>(name.slice(name.lastIndexOf('.') + 1))
