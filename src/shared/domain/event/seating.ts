import type { GuestId, MemberId } from '../ids.ts'
import type { PlanFacts } from './facts.ts'
import type { Guest } from './guestList.ts'

/** Who is in and who waits, worked out from what guests said and which places were given. */
export interface Seating {
  /** In the order in which places were given, then id. */
  readonly in: readonly Seated[]
  /** In the order in which they asked, then id. */
  readonly waiting: readonly Waiting[]
  /** Heads that have a place. */
  readonly seatedHeads: number
  readonly waitingHeads: number
  /** Heads that could still get a place, those offered taken off; null if there is room for all. */
  readonly free: number | null
  /** Heads too many: places that were given apart, or before the capacity was lowered. They keep them until an organizer decides. */
  readonly over: number
  /** Whose places are beyond the capacity, when they were given and by whom: to talk to somebody about it. */
  readonly overBy: readonly Seated[]
}

export interface Seated {
  readonly guest: GuestId
  readonly heads: number
  readonly at: number
  readonly by: MemberId | null
}

export interface Waiting {
  readonly guest: GuestId
  /** Heads that have no place: all of them, or those by whom a guest who is in wants to be more. */
  readonly heads: number
  readonly since: number
  readonly offered: boolean
  /** Was offered a place and did not want it. */
  readonly declined: boolean
}

export type Room = Pick<PlanFacts, 'capacity' | 'waiting'>

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export function seating(guests: readonly Guest[], { capacity }: Pick<Room, 'capacity'>): Seating {
  const inside: Seated[] = []
  const waiting: Waiting[] = []
  for (const guest of guests) {
    if (guest.answer !== 'yes') continue
    const wanted = 1 + guest.plus
    const given = capacity === null ? wanted : Math.min(wanted, guest.seat?.heads ?? 0)
    const { id, seat, asked, offeredAt, declinedAt } = guest
    if (given > 0) inside.push({ guest: id, heads: given, at: seat?.at ?? asked, by: seat?.by ?? guest.by })
    if (given === wanted) continue
    const [offered, declined] = [offeredAt !== null && declinedAt === null, declinedAt !== null]
    waiting.push({ guest: id, heads: wanted - given, since: asked, offered, declined })
  }
  inside.sort((a, b) => a.at - b.at || byText(a.guest, b.guest))
  waiting.sort((a, b) => a.since - b.since || byText(a.guest, b.guest))
  const seatedHeads = sumHeads(inside)
  const offeredHeads = sumHeads(waiting.filter(({ offered }) => offered))
  const overBy: Seated[] = []
  let heads = 0
  for (const seated of inside) {
    heads += seated.heads
    if (capacity !== null && heads > capacity) overBy.push(seated)
  }
  return {
    in: inside,
    waiting,
    seatedHeads,
    waitingHeads: sumHeads(waiting),
    free: capacity === null ? null : Math.max(0, capacity - seatedHeads - offeredHeads),
    over: capacity === null ? 0 : Math.max(0, seatedHeads - capacity),
    overBy,
  }
}

const sumHeads = (list: readonly { readonly heads: number }[]): number =>
  list.reduce((sum, { heads }) => sum + heads, 0)

/** Who gets a place now, or is offered one: the first who wait, as long as they fit. Nobody is overtaken by a smaller party. */
export function nextIn(guests: readonly Guest[], room: Room): readonly Waiting[] {
  if (room.waiting === 'hand') return []
  const { waiting, free } = seating(guests, room)
  const next: Waiting[] = []
  let left = free ?? Number.POSITIVE_INFINITY
  for (const one of waiting) {
    if (one.offered || one.declined) continue
    if (one.heads > left) break
    left -= one.heads
    next.push(one)
  }
  return next
}

/**
 * Whether a guest's place may turn out to be given twice: there is a limit, and this computer has changes that others do not know yet,
 * so others may have given the same place.
 * @param unshared whether anything of the answers is on this computer only, or the relay cannot be reached
 */
export function isProvisional(
  state: Seating,
  room: Pick<Room, 'capacity'>,
  guest: GuestId,
  unshared: boolean,
): boolean {
  return unshared && room.capacity !== null && state.in.some((seated) => seated.guest === guest)
}

export interface GuestTotals {
  readonly yes: number
  readonly maybe: number
  readonly no: number
  /** Everybody who said yes, and those who come with them. */
  readonly heads: number
  /** Guests who wait, and heads. */
  readonly waiting: number
  readonly waitingHeads: number
}

export function guestTotals(guests: readonly Guest[], state: Seating): GuestTotals {
  const count = (answer: Guest['answer']): number => guests.filter((guest) => guest.answer === answer).length
  const heads = guests.reduce((sum, guest) => sum + (guest.answer === 'yes' ? 1 + guest.plus : 0), 0)
  return {
    yes: count('yes'),
    maybe: count('maybe'),
    no: count('no'),
    heads,
    waiting: state.waiting.length,
    waitingHeads: state.waitingHeads,
  }
}
