import { cardKey, idIn } from './cardKeys.ts'
import { isComment } from './comment.ts'
import { contestedValue } from './contested.ts'
import { isDue } from './due.ts'
import type { CardId, LabelId, LinkId, ListId, MemberId, StepId } from './ids.ts'
import { readId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { safeUrl } from './link.ts'
import { type Place, readPlace } from './place.ts'
import { fieldOf, type LooseMap, textOf, timeOf } from './value.ts'

/** What the outside of a card shows. A fresh frozen object whenever anything in it changed, the same one otherwise. */
export interface CardFace {
  readonly id: CardId
  /** Where it is shown: its own list, or the first one when that is gone. */
  readonly list: ListId
  readonly title: string
  /** Those of its labels that the board has, in the order of `BoardView.labels`. */
  readonly labels: readonly LabelId[]
  /** 'YYYY-MM-DD' or a date-time with offset. */
  readonly due: string | null
  readonly done: boolean
  readonly steps: { readonly done: number; readonly total: number }
  readonly comments: number
  readonly links: number
  /** Members it is assigned to, by id. */
  readonly who: readonly MemberId[]
  /** People without the app, by name. */
  readonly names: readonly string[]
  /** Milliseconds since 1970 UTC; 0 when unknown. */
  readonly createdAt: number
  readonly createdBy: MemberId | null
  readonly archivedAt: number | null
  readonly binnedAt: number | null
  /** Where it came from, such as 'trello:<id>' or 'sample:<template>'. */
  readonly source: string | null
}

/** What the card itself says, before the board adds where it is shown and which labels there are. */
export interface CardFacts {
  readonly place: Place
  /** Every label the card carries, also ones that the board does not have. */
  readonly marks: readonly LabelId[]
  readonly face: Omit<CardFace, 'list' | 'labels'>
}

const NOBODY: readonly never[] = Object.freeze([])

/** Reads a card in one pass over its keys; without making anything for what most cards do not have, as there are thousands. */
export function readFacts(id: CardId, card: LooseMap): CardFacts {
  let marks: LabelId[] | null = null
  let who: MemberId[] | null = null
  let names: string[] | null = null
  const counts = { steps: 0, done: 0, comments: 0, links: 0 }
  card.forEach((value, key) => {
    const slash = key.indexOf('/')
    if (slash < 0) return
    const prefix = key.slice(0, slash)
    if (prefix === 'step') {
      if (typeof value === 'string') counts.steps += idIn<StepId>(key, prefix, '/text') === null ? 0 : 1
      else if (value === true) counts.done += isTick(card, key) ? 1 : 0
    } else if (prefix === 'label') {
      const mark = value === true ? idIn<LabelId>(key, prefix) : null
      if (mark !== null) marks = add(marks, mark)
    } else if (prefix === 'who') {
      const member = value === true ? idIn<MemberId>(key, prefix) : null
      if (member !== null) who = add(who, member)
    } else if (prefix === 'name') {
      const name = textOf(value, LIMITS.name)
      if (name !== '') names = add(names, name)
    } else if (prefix === 'comment') {
      if (idIn(key, prefix) !== null && isComment(value)) counts.comments++
    } else if (prefix === 'link') {
      if (readLink(key, value) !== null) counts.links++
    }
  })
  const due = card.get('due')
  const face = {
    id,
    title: textOf(contestedValue(card, 'title'), LIMITS.title),
    due: isDue(due) ? due : null,
    done: card.get('done') === true,
    steps: { done: counts.done, total: counts.steps },
    comments: counts.comments,
    links: counts.links,
    who: sorted<MemberId>(who),
    names: sorted<string>(names),
    createdAt: timeOf(card.get('createdAt')) ?? 0,
    createdBy: readId<MemberId>(card.get('createdBy')),
    archivedAt: timeOf(card.get('archivedAt')),
    binnedAt: timeOf(card.get('binnedAt')),
    source: textOf(card.get('source'), LIMITS.name) || null,
  }
  return { place: readPlace(card.get('place')), marks: marks ?? NOBODY, face }
}

function add<T>(to: T[] | null, thing: T): T[] {
  if (to === null) return [thing]
  to.push(thing)
  return to
}

function sorted<T extends string>(things: T[] | null): readonly T[] {
  return things === null ? NOBODY : things.sort()
}

/** A tick of a step that is there. */
function isTick(card: LooseMap, key: string): boolean {
  const step = idIn<StepId>(key, 'step', '/done')
  return step !== null && typeof card.get(cardKey.stepText(step)) === 'string'
}

export interface Link {
  readonly id: LinkId
  /** http, https or mailto; anything else is not read as a link. */
  readonly url: string
  readonly title: string
}

export function readLink(key: string, value: unknown): Link | null {
  const id = idIn<LinkId>(key, 'link')
  const url = safeUrl(fieldOf(value, 'url'), LIMITS.url)
  return id === null || url === null ? null : { id, url, title: textOf(fieldOf(value, 'title'), LIMITS.title) }
}
