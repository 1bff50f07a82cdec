import type { PersonId } from '#shared/domain/ids.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import type { PersonalViews } from './personalViews.ts'

/** Under this name this device keeps whom it has seen in the community. */
export const NEWCOMERS_NOTE = 'newcomers'

interface Host {
  /** What this device keeps for itself: who was in the community when it last looked. */
  readonly kept: PersonalViews
  /** Everyone with the app, by member id, as far as this device looks after them: nobody for whoever is no organizer; as a rune. */
  readonly members: () => readonly string[]
  /** Whether the log was read to its end: until then a device that has just come sees others come one after another. */
  readonly caughtUp: () => boolean
  /** Whether everything written here is on the disk; as a rune. */
  readonly saved: () => boolean
  /** The list of people, as far as this member may write in it; null until it is open. */
  readonly list: () => Pick<List, 'person' | 'noteJoined'> | null
}

interface List {
  person(id: PersonId): PersonRecord | undefined
  noteJoined(members: readonly PersonId[]): void
}

/**
 * Whoever joins by a link is new in the list of people from that day on: an organizer's app that sees them come notes the day,
 * unless somebody has said another. Entries of the log carry no time, so it is the day on which the first organizer's computer
 * knew. A device that looks for the first time takes everybody who is there for known.
 */
export class Newcomers {
  readonly #host: Host
  readonly #stop: () => void
  /** Null where this device has never looked; undefined until that was read. */
  #known: ReadonlySet<string> | null | undefined = $state.raw(undefined)
  #unkept: ReadonlySet<string> | null = $state.raw(null)

  constructor(host: Host) {
    this.#host = host
    void host.kept.read().then((value) => {
      this.#known = readKnown(value)
    })
    this.#stop = $effect.root(() => {
      $effect(() => this.#look())
      $effect(() => {
        if (this.#unkept === null || !host.saved()) return
        void host.kept.keep([...this.#unkept])
        this.#unkept = null
      })
    })
  }

  #look(): void {
    const { members, caughtUp, list } = this.#host
    const [known, all, people] = [this.#known, members(), list()]
    if (known === undefined) return
    if (known === null) {
      if (caughtUp() && all.length > 0) this.#keep(new Set(all))
      return
    }
    if (people === null) return
    // Somebody whose name has not come yet is looked at again when it has.
    const come = all.filter((id) => !known.has(id) && (people.person(id as PersonId)?.name ?? '') !== '') as PersonId[]
    if (come.length === 0) return
    people.noteJoined(come)
    this.#keep(new Set([...known, ...come]))
  }

  /** Should the app end in between, the day is rather noted twice than not at all: first it is on the disk, then it is known. */
  #keep(known: ReadonlySet<string>): void {
    this.#known = known
    // Once this is answered, what was written before is counted as being written.
    void this.#host.kept.read().then(() => {
      this.#unkept = known
    })
  }

  close(): void {
    this.#stop()
  }
}

function readKnown(value: unknown): Set<string> | null {
  return Array.isArray(value) ? new Set(value.filter((id) => typeof id === 'string')) : null
}
