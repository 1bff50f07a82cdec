import { Temporal } from 'temporal-polyfill'
import * as Y from 'yjs'
import { cardKey } from '../cardKeys.ts'
import type { WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { type CardId, newId, type StepId } from '../ids.ts'
import { listEntries, listsAt, writePlace } from '../place.ts'
import { cardsShownIn } from '../placeIndex.ts'
import { rankInto, ranksBetween } from '../rank.ts'
import { roots, writable, write } from '../schema.ts'
import { type LooseMap, mapAt, put, timeOf } from '../value.ts'
import { checkLine } from './budget.ts'
import { readPlanFacts } from './facts.ts'
import { type Fields, liveItems, newItem } from './items.ts'
import { minorOf } from './money.ts'
import { findPack } from './packs.ts'
import { initPlan, PLAN_LISTS } from './plan.ts'
import { checkQuestion } from './questions.ts'
import { checkRunItem } from './run.ts'
import { checkShift } from './shifts.ts'
import { checkSupply } from './supplies.ts'
import type { EventTemplate, TemplateTask } from './template.ts'

/** Puts what a template has into a plan. */

export interface FillOptions {
  /** The day on which the event begins, `YYYY-MM-DD`; null while there is none: tasks get no dates then. */
  readonly day: string | null
  /** Which of the template's packs to add; all when left out. */
  readonly packs?: readonly string[]
}

/** What an event plan that has only just been made is filled with; one transaction. Refused with `plan.not-empty` on any other. */
export function fillPlan(plan: Y.Doc, template: EventTemplate, options: FillOptions, ctx: WriteContext): Result<void> {
  const may = writable(plan)
  if (!may.ok) return may
  if (!isEmptyPlan(plan)) return fail('plan.not-empty')
  const { currency, capacity } = readPlanFacts(plan)
  const parts: readonly (readonly [LooseMap, readonly Result<Fields>[]])[] = [
    [roots.run(plan), template.run.map((one) => checkRunItem(one))],
    [roots.shifts(plan), template.shifts.map((one) => checkShift(one))],
    [roots.supplies(plan), template.supplies.map((one) => checkSupply(one))],
    [
      roots.budget(plan),
      template.budget.map((one) => checkLine({ ...one, planned: minorOf(one.planned, currency) ?? 0 })),
    ],
    [roots.questions(plan), template.questions.map((one) => checkQuestion(one))],
  ]
  for (const [, things] of parts) for (const thing of things) if (!thing.ok) return thing
  const packs = (options.packs ?? template.packs).flatMap((id) => findPack(id)?.tasks ?? [])
  const tasks = [...template.tasks, ...packs]
  write(plan, ctx, () => {
    initPlan(plan, ctx)
    if (template.capacity !== null && capacity === null) put(roots.plan(plan), 'capacity', template.capacity)
    put(roots.plan(plan), 'template', template.id)
    for (const [root, things] of parts) {
      const ranks = ranksBetween(null, null, things.length, ctx.randomBytes) ?? []
      for (const [i, thing] of things.entries())
        if (thing.ok) root.set(newId(ctx.randomBytes), newItem(thing.value, ranks[i] ?? ''))
    }
    putTasks(plan, tasks, options.day, ctx)
  })
  return ok()
}

/** Adds the tasks of a checklist pack. What of it is on the plan already, wherever it stands, is not added again. @returns the new cards */
export function addPack(plan: Y.Doc, pack: string, day: string | null, ctx: WriteContext): Result<readonly CardId[]> {
  const may = writable(plan)
  if (!may.ok) return may
  const found = findPack(pack)
  if (found === undefined) return fail('pack.unknown')
  const there = taskSources(plan)
  const tasks = found.tasks.filter(({ source }) => !there.has(source))
  if (tasks.length === 0) return ok([])
  let made: readonly CardId[] = []
  write(plan, ctx, () => {
    initPlan(plan, ctx)
    made = putTasks(plan, tasks, day, ctx)
  })
  return ok(made)
}

/** Where the cards of a plan came from, as far as they came from somewhere; those in the bin do not count. */
export function taskSources(plan: Y.Doc): ReadonlySet<string> {
  const there = new Set<string>()
  for (const key of roots.cards(plan).keys()) {
    const map = mapAt(roots.cards(plan), key)
    const source = map?.get('source')
    if (map !== null && timeOf(map.get('binnedAt')) === null && typeof source === 'string') there.add(source)
  }
  return there
}

/** A plan in which nobody has written anything yet. */
export function isEmptyPlan(plan: Y.Doc): boolean {
  const things = [roots.run, roots.shifts, roots.supplies, roots.budget, roots.questions].map((root) => root(plan))
  const cards = roots.cards(plan)
  return (
    things.every((root) => liveItems(root).length === 0) && [...cards.keys()].every((key) => mapAt(cards, key) === null)
  )
}

/** Puts tasks at the end of the list "To do", or the first that takes cards; inside the transaction. */
function putTasks(plan: Y.Doc, tasks: readonly TemplateTask[], day: string | null, ctx: WriteContext): CardId[] {
  const entries = listEntries(plan)
  const open = entries.filter(({ archivedAt }) => archivedAt === null)
  const list = open.find(({ id }) => id === PLAN_LISTS.todo.id)?.id ?? open[0]?.id ?? PLAN_LISTS.todo.id
  const others = cardsShownIn(plan, list, listsAt(entries))
  const ranks = rankInto(others, others.length, tasks.length, ctx.randomBytes)
  for (const { id, rank } of ranks.moved) mapAt(roots.cards(plan), id)?.set('place', writePlace(list, rank))
  return tasks.map((task, i) => {
    const id = newId<CardId>(ctx.randomBytes)
    const keys = taskKeys(task, writePlace(list, ranks.fresh[i] ?? ''), day, ctx)
    roots.cards(plan).set(id, new Y.Map<unknown>(keys))
    return id
  })
}

function taskKeys(task: TemplateTask, place: string, day: string | null, ctx: WriteContext): [string, unknown][] {
  const keys: [string, unknown][] = Object.entries({
    title: task.title,
    place,
    createdAt: ctx.now,
    createdBy: ctx.by,
  })
  if (task.source !== undefined) keys.push(['source', task.source])
  const due = task.due === undefined || day === null ? null : dayPlus(day, task.due)
  if (due !== null) keys.push(['due', due])
  const ranks = ranksBetween(null, null, task.steps?.length ?? 0, ctx.randomBytes) ?? []
  for (const [i, step] of (task.steps ?? []).entries()) {
    const id = newId<StepId>(ctx.randomBytes)
    keys.push([cardKey.stepText(id), step], [cardKey.stepRank(id), ranks[i]])
  }
  return keys
}

/** The day so many days later; null for what is no day, or beyond the calendar. */
export function dayPlus(day: string, days: number): string | null {
  try {
    return Temporal.PlainDate.from(day).add({ days }).toString()
  } catch {
    return null
  }
}
