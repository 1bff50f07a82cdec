import { binEvent, changeEvent } from '#shared/domain/calendar.ts'
import { fail, ok, type Result } from '#shared/domain/errors.ts'
import type { EventFacts } from '#shared/domain/eventFacts.ts'
import type { EventId } from '#shared/domain/ids.ts'
import { isRecurring } from '#shared/domain/recurrence.ts'
import {
  changeAll,
  changeFollowing,
  changeOne,
  deleteFollowing,
  deleteOne,
  type Scope,
  type SeriesEdit,
} from '#shared/domain/series.ts'
import { moveWhen, type When } from '#shared/domain/when.ts'
import type { CalendarStore } from './calendarStore.svelte.ts'
import type { ListedEvent } from './listedEvent.ts'

/** The parts of a head that are the event itself. */
export const factsOf = (head: ListedEvent): EventFacts => {
  const { title, when, status, place, access, about, url, rule, extra, except, changes } = head
  return { title, when, status, place, access, about, url, rule, extra, except, changes }
}

/** Whether something is to be changed that one time cannot have for itself: how it repeats, how to get in, the link. */
export const forWhole = ({ rule, access, url }: SeriesEdit): boolean =>
  [rule, access, url].some((value) => value !== undefined)

/**
 * Changes one time of an event, that and all later ones, or all; one step of undo. What belongs to the series (`forWhole`)
 * is refused for one time only with `series.whole`.
 * @param stamp the time that the edit speaks of, '' for an event that does not recur
 * @returns the event that has this time now: another one after a series was split
 */
export function changeSeries(
  calendar: CalendarStore,
  event: ListedEvent,
  stamp: string,
  scope: Scope,
  edit: SeriesEdit,
): Result<EventId> {
  const facts = factsOf(event)
  if (stamp === '' || !isRecurring(event)) {
    const done = calendar.run(changeEvent, event.id, edit)
    return done.ok ? ok(event.id) : done
  }
  if (scope === 'following') return changeLater(calendar, event, facts, stamp, edit)
  if (scope === 'one' && forWhole(edit)) return fail('series.whole')
  const { when, title, place, about, status } = edit
  const own = { when, title, place, about, status }
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined))
  const changed = scope === 'one' ? changeOne(facts, stamp, given) : changeAll(facts, stamp, edit)
  if (!changed.ok) return changed
  const done = calendar.run(changeEvent, event.id, changed.value)
  return done.ok ? ok(event.id) : done
}

function changeLater(
  calendar: CalendarStore,
  event: ListedEvent,
  facts: EventFacts,
  stamp: string,
  edit: SeriesEdit,
): Result<EventId> {
  const split = changeFollowing(facts, stamp, edit)
  if (!split.ok) return split
  const { first, second } = split.value
  if (first === null) {
    const done = calendar.run(changeEvent, event.id, second)
    return done.ok ? ok(event.id) : done
  }
  return calendar.undoGroup.group(() => {
    const half = { plan: event.plan, answers: event.answers }
    const made = calendar.create({ ...second, hue: event.hue, half }, event.openTo)
    if (!made.ok) return made
    const done = calendar.run(changeEvent, event.id, first)
    return done.ok ? made : done
  })
}

/** Takes away one time of an event, that and all later ones, or the whole event, which goes into the bin. */
export function removeFromSeries(
  calendar: CalendarStore,
  event: ListedEvent,
  stamp: string,
  scope: Scope,
): Result<void> {
  if (stamp === '' || scope === 'all' || !isRecurring(event)) return calendar.run(binEvent, event.id)
  const facts = factsOf(event)
  const left = scope === 'one' ? deleteOne(facts, stamp) : deleteFollowing(facts, stamp)
  if (!left.ok) return left
  return left.value === null ? calendar.run(binEvent, event.id) : calendar.run(changeEvent, event.id, left.value)
}

/** One time of an event moved by the clock on the wall, or its end only. */
export function movedWhen(when: When, by: { readonly days: number; readonly minutes: number }, atEnd: boolean) {
  const moved = moveWhen(when, by)
  if (!moved.ok || !atEnd) return moved
  return moved.value.end <= when.start ? fail('when.order') : ok<When>({ ...when, end: moved.value.end })
}
