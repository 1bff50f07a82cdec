import type * as Y from 'yjs'
import { roots } from './schema.ts'
import { holdsOthersCards, type Keep, Tracked, type UndoOptions, type UndoScope } from './undoTracked.ts'

/**
 * Taking back one's own steps. Only transactions with the given origin count as one's own: what others did in the
 * meantime stays, and where they have changed the same value since, theirs stays too.
 *
 * One member's undo must never take another member's words away. So when the step to take back had *added* something (a
 * card, a list, a label), only its keys are deleted and its empty map stays: what somebody else wrote on it at the same
 * time, unseen here, is then still there for everybody. And where it is already known that others have written on it,
 * it is not emptied but put away whole (`Keep.away`).
 */
export interface Undo {
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Takes back the newest step; false when there was nothing left that could be taken back. */
  undo(): boolean
  redo(): boolean
  /** Everything written inside becomes one step. */
  group<T>(change: () => T): T
  /** From now on everything written is one step, until the function that is returned is called. For work in chunks. */
  openGroup(): () => void
  /** Calls back when what can be undone or redone may have changed; returns how to stop. */
  watch(changed: () => void): () => void
  destroy(): void
}

/** Undo over some types of one document. */
export function makeUndo(doc: Y.Doc, scope: readonly UndoScope[], options: UndoOptions): Undo {
  const group = new UndoGroup()
  group.include(doc, scope, options)
  return group
}

/** Undo for a board: its lists, cards and labels. */
export function makeBoardUndo(doc: Y.Doc, origin: unknown, now: () => number): Undo {
  const group = new UndoGroup()
  group.includeBoard(doc, origin, now)
  return group
}

/** A step: the documents it wrote to, once for each transaction, in order. */
type Step = Tracked[]

/**
 * One history over several documents, for intents that write to more than one (an import writes a board and the long
 * texts of its cards). A step is taken back transaction by transaction: each stays as small as when it was made, and so
 * within what one entry of the log may carry.
 */
export class UndoGroup implements Undo {
  readonly #tracked = new Map<Y.Doc, Tracked>()
  readonly #done: Step[] = []
  readonly #undone: Step[] = []
  readonly #watchers = new Set<() => void>()
  /** The step that collects what is written, while a group is open. */
  #open: Step | null = null
  /** Where the counter-transactions of a running undo or redo are collected. */
  #counter: Step | null = null
  #walking = false

  /** Also follows that document. Safe to call again for one that is followed already. */
  include(doc: Y.Doc, scope: readonly UndoScope[], options: UndoOptions): void {
    if (this.#tracked.has(doc)) return
    const tracked = new Tracked(doc, scope, options, () => this.#written(tracked))
    this.#tracked.set(doc, tracked)
    doc.once('destroy', () => this.#exclude(doc, tracked))
  }

  /** A document that is gone has nothing left to take back, and is not held on to. */
  #exclude(doc: Y.Doc, tracked: Tracked): void {
    if (!this.#tracked.delete(doc)) return
    tracked.destroy()
    for (const steps of [this.#done, this.#undone]) {
      const kept = steps.map((step) => step.filter((one) => one !== tracked)).filter((step) => step.length > 0)
      steps.splice(0, steps.length, ...kept)
    }
    this.#tell()
  }

  includeBoard(doc: Y.Doc, origin: unknown, now: () => number): void {
    const { lists, cards, labels } = { lists: roots.lists(doc), cards: roots.cards(doc), labels: roots.labels(doc) }
    const keep: Keep[] = [
      { map: cards, away: 'binnedAt' },
      { map: lists, away: 'archivedAt', inUse: (list, own) => holdsOthersCards(cards, list, own) },
      { map: labels, away: 'binnedAt' },
    ]
    this.include(doc, [lists, cards, labels], { origin, now, keep })
  }

  /** A calendar: its events. */
  includeCalendar(doc: Y.Doc, origin: unknown, now: () => number): void {
    const events = roots.events(doc)
    this.include(doc, [events, roots.eventTemplates(doc)], { origin, now, keep: [{ map: events, away: 'binnedAt' }] })
  }

  /** A document of people: who they are, their circles, fields and saved views. */
  includePeople(doc: Y.Doc, origin: unknown, now: () => number): void {
    const scope = [roots.people(doc), roots.circles(doc), roots.fields(doc), roots.views(doc), roots.settings(doc)]
    this.include(doc, scope, { origin, now })
  }

  /** The step that `undo` would take back: the same object as long as it is the newest. */
  get newest(): object | null {
    return this.#done.at(-1) ?? null
  }

  /** How many transactions the step has that `undo` would take back; 0 where there is none. */
  get undoSize(): number {
    return this.#done.at(-1)?.length ?? 0
  }

  get redoSize(): number {
    return this.#undone.at(-1)?.length ?? 0
  }

  /**
   * A step is being taken back, or done again, in pieces. Whoever writes one's own steps must wait: what came in between would
   * be taken back in place of the next piece.
   */
  get isWalking(): boolean {
    return this.#walking
  }

  get canUndo(): boolean {
    return this.#done.length > 0
  }

  get canRedo(): boolean {
    return this.#undone.length > 0
  }

  undo(): boolean {
    return this.#walk(this.#done, this.#undone, (tracked) => tracked.undo())
  }

  redo(): boolean {
    return this.#walk(this.#undone, this.#done, (tracked) => tracked.redo())
  }

  group<T>(change: () => T): T {
    const close = this.openGroup()
    try {
      return change()
    } finally {
      close()
    }
  }

  openGroup(): () => void {
    const outer = this.#open
    if (outer !== null) return () => {} // a group within a group is part of it
    const step: Step = []
    this.#open = step
    for (const tracked of this.#tracked.values()) tracked.startAnew()
    return () => {
      if (this.#open === step) this.#open = null
    }
  }

  /** Lets go of the whole history, so that what was removed for good is not kept for it. */
  forgetAll(): void {
    for (const tracked of this.#tracked.values()) tracked.forgetAll()
    this.#done.length = 0
    this.#undone.length = 0
    this.#tell()
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => this.#watchers.delete(changed)
  }

  destroy(): void {
    for (const tracked of this.#tracked.values()) tracked.destroy()
    this.#tracked.clear()
    this.#done.length = 0
    this.#undone.length = 0
    this.#tell()
  }

  /** Takes steps from one stack until one of them had an effect; what undoes that effect goes onto the other. */
  #walk(from: Step[], to: Step[], take: (tracked: Tracked) => void): boolean {
    if (this.#walking) return false
    let effect = false
    while (!effect) {
      const step = from.pop()
      if (step === undefined) break
      const counter: Step = []
      this.#counter = counter
      try {
        for (const tracked of step.toReversed()) take(tracked)
      } finally {
        this.#counter = null
      }
      effect = counter.length > 0
      if (effect) to.push(counter)
    }
    this.#tell()
    return effect
  }

  /** As `undo`, with a pause after each transaction: a step of an import is thousands of changes. See `isWalking`. */
  undoInPieces(breathe: () => Promise<void>): Promise<boolean> {
    return this.#walkInPieces(this.#done, this.#undone, (tracked) => tracked.undo(), breathe)
  }

  redoInPieces(breathe: () => Promise<void>): Promise<boolean> {
    return this.#walkInPieces(this.#undone, this.#done, (tracked) => tracked.redo(), breathe)
  }

  async #walkInPieces(
    from: Step[],
    to: Step[],
    take: (tracked: Tracked) => void,
    breathe: () => Promise<void>,
  ): Promise<boolean> {
    const step = this.#walking ? undefined : from.pop()
    if (step === undefined) return false
    this.#walking = true
    const counter: Step = []
    try {
      for (const tracked of step.toReversed()) {
        this.#counter = counter
        try {
          take(tracked)
        } finally {
          this.#counter = null
        }
        await breathe()
      }
    } finally {
      this.#walking = false
    }
    if (counter.length > 0) to.push(counter)
    this.#tell()
    return counter.length > 0
  }

  #written(tracked: Tracked): void {
    if (this.#counter !== null) {
      this.#counter.push(tracked)
      return
    }
    if (this.#undone.length > 0) {
      this.#undone.length = 0
      for (const other of this.#tracked.values()) other.forgetRedo()
    }
    if (this.#open === null) this.#done.push([tracked])
    else {
      if (this.#open.length === 0) this.#done.push(this.#open)
      this.#open.push(tracked)
    }
    this.#tell()
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher()
  }
}
