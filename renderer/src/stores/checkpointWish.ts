import type { CommunityStore } from './communityStore.svelte.ts'
import { type PersonalViews, personalViews } from './personalViews.ts'

export type WishOutcome = 'done' | 'later' | 'local'

/**
 * A clean copy of the log that was asked for after somebody was forgotten. What could not be written at once is remembered on
 * this computer, sealed like everything there, and tried again when the list of people is next opened here.
 */
export class CheckpointWish {
  readonly #community: CommunityStore
  readonly #kept: PersonalViews

  /** @param document of the people that stewards alone read: under its name the wish is kept */
  constructor(community: CommunityStore, document: string) {
    this.#community = community
    this.#kept = personalViews(community.session, document)
  }

  /** Writes it now, or remembers that it is wanted. `local`: there is no relay that keeps a log. */
  async make(): Promise<WishOutcome> {
    // First what must not be lost: the window may be closed while it is written.
    await this.#kept.keep({ checkpoint: true })
    const outcome = await this.#community.session.checkpointNow().catch(() => 'failed' as const)
    if (outcome === 'offline' || outcome === 'failed') return 'later'
    if (outcome === 'local') return 'local'
    await this.#kept.keep({})
    return 'done'
  }

  /** Tries again what is left from another time. @returns null where nothing is */
  async again(): Promise<WishOutcome | null> {
    const kept = await this.#kept.read()
    const isWanted = typeof kept === 'object' && kept !== null && Reflect.get(kept, 'checkpoint') === true
    return isWanted ? this.make() : null
  }
}
