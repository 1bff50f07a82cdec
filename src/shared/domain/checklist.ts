import type { Doc } from 'yjs'
import { cardKey, idIn } from './cardKeys.ts'
import type { Position, WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import type { CardId, StepGroupId, StepId } from './ids.ts'
import { newId, readId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { liveCard } from './lookup.ts'
import { indexAt } from './place.ts'
import { byRank, type Ranked, rankInto, readRank } from './rank.ts'
import { write } from './schema.ts'
import { checkText, checkTitle, drop, type LooseMap, oneLine, put, putFlag, textOf } from './value.ts'

/**
 * The steps of a card. A step is there while it has a text: removing it takes the text away and leaves rank and tick,
 * so that a step which somebody else renamed at that moment comes back whole instead of vanishing with their words.
 */
export interface Step extends Ranked<StepId> {
  readonly text: string
  readonly done: boolean
  /** The titled group it is in; null for the steps that stand directly on the card. */
  readonly group: StepGroupId | null
}

export interface StepGroup {
  readonly id: StepGroupId | null
  readonly title: string
  /** In order. */
  readonly steps: readonly Step[]
}

/** The steps in their groups: first those without a group (left out if none), then the groups in order, empty ones too. */
export function readSteps(card: LooseMap): StepGroup[] {
  const groups = readGroups(card)
  const known = new Set(groups.map(({ id }) => id))
  const steps = allSteps(card, known)
  const loose = steps.filter((step) => step.group === null)
  const titled = groups.map(({ id, title }) => ({ id, title, steps: steps.filter((step) => step.group === id) }))
  return loose.length > 0 ? [{ id: null, title: '', steps: loose }, ...titled] : titled
}

function readGroups(card: LooseMap): (Ranked<StepGroupId> & { title: string })[] {
  const groups: (Ranked<StepGroupId> & { title: string })[] = []
  for (const [key, value] of card.entries()) {
    const id = idIn<StepGroupId>(key, 'group', '/title')
    if (id === null || typeof value !== 'string') continue
    groups.push({ id, title: textOf(value, LIMITS.title), rank: readRank(card.get(cardKey.groupRank(id))) })
  }
  return groups.sort(byRank)
}

function allSteps(card: LooseMap, groups: ReadonlySet<StepGroupId>): Step[] {
  const steps: Step[] = []
  for (const [key, value] of card.entries()) {
    const id = idIn<StepId>(key, 'step', '/text')
    if (id === null || typeof value !== 'string') continue
    const group = readId<StepGroupId>(card.get(cardKey.stepGroup(id)))
    steps.push({
      id,
      text: textOf(value, LIMITS.step),
      rank: readRank(card.get(cardKey.stepRank(id))),
      done: card.get(cardKey.stepDone(id)) === true,
      group: group !== null && groups.has(group) ? group : null,
    })
  }
  return steps.sort(byRank)
}

export function addStep(
  doc: Doc,
  card: CardId,
  input: { readonly text: string; readonly at?: Position<StepId>; readonly group?: StepGroupId | null },
  ctx: WriteContext,
): Result<StepId> {
  const text = checkStep(input.text)
  if (!text.ok) return text
  const place = makeRoom(doc, card, null, input.group ?? null, input.at ?? 'end', ctx)
  if (!place.ok) return place
  const { map, steps, group, put: putInPlace } = place.value
  if (steps >= LIMITS.stepsPerCard) return fail('too-many', { max: LIMITS.stepsPerCard })
  const id = newId<StepId>(ctx.randomBytes)
  write(doc, ctx, () => {
    map.set(cardKey.stepText(id), text.value)
    if (group !== null) map.set(cardKey.stepGroup(id), group)
    putInPlace(id)
  })
  return ok(id)
}

export function renameStep(doc: Doc, card: CardId, step: StepId, text: string, ctx: WriteContext): Result<void> {
  const checked = checkStep(text)
  if (!checked.ok) return checked
  return changeStep(doc, card, step, ctx, (map) => put(map, cardKey.stepText(step), checked.value))
}

export function setStepDone(doc: Doc, card: CardId, step: StepId, done: boolean, ctx: WriteContext): Result<void> {
  return changeStep(doc, card, step, ctx, (map) => putFlag(map, cardKey.stepDone(step), done))
}

/** Moves a step within its group, or into another one when `group` is given (null: out of all groups). */
export function moveStep(
  doc: Doc,
  card: CardId,
  step: StepId,
  to: { readonly at: Position<StepId>; readonly group?: StepGroupId | null },
  ctx: WriteContext,
): Result<void> {
  const found = findStep(doc, card, step)
  if (!found.ok) return found
  const now = readSteps(found.value).find(({ steps }) => steps.some(({ id }) => id === step))?.id ?? null
  const place = makeRoom(doc, card, step, to.group === undefined ? now : to.group, to.at, ctx)
  if (!place.ok) return place
  const { map, group, put: putInPlace } = place.value
  write(doc, ctx, () => {
    if (group === null) drop(map, cardKey.stepGroup(step))
    else put(map, cardKey.stepGroup(step), group)
    putInPlace(step)
  })
  return ok()
}

export function removeStep(doc: Doc, card: CardId, step: StepId, ctx: WriteContext): Result<void> {
  return changeStep(doc, card, step, ctx, (map) => drop(map, cardKey.stepText(step)))
}

/** A titled group for steps, after the ones there are. */
export function addStepGroup(doc: Doc, card: CardId, title: string, ctx: WriteContext): Result<StepGroupId> {
  const checked = checkTitle(title)
  if (!checked.ok) return checked
  const found = liveCard(doc, card)
  if (!found.ok) return found
  const groups = readGroups(found.value)
  const ranks = rankInto(groups, groups.length, 1, ctx.randomBytes)
  const id = newId<StepGroupId>(ctx.randomBytes)
  write(doc, ctx, () => {
    found.value.set(cardKey.groupTitle(id), checked.value)
    found.value.set(cardKey.groupRank(id), ranks.fresh[0])
    for (const { id: other, rank } of ranks.moved) found.value.set(cardKey.groupRank(other), rank)
  })
  return ok(id)
}

export function renameStepGroup(
  doc: Doc,
  card: CardId,
  group: StepGroupId,
  title: string,
  ctx: WriteContext,
): Result<void> {
  const checked = checkTitle(title)
  if (!checked.ok) return checked
  const found = findGroup(doc, card, group)
  if (!found.ok) return found
  write(doc, ctx, () => put(found.value, cardKey.groupTitle(group), checked.value))
  return ok()
}

/** Takes the title away; its steps stay on the card, outside of any group. */
export function removeStepGroup(doc: Doc, card: CardId, group: StepGroupId, ctx: WriteContext): Result<void> {
  const found = findGroup(doc, card, group)
  if (!found.ok) return found
  write(doc, ctx, () => drop(found.value, cardKey.groupTitle(group)))
  return ok()
}

function checkStep(text: string): Result<string> {
  return checkText(oneLine(text), LIMITS.step)
}

function findStep(doc: Doc, card: CardId, step: StepId): Result<LooseMap> {
  const found = liveCard(doc, card)
  return found.ok && typeof found.value.get(cardKey.stepText(step)) !== 'string' ? fail('step.unknown') : found
}

function findGroup(doc: Doc, card: CardId, group: StepGroupId): Result<LooseMap> {
  const found = liveCard(doc, card)
  return found.ok && typeof found.value.get(cardKey.groupTitle(group)) !== 'string' ? fail('group.unknown') : found
}

function changeStep(
  doc: Doc,
  card: CardId,
  step: StepId,
  ctx: WriteContext,
  change: (map: LooseMap) => void,
): Result<void> {
  const found = findStep(doc, card, step)
  if (!found.ok) return found
  write(doc, ctx, () => change(found.value))
  return ok()
}

interface Room {
  readonly map: LooseMap
  readonly group: StepGroupId | null
  /** How many steps the card has. */
  readonly steps: number
  /** Ranks the step, and moves neighbours that are in its way; inside the transaction. */
  readonly put: (step: StepId) => void
}

function makeRoom(
  doc: Doc,
  card: CardId,
  leaving: StepId | null,
  group: StepGroupId | null,
  at: Position<StepId>,
  ctx: WriteContext,
): Result<Room> {
  const found = group === null ? liveCard(doc, card) : findGroup(doc, card, group)
  if (!found.ok) return found
  const groups = readSteps(found.value)
  const others = (groups.find(({ id }) => id === group)?.steps ?? []).filter(({ id }) => id !== leaving)
  const index = indexAt(others, at)
  if (!index.ok) return index
  const ranks = rankInto(others, index.value, 1, ctx.randomBytes)
  return ok({
    map: found.value,
    group,
    steps: groups.reduce((sum, { steps }) => sum + steps.length, 0),
    put: (step) => {
      put(found.value, cardKey.stepRank(step), ranks.fresh[0] ?? '')
      for (const { id, rank } of ranks.moved) found.value.set(cardKey.stepRank(id), rank)
    },
  })
}
