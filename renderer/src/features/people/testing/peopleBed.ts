import { Temporal } from 'temporal-polyfill'
import { CalendarStore } from '#renderer/stores/calendarStore.svelte.ts'
import type { Person } from '#renderer/stores/communityStore.svelte.ts'
import type { OwnWords } from '#renderer/stores/listedPerson.ts'
import { type Answers, memoryCommunity } from '#renderer/stores/memoryCommunity.ts'
import { memberId, memoryHost } from '#renderer/stores/memoryHost.ts'
import { PeopleStore } from '#renderer/stores/peopleStore.svelte.ts'
import { TakingPart } from '#renderer/stores/takingPart.svelte.ts'
import { Toasts } from '#renderer/ui/toasts.svelte.ts'
import { initCalendar, recordAttendance } from '#shared/domain/calendar.ts'
import type { EventStatus } from '#shared/domain/eventFacts.ts'
import type { Attendance } from '#shared/domain/eventHead.ts'
import { type DocId, type EventId, idFromBytes, type MemberId, type PersonId } from '#shared/domain/ids.ts'
import { addPerson } from '#shared/domain/people/changePerson.ts'
import type { Audience } from '#shared/domain/people/fields.ts'
import type { PersonPatch } from '#shared/domain/people/patch.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'

const docId = (number: number) => idFromBytes<DocId>(Uint8Array.of(0xee, 0, 0, 0, 0, 0, 0, number))
const PEOPLE: readonly { readonly id: DocId; readonly audience: Audience }[] = [
  { id: docId(6), audience: 0 },
  { id: docId(7), audience: 2 },
  { id: docId(8), audience: 3 },
]
const CALENDAR = docId(1)

interface Furnishing {
  /** The first is oneself. */
  readonly names?: readonly string[]
  readonly roles?: readonly Person['role'][]
  /** Of the session. */
  readonly answers?: Answers
  /** Which documents of people this computer reads. */
  readonly readable?: readonly Audience[]
  readonly ownWords?: (member: string) => OwnWords | undefined
}

/** The people of a community and its calendar, without disk, relay or other computers; the clock is that of the test. */
export async function peopleBed(furnishing: Furnishing = {}) {
  const { names = ['Amara Okafor', 'Jonas Meyer', 'Leila Karimi'], roles = [], readable = [0, 2, 3] } = furnishing
  const host = memoryHost({ now: () => Date.now(), randomBytes: seededBytes(1) })
  initCalendar(host.doc(CALENDAR), {
    by: memberId(1),
    now: Date.now(),
    randomBytes: host.randomBytes,
    origin: null,
  })
  const calendar = await CalendarStore.open({
    ...host,
    calendars: () => [{ id: CALENDAR, access: 'everyone' as const }],
  })
  const plain = memoryCommunity({ names, roles, answers: furnishing.answers ?? {} })
  const store = PeopleStore.open({
    ...host,
    documents: () => PEOPLE.filter(({ audience }) => readable.includes(audience)),
    members: () => plain.people,
    ownWords: furnishing.ownWords ?? (() => undefined),
  })
  while (!store.ready) await Promise.resolve()
  const community = Object.assign(plain, {
    calendar,
    openCalendar: async () => calendar,
    directory: store,
    openPeople: async () => store,
    host,
  })
  const toasts = new Toasts()
  const today = Temporal.Now.plainDateISO()
  return {
    host,
    store,
    calendar,
    community,
    toasts,
    today: today.toString(),
    /** @param days from today @returns `YYYY-MM-DD` */
    day: (days: number): string => today.add({ days }).toString(),
    taking: () => new TakingPart(community, () => store),
    /** Somebody without the app. */
    add: (name: string, patch: PersonPatch = {}): PersonId =>
      must(store.run((docs, ctx) => addPerson(docs, { name, home: 0, ...patch }, ctx))),
    /** A member as a person. @param number as of `memberId` */
    member: (number: number): PersonId => memberId(number) as string as PersonId,
    person: (id: PersonId) => {
      const found = store.person(id)
      if (!found) throw new Error('nobody of that id')
      return found
    },
    /** @param days from today */
    event: (title: string, days: number, status: EventStatus = 'confirmed'): EventId =>
      must(
        calendar.create(
          {
            title,
            status,
            when: { start: today.add({ days }).toString(), end: today.add({ days: days + 1 }).toString(), zone: null },
          },
          'everyone',
        ),
      ),
    attended: (event: EventId, who: ReadonlyMap<MemberId, Attendance>) =>
      must(calendar.run(recordAttendance, event, '', who)),
    /** The document of an event's answers. */
    answersOf: (event: EventId) => {
      const listed = calendar.event(event)
      if (!listed) throw new Error('no such event')
      return host.doc(calendar.answersKey(listed, ''))
    },
    said: () => toasts.list.map(({ text }) => text),
    /** Does what the last message offers, such as its Undo. */
    takeUp: () => toasts.list.at(-1)?.action?.run(),
    close: () => {
      calendar.close()
      store.close()
      host.destroy()
    },
  }
}
