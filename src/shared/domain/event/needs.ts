import type { Doc } from 'yjs'
import { nameSlug } from '../cardKeys.ts'
import type { WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { roots, writable, write } from '../schema.ts'
import { checkName, drop, fieldOf, timeOf } from '../value.ts'
import { readWhole, tidyLine } from './numbers.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/**
 * How many guests need what, for everybody to see; what a single guest needs only organizers can read. A number so small
 * that it might point at somebody is not even written down: it is `few`.
 */
export interface NeedTotal {
  readonly name: string
  /** Null: one or two. */
  readonly count: number | null
  /** When an organizer's computer counted; milliseconds since 1970 UTC. */
  readonly at: number
}

export const FEW_BELOW = 3
const FEW = 'few'

/** By name. */
export function readNeeds(plan: Doc): readonly NeedTotal[] {
  const found: NeedTotal[] = []
  for (const value of roots.needs(plan).values()) {
    const raw = fieldOf(value, 'count')
    const count = raw === FEW ? null : readWhole(raw, 1, PLAN_LIMITS.people)
    const words = fieldOf(value, 'name')
    const name = typeof words === 'string' ? tidyLine(words, LIMITS.name) : ''
    if (name === '' || (count === null && raw !== FEW)) continue
    found.push({
      name,
      count: count !== null && count < FEW_BELOW ? null : count,
      at: timeOf(fieldOf(value, 'at')) ?? 0,
    })
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** Writes down the totals, and takes away what nobody needs any more. Nothing is written while the numbers are the same. */
export function publishNeeds(plan: Doc, counts: ReadonlyMap<string, number>, ctx: WriteContext): Result<void> {
  const may = writable(plan)
  if (!may.ok) return may
  const wanted = new Map<string, { readonly name: string; readonly count: number }>()
  for (const [words, count] of counts) {
    const name = checkName(words)
    if (!name.ok) return name
    if (readWhole(count, 0, PLAN_LIMITS.people) === null)
      return fail('number.invalid', { min: 0, max: PLAN_LIMITS.people })
    const slug = nameSlug(name.value)
    if (count > 0) wanted.set(slug, { name: name.value, count: count + (wanted.get(slug)?.count ?? 0) })
  }
  if (wanted.size > LIMITS.labelsPerBoard) return fail('too-many', { max: LIMITS.labelsPerBoard })
  const root = roots.needs(plan)
  write(plan, ctx, () => {
    for (const key of [...root.keys()]) if (!wanted.has(key)) drop(root, key)
    for (const [slug, { name, count }] of wanted) {
      const shown = count < FEW_BELOW ? FEW : count
      const there = root.get(slug)
      if (fieldOf(there, 'count') === shown && fieldOf(there, 'name') === name) continue
      root.set(slug, { name, count: shown, at: ctx.now })
    }
  })
  return ok()
}
