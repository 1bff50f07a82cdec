import type * as Y from 'yjs'
import type { WriteContext } from '../context.ts'
import type { MemberId } from '../ids.ts'
import { meet, member, must, NOW } from '../testkit.ts'
import type { When } from '../when.ts'
import { initPlan } from './plan.ts'

/** For tests of event plans: members who each have the plan and the answers, and meet when they are told to. */
export interface Planner {
  readonly plan: Y.Doc
  readonly answers: Y.Doc
  readonly id: MemberId
  ctx(): WriteContext
}

/** The first has begun the plan, and all know of it. Their clocks agree: whoever writes later has a later time. */
export function team(count: number, seed = 1): Planner[] {
  let now = NOW
  const all = Array.from({ length: count }, (_, i): Planner => {
    const { doc: plan, id, ctx } = member(i + 1, seed)
    const later = (): WriteContext => {
      now += 60_000
      return { ...ctx(), now }
    }
    return { plan, answers: member(i + 1, seed).doc, id, ctx: later }
  })
  const [first] = all
  if (first !== undefined) must(initPlan(first.plan, first.ctx()))
  gather(...all)
  return all
}

export function gather(...all: readonly Planner[]): void {
  meet(...all.map(({ plan }) => ({ doc: plan })))
  meet(...all.map(({ answers }) => ({ doc: answers })))
}

/** A fair of eight hours in Berlin. */
export const FAIR: When = { start: '2027-06-12T10:00', end: '2027-06-12T18:00', zone: 'Europe/Berlin' }
export const ZONE = 'Europe/Berlin'

/** Everything that a document holds, as plain values; roots that nobody wrote to are left out. */
export function everything(doc: Y.Doc): Record<string, unknown> {
  const named = [...doc.share.keys()].sort().map((name) => [name, doc.getMap(name)] as const)
  return Object.fromEntries(named.filter(([, map]) => map.size > 0).map(([name, map]) => [name, map.toJSON()]))
}

/** What the clocks show, `HH:MM`. */
export function clock(instant: {
  toZonedDateTimeISO(zone: string): { toPlainTime(): { toString(): string } }
}): string {
  return instant.toZonedDateTimeISO(ZONE).toPlainTime().toString().slice(0, 5)
}
