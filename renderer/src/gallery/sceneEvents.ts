import { Temporal } from 'temporal-polyfill'
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs'
import { CalendarStore } from '#renderer/stores/calendarStore.svelte.ts'
import type { CommunityStore, Person } from '#renderer/stores/communityStore.svelte.ts'
import { EventStore } from '#renderer/stores/eventStore.svelte.ts'
import { memoryCommunity } from '#renderer/stores/memoryCommunity.ts'
import { memberId, memoryHost } from '#renderer/stores/memoryHost.ts'
import { changeEvent, initCalendar, type NewEvent } from '#shared/domain/calendar.ts'
import { claimShift } from '#shared/domain/event/claims.ts'
import { findEventTemplate } from '#shared/domain/event/eventTemplates.ts'
import { readPlanFacts } from '#shared/domain/event/facts.ts'
import { fillPlan } from '#shared/domain/event/fillPlan.ts'
import { addGuest } from '#shared/domain/event/guests.ts'
import { aMember } from '#shared/domain/event/person.ts'
import { addRunItem } from '#shared/domain/event/run.ts'
import { readShiftList } from '#shared/domain/event/shifts.ts'
import { type DocId, newId } from '#shared/domain/ids.ts'

/** Everything that the pages about events need. */
export interface EventSet {
  readonly community: CommunityStore
  readonly calendar: CalendarStore
  readonly event: EventStore
}

const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))
const NAMES = ['Amara Okafor', 'Jonas Meyer', 'Leila Karimi']
const GUEST = 0
const zone = Temporal.Now.timeZoneId()
const inDays = (days: number) => Temporal.Now.plainDateISO().add({ days }).toString()

/** @param names the first is oneself @param role of oneself */
async function world(names: readonly string[] = NAMES, role: Person['role'] = 3) {
  const host = memoryHost({ now: Date.now, randomBytes })
  const id = newId<DocId>(randomBytes)
  initCalendar(host.doc(id), { by: host.member(), now: host.now(), randomBytes, origin: null })
  const calendar = await CalendarStore.open({ ...host, calendars: () => [{ id, access: 'everyone' as const }] })
  const status = { link: 'live', waiting: 0, writing: false, storage: null }
  const community = Object.assign(memoryCommunity({ names, roles: [role] }), { status, calendar, host })
  return { host, calendar, community, doc: host.doc(id) }
}
type World = Awaited<ReturnType<typeof world>>

async function make({ calendar }: World, facts: NewEvent): Promise<EventStore> {
  const made = calendar.create(facts, 'everyone')
  const listed = made.ok ? calendar.event(made.value) : undefined
  if (!listed) throw new Error('event.unknown')
  return EventStore.open(calendar, listed, facts.rule === undefined ? '' : (facts.when?.start ?? ''))
}
const day = (days: number, from: string, to: string) => ({
  start: `${inDays(days)}T${from}`,
  end: `${inDays(days)}T${to}`,
  zone,
})

function fill(event: EventStore): void {
  const template = findEventTemplate('clothes-swap')
  if (template) event.change(fillPlan, template, { day: event.head?.when?.start.slice(0, 10) ?? null })
  const room = readPlanFacts(event.plan)
  for (const [name, answer] of [
    ['Samir Nasser', 'yes'],
    ['Priya Desai', 'yes'],
    ['Mrs Ferreira, number 12', 'maybe'],
  ] as const)
    event.answer(addGuest, { name, answer, plus: answer === 'yes' ? 1 : 0 }, { asOrganizer: true, room })
  const [shift] = readShiftList(event.plan)
  if (shift) event.sign(claimShift, shift.id, { person: aMember(memberId(2)), asOrganizer: true })
}

const SWAP: NewEvent = {
  title: 'Winter clothes swap',
  status: 'confirmed',
  hue: 'clay',
  place: 'Mill Lane Hall, 12 Mill Lane',
  access: 'Step-free from the yard.',
  about: 'Bring what you no longer wear, take what you like.',
}

/** A series with everything, and an hour that two set apart. */
export async function fullEvent(): Promise<EventSet> {
  const place = await world()
  const { calendar, community, doc } = place
  const event = await make(place, { ...SWAP, when: day(6, '10:00', '15:00'), rule: 'FREQ=MONTHLY' })
  fill(event)
  const copy = new Doc()
  applyUpdate(copy, encodeStateAsUpdate(doc))
  const jonas = { ...calendar.context, by: memberId(2), origin: null }
  changeEvent(copy, event.id, { place: 'School yard' }, jonas)
  calendar.run(changeEvent, event.id, { place: 'Mill Lane Hall' })
  applyUpdate(doc, encodeStateAsUpdate(copy))
  copy.destroy()
  return { community, calendar, event }
}

/** Only a title. */
export async function emptyEvent(): Promise<EventSet> {
  const place = await world()
  return { ...place, event: await make(place, { title: 'An idea' }) }
}

const LONG =
  'A title that somebody wrote who wanted to say everything at once: who comes, what they bring, Nachbarschaftsstraßenfestgenehmigungsverfahrensunterlagen'
const RIGHT_TO_LEFT = 'مهرجان الشارع ٢٠٢٧، الطعام والموسيقى'

/** Cancelled, in long words and in some that run from right to left, seen by somebody who may only read. */
export async function readOnlyEvent(): Promise<EventSet> {
  const place = await world(['ليلى كريمي', 'Wilhelmina-Antonietta von und zu Hohenstaufen'], GUEST)
  const when = day(9, '18:00', '23:00')
  const event = await make(place, { title: LONG, place: RIGHT_TO_LEFT, about: LONG, status: 'cancelled', when })
  fill(event)
  for (const title of [RIGHT_TO_LEFT, LONG]) event.change(addRunItem, { title, minutes: 90, note: LONG })
  place.host.setMayWrite(false)
  return { ...place, event }
}

/** Of today, begun half an hour ago, in a calendar with others. */
export async function eventsOfToday(): Promise<EventSet> {
  const place = await world()
  const at = (minutes: number) =>
    Temporal.Now.plainDateTimeISO(zone).add({ minutes }).round('minute').toString({ smallestUnit: 'minute' })
  const event = await make(place, { ...SWAP, when: { start: at(-30), end: at(240), zone } })
  for (const [title, minutes] of [
    ['Doors open', 60],
    ['Soup', 45],
    ['Pack down', 30],
  ] as const)
    event.change(addRunItem, { title, minutes, note: title === 'Soup' ? '90 portions, in the yard.' : '' })
  await make(place, { title: 'Neighbours’ evening', when: day(3, '19:30', '21:00'), rule: 'FREQ=WEEKLY', hue: 'sky' })
  await make(place, { title: LONG, when: day(5, '10:00', '12:00'), status: 'cancelled' })
  await make(place, { title: RIGHT_TO_LEFT, when: { start: inDays(8), end: inDays(11), zone: null } })
  await make(place, { title: 'An idea' })
  return { ...place, event }
}

/** A calendar without events, seen by somebody who may only read. */
export async function noEvents(): Promise<Omit<EventSet, 'event'>> {
  const place = await world(NAMES, GUEST)
  place.host.setMayWrite(false)
  return place
}
