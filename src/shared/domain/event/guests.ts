import type { Doc } from 'yjs'
import { putContested } from '../contested.ts'
import type { WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { type GuestId, newId, type QuestionId, readId } from '../ids.ts'
import { roots, writable, write } from '../schema.ts'
import { checkName, drop, type LooseMap, put, putFlag } from '../value.ts'
import { ANSWERS, type Answer, type Guest, guestKey, guestOf, readGuest, readGuests } from './guestList.ts'
import { checkNote, checkWhole } from './numbers.ts'
import { PLAN_LIMITS } from './planLimits.ts'
import { nextIn, type Room, seating } from './seating.ts'

/** Answering, and getting a place. Members change what is theirs; organizers may do it for others. */

export interface Reply {
  readonly answer: Answer
  /** Else as before. */
  readonly plus?: number
  /** By question; those not named stay, '' takes a reply away. */
  readonly replies?: ReadonlyMap<QuestionId, string>
}

export interface AnswerOptions {
  readonly asOrganizer: boolean
  readonly room: Room
}

/** Answers for oneself, or as an organizer for a guest on the list or any member. Whoever says yes gets a place if there is one and nobody waits. */
export function answerEvent(
  answers: Doc,
  guest: GuestId,
  reply: Reply,
  options: AnswerOptions,
  ctx: WriteContext,
): Result<void> {
  const may = mayChange(answers, guest, options.asOrganizer, ctx)
  if (!may.ok) return may
  const checked = checkReply(reply)
  if (!checked.ok) return checked
  if (readId(guest) === null) return fail('guest.unknown')
  write(answers, ctx, () => putReply(answers, guest, checked.value, options.room, ctx))
  return ok()
}

/** Somebody without the app, entered by an organizer. */
export function addGuest(
  answers: Doc,
  input: Reply & { readonly name: string },
  options: AnswerOptions,
  ctx: WriteContext,
): Result<GuestId> {
  if (!options.asOrganizer) return fail('answer.others')
  const may = writable(answers)
  if (!may.ok) return may
  const name = checkName(input.name)
  if (!name.ok) return name
  const checked = checkReply(input)
  if (!checked.ok) return checked
  if (readGuests(answers).length >= PLAN_LIMITS.guests) return fail('too-many', { max: PLAN_LIMITS.guests })
  const id = newId<GuestId>(ctx.randomBytes)
  write(answers, ctx, () => {
    roots.guests(answers).set(guestKey.name(id), name.value)
    putReply(answers, id, checked.value, options.room, ctx)
  })
  return ok(id)
}

export function renameGuest(
  answers: Doc,
  guest: GuestId,
  name: string,
  asOrganizer: boolean,
  ctx: WriteContext,
): Result<void> {
  const checked = checkName(name)
  if (!checked.ok) return checked
  return changeGuest(answers, guest, asOrganizer ? 'organizer' : 'nobody', ctx, (root, there) => {
    if (there.member === null) put(root, guestKey.name(guest), checked.value)
  })
}

/** Takes somebody off the list; their answers stay noted. */
export function removeGuest(answers: Doc, guest: GuestId, asOrganizer: boolean, ctx: WriteContext): Result<void> {
  return changeGuest(answers, guest, asOrganizer ? 'organizer' : 'nobody', ctx, (root) =>
    root.set(guestKey.removed(guest), ctx.now),
  )
}

export function restoreGuest(answers: Doc, guest: GuestId, asOrganizer: boolean, ctx: WriteContext): Result<void> {
  const may = mayChange(answers, guest, asOrganizer, ctx)
  if (!may.ok) return may
  write(answers, ctx, () => drop(roots.guests(answers), guestKey.removed(guest)))
  return ok()
}

/** A private need, sealed by the caller for the organizers' key of that epoch; null takes it away. */
export function setNeed(
  answers: Doc,
  guest: GuestId,
  need: { readonly text: string; readonly epoch: number } | null,
  asOrganizer: boolean,
  ctx: WriteContext,
): Result<void> {
  if (need !== null) {
    if (need.text === '') return fail('text.empty')
    if (need.text.length > PLAN_LIMITS.need)
      return fail('text.too-long', { max: PLAN_LIMITS.need, length: need.text.length })
    const epoch = checkWhole(need.epoch, 0, Number.MAX_SAFE_INTEGER)
    if (!epoch.ok) return epoch
  }
  return changeGuest(answers, guest, asOrganizer ? 'organizer' : 'own', ctx, (root) => {
    if (need === null) drop(root, guestKey.need(guest))
    else root.set(guestKey.need(guest), { text: need.text, epoch: need.epoch })
  })
}

/**
 * Gives the places that have become free to those who wait, or offers them. Any computer may run this after any change: from
 * the same answers it does the same, so two that run it at once give the same places; nothing is written if there is nothing to give.
 * @returns who got or was offered one
 */
export function promote(answers: Doc, room: Room, ctx: WriteContext): Result<readonly GuestId[]> {
  const may = writable(answers)
  if (!may.ok) return may
  const next = nextIn(readGuests(answers), room)
  if (next.length === 0) return ok([])
  const root = roots.guests(answers)
  write(answers, ctx, () => {
    for (const { guest } of next) {
      if (room.waiting === 'ask' && room.capacity !== null) root.set(guestKey.offer(guest), { at: ctx.now, by: ctx.by })
      else seat(answers, guest, ctx)
    }
  })
  return ok(next.map(({ guest }) => guest))
}

export function acceptOffer(answers: Doc, guest: GuestId, asOrganizer: boolean, ctx: WriteContext): Result<void> {
  return changeOffered(answers, guest, asOrganizer, ctx, () => seat(answers, guest, ctx))
}

/** They stay on the list of those who wait, but are not asked again unless they answer anew. */
export function declineOffer(answers: Doc, guest: GuestId, asOrganizer: boolean, ctx: WriteContext): Result<void> {
  return changeOffered(answers, guest, asOrganizer, ctx, (root) => {
    root.set(guestKey.declined(guest), ctx.now)
    drop(root, guestKey.offer(guest))
  })
}

export function withdrawOffer(answers: Doc, guest: GuestId, asOrganizer: boolean, ctx: WriteContext): Result<void> {
  if (!asOrganizer) return fail('answer.others')
  return changeOffered(answers, guest, true, ctx, (root) => drop(root, guestKey.offer(guest)))
}

/** By an organizer's hand, whoever waits before them and whether there is room or not. */
export function giveSeat(answers: Doc, guest: GuestId, asOrganizer: boolean, ctx: WriteContext): Result<void> {
  const found = readGuest(answers, guest)
  if (found !== null && found.answer !== 'yes') return fail('choice.invalid')
  return changeGuest(answers, guest, asOrganizer ? 'organizer' : 'nobody', ctx, () => seat(answers, guest, ctx))
}

/** Back to those who wait, as somebody who asks only now: how an organizer settles a place that was given twice. */
export function takeSeat(answers: Doc, guest: GuestId, asOrganizer: boolean, ctx: WriteContext): Result<void> {
  return changeGuest(answers, guest, asOrganizer ? 'organizer' : 'nobody', ctx, (root) => {
    drop(root, guestKey.seat(guest))
    put(root, guestKey.asked(guest), ctx.now)
  })
}

/** A place for the guest and all who come with them. */
function seat(answers: Doc, guest: GuestId, ctx: WriteContext): void {
  const root = roots.guests(answers)
  const found = readGuest(answers, guest)
  if (found === null) return
  root.set(guestKey.seat(guest), { at: found.seat?.at ?? ctx.now, heads: 1 + found.plus, by: ctx.by })
  drop(root, guestKey.offer(guest))
  drop(root, guestKey.declined(guest))
}

type Checked = Reply & { readonly replies: ReadonlyMap<QuestionId, string> }

function checkReply(reply: Reply): Result<Checked> {
  if (!ANSWERS.includes(reply.answer)) return fail('choice.invalid')
  if (reply.plus !== undefined) {
    const plus = checkWhole(reply.plus, 0, PLAN_LIMITS.plusOnes)
    if (!plus.ok) return plus
  }
  const replies = new Map<QuestionId, string>()
  for (const [question, words] of reply.replies ?? []) {
    const checked = checkNote(words, PLAN_LIMITS.reply)
    if (!checked.ok) return checked
    if (readId(question) === null) return fail('item.unknown')
    replies.set(question, checked.value)
  }
  return ok({ ...reply, replies })
}

/** Inside the transaction. */
function putReply(
  answers: Doc,
  guest: GuestId,
  { answer, plus, replies }: Checked,
  room: Room,
  ctx: WriteContext,
): void {
  const root = roots.guests(answers)
  const before = readGuest(answers, guest)
  putContested(root, guestKey.answer(guest), answer, ctx)
  if (plus !== undefined && (plus > 0 || root.has(guestKey.plus(guest)))) put(root, guestKey.plus(guest), plus)
  for (const [question, words] of replies) {
    if (words === '') drop(root, guestKey.reply(guest, question))
    else put(root, guestKey.reply(guest, question), words)
  }
  put(root, guestKey.at(guest), ctx.now)
  put(root, guestKey.by(guest), ctx.by)
  drop(root, guestKey.removed(guest))
  if (answer !== 'yes' || before?.answer !== 'yes') {
    // A place that another computer gave meanwhile to somebody who no longer wanted it must not come back by itself.
    for (const key of [guestKey.seat, guestKey.offer, guestKey.declined, guestKey.asked]) drop(root, key(guest))
  }
  if (answer !== 'yes') return
  const after = readGuest(answers, guest)
  if (after === null) return
  const wanted = 1 + after.plus
  const given = after.seat
  if (given !== null && given.heads >= wanted) {
    if (given.heads > wanted) root.set(guestKey.seat(guest), { ...given, heads: wanted })
    return
  }
  // Whoever wants to be more asks for those only now.
  if (before?.answer !== 'yes' || before.plus < after.plus || before.declinedAt !== null) {
    put(root, guestKey.asked(guest), ctx.now)
    drop(root, guestKey.declined(guest))
  }
  const { waiting, free } = seating(readGuests(answers), room)
  const first = waiting.find(({ offered, declined }) => !offered && !declined)
  if (first?.guest === guest ? free === null || first.heads <= free : room.capacity === null) seat(answers, guest, ctx)
}

function mayChange(answers: Doc, guest: GuestId, asOrganizer: boolean, ctx: WriteContext): Result<void> {
  const may = writable(answers)
  if (!may.ok) return may
  return asOrganizer || guest === guestOf(ctx.by) ? ok() : fail('answer.others')
}

function changeGuest(
  answers: Doc,
  guest: GuestId,
  who: 'own' | 'organizer' | 'nobody',
  ctx: WriteContext,
  change: (root: LooseMap, there: Guest) => void,
): Result<void> {
  if (who === 'nobody') return fail('answer.others')
  const may = mayChange(answers, guest, who === 'organizer', ctx)
  if (!may.ok) return may
  const found = readGuest(answers, guest)
  if (found === null) return fail('guest.unknown')
  write(answers, ctx, () => change(roots.guests(answers), found))
  return ok()
}

function changeOffered(
  answers: Doc,
  guest: GuestId,
  asOrganizer: boolean,
  ctx: WriteContext,
  change: (root: LooseMap) => void,
): Result<void> {
  const found = readGuest(answers, guest)
  if (found !== null && (found.offeredAt === null || found.answer !== 'yes')) return fail('offer.unknown')
  return changeGuest(answers, guest, asOrganizer ? 'organizer' : 'own', ctx, change)
}

/** Notes somebody who is there without having answered; inside a transaction. */
export function putWalkIn(root: LooseMap, guest: GuestId, name: string, ctx: WriteContext): void {
  if (name !== '') root.set(guestKey.name(guest), name)
  putFlag(root, guestKey.walkIn(guest), true)
  put(root, guestKey.at(guest), ctx.now)
  put(root, guestKey.by(guest), ctx.by)
}
