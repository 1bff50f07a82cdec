import type { Doc } from 'yjs'
import { contestedValue } from '../contested.ts'
import type { WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { roots, writable, write } from '../schema.ts'
import { putFields } from './items.ts'
import { DEFAULT_CURRENCY, isCurrency } from './money.ts'
import { checkWhole, readWhole } from './numbers.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/** How those who wait get a place that becomes free: by themselves, when asked and willing, or by an organizer's hand. */
export const WAITING_MODES = ['auto', 'ask', 'hand'] as const
export type WaitingMode = (typeof WAITING_MODES)[number]

/** What a plan says of the event as a whole. The keys of root `plan` are spelled here and in money's `setCurrency` only. */
export interface PlanFacts {
  /** Heads that fit in; null for as many as come. */
  readonly capacity: number | null
  readonly waiting: WaitingMode
  /** ISO 4217. */
  readonly currency: string
  /** Minor units that may be spent in all; null for no such limit. */
  readonly ceiling: number | null
}

export function readPlanFacts(plan: Doc): PlanFacts {
  const map = roots.plan(plan)
  const currency = contestedValue(map, 'currency')
  return {
    capacity: readWhole(contestedValue(map, 'capacity'), 0, PLAN_LIMITS.people),
    waiting: WAITING_MODES.find((mode) => mode === contestedValue(map, 'waiting')) ?? 'auto',
    currency: isCurrency(currency) ? currency : DEFAULT_CURRENCY,
    ceiling: readWhole(contestedValue(map, 'ceiling'), 0, PLAN_LIMITS.money),
  }
}

/** Changes what is given. The currency has an operation of its own (budget.ts), since amounts depend on it. */
export function setPlanFacts(plan: Doc, facts: Partial<Omit<PlanFacts, 'currency'>>, ctx: WriteContext): Result<void> {
  const may = writable(plan)
  if (!may.ok) return may
  const { capacity, waiting, ceiling } = facts
  if (capacity !== undefined && capacity !== null) {
    const checked = checkWhole(capacity, 0, PLAN_LIMITS.people)
    if (!checked.ok) return checked
  }
  if (ceiling !== undefined && ceiling !== null && !checkWhole(ceiling, 0, PLAN_LIMITS.money).ok)
    return fail('money.invalid')
  if (waiting !== undefined && !WAITING_MODES.includes(waiting)) return fail('choice.invalid')
  write(plan, ctx, () => putFields(roots.plan(plan), { capacity, waiting, ceiling }, ctx))
  return ok()
}
