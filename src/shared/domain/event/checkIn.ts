import type { Doc } from 'yjs'
import type { WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { type CheckInId, type GuestId, newId, readId } from '../ids.ts'
import { roots, writable, write } from '../schema.ts'
import { checkName, drop, fieldOf } from '../value.ts'
import { CHECK_IN_KINDS, type CheckInKind, readAttendance, recordKey } from './attendance.ts'
import { readGuest } from './guestList.ts'
import { putWalkIn } from './guests.ts'
import { checkNote, checkWhole } from './numbers.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/** What is written down at a door. Whoever helps there may check in anybody. */

export interface CheckInInput {
  readonly kind: CheckInKind
  /** Which door, as it is called. */
  readonly door: string
  /** Who comes or leaves together, the guest included. Left out, one comes, or all leave. */
  readonly heads?: number
  /** Also lets in somebody who is in already, as far as is known here: it is listed as a double. */
  readonly again?: boolean
}

/** Refused with `checkin.already` if the guest is in already as far as this computer knows. */
export function checkIn(answers: Doc, guest: GuestId, input: CheckInInput, ctx: WriteContext): Result<CheckInId> {
  const may = writable(answers)
  if (!may.ok) return may
  const checked = checkInput(input)
  if (!checked.ok) return checked
  const presence = readAttendance(answers, null).guests.get(guest)
  if (presence === undefined && readGuest(answers, guest) === null) return fail('guest.unknown')
  const isIn = presence?.isIn === true
  if (input.kind === 'in' && isIn && input.again !== true) return fail('checkin.already')
  if (input.kind === 'out' && !isIn) return fail('checkin.unknown')
  const id = newId<CheckInId>(ctx.randomBytes)
  write(answers, ctx, () => putRecord(answers, id, guest, checked.value, ctx))
  return ok(id)
}

/** Somebody who was not on the list: is put on it and let in. @param who a name, or a member who had not answered */
export function addWalkIn(
  answers: Doc,
  who: { readonly name: string } | { readonly guest: GuestId },
  input: { readonly door: string; readonly heads?: number },
  ctx: WriteContext,
): Result<{ readonly guest: GuestId; readonly record: CheckInId }> {
  const may = writable(answers)
  if (!may.ok) return may
  const checked = checkInput({ ...input, kind: 'in' })
  if (!checked.ok) return checked
  const name = 'name' in who ? checkName(who.name) : ok('')
  if (!name.ok) return name
  if ('guest' in who && readId(who.guest) === null) return fail('member.invalid')
  const guest = 'guest' in who ? who.guest : newId<GuestId>(ctx.randomBytes)
  if ('guest' in who && readAttendance(answers, null).guests.get(guest)?.isIn === true) return fail('checkin.already')
  const record = newId<CheckInId>(ctx.randomBytes)
  write(answers, ctx, () => {
    if (readGuest(answers, guest) === null) putWalkIn(roots.guests(answers), guest, name.value, ctx)
    putRecord(answers, record, guest, checked.value, ctx)
  })
  return ok({ guest, record })
}

/** Takes a mistake back. The record stays, and is counted no more. */
export function voidCheckIn(answers: Doc, record: CheckInId, ctx: WriteContext): Result<void> {
  return changeRecord(answers, record, ctx, () => {
    const key = recordKey.void(record)
    if (!roots.checkins(answers).has(key)) roots.checkins(answers).set(key, { at: ctx.now, by: ctx.by })
  })
}

export function unvoidCheckIn(answers: Doc, record: CheckInId, ctx: WriteContext): Result<void> {
  return changeRecord(answers, record, ctx, () => drop(roots.checkins(answers), recordKey.void(record)))
}

function changeRecord(answers: Doc, record: CheckInId, ctx: WriteContext, change: () => void): Result<void> {
  const may = writable(answers)
  if (!may.ok) return may
  if (fieldOf(roots.checkins(answers).get(recordKey.record(record)), 'guest') === undefined)
    return fail('checkin.unknown')
  write(answers, ctx, change)
  return ok()
}

interface Checked {
  readonly kind: CheckInKind
  readonly door: string
  readonly heads: number
}

function checkInput({ kind, door, heads = kind === 'out' ? 0 : 1 }: CheckInInput): Result<Checked> {
  if (!CHECK_IN_KINDS.includes(kind)) return fail('choice.invalid')
  const place = checkNote(door, PLAN_LIMITS.door, 'one')
  if (!place.ok) return place
  const whole = checkWhole(heads, kind === 'out' ? 0 : 1, PLAN_LIMITS.headsAtOnce)
  return whole.ok ? ok({ kind, door: place.value, heads: whole.value }) : whole
}

function putRecord(
  answers: Doc,
  id: CheckInId,
  guest: GuestId,
  { kind, door, heads }: Checked,
  ctx: WriteContext,
): void {
  roots.checkins(answers).set(recordKey.record(id), { guest, kind, door, heads, at: ctx.now, by: ctx.by })
}
