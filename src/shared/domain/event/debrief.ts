import type { Doc } from 'yjs'
import type { Position, WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail } from '../errors.ts'
import type { Attendance as Came } from '../eventHead.ts'
import { type CardId, type DebriefNoteId, type GuestId, type MemberId, readId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { roots } from '../schema.ts'
import { checkText, mapAt, put, textOf, timeOf } from '../value.ts'
import { readStamp } from '../when.ts'
import type { Attendance } from './attendance.ts'
import type { Guest } from './guestList.ts'
import * as items from './items.ts'
import { checkPerson, type Person, personText, readPersonText } from './person.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/** Looking back: who came, what was good, what to do otherwise, whom to thank, what is still to be done. */
export const NOTE_KINDS = ['keep', 'change', 'thanks'] as const
export type NoteKind = (typeof NOTE_KINDS)[number]

export interface DebriefNote {
  readonly id: DebriefNoteId
  readonly rank: string
  readonly kind: NoteKind
  readonly text: string
  readonly by: MemberId | null
  readonly at: number
  /** Whom to thank. */
  readonly who: Person | null
  /** Of a recurring event: which occurrence it is about; '' otherwise. */
  readonly stamp: string
}

export function readDebrief(plan: Doc): readonly DebriefNote[] {
  return items.liveItems<DebriefNoteId>(roots.debrief(plan)).map(({ id, rank, map }) => ({
    id,
    rank,
    kind: NOTE_KINDS.find((kind) => kind === map.get('kind')) ?? 'keep',
    text: textOf(map.get('text'), PLAN_LIMITS.note),
    by: readId<MemberId>(map.get('by')),
    at: timeOf(map.get('at')) ?? 0,
    who: readPersonText(map.get('who')),
    stamp: textOf(map.get('stamp'), LIMITS.name),
  }))
}

export function addDebriefNote(
  plan: Doc,
  input: { readonly kind: NoteKind; readonly text: string; readonly who?: Person; readonly stamp?: string },
  ctx: WriteContext,
): Result<DebriefNoteId> {
  if (!NOTE_KINDS.includes(input.kind)) return fail('choice.invalid')
  const text = checkText(input.text, PLAN_LIMITS.note)
  if (!text.ok) return text
  if (input.stamp && readStamp(input.stamp) === null) return fail('date.invalid')
  const who = input.who === undefined ? null : checkPerson(input.who)
  if (who !== null && !who.ok) return who
  const fields = {
    kind: input.kind,
    text: text.value,
    by: ctx.by,
    at: ctx.now,
    who: who === null ? null : personText(who.value),
    stamp: input.stamp || null,
  }
  return items.addItem<DebriefNoteId>(plan, roots.debrief(plan), fields, { max: PLAN_LIMITS.items }, ctx)
}

export function rewordDebriefNote(plan: Doc, note: DebriefNoteId, text: string, ctx: WriteContext): Result<void> {
  const checked = checkText(text, PLAN_LIMITS.note)
  return checked.ok ? items.setFields(plan, roots.debrief(plan), note, { text: checked.value }, ctx) : checked
}

/** @param kind into which of the columns, if not its own */
export function moveDebriefNote(
  plan: Doc,
  note: DebriefNoteId,
  to: { readonly at: Position<DebriefNoteId>; readonly kind?: NoteKind },
  ctx: WriteContext,
): Result<void> {
  const { kind } = to
  if (kind !== undefined && !NOTE_KINDS.includes(kind)) return fail('choice.invalid')
  return items.moveItem(plan, roots.debrief(plan), note, to.at, ctx, (map) => {
    if (kind !== undefined) put(map, 'kind', kind)
  })
}

export function binDebriefNote(plan: Doc, note: DebriefNoteId, ctx: WriteContext): Result<void> {
  return items.binItem(plan, roots.debrief(plan), note, ctx)
}

export function restoreDebriefNote(plan: Doc, note: DebriefNoteId, ctx: WriteContext): Result<void> {
  return items.restoreItem(plan, roots.debrief(plan), note, ctx)
}

/** Who came and who did not, in order of id. */
export interface Turnout {
  readonly came: readonly GuestId[]
  /** Said yes and did not come. */
  readonly noShows: readonly GuestId[]
  readonly walkIns: readonly GuestId[]
  /** Came though they had said maybe, no or nothing, and were on the list. */
  readonly surprises: readonly GuestId[]
  /** Heads that came, those with them counted. */
  readonly heads: number
  /** Heads that had said yes. */
  readonly expected: number
  /** What to write to the participation of members (calendar.ts, `recordAttendance`). */
  readonly members: ReadonlyMap<MemberId, Came>
}

export function turnout(guests: readonly Guest[], attendance: Attendance): Turnout {
  const known = new Map(guests.map((guest) => [guest.id, guest]))
  const came = [...attendance.guests.keys()].sort()
  const noShows = guests.filter(({ id, answer }) => answer === 'yes' && !attendance.guests.has(id)).map(({ id }) => id)
  const members = new Map<MemberId, Came>()
  for (const id of came) {
    const member = known.get(id)?.member
    if (member) members.set(member, 'came')
  }
  for (const id of noShows) {
    const member = known.get(id)?.member
    if (member) members.set(member, 'missed')
  }
  return {
    came,
    noShows,
    walkIns: came.filter((id) => known.get(id)?.walkIn === true),
    surprises: came.filter((id) => {
      const guest = known.get(id)
      return guest !== undefined && !guest.walkIn && guest.answer !== 'yes'
    }),
    heads: attendance.came,
    expected: guests.reduce((sum, { answer, plus }) => sum + (answer === 'yes' ? 1 + plus : 0), 0),
    members,
  }
}

/** The tasks of a plan that are neither done nor away, nor carried over to another board already; in order of id. */
export function unfinishedTasks(plan: Doc): readonly CardId[] {
  const found: CardId[] = []
  const cards = roots.cards(plan)
  for (const key of cards.keys()) {
    const id = readId<CardId>(key)
    const map = id === null ? null : mapAt(cards, key)
    if (id === null || map === null || map.get('done') === true || readId(map.get('carriedTo')) !== null) continue
    if (timeOf(map.get('archivedAt')) === null && timeOf(map.get('binnedAt')) === null) found.push(id)
  }
  return found.sort()
}
