import type { Doc } from 'yjs'
import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import type { PublishOutcome } from '#renderer/session/publish.ts'
import type { SyncStatus } from '#renderer/session/syncStatus.ts'
import { initBoard } from '#shared/domain/board.ts'
import {
  addBoard,
  archiveBoard,
  type BoardEntry,
  initCommunity,
  renameBoard,
  renameCommunity,
  restoreBoard,
} from '#shared/domain/community.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import type { Result } from '#shared/domain/errors.ts'
import { type Hue, hueOfName } from '#shared/domain/hue.ts'
import { type DocId, type MemberId, type RandomBytes, readId } from '#shared/domain/ids.ts'
import {
  type Access,
  AUDIENCE,
  accessOf,
  type CircleAccess,
  isSealed,
  KIND,
  PEOPLE_DOCS,
  ROLE,
  rulesOf,
  type SealedAccess,
} from './access.ts'
import { type BoardHost, BoardStore } from './boardStore.svelte.ts'
import type { CalendarStore } from './calendarStore.svelte.ts'
import { CirclesOwn } from './circlesOwn.svelte.ts'
import { CommunityDoc } from './communityDoc.svelte.ts'
import { type Glimpse, readGlimpse, takeGlimpse } from './glimpse.ts'
import { rememberCommunity } from './lastPlace.ts'
import type { PeopleStore } from './peopleStore.svelte.ts'
import type { Person } from './person.ts'

export type InviteRole = 'guest' | 'member' | 'organizer'

export interface ListedBoard extends BoardEntry {
  readonly access: Access
}

const NOBODY = '0000000000000000' as MemberId

export interface Tools {
  readonly now: () => number
  readonly randomBytes: RandomBytes
  /** Lets the window draw and answer, if it has not for a while. */
  readonly breathe: () => Promise<void>
}

/** The community on the screen: its name, boards, people and sync state as runes. */
export class CommunityStore {
  readonly room: string
  readonly session: OpenCommunity
  readonly #tools: Tools
  readonly #origin = { community: 'local' }
  readonly #stop: (() => void)[]
  /** The community document. */
  #main: CommunityDoc | null = $state.raw(null)
  /** Those that list boards which not everyone may know of: one for each audience, or more if two made the first at the same moment. */
  #private: readonly CommunityDoc[] = $state.raw([])
  #version = $state(0)
  #calendar: CalendarStore | null = $state.raw(null)
  #calendarOpening: Promise<CalendarStore> | null = null
  #people: PeopleStore | null = $state.raw(null)
  #peopleOpening: Promise<PeopleStore> | null = null
  #completing = false
  /** What circles have of their own. */
  readonly circlesOwn: CirclesOwn
  status: SyncStatus = $state.raw({} as SyncStatus)

  private constructor(session: OpenCommunity, tools: Tools) {
    this.room = session.room
    this.session = session
    this.#tools = tools
    this.status = session.currentStatus
    this.circlesOwn = new CirclesOwn({
      session,
      context: () => this.context,
      mayOrganize: () => this.mayOrganize,
      reachable: () => this.reachable,
      directory: () => (this.#people?.ready ? this.#people : null),
      isMember: (id) => this.person(id) !== undefined,
      lists: () => this.#private,
      refresh: () => this.#openCommunity(),
    })
    this.#stop = [
      () => this.circlesOwn.close(),
      session.changed.on(() => {
        this.#version += 1
        this.circlesOwn.changed()
        void this.#openCommunity()
      }),
      $effect.root(() => {
        $effect(() => {
          const { name } = this.#main?.value ?? { name: '' }
          if (name !== '') void session.remember(name, session.about.hue).catch(() => {})
        })
      }),
      session.status.on((status) => {
        this.status = status
      }),
    ]
  }

  static async open(session: OpenCommunity, tools: Tools): Promise<CommunityStore> {
    const store = new CommunityStore(session, tools)
    await store.#openCommunity()
    return store
  }

  /** The community document is there from the founding on; for whoever joins it comes with the log. */
  async #openCommunity(): Promise<void> {
    const found = this.session.docs(KIND.community)
    const hidden = found.filter(({ audience }) => audience !== AUDIENCE.everyone)
    const opening: Promise<void>[] = []
    const open = ({ id, audience }: { id: string; audience: number }): CommunityDoc => {
      const doc = new CommunityDoc(id, audience, (key) => this.session.open(key))
      this.#stop.push(() => doc.close())
      opening.push(doc.open())
      return doc
    }
    const main = found.find(({ audience }) => audience === AUDIENCE.everyone)
    if (main !== undefined && this.#main === null) {
      this.#main = open(main)
      rememberCommunity(this.room, main.id)
    }
    const ids = hidden.map(({ id }): string => id)
    if (ids.join() !== this.#private.map(({ id }) => id).join()) {
      const before = new Map(this.#private.map((doc) => [doc.id, doc]))
      // Whoever is no organizer, or not in the circle, any more sees no more of what only those may see.
      for (const [id, doc] of before) if (!ids.includes(id)) doc.close()
      this.#private = hidden.map((doc) => before.get(doc.id) ?? open(doc))
    }
    await Promise.all(opening)
  }

  // ---- reading

  /** What the session shows of members, devices, invites, keys and edits that were set aside, as of the last news. */
  get view(): OpenCommunity['view'] {
    void this.#version
    return this.session.view
  }

  /** Whether what needs whoever orders the log (roles, invites, new boards) can be done now. */
  get reachable(): boolean {
    return this.status.link === 'live' || this.status.link === 'local'
  }

  /** Whether this computer was a member’s and is no more: it learns so before the keys have changed. */
  get removed(): boolean {
    return this.view.member !== null && this.view.role === null
  }

  get name(): string {
    return this.#main?.value.name || this.session.about.name
  }

  get hue(): Hue {
    return this.session.about.hue as Hue
  }

  #listed(pick: 'boards' | 'archivedBoards'): ListedBoard[] {
    void this.#version
    const known = new Map(this.session.docs(KIND.board).map((doc) => [doc.id as string, doc]))
    const all = [...(this.#main?.value[pick] ?? []), ...this.#private.flatMap((list) => list.value[pick])]
    return all.flatMap((entry) => {
      const doc = known.get(entry.id)
      if (!doc) return []
      return [{ ...entry, access: accessOf(doc) }]
    })
  }

  /** In order, private ones last; those only that the log knows as documents of this community. */
  get boards(): readonly ListedBoard[] {
    return this.#listed('boards')
  }

  get archivedBoards(): readonly ListedBoard[] {
    return this.#listed('archivedBoards')
  }

  get people(): readonly Person[] {
    void this.#version
    return this.session.members().map((member) => ({ ...member, hue: hueOfName(member.name || member.id) }))
  }

  person(member: string): Person | undefined {
    return this.people.find(({ id }) => id === member)
  }

  get me(): Person | undefined {
    return this.people.find((person) => person.me)
  }

  /** Whether one's role allows changing names, boards and invites. */
  get mayOrganize(): boolean {
    void this.#version
    return (this.session.role ?? -1) >= ROLE.organizer
  }

  get relay(): string | null {
    void this.#version
    return this.session.about.relay
  }

  // ---- writing

  get context(): WriteContext {
    const { now, randomBytes } = this.#tools
    const by = readId<MemberId>(this.session.member ?? '') ?? NOBODY
    return { by, now: now(), randomBytes, origin: this.#origin }
  }

  #write(to: CommunityDoc | null, change: (doc: Doc, context: WriteContext) => Result<unknown>): Result<void> {
    const doc = to?.doc
    if (!doc || !this.mayOrganize) return { ok: false, error: { code: 'role.read-only' } }
    const result = change(doc, this.context)
    return result.ok ? { ok: true, value: undefined } : result
  }

  /** The document that lists a board. */
  #listOf(board: DocId): CommunityDoc | null {
    const lists = ({ value }: CommunityDoc) => [...value.boards, ...value.archivedBoards].some(({ id }) => id === board)
    return this.#private.find(lists) ?? this.#main
  }

  rename(name: string): Result<void> {
    return this.#write(this.#main, (doc, context) => renameCommunity(doc, name, context))
  }

  renameBoard(board: DocId, title: string): Result<void> {
    return this.#write(this.#listOf(board), (doc, context) => renameBoard(doc, board, title, context))
  }

  archiveBoard(board: DocId): Result<void> {
    return this.#write(this.#listOf(board), (doc, context) => archiveBoard(doc, board, context))
  }

  restoreBoard(board: DocId): Result<void> {
    return this.#write(this.#listOf(board), (doc, context) => restoreBoard(doc, board, context))
  }

  /**
   * Makes an empty board. Needs whoever orders the log: a relay that cannot be reached makes it wait, so `offline` is told.
   * The name of a private board is written where only organizers can read it.
   */
  async createBoard(
    title: string,
    hue: Hue,
    access: Access = 'everyone',
  ): Promise<{ ok: true; id: DocId } | { ok: false; code: string }> {
    if (!this.reachable) return { ok: false, code: 'board.offline' }
    if (isSealed(access) && !this.#listFor(access)?.doc) {
      const listed = await this.#makeList(access)
      if (listed !== null) return { ok: false, code: listed }
    }
    const made = await this.#create(KIND.board, access)
    if (!made.ok) return made
    const id = readId<DocId>(made.id)
    if (id === null) return { ok: false, code: 'board.unknown' }
    const open = await this.session.open(id)
    initBoard(open.doc, this.context)
    open.release()
    const list = isSealed(access) ? (this.#listFor(access) ?? null) : this.#main
    const listed = this.#write(list, (doc, context) => addBoard(doc, { id, title, hue }, context))
    return listed.ok ? { ok: true, id } : { ok: false, code: listed.error.code }
  }

  #create(kind: number, access: Access) {
    const { write, audience } = rulesOf(access)
    return this.session.createDoc(kind, write, audience)
  }

  /** The document that lists boards of that access. */
  #listFor(access: SealedAccess): CommunityDoc | undefined {
    return this.#private.find(({ audience }) => audience === rulesOf(access).audience)
  }

  /** @returns null, or the code of what went wrong */
  async #makeList(access: SealedAccess): Promise<string | null> {
    if (access !== 'private') {
      const { audience } = rulesOf(access)
      const missing = await this.circlesOwn.complete(audience, this.circlesOwn.nameOf(access))
      if (missing !== null) return missing
    } else if (!this.session.docs(KIND.community).some(({ audience }) => audience === AUDIENCE.organizers)) {
      const made = await this.session.createDoc(KIND.community, ROLE.organizer, AUDIENCE.organizers)
      if (!made.ok) return made.code
      const open = await this.session.open(made.id)
      initCommunity(open.doc, { name: this.name }, this.context)
      open.release()
    }
    await this.#openCommunity()
    return this.#listFor(access)?.doc ? null : 'board.unknown'
  }

  /** Who may change a board that everybody sees. @returns `done`, `moot` or why not */
  setBoardAccess(board: DocId, access: Exclude<Access, SealedAccess>): Promise<string> {
    const id = this.session.docs(KIND.board).find((doc) => (doc.id as string) === board)?.id
    if (id === undefined) return Promise.resolve('moot')
    return this.session.setDocWrite(id, access === 'everyone' ? ROLE.member : ROLE.organizer)
  }

  /** What boards and calendars need of the community. */
  get host(): BoardHost {
    return {
      member: () => this.context.by,
      now: this.#tools.now,
      randomBytes: this.#tools.randomBytes,
      breathe: this.#tools.breathe,
      clientOwners: (key) => this.session.clientOwners(key),
      mayWrite: (key) => this.session.mayWrite(key),
      openDoc: (key) => this.session.open(key),
      writeNew: (items) => this.session.writeNew(items),
      onChange: (listener) => this.session.changed.on(listener),
    }
  }

  openBoard(id: DocId): Promise<BoardStore> {
    return BoardStore.open(id, this.host)
  }

  /** The events; null until `openCalendar` is through. */
  get calendar(): CalendarStore | null {
    return this.#calendar
  }

  /** Opens the calendars, once. An organizer's app makes those that are missing, as soon as the log can take them. */
  openCalendar(): Promise<CalendarStore> {
    this.#calendarOpening ??= this.#followCalendars()
    return this.#calendarOpening
  }

  async #followCalendars(): Promise<CalendarStore> {
    const calendars = () =>
      this.session.docs(KIND.calendar).map((doc) => ({ id: doc.id as string as DocId, access: accessOf(doc) }))
    // Time zones and recurrence weigh as much as the board: they are loaded once there is something on the screen.
    const { CalendarStore } = await import('./calendarStore.svelte.ts')
    const circleName = (access: CircleAccess) => this.circlesOwn.nameOf(access)
    const store = await CalendarStore.open({ ...this.host, calendars, circleName })
    this.#stop.push(() => store.close())
    this.#calendar = store
    this.#keepComplete()
    return store
  }

  /** Who the community knows; null until `openPeople` was called. It is `ready` a little later. */
  get directory(): PeopleStore | null {
    return this.#people
  }

  /** Opens the documents of people, once. An organizer's app makes those that are missing, as soon as the log can take them. */
  openPeople(): Promise<PeopleStore> {
    this.#peopleOpening ??= this.#followPeople()
    return this.#peopleOpening
  }

  async #followPeople(): Promise<PeopleStore> {
    const documents = () =>
      PEOPLE_DOCS.flatMap(({ kind, audience }) =>
        this.session
          .docs(kind)
          .filter((doc) => doc.audience === audience)
          .map(({ id }) => ({ id: id as string as DocId, audience })),
      )
    const [{ PeopleStore }, { MemberWords }] = await Promise.all([
      import('./peopleStore.svelte.ts'),
      import('./memberWords.svelte.ts'),
    ])
    const members = () => this.people
    const said = new MemberWords(this.session)
    const store = PeopleStore.open({ ...this.host, documents, members, ownWords: (member) => said.of(member) })
    this.#stop.push(
      () => store.close(),
      this.session.changed.on(() => void said.refresh()),
    )
    this.saidAnew = (member) => {
      said.forget(member)
      void said.refresh()
    }
    void said.refresh()
    this.#people = store
    this.#keepComplete()
    return store
  }

  /** One's own profile was changed: it is shown before the log knows. */
  saidAnew: (member: string) => void = () => {}

  #completed = false
  #keepComplete(): void {
    if (this.#completed) return
    this.#completed = true
    const complete = () => void this.#complete()
    this.#stop.push(this.session.changed.on(complete), this.session.status.on(complete))
    complete()
  }

  /** Makes the documents that a community has from its founding on, where it is older than they are. */
  async #complete(): Promise<void> {
    if (this.#completing || !this.mayOrganize || this.session.currentStatus.link === 'offline') return
    if (!this.reachable) return
    this.#completing = true
    try {
      for (const { kind, write, audience } of PEOPLE_DOCS)
        if (this.session.docs(kind).length === 0 && (this.session.role ?? 0) >= write)
          await this.session.createDoc(kind, write, audience)
      const there = new Set(this.session.docs(KIND.calendar).map(accessOf))
      for (const access of ['everyone', 'organizers', 'private'] as const) {
        if (there.has(access)) continue
        await this.#create(KIND.calendar, access)
      }
      for (const { access, circle, waiting, name } of this.circlesOwn.all)
        if (circle !== null && !waiting && this.circlesOwn.named(circle))
          await this.circlesOwn.complete(rulesOf(access).audience, name)
    } finally {
      this.#completing = false
    }
  }

  /** How a board looked when it was last open here; null for a board that never was. */
  async glimpse(board: DocId): Promise<Glimpse | null> {
    const plain = await this.session.glimpse(board)
    return plain && readGlimpse(plain)
  }

  /** Keeps how an open board looks now. */
  async keepGlimpse(board: BoardStore): Promise<void> {
    await this.session.keepGlimpse(board.id, takeGlimpse(board)).catch(() => {}) // only a convenience
  }

  setMyName(name: string): Promise<void> {
    return this.session.setMyName(name)
  }

  /** @param ttl seconds, 0 for no end */
  invite(role: InviteRole, uses: number, ttl: number) {
    return this.session.invite(ROLE[role], uses, ttl)
  }

  async chooseRelay(
    relay: string,
    code: string,
    progress: (done: number, total: number) => void,
  ): Promise<PublishOutcome> {
    const outcome = await this.session.chooseRelay(relay, code, progress)
    this.#version += 1
    return outcome
  }

  retryNow(): void {
    void this.session.retryNow()
  }

  async close(): Promise<void> {
    for (const stop of this.#stop) stop()
    await this.session.close()
  }
}

export type { Person } from './person.ts'

/** Who is in the community, as far as a board has to know. */
export type People = Pick<CommunityStore, 'people' | 'person'>
