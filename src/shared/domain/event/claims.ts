import type { Temporal } from 'temporal-polyfill'
import type { Doc } from 'yjs'
import type { WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { type MemberId, readId, type ShiftId } from '../ids.ts'
import { roots, writable, write } from '../schema.ts'
import { drop, fieldOf, type LooseMap, timeOf } from '../value.ts'
import type { When } from '../when.ts'
import { liveItem } from './items.ts'
import { momentOf } from './moment.ts'
import { checkPerson, mayAnswerFor, type Person, type PersonKey, personKey, personOfKey } from './person.ts'
import { readShiftList, type Shift } from './shifts.ts'

/**
 * Who does which shift. `<shift>/<person>` is there for everybody who ever signed up: who, when, by whom; beside it
 * `…/cover` while they ask for somebody to take their place, `…/dropped` when they have given it up. So whatever two
 * computers do apart, both keep what they said; what is too much is shown.
 */
export interface Claim {
  readonly key: PersonKey
  readonly person: Person
  /** Milliseconds since 1970 UTC; 0 if unreadable. */
  readonly at: number
  /** Who wrote it down. */
  readonly by: MemberId | null
  /** Since when they ask for somebody to take their place; null otherwise. */
  readonly cover: number | null
}

export interface ShiftView extends Shift {
  readonly start: Temporal.Instant
  readonly end: Temporal.Instant
  /** In the order in which they signed up. */
  readonly claims: readonly Claim[]
  /** How many are still missing. */
  readonly open: number
  /** Those beyond the number needed, who signed up last: apart from others, as a rule. Nobody is thrown out. */
  readonly extra: readonly Claim[]
  /** How many of the claims ask for cover. */
  readonly covers: number
}

/** In order of time, then rank. */
export function readShifts(plan: Doc, answers: Doc, when: When, viewerZone: string): readonly ShiftView[] {
  const claims = readClaims(answers)
  return readShiftList(plan)
    .map((shift): ShiftView => {
      const there = claims.get(shift.id) ?? []
      return {
        ...shift,
        start: momentOf(when, shift.day, shift.from, viewerZone),
        end: momentOf(when, shift.day, shift.to, viewerZone),
        claims: there,
        open: Math.max(0, shift.needed - there.length),
        extra: there.slice(shift.needed),
        covers: there.filter(({ cover }) => cover !== null).length,
      }
    })
    .sort((a, b) => a.start.epochMilliseconds - b.start.epochMilliseconds)
}

const ID_LENGTH = 16
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** By shift, without those dropped, in order of `at`, then key. */
export function readClaims(answers: Doc): ReadonlyMap<ShiftId, readonly Claim[]> {
  const root = roots.claims(answers)
  const found = new Map<ShiftId, Claim[]>()
  for (const [key, value] of root.entries()) {
    const shift = readId<ShiftId>(key.slice(0, ID_LENGTH))
    const person = personOfKey(key.slice(ID_LENGTH + 1), fieldOf(value, 'name'))
    if (shift === null || key.charAt(ID_LENGTH) !== '/' || person === null) continue
    if (typeof value !== 'object' || value === null || root.has(`${key}/dropped`)) continue
    const cover = root.get(`${key}/cover`)
    const claim: Claim = {
      key: key.slice(ID_LENGTH + 1),
      person,
      at: timeOf(fieldOf(value, 'at')) ?? 0,
      by: readId<MemberId>(fieldOf(value, 'by')),
      cover: cover === undefined ? null : (timeOf(fieldOf(cover, 'at')) ?? 0),
    }
    const there = found.get(shift)
    if (there === undefined) found.set(shift, [claim])
    else there.push(claim)
  }
  for (const claims of found.values()) claims.sort((a, b) => a.at - b.at || byText(a.key, b.key))
  return found
}

interface Docs {
  readonly plan: Doc
  readonly answers: Doc
}

/** Who signs up, and whether an organizer does it for them. */
export interface ClaimFor {
  readonly person: Person
  readonly asOrganizer: boolean
}

/** Signs somebody up; once more is no change. More than are needed may: whether to offer that is for the interface. */
export function claimShift(docs: Docs, shift: ShiftId, of: ClaimFor, ctx: WriteContext): Result<void> {
  const may = check(docs, shift, of, ctx)
  if (!may.ok) return may
  const { root, key, person } = may.value
  if (isHeld(root, key)) return ok()
  write(docs.answers, ctx, () => putClaim(root, key, person, ctx))
  return ok()
}

export function dropShift(docs: Docs, shift: ShiftId, of: ClaimFor, ctx: WriteContext): Result<void> {
  return changeClaim(docs, shift, of, ctx, (root, key) => {
    root.set(`${key}/dropped`, { at: ctx.now, by: ctx.by })
    drop(root, `${key}/cover`)
  })
}

/** Asks for somebody to take one's place, or no longer. Until somebody does, one is still signed up. */
export function askForCover(docs: Docs, shift: ShiftId, of: ClaimFor, on: boolean, ctx: WriteContext): Result<void> {
  return changeClaim(docs, shift, of, ctx, (root, key) => {
    if (!on) drop(root, `${key}/cover`)
    else if (!root.has(`${key}/cover`)) root.set(`${key}/cover`, { at: ctx.now, by: ctx.by })
  })
}

/** Takes the place of somebody who asks for cover. Organizers may put one in the place of another without being asked. */
export function takeOver(docs: Docs, shift: ShiftId, from: Person, of: ClaimFor, ctx: WriteContext): Result<void> {
  const may = check(docs, shift, of, ctx)
  if (!may.ok) return may
  const { root, key, person } = may.value
  const old = `${shift}/${personKey(from)}`
  if (!isHeld(root, old) || old === key) return fail('claim.unknown')
  if (!of.asOrganizer && !root.has(`${old}/cover`)) return fail('answer.others')
  write(docs.answers, ctx, () => {
    root.set(`${old}/dropped`, { at: ctx.now, by: ctx.by })
    drop(root, `${old}/cover`)
    if (!isHeld(root, key)) putClaim(root, key, person, ctx)
  })
  return ok()
}

function putClaim(root: LooseMap, key: string, person: Person, ctx: WriteContext): void {
  const name = person.member === null ? { name: person.name } : {}
  root.set(key, { at: ctx.now, by: ctx.by, ...name })
  drop(root, `${key}/dropped`)
  drop(root, `${key}/cover`)
}

const isHeld = (root: LooseMap, key: string): boolean =>
  typeof root.get(key) === 'object' && root.get(key) !== null && !root.has(`${key}/dropped`)

function changeClaim(
  docs: Docs,
  shift: ShiftId,
  of: ClaimFor,
  ctx: WriteContext,
  change: (root: LooseMap, key: string) => void,
): Result<void> {
  const may = check(docs, shift, of, ctx)
  if (!may.ok) return may
  const { root, key } = may.value
  if (!isHeld(root, key)) return fail('claim.unknown')
  write(docs.answers, ctx, () => change(root, key))
  return ok()
}

function check(
  { plan, answers }: Docs,
  shift: ShiftId,
  of: ClaimFor,
  ctx: WriteContext,
): Result<{ readonly root: LooseMap; readonly key: string; readonly person: Person }> {
  const may = writable(answers)
  if (!may.ok) return may
  const person = checkPerson(of.person)
  if (!person.ok) return person
  const own = mayAnswerFor(person.value, of.asOrganizer, ctx)
  if (!own.ok) return own
  const found = liveItem(plan, roots.shifts(plan), shift)
  if (!found.ok) return found
  return ok({ root: roots.claims(answers), key: `${shift}/${personKey(person.value)}`, person: person.value })
}
