import { getContext, setContext, untrack } from 'svelte'
import { type Need, PrivateNeeds } from '#renderer/stores/privateNeeds.svelte.ts'
import { type PlanFacts, readPlanFacts } from '#shared/domain/event/facts.ts'
import { type Guest, guestOf, readGuests } from '#shared/domain/event/guestList.ts'
import { promote } from '#shared/domain/event/guests.ts'
import { nextIn, type Seating, seating } from '#shared/domain/event/seating.ts'
import { hueOfName } from '#shared/domain/hue.ts'
import { type GuestId, type MemberId, readId } from '#shared/domain/ids.ts'
import type { EventContext } from './eventContext.ts'

/** Somebody who may come to the door. */
export interface Face {
  readonly id: GuestId
  /** As it is shown and searched; never empty. */
  readonly name: string
  readonly hue: string
  /** Null for a person without the app. */
  readonly member: MemberId | null
}

/** The guests of the event on the screen, worked out once for all parts of its page. */
export interface GuestBook {
  readonly guests: readonly Guest[]
  readonly room: PlanFacts
  readonly seats: Seating
  /** Whether others may not know yet of what is here, so that a place may have been given twice. */
  readonly unshared: boolean
  /** Everybody on the list, then members who are not: the same array as long as nobody comes, goes or is renamed. */
  readonly roster: readonly Face[]
  /** What single guests need; empty for whoever may not read it. */
  readonly needs: ReadonlyMap<GuestId, Need>
  face(id: GuestId): Face
}

const KEY = Symbol('guests')
export const provideGuestBook = (book: GuestBook): GuestBook => setContext(KEY, book)
export const useGuestBook = (): GuestBook => getContext<GuestBook>(KEY)

/** Marks what an app does by itself, so that nobody's undo takes back a place that became somebody else's. */
const BY_ITSELF = { guests: 'by itself' }

/**
 * Called while the page of an event is made. As long as it is there it also does what any member's computer may do: give or
 * offer places that have become free, and on organizers' computers tell everybody how many need what.
 */
export function keepGuestBook(context: EventContext): GuestBook {
  const { event, community } = context
  const guests = $derived(readGuests(event.answers))
  const room = $derived(readPlanFacts(event.plan))
  const seats = $derived(seating(guests, room))
  const unshared = $derived(community.status.waiting > 0 || !community.reachable)
  const people = $derived(new Map(community.people.map((person) => [person.id as string, person])))

  const faceOfGuest = ({ id, name, member }: Guest): Face => {
    const person = people.get(id)
    const shown = name || person?.name || 'Somebody'
    return { id, member, name: shown, hue: person?.hue ?? hueOfName(shown) }
  }
  // Whoever searches at the door has the names folded only once: the array changes only when a name does.
  let last: readonly Face[] = []
  const roster = $derived.by(() => {
    const listed = new Set<string>(guests.map(({ id }) => id))
    const others = [...people.values()].flatMap((person): Face[] => {
      const member = readId<MemberId>(person.id)
      if (member === null || listed.has(person.id)) return []
      return [{ id: guestOf(member), member, name: person.name || 'Somebody', hue: person.hue }]
    })
    const next = [...guests.map(faceOfGuest), ...others]
    if (!isSame(last, next)) last = next
    return last
  })
  const faces = $derived(new Map(roster.map((face) => [face.id, face])))

  const needs = new PrivateNeeds(community, event)
  const sealed = $derived(
    guests
      .map(({ id, answer, need }) =>
        need === null || answer === 'no' ? '' : `${id}${need.epoch}${need.text.slice(-24)}`,
      )
      .join(),
  )
  $effect(() => {
    void sealed
    if (community.mayOrganize) void untrack(() => needs.read())
  })

  const settled = $derived(community.status.link !== 'connecting' && community.status.link !== 'catching-up')
  const due = $derived(
    settled && event.mayAnswer && context.head.status !== 'cancelled' && nextIn(guests, room).length > 0,
  )
  $effect(() => {
    if (due) untrack(() => promote(event.answers, room, { ...event.context, origin: BY_ITSELF }))
  })

  return {
    get guests() {
      return guests
    },
    get room() {
      return room
    },
    get seats() {
      return seats
    },
    get unshared() {
      return unshared
    },
    get roster() {
      return roster
    },
    get needs() {
      return needs.needs
    },
    face: (id) => faces.get(id) ?? { id, member: null, name: 'Somebody', hue: 'sea' },
  }
}

const isSame = (a: readonly Face[], b: readonly Face[]): boolean =>
  a.length === b.length &&
  a.every(({ id, name, hue }, i) => b[i]?.id === id && b[i]?.name === name && b[i]?.hue === hue)
