import type * as Y from 'yjs'
import type { WriteContext } from '#shared/domain/context.ts'
import type { Result } from '#shared/domain/errors.ts'
import { ok } from '#shared/domain/errors.ts'
import { fingerprint } from '#shared/domain/fingerprint.ts'
import type { CardId, LabelId, ListId, MemberId } from '#shared/domain/ids.ts'
import { newId } from '#shared/domain/ids.ts'
import { listEntries } from '#shared/domain/place.ts'
import { ranksBetween } from '#shared/domain/rank.ts'
import { roots, stampSchema, writable } from '#shared/domain/schema.ts'
import { mapAt, timeOf } from '#shared/domain/value.ts'
import { cardValues, type Dictionary } from './trelloCard.ts'
import { Chunks } from './trelloChunks.ts'
import { markOf } from './trelloMarks.ts'
import { CardPlaces } from './trelloPlaces.ts'
import type { PlanCard, TrelloPlan } from './trelloPlan.ts'
import { type Known, knownThings, marksOn, type Plain, sourceOf, ThingWriter } from './trelloWriter.ts'

export interface ImportOptions {
  /**
   * Is given the long text of a card for the card's own document, just before the card is written; `before` is the
   * fingerprint of what the last import had brought (see `importDescription`). False says that it was changed here.
   */
  readonly describe: (card: CardId, text: string, before: string | null) => boolean
  /** Trello's ids of people who are members here; everybody else is kept as a name. */
  readonly members?: ReadonlyMap<string, MemberId>
}

export interface ImportProgress {
  /** Cards dealt with, of `total`. */
  readonly done: number
  readonly total: number
}

export interface ImportOutcome {
  /** Cards. */
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  /** Cards of the file that wait in the bin here; they stay there. */
  readonly binned: number
  /** Values that had changed in Trello and here: ours stayed. */
  readonly kept: number
}

const WHERE = '@where'
/** The fingerprint of the long text that an import last brought. */
const TEXT = 'sourceText'

/**
 * Writes a plan to a board. Each turn of the generator is one transaction (trelloChunks.ts says how big), after which
 * the caller may show progress, let others have their turn, or stop: what is written by then is whole. To make it one
 * step of undo, run it between `openGroup` and its end. Things are found again by their `source`, so a second import
 * updates (trelloMarks.ts has the rule). Error: `schema.newer`, and nothing is written.
 */
export function applyTrello(
  doc: Y.Doc,
  plan: TrelloPlan,
  options: ImportOptions,
  ctx: WriteContext,
): Result<Generator<ImportProgress, ImportOutcome>> {
  const may = writable(doc)
  return may.ok ? ok(new Import(doc, plan, options, ctx).run()) : may
}

/** How many of the plan's cards are on that board already, from an import before. */
export function countKnown(doc: Y.Doc, plan: TrelloPlan): number {
  const known = knownThings(roots.cards(doc))
  return plan.cards.filter((card) => known.has(sourceOf(card.id))).length
}

/** A card of the plan, the card here that it becomes, and whether it is to be placed anew. */
interface Match {
  readonly card: PlanCard
  readonly id: CardId
  readonly known: Known | undefined
  readonly moves: boolean
}

class Import {
  readonly #doc: Y.Doc
  readonly #plan: TrelloPlan
  readonly #options: ImportOptions
  readonly #ctx: WriteContext
  readonly #chunks: Chunks
  readonly #writer: ThingWriter
  readonly #labels = new Map<string, LabelId>()
  readonly #lists = new Map<string, ListId>()
  readonly #dictionary: Dictionary
  readonly #effects = { created: 0, updated: 0, unchanged: 0, binned: 0 }

  constructor(doc: Y.Doc, plan: TrelloPlan, options: ImportOptions, ctx: WriteContext) {
    this.#doc = doc
    this.#plan = plan
    this.#options = options
    this.#ctx = ctx
    this.#chunks = new Chunks(doc, ctx.origin)
    this.#writer = new ThingWriter(this.#chunks, ctx)
    this.#dictionary = {
      labels: this.#labels,
      members: options.members ?? new Map(),
      names: new Map(plan.people.map(({ id, name }) => [id, name])),
    }
  }

  *run(): Generator<ImportProgress, ImportOutcome> {
    const total = this.#plan.cards.length
    let done = 0
    this.#chunks.add({ structs: 1, chars: 0, write: () => stampSchema(this.#doc) })
    this.#writeLabels()
    this.#writeLists()
    const known = knownThings(roots.cards(this.#doc))
    const places = new CardPlaces(this.#doc, this.#ctx.randomBytes)
    for (const [list, cards] of byList(this.#plan.cards)) {
      const id = this.#lists.get(list)
      if (id === undefined) continue
      const matches = cards.map((card) => this.#match(card, known.get(sourceOf(card.id))))
      const placed = places.place(id, matches)
      for (const match of matches) {
        this.#writeCard(match, placed.get(match.id))
        placed.delete(match.id)
        done++
        while (this.#chunks.full) yield this.#flush(done, total)
      }
      this.#makeRoom(placed)
    }
    while (!this.#chunks.empty) yield this.#flush(done, total)
    return { ...this.#effects, kept: this.#writer.kept }
  }

  #flush(done: number, total: number): ImportProgress {
    this.#chunks.flush()
    return { done, total }
  }

  #writeLabels(): void {
    const root = roots.labels(this.#doc)
    const known = knownThings(root)
    for (const { id: trelloId, name, hue } of this.#plan.labels) {
      const there = known.get(sourceOf(trelloId))
      const id = (there?.id ?? newId(this.#ctx.randomBytes)) as LabelId
      this.#labels.set(trelloId, id)
      const tracked = new Map<string, Plain>(Object.entries({ name, hue }))
      this.#writer.write(root, id, there?.map ?? null, { tracked, once: new Map([['source', sourceOf(trelloId)]]) })
    }
  }

  /** New lists stand behind those that are here. */
  #writeLists(): void {
    const root = roots.lists(this.#doc)
    const known = knownThings(root)
    const fresh = this.#plan.lists.filter(({ id }) => !known.has(sourceOf(id)))
    const last = listEntries(this.#doc).at(-1)?.rank ?? null
    const { randomBytes } = this.#ctx
    // Nothing can be put behind a rank that cannot be read; they then stand wherever their ranks lead.
    const ranks =
      ranksBetween(last, null, fresh.length, randomBytes) ?? ranksBetween(null, null, fresh.length, randomBytes)
    const rankOf = new Map(fresh.map(({ id }, i) => [id, ranks?.[i]]))
    for (const { id: trelloId, title, archived } of this.#plan.lists) {
      const there = known.get(sourceOf(trelloId))
      const id = (there?.id ?? newId(randomBytes)) as ListId
      this.#lists.set(trelloId, id)
      const tracked = new Map<string, Plain>(Object.entries({ title, archivedAt: archived || undefined }))
      const once = new Map<string, Plain>(Object.entries({ source: sourceOf(trelloId), rank: rankOf.get(trelloId) }))
      this.#writer.write(root, id, there?.map ?? null, { tracked, once })
    }
  }

  /** A card is placed anew when it was moved in Trello since the last import and has not been moved here. */
  #match(card: PlanCard, known: Known | undefined): Match {
    if (known === undefined) return { card, id: newId<CardId>(this.#ctx.randomBytes), known, moves: true }
    const marks = marksOn(known.map)
    const movedThere = marks.get(WHERE) !== markOf(card.where)
    const movedHere = marks.get('place') !== markOf(known.map.get('place'))
    if (movedThere && movedHere) this.#writer.kept++
    const moves = movedThere && !movedHere && !isBinned(known)
    return { card, id: known.id as CardId, known, moves }
  }

  #writeCard({ card, id, known }: Match, place: string | undefined): void {
    if (known !== undefined && isBinned(known)) {
      this.#effects.binned++
      return
    }
    const map = known?.map ?? null
    const { tracked, once } = cardValues(card, map, this.#dictionary, this.#ctx)
    const text = card.text === '' ? undefined : fingerprint(card.text)
    const stored = map?.get(TEXT)
    const before = typeof stored === 'string' ? stored : null
    const textIsNew = text !== (before ?? undefined)
    const effect = this.#writer.write(roots.cards(this.#doc), id, map, {
      tracked,
      once,
      always: new Map<string, Plain>([[TEXT, text], ...(place === undefined ? [] : ([['place', place]] as const))]),
      notes: new Map([[WHERE, markOf(card.where)]]),
      ...(textIsNew ? { before: () => this.#describe(id, card.text, before) } : {}),
    })
    this.#effects[effect === 'unchanged' && textIsNew ? 'updated' : effect]++
  }

  #describe(card: CardId, text: string, before: string | null): void {
    if (!this.#options.describe(card, text, before)) this.#writer.kept++
  }

  /** Cards of others, and of the board itself, that moved over for those that came. */
  #makeRoom(places: ReadonlyMap<CardId, string>): void {
    const cards = roots.cards(this.#doc)
    for (const [id, place] of places) {
      this.#chunks.add({ structs: 1, chars: place.length, write: () => mapAt(cards, id)?.set('place', place) })
    }
  }
}

const isBinned = ({ map }: Known): boolean => timeOf(map.get('binnedAt')) !== null

function byList(cards: readonly PlanCard[]): Map<string, PlanCard[]> {
  const lists = new Map<string, PlanCard[]>()
  for (const card of cards) {
    const there = lists.get(card.list)
    if (there === undefined) lists.set(card.list, [card])
    else there.push(card)
  }
  return lists
}
