import type { Hue } from '#shared/domain/hue.ts'

/**
 * What an import would bring, worked out from the file alone: nothing is written until it is applied. Ids are Trello's;
 * the `key` of a small thing is 16 hex digits made of its Trello id, the same at every import.
 */
export interface TrelloPlan {
  readonly board: { readonly id: string; readonly title: string; readonly about: string }
  readonly labels: readonly PlanLabel[]
  /** In order. */
  readonly lists: readonly PlanList[]
  /** In order of their lists, then of their places there. */
  readonly cards: readonly PlanCard[]
  /** Everybody who is named on a card or wrote a comment. */
  readonly people: readonly PlanPerson[]
  readonly counts: readonly Count[]
  readonly losses: readonly Loss[]
}

export interface PlanLabel {
  readonly id: string
  readonly name: string
  readonly hue: Hue
}

export interface PlanList {
  readonly id: string
  readonly title: string
  readonly archived: boolean
}

export interface PlanPerson {
  readonly id: string
  readonly name: string
}

export interface PlanCard {
  readonly id: string
  readonly list: string
  /** Says where it stood in Trello; another value at a later import means that it was moved there. */
  readonly where: string
  readonly title: string
  /** The long text. */
  readonly text: string
  readonly archived: boolean
  /** Milliseconds since 1970 UTC; null when the file does not tell. */
  readonly createdAt: number | null
  readonly due: string | null
  readonly done: boolean
  readonly labels: readonly string[]
  readonly people: readonly string[]
  readonly groups: readonly PlanGroup[]
  readonly comments: readonly PlanComment[]
  readonly links: readonly { readonly key: string; readonly url: string; readonly title: string }[]
}

/** A checklist. */
export interface PlanGroup {
  readonly key: string
  readonly title: string
  readonly steps: readonly { readonly key: string; readonly text: string; readonly done: boolean }[]
}

export interface PlanComment {
  readonly key: string
  readonly person: string
  readonly name: string
  readonly at: number
  readonly text: string
}

/** The lines of the preview, in order; every one is there, also when it counts nothing. */
export const COUNTED = [
  'lists',
  'archived-lists',
  'cards',
  'archived-cards',
  'labels',
  'checklists',
  'steps',
  'comments',
  'people',
  'due-dates',
  'links',
] as const

/** How many are in the file, and how many come over. */
export interface Count {
  readonly what: (typeof COUNTED)[number]
  readonly inFile: number
  readonly comesOver: number
}

/** What does not come over, or not as it was. The interface has the words for each. */
export type LossCode =
  | 'activity' // entries of Trello's history that are no comments
  | 'board-about' // the board's own description
  | 'card-templates' // become plain cards
  | 'cards-without-list' // come into the first list
  | 'comments-older' // counted on cards, but beyond the thousand actions that Trello exports
  | 'comments-without-card'
  | 'covers'
  | 'checklists-without-card'
  | 'custom-fields' // values on cards
  | 'dates-unreadable'
  | 'doubles' // a second thing under an id that is taken
  | 'files-as-links' // uploaded files: the link is kept, the file stays with Trello
  | 'links-unsafe' // neither http, https nor mailto: dropped
  | 'locations'
  | 'people-unknown' // assigned, but not named anywhere in the file
  | 'power-ups' // what power-ups stored
  | 'shortened' // texts longer than fits; a card's title goes on in its long text
  | 'start-dates'
  | 'over-limit' // steps, links and people beyond what one card takes
  | 'step-details' // due dates and people of single steps
  | 'stickers'
  | 'unreadable' // things of a form that no board has
  | 'votes'

export interface Loss {
  readonly code: LossCode
  readonly count: number
}

/** Counts losses while a file is read. */
export class Losses {
  readonly #counts = new Map<LossCode, number>()

  add(code: LossCode, count = 1): void {
    if (count > 0) this.#counts.set(code, (this.#counts.get(code) ?? 0) + count)
  }

  list(): Loss[] {
    return [...this.#counts].map(([code, count]) => ({ code, count })).sort((a, b) => (a.code < b.code ? -1 : 1))
  }
}

/** What the preview shows about a plan. */
export interface PlanSummary {
  readonly title: string
  readonly counts: readonly Count[]
  readonly losses: readonly Loss[]
  readonly people: readonly PlanPerson[]
  /** The first cards of the first lists that are not archived. */
  readonly glimpse: readonly { readonly title: string; readonly cards: readonly string[] }[]
}

const GLIMPSE_LISTS = 6
const GLIMPSE_CARDS = 3

export function planSummary(plan: TrelloPlan): PlanSummary {
  const open = plan.lists.filter((list) => !list.archived).slice(0, GLIMPSE_LISTS)
  const glimpse = open.map(({ id, title }) => {
    const cards = plan.cards.filter((card) => card.list === id && !card.archived).slice(0, GLIMPSE_CARDS)
    return { title, cards: cards.map((card) => card.title) }
  })
  return { title: plan.board.title, counts: plan.counts, losses: plan.losses, people: plan.people, glimpse }
}
