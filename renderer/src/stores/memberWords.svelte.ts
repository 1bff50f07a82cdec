import { SvelteMap } from 'svelte/reactivity'
import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import type { OwnWords } from './listedPerson.ts'
import { readOwnWords } from './ownWords.ts'

type Session = Pick<OpenCommunity, 'members' | 'profilesOf'>

/** What members say of themselves, asked for once for each version of a profile, so that no photo travels twice. */
export class MemberWords {
  readonly #session: Session
  readonly #known = new SvelteMap<string, OwnWords>()
  readonly #versions = new Map<string, string>()
  #asking: Promise<void> = Promise.resolve()

  constructor(session: Session) {
    this.#session = session
  }

  of(member: string): OwnWords | undefined {
    return this.#known.get(member)
  }

  /** Asks for what has changed since; call it when members may have changed. */
  refresh(): Promise<void> {
    this.#asking = this.#asking.then(() => this.#refresh())
    return this.#asking
  }

  /** Asks for one's own again: it changes before the log knows. */
  forget(member: string): void {
    this.#versions.delete(member)
  }

  async #refresh(): Promise<void> {
    const changed = this.#session.members().filter(({ id, profile }) => this.#versions.get(id) !== profile)
    if (changed.length === 0) return
    for (const { id, profile } of changed) this.#versions.set(id, profile)
    const said = await this.#session.profilesOf(changed.map(({ id }) => id)).catch(() => [])
    changed.forEach(({ id }, index) => {
      const words = said[index]
      if (words) this.#known.set(id, readOwnWords(words.own, words.sealed, words.quiet))
    })
  }
}
