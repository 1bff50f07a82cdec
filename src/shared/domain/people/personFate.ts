import type { WriteContext } from '../context.ts'
import { fail, ok, type Result } from '../errors.ts'
import { type AnyId, type MemberId, newId, type PersonId, readId } from '../ids.ts'
import { roots } from '../schema.ts'
import { sound } from '../value.ts'
import { noteBrought } from './bringAlong.ts'
import { changePerson, homeOf, keysOf, writeKeys } from './changePerson.ts'
import { type NewConsent, newConsent } from './consent.ts'
import { CHANNELS, type Channel, PEOPLE_LIMITS } from './fields.ts'
import { isDay } from './formsOfValues.ts'
import { CONSENT, NOTE, personKey } from './keys.ts'
import type { PersonPatch } from './patch.ts'
import { dropValue, inOneStep, type PeopleDocs, putValue } from './peopleDocs.ts'
import type { Care, Consent, Note, PersonRecord } from './record.ts'

/** Into the bin, or out of it. */
export const binPerson = (docs: PeopleDocs, id: PersonId, ctx: WriteContext) =>
  writeKeys(docs, id, { binnedAt: ctx.now }, ctx)
export const restorePerson = (docs: PeopleDocs, id: PersonId, ctx: WriteContext) =>
  writeKeys(docs, id, { binnedAt: null }, ctx)

/** A note of one's own, or one's own words in place of an older one. */
export function putNote(docs: PeopleDocs, id: PersonId, text: string, ctx: WriteContext, note?: string) {
  const words = sound(text).trim()
  if (words === '') return fail('text.empty')
  if (words.length > PEOPLE_LIMITS.note) return fail('text.too-long', { max: PEOPLE_LIMITS.note, length: words.length })
  const key = NOTE + (note ?? newId<AnyId>(ctx.randomBytes))
  return writeKeys(docs, id, { [key]: { text: words, by: ctx.by, at: ctx.now } }, ctx)
}

export const dropNote = (docs: PeopleDocs, id: PersonId, note: string, ctx: WriteContext) =>
  writeKeys(docs, id, { [NOTE + note]: null }, ctx)

/** Writes down what somebody said about a channel. @param known what is recorded of that channel so far, as it is shown */
export function recordConsent(
  docs: PeopleDocs,
  id: PersonId,
  channel: Channel,
  consent: NewConsent,
  known: readonly Consent[],
  ctx: WriteContext,
): Result<PersonId> {
  if (!CHANNELS.includes(channel)) return fail('choice.invalid')
  if (consent.on !== '' && !isDay(consent.on)) return fail('date.invalid')
  const value = newConsent(consent, known, ctx.by, ctx.now)
  if (!value.ok) return value
  return writeKeys(docs, id, { [`${CONSENT}${channel}/${newId<AnyId>(ctx.randomBytes)}`]: value.value }, ctx)
}

export interface CareChange {
  readonly greeted?: boolean
  readonly buddy?: MemberId | null
  /** Takes the follow-up, or (null) gives it up. */
  readonly followUp?: { readonly remind: string } | null
  readonly leaveAlone?: boolean
}

export function changeCare(docs: PeopleDocs, id: PersonId, change: CareChange, ctx: WriteContext): Result<PersonId> {
  const keys: Record<string, unknown> = {}
  if (change.greeted !== undefined) keys.greeted = change.greeted ? { by: ctx.by, at: ctx.now } : null
  if (change.buddy !== undefined) {
    if (change.buddy !== null && readId(change.buddy) === null) return fail('member.invalid')
    keys.buddy = change.buddy
  }
  if (change.followUp !== undefined) {
    const remind = change.followUp?.remind ?? ''
    if (remind !== '' && !isDay(remind)) return fail('date.invalid')
    keys.follow = change.followUp === null ? null : { by: ctx.by, at: ctx.now, ...(remind === '' ? {} : { remind }) }
  }
  if (change.leaveAlone !== undefined) keys.quiet = change.leaveAlone ? true : null
  return writeKeys(docs, id, keys, ctx)
}

/**
 * Of two records makes one: `keep` gets what the patch says, all notes and records of consent, and the care it lacks; `drop`
 * points to it from now on and is in no list. Nothing is deleted, so that undo, or a change that somebody else makes to it
 * meanwhile, loses nothing.
 */
export function mergePeople(
  docs: PeopleDocs,
  keep: PersonRecord,
  drop: PersonRecord,
  patch: PersonPatch,
  ctx: WriteContext,
): Result<PersonId> {
  if (keep.id === drop.id) return fail('person.unknown')
  return inOneStep(docs, ctx, () => {
    const changed = changePerson(
      docs,
      keep.id,
      { ...(homeOf(docs, keep.id) === null ? { name: keep.name } : {}), ...patch },
      ctx,
    )
    if (!changed.ok) return changed
    const brought = { ...notesOf(drop.notes), ...consentsOf(docs, drop.id), ...careOf(keep.care, drop.care) }
    const along = writeKeys(docs, keep.id, brought, ctx)
    if (!along.ok) return along
    if (homeOf(docs, drop.id) === null) {
      const named = changePerson(docs, drop.id, { name: drop.name, home: 2 }, ctx)
      if (!named.ok) return named
    }
    noteBrought(docs, drop.id, keep.id)
    return writeKeys(docs, drop.id, { merged: keep.id }, ctx)
  })
}

function notesOf(notes: readonly Note[]): Record<string, unknown> {
  return Object.fromEntries(notes.map(({ id, text, by, at }) => [NOTE + id, { text, at, ...(by ? { by } : {}) }]))
}

/**
 * Whoever asked to be left alone, as either of both, is left alone; a buddy, a follow-up or a greeting comes along where there
 * is none.
 */
function careOf(keep: Care, drop: Care): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  if (drop.leaveAlone) found.quiet = true
  if (!keep.greeted && drop.greeted) {
    const { by, at } = drop.greeted
    found.greeted = { at, ...(by ? { by } : {}) }
  }
  if (!keep.buddy && drop.buddy) found.buddy = drop.buddy
  if (!keep.followUp && drop.followUp) {
    const { by, at, remind } = drop.followUp
    found.follow = { by, at, ...(remind === '' ? {} : { remind }) }
  }
  return found
}

/** As they stand, so that a yes still names the refusals that it was given over. */
function consentsOf(docs: PeopleDocs, id: PersonId): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  const start = personKey(id, CONSENT)
  for (const doc of docs.values())
    for (const full of keysOf(doc, id))
      if (full.startsWith(start)) found[full.slice(start.length - CONSENT.length)] = roots.people(doc).get(full)
  return found
}

/**
 * Removes everything about a person from all documents that this device may write, and marks that it is so for those that it
 * may not: a steward's app finishes it there. There is no undo. @param ids the person's own and those merged into it
 */
export function forgetPerson(docs: PeopleDocs, ids: readonly PersonId[], ctx: WriteContext): Result<void> {
  const all = ids.filter((id) => readId(id) !== null)
  if (all.length === 0) return fail('person.unknown')
  inOneStep(docs, { ...ctx, origin: FORGETTING }, () => {
    for (const id of all) {
      const home = homeOf(docs, id) ?? 0
      for (const [audience, doc] of docs) {
        const keys = keysOf(doc, id)
        for (const full of keys) dropValue(doc, full)
        // Where nothing of them ever stood, nothing tells that they were known.
        if (keys.length > 0 || audience >= home) putValue(doc, personKey(id, 'forgotten'), ctx.now)
      }
    }
  })
  return ok()
}

/** The origin of what undo never takes back. */
const FORGETTING = { people: 'forget' }

/** What was written about people who are forgotten, by computers that did not know: removed. @returns whether there was any */
export function sweepForgotten(docs: PeopleDocs, ctx: WriteContext): boolean {
  const forgotten = new Set<string>()
  for (const doc of docs.values())
    for (const full of roots.people(doc).keys()) if (full.endsWith('/forgotten')) forgotten.add(full.slice(0, 16))
  if (forgotten.size === 0) return false
  const strays: (readonly [ReturnType<typeof roots.people>, string])[] = []
  for (const doc of docs.values()) {
    const map = roots.people(doc)
    for (const full of map.keys())
      if (forgotten.has(full.slice(0, 16)) && !full.endsWith('/forgotten')) strays.push([map, full])
  }
  if (strays.length > 0)
    inOneStep(docs, { ...ctx, origin: FORGETTING }, () => {
      for (const [map, full] of strays) map.delete(full)
    })
  return strays.length > 0
}
