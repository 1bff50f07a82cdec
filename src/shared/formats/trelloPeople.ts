import { LIMITS } from '#shared/domain/limits.ts'
import { cut, oneLine } from '#shared/domain/value.ts'
import { memberFile, readAll } from './trelloFile.ts'
import type { PlanPerson } from './trelloPlan.ts'

/** The people of a board. Only those who are on a card or wrote a comment come over, and only as names. */
export class PeopleBook {
  readonly #names = new Map<string, string>()
  readonly #asked = new Set<string>()

  constructor(members: readonly unknown[], unreadable: () => void) {
    for (const { id, fullName, username } of readAll(members, memberFile, unreadable)) {
      if (!this.#names.has(id)) this.#names.set(id, fullName || username)
    }
  }

  /** The person's name; '' for an unknown one. `otherwise` is what a comment says about its author. */
  name(id: string, otherwise = ''): string {
    const name = cut(oneLine(this.#names.get(id) || otherwise), LIMITS.name)
    if (name === '') return ''
    this.#names.set(id, name)
    this.#asked.add(id)
    return name
  }

  /** Everybody who was asked for and has a name. */
  all(): PlanPerson[] {
    return [...this.#asked].map((id) => ({ id, name: this.name(id) }))
  }
}
