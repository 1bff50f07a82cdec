import type { Doc } from 'yjs'
import { contestedValue } from '../contested.ts'
import type { Position, WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import type { ShiftId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { roots } from '../schema.ts'
import { checkTitle, type LooseMap, textOf } from '../value.ts'
import * as items from './items.ts'
import { checkNote, checkWhole, readWhole } from './numbers.ts'
import { checkPerson, type Person, personText, readPersonText } from './person.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/**
 * What has to be done by several people at a time. When is given by the time at which the event begins, so that shifts move
 * with it. Who does it is in the answers (claims.ts).
 */
export interface Shift {
  readonly id: ShiftId
  readonly rank: string
  /** The role: "Door", "Kitchen". */
  readonly title: string
  readonly day: number
  /** Minutes from the time at which the event begins, on that day. */
  readonly from: number
  /** Later than `from`. */
  readonly to: number
  readonly needed: number
  readonly note: string
  /** Whom to ask. */
  readonly lead: Person | null
}

const HOUR = 60

/** By rank. */
export function readShiftList(plan: Doc): readonly Shift[] {
  return items.liveItems<ShiftId>(roots.shifts(plan)).map(({ id, rank, map }) => ({
    id,
    rank,
    title: textOf(contestedValue(map, 'title'), LIMITS.title),
    day: readWhole(contestedValue(map, 'day'), PLAN_LIMITS.firstDay, PLAN_LIMITS.lastDay) ?? 0,
    ...times(map),
    needed: readWhole(contestedValue(map, 'needed'), 0, PLAN_LIMITS.people) ?? 1,
    note: textOf(contestedValue(map, 'note'), PLAN_LIMITS.note),
    lead: readPersonText(map.get('lead')),
  }))
}

/** Two members may set both ends apart so that it ends before it begins: then it lasts an hour. */
function times(map: LooseMap): { readonly from: number; readonly to: number } {
  const from = readWhole(contestedValue(map, 'from'), PLAN_LIMITS.fromMinutes, PLAN_LIMITS.toMinutes - 1) ?? 0
  const to = readWhole(contestedValue(map, 'to'), PLAN_LIMITS.fromMinutes, PLAN_LIMITS.toMinutes + HOUR)
  return { from, to: to !== null && to > from ? to : from + HOUR }
}

export interface ShiftInput {
  readonly title: string
  readonly day?: number
  readonly from: number
  readonly to: number
  readonly needed: number
  readonly note?: string
  readonly lead?: Person | null
}

export function addShift(
  plan: Doc,
  input: ShiftInput & { readonly at?: Position<ShiftId> },
  ctx: WriteContext,
): Result<ShiftId> {
  const { at, ...rest } = input
  const checked = checkShift(rest)
  if (!checked.ok) return checked
  return items.addItem<ShiftId>(plan, roots.shifts(plan), checked.value, { at, max: PLAN_LIMITS.items }, ctx)
}

export function changeShift(plan: Doc, shift: ShiftId, change: Partial<ShiftInput>, ctx: WriteContext): Result<void> {
  const now = readShiftList(plan).find(({ id }) => id === shift)
  const checked = checkShift(change, now)
  return checked.ok ? items.setFields(plan, roots.shifts(plan), shift, checked.value, ctx) : checked
}

/** Who has signed up stays noted, and is back with the shift if it is restored. */
export function binShift(plan: Doc, shift: ShiftId, ctx: WriteContext): Result<void> {
  return items.binItem(plan, roots.shifts(plan), shift, ctx)
}

export function restoreShift(plan: Doc, shift: ShiftId, ctx: WriteContext): Result<void> {
  return items.restoreItem(plan, roots.shifts(plan), shift, ctx)
}

/** The keys of a shift, tidied. @param now as it is, for what is not given */
export function checkShift(input: Partial<ShiftInput>, now?: Pick<Shift, 'from' | 'to'>): Result<items.Fields> {
  const fields: Record<string, items.Plain | null> = {}
  if (input.title !== undefined) {
    const title = checkTitle(input.title)
    if (!title.ok) return title
    fields.title = title.value
  }
  if (input.note !== undefined) {
    const note = checkNote(input.note, PLAN_LIMITS.note)
    if (!note.ok) return note
    fields.note = note.value || null
  }
  if (input.lead === null) fields.lead = null
  else if (input.lead !== undefined) {
    const lead = checkPerson(input.lead)
    if (!lead.ok) return lead
    fields.lead = personText(lead.value)
  }
  for (const [key, min, max] of [
    ['day', PLAN_LIMITS.firstDay, PLAN_LIMITS.lastDay],
    ['from', PLAN_LIMITS.fromMinutes, PLAN_LIMITS.toMinutes - 1],
    ['to', PLAN_LIMITS.fromMinutes, PLAN_LIMITS.toMinutes],
    ['needed', 0, PLAN_LIMITS.people],
  ] as const) {
    const value = input[key]
    if (value === undefined) continue
    const whole = checkWhole(value, min, max)
    if (!whole.ok) return whole
    fields[key] = whole.value
  }
  const from = input.from ?? now?.from
  const to = input.to ?? now?.to
  return from !== undefined && to !== undefined && to <= from ? fail('when.order') : ok(fields)
}
