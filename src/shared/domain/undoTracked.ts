import * as Y from 'yjs'
import type { LooseMap } from './value.ts'

type StackItem = Y.UndoManager['undoStack'][number]

/** What a history follows: maps, or text that people type. */
export type UndoScope = LooseMap | Y.Text

/** A map of things. Taking back that one was added empties it, or puts it away once others have written on it. */
export interface Keep {
  readonly map: LooseMap
  /** The key that puts a thing away; it gets the time in milliseconds. */
  readonly away: 'binnedAt' | 'archivedAt'
  /** True when others depend on the thing though they have not written on it. */
  readonly inUse?: (key: string, own: ReadonlySet<number>) => boolean
}

export interface UndoOptions {
  readonly origin: unknown
  readonly now: () => number
  readonly keep?: readonly Keep[]
  /** Changes that follow each other within so many milliseconds are one step: for typing. 0 otherwise. */
  readonly captureMs?: number
}

/** A list is in use when somebody else has put a card into it. */
export function holdsOthersCards(cards: LooseMap, list: string, own: ReadonlySet<number>): boolean {
  for (const card of cards.values()) {
    const place = card instanceof Y.Map ? card._map.get('place') : undefined
    if (place === undefined || place.deleted || own.has(place.id.client)) continue
    const value: unknown = place.content.getContent().at(-1)
    if (typeof value === 'string' && value.startsWith(list)) return true
  }
  return false
}

const ADDED = 'added'

/** The step that is being taken back. */
interface Taking {
  readonly step: StackItem
  /** False while it is being redone. */
  readonly undoing: boolean
  /** Things that the step had added, or filled again after undo had emptied them. */
  readonly added: Set<unknown>
  /** Which of them must stay. */
  readonly stays: Map<Y.Item, boolean>
}

/** Yjs's undo manager for one document, made to take exactly one transaction at a time and to keep what is others'. */
export class Tracked {
  readonly #manager: Y.UndoManager
  readonly #doc: Y.Doc
  readonly #keep: readonly Keep[]
  readonly #now: () => number
  /** Client ids under which this device has written since the document was opened. */
  readonly #own = new Set<number>()
  #taking: Taking | null = null

  /** `written` is called once for each transaction that became a step, or the counter-step of one. */
  constructor(doc: Y.Doc, scope: readonly UndoScope[], options: UndoOptions, written: () => void) {
    this.#doc = doc
    this.#keep = options.keep ?? []
    this.#now = options.now
    this.#manager = new Y.UndoManager([...scope], {
      doc,
      captureTimeout: options.captureMs ?? 0,
      trackedOrigins: new Set([options.origin]),
      deleteFilter: (item) => this.#mayDelete(item),
    })
    this.#manager.on('stack-item-added', ({ stackItem }) => {
      this.#own.add(doc.clientID)
      // Redoing an adding fills the thing that undo had emptied: taking that back again must know it for an adding.
      stackItem.meta.set(ADDED, this.#taking?.added ?? new Set())
      written()
    })
  }

  undo(): void {
    this.#takeOne(true, () => this.#manager.undo())
  }

  redo(): void {
    this.#takeOne(false, () => this.#manager.redo())
  }

  /** What is written next does not become part of the step before. */
  startAnew(): void {
    this.#manager.stopCapturing()
  }

  forgetRedo(): void {
    this.#manager.clear(false, true)
  }

  forgetAll(): void {
    this.#manager.clear()
  }

  destroy(): void {
    this.#manager.destroy()
  }

  /**
   * Yjs goes on to the step before when a step has no effect any more. A history over several documents must not lose
   * count, so the older steps are out of its reach meanwhile.
   */
  #takeOne(undoing: boolean, take: () => void): void {
    const stack = undoing ? this.#manager.undoStack : this.#manager.redoStack
    const step = stack.at(-1)
    if (step === undefined) return
    const older = stack.splice(0, stack.length - 1)
    this.#own.add(this.#doc.clientID)
    const added: unknown = step.meta.get(ADDED)
    this.#taking = { step, undoing, added: new Set(added instanceof Set ? added : []), stays: new Map() }
    try {
      take()
    } finally {
      this.#taking = null
      stack.unshift(...older)
    }
  }

  /** Asked inside the transaction for each thing that the step had written, children before parents. */
  #mayDelete(item: Y.Item): boolean {
    for (const keep of this.#keep) {
      const thing = thingAbove(item, keep.map)
      if (thing !== null) return item !== thing && !this.#mustStay(thing, keep)
    }
    return true
  }

  /** Whether the step had added that thing and others have a part in it by now; if so it is put away. */
  #mustStay(thing: Y.Item, keep: Keep): boolean {
    const taking = this.#taking
    if (taking === null || !taking.undoing) return false
    if (Y.isDeleted(taking.step.insertions, thing.id)) taking.added.add(thing)
    if (!taking.added.has(thing)) return false
    const known = taking.stays.get(thing)
    if (known !== undefined) return known
    const map = thing.content instanceof Y.ContentType ? thing.content.type : null
    if (!(map instanceof Y.Map)) return false
    const stays = this.#isOthersToo(map) || keep.inUse?.(thing.parentSub ?? '', this.#own) === true
    taking.stays.set(thing, stays)
    if (stays && !map.has(keep.away)) map.set(keep.away, this.#now())
    return stays
  }

  #isOthersToo(map: LooseMap): boolean {
    for (const item of map._map.values()) if (!item.deleted && !this.#own.has(item.id.client)) return true
    return false
  }
}

/** The item that holds the thing of `map` to which `item` belongs, be it that thing itself; null when it is elsewhere. */
function thingAbove(item: Y.Item, map: LooseMap): Y.Item | null {
  let at: Y.Item | null = item
  while (at !== null && at.parent !== map) at = at.parent instanceof Y.AbstractType ? at.parent._item : null
  return at
}
