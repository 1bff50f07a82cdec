import type { Doc, Transaction } from 'yjs'
import { type CardFace, type CardFacts, type Link, readFacts, readLink } from './cardFace.ts'
import { readSteps, type StepGroup } from './checklist.ts'
import { type Comment, readComments } from './comment.ts'
import { DEFAULT_HUE, HUES, type Hue, isHue } from './hue.ts'
import type { CardId, LabelId, ListId } from './ids.ts'
import { readId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { type ListsAt, LOST_LIST, listEntries, listsAt, shownIn } from './place.ts'
import { byRank, type Ranked } from './rank.ts'
import { isReadOnly, roots } from './schema.ts'
import { touchedBy } from './touched.ts'
import { type LooseMap, mapAt, textOf, timeOf } from './value.ts'

export interface ListView {
  readonly id: ListId
  /** '' for the stand-in list (`LOST_LIST`), which the interface names. */
  readonly title: string
  readonly archivedAt: number | null
  /** Its cards in order, without archived and binned ones. */
  readonly cards: readonly CardId[]
}

export interface LabelView {
  readonly id: LabelId
  /** May be '': a label that is a mere colour. */
  readonly name: string
  readonly hue: Hue
}

/** Everything on one card but its long text, which is a document of its own (description.ts). */
export interface CardDetail extends CardFace {
  readonly stepGroups: readonly StepGroup[]
  /** Oldest first. */
  readonly commentList: readonly Comment[]
  readonly linkList: readonly Link[]
}

/** What one transaction changed in the view. */
export interface BoardPatch {
  /** The lists themselves: added, renamed, reordered, archived. */
  readonly lists: boolean
  readonly labels: boolean
  /** Cards whose face is another now, or which came or went. */
  readonly cards: ReadonlySet<CardId>
  /** Lists whose `cards` are another array now. */
  readonly cardsOf: ReadonlySet<ListId>
  /** `archived` or `bin` is another array now. */
  readonly shelves: boolean
}

interface Entry {
  readonly facts: CardFacts
  readonly face: CardFace
}

interface Move {
  readonly id: CardId
  readonly before: Entry | undefined
  readonly after: Entry | undefined
}

/** From so many changed cards on it is cheaper to sort all lists anew than to move the cards one by one. */
const MANY = 40
/** So many cards are read in one go, 2 to 4 ms. */
const PIECE = 200

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * A board as it is shown: lists in order with their cards in order, and a face for every card. It is read once and then
 * patched with what each transaction touched, so that a change costs the same on a board of 5,000 cards as on one of
 * five. Arrays and faces are replaced, never changed in place: what is the same object is the same value.
 */
export class BoardView {
  /** Lists in order, archived ones left out. */
  lists: readonly ListView[] = []
  archivedLists: readonly ListView[] = []
  /** In order of colour, then name. */
  labels: readonly LabelView[] = []
  /** Archived cards, newest first. */
  archived: readonly CardId[] = []
  /** Binned cards, newest first. */
  bin: readonly CardId[] = []
  /** True when a newer Kith wrote this board: it can be read, not changed. */
  readOnly = false

  readonly #doc: Doc
  readonly #cards: LooseMap
  readonly #entries = new Map<CardId, Entry>()
  #listsAt: ListsAt = listsAt([])
  #labelOrder = new Map<LabelId, number>()

  /** @param cards the keys of those to read; all of them when left out */
  constructor(doc: Doc, cards: Iterable<string> = roots.cards(doc).keys()) {
    this.#doc = doc
    this.#cards = roots.cards(doc)
    this.readOnly = isReadOnly(doc)
    this.#readLabels()
    this.#listsAt = listsAt(listEntries(doc))
    this.#readKeys(cards)
    this.#arrange()
  }

  /**
   * Reads a large board in pieces.
   * @param breathe lets others work between two pieces, if they have waited for long
   * @param take is handed the view while it is surely up to date: from then on it wants each transaction
   */
  static async read<T>(doc: Doc, breathe: () => Promise<void>, take: (view: BoardView) => T): Promise<T> {
    const view = new BoardView(doc, [])
    const late = new Set<string>()
    let anew = false
    const note = (transaction: Transaction): void => {
      const touched = touchedBy(transaction, doc)
      for (const id of touched?.cards ?? []) late.add(id)
      anew ||= touched !== null && (touched.lists || touched.meta || touched.labels.size > 0)
    }
    doc.on('afterTransaction', note)
    const keys = [...view.#cards.keys()]
    for (let at = 0; at < keys.length; at += PIECE) {
      view.#readKeys(keys.slice(at, at + PIECE))
      await breathe()
    }
    doc.off('afterTransaction', note)
    if (anew) return take(new BoardView(doc))
    view.#readKeys(late)
    view.#arrange()
    return take(view)
  }

  #readKeys(keys: Iterable<string>): void {
    for (const key of keys) {
      const id = readId<CardId>(key)
      if (id !== null) this.#readCard(id)
    }
  }

  #arrange(): void {
    this.#arrangeLists(new Set(), new Set())
    this.#arrangeShelves()
  }

  list(id: ListId): ListView | undefined {
    return this.lists.find((list) => list.id === id) ?? this.archivedLists.find((list) => list.id === id)
  }

  face(id: CardId): CardFace | undefined {
    return this.#entries.get(id)?.face
  }

  /** Everything on the card, or undefined when there is none. */
  detail(id: CardId): CardDetail | undefined {
    const face = this.face(id)
    const card = mapAt(this.#cards, id)
    if (face === undefined || card === null) return undefined
    const links = [...card.entries()].map(([key, value]) => readLink(key, value)).filter((link) => link !== null)
    links.sort((a, b) => byText(a.title, b.title) || byText(a.id, b.id))
    return { ...face, stepGroups: readSteps(card), commentList: readComments(card), linkList: links }
  }

  /** Brings the view up to date after a transaction on its document; null when nothing in it changed. */
  apply(transaction: Transaction): BoardPatch | null {
    const touched = touchedBy(transaction, this.#doc)
    if (touched === null) return null
    if (touched.meta) this.readOnly = isReadOnly(this.#doc)
    const again = new Set(touched.cards)
    if (touched.labels.size > 0) {
      this.#readLabels()
      for (const [id, { facts }] of this.#entries)
        if (facts.marks.some((mark) => touched.labels.has(mark))) again.add(id)
    }
    if (touched.lists) this.#listsAt = listsAt(listEntries(this.#doc))
    const cards = new Set<CardId>()
    const cardsOf = new Set<ListId>()
    let shelves = false
    let anew = touched.lists || again.size > MANY
    const moves: Move[] = []
    for (const id of again) {
      const before = this.#entries.get(id)
      this.#readCard(id)
      const after = this.#entries.get(id)
      if (sameEntry(before, after)) {
        if (before !== undefined) this.#entries.set(id, before)
        continue
      }
      cards.add(id)
      moves.push({ id, before, after })
      shelves ||= shelf(before) !== shelf(after)
      anew ||= before?.face.list === LOST_LIST || after?.face.list === LOST_LIST
    }
    const hadLost = this.list(LOST_LIST) !== undefined
    if (anew) this.#arrangeLists(cards, cardsOf)
    else this.#rearrange(moves, cardsOf)
    if (shelves) this.#arrangeShelves()
    const lists = touched.lists || touched.meta || hadLost !== (this.list(LOST_LIST) !== undefined)
    return { lists, labels: touched.labels.size > 0, cards, cardsOf, shelves }
  }

  #readLabels(): void {
    const labels: LabelView[] = []
    const map = roots.labels(this.#doc)
    for (const key of map.keys()) {
      const id = readId<LabelId>(key)
      const label = mapAt(map, key)
      if (id === null || label === null || timeOf(label.get('binnedAt')) !== null) continue
      const hue = label.get('hue')
      labels.push({ id, name: textOf(label.get('name'), LIMITS.name), hue: isHue(hue) ? hue : DEFAULT_HUE })
    }
    this.labels = labels.sort(
      (a, b) => HUES.indexOf(a.hue) - HUES.indexOf(b.hue) || byText(a.name, b.name) || byText(a.id, b.id),
    )
    this.#labelOrder = new Map(this.labels.map(({ id }, order) => [id, order]))
  }

  #readCard(id: CardId): void {
    const map = mapAt(this.#cards, id)
    if (map === null) this.#entries.delete(id)
    else this.#entries.set(id, this.#entryOf(readFacts(id, map)))
  }

  #entryOf(facts: CardFacts): Entry {
    const order = this.#labelOrder
    const labels =
      facts.marks.length === 0
        ? facts.marks
        : facts.marks.filter((mark) => order.has(mark)).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    return { facts, face: Object.freeze({ ...facts.face, list: shownIn(facts.place, this.#listsAt), labels }) }
  }

  /** Sorts all cards into all lists anew; notes cards shown in another list now, and lists with other cards than before. */
  #arrangeLists(moved: Set<CardId>, changed: Set<ListId>): void {
    const cards = new Map<ListId, Ranked<CardId>[]>()
    for (const [id, entry] of this.#entries) {
      const list = shownIn(entry.facts.place, this.#listsAt)
      if (list !== entry.face.list) {
        this.#entries.set(id, this.#entryOf(entry.facts))
        moved.add(id)
      }
      if (isShelved(entry)) continue
      const card = { id, rank: entry.facts.place.rank }
      const there = cards.get(list)
      if (there === undefined) cards.set(list, [card])
      else there.push(card)
    }
    const lists: ListView[] = []
    const archivedLists: ListView[] = []
    const show = (id: ListId, title: string, archivedAt: number | null): ListView => {
      const old = this.list(id)?.cards
      const inOrder = (cards.get(id) ?? []).sort(byRank).map((card) => card.id)
      const same = old !== undefined && old.length === inOrder.length && old.every((card, i) => card === inOrder[i])
      if (!same) changed.add(id)
      return { id, title, archivedAt, cards: same ? old : inOrder }
    }
    for (const { id, map, archivedAt } of listEntries(this.#doc)) {
      const view = show(id, textOf(map.get('title'), LIMITS.title), archivedAt)
      if (archivedAt === null) lists.push(view)
      else archivedLists.push(view)
    }
    if (cards.has(LOST_LIST)) lists.push(show(LOST_LIST, '', null))
    this.lists = lists
    this.archivedLists = archivedLists
  }

  #arrangeShelves(): void {
    const archived: CardFace[] = []
    const bin: CardFace[] = []
    for (const { face } of this.#entries.values()) {
      if (face.binnedAt !== null) bin.push(face)
      else if (face.archivedAt !== null) archived.push(face)
    }
    const newest = (at: (face: CardFace) => number | null) => (a: CardFace, b: CardFace) =>
      (at(b) ?? 0) - (at(a) ?? 0) || byText(a.id, b.id)
    this.archived = archived.sort(newest((face) => face.archivedAt)).map(({ id }) => id)
    this.bin = bin.sort(newest((face) => face.binnedAt)).map(({ id }) => id)
  }

  /** Takes cards out of where they stood, then puts each where it stands now; notes the lists that changed. */
  #rearrange(moves: readonly Move[], changed: Set<ListId>): void {
    const real = moves
      .map(({ id, before, after }) => ({ id, from: openIn(before), to: openIn(after), before, after }))
      .filter(({ from, to, before, after }) => from !== to || before?.facts.place.rank !== after?.facts.place.rank)
    for (const { id, from } of real) {
      if (from === null) continue
      changed.add(from)
      this.#setCards(from, (cards) => cards.filter((card) => card !== id))
    }
    for (const { id, to } of real) {
      if (to === null) continue
      changed.add(to)
      this.#setCards(to, (cards) => cards.toSpliced(this.#indexFor(id, cards), 0, id))
    }
  }

  #indexFor(id: CardId, cards: readonly CardId[]): number {
    let low = 0
    let high = cards.length
    while (low < high) {
      const middle = (low + high) >> 1
      const there = cards[middle]
      if (there !== undefined && this.#compare(there, id) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #setCards(list: ListId, change: (cards: readonly CardId[]) => readonly CardId[]): void {
    const update = (view: ListView): ListView => (view.id === list ? { ...view, cards: change(view.cards) } : view)
    this.lists = this.lists.map(update)
    this.archivedLists = this.archivedLists.map(update)
  }

  #compare(a: CardId, b: CardId): number {
    const rankOf = (id: CardId): string => this.#entries.get(id)?.facts.place.rank ?? ''
    return byText(rankOf(a), rankOf(b)) || byText(a, b)
  }
}

const isShelved = ({ face }: Entry): boolean => face.archivedAt !== null || face.binnedAt !== null

/** The list in which the card stands open; null when it is away. */
function openIn(entry: Entry | undefined): ListId | null {
  return entry === undefined || isShelved(entry) ? null : entry.face.list
}

/** Where a card stands on the shelves, as one comparable value: archived at a moment is not binned at that moment. */
function shelf(entry: Entry | undefined): string {
  return `${entry?.face.archivedAt ?? ''} ${entry?.face.binnedAt ?? ''}`
}

function sameEntry(a: Entry | undefined, b: Entry | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b))
}

/** Calls back after each transaction that changed the view; returns how to stop. */
export function watchBoard(doc: Doc, view: BoardView, changed: (patch: BoardPatch) => void): () => void {
  const after = (transaction: Transaction): void => {
    const patch = view.apply(transaction)
    if (patch !== null) changed(patch)
  }
  doc.on('afterTransaction', after)
  return () => doc.off('afterTransaction', after)
}
