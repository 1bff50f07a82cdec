import { getContext, setContext } from 'svelte'
import type { CommunityStore } from '#renderer/stores/communityStore.svelte.ts'
import type { EventStore } from '#renderer/stores/eventStore.svelte.ts'
import type { ListedEvent } from '#renderer/stores/listedEvent.ts'
import type { Announcer } from '#renderer/ui/announcer.svelte.ts'
import { words } from '#renderer/ui/messages.ts'
import type { Toasts } from '#renderer/ui/toasts.svelte.ts'
import type { Result } from '#shared/domain/errors.ts'
import { occurrenceOf } from '#shared/domain/recurrence.ts'
import type { When } from '#shared/domain/when.ts'

/** What the parts of an event's page share. */
export interface EventContext {
  readonly event: EventStore
  /** As the calendar has it now. */
  readonly head: ListedEvent
  /** When this time of it is; null while no date is found. */
  readonly when: When | null
  readonly community: CommunityStore
  readonly toasts: Toasts
  readonly announcer: Announcer
  /** The zone of this computer. */
  readonly zone: string
  /** Milliseconds since 1970; moves on by itself, once in a while. */
  readonly now: number
}

const KEY = Symbol('event')

export const provideEvent = (context: EventContext): EventContext => setContext(KEY, context)
export const useEvent = (): EventContext => getContext<EventContext>(KEY)

/** Whether the time that is looked at does not take place, alone or with its whole series. */
export function isCancelled({ event, head }: Pick<EventContext, 'event' | 'head'>): boolean {
  const occurrence = event.stamp === '' ? null : occurrenceOf(head, event.stamp)
  return (occurrence?.status ?? head.status) === 'cancelled'
}

/** Tells the user when something was refused. @returns whether it was done */
export function told(toasts: Toasts, result: Result<unknown>): boolean {
  if (!result.ok) toasts.problem(words(result.error.code))
  return result.ok
}
