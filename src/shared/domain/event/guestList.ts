import type { Doc } from 'yjs'
import { type Contender, contenders } from '../contested.ts'
import { type GuestId, type MemberId, type QuestionId, readId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { roots } from '../schema.ts'
import { fieldOf, type LooseMap, textOf, timeOf } from '../value.ts'
import { readWhole } from './numbers.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/**
 * The answers of guests. The root is one flat map with keys `<guest>/<what>`, not a map for each guest: a member's answer
 * stands under the member's id, and of two maps that two computers set under one id at once, one would be lost whole.
 */
export const ANSWERS = ['yes', 'maybe', 'no'] as const
export type Answer = (typeof ANSWERS)[number]

/** A place that was given: for so many heads. It is never taken away by itself. */
export interface Seat {
  readonly at: number
  readonly heads: number
  readonly by: MemberId | null
}

export interface Guest {
  /** The member's id, or a fresh one for a person without the app. */
  readonly id: GuestId
  /** Null for a person without the app. */
  readonly member: MemberId | null
  /** '' for a member, whose name the community knows. */
  readonly name: string
  /** Null for a walk-in who was never asked. */
  readonly answer: Answer | null
  /** How many come with them. */
  readonly plus: number
  readonly replies: ReadonlyMap<QuestionId, string>
  /** Milliseconds since 1970 UTC by the clock of whoever wrote it; 0 if unknown. */
  readonly answeredAt: number
  /** Who wrote the answer down. */
  readonly by: MemberId | null
  /** Since when they want the place, or the further places, that they do not have; decides who waits before whom. */
  readonly asked: number
  readonly seat: Seat | null
  /** Since when a place is offered to them. */
  readonly offeredAt: number | null
  readonly declinedAt: number | null
  /** What they need, sealed for organizers, and the epoch of the key that opens it. */
  readonly need: { readonly text: string; readonly epoch: number } | null
  readonly walkIn: boolean
  /** Answers that were given apart, such as by the guest and by an organizer; empty if they agree. */
  readonly clash: readonly Contender[]
}

const ID_LENGTH = 16

export const guestKey = {
  name: (id: GuestId) => `${id}/name`,
  answer: (id: GuestId) => `${id}/answer`,
  plus: (id: GuestId) => `${id}/plus`,
  reply: (id: GuestId, question: QuestionId) => `${id}/q/${question}`,
  at: (id: GuestId) => `${id}/at`,
  by: (id: GuestId) => `${id}/by`,
  asked: (id: GuestId) => `${id}/asked`,
  seat: (id: GuestId) => `${id}/seat`,
  offer: (id: GuestId) => `${id}/offer`,
  declined: (id: GuestId) => `${id}/declined`,
  need: (id: GuestId) => `${id}/need`,
  walkIn: (id: GuestId) => `${id}/walkIn`,
  removed: (id: GuestId) => `${id}/removedAt`,
} as const

/** The key of a member among the guests. */
export const guestOf = (member: MemberId): GuestId => member as string as GuestId

/** Everybody on the list, in order of id; those taken off are left out. */
export function readGuests(answers: Doc): readonly Guest[] {
  return readAll(answers).filter(({ removedAt }) => removedAt === null)
}

/** One guest; null when there is none of that id, or they were taken off. */
export function readGuest(answers: Doc, id: GuestId): Guest | null {
  const root = roots.guests(answers)
  const isThere = root.has(guestKey.answer(id)) || root.has(guestKey.name(id)) || root.has(guestKey.walkIn(id))
  if (!isThere || timeOf(root.get(guestKey.removed(id))) !== null) return null
  const sheet = newSheet()
  const prefix = `${id}/`
  for (const [key, value] of root.entries()) if (key.startsWith(prefix)) note(sheet, key.slice(ID_LENGTH + 1), value)
  return guestFrom(id, sheet, root)
}

type Kept = Guest & { readonly removedAt: number | null }

function readAll(answers: Doc): Kept[] {
  const root = roots.guests(answers)
  const sheets = new Map<GuestId, Sheet>()
  root.forEach((value, key) => {
    if (key.charAt(ID_LENGTH) !== '/') return
    const id = readId<GuestId>(key.slice(0, ID_LENGTH))
    if (id === null) return
    let sheet = sheets.get(id)
    if (sheet === undefined) {
      sheet = newSheet()
      sheets.set(id, sheet)
    }
    note(sheet, key.slice(ID_LENGTH + 1), value)
  })
  const found: Kept[] = []
  for (const [id, sheet] of sheets) {
    const guest = guestFrom(id, sheet, root)
    if (guest !== null) found.push(guest)
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** What stands under one guest's id, before it is known to be sound. */
interface Sheet {
  readonly facts: Map<string, unknown>
  readonly replies: Map<QuestionId, string>
  traces: number
}

const newSheet = (): Sheet => ({ facts: new Map(), replies: new Map(), traces: 0 })

function note(sheet: Sheet, what: string, value: unknown): void {
  if (what.startsWith('q/')) {
    const question = readId<QuestionId>(what.slice(2))
    const reply = textOf(value, PLAN_LIMITS.reply)
    if (question !== null && reply !== '') sheet.replies.set(question, reply)
  } else if (what.startsWith('answer~')) sheet.traces++
  else sheet.facts.set(what, value)
}

const NONE: readonly never[] = Object.freeze([])

function guestFrom(id: GuestId, { facts, replies, traces }: Sheet, root: LooseMap): Kept | null {
  const answer = ANSWERS.find((one) => one === facts.get('answer')) ?? null
  const name = textOf(facts.get('name'), LIMITS.name)
  const walkIn = facts.get('walkIn') === true
  if (answer === null && name === '' && !walkIn) return null
  const answeredAt = timeOf(facts.get('at')) ?? 0
  return {
    id,
    member: name === '' ? readId<MemberId>(id) : null,
    name,
    answer,
    plus: readWhole(facts.get('plus'), 0, PLAN_LIMITS.plusOnes) ?? 0,
    replies,
    answeredAt,
    by: readId<MemberId>(facts.get('by')),
    asked: timeOf(facts.get('asked')) ?? answeredAt,
    seat: readSeat(facts.get('seat')),
    offeredAt: timeOf(fieldOf(facts.get('offer'), 'at')),
    declinedAt: timeOf(facts.get('declined')),
    need: readNeed(facts.get('need')),
    walkIn,
    clash: traces < 2 ? NONE : contenders(root, guestKey.answer(id)),
    removedAt: timeOf(facts.get('removedAt')),
  }
}

function readSeat(value: unknown): Seat | null {
  const heads = readWhole(fieldOf(value, 'heads'), 1, PLAN_LIMITS.plusOnes + 1)
  return heads === null
    ? null
    : { heads, at: timeOf(fieldOf(value, 'at')) ?? 0, by: readId<MemberId>(fieldOf(value, 'by')) }
}

function readNeed(value: unknown): Guest['need'] {
  const text = textOf(fieldOf(value, 'text'), PLAN_LIMITS.need)
  const epoch = readWhole(fieldOf(value, 'epoch'), 0, Number.MAX_SAFE_INTEGER)
  return text === '' || epoch === null ? null : { text, epoch }
}
