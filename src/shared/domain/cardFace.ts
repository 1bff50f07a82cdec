import { idIn } from './cardKeys.ts'
import { isComment } from './comment.ts'
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

/** Reads a card in one pass over its keys. */
export function readFacts(id: CardId, card: LooseMap): CardFacts {
  const marks: LabelId[] = []
  const who: MemberId[] = []
  const names: string[] = []
  const done = new Set<StepId>()
  const steps: StepId[] = []
  let comments = 0
  let links = 0
  card.forEach((value, key) => {
    const slash = key.indexOf('/')
    if (slash < 0) return
    const prefix = key.slice(0, slash)
    if (prefix === 'step') {
      const text = idIn<StepId>(key, prefix, '/text')
      if (text !== null && typeof value === 'string') steps.push(text)
      const tick = value === true ? idIn<StepId>(key, prefix, '/done') : null
      if (tick !== null) done.add(tick)
    } else if (prefix === 'label') {
      const mark = value === true ? idIn<LabelId>(key, prefix) : null
      if (mark !== null) marks.push(mark)
    } else if (prefix === 'who') {
      const member = value === true ? idIn<MemberId>(key, prefix) : null
      if (member !== null) who.push(member)
    } else if (prefix === 'name') {
      const name = textOf(value, LIMITS.name)
      if (name !== '') names.push(name)
    } else if (prefix === 'comment') {
      if (idIn(key, prefix) !== null && isComment(value)) comments++
    } else if (prefix === 'link') {
      if (readLink(key, value) !== null) links++
    }
  })
  const due = card.get('due')
  const face = {
    id,
    title: textOf(card.get('title'), LIMITS.title),
    due: isDue(due) ? due : null,
    done: card.get('done') === true,
    steps: { done: steps.filter((step) => done.has(step)).length, total: steps.length },
    comments,
    links,
    who: who.sort(),
    names: names.sort(),
    createdAt: timeOf(card.get('createdAt')) ?? 0,
    createdBy: readId<MemberId>(card.get('createdBy')),
    archivedAt: timeOf(card.get('archivedAt')),
    binnedAt: timeOf(card.get('binnedAt')),
    source: textOf(card.get('source'), LIMITS.name) || null,
  }
  return { place: readPlace(card.get('place')), marks, face }
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
