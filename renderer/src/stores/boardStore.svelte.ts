import type { Doc, Transaction } from 'yjs'
import type { OpenDoc } from '#renderer/session/documents.ts'
import { BoardView, type CardDetail, type LabelView, type ListView } from '#shared/domain/boardView.ts'
import type { CardFace } from '#shared/domain/cardFace.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import { writeDescription } from '#shared/domain/description.ts'
import type { Result } from '#shared/domain/errors.ts'
import type { CardId, CommentId, DocId, MemberId, RandomBytes } from '#shared/domain/ids.ts'
import { UndoGroup } from '#shared/domain/undo.ts'
import { cardWriters, commentWriter, type Facet, textWriters } from '#shared/domain/writers.ts'
import { Companions } from './companions.svelte.ts'
import { DescriptionStore } from './descriptionStore.svelte.ts'
import type { Drafts } from './drafts.ts'

/** What a board needs of the community it is in. */
export interface BoardHost {
  readonly member: () => MemberId
  readonly now: () => number
  readonly randomBytes: RandomBytes
  readonly mayWrite: (key: string) => boolean
  readonly openDoc: (key: string) => Promise<OpenDoc>
  /** Writes documents that are not there yet. */
  readonly writeNew: (items: readonly { key: string; write: (doc: Doc) => void }[]) => Promise<void>
  /** Whose the Yjs client ids in a document are, as the signed log proves it. */
  readonly clientOwners: (key: string) => Promise<readonly { readonly client: number; readonly member: string }[]>
  /** Lets the window draw and answer, if it has not for a while. */
  readonly breathe: () => Promise<void>
  /** Called when what is allowed may have changed. */
  readonly onChange: (listener: () => void) => () => void
  readonly drafts: Drafts
}

/** An operation of the model: the document first, what is wanted, who asks last. */
type Operation<Args extends unknown[], T> = (doc: Doc, ...rest: [...Args, WriteContext]) => Result<T>

export interface CardAuthors {
  /** Members by what they wrote; '' stands for somebody this computer cannot tell. */
  readonly facets: ReadonlyMap<Facet | 'text', ReadonlySet<string>>
  readonly comments: ReadonlyMap<CommentId, string>
}

/** Why a board cannot be changed: the role does not allow it, or a newer Kith wrote it. */
export type ReadOnly = 'role' | 'newer' | null

/** A history, how documents with boards in them come under it, and what marks the writes that it takes back. */
export interface BoardUndo {
  readonly group: UndoGroup
  readonly origin: object
  readonly include: (doc: Doc, now: () => number) => void
}

function boardUndo(): BoardUndo {
  const group = new UndoGroup()
  const origin = { board: 'local' }
  return { group, origin, include: (doc, now) => group.includeBoard(doc, origin, now) }
}

/** A board on the screen: the model's view of it as runes, and the only way to change it. */
export class BoardStore {
  /** The document it is in, or that it is a part of: its long texts are parts of the same. */
  readonly id: DocId
  readonly key: string
  /** Marks what is written here. */
  readonly origin: object
  readonly companions: Companions
  readonly #host: BoardHost
  readonly #undo: UndoGroup
  readonly #include: BoardUndo['include']
  readonly #stop: (() => void)[] = []
  readonly #descriptions = new Map<CardId, Promise<DescriptionStore>>()
  #open: OpenDoc
  #destroyed = false
  #view: BoardView
  #version = $state(0)
  #undoVersion = $state(0)
  #mayWrite = $state(true)

  private constructor(key: string, open: OpenDoc, view: BoardView, host: BoardHost, undo: BoardUndo, present: boolean) {
    this.key = key
    this.id = (key.split('.')[0] ?? key) as DocId
    this.#undo = undo.group
    this.#include = undo.include
    this.origin = undo.origin
    this.#open = open
    this.#host = host
    this.#view = view
    this.companions = new Companions(open.awareness, present)
    this.#follow()
    this.#mayWrite = host.mayWrite(key)
    this.#stop.push(
      host.onChange(() => {
        this.#mayWrite = host.mayWrite(key)
      }),
      this.#undo.watch(() => {
        this.#undoVersion += 1
      }),
    )
  }

  /**
   * @param key a board's document, or the plan of an event: a part that holds a board among other things
   * @param undo the history to add to; its own where none is given
   * @param present whether others see that this window has it open: not where it is only read for something else
   */
  static async open(key: string, host: BoardHost, undo: BoardUndo = boardUndo(), present = true): Promise<BoardStore> {
    const open = await host.openDoc(key)
    return BoardView.read(open.doc, host.breathe, (view) => new BoardStore(key, open, view, host, undo, present))
  }

  #follow(): void {
    const { doc } = this.#open
    const after = (transaction: Transaction) => {
      if (this.#view.apply(transaction)) this.#version += 1
    }
    doc.on('afterTransaction', after)
    const stopReplaced = this.#open.onReplaced(() => {
      this.#reopen().catch(() => {}) // it cannot be read any more: every change is refused
    })
    this.#stop.push(() => {
      doc.off('afterTransaction', after)
      stopReplaced()
    })
    this.#include(doc, this.#host.now)
  }

  /** Edits were refused, so the document on the screen is not what the community has: take up what it has. */
  async #reopen(): Promise<void> {
    this.#open.release()
    const open = await this.#host.openDoc(this.key)
    this.#open = open
    await BoardView.read(this.#open.doc, this.#host.breathe, (view) => {
      if (this.#destroyed) return open.release()
      this.#view = view
      this.companions.follow(this.#open.awareness)
      this.#follow()
      this.#version += 1
    })
  }

  // ---- reading

  get lists(): readonly ListView[] {
    void this.#version
    return this.#view.lists
  }

  get archivedLists(): readonly ListView[] {
    void this.#version
    return this.#view.archivedLists
  }

  get labels(): readonly LabelView[] {
    void this.#version
    return this.#view.labels
  }

  /** Archived cards, newest first. */
  get archived(): readonly CardId[] {
    void this.#version
    return this.#view.archived
  }

  /** Binned cards, newest first. */
  get bin(): readonly CardId[] {
    void this.#version
    return this.#view.bin
  }

  get readOnly(): ReadOnly {
    void this.#version
    if (this.#view.readOnly) return 'newer'
    return this.#mayWrite ? null : 'role'
  }

  /** The same object as long as nothing on it changes. */
  face(id: CardId): CardFace | undefined {
    void this.#version
    return this.#view.face(id)
  }

  /** For who is about to look at every card: else they would all be read in one go. */
  async readFaces(): Promise<void> {
    for (const _ of this.#view.readAll()) {
      await this.#host.breathe()
      if (this.#destroyed) return
    }
  }

  detail(id: CardId): CardDetail | undefined {
    void this.#version
    return this.#view.detail(id)
  }

  // ---- writing

  /** Carries out one operation of the model as one step of undo: `board.run(renameCard, id, 'New title')`. */
  run<Args extends unknown[], T>(operation: Operation<Args, T>, ...args: Args): Result<T> {
    if (!this.#mayWrite) return { ok: false, error: { code: 'role.read-only' } }
    // Nobody would hear of it: it would vanish as soon as the document is there again.
    if (this.#open.doc.isDestroyed) return { ok: false, error: { code: 'doc.reopening' } }
    return operation(this.#open.doc, ...args, this.context)
  }

  /** Who writes now, and when. */
  get context(): WriteContext {
    const { member, now, randomBytes } = this.#host
    return { by: member(), now: now(), randomBytes, origin: this.origin }
  }

  get drafts(): Drafts {
    return this.#host.drafts
  }

  /** The document itself, for work that comes in pieces (imports); other stores only. */
  get doc(): Doc {
    return this.#open.doc
  }

  get undoGroup(): UndoGroup {
    return this.#undo
  }

  get canUndo(): boolean {
    void this.#undoVersion
    return this.#undo.canUndo
  }

  get canRedo(): boolean {
    void this.#undoVersion
    return this.#undo.canRedo
  }

  undo(): boolean {
    return this.#undo.undo()
  }

  redo(): boolean {
    return this.#undo.redo()
  }

  /** A card's long text, opened when its sheet is. Call `release` on what comes back. */
  description(card: CardId): Promise<DescriptionStore> {
    const known = this.#descriptions.get(card)
    if (known) return known
    const opened = DescriptionStore.open(`${this.id}.${card}`, this.#host, this.#undo, this.origin)
    this.#descriptions.set(card, opened)
    opened.catch(() => this.#descriptions.delete(card))
    return opened
  }

  /** Gives new cards their long texts, many at once; undo of the cards makes these unreachable. */
  describeNew(texts: readonly (readonly [CardId, string])[]): Promise<void> {
    const items = texts.map(([card, text]) => ({
      key: `${this.id}.${card}`,
      write: (doc: Doc) => void writeDescription(doc, text, { origin: this.origin }),
    }))
    return this.#host.writeNew(items)
  }

  /**
   * Who wrote what stands on a card, as the signatures prove it; by name of the thing, `text` for the description. What this
   * computer has just written and the log does not have yet counts as one's own.
   */
  async writers(card: CardId): Promise<CardAuthors> {
    const part = `${this.id}.${card}`
    const [text, owners, partOwners] = await Promise.all([
      this.#host.openDoc(part),
      this.#host.clientOwners(this.key),
      this.#host.clientOwners(part),
    ])
    const { doc } = this.#open
    const membersOf = (clients: Iterable<number>, known: typeof owners, own: number) => {
      const of = new Map(known.map(({ client, member }) => [client, member]))
      return new Set([...clients].map((client) => of.get(client) ?? (client === own ? this.#host.member() : '')))
    }
    const facets = [...cardWriters(doc, card)].map(([facet, clients]): [Facet | 'text', ReadonlySet<string>] => [
      facet,
      membersOf(clients, owners, doc.clientID),
    ])
    const letters = membersOf(textWriters(text.doc), partOwners, text.doc.clientID)
    text.release()
    const comments = (this.detail(card)?.commentList ?? []).flatMap(({ id }): [CommentId, string][] => {
      const client = commentWriter(doc, card, id)
      return client === null ? [] : [[id, [...membersOf([client], owners, doc.clientID)][0] ?? '']]
    })
    if (letters.size > 0) facets.push(['text', letters])
    return { facets: new Map(facets), comments: new Map(comments) }
  }

  destroy(): void {
    this.#destroyed = true
    for (const stop of this.#stop) stop()
    for (const description of this.#descriptions.values())
      description.then(
        (store) => store.destroy(),
        () => {},
      )
    this.companions.destroy()
    this.#undo.destroy()
    this.#open.release()
  }
}
