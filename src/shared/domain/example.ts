import * as Y from 'yjs'
import { cardKey, nameSlug } from './cardKeys.ts'
import type { WriteContext } from './context.ts'
import { addDays, isDue } from './due.ts'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import type { Hue } from './hue.ts'
import type { CardId, LabelId, ListId, StepId } from './ids.ts'
import { newId } from './ids.ts'
import { writePlace } from './place.ts'
import { ranksBetween } from './rank.ts'
import { roots, stampSchema, writable, write } from './schema.ts'
import { type LooseMap, mapAt, timeOf } from './value.ts'

/** Boards with something on them, as templates and the sample community describe them. */
export interface ExampleBoard {
  readonly title: string
  readonly hue: Hue
  readonly labels: readonly { readonly name: string; readonly hue: Hue }[]
  readonly lists: readonly { readonly title: string; readonly cards: readonly ExampleCard[] }[]
}

export interface ExampleCard {
  readonly title: string
  /** The long text. */
  readonly text?: string
  /** By name; each must be among the board's. */
  readonly labels?: readonly string[]
  /** Names of people. */
  readonly who?: readonly string[]
  /** Days from the day on which the board is made. */
  readonly due?: number
  readonly done?: boolean
  /** In order; a step that begins with 'x ' is ticked. */
  readonly steps?: readonly string[]
  /** Oldest first: who, how many days ago, what. */
  readonly comments?: readonly (readonly [name: string, daysAgo: number, text: string])[]
  readonly links?: readonly { readonly url: string; readonly title: string }[]
}

/** What a community starts from. */
export interface Template {
  readonly id: string
  readonly name: string
  readonly about: string
  readonly boards: readonly ExampleBoard[]
}

const SOURCE = 'sample:'
const MINUTE = 60_000
const DAY = 1_440 * MINUTE

export interface FillOptions {
  /** The day that due dates are counted from, 'YYYY-MM-DD'. */
  readonly today: string
  /** Marks the cards as examples of that template, so that they can be removed together. */
  readonly template: string
  /** Is given the long text of each card that has one, for the card's own document. */
  readonly describe: (card: CardId, text: string) => void
}

/** Puts an example onto an empty board; one transaction. */
export function fillBoard(doc: Y.Doc, board: ExampleBoard, options: FillOptions, ctx: WriteContext): Result<void> {
  const may = writable(doc)
  if (!may.ok) return may
  if (!isDue(options.today)) return fail('date.invalid')
  const texts: [CardId, string][] = []
  write(doc, ctx, () => {
    stampSchema(doc)
    const labels = new Map<string, LabelId>()
    for (const { name, hue } of board.labels) {
      const id = newId<LabelId>(ctx.randomBytes)
      labels.set(name, id)
      roots.labels(doc).set(id, new Y.Map(Object.entries({ name, hue })))
    }
    const listRanks = ranksBetween(null, null, board.lists.length, ctx.randomBytes) ?? []
    for (const [i, list] of board.lists.entries()) {
      const id = newId<ListId>(ctx.randomBytes)
      roots.lists(doc).set(id, new Y.Map(Object.entries({ title: list.title, rank: listRanks[i] })))
      const ranks = ranksBetween(null, null, list.cards.length, ctx.randomBytes) ?? []
      for (const [j, card] of list.cards.entries()) {
        const cardId = newId<CardId>(ctx.randomBytes)
        const keys = cardKeys(card, writePlace(id, ranks[j] ?? ''), labels, options, ctx)
        roots.cards(doc).set(cardId, new Y.Map<unknown>(keys))
        if (card.text !== undefined) texts.push([cardId, card.text])
      }
    }
  })
  for (const [card, text] of texts) options.describe(card, text)
  return ok()
}

function cardKeys(
  card: ExampleCard,
  place: string,
  labels: ReadonlyMap<string, LabelId>,
  { today, template }: FillOptions,
  ctx: WriteContext,
): [string, unknown][] {
  const keys: [string, unknown][] = Object.entries({
    title: card.title,
    place,
    createdAt: ctx.now,
    createdBy: ctx.by,
    source: SOURCE + template,
  })
  if (card.due !== undefined) keys.push(['due', addDays(today, card.due)])
  if (card.done === true) keys.push(['done', true])
  for (const name of card.labels ?? []) {
    const label = labels.get(name)
    if (label !== undefined) keys.push([cardKey.label(label), true])
  }
  for (const name of card.who ?? []) keys.push([cardKey.name(nameSlug(name)), name])
  const ranks = ranksBetween(null, null, card.steps?.length ?? 0, ctx.randomBytes) ?? []
  for (const [i, step] of (card.steps ?? []).entries()) {
    const ticked = step.startsWith('x ')
    const id = newId<StepId>(ctx.randomBytes)
    keys.push([cardKey.stepText(id), ticked ? step.slice(2) : step], [cardKey.stepRank(id), ranks[i]])
    if (ticked) keys.push([cardKey.stepDone(id), true])
  }
  for (const [i, [name, daysAgo, text]] of (card.comments ?? []).entries()) {
    // A minute apart, so that two of the same day keep their order.
    keys.push([cardKey.comment(newId(ctx.randomBytes)), { name, at: ctx.now - daysAgo * DAY + i * MINUTE, text }])
  }
  for (const { url, title } of card.links ?? []) keys.push([cardKey.link(newId(ctx.randomBytes)), { url, title }])
  return keys
}

/** How many cards of an example are still on the board. */
export function countExamples(doc: Y.Doc): number {
  return exampleCards(doc).length
}

/** Puts all example cards into the bin, also those that were changed since; one transaction. Gives how many. */
export function removeExamples(doc: Y.Doc, ctx: WriteContext): Result<number> {
  const may = writable(doc)
  if (!may.ok) return may
  const cards = exampleCards(doc)
  write(doc, ctx, () => {
    for (const card of cards) card.set('binnedAt', ctx.now)
  })
  return ok(cards.length)
}

function exampleCards(doc: Y.Doc): LooseMap[] {
  const cards = roots.cards(doc)
  return [...cards.keys()]
    .map((id) => mapAt(cards, id))
    .filter((card) => card !== null)
    .filter((card) => String(card.get('source')).startsWith(SOURCE) && timeOf(card.get('binnedAt')) === null)
}
