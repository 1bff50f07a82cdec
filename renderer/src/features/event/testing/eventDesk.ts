import { render } from '@testing-library/svelte'
import type { Component } from 'svelte'
import { flushSync } from 'svelte'
import { CalendarStore } from '#renderer/stores/calendarStore.svelte.ts'
import type { Person } from '#renderer/stores/communityStore.svelte.ts'
import { EventStore } from '#renderer/stores/eventStore.svelte.ts'
import { type Answers, memoryCommunity } from '#renderer/stores/memoryCommunity.ts'
import { memberId, memoryHost } from '#renderer/stores/memoryHost.ts'
import { Announcer } from '#renderer/ui/announcer.svelte.ts'
import { Toasts } from '#renderer/ui/toasts.svelte.ts'
import { initCalendar } from '#shared/domain/calendar.ts'
import type { Result } from '#shared/domain/errors.ts'
import { readPlanFacts } from '#shared/domain/event/facts.ts'
import { type Answer, guestOf, readGuests } from '#shared/domain/event/guestList.ts'
import { addGuest, answerEvent } from '#shared/domain/event/guests.ts'
import { initPlan } from '#shared/domain/event/plan.ts'
import { type DocId, type GuestId, idFromBytes, type MemberId } from '#shared/domain/ids.ts'
import { must, NOW, seededBytes } from '#shared/domain/testkit.ts'
import type { When } from '#shared/domain/when.ts'
import type { EventContext } from '../eventContext.ts'
import EventBed from './EventBed.svelte'

const CALENDAR = idFromBytes<DocId>(Uint8Array.of(0xca, 2, 3, 4, 5, 6, 7, 8))

/** Six hours in Berlin. */
export const SWAP: When = { start: '2026-11-28T10:00', end: '2026-11-28T16:00', zone: 'Europe/Berlin' }

interface Furnishing {
  /** The first is oneself. */
  readonly names?: readonly string[]
  readonly roles?: readonly Person['role'][]
  readonly when?: When | null
  readonly zone?: string
  /** Of the session: sealing and opening, for instance. */
  readonly answers?: Answers
  /** Writes that the relay does not have. */
  readonly waiting?: number
}

/** Somebody at an event’s page of their own, with everything that its parts share; time goes on by a minute with each write. */
export async function planEvent(furnishing: Furnishing = {}) {
  const { names = ['Amara Okafor', 'Jonas Meyer', 'Leila Karimi'], roles = [], when = SWAP } = furnishing
  let clock = NOW
  const tick = () => {
    clock += 60_000
    return clock
  }
  const host = memoryHost({ now: tick, randomBytes: seededBytes(1) })
  initCalendar(host.doc(CALENDAR), { by: memberId(1), now: NOW, randomBytes: host.randomBytes, origin: null })
  const calendar = await CalendarStore.open({
    ...host,
    calendars: () => [{ id: CALENDAR, access: 'everyone' as const }],
  })
  const id = must(calendar.create({ title: 'Winter clothes swap', when }, 'everyone'))
  const listed = calendar.event(id)
  if (!listed) throw new Error('the event is not in the calendar')
  const event = await EventStore.open(calendar, listed, '')
  must(event.change(initPlan))
  const status = {
    link: furnishing.waiting === undefined ? 'live' : 'offline',
    waiting: furnishing.waiting ?? 0,
    writing: false,
    storage: null,
  }
  const community = Object.assign(memoryCommunity({ names, roles, answers: furnishing.answers ?? {} }), {
    status,
    calendar,
    host,
  })
  const context: EventContext = {
    event,
    get head() {
      return event.head ?? listed
    },
    get when() {
      return event.head?.when ?? null
    },
    community,
    toasts: new Toasts(),
    announcer: new Announcer(),
    zone: furnishing.zone ?? 'Europe/Berlin',
    now: NOW,
  }
  const room = () => readPlanFacts(event.plan)
  const guest = (name: string): GuestId => {
    const found = readGuests(event.answers).find((one) => one.name === name)
    if (!found) throw new Error(`no guest "${name}"`)
    return found.id
  }
  return {
    ...context,
    context,
    calendar,
    host,
    guest,
    guests: () => readGuests(event.answers),
    /** Puts somebody without the app on the list. */
    invite: (name: string, answer: Answer = 'yes', plus = 0): GuestId =>
      must(event.answer(addGuest, { name, answer, plus }, { asOrganizer: true, room: room() })),
    /** A member answers. @param number as of `memberId` */
    reply: (number: number, answer: Answer, plus = 0): Result<void> => {
      const by: MemberId = memberId(number)
      const options = { asOrganizer: false, room: room() }
      return answerEvent(event.answers, guestOf(by), { answer, plus }, options, {
        ...event.context,
        by,
        origin: number,
      })
    },
    said: () => context.toasts.list.map(({ text }) => text),
    /** Does what the last message offers, such as its Undo. */
    takeUp: () => {
      context.toasts.list.at(-1)?.action?.run()
      flushSync()
    },
    /** Puts a part of the event’s page on the screen. */
    show: (part: Component<never>, given: () => Record<string, unknown> = () => ({})) =>
      render(EventBed, { props: { context, part: part as Component<Record<string, unknown>>, given } }),
  }
}
