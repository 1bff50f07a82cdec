import type { Doc, Transaction } from 'yjs'
import { type CardFace, type CardFacts, type Link, readFacts, readLink } from './cardFace.ts'
import { readSteps, type StepGroup } from './checklist.ts'
import { type Comment, readComments } from './comment.ts'
import { DEFAULT_HUE, HUES, type Hue, isHue } from './hue.ts'
import type { CardId, LabelId, ListId } from './ids.ts'
import { readId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { type ListsAt, LOST_LIST, listEntries, listsAt, type Place, readPlace, shownIn } from './place.ts'
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

/** Where a card stands: all that is read of it until somebody looks at it. */
interface Spot {
  readonly place: Place
  readonly archivedAt: number | null
  readonly binnedAt: number | null
}

/** What was read of a card that somebody has looked at. */
interface Seen {
  readonly facts: CardFacts
  readonly face: CardFace
}

interface Move {
  readonly id: CardId
  readonly before: Spot | undefined
  readonly after: Spot | undefined
}

/** From so many changed cards on it is cheaper to sort all lists anew than to move the cards one by one. */
const MANY = 40
/** So many cards are read in one go, 2 to 4 ms. */
const PIECE = 200
/** So many cards are found their place in one go. */
const SPOTS = 500

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * A board as it is shown: lists in order with their cards in order, and a face for every card. Where the cards stand is read
 * once, and then patched with what each transaction touched, so that a change costs the same on a board of 5,000 cards as
 * on one of five; what is on a card is read when somebody looks. Arrays and faces are replaced, never changed in place: what
 * is the same object is the same value.
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
  readonly #spots = new Map<CardId, Spot>()
  readonly #seen = new Map<CardId, Seen>()
  /** Those of the seen that may say something else by now. */
  readonly #stale = new Set<CardId>()
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
    for (let at = 0; at < keys.length; at += SPOTS) {
      view.#readKeys(keys.slice(at, at + SPOTS))
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
      if (id !== null) this.#readSpot(id)
    }
  }

  #arrange(): void {
    this.#arrangeLists()
    this.#arrangeShelves()
  }

  list(id: ListId): ListView | undefined {
    return this.lists.find((list) => list.id === id) ?? this.archivedLists.find((list) => list.id === id)
  }

  /** The same object as long as it says the same. */
  face(id: CardId): CardFace | undefined {
    const known = this.#seen.get(id)
    if (known !== undefined && !this.#stale.delete(id)) return known.face
    const map = this.#spots.has(id) ? mapAt(this.#cards, id) : null
    if (map === null) return undefined
    const now = this.#look(readFacts(id, map))
    const seen = known !== undefined && JSON.stringify(known) === JSON.stringify(now) ? known : now
    this.#seen.set(id, seen)
    return seen.face
  }

  /** Reads what nobody has looked at yet, one piece for each step, for who is about to look at all of it. */
  *readAll(): Generator<void> {
    let read = 0
    for (const id of [...this.#spots.keys()]) {
      if (this.#seen.has(id)) continue
      this.face(id)
      if (++read % PIECE === 0) yield
    }
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

  /** Brings the view up to date after a transaction on its document. @returns whether it touched anything in it */
  apply(transaction: Transaction): boolean {
    const touched = touchedBy(transaction, this.#doc)
    if (touched === null) return false
    if (touched.meta) this.readOnly = isReadOnly(this.#doc)
    if (touched.labels.size > 0) this.#relabel(touched.labels)
    if (touched.lists) {
      this.#listsAt = listsAt(listEntries(this.#doc))
      for (const [id, { facts, face }] of this.#seen)
        if (shownIn(facts.place, this.#listsAt) !== face.list) this.#stale.add(id)
    }
    const moves = [...touched.cards].map((id): Move => {
      const before = this.#spots.get(id)
      this.#readSpot(id)
      if (this.#seen.has(id)) this.#stale.add(id)
      return { id, before, after: this.#spots.get(id) }
    })
    const lost = moves.some(({ before, after }) => this.#isLost(before) || this.#isLost(after))
    if (touched.lists || lost || moves.length > MANY) this.#arrangeLists()
    else this.#rearrange(moves)
    if (moves.some(({ before, after }) => shelf(before) !== shelf(after))) this.#arrangeShelves()
    return true
  }

  #isLost(spot: Spot | undefined): boolean {
    return spot !== undefined && shownIn(spot.place, this.#listsAt) === LOST_LIST
  }

  #relabel(touched: ReadonlySet<LabelId>): void {
    this.#readLabels()
    for (const [id, { facts }] of this.#seen) if (facts.marks.some((mark) => touched.has(mark))) this.#stale.add(id)
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

  #readSpot(id: CardId): void {
    const map = mapAt(this.#cards, id)
    if (map !== null) {
      const [archivedAt, binnedAt] = [timeOf(map.get('archivedAt')), timeOf(map.get('binnedAt'))]
      this.#spots.set(id, { place: readPlace(map.get('place')), archivedAt, binnedAt })
      return
    }
    this.#spots.delete(id)
    this.#seen.delete(id)
    this.#stale.delete(id)
  }

  #look(facts: CardFacts): Seen {
    const order = this.#labelOrder
    const labels =
      facts.marks.length === 0
        ? facts.marks
        : facts.marks.filter((mark) => order.has(mark)).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    return { facts, face: Object.freeze({ ...facts.face, list: shownIn(facts.place, this.#listsAt), labels }) }
  }

  /** Sorts all cards into all lists anew. */
  #arrangeLists(): void {
    const cards = new Map<ListId, Ranked<CardId>[]>()
    for (const [id, spot] of this.#spots) {
      const list = openIn(spot, this.#listsAt)
      if (list === null) continue
      const card = { id, rank: spot.place.rank }
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
    const archived: [CardId, number][] = []
    const bin: [CardId, number][] = []
    for (const [id, { archivedAt, binnedAt }] of this.#spots) {
      if (binnedAt !== null) bin.push([id, binnedAt])
      else if (archivedAt !== null) archived.push([id, archivedAt])
    }
    const newest = (cards: [CardId, number][]) =>
      cards.sort(([a, at], [b, bt]) => bt - at || byText(a, b)).map(([id]) => id)
    this.archived = newest(archived)
    this.bin = newest(bin)
  }

  /** Takes cards out of where they stood, then puts each where it stands now. */
  #rearrange(moves: readonly Move[]): void {
    const real = moves
      .map(({ id, before, after }) => ({
        id,
        from: openIn(before, this.#listsAt),
        to: openIn(after, this.#listsAt),
        again: before?.place.rank !== after?.place.rank,
      }))
      .filter(({ from, to, again }) => from !== to || again)
    for (const { id, from } of real)
      if (from !== null) this.#setCards(from, (cards) => cards.filter((card) => card !== id))
    for (const { id, to } of real)
      if (to !== null) this.#setCards(to, (cards) => cards.toSpliced(this.#indexFor(id, cards), 0, id))
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
    const rankOf = (id: CardId): string => this.#spots.get(id)?.place.rank ?? ''
    return byText(rankOf(a), rankOf(b)) || byText(a, b)
  }
}

/** The list in which the card stands open; null when it is away. */
function openIn(spot: Spot | undefined, lists: ListsAt): ListId | null {
  return spot === undefined || spot.archivedAt !== null || spot.binnedAt !== null ? null : shownIn(spot.place, lists)
}

/** Where a card stands on the shelves, as one comparable value: archived at a moment is not binned at that moment. */
function shelf(spot: Spot | undefined): string {
  return `${spot?.archivedAt ?? ''} ${spot?.binnedAt ?? ''}`
}
