import * as Y from 'yjs'
import type { WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { ok } from '../errors.ts'
import type { ListId } from '../ids.ts'
import { roots, stampSchema, writable, write } from '../schema.ts'
import type { Keep, UndoScope } from '../undoTracked.ts'
import { holdsOthersCards } from '../undoTracked.ts'
import { mapAt } from '../value.ts'

/**
 * The lists of every plan. Their ids and ranks are the same in all plans: two computers that open a new plan at once, before they
 * have met, both make them, and make the same.
 */
export const PLAN_LISTS = {
  todo: { id: 'e1157000000000a1' as ListId, title: 'To do', rank: 'G' },
  doing: { id: 'e1157000000000a2' as ListId, title: 'Doing', rank: 'V' },
  done: { id: 'e1157000000000a3' as ListId, title: 'Done', rank: 'k' },
} as const

/** Makes a plan of an empty document: three lists for tasks. On a plan that is there it changes nothing. */
export function initPlan(plan: Y.Doc, ctx: WriteContext): Result<void> {
  const may = writable(plan)
  if (!may.ok) return may
  const missing = Object.values(PLAN_LISTS).filter(({ id }) => mapAt(roots.lists(plan), id) === null)
  if (missing.length === 0) return ok()
  write(plan, ctx, () => {
    stampSchema(plan)
    for (const { id, title, rank } of missing)
      roots.lists(plan).set(id, new Y.Map<unknown>(Object.entries({ title, rank })))
  })
  return ok()
}

const THINGS = ['run', 'shifts', 'supplies', 'budget', 'questions', 'options', 'debrief'] as const

/** What undo follows in a plan, for `UndoGroup.include`. */
export function planScope(plan: Y.Doc): { readonly scope: readonly UndoScope[]; readonly keep: readonly Keep[] } {
  const { lists, cards, labels } = { lists: roots.lists(plan), cards: roots.cards(plan), labels: roots.labels(plan) }
  const things = THINGS.map((name) => roots[name](plan))
  const keep: Keep[] = [
    { map: cards, away: 'binnedAt' },
    { map: lists, away: 'archivedAt', inUse: (list, own) => holdsOthersCards(cards, list, own) },
    { map: labels, away: 'binnedAt' },
    ...things.map((map): Keep => ({ map, away: 'binnedAt' })),
  ]
  return { scope: [lists, cards, labels, ...things, roots.plan(plan), roots.needs(plan)], keep }
}

/** What undo follows in the answers. Their roots are flat, so each key is taken back by itself and nothing of others with it. */
export function answersScope(answers: Y.Doc): readonly UndoScope[] {
  return [roots.guests(answers), roots.claims(answers), roots.checkins(answers), roots.votes(answers)]
}
