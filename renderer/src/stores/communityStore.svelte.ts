import type { Doc } from 'yjs'
import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import type { PublishOutcome } from '#renderer/session/publish.ts'
import type { SyncStatus } from '#renderer/session/syncStatus.ts'
import { initBoard } from '#shared/domain/board.ts'
import {
  addBoard,
  archiveBoard,
  type BoardEntry,
  renameBoard,
  renameCommunity,
  restoreBoard,
} from '#shared/domain/community.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import type { Result } from '#shared/domain/errors.ts'
import { type Hue, hueOfName } from '#shared/domain/hue.ts'
import { type DocId, type MemberId, type RandomBytes, readId } from '#shared/domain/ids.ts'
import { type Access, accessOf, type CircleAccess, isSealed, KIND, ROLE, rulesOf, type SealedAccess } from './access.ts'
import { BoardAhead } from './boardAhead.ts'
import { type BoardHost, BoardStore } from './boardStore.svelte.ts'
import type { CalendarStore } from './calendarStore.svelte.ts'
import { CirclesOwn } from './circlesOwn.svelte.ts'
import type { CommunityDoc } from './communityDoc.svelte.ts'
import { CommunityLists } from './communityLists.svelte.ts'
import { Drafts } from './drafts.ts'
import { type Glimpse, readGlimpse, takeGlimpse } from './glimpse.ts'
import { makeMissing } from './missingDocuments.ts'
import { NEWCOMERS_NOTE, Newcomers } from './newcomers.svelte.ts'
import type { PeopleStore } from './peopleStore.svelte.ts'
import type { Person } from './person.ts'
import { personalViews } from './personalViews.ts'

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
  readonly #drafts = new Drafts()
  readonly #lists: CommunityLists
  #version = $state(0)
  #calendar: CalendarStore | null = $state.raw(null)
  #calendarOpening: Promise<CalendarStore> | null = null
  #people: PeopleStore | null = $state.raw(null)
  #peopleOpening: Promise<PeopleStore> | null = null
  #completing = false
  /** What circles have of their own. */
  readonly circlesOwn: CirclesOwn
  /** The board that somebody is about to open. */
  readonly ahead: BoardAhead
  status: SyncStatus = $state.raw({} as SyncStatus)

  private constructor(session: OpenCommunity, tools: Tools) {
    this.room = session.room
    this.session = session
    this.#tools = tools
    this.status = session.currentStatus
    this.#lists = new CommunityLists(session)
    this.circlesOwn = new CirclesOwn({
      session,
      context: () => this.context,
      mayOrganize: () => this.mayOrganize,
      reachable: () => this.reachable,
      directory: () => (this.#people?.ready ? this.#people : null),
      isMember: (id) => this.person(id) !== undefined,
      lists: () => this.#lists.sealed,
      makeList: (slot, name) => this.#lists.make(slot, name, this.context),
    })
    const newcomers = new Newcomers({
      kept: personalViews(session, NEWCOMERS_NOTE),
      members: () => (this.mayOrganize ? this.people.map(({ id }) => id) : []),
      caughtUp: () => this.reachable,
      saved: () => !this.status.writing,
      list: () => (this.#people?.ready && this.#people.mayWrite ? this.#people : null),
    })
    this.ahead = new BoardAhead({
      glimpse: (board) => session.glimpse(board),
      read: (board) => session.readAhead(board),
      open: (board) => session.open(board),
    })
    this.#stop = [
      () => this.ahead.stop(),
      () => newcomers.close(),
      () => this.circlesOwn.close(),
      () => this.#lists.close(),
      session.changed.on(() => {
        this.#version += 1
        this.circlesOwn.changed()
        void this.#lists.open()
      }),
      $effect.root(() => {
        $effect(() => {
          const { name } = this.#lists.main?.value ?? { name: '' }
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
    await store.#lists.open()
    return store
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
    return this.#lists.main?.value.name || this.session.about.name
  }

  get hue(): Hue {
    return this.session.about.hue as Hue
  }

  #listed(pick: 'boards' | 'archivedBoards'): ListedBoard[] {
    void this.#version
    const known = new Map(this.session.docs(KIND.board).map((doc) => [doc.id as string, doc]))
    return this.#lists.all(pick).flatMap((entry) => {
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

  rename(name: string): Result<void> {
    return this.#write(this.#lists.main, (doc, context) => renameCommunity(doc, name, context))
  }

  renameBoard(board: DocId, title: string): Result<void> {
    return this.#write(this.#lists.of(board), (doc, context) => renameBoard(doc, board, title, context))
  }

  archiveBoard(board: DocId): Result<void> {
    return this.#write(this.#lists.of(board), (doc, context) => archiveBoard(doc, board, context))
  }

  restoreBoard(board: DocId): Result<void> {
    return this.#write(this.#lists.of(board), (doc, context) => restoreBoard(doc, board, context))
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
    const listed = isSealed(access) ? await this.#sealedList(access) : this.#lists.main
    if (typeof listed === 'string') return { ok: false, code: listed }
    const made = await this.#create(KIND.board, access)
    if (!made.ok) return made
    const id = readId<DocId>(made.id)
    if (id === null) return { ok: false, code: 'board.unknown' }
    const open = await this.session.open(id)
    initBoard(open.doc, this.context)
    open.release()
    const added = this.#write(listed, (doc, context) => addBoard(doc, { id, title, hue }, context))
    return added.ok ? { ok: true, id } : { ok: false, code: added.error.code }
  }

  #create(kind: number, access: Access) {
    const { write, audience } = rulesOf(access)
    return this.session.createDoc(kind, write, audience)
  }

  /** The document that lists boards of that access, made if it is missing; or the code of what went wrong. */
  async #sealedList(access: SealedAccess): Promise<CommunityDoc | string> {
    const { audience } = rulesOf(access)
    if (!this.#lists.for(audience)?.doc) {
      const wrong =
        access === 'private'
          ? await this.#lists.make(audience, this.name, this.context)
          : await this.circlesOwn.complete(audience, this.circlesOwn.circleName(access))
      if (wrong !== null) return wrong
    }
    const list = this.#lists.for(audience)
    return list?.doc ? list : 'board.unknown'
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
      drafts: this.#drafts,
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
    const circleName = (access: CircleAccess) => this.circlesOwn.circleName(access)
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
    const { openDirectory } = await import('./openDirectory.ts')
    const { store, saidAnew, close } = openDirectory(this)
    this.#stop.push(close)
    this.saidAnew = saidAnew
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

  async #complete(): Promise<void> {
    if (this.#completing || !this.mayOrganize || !this.reachable) return
    this.#completing = true
    try {
      await makeMissing(this.session, this.circlesOwn)
    } finally {
      this.#completing = false
    }
  }

  /** How a board looked when it was last open here; null for a board that never was. */
  async glimpse(board: DocId): Promise<Glimpse | null> {
    const plain = await this.ahead.glimpse(board)
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
