import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { DocKey } from './docKey.ts'
import { DocReader, type DocReaderOptions } from './docReader.ts'
import { docSocketFor } from './docSocket.ts'
import type { Applied } from './replica.ts'
import { mergeUpdates, packUpdates } from './updates.ts'

export interface DocumentsOptions extends DocReaderOptions {
  /** Lets the window draw and answer, if it has not for a while. */
  readonly breathe: () => Promise<void>
  readonly edit: (key: DocKey, update: Uint8Array) => Promise<void>
  readonly presence: (key: DocKey, update: Uint8Array) => void
}

/** A document in use. It holds everything this computer has of it, and merges what comes in by itself. */
export interface OpenDoc {
  readonly key: DocKey
  readonly doc: Y.Doc
  readonly awareness: Awareness
  /** Tells that `doc` is stale and a new one has to be opened: edits in it were refused. @returns ends it */
  onReplaced(listener: () => void): () => void
  release(): void
}

interface Target {
  update(update: Uint8Array): void
  presence(update: Uint8Array): void
}

interface Live {
  readonly doc: Y.Doc
  /** Where to hand what comes in, once the provider listens; until then it gathers in `missed`. */
  readonly targets: Set<Target>
  readonly missed: Uint8Array[]
  readonly replaced: Set<() => void>
  readonly ready: Promise<WebsocketProvider>
  provider: WebsocketProvider | null
  users: number
}

/** The documents in use, each once. */
export class Documents {
  readonly #options: DocumentsOptions
  readonly #reader: DocReader
  readonly #live = new Map<DocKey, Live>()

  constructor(options: DocumentsOptions) {
    this.#options = options
    this.#reader = new DocReader(options)
  }

  /** Opens a document, whole: an edit made right after is based on all that is here. */
  async open(key: DocKey): Promise<OpenDoc> {
    const live = this.#live.get(key) ?? this.#start(key)
    live.users += 1
    const { awareness } = await live.ready
    let released = false
    return {
      key,
      doc: live.doc,
      awareness,
      onReplaced: (listener) => {
        live.replaced.add(listener)
        return () => live.replaced.delete(listener)
      },
      release: () => {
        if (released) return
        released = true
        live.users -= 1
        if (live.users === 0) this.#end(key, live)
      },
    }
  }

  /**
   * Writes documents that nobody has written before, without opening them for use: for imports, which bring many at once.
   * @returns settles when all are on the disk
   */
  async writeNew(items: readonly { readonly key: DocKey; readonly write: (doc: Y.Doc) => void }[]): Promise<void> {
    const { store, seal, randomId, edit } = this.#options
    const empty = packUpdates([])
    const written = items.map(({ key, write }) => {
      const doc = new Y.Doc()
      doc.clientID = randomId()
      write(doc)
      const update = Y.encodeStateAsUpdate(doc)
      doc.destroy()
      return { key, update, row: { doc: key, clientId: doc.clientID, seq: 0, state: seal.seal(`doc/${key}`, empty) } }
    })
    await store.commit({ docs: written.map(({ row }) => row) })
    await Promise.all(written.map(({ key, update }) => edit(key, update)))
  }

  /** Entries that have become part of the log. */
  applied(entries: readonly Applied[]): void {
    const byDoc = new Map<DocKey, Uint8Array[]>()
    for (const { doc, update } of entries) if (this.#live.has(doc)) byDoc.set(doc, [...(byDoc.get(doc) ?? []), update])
    for (const [key, updates] of byDoc) {
      const live = this.#live.get(key)
      if (!live) continue
      const merged = mergeUpdates(updates)
      if (live.targets.size === 0) live.missed.push(merged)
      for (const target of live.targets) target.update(merged)
    }
  }

  presence(key: DocKey, update: Uint8Array): void {
    for (const target of this.#live.get(key)?.targets ?? []) target.presence(update)
  }

  /** The presence of everything open, to answer those who ask. */
  *states(): Iterable<[DocKey, Awareness]> {
    for (const [key, { provider }] of this.#live) if (provider) yield [key, provider.awareness]
  }

  /** Lets go of a document whose local edits no longer count; whoever has it open is told to open it again. */
  replace(key: DocKey): void {
    const live = this.#live.get(key)
    if (!live) return
    this.#end(key, live)
    for (const listener of live.replaced) listener()
  }

  closeAll(): void {
    for (const [key, live] of this.#live) this.#end(key, live)
  }

  #start(key: DocKey): Live {
    const doc = new Y.Doc({ gc: true })
    const live: Live = {
      doc,
      targets: new Set(),
      missed: [],
      replaced: new Set(),
      ready: Promise.resolve().then(() => this.#load(key, live)),
      provider: null,
      users: 0,
    }
    this.#live.set(key, live)
    return live
  }

  async #load(key: DocKey, live: Live): Promise<WebsocketProvider> {
    const { doc } = live
    const { clientId, updates } = await this.#reader.read(key)
    // Yjs takes a fresh client id when it is handed its own past as somebody else's update, so the id comes second.
    for (const update of updates) {
      Y.applyUpdate(doc, update)
      await this.#options.breathe()
    }
    doc.clientID = clientId
    const socket = docSocketFor({
      state: () => mergeUpdates(live.missed.splice(0)),
      edit: (update) => void this.#options.edit(key, update).catch(() => {}), // the status tells that storage failed
      presence: (update) => this.#options.presence(key, update),
      attach: (target) => {
        live.targets.add(target)
        return () => live.targets.delete(target)
      },
    })
    const provider = new WebsocketProvider('kith:', key, doc, {
      WebSocketPolyfill: socket,
      disableBc: true,
      awareness: new Awareness(doc),
    })
    live.provider = provider
    await new Promise<void>((done) => provider.once('sync', () => done()))
    return provider
  }

  #end(key: DocKey, live: Live): void {
    if (this.#live.get(key) === live) this.#live.delete(key)
    live.provider?.destroy()
    live.provider?.awareness.destroy()
    live.doc.destroy()
  }
}
