import { COMMANDS, type Commands, type CommunityView } from './commands.ts'
import type { DocKey } from './docKey.ts'
import type { StoredDoc } from './docReader.ts'
import type { DocNews, DocSource, NewDoc } from './docSource.ts'
import { Documents, type OpenDoc } from './documents.ts'
import { Emitter } from './emitter.ts'
import { connect, type Remote } from './rpc.ts'
import type { HandedOver } from './serving.ts'
import type { SyncStatus } from './syncStatus.ts'

/** What documents need of the window they are in. */
export interface WindowTools {
  /** 32 random bits */
  readonly randomId: () => number
  /** Lets the window draw and answer, if it has not for a while. */
  readonly breathe: () => Promise<void>
}

interface SessionMethods {
  docOpen(key: DocKey): StoredDoc
  docClose(key: DocKey): void
  docEdit(key: DocKey, update: Uint8Array): void
  docWriteNew(items: readonly NewDoc[]): void
  docPresence(key: DocKey, update: Uint8Array): void
  glimpse(key: DocKey): Uint8Array | null
  close(): void
}
const METHODS = ['docOpen', 'docClose', 'docEdit', 'docWriteNew', 'docPresence', 'glimpse', 'close'] as const

/** Documents that came along with the community, until they are opened; and the news of all of them. */
class EarlyDocs {
  readonly news = new Emitter<DocNews>()
  readonly #docs: Map<DocKey, StoredDoc>

  constructor(given: HandedOver) {
    this.#docs = new Map(given.docs.map(({ key, doc }) => [key, doc]))
  }

  /** The session takes such a document for open: it is not asked for again. */
  take(key: DocKey): StoredDoc | null {
    const doc = this.#docs.get(key) ?? null
    this.#docs.delete(key)
    return doc
  }

  hear(news: DocNews): void {
    const waiting = news.kind === 'asked' ? undefined : this.#docs.get(news.key)
    if (!waiting) this.news.emit(news)
    else if (news.kind === 'updates')
      this.#docs.set(news.key, { ...waiting, updates: [...waiting.updates, ...news.updates] })
    else if (news.kind === 'replaced') this.#docs.delete(news.key)
  }
}

/**
 * An open community as the window has it: what it sees can be read at once, as of the last news; what it wants is asked of
 * the session, which runs elsewhere. The documents in use live here.
 */
class CommunityWindow {
  readonly room: string
  /** What can be seen has changed. */
  readonly changed = new Emitter<void>()
  readonly status = new Emitter<SyncStatus>()
  readonly #port: MessagePort
  readonly #session: Remote<SessionMethods>
  readonly #documents: Documents
  readonly #glimpses: Map<DocKey, Uint8Array | null>
  #view: CommunityView
  #status: SyncStatus
  /** Edits that have been sent to the session and are not on the disk. */
  readonly #unsaved = new Set<Promise<void>>()

  constructor(given: HandedOver, remote: Remote<SessionMethods>, docs: EarlyDocs, tools: WindowTools) {
    this.room = given.room
    this.#port = given.port
    this.#view = given.view
    this.#status = given.status
    this.#glimpses = new Map(given.glimpses.map(({ key, glimpse }) => [key, glimpse]))
    this.#session = remote
    const source: DocSource = {
      news: docs.news,
      open: async (key) => docs.take(key) ?? remote.docOpen(key),
      close: (key) => void remote.docClose(key),
      edit: (key, update) => this.#saving(remote.docEdit(key, update)),
      writeNew: (items) => this.#saving(remote.docWriteNew(items)),
      presence: (key, update) => void remote.docPresence(key, update),
    }
    this.#documents = new Documents({ source, ...tools })
  }

  take(news: { view: CommunityView } | { status: SyncStatus }): void {
    if ('view' in news) {
      this.#view = news.view
      this.changed.emit()
    } else {
      this.#status = news.status
      this.status.emit(this.currentStatus)
    }
  }

  async #saving(work: Promise<void>): Promise<void> {
    this.#unsaved.add(work)
    this.status.emit(this.currentStatus)
    try {
      await work
    } finally {
      this.#unsaved.delete(work)
      this.status.emit(this.currentStatus)
    }
  }

  /** Everything that can be seen. */
  get view(): CommunityView {
    return this.#view
  }

  /** Nothing counts as saved before the session has said so. */
  get currentStatus(): SyncStatus {
    const status = this.#status
    return this.#unsaved.size === 0 ? status : { ...status, writing: true, waiting: Math.max(status.waiting, 1) }
  }

  get about() {
    return this.#view.about
  }

  get role() {
    return this.#view.role
  }

  get member() {
    return this.#view.member
  }

  /** The highest role whose secrets this device holds in the newest epoch, -1 for none. */
  ladderRole(): number {
    return this.#view.ladderRole
  }

  members() {
    return this.#view.members
  }

  /** @param kind see DocKind */
  docs(kind: number) {
    return this.#view.docs.filter((doc) => doc.kind === kind)
  }

  /** May this device write the document, or the part of one, now? */
  mayWrite(key: DocKey): boolean {
    const [id] = key.split('.')
    return this.#view.docs.some((doc) => doc.id === id && doc.mayWrite)
  }

  /** Edits that the community will not take, by document. */
  refusedEdits() {
    return this.#view.refused
  }

  /** What was kept of how a document looks; null if nothing was. */
  async glimpse(key: DocKey): Promise<Uint8Array | null> {
    const given = this.#glimpses.get(key)
    // It is told once: later there may be a newer one.
    if (!this.#glimpses.delete(key)) return this.#session.glimpse(key)
    return given ?? null
  }

  open(key: DocKey): Promise<OpenDoc> {
    return this.#documents.open(key)
  }

  /** See Documents.writeNew. */
  writeNew(items: Parameters<Documents['writeNew']>[0]): Promise<void> {
    return this.#documents.writeNew(items)
  }

  /** Lets go. @returns settles when all edits are on the disk */
  async close(): Promise<void> {
    this.#documents.closeAll()
    await Promise.allSettled(this.#unsaved)
    await this.#session.close()
    this.#port.close()
  }
}

export type OpenCommunity = CommunityWindow & Commands

/** @param given what the session's side has handed over */
export function openCommunity(given: HandedOver, tools: WindowTools): OpenCommunity {
  const docs = new EarlyDocs(given)
  const remote = connect<SessionMethods & Commands>(given.port, [...METHODS, ...COMMANDS], (kind, value) => {
    if (kind === 'doc') docs.hear(value as DocNews)
    else if (kind === 'view') window.take({ view: value as CommunityView })
    else window.take({ status: value as SyncStatus })
  })
  const commands = Object.fromEntries(COMMANDS.map((name) => [name, remote[name]])) as unknown as Commands
  const window = Object.assign(new CommunityWindow(given, remote, docs, tools), commands)
  return window
}
