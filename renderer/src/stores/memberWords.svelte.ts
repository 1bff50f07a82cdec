import { SvelteMap } from 'svelte/reactivity'
import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import type { OwnWords } from './listedPerson.ts'
import { readOwnWords } from './ownWords.ts'

type Session = Pick<OpenCommunity, 'members' | 'profilesOf' | 'role' | 'view'>

/**
 * What members say of themselves, asked for once for each version of a profile, so that no photo travels twice; and again
 * when this device may read more of it, or less.
 */
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
    const { role, view } = this.#session
    const version = (profile: string) => `${profile} ${role} ${view.keys.epoch}`
    const changed = this.#session.members().filter(({ id, profile }) => this.#versions.get(id) !== version(profile))
    if (changed.length === 0) return
    // What could not be had is asked for at the next change.
    const said = await this.#session.profilesOf(changed.map(({ id }) => id)).catch(() => [])
    changed.forEach(({ id, profile }, index) => {
      const words = said[index]
      if (!words) return
      this.#versions.set(id, version(profile))
      this.#known.set(id, readOwnWords(words.own, words.sealed, words.quiet))
    })
  }
}
