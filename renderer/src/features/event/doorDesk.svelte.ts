import type { EventStore } from '#renderer/stores/eventStore.svelte.ts'
import { words } from '#renderer/ui/messages.ts'
import { ok, type Result } from '#shared/domain/errors.ts'
import { type CheckInKind, readAttendance } from '#shared/domain/event/attendance.ts'
import { addWalkIn, checkIn, voidCheckIn } from '#shared/domain/event/checkIn.ts'
import { removeGuest } from '#shared/domain/event/guests.ts'
import type { CheckInId, GuestId } from '#shared/domain/ids.ts'
import { thisDoor } from './door.svelte.ts'
import type { Face, GuestBook } from './guestBook.svelte.ts'
import { heads } from './guestWords.ts'

interface Step {
  readonly record: CheckInId
  readonly guest: GuestId
  /** Was put on the list by it. */
  readonly walkIn: boolean
  readonly name: string
}

/** What is written down at this door while its screen is open, and how it went. */
export class DoorDesk {
  /** The last thing that was done, as a sentence; '' for nothing. */
  said = $state('')
  /** Why the last thing was not done. */
  problem = $state('')
  readonly #event: EventStore
  readonly #book: GuestBook
  /** To be taken back one by one. */
  #done = $state.raw<readonly Step[]>([])

  constructor(event: EventStore, book: GuestBook) {
    this.#event = event
    this.#book = book
  }

  get canTakeBack(): boolean {
    return this.#done.length > 0
  }

  /** Lets somebody in, or back in; a member who had not answered is put on the list by it. */
  arrive(face: Face, count: number): void {
    const said = count > 1 ? `${face.name} is in, with ${heads(count - 1)}.` : `${face.name} is in.`
    const { id } = face
    const isKnown =
      this.#book.guests.some((guest) => guest.id === id) || readAttendance(this.#event.answers, null).guests.has(id)
    if (isKnown) this.#record(face, 'in', count, said)
    else this.#walkIn({ guest: id }, face.name, count, said)
  }

  more(face: Face): void {
    this.#record(face, 'more', 1, `One more with ${face.name}.`)
  }

  /** @param count who leave; 0 for all of them */
  leave(face: Face, count: number): void {
    this.#record(face, 'out', count, count === 1 ? `One with ${face.name} has left.` : `${face.name} has left.`)
  }

  /** @returns whether somebody was let in */
  walkIn(name: string): boolean {
    return this.#walkIn({ name }, name, 1, `${name} is in, as a walk-in.`)
  }

  takeBack(): void {
    const step = this.#done.at(-1)
    if (!step) return
    const result = this.#event.together(() => {
      const voided = this.#event.answer(voidCheckIn, step.record)
      // Whoever put a walk-in on the list at the door may take them off again.
      if (voided.ok && step.walkIn) this.#event.answer(removeGuest, step.guest, true)
      return voided
    })
    this.#done = this.#done.slice(0, -1)
    this.problem = result.ok ? '' : words(result.error.code)
    this.said = result.ok ? `Taken back: ${step.name}.` : ''
  }

  #record({ id, name }: Face, kind: CheckInKind, count: number, said: string): void {
    const result = this.#event.answer(checkIn, id, { kind, door: thisDoor.name, heads: count })
    this.#note(result.ok ? ok({ record: result.value, guest: id, walkIn: false, name }) : result, name, said)
  }

  #walkIn(who: { name: string } | { guest: GuestId }, name: string, count: number, said: string): boolean {
    const result = this.#event.answer(addWalkIn, who, { door: thisDoor.name, heads: count })
    return this.#note(result.ok ? ok({ ...result.value, walkIn: true, name }) : result, name, said)
  }

  #note(outcome: Result<Step>, name: string, said: string): boolean {
    this.problem = outcome.ok ? '' : `${name}: ${words(outcome.error.code)}`
    if (outcome.ok) {
      this.said = said
      this.#done = [...this.#done, outcome.value]
    }
    return outcome.ok
  }
}
