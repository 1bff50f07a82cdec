import { cardKey, nameSlug } from '#shared/domain/cardKeys.ts'
import { readSteps } from '#shared/domain/checklist.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import type { CommentId, LabelId, LinkId, MemberId, StepGroupId, StepId } from '#shared/domain/ids.ts'
import { NO_RANK, ranksBetween } from '#shared/domain/rank.ts'
import type { LooseMap } from '#shared/domain/value.ts'
import type { PlanCard } from './trelloPlan.ts'
import { type Plain, sourceOf } from './trelloWriter.ts'

/** What a plan's names stand for on this board. */
export interface Dictionary {
  readonly labels: ReadonlyMap<string, LabelId>
  readonly members: ReadonlyMap<string, MemberId>
  /** Names of people by their Trello ids. */
  readonly names: ReadonlyMap<string, string>
}

/** The keys that a card of the plan gets; `map` is the card as it is here by now, null for a new one. */
export function cardValues(
  card: PlanCard,
  map: LooseMap | null,
  dictionary: Dictionary,
  ctx: WriteContext,
): { tracked: Map<string, Plain>; once: Map<string, Plain> } {
  const tracked = new Map<string, Plain>([
    ['title', card.title],
    ['due', card.due ?? undefined],
    ['done', card.done || undefined],
    ['archivedAt', card.archived || undefined],
  ])
  const once = new Map<string, Plain>([
    ['createdAt', Math.min(card.createdAt ?? ctx.now, ctx.now)],
    ['createdBy', ctx.by],
    ['source', sourceOf(card.id)],
  ])
  for (const label of card.labels) {
    const id = dictionary.labels.get(label)
    if (id !== undefined) tracked.set(cardKey.label(id), true)
  }
  for (const person of card.people) {
    const member = dictionary.members.get(person)
    const name = dictionary.names.get(person) ?? ''
    if (member !== undefined) tracked.set(cardKey.who(member), true)
    else if (name !== '') tracked.set(cardKey.name(nameSlug(name)), name)
  }
  for (const { key, url, title } of card.links) tracked.set(cardKey.link(key as LinkId), { url, title })
  addSteps(card, map, tracked, once, ctx)
  for (const { key, person, name, at, text } of card.comments) {
    const by = dictionary.members.get(person)
    once.set(cardKey.comment(key as CommentId), by === undefined ? { name, at, text } : { by, at, text })
  }
  return { tracked, once }
}

/** Steps and their groups. New ones stand behind those that are here already, in the order of the file. */
function addSteps(
  card: PlanCard,
  map: LooseMap | null,
  tracked: Map<string, Plain>,
  once: Map<string, Plain>,
  ctx: WriteContext,
): void {
  const last = map === null ? null : lastRank(map)
  const groupRanks = ranksBetween(last, null, card.groups.length, ctx.randomBytes) ?? []
  for (const [i, { key, title, steps }] of card.groups.entries()) {
    const group = key as StepGroupId
    tracked.set(cardKey.groupTitle(group), title)
    once.set(cardKey.groupRank(group), groupRanks[i])
    const ranks = ranksBetween(last, null, steps.length, ctx.randomBytes) ?? []
    for (const [j, { key: step, text, done }] of steps.entries()) {
      const id = step as StepId
      tracked.set(cardKey.stepText(id), text)
      tracked.set(cardKey.stepDone(id), done || undefined)
      tracked.set(cardKey.stepGroup(id), group)
      once.set(cardKey.stepRank(id), ranks[j])
    }
  }
}

/** The highest rank of a step or group on the card; null when there is none that can be read. */
function lastRank(map: LooseMap): string | null {
  const ranks = readSteps(map).flatMap(({ id, steps }) => [
    id === null ? '' : String(map.get(cardKey.groupRank(id))),
    ...steps.map(({ rank }) => rank),
  ])
  const readable = ranks.filter((rank) => rank !== '' && rank !== NO_RANK && /^[0-9A-Za-z]+$/.test(rank)).sort()
  return readable.at(-1) ?? null
}
