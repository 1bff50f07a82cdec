import { Temporal } from 'temporal-polyfill'
import * as Y from 'yjs'
import { copyOf, newCard } from '../card.ts'
import { cardKey, idIn } from '../cardKeys.ts'
import { readSteps } from '../checklist.ts'
import type { WriteContext } from '../context.ts'
import { isDue } from '../due.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { type AnyId, type CardId, type LabelId, type ListId, newId, readId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { listEntries, listsAt, readPlace, shownIn, writePlace } from '../place.ts'
import { cardsShownIn } from '../placeIndex.ts'
import { roots, stampSchema, writable, write } from '../schema.ts'
import { type LooseMap, mapAt, put, textOf, timeOf } from '../value.ts'
import { readBudget } from './budget.ts'
import { readPlanFacts } from './facts.ts'
import { dayPlus, isEmptyPlan } from './fillPlan.ts'
import { liveItems } from './items.ts'
import { moneyText } from './money.ts'
import { PLAN_LISTS } from './plan.ts'
import { readQuestions } from './questions.ts'
import { readRunItems } from './run.ts'
import { readShiftList } from './shifts.ts'
import { readSupplies } from './supplies.ts'
import type { EventTemplate, TemplateTask } from './template.ts'

/** Doing an event again: its plan as the plan of another, or as a template. */

export interface CopyOptions {
  /** The days on which the two events begin, `YYYY-MM-DD`: due dates move along. Without both, tasks lose their dates. */
  readonly fromDay: string | null
  readonly toDay: string | null
  /** Also who owns, leads, brings and is assigned. */
  readonly people?: boolean
  /** Also what is done and got. */
  readonly ticks?: boolean
  /** Also what was really spent, and who paid. */
  readonly actuals?: boolean
}

const PARTS = [
  {
    root: roots.run,
    keys: /^(?:title|minutes|day|fixed|note|hue|rank)$/,
    people: /^(?:who|name)\//,
    ticks: null,
    actuals: null,
  },
  {
    root: roots.shifts,
    keys: /^(?:title|day|from|to|needed|note|rank)$/,
    people: /^lead$/,
    ticks: null,
    actuals: null,
  },
  {
    root: roots.supplies,
    keys: /^(?:title|needed|unit|note|rank)$/,
    people: /^bring\//,
    ticks: /^got$/,
    actuals: null,
  },
  {
    root: roots.budget,
    keys: /^(?:title|kind|planned|note|rank)$/,
    people: null,
    ticks: null,
    actuals: /^(?:actual|paidBy)$/,
  },
  { root: roots.questions, keys: /^(?:text|kind|choices|rank)$/, people: null, ticks: null, actuals: null },
] as const
const FACTS = ['capacity', 'waiting', 'currency', 'ceiling', 'template'] as const

/**
 * Fills the plan of a new event with what the plan of another has: without people, ticks, answers and what was spent, unless asked.
 * One transaction. @returns the new cards by the old: their long texts are for the caller to copy
 */
export function copyPlan(
  from: Y.Doc,
  to: Y.Doc,
  options: CopyOptions,
  ctx: WriteContext,
): Result<ReadonlyMap<CardId, CardId>> {
  const may = writable(to)
  if (!may.ok) return may
  if (from === to || !isEmptyPlan(to)) return fail('plan.not-empty')
  const made = new Map<CardId, CardId>()
  write(to, ctx, () => {
    stampSchema(to)
    for (const key of FACTS) {
      const value = roots.plan(from).get(key)
      if (isPlain(value)) put(roots.plan(to), key, value)
    }
    for (const part of PARTS) {
      const { people, ticks, actuals } = part
      const asked = [options.people && people, options.ticks && ticks, options.actuals && actuals]
      const wanted = [part.keys, ...asked.filter((form) => form instanceof RegExp)]
      for (const { map } of liveItems<AnyId>(part.root(from))) {
        const keys = [...map.entries()].filter(
          ([key, value]) => isCopied(value) && wanted.some((form) => form.test(key)),
        )
        part.root(to).set(newId(ctx.randomBytes), new Y.Map<unknown>(keys))
      }
    }
    copyTasks(from, to, options, made, ctx)
  })
  return ok(made)
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

/** A plain value, or the one object that this version writes there (`bring/…`). Types of Yjs belong to their own document. */
const isCopied = (value: unknown): boolean =>
  isPlain(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)

function copyTasks(from: Y.Doc, to: Y.Doc, options: CopyOptions, made: Map<CardId, CardId>, ctx: WriteContext): void {
  const labels = new Map<LabelId, LabelId>()
  for (const key of roots.labels(from).keys()) {
    const id = readId<LabelId>(key)
    const map = mapAt(roots.labels(from), key)
    if (id === null || map === null || timeOf(map.get('binnedAt')) !== null) continue
    labels.set(id, newId<LabelId>(ctx.randomBytes))
    copyThing(roots.labels(to), labels.get(id) ?? id, map, ['name', 'hue'])
  }
  const entries = listEntries(from)
  const at = listsAt(entries)
  const lists = new Map<ListId, ListId>()
  const ofEveryPlan = new Set<ListId>(Object.values(PLAN_LISTS).map(({ id }) => id))
  for (const { id, map, archivedAt } of entries) {
    if (archivedAt !== null) continue
    const own = ofEveryPlan.has(id) ? id : newId<ListId>(ctx.randomBytes)
    lists.set(id, own)
    copyThing(roots.lists(to), own, map, ['title', 'rank'])
  }
  const keep = new RegExp(
    `^(?:${['label', 'group', 'step', 'link', ...(options.people ? ['who', 'name'] : [])].join('|')})/`,
  )
  for (const key of roots.cards(from).keys()) {
    const id = readId<CardId>(key)
    const map = mapAt(roots.cards(from), key)
    if (id === null || map === null) continue
    const place = readPlace(map.get('place'))
    const list = lists.get(shownIn(place, at))
    if (list === undefined || timeOf(map.get('binnedAt')) !== null || timeOf(map.get('archivedAt')) !== null) continue
    const card = newId<CardId>(ctx.randomBytes)
    made.set(id, card)
    const keys: [string, unknown][] = newCard(textOf(map.get('title'), LIMITS.title), writePlace(list, place.rank), ctx)
    for (const [name, value] of map.entries()) {
      const label = idIn<LabelId>(name, 'label')
      if (label !== null) {
        const there = labels.get(label)
        if (there !== undefined && value === true) keys.push([cardKey.label(there), true])
      } else if (keep.test(name)) keys.push(...copyOf(name, value))
      if (options.ticks && value === true && /^(?:done|step\/[0-9a-f]{16}\/done)$/.test(name)) keys.push([name, true])
    }
    const due = movedDue(map.get('due'), options)
    if (due !== null) keys.push(['due', due])
    const source = textOf(map.get('source'), LIMITS.name)
    if (source.startsWith('pack:')) keys.push(['source', source])
    roots.cards(to).set(card, new Y.Map<unknown>(keys))
  }
}

function copyThing(root: LooseMap, id: AnyId, map: LooseMap, keys: readonly string[]): void {
  root.set(
    id,
    new Y.Map<unknown>(keys.map((key): [string, unknown] => [key, map.get(key)]).filter(([, value]) => isPlain(value))),
  )
}

const DAY_LENGTH = 10

/** The same time of day, as many days later as the event is. */
function movedDue(due: unknown, { fromDay, toDay }: CopyOptions): string | null {
  if (!isDue(due) || fromDay === null || toDay === null) return null
  const days = daysBetween(fromDay, toDay)
  const day = days === null ? null : dayPlus(due.slice(0, DAY_LENGTH), days)
  const moved = day === null ? null : day + due.slice(DAY_LENGTH)
  return isDue(moved) ? moved : null
}

function daysBetween(from: string, to: string): number | null {
  try {
    return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days
  } catch {
    return null
  }
}

/**
 * A template of an event's plan, as plain values. Nothing about people is in it.
 * @param about.day on which the event begins: due dates become days before it
 */
export function templateOf(
  plan: Y.Doc,
  about: Pick<EventTemplate, 'id' | 'name' | 'about' | 'minutes'> & { readonly day: string | null },
): EventTemplate {
  const { day, ...facts } = about
  const { currency, lines } = readBudget(plan)
  const note = (words: string): { readonly note?: string } => (words === '' ? {} : { note: words })
  const onDay = (days: number): { readonly day?: number } => (days === 0 ? {} : { day: days })
  return {
    ...facts,
    capacity: readPlanFacts(plan).capacity,
    run: readRunItems(plan).map(({ title, minutes, hue, ...one }) => ({
      title,
      minutes,
      hue,
      ...onDay(one.day),
      ...(one.fixed === null ? {} : { fixed: one.fixed }),
      ...note(one.note),
    })),
    shifts: readShiftList(plan).map(({ title, from, to, needed, ...one }) => ({
      title,
      from,
      to,
      needed,
      ...onDay(one.day),
      ...note(one.note),
    })),
    supplies: readSupplies(plan).map(({ title, needed, unit, ...one }) => ({
      title,
      needed,
      ...(unit === '' ? {} : { unit }),
      ...note(one.note),
    })),
    budget: lines.map(({ title, kind, planned, ...one }) => ({
      title,
      kind,
      planned: moneyText(planned, currency),
      ...note(one.note),
    })),
    questions: readQuestions(plan).map(({ text, kind, choices }) => ({
      text,
      kind,
      ...(choices.length === 0 ? {} : { choices }),
    })),
    tasks: tasksOf(plan, day),
    packs: [],
  }
}

function tasksOf(plan: Y.Doc, day: string | null): readonly TemplateTask[] {
  const entries = listEntries(plan)
  const at = listsAt(entries)
  return entries
    .filter(({ archivedAt }) => archivedAt === null)
    .flatMap(({ id }) => cardsShownIn(plan, id, at))
    .flatMap(({ id }) => {
      const map = mapAt(roots.cards(plan), id)
      const title = textOf(map?.get('title'), LIMITS.title)
      if (map === null || title === '') return []
      const steps = readSteps(map).flatMap((group) => group.steps.map(({ text }) => text))
      const due = map.get('due')
      const days = day !== null && isDue(due) ? daysBetween(day, due.slice(0, DAY_LENGTH)) : null
      const source = textOf(map.get('source'), LIMITS.name)
      return {
        title,
        ...(days === null ? {} : { due: days }),
        ...(steps.length === 0 ? {} : { steps }),
        ...(source.startsWith('pack:') ? { source } : {}),
      }
    })
}
