import type { PersonRecord } from '#shared/domain/people/record.ts'
import type { PlanChoices, PlanItem } from '#shared/formats/peoplePlan.ts'
import type { PeopleFileDesk } from './peopleFileMethods.ts'
import type { PlanFacts } from './peopleFileWork.ts'
import type { PeopleStore } from './peopleStore.svelte.ts'

/** People that go to the other thread, or come from it, at once. */
const PIECE = 250
/** Stands for a picture: the other thread asks only whether somebody has one. */
const A_PICTURE = new Uint8Array()

const bare = (person: PersonRecord): PersonRecord => (person.photo === null ? person : { ...person, photo: A_PICTURE })

/** Asks the other thread what a list would bring; tells it who is here, anew only when that has changed. */
export class ImportPlan {
  readonly #store: Pick<PeopleStore, 'people' | 'host'>
  #told: readonly PersonRecord[] = []

  constructor(store: Pick<PeopleStore, 'people' | 'host'>) {
    this.#store = store
  }

  /** Whether people have changed since it was worked out. */
  get stale(): boolean {
    return this.#store.people !== this.#told
  }

  /** For another list, with another thread. */
  forget(): void {
    this.#told = []
  }

  /** @param current whether nothing else has begun meanwhile @returns null when something else has */
  async make(
    desk: PeopleFileDesk,
    choices: PlanChoices,
    current: () => boolean,
    progress: (done: number, total: number) => void = () => {},
  ): Promise<PlanFacts | null> {
    const here = this.#store.people
    if (here !== this.#told) {
      for (let at = 0; at === 0 || at < here.length; at += PIECE) {
        await desk.people(here.slice(at, at + PIECE).map(bare), at === 0)
        await this.#store.host.breathe()
        if (!current()) return null
      }
      this.#told = here
    }
    const plan = await desk.plan(choices, (done, total) => {
      if (current()) progress(done, total)
    })
    return current() ? plan : null
  }

  /** What is to be written. @returns null when something else has begun meanwhile */
  async writes(desk: PeopleFileDesk, current: () => boolean): Promise<readonly PlanItem[] | null> {
    const items: PlanItem[] = []
    for (let piece = await desk.writes(0, PIECE); piece.length > 0; piece = await desk.writes(items.length, PIECE)) {
      items.push(...piece)
      if (!current()) return null
    }
    return items
  }
}
