import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { DocKey } from './docKey.ts'
import { docSocketFor } from './docSocket.ts'
import type { DocNews, DocSource } from './docSource.ts'
import { Pace } from './pace.ts'
import { applyQuickly } from './quickDecoder.ts'
import { mergeUpdates } from './updates.ts'

export interface DocumentsOptions {
  readonly source: DocSource
  /** 32 random bits */
  readonly randomId: () => number
  /** Lets the window draw and answer, if it has not for a while. */
  readonly breathe: () => Promise<void>
  /** ms, of any clock */
  readonly now?: () => number
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
  /** What has come in and is not applied yet: it is applied piece by piece. */
  readonly incoming: Uint8Array[]
  delivering: boolean
  readonly pace: Pace
  readonly replaced: Set<() => void>
  readonly ready: Promise<WebsocketProvider | null>
  provider: WebsocketProvider | null
  users: number
}

/** The documents in use, each once, as Y.Docs. Everything else of a community is behind `source`. */
export class Documents {
  readonly #options: DocumentsOptions
  readonly #source: DocSource
  readonly #live = new Map<DocKey, Live>()

  constructor(options: DocumentsOptions) {
    this.#options = options
    this.#source = options.source
    this.#source.news.on((news) => this.#hear(news))
  }

  /** Opens a document, whole: an edit made right after is based on all that is here. */
  async open(key: DocKey): Promise<OpenDoc> {
    const live = this.#live.get(key) ?? this.#start(key)
    live.users += 1
    const provider = await live.ready
    // Replaced or closed while it was read: what there is now is another one.
    if (provider === null) return this.open(key)
    let released = false
    return {
      key,
      doc: live.doc,
      awareness: provider.awareness,
      onReplaced: (listener) => {
        live.replaced.add(listener)
        // Whoever read it piece by piece may only listen when it is replaced already.
        if (this.#live.get(key) !== live) queueMicrotask(() => live.replaced.has(listener) && listener())
        return () => live.replaced.delete(listener)
      },
      release: () => {
        if (released) return
        released = true
        live.users -= 1
        // One that was replaced is gone already.
        if (live.users === 0 && this.#live.get(key) === live) this.#end(key, live)
      },
    }
  }

  /**
   * Writes documents that nobody has written before, without opening them for use: for imports, which bring many at once.
   * @returns settles when all are on the disk
   */
  writeNew(items: readonly { readonly key: DocKey; readonly write: (doc: Y.Doc) => void }[]): Promise<void> {
    const written = items.map(({ key, write }) => {
      const doc = new Y.Doc()
      doc.clientID = this.#options.randomId()
      write(doc)
      const update = Y.encodeStateAsUpdate(doc)
      doc.destroy()
      return { key, clientId: doc.clientID, update }
    })
    return this.#source.writeNew(written)
  }

  closeAll(): void {
    for (const [key, live] of this.#live) this.#end(key, live)
  }

  #hear(news: DocNews): void {
    if (news.kind === 'asked') {
      this.#showPresence()
      return
    }
    const live = this.#live.get(news.key)
    if (!live) return
    if (news.kind === 'presence') for (const target of live.targets) target.presence(news.update)
    else if (news.kind === 'replaced') this.#replace(news.key, live)
    else {
      live.incoming.push(...news.updates)
      if (!live.delivering) void this.#deliver(live)
    }
  }

  /** Tells whoever asked what is open here. */
  #showPresence(): void {
    for (const [key, { provider }] of this.#live) {
      const awareness = provider?.awareness
      if (awareness && awareness.getLocalState() !== null)
        this.#source.presence(key, encodeAwarenessUpdate(awareness, [awareness.clientID]))
    }
  }

  async #deliver(live: Live): Promise<void> {
    live.delivering = true
    for (let update = live.incoming.shift(); update; update = live.incoming.shift()) {
      if (live.targets.size === 0) live.missed.push(update)
      else
        await live.pace.take(update, (piece) => {
          for (const target of live.targets) target.update(piece)
        })
    }
    live.delivering = false
  }

  /** Lets go of a document whose local edits no longer count; whoever has it open is told to open it again. */
  #replace(key: DocKey, live: Live): void {
    this.#end(key, live)
    for (const listener of live.replaced) listener()
  }

  #start(key: DocKey): Live {
    const live: Live = {
      doc: new Y.Doc({ gc: true }),
      targets: new Set(),
      missed: [],
      incoming: [],
      delivering: false,
      pace: new Pace({ now: this.#options.now ?? (() => performance.now()), breathe: this.#options.breathe }),
      replaced: new Set(),
      ready: Promise.resolve().then(() => this.#load(key, live)),
      provider: null,
      users: 0,
    }
    this.#live.set(key, live)
    return live
  }

  /** @returns null when the document was let go meanwhile */
  async #load(key: DocKey, live: Live): Promise<WebsocketProvider | null> {
    const { doc } = live
    const gone = () => this.#live.get(key) !== live
    try {
      const { clientId, updates } = await this.#source.open(key)
      // Yjs takes a fresh client id when it is handed its own past as somebody else's update, so the id comes second.
      for (const update of updates) {
        if (gone()) return null
        await live.pace.take(update, (piece) => {
          if (!gone()) applyQuickly(doc, piece)
        })
      }
      if (gone()) return null
      doc.clientID = clientId
    } catch (error) {
      if (!gone()) this.#end(key, live)
      throw error
    }
    const provider = this.#provide(key, live)
    live.provider = provider
    await new Promise<void>((done) => {
      provider.once('sync', () => done())
      doc.once('destroy', () => done())
    })
    return gone() ? null : provider
  }

  #provide(key: DocKey, live: Live): WebsocketProvider {
    const socket = docSocketFor({
      state: () => mergeUpdates(live.missed.splice(0)),
      edit: (update) => void this.#source.edit(key, update).catch(() => {}), // the status tells that storage failed
      presence: (update) => this.#source.presence(key, update),
      attach: (target) => {
        live.targets.add(target)
        return () => live.targets.delete(target)
      },
    })
    const awareness = new Awareness(live.doc)
    // Nobody is shown as being here because their app reads a document: whoever looks at it says so.
    awareness.setLocalState(null)
    const provider = new WebsocketProvider('kith:', key, live.doc, {
      WebSocketPolyfill: socket,
      disableBc: true,
      awareness,
    })
    // It hangs up after 30 s of silence and connects anew: what is written in between would never be sent. This end cannot hang.
    clearInterval(provider._checkInterval)
    return provider
  }

  #end(key: DocKey, live: Live): void {
    if (this.#live.get(key) === live) {
      this.#live.delete(key)
      this.#source.close(key)
    }
    live.provider?.destroy()
    live.provider?.awareness.destroy()
    live.doc.destroy()
  }
}
