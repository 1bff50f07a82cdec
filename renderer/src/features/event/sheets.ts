import type { Temporal } from 'temporal-polyfill'
import { readShifts } from '#shared/domain/event/claims.ts'
import { readPlanFacts } from '#shared/domain/event/facts.ts'
import { readGuests } from '#shared/domain/event/guestList.ts'
import { aMember, named } from '#shared/domain/event/person.ts'
import { readRun } from '#shared/domain/event/runTimes.ts'
import { seating } from '#shared/domain/event/seating.ts'
import { occurrenceOf } from '#shared/domain/recurrence.ts'
import { recurrenceWords } from '#shared/domain/recurrenceWords.ts'
import { clockWords, longDayWords, whenWords } from '#shared/domain/timeWords.ts'
import { type When, wallIn } from '#shared/domain/when.ts'
import type { EventContext } from './eventContext.ts'
import { faceOf, memberName } from './people.ts'

/** What an event is on paper and in messages: plain words. Times are those of the place where it is, whoever prints them. */

/** Rows for those who come without having said so. */
const BLANK_ROWS = 12

/** Of a time of a recurring event what is told of that time. */
export function toldOf({ event, head, when, zone, community }: EventContext) {
  const one = event.stamp === '' ? null : occurrenceOf(head, event.stamp)
  const repeats =
    when === null || event.stamp !== ''
      ? ''
      : recurrenceWords({ rule: head.rule, extra: head.extra, when: head.when ?? when })
  const day = when === null ? '' : whenWords(when, when.zone ?? zone)
  return {
    title: one?.title ?? head.title,
    when: repeats === '' ? day : `${day} · ${repeats}`,
    place: one?.place ?? head.place,
    access: head.access,
    about: one?.about ?? head.about,
    url: head.url,
    by: community.name,
    cancelled: (one?.status ?? head.status) === 'cancelled',
  }
}

const headingOf = (context: EventContext) => {
  const { title, when, place } = toldOf(context)
  return { title, when, where: place }
}

/** Everybody who has a place, by name. */
export function signInOf(context: EventContext) {
  const { event, community } = context
  const guests = new Map(readGuests(event.answers).map((guest) => [guest.id, guest]))
  const seats = seating([...guests.values()], readPlanFacts(event.plan))
  const rows = seats.in.map(({ guest: id, heads }) => {
    const guest = guests.get(id)
    const name = guest?.member ? memberName(community, guest.member) : (guest?.name ?? '')
    return { name: name || 'Somebody', heads }
  })
  rows.sort((a, b) => a.name.localeCompare(b.name))
  return { ...headingOf(context), rows, blank: BLANK_ROWS, mark: 'signature' as const }
}

/** Without a date the plan still has an order and lengths: as everywhere, it then begins at ten. */
const NO_DATE: When = { start: '2000-01-01T10:00', end: '2000-01-01T18:00', zone: 'UTC' }

const wallOf = (context: EventContext) => {
  const when = context.when ?? NO_DATE
  const zone = when.zone ?? context.zone
  return { when, wall: (at: Temporal.Instant) => wallIn(at, zone), dated: context.when !== null }
}

export function rotaOf(context: EventContext) {
  const { event, community } = context
  const { when, wall, dated } = wallOf(context)
  const shifts = readShifts(event.plan, event.answers, when, context.zone).map((shift) => ({
    day: dated ? longDayWords(wall(shift.start)) : '',
    time: `${clockWords(wall(shift.start))}–${clockWords(wall(shift.end))}`,
    role: shift.title,
    note: shift.note,
    needed: shift.needed,
    names: shift.claims.map(({ person }) => faceOf(community, person).name),
  }))
  return { ...headingOf(context), shifts }
}

export function runOf(context: EventContext) {
  const { event, community } = context
  const { when, wall, dated } = wallOf(context)
  const run = readRun(event.plan, when, context.zone)
  const several = dated && new Set(run.map(({ day }) => day)).size > 1
  const items = run.map((item) => ({
    day: several ? longDayWords(wall(item.start)) : '',
    time: clockWords(wall(item.start)),
    minutes: item.minutes,
    title: item.title,
    owner: [...item.who.map(aMember), ...item.names.map(named)].map((one) => faceOf(community, one).name).join(', '),
    notes: item.note,
  }))
  return { ...headingOf(context), items }
}

export function posterOf(context: EventContext, qr: string, size: 'a4' | 'a3') {
  const { access, about, by } = toldOf(context)
  return { ...headingOf(context), access, about, by, qr: qr === '' ? null : qr, size }
}

/** What can be put on paper; the paper itself is another room's. */
export type SheetJob = { readonly name: string } & (
  | { readonly kind: 'sign-in'; readonly sheet: ReturnType<typeof signInOf> }
  | { readonly kind: 'rota'; readonly sheet: ReturnType<typeof rotaOf> }
  | { readonly kind: 'run'; readonly sheet: ReturnType<typeof runOf> }
  | { readonly kind: 'poster'; readonly sheet: ReturnType<typeof posterOf> }
)
