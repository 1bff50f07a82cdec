import type { CircleKeysView } from '#renderer/session/circleKeeping.ts'
import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import type { MemberView } from '#renderer/session/roster.ts'
import { renameCommunity } from '#shared/domain/community.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import type { Circle } from '#shared/domain/people/circles.ts'
import { inCircle } from '#shared/domain/people/inCircle.ts'
import { type CircleAccess, circleAccess, type DocAudience, KIND, ROLE } from './access.ts'
import type { CommunityDoc } from './communityDoc.svelte.ts'
import type { PeopleStore } from './peopleStore.svelte.ts'

/** What a circle has of its own. */
export interface OwnCircle {
  readonly access: CircleAccess
  /** As its members know it. */
  readonly name: string
  /** The keys of the community were changed, and those of the circle have not been handed out since. */
  readonly waiting: boolean
  /** Which it is of the community's circles; null for whoever is no organizer. */
  readonly circle: string | null
}

/** Somebody in the community, by the id that the log knows. */
type MemberId = MemberView['id']

interface Host {
  readonly session: OpenCommunity
  readonly context: () => WriteContext
  /** Whether one's role allows looking after circles. */
  readonly mayOrganize: () => boolean
  /** Whether the log takes entries now. */
  readonly reachable: () => boolean
  readonly directory: () => PeopleStore | null
  /** Whether somebody is in the community with the app. */
  readonly isMember: (id: string) => boolean
  /** The lists of boards that not everyone may know of. */
  readonly lists: () => readonly CommunityDoc[]
  /** Makes the list of a circle's boards, if there is none. @returns null, or the code of what went wrong */
  readonly makeList: (slot: DocAudience, name: string) => Promise<string | null>
}

export type KeptCircle = { readonly ok: true; readonly access: CircleAccess } | { readonly ok: false; code: string }

/** Whoever changes a list of people changes several in a row; and what comes in after a time away comes in pieces. */
const CALM = 1_000

/**
 * Keys, boards and events that a circle has of its own. Who belongs to a circle stands with the people; an organizer's app
 * sees to it that the keys go to the same.
 */
export class CirclesOwn {
  readonly #host: Host
  #version = $state(0)
  readonly #stop: () => void
  /** Those whose keys should go to others than they do now. */
  readonly #due: readonly { readonly circle: Circle; readonly members: readonly MemberId[] }[] = $derived.by(() => {
    if (!this.#host.mayOrganize() || !this.#host.reachable()) return []
    return this.#keys.flatMap(({ circle: id, members }) => {
      const circle = this.#circle(id)
      if (!circle || members === null) return []
      const wanted = this.membersOf(circle)
      return sameMembers(wanted, members) ? [] : [{ circle, members: wanted }]
    })
  })

  constructor(host: Host) {
    this.#host = host
    this.#stop = $effect.root(() => {
      $effect(() => {
        const [first] = this.#due
        if (!first) return
        // Whatever changes meanwhile begins the pause anew.
        const timer = setTimeout(() => void this.#keep(first.circle, first.members), CALM)
        return () => clearTimeout(timer)
      })
      $effect(() => {
        for (const { circle: id, access } of this.all) this.#rename(this.#circle(id), access)
      })
    })
  }

  /** The session has news. */
  changed(): void {
    this.#version += 1
  }

  get #keys(): readonly CircleKeysView[] {
    void this.#version
    return this.#host.session.view.circleKeys
  }

  /** Circles with boards and events of their own that this member reads, by name. */
  get all(): readonly OwnCircle[] {
    return this.#keys
      .filter(({ reads }) => reads)
      .map(({ slot, circle, waiting }) => ({
        access: circleAccess(slot),
        circle,
        waiting,
        name: this.#nameOf(slot, circle),
      }))
      .sort((a, b) => a.name.localeCompare(b.name))
  }

  #nameOf(slot: number, circle: string | null): string {
    const list = this.#host.lists().find(({ audience }) => audience === slot)
    return this.#circle(circle)?.name || list?.value.name || 'A circle'
  }

  #circle(id: string | null): Circle | undefined {
    return id === null ? undefined : this.#host.directory()?.circles.find((circle) => circle.id === id)
  }

  /** What a circle has of its own; undefined where it has nothing. */
  of(circle: string): OwnCircle | undefined {
    return this.all.find((own) => own.circle === circle)
  }

  /** Whether the list of people says what the circle is called. */
  named(circle: string): boolean {
    return (this.#circle(circle)?.name ?? '') !== ''
  }

  circleName(access: CircleAccess): string {
    return this.all.find((own) => own.access === access)?.name ?? 'A circle'
  }

  /**
   * Who of a circle is handed keys: people with the app, as far as organizers may know of it, so that every organizer's app
   * comes to the same.
   */
  membersOf(circle: Circle): readonly MemberId[] {
    const people = this.#host.directory()?.people ?? []
    return inCircle(people, circle.id)
      .filter(({ id, home }) => home <= ROLE.organizer && this.#host.isMember(id))
      .map(({ id }) => id as string as MemberId)
      .sort()
  }

  /** Only stewards know of it, or of who is in it: organizers hold the keys of every circle, so it can have none of its own. */
  isTooPrivate(circle: Circle): boolean {
    return (this.#host.directory()?.audiences.ofCircle(circle.id) ?? 0) > ROLE.organizer
  }

  /** Gives a circle keys, a list of boards and a calendar of its own, as far as it has none. */
  async give(circle: Circle): Promise<KeptCircle> {
    if (!this.#host.reachable()) return { ok: false, code: 'circle.offline' }
    if (this.isTooPrivate(circle)) return { ok: false, code: 'circle.private' }
    return this.#keep(circle, this.membersOf(circle))
  }

  async #keep(circle: Circle, members: readonly MemberId[]): Promise<KeptCircle> {
    const { session } = this.#host
    const kept = await session.keepCircle(circle.id, members)
    if (!kept.ok) return { ok: false, code: kept.code === 'full' ? 'circle.full' : `control.${kept.code}` }
    const code = await this.complete(kept.slot, circle.name)
    return code === null ? { ok: true, access: circleAccess(kept.slot) } : { ok: false, code }
  }

  /** Makes what a circle should have of its own and has not: its app may have ended in between. @returns null, or why not */
  async complete(slot: DocAudience, name: string): Promise<string | null> {
    const { session } = this.#host
    const has = (kind: number) => session.docs(kind).some(({ audience }) => audience === slot)
    const listed = await this.#host.makeList(slot, name)
    if (listed !== null) return listed
    if (!has(KIND.calendar)) {
      const made = await session.createDoc(KIND.calendar, ROLE.member, slot)
      if (!made.ok) return made.code
    }
    return null
  }

  /** Its members read the name in a document of their own, as they may not know the circle otherwise. */
  #rename(circle: Circle | undefined, access: CircleAccess): void {
    const list = this.#host.lists().find(({ audience }) => circleAccess(audience) === access)
    const doc = list?.doc
    if (!doc || !circle || circle.name === '' || list.value.name === circle.name || !this.#host.mayOrganize()) return
    if (list.value.name !== '') renameCommunity(doc, circle.name, this.#host.context())
  }

  close(): void {
    this.#stop()
  }
}

const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length
