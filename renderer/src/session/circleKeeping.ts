import { randomBytes } from '#shared/crypto/random.ts'
import type { AuthorContext } from '#shared/log/author.ts'
import { circlesDue, makeCircleOp, readsFor, rosterOf, slotOf } from '#shared/log/circles.ts'
import { type CircleSlot, type MemberId, Role } from '#shared/log/ids.ts'
import type { ControlOutcome } from './controlQueue.ts'
import type { Replica } from './replica.ts'

/** A circle that has keys of its own. */
export interface CircleKeysView {
  readonly slot: CircleSlot
  /** Which of the community's circles it is, and who was handed its keys; null for whoever is no organizer. */
  readonly circle: string | null
  readonly members: readonly MemberId[] | null
  /** Whether this device reads what is for it. */
  readonly reads: boolean
  /** The keys of the community were changed, and its own have not been handed out since: what is written for it waits. */
  readonly waiting: boolean
}

/**
 * `role`: only organizers do that. `full`: no community has keys for more than 112 circles. Others: how the entry ended.
 */
export type CircleOutcome =
  | { readonly ok: true; readonly slot: CircleSlot }
  | { readonly ok: false; readonly code: 'role' | 'full' | ControlOutcome }

/** Keeps the keys of circles with those who belong to them. docs/protocol.md, C12 and R52. */
export class CircleKeeping {
  readonly #replica: Replica
  readonly #context: () => AuthorContext
  #handing = false
  /** Something has changed that may make more of it due. */
  #asked = false

  constructor(replica: Replica, context: () => AuthorContext) {
    this.#replica = replica
    this.#context = context
  }

  list(): CircleKeysView[] {
    const { state, role } = this.#replica
    const { room, keyring } = this.#context()
    return [...state.circles]
      .map(([slot, { epoch }]) => {
        const roster = rosterOf(state, room, keyring, slot)
        const reads = readsFor(state, keyring, role, slot)
        const seen = role !== null && role >= Role.organizer ? roster : null
        const of = { circle: seen?.circle ?? null, members: seen?.members ?? null }
        return { slot, ...of, reads, waiting: epoch !== state.epoch }
      })
      .sort((a, b) => a.slot - b.slot)
  }

  /**
   * Gives a circle keys of its own, or says who belongs to it from now on.
   * @param circle 8 bytes as hex
   * @param members people with the app; organizers read it whether they are among them or not
   */
  async keep(circle: string, members: readonly MemberId[]): Promise<CircleOutcome> {
    if ((this.#replica.role ?? 0) < Role.organizer) return { ok: false, code: 'role' }
    const outcome = await this.#replica.control(() => {
      const found = this.#slotOf(circle)
      const { state } = this.#replica
      const there = members.filter((id) => state.members.get(id)?.gone === false)
      const op = found && makeCircleOp(state, this.#context(), { ...found, circle, members: there }, randomBytes)
      return op && { op }
    })
    const found = this.#slotOf(circle)
    if (found === null) return { ok: false, code: 'full' }
    return found.known && (outcome === 'done' || outcome === 'moot')
      ? { ok: true, slot: found.slot }
      : { ok: false, code: outcome }
  }

  #slotOf(circle: string) {
    const { room, keyring } = this.#context()
    return slotOf(this.#replica.state, room, keyring, circle)
  }

  /** Hands out what is due: after a rotation, and to devices that have come. Of several organizers' devices one gets it done. */
  async hand(): Promise<void> {
    this.#asked = true
    if (this.#handing) return
    this.#handing = true
    try {
      while (this.#asked) {
        this.#asked = false
        while (this.#due() !== null && (await this.#handOne()) === 'done');
      }
    } finally {
      this.#handing = false
    }
  }

  #handOne(): Promise<ControlOutcome> {
    return this.#replica.control(() => {
      const due = this.#due()
      const op = due && makeCircleOp(this.#replica.state, this.#context(), due, randomBytes)
      return op && { op }
    })
  }

  #due() {
    const { room, keyring } = this.#context()
    if ((this.#replica.role ?? 0) < Role.organizer) return null
    return circlesDue(this.#replica.state, room, keyring)[0] ?? null
  }
}
