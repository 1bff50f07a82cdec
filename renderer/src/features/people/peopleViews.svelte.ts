import type { PersonalViews } from '#renderer/stores/personalViews.ts'
import { type AnyId, newId, type RandomBytes } from '#shared/domain/ids.ts'
import { PEOPLE_LIMITS } from '#shared/domain/people/fields.ts'
import { type PeopleSavedView, readView } from '#shared/domain/people/views.ts'
import { fieldOf } from '#shared/domain/value.ts'
import type { PeopleDesk } from './peopleDesk.svelte.ts'

export interface KeptView {
  readonly id: string
  readonly view: PeopleSavedView
  /** Seen by all organizers; the others by this computer only. */
  readonly shared: boolean
}

/** Ways of looking that have a name: one's own, and those that organizers share. */
export class PeopleViews {
  readonly #desk: PeopleDesk
  readonly #kept: PersonalViews
  readonly #randomBytes: RandomBytes
  #own: ReadonlyMap<string, PeopleSavedView> = $state.raw(new Map())
  /** The one that is looked at; changes to it are not kept until it is saved again. */
  current = $state<string | null>(null)

  constructor(desk: PeopleDesk, kept: PersonalViews, randomBytes: RandomBytes) {
    this.#desk = desk
    this.#kept = kept
    this.#randomBytes = randomBytes
  }

  /** Reads one's own, and takes up the list as it was last looked at. */
  async open(): Promise<void> {
    const value = await this.#kept.read()
    const views = fieldOf(value, 'views')
    const found = new Map<string, PeopleSavedView>()
    if (typeof views === 'object' && views !== null)
      for (const [id, one] of Object.entries(views).slice(0, PEOPLE_LIMITS.views)) {
        const view = readView(one)
        if (view) found.set(id, view)
      }
    this.#own = found
    const last = readView(fieldOf(value, 'last'))
    if (last) this.#desk.look(last)
  }

  get all(): readonly KeptView[] {
    const shared = [...this.#desk.store.savedViews].flatMap(([id, value]) => {
      const view = readView(value)
      return view ? [{ id, view, shared: true }] : []
    })
    const own = [...this.#own].map(([id, view]) => ({ id, view, shared: false }))
    return [...own, ...shared].sort((a, b) => a.view.name.localeCompare(b.view.name))
  }

  show(id: string): void {
    const kept = this.all.find((one) => one.id === id)
    if (!kept) return
    this.#desk.look(kept.view)
    this.current = id
  }

  /** @param shared with all organizers @returns a code, or null when it is kept */
  save(name: string, shared: boolean): string | null {
    const same = this.all.find(({ view, shared: is }) => view.name === name && is === shared)
    const id = same?.id ?? newId<AnyId>(this.#randomBytes)
    const view = this.#desk.view(name)
    if (shared) {
      const done = this.#desk.store.saveView(id, { ...view })
      if (!done.ok) return done.error.code
    } else {
      this.#own = new Map([...this.#own, [id, view]])
      void this.keep()
    }
    this.current = id
    return null
  }

  remove({ id, shared }: KeptView): void {
    if (shared) this.#desk.store.saveView(id, null)
    else {
      this.#own = new Map([...this.#own].filter(([other]) => other !== id))
      void this.keep()
    }
    if (this.current === id) this.current = null
  }

  /** Keeps one's own views, and how the list looks now. */
  keep(): Promise<void> {
    return this.#kept.keep({ views: Object.fromEntries(this.#own), last: this.#desk.view('last') })
  }
}
