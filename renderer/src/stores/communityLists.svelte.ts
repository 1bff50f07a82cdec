import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import { type BoardEntry, initCommunity } from '#shared/domain/community.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import type { DocId } from '#shared/domain/ids.ts'
import { AUDIENCE, type DocAudience, KIND, ROLE } from './access.ts'
import { CommunityDoc } from './communityDoc.svelte.ts'
import { rememberCommunity } from './lastPlace.ts'

/** The documents that name a community and list its boards: one for everybody, and those for whom alone boards are sealed. */
export class CommunityLists {
  readonly #session: OpenCommunity
  #main: CommunityDoc | null = $state.raw(null)
  /** One for each audience, or more if two people made the first at the same moment. */
  #sealed: readonly CommunityDoc[] = $state.raw([])

  constructor(session: OpenCommunity) {
    this.#session = session
  }

  /** The community document: there from the founding on; for whoever joins it comes with the log. */
  get main(): CommunityDoc | null {
    return this.#main
  }

  get sealed(): readonly CommunityDoc[] {
    return this.#sealed
  }

  /** Opens those that this device may read by now, and lets go of those that it may not any more. */
  async open(): Promise<void> {
    const found = this.#session.docs(KIND.community)
    const sealed = found.filter(({ audience }) => audience !== AUDIENCE.everyone)
    const opening: Promise<void>[] = []
    const open = ({ id, audience }: { id: string; audience: number }): CommunityDoc => {
      const doc = new CommunityDoc(id, audience, (key) => this.#session.open(key))
      opening.push(doc.open())
      return doc
    }
    const main = found.find(({ audience }) => audience === AUDIENCE.everyone)
    if (main !== undefined && this.#main === null) {
      this.#main = open(main)
      rememberCommunity(this.#session.room, main.id)
    }
    const ids = sealed.map(({ id }): string => id)
    if (ids.join() !== this.#sealed.map(({ id }) => id).join()) {
      const before = new Map(this.#sealed.map((doc) => [doc.id, doc]))
      // Whoever is no organizer, or not in the circle, any more sees no more of what only those may see.
      for (const [id, doc] of before) if (!ids.includes(id)) doc.close()
      this.#sealed = sealed.map((doc) => before.get(doc.id) ?? open(doc))
    }
    await Promise.all(opening)
  }

  /** All boards, in order, sealed ones last. */
  all(pick: 'boards' | 'archivedBoards'): readonly BoardEntry[] {
    return [...(this.#main?.value[pick] ?? []), ...this.#sealed.flatMap((list) => list.value[pick])]
  }

  /** The document that lists a board. */
  of(board: DocId): CommunityDoc | null {
    const lists = ({ value }: CommunityDoc) => [...value.boards, ...value.archivedBoards].some(({ id }) => id === board)
    return this.#sealed.find(lists) ?? this.#main
  }

  /** The document that lists boards for that audience alone. */
  for(audience: DocAudience): CommunityDoc | undefined {
    return this.#sealed.find((list) => list.audience === audience)
  }

  /** Makes it, unless somebody has by now. @returns null, or the code of what went wrong */
  async make(audience: DocAudience, name: string, context: WriteContext): Promise<string | null> {
    if (!this.#session.docs(KIND.community).some((doc) => doc.audience === audience)) {
      const made = await this.#session.createDoc(KIND.community, ROLE.organizer, audience)
      if (!made.ok) return made.code
      const open = await this.#session.open(made.id)
      initCommunity(open.doc, { name }, context)
      open.release()
    }
    await this.open()
    return null
  }

  close(): void {
    for (const doc of [this.#main, ...this.#sealed]) doc?.close()
  }
}
