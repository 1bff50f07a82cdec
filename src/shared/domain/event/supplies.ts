import type { Doc } from 'yjs'
import { contestedValue } from '../contested.ts'
import type { Position, WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import type { SupplyId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { roots } from '../schema.ts'
import { checkTitle, drop, fieldOf, type LooseMap, putFlag, textOf } from '../value.ts'
import * as items from './items.ts'
import { checkAmount, checkNote, readAmount, sumAmounts } from './numbers.ts'
import { checkPerson, type Person, type PersonKey, personKey, personOfKey } from './person.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/** What has to be there, and who brings how much of it. */
export interface Supply {
  readonly id: SupplyId
  readonly rank: string
  readonly title: string
  /** Three decimals at most. */
  readonly needed: number
  /** "kg", "boxes"; '' for mere pieces. */
  readonly unit: string
  readonly brings: readonly Bring[]
  /** What nobody brings yet. */
  readonly open: number
  readonly got: boolean
  readonly note: string
}

export interface Bring {
  readonly key: PersonKey
  readonly person: Person
  readonly amount: number
}

const BRING = 'bring/'
const bringKey = (person: Person): string => BRING + personKey(person)

export function readSupplies(plan: Doc): readonly Supply[] {
  return items.liveItems<SupplyId>(roots.supplies(plan)).map(({ id, rank, map }) => {
    const brings = readBrings(map)
    const needed = readAmount(contestedValue(map, 'needed'), PLAN_LIMITS.amount) ?? 1
    const promised = sumAmounts(brings.map(({ amount }) => amount))
    return {
      id,
      rank,
      title: textOf(contestedValue(map, 'title'), LIMITS.title),
      needed,
      unit: textOf(contestedValue(map, 'unit'), PLAN_LIMITS.unit),
      brings,
      open: Math.max(0, sumAmounts([needed, -promised])),
      got: map.get('got') === true,
      note: textOf(contestedValue(map, 'note'), PLAN_LIMITS.note),
    }
  })
}

function readBrings(map: LooseMap): readonly Bring[] {
  const found: Bring[] = []
  for (const [key, value] of map.entries()) {
    if (!key.startsWith(BRING)) continue
    const person = personOfKey(key.slice(BRING.length), fieldOf(value, 'name'))
    const amount = readAmount(fieldOf(value, 'amount'), PLAN_LIMITS.amount)
    if (person !== null && amount !== null) found.push({ key: key.slice(BRING.length), person, amount })
  }
  return found.sort((a, b) => (a.key < b.key ? -1 : 1))
}

export interface SupplyInput {
  readonly title: string
  readonly needed: number
  readonly unit?: string
  readonly note?: string
}

export function addSupply(
  plan: Doc,
  input: SupplyInput & { readonly at?: Position<SupplyId> },
  ctx: WriteContext,
): Result<SupplyId> {
  const { at, ...rest } = input
  const checked = checkSupply(rest)
  if (!checked.ok) return checked
  return items.addItem<SupplyId>(plan, roots.supplies(plan), checked.value, { at, max: PLAN_LIMITS.items }, ctx)
}

export function changeSupply(
  plan: Doc,
  supply: SupplyId,
  change: Partial<SupplyInput>,
  ctx: WriteContext,
): Result<void> {
  const checked = checkSupply(change)
  return checked.ok ? items.setFields(plan, roots.supplies(plan), supply, checked.value, ctx) : checked
}

/** @param amount 0: they bring none of it any more */
export function bringSupply(
  plan: Doc,
  supply: SupplyId,
  person: Person,
  amount: number,
  ctx: WriteContext,
): Result<void> {
  const who = checkPerson(person)
  if (!who.ok) return who
  const checked = checkAmount(amount, PLAN_LIMITS.amount)
  if (!checked.ok) return checked
  const found = items.liveItem(plan, roots.supplies(plan), supply)
  if (!found.ok) return found
  const key = bringKey(who.value)
  const there = readBrings(found.value)
  if (!found.value.has(key) && there.length >= LIMITS.peoplePerCard)
    return fail('too-many', { max: LIMITS.peoplePerCard })
  if (there.some((bring) => BRING + bring.key === key && bring.amount === checked.value)) return ok()
  return items.changeItem(plan, roots.supplies(plan), supply, ctx, (map) => {
    const name = who.value.member === null ? { name: who.value.name } : {}
    if (checked.value === 0) drop(map, key)
    else map.set(key, { amount: checked.value, ...name })
  })
}

export function gotSupply(plan: Doc, supply: SupplyId, got: boolean, ctx: WriteContext): Result<void> {
  return items.changeItem(plan, roots.supplies(plan), supply, ctx, (map) => putFlag(map, 'got', got))
}

export function binSupply(plan: Doc, supply: SupplyId, ctx: WriteContext): Result<void> {
  return items.binItem(plan, roots.supplies(plan), supply, ctx)
}

export function checkSupply(input: Partial<SupplyInput>): Result<items.Fields> {
  const fields: Record<string, items.Plain | null> = {}
  if (input.title !== undefined) {
    const title = checkTitle(input.title)
    if (!title.ok) return title
    fields.title = title.value
  }
  if (input.needed !== undefined) {
    const needed = checkAmount(input.needed, PLAN_LIMITS.amount)
    if (!needed.ok) return needed
    fields.needed = needed.value
  }
  if (input.unit !== undefined) {
    const unit = checkNote(input.unit, PLAN_LIMITS.unit, 'one')
    if (!unit.ok) return unit
    fields.unit = unit.value || null
  }
  if (input.note !== undefined) {
    const note = checkNote(input.note, PLAN_LIMITS.note)
    if (!note.ok) return note
    fields.note = note.value || null
  }
  return ok(fields)
}
