import type { OpenDoc } from '#renderer/session/documents.ts'
import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import type { PublishOutcome } from '#renderer/session/publish.ts'
import type { MemberView } from '#renderer/session/roster.ts'
import type { SyncStatus } from '#renderer/session/syncStatus.ts'
import { initBoard } from '#shared/domain/board.ts'
import {
  addBoard,
  archiveBoard,
  type Community,
  readCommunity,
  renameBoard,
  renameCommunity,
} from '#shared/domain/community.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import type { Result } from '#shared/domain/errors.ts'
import { type Hue, hueOfName } from '#shared/domain/hue.ts'
import { type DocId, type MemberId, type RandomBytes, readId } from '#shared/domain/ids.ts'
import { type BoardHost, BoardStore } from './boardStore.svelte.ts'
import { type Glimpse, readGlimpse, takeGlimpse } from './glimpse.ts'
import { rememberCommunity } from './lastPlace.ts'

/** Numbers of documents' kinds and roles as they stand in the log (docs/data-model.md). */
const KIND = { community: 1, board: 3 } as const
const ROLE = { guest: 0, member: 1, organizer: 2, steward: 3 } as const

export type InviteRole = 'guest' | 'member' | 'organizer'

export interface Person extends MemberView {
  /** Colour of the face: one of the label hues, the same as where only the name stands on a card. */
  readonly hue: Hue
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
  #open: OpenDoc | null = null
  #version = $state(0)
  #community = $state.raw<Community | null>(null)
  status: SyncStatus = $state.raw({} as SyncStatus)

  private constructor(session: OpenCommunity, tools: Tools) {
    this.room = session.room
    this.session = session
    this.#tools = tools
    this.status = session.currentStatus
    this.#stop = [
      session.changed.on(() => {
        this.#version += 1
        void this.#openCommunity()
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
    const key = this.session.docs(KIND.community)[0]?.id
    if (this.#open !== null || key === undefined) return
    const open = await this.session.open(key)
    if (this.#open !== null) {
      open.release()
      return
    }
    this.#open = open
    rememberCommunity(this.room, key)
    const read = () => {
      this.#community = readCommunity(open.doc)
      const { name } = this.#community
      if (name !== '') void this.session.remember(name, this.session.about.hue).catch(() => {})
    }
    read()
    open.doc.on('afterTransaction', read)
    const stopReplaced = open.onReplaced(() => {
      open.doc.off('afterTransaction', read)
      open.release()
      this.#open = null
      void this.#openCommunity()
    })
    this.#stop.push(() => {
      stopReplaced()
      open.doc.off('afterTransaction', read)
      open.release()
    })
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

  get name(): string {
    return this.#community?.name || this.session.about.name
  }

  get hue(): Hue {
    return this.session.about.hue as Hue
  }

  /** In order; those only that the log knows as documents of this community. */
  get boards() {
    void this.#version
    const known = new Set<string>(this.session.docs(KIND.board).map(({ id }) => id))
    return (this.#community?.boards ?? []).filter(({ id }) => known.has(id))
  }

  get archivedBoards() {
    return this.#community?.archivedBoards ?? []
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

  /** The community document, for what is written when a community is made; other stores only. */
  get doc() {
    return this.#open?.doc ?? null
  }

  #write(change: (doc: OpenDoc['doc'], context: WriteContext) => Result<unknown>): Result<void> {
    if (this.#open === null || !this.mayOrganize) return { ok: false, error: { code: 'role.read-only' } }
    const result = change(this.#open.doc, this.context)
    return result.ok ? { ok: true, value: undefined } : result
  }

  rename(name: string): Result<void> {
    return this.#write((doc, context) => renameCommunity(doc, name, context))
  }

  renameBoard(board: DocId, title: string): Result<void> {
    return this.#write((doc, context) => renameBoard(doc, board, title, context))
  }

  archiveBoard(board: DocId): Result<void> {
    return this.#write((doc, context) => archiveBoard(doc, board, context))
  }

  /** Makes an empty board. Needs whoever orders the log: a relay that cannot be reached makes it wait, so `offline` is told. */
  async createBoard(title: string, hue: Hue): Promise<{ ok: true; id: DocId } | { ok: false; code: string }> {
    const { link } = this.status
    if (link !== 'local' && link !== 'live') return { ok: false, code: 'board.offline' }
    const made = await this.session.createDoc(KIND.board, ROLE.member)
    if (!made.ok) return made
    const id = readId<DocId>(made.id)
    if (id === null) return { ok: false, code: 'board.unknown' }
    const open = await this.session.open(id)
    initBoard(open.doc, this.context)
    open.release()
    const listed = this.#write((doc, context) => addBoard(doc, { id, title, hue }, context))
    return listed.ok ? { ok: true, id } : { ok: false, code: listed.error.code }
  }

  openBoard(id: DocId): Promise<BoardStore> {
    const host: BoardHost = {
      member: () => this.context.by,
      now: this.#tools.now,
      randomBytes: this.#tools.randomBytes,
      breathe: this.#tools.breathe,
      mayWrite: (key) => this.session.mayWrite(key),
      openDoc: (key) => this.session.open(key),
      writeNew: (items) => this.session.writeNew(items),
      onChange: (listener) => this.session.changed.on(listener),
    }
    return BoardStore.open(id, host)
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

/** Who is in the community, as far as a board has to know. */
export type People = Pick<CommunityStore, 'people' | 'person'>

export { KIND, ROLE }
