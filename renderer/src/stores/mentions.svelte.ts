import { untrack } from 'svelte'
import type { Doc } from 'yjs'
import type { NamingFound, NamingQuery } from '#renderer/session/naming.ts'
import type { CardId } from '#shared/domain/ids.ts'
import type { Mention } from '#shared/domain/mention.ts'
import { excerptOf, namingComments } from '#shared/domain/naming.ts'
import { type FoundMention, MENTIONS_KEPT, type MentionNote, NOTHING_NOTED, readMentionNote } from './mentionNote.ts'
import type { PersonalViews } from './personalViews.ts'

/** Under this name a computer keeps what it has found. */
export const MENTIONS_NOTE = 'mentions'

interface Host {
  readonly kept: PersonalViews
  /** One's own member id; null as long as it is not known who one is; as a rune. */
  readonly me: () => string | null
  /** Keys of the boards, and of the tasks of events, that this member reads now; as a rune. */
  readonly docs: () => readonly string[]
  /** Settles when it is known in which circles one is: asked for before `isMine` is asked about one. */
  readonly circlesKnown: () => Promise<void>
  /** Whether a name in a comment of that document means oneself. */
  readonly isMine: (mention: Mention, doc: string) => boolean
  /** Since when the community is on this computer, ms since 1970. */
  readonly since: () => number
  readonly docsNaming: (query: NamingQuery) => Promise<NamingFound>
  readonly openDoc: (key: string) => Promise<{ readonly doc: Doc; release(): void }>
  readonly breathe: () => Promise<void>
  /** Calls when entries may have come in. @returns ends it */
  readonly onNews: (listener: () => void) => () => void
  /** Calls once after so many ms, unless the answer is called before. */
  readonly after: (ms: number, work: () => void) => () => void
  /** Told of what is new, once; not of what was there before this computer first looked. */
  readonly onfresh: (fresh: readonly FoundMention[]) => void
}

/** What comes in within this time is looked at together. */
const TOGETHER_MS = 1_000
/** Where nothing was found, so many entries may be looked at again after the next start rather than be noted each time. */
const NOTED_AFTER = 200

/**
 * Comments that name oneself, or a circle one is in, on all boards that one may read, newest first. Boards in which nobody is
 * named are not decoded for it, and none is shown as being read. What was written before this computer came to the community
 * counts as seen: it was seen elsewhere, or is history.
 */
export class Mentions {
  readonly #host: Host
  #note: MentionNote | null = null
  #noted = 0
  #found: readonly FoundMention[] = $state.raw([])
  /** Whether all boards have been looked at once. */
  ready = $state(false)
  /** Whether some board could not be read; it is tried again when there is news. */
  failed = $state(false)
  #cancel: (() => void) | null = null
  #looking = false
  #again = false
  #closed = false
  readonly #stop: () => void

  constructor(host: Host) {
    this.#host = host
    const stopNews = host.onNews(() => this.#soon())
    const stopEffects = $effect.root(() => {
      $effect(() => {
        host.docs()
        if (host.me() !== null) untrack(() => this.#soon())
      })
    })
    this.#stop = () => {
      stopNews()
      stopEffects()
    }
  }

  /** Newest first; a board that one may not read any more is not among them. */
  readonly found: readonly FoundMention[] = $derived.by(() => {
    const docs = new Set(this.#host.docs())
    return this.#found.filter(({ doc }) => docs.has(doc))
  })
  readonly unseen: number = $derived(this.found.filter(({ seen }) => !seen).length)
  /** Older ones are not kept. */
  readonly isFull: boolean = $derived(this.#found.length >= MENTIONS_KEPT)

  seeCard(card: CardId): void {
    this.#see((one) => one.card === card)
  }

  seeAll(): void {
    this.#see(() => true)
  }

  #see(which: (one: FoundMention) => boolean): void {
    if (this.#note === null || !this.#found.some((one) => !one.seen && which(one))) return
    this.#keep({ ...this.#note, found: this.#found.map((one) => (which(one) ? { ...one, seen: true } : one)) })
  }

  #soon(): void {
    if (this.#looking) this.#again = true
    else
      this.#cancel ??= this.#host.after(TOGETHER_MS, () => {
        this.#cancel = null
        void this.#look()
      })
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#closed) return
    this.#looking = true
    this.#again = false
    try {
      this.#note ??= readMentionNote(await this.#host.kept.read())
      if (!this.ready) this.#found = this.#note.found
      await this.#lookOnce()
      this.failed = false
    } catch {
      this.failed = true
    }
    this.#looking = false
    if (this.#again && !this.#closed) this.#soon()
  }

  async #lookOnce(): Promise<void> {
    const { me, docs, docsNaming } = this.#host
    const [self, all] = [me(), docs()]
    if (self === null) return
    const before = this.#note ?? NOTHING_NOTED
    const named = await docsNaming({ after: before.upTo, docs: all, known: before.known })
    const read = new Map<string, readonly FoundMention[]>()
    for (const key of named.docs) {
      read.set(key, await this.#read(key, self))
      if (this.#closed) return
    }
    this.#take(read, { upTo: named.upTo, known: all })
    this.ready = true
  }

  #take(read: ReadonlyMap<string, readonly FoundMention[]>, looked: Pick<MentionNote, 'upTo' | 'known'>): void {
    const before = this.#note ?? NOTHING_NOTED
    const known = new Map(before.found.map((one) => [one.comment as string, one]))
    const now = [...before.found.filter(({ doc }) => !read.has(doc)), ...[...read.values()].flat()]
      .map((one) => ({ ...one, seen: known.get(one.comment)?.seen ?? one.at < this.#host.since() }))
      .sort((a, b) => b.at - a.at || (a.comment < b.comment ? -1 : 1))
      .slice(0, MENTIONS_KEPT)
    const fresh = now.filter(({ comment, seen }) => !seen && !known.has(comment))
    const same = read.size === 0 && looked.known.join() === before.known.join()
    if (same && looked.upTo - this.#noted < NOTED_AFTER) this.#note = { ...before, ...looked }
    else this.#keep({ ...looked, found: now })
    if (fresh.length > 0) this.#host.onfresh(fresh)
  }

  async #read(key: string, self: string): Promise<readonly FoundMention[]> {
    const { openDoc, breathe, isMine, circlesKnown } = this.#host
    const open = await openDoc(key)
    try {
      const found: FoundMention[] = []
      for (const piece of namingComments(open.doc)) {
        for (const { card, title, comment } of piece) {
          const { id, by, name, at, text, mentions } = comment
          if (mentions.some(({ kind }) => kind === 'circle')) await circlesKnown()
          const mine = mentions.filter((mention) => isMine(mention, key))
          if ((by as string | null) === self || mine.length === 0) continue
          found.push({ doc: key, card, title, comment: id, by, name, at, excerpt: excerptOf(text, mine), seen: false })
        }
        await breathe()
      }
      return found
    } finally {
      open.release()
    }
  }

  #keep(note: MentionNote): void {
    this.#note = note
    this.#found = note.found
    this.#noted = note.upTo
    void this.#host.kept.keep(note)
  }

  close(): void {
    this.#closed = true
    this.#cancel?.()
    this.#stop()
  }
}
