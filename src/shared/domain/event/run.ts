import type { Doc } from 'yjs'
import { cardKey, nameSlug } from '../cardKeys.ts'
import { contestedValue } from '../contested.ts'
import type { Position, WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { DEFAULT_HUE, type Hue, isHue } from '../hue.ts'
import { type MemberId, type RunItemId, readId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { roots } from '../schema.ts'
import { checkTitle, drop, put, putFlag, textOf } from '../value.ts'
import * as items from './items.ts'
import { checkNote, checkWhole, readWhole } from './numbers.ts'
import { checkPerson, type Person } from './person.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/** The run of show: what happens one after the other. When it does is worked out (runTimes.ts), not written down. */
export interface RunItem {
  readonly id: RunItemId
  readonly rank: string
  readonly title: string
  /** How long it takes, in minutes that really pass. */
  readonly minutes: number
  /** 0 for the day on which the event begins. */
  readonly day: number
  /** Minutes from the time at which the event begins, on that day, for an item that must begin then; null for one that follows the one before. */
  readonly fixed: number | null
  readonly who: readonly MemberId[]
  /** People without the app. */
  readonly names: readonly string[]
  readonly note: string
  readonly hue: Hue
}

/** In order: by day, then by rank. */
export function readRunItems(plan: Doc): readonly RunItem[] {
  return items
    .liveItems<RunItemId>(roots.run(plan))
    .map(readItem)
    .sort((a, b) => a.day - b.day)
}

function readItem({ id, rank, map }: items.Item<RunItemId>): RunItem {
  const who: MemberId[] = []
  const names: string[] = []
  for (const [key, value] of map.entries()) {
    const member = key.startsWith('who/') && value === true ? readId<MemberId>(key.slice(4)) : null
    if (member !== null) who.push(member)
    else if (key.startsWith('name/') && textOf(value, LIMITS.name) !== '') names.push(textOf(value, LIMITS.name))
  }
  const hue = map.get('hue')
  return {
    id,
    rank,
    title: textOf(contestedValue(map, 'title'), LIMITS.title),
    minutes: readWhole(contestedValue(map, 'minutes'), 0, PLAN_LIMITS.minutes) ?? 0,
    day: readWhole(contestedValue(map, 'day'), PLAN_LIMITS.firstDay, PLAN_LIMITS.lastDay) ?? 0,
    fixed: readWhole(contestedValue(map, 'fixed'), PLAN_LIMITS.fromMinutes, PLAN_LIMITS.toMinutes),
    who: who.sort(),
    names: names.sort(),
    note: textOf(contestedValue(map, 'note'), PLAN_LIMITS.note),
    hue: isHue(hue) ? hue : DEFAULT_HUE,
  }
}

export interface RunItemInput {
  readonly title: string
  readonly minutes: number
  readonly day?: number
  readonly fixed?: number | null
  readonly note?: string
  readonly hue?: Hue
}

export function addRunItem(
  plan: Doc,
  input: RunItemInput & { readonly at?: Position<RunItemId> },
  ctx: WriteContext,
): Result<RunItemId> {
  const { at, ...rest } = input
  const checked = checkRunItem(rest)
  if (!checked.ok) return checked
  return items.addItem<RunItemId>(plan, roots.run(plan), checked.value, { at, max: PLAN_LIMITS.items }, ctx)
}

/** Changes what is given; `fixed: null` lets the item follow the one before again. */
export function changeRunItem(
  plan: Doc,
  item: RunItemId,
  change: Partial<RunItemInput>,
  ctx: WriteContext,
): Result<void> {
  const checked = checkRunItem(change)
  return checked.ok ? items.setFields(plan, roots.run(plan), item, checked.value, ctx) : checked
}

/** The keys of an item, tidied. */
export function checkRunItem(input: Partial<RunItemInput>): Result<items.Fields> {
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
  if (input.hue !== undefined) {
    if (!isHue(input.hue)) return fail('hue.invalid')
    fields.hue = input.hue
  }
  for (const [key, min, max] of [
    ['minutes', 0, PLAN_LIMITS.minutes],
    ['day', PLAN_LIMITS.firstDay, PLAN_LIMITS.lastDay],
    ['fixed', PLAN_LIMITS.fromMinutes, PLAN_LIMITS.toMinutes],
  ] as const) {
    const value = input[key]
    if (value === undefined) continue
    if (value === null) fields[key] = null
    else {
      const whole = checkWhole(value, min, max)
      if (!whole.ok) return whole
      fields[key] = whole.value
    }
  }
  return ok(fields)
}

/** Drags an item to another place, on another day if it is put beside an item of that day or `day` says so. */
export function moveRunItem(
  plan: Doc,
  item: RunItemId,
  to: { readonly at: Position<RunItemId>; readonly day?: number },
  ctx: WriteContext,
): Result<void> {
  const anchor = typeof to.at === 'string' ? null : 'before' in to.at ? to.at.before : to.at.after
  const day = to.day ?? readRunItems(plan).find(({ id }) => id === anchor)?.day
  if (day !== undefined) {
    const checked = checkWhole(day, PLAN_LIMITS.firstDay, PLAN_LIMITS.lastDay)
    if (!checked.ok) return checked
  }
  return items.moveItem(plan, roots.run(plan), item, to.at, ctx, (map) => {
    if (
      day !== undefined &&
      (readWhole(contestedValue(map, 'day'), PLAN_LIMITS.firstDay, PLAN_LIMITS.lastDay) ?? 0) !== day
    )
      put(map, 'day', day)
  })
}

/** Makes somebody responsible for an item, or no longer. */
export function ownRunItem(plan: Doc, item: RunItemId, person: Person, on: boolean, ctx: WriteContext): Result<void> {
  const checked = checkPerson(person)
  if (!checked.ok) return checked
  const { member, name } = checked.value
  return items.changeItem(plan, roots.run(plan), item, ctx, (map) => {
    if (member !== null) putFlag(map, cardKey.who(member), on)
    else if (on) put(map, cardKey.name(nameSlug(name)), name)
    else drop(map, cardKey.name(nameSlug(name)))
  })
}

export function binRunItem(plan: Doc, item: RunItemId, ctx: WriteContext): Result<void> {
  return items.binItem(plan, roots.run(plan), item, ctx)
}
