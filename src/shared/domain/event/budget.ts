import type { Doc } from 'yjs'
import { contestedValue } from '../contested.ts'
import type { Position, WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import type { BudgetLineId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { roots, writable, write } from '../schema.ts'
import { checkTitle, textOf } from '../value.ts'
import { readPlanFacts } from './facts.ts'
import * as items from './items.ts'
import { decimalsOf, isCurrency } from './money.ts'
import { checkNote, readWhole } from './numbers.ts'
import { checkPerson, type Person, personText, readPersonText } from './person.ts'
import { PLAN_LIMITS } from './planLimits.ts'

export const LINE_KINDS = ['income', 'expense'] as const
export type LineKind = (typeof LINE_KINDS)[number]

/** One line of the budget; amounts in minor units of the plan's currency, never below 0. */
export interface BudgetLine {
  readonly id: BudgetLineId
  readonly rank: string
  readonly title: string
  readonly kind: LineKind
  readonly planned: number
  /** Null while it is not known. */
  readonly actual: number | null
  readonly note: string
  readonly paidBy: Person | null
  /** An expense that was higher than planned. */
  readonly over: boolean
}

export interface Sums {
  readonly planned: number
  /** Of what is known. */
  readonly actual: number
  /** Actual where it is known, planned elsewhere. */
  readonly likely: number
}

export interface Budget {
  readonly currency: string
  readonly lines: readonly BudgetLine[]
  readonly income: Sums
  readonly expense: Sums
  /** Income less expense. */
  readonly balance: Sums
  readonly ceiling: number | null
  /** Minor units by which expenses exceed the ceiling, as planned and as it stands; 0 when they do not. */
  readonly overPlanned: number
  readonly overLikely: number
}

export function readBudget(plan: Doc): Budget {
  const { currency, ceiling } = readPlanFacts(plan)
  const lines = items.liveItems<BudgetLineId>(roots.budget(plan)).map(readLine)
  const income = sum(lines.filter(({ kind }) => kind === 'income'))
  const expense = sum(lines.filter(({ kind }) => kind === 'expense'))
  const balance = {
    planned: income.planned - expense.planned,
    actual: income.actual - expense.actual,
    likely: income.likely - expense.likely,
  }
  const beyond = (spent: number): number => (ceiling === null ? 0 : Math.max(0, spent - ceiling))
  return {
    currency,
    lines,
    income,
    expense,
    balance,
    ceiling,
    overPlanned: beyond(expense.planned),
    overLikely: beyond(expense.likely),
  }
}

function readLine({ id, rank, map }: items.Item<BudgetLineId>): BudgetLine {
  const kind = contestedValue(map, 'kind') === 'income' ? 'income' : 'expense'
  const planned = readWhole(contestedValue(map, 'planned'), 0, PLAN_LIMITS.money) ?? 0
  const actual = readWhole(contestedValue(map, 'actual'), 0, PLAN_LIMITS.money)
  return {
    id,
    rank,
    title: textOf(contestedValue(map, 'title'), LIMITS.title),
    kind,
    planned,
    actual,
    note: textOf(contestedValue(map, 'note'), PLAN_LIMITS.note),
    paidBy: readPersonText(map.get('paidBy')),
    over: kind === 'expense' && actual !== null && actual > planned,
  }
}

function sum(lines: readonly BudgetLine[]): Sums {
  let [planned, actual, likely] = [0, 0, 0]
  for (const line of lines) {
    planned += line.planned
    actual += line.actual ?? 0
    likely += line.actual ?? line.planned
  }
  return { planned, actual, likely }
}

export interface LineInput {
  readonly title: string
  readonly kind: LineKind
  readonly planned: number
  readonly actual?: number | null
  readonly note?: string
  readonly paidBy?: Person | null
}

export function addLine(
  plan: Doc,
  input: LineInput & { readonly at?: Position<BudgetLineId> },
  ctx: WriteContext,
): Result<BudgetLineId> {
  const { at, ...rest } = input
  const checked = checkLine(rest)
  if (!checked.ok) return checked
  return items.addItem<BudgetLineId>(plan, roots.budget(plan), checked.value, { at, max: PLAN_LIMITS.items }, ctx)
}

export function changeLine(plan: Doc, line: BudgetLineId, change: Partial<LineInput>, ctx: WriteContext): Result<void> {
  const checked = checkLine(change)
  return checked.ok ? items.setFields(plan, roots.budget(plan), line, checked.value, ctx) : checked
}

export function binLine(plan: Doc, line: BudgetLineId, ctx: WriteContext): Result<void> {
  return items.binItem(plan, roots.budget(plan), line, ctx)
}

export function checkLine(input: Partial<LineInput>): Result<items.Fields> {
  const fields: Record<string, items.Plain | null> = {}
  if (input.title !== undefined) {
    const title = checkTitle(input.title)
    if (!title.ok) return title
    fields.title = title.value
  }
  if (input.kind !== undefined) {
    if (!LINE_KINDS.includes(input.kind)) return fail('choice.invalid')
    fields.kind = input.kind
  }
  for (const key of ['planned', 'actual'] as const) {
    const value = input[key]
    if (value === undefined) continue
    if (value !== null && readWhole(value, 0, PLAN_LIMITS.money) === null) return fail('money.invalid')
    fields[key] = value === null ? null : value + 0
  }
  if (input.note !== undefined) {
    const note = checkNote(input.note, PLAN_LIMITS.note)
    if (!note.ok) return note
    fields.note = note.value || null
  }
  if (input.paidBy === null) fields.paidBy = null
  else if (input.paidBy !== undefined) {
    const payer = checkPerson(input.paidBy)
    if (!payer.ok) return payer
    fields.paidBy = personText(payer.value)
  }
  return ok(fields)
}

/**
 * Another currency for the same numbers: 12.50 EUR become 12.50 USD, or 13 JPY, since amounts are whole minor units. One
 * transaction. A line that somebody adds at that moment elsewhere is still in the old units: rare enough, and easily seen.
 */
export function setCurrency(plan: Doc, currency: string, ctx: WriteContext): Result<void> {
  const may = writable(plan)
  if (!may.ok) return may
  if (!isCurrency(currency)) return fail('currency.unknown')
  const now = readPlanFacts(plan)
  const factor = 10 ** (decimalsOf(currency) - decimalsOf(now.currency))
  const scaled = (minor: number): number => Math.min(PLAN_LIMITS.money, Math.round(minor * factor))
  write(plan, ctx, () => {
    items.putFields(roots.plan(plan), { currency }, ctx)
    if (factor === 1) return
    if (now.ceiling !== null) items.putFields(roots.plan(plan), { ceiling: scaled(now.ceiling) }, ctx)
    for (const item of items.allItems<BudgetLineId>(roots.budget(plan))) {
      const { planned, actual } = readLine(item)
      items.putFields(item.map, { planned: scaled(planned), actual: actual === null ? undefined : scaled(actual) }, ctx)
    }
  })
  return ok()
}
