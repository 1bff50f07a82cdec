import { readGuests } from '#shared/domain/event/guestList.ts'
import { publishNeeds } from '#shared/domain/event/needs.ts'
import type { GuestId } from '#shared/domain/ids.ts'
import type { CommunityStore } from './communityStore.svelte.ts'
import type { EventStore } from './eventStore.svelte.ts'

/** What somebody needs in order to come; only organizers read it. */
export interface Need {
  /** Of `COMMON_NEEDS`, or as somebody named it. */
  readonly kinds: readonly string[]
  readonly words: string
}

export const COMMON_NEEDS = [
  'Step-free access',
  'A seat',
  'Hearing loop',
  'Sign language',
  'Large print',
  'A quiet space',
  'A companion',
  'Vegetarian',
  'Vegan',
  'Halal',
  'Kosher',
  'Gluten-free',
  'Allergy',
] as const

const KINDS_MAX = 20
const KIND_MAX = 60
const WORDS_MAX = 400

const needText = ({ kinds, words }: Need): string =>
  kinds.length === 0 && words.trim() === '' ? '' : JSON.stringify({ kinds, words: words.trim().slice(0, WORDS_MAX) })

/** Null for nothing, and for whatever a hostile member may have sealed. */
function readNeed(text: string | null): Need | null {
  if (text === null || text === '') return null
  try {
    const { kinds, words } = JSON.parse(text) as { kinds?: unknown; words?: unknown }
    const named = Array.isArray(kinds) ? kinds.filter((kind) => typeof kind === 'string').slice(0, KINDS_MAX) : []
    return {
      kinds: named.map((kind) => String(kind).slice(0, KIND_MAX)),
      words: typeof words === 'string' ? words.slice(0, WORDS_MAX) : '',
    }
  } catch {
    return null
  }
}

const subject = (event: EventStore, guest: GuestId) => `${event.answersKey}/${guest}`

/**
 * Seals a need, or that there is none: every answer carries a box of one size, so that nobody sees who has something to say.
 * @returns null when there are too many words
 */
export function sealNeed(community: CommunityStore, event: EventStore, guest: GuestId, need: Need) {
  return community.session.sealConfidence(subject(event, guest), needText(need))
}

/** What guests of an event need: opened on organizers' computers, which also tell everybody how many need what. */
export class PrivateNeeds {
  readonly #community: CommunityStore
  readonly #event: EventStore
  #needs: ReadonlyMap<GuestId, Need> = $state.raw(new Map())
  /** What was opened before, by guest and box: with hundreds of guests only what is new is opened. */
  #opened = new Map<string, string>()
  #asked = 0

  constructor(community: CommunityStore, event: EventStore) {
    this.#community = community
    this.#event = event
  }

  get needs(): ReadonlyMap<GuestId, Need> {
    return this.#needs
  }

  /** Reads all of them again; call it when answers have changed. */
  async read(): Promise<void> {
    if (!this.#community.mayOrganize) return
    const asked = ++this.#asked
    const sealed = readGuests(this.#event.answers).flatMap(({ id, answer, need }) =>
      need === null || answer === 'no'
        ? []
        : [{ id, subject: subject(this.#event, id), epoch: need.epoch, box: need.text }],
    )
    const keyOf = ({ id, box }: (typeof sealed)[number]) => `${id}/${box}`
    const fresh = sealed.filter((one) => !this.#opened.has(keyOf(one)))
    const opened = fresh.length === 0 ? [] : await this.#community.session.openConfidences(fresh)
    for (const [i, one] of fresh.entries()) {
      const words = opened[i]
      if (typeof words === 'string') this.#opened.set(keyOf(one), words)
    }
    if (asked !== this.#asked) return
    const needs = new Map<GuestId, Need>()
    for (const one of sealed) {
      const need = readNeed(this.#opened.get(keyOf(one)) ?? null)
      if (need !== null) needs.set(one.id, need)
    }
    this.#needs = needs
    this.#publish()
  }

  #publish(): void {
    const counts = new Map<string, number>()
    for (const { kinds } of this.#needs.values())
      for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    // With an origin of its own: what a computer counts by itself is no step that somebody could undo.
    if (this.#event.mayPlan) publishNeeds(this.#event.plan, counts, { ...this.#event.context, origin: this })
  }
}
