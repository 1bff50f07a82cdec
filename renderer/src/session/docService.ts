import type { CommunityStore } from '#renderer/storage/store.ts'
import type { DocKey } from './docKey.ts'
import { DocReader, type DocReaderOptions, inPieces, type StoredDoc } from './docReader.ts'
import type { DocNews, DocSource, NewDoc } from './docSource.ts'
import { Emitter } from './emitter.ts'
import { docsNaming, type NamingFound, type NamingQuery } from './naming.ts'
import type { Applied } from './replicaNews.ts'
import { emptyState } from './storedState.ts'

interface DocServiceOptions extends DocReaderOptions {
  /** A private document is opened by those only whom it is for, whatever older keys this device still holds. */
  readonly mayRead: (key: DocKey) => boolean
  readonly edit: (key: DocKey, update: Uint8Array) => Promise<void>
  readonly presence: (key: DocKey, update: Uint8Array) => void
}

/** A document that was read before anybody asked for it, and what came in since. */
interface Ahead {
  readonly doc: Promise<StoredDoc>
  readonly since: Uint8Array[]
}

/** So many updates after it was read ahead, nobody seems to want a document. */
const AHEAD_MOST = 100
/** So many are kept that were read ahead; the one that has waited longest goes. */
const AHEAD_DOCS = 4

/** The session's end of the documents in use: it reads, hears and writes them, and makes no Y.Doc. */
export class DocService implements DocSource {
  readonly news = new Emitter<DocNews>()
  readonly #options: DocServiceOptions
  readonly #store: CommunityStore
  readonly #reader: DocReader
  readonly #inUse = new Set<DocKey>()
  /** Those of them that are still being read, how often. */
  readonly #reading = new Map<DocKey, number>()
  readonly #ahead = new Map<DocKey, Ahead>()

  constructor(options: DocServiceOptions) {
    this.#options = options
    this.#store = options.store
    this.#reader = new DocReader(options)
  }

  /** Reads a document that is about to be opened. @returns settles when that is done, well or not */
  async readAhead(key: DocKey): Promise<void> {
    if (this.#inUse.has(key) || this.#ahead.has(key) || !this.#options.mayRead(key)) return
    const doc = this.#reader.read(key)
    const ahead = { doc, since: [] }
    this.#ahead.set(key, ahead)
    const [oldest] = this.#ahead.keys()
    if (this.#ahead.size > AHEAD_DOCS && oldest !== undefined) this.#ahead.delete(oldest)
    await doc.catch(() => {
      // Told to whoever waits for it already; whoever opens it later has it read again.
      if (this.#ahead.get(key) === ahead) this.#ahead.delete(key)
    })
  }

  /** Fails with `doc.private`. */
  async open(key: DocKey): Promise<StoredDoc> {
    if (!this.#options.mayRead(key)) throw new Error('doc.private')
    this.#inUse.add(key)
    this.#reading.set(key, (this.#reading.get(key) ?? 0) + 1)
    try {
      return await this.#read(key)
    } finally {
      const others = (this.#reading.get(key) ?? 1) - 1
      if (others > 0) this.#reading.set(key, others)
      else this.#reading.delete(key)
    }
  }

  async #read(key: DocKey): Promise<StoredDoc> {
    const ahead = this.#ahead.get(key)
    if (!ahead) return this.#reader.read(key)
    this.#ahead.delete(key)
    const { clientId, updates } = await ahead.doc
    return { clientId, updates: [...updates, ...ahead.since, ...this.#options.pending(key)] }
  }

  /** The same for once, without any news of it. */
  read(key: DocKey): Promise<StoredDoc> {
    return this.#reader.read(key)
  }

  /** Where comments name somebody. */
  naming(query: NamingQuery): Promise<NamingFound> {
    const { room, keyring, store, mayRead } = this.#options
    return docsNaming({ room, keyring, store, mayRead, stored: (key) => this.#reader.stored(key) }, query)
  }

  close(key: DocKey): void {
    this.#inUse.delete(key)
  }

  edit(key: DocKey, update: Uint8Array): Promise<void> {
    return this.#options.edit(key, update)
  }

  presence(key: DocKey, update: Uint8Array): void {
    this.#options.presence(key, update)
  }

  async writeNew(items: readonly NewDoc[]): Promise<void> {
    const { seal, edit } = this.#options
    const docs = items.map(({ key, clientId }) => ({
      doc: key,
      clientId,
      seq: 0,
      state: emptyState(seal, key),
    }))
    await this.#store.commit({ docs })
    const written = Promise.all(items.map(({ key, update }) => edit(key, update)))
    // Somebody may have opened it between the two, and its echo is not told.
    this.applied(items.map(({ key, update }) => ({ doc: key, update, waited: false })))
    await written
  }

  /** Entries that have become part of the log. */
  applied(entries: readonly Pick<Applied, 'doc' | 'update' | 'waited'>[]): void {
    const byDoc = new Map<DocKey, Uint8Array[]>()
    for (const { doc, update, waited } of entries) {
      const ahead = this.#ahead.get(doc)
      if (ahead && ahead.since.push(update) > AHEAD_MOST) this.#ahead.delete(doc)
      if (!this.#inUse.has(doc)) continue
      // What waited when it was opened, or was written in it since, is in it: it need not be decoded once more. While it is
      // being read, an edit may be between the two places in which it is looked for.
      if (waited && !this.#reading.has(doc)) continue
      const updates = byDoc.get(doc)
      if (updates) updates.push(update)
      else byDoc.set(doc, [update])
    }
    for (const [key, updates] of byDoc) this.news.emit({ kind: 'updates', key, updates: inPieces(updates) })
  }

  /** Lets go of what this device may no longer read. */
  hideUnreadable(): void {
    for (const key of [...this.#inUse, ...this.#ahead.keys()]) if (!this.#options.mayRead(key)) this.replace(key)
  }

  /** Somebody else's presence. */
  arrived(key: DocKey, update: Uint8Array): void {
    if (this.#inUse.has(key)) this.news.emit({ kind: 'presence', key, update })
  }

  asked(): void {
    this.news.emit({ kind: 'asked' })
  }

  /** Local edits of this document no longer count. */
  replace(key: DocKey): void {
    this.#ahead.delete(key)
    if (this.#inUse.delete(key)) this.news.emit({ kind: 'replaced', key })
  }
}
