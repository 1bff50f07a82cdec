import type { Doc } from 'yjs'
import type { WriteContext } from '../context.ts'
import { fail, ok, type Result } from '../errors.ts'
import { type AnyId, newId, type PersonId, readId } from '../ids.ts'
import { roots, writable } from '../schema.ts'
import { cut, oneLine, sound, timeOf } from '../value.ts'
import {
  type Audience,
  CONTACT_FIELDS,
  type ContactField,
  isAudience,
  PEOPLE_LIMITS,
  TEXT_FIELDS,
  WORD_FIELDS,
} from './fields.ts'
import { isBirthday, isDay, isWeek } from './formsOfValues.ts'
import { CIRCLE, CONTACT_PREFIX, CUSTOM, contactId, keyOf, personKey, personOf, WORD_PREFIX, wordSlug } from './keys.ts'
import type { ContactChange, PersonPatch, WordChange } from './patch.ts'
import {
  type Audiences,
  audienceOfKey,
  dropValue,
  inOneStep,
  type PeopleDocs,
  putValue,
  readAudiences,
  STRICTEST_FIRST,
} from './peopleDocs.ts'
import { isPicture } from './picture.ts'

/** What a patch comes to: keys with their new values, and keys that go. */
interface Writes {
  readonly put: Map<string, unknown>
  readonly drop: Set<string>
}

const SAFE_LINK = /^(https?:\/\/|mailto:)\S+$/iu
const E164 = /^\+[1-9]\d{1,14}$/

/** The document in which a person's name stands: who may know of them. Null for a person without one. */
export function homeOf(docs: PeopleDocs, id: PersonId): Audience | null {
  for (const audience of STRICTEST_FIRST) {
    const doc = docs.get(audience)
    if (doc && roots.people(doc).has(personKey(id, 'name'))) return audience
  }
  return null
}

/** Somebody new. @param patch must have a name; `home` is organizers only, unless it says otherwise */
export function addPerson(
  docs: PeopleDocs,
  patch: PersonPatch & { readonly name: string },
  ctx: WriteContext,
): Result<PersonId> {
  const id = newId<PersonId>(ctx.randomBytes)
  const writes = writesOf(patch)
  if (!writes.ok) return writes
  writes.value.put.set('createdAt', ctx.now)
  writes.value.put.set('createdBy', ctx.by)
  return carryOut(docs, id, patch.home ?? 2, writes.value, ctx)
}

/**
 * Changes what is known of somebody, as one transaction for each document. Of a member of whom nothing was written down so
 * far, `patch.name` has to say the name.
 */
export function changePerson(docs: PeopleDocs, id: PersonId, patch: PersonPatch, ctx: WriteContext): Result<PersonId> {
  const writes = writesOf(patch)
  if (!writes.ok) return writes
  const known = homeOf(docs, id)
  if (known === null && patch.name === undefined) return fail('person.unknown')
  const home = patch.home ?? known ?? 0
  if (!docs.has(home)) return fail('field.sealed')
  return inOneStep(docs, ctx, () => {
    const done = carryOut(docs, id, home, writes.value, ctx)
    if (done.ok && known !== null && known !== home) moveHome(docs, id, home)
    return done
  })
}

/** Sets and takes away single keys of a person, each where it belongs; what has no form of its own: care, notes, consent. */
export function writeKeys(
  docs: PeopleDocs,
  id: PersonId,
  changes: Readonly<Record<string, unknown>>,
  ctx: WriteContext,
): Result<PersonId> {
  const home = homeOf(docs, id)
  if (home === null) return fail('person.unknown')
  const writes: Writes = { put: new Map(), drop: new Set() }
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === null) writes.drop.add(key)
    else writes.put.set(key, value)
  }
  return carryOut(docs, id, home, writes, ctx)
}

/**
 * Notes when a member joined, and nothing else: whoever is known by that alone is in the list as long as they are a member.
 * @param day `YYYY-MM-DD`
 */
export function noteJoined(docs: PeopleDocs, id: PersonId, day: string, ctx: WriteContext): Result<PersonId> {
  const writes = writesOf({ joined: day })
  return writes.ok ? carryOut(docs, id, homeOf(docs, id) ?? 0, writes.value, ctx) : writes
}

function carryOut(
  docs: PeopleDocs,
  id: PersonId,
  home: Audience,
  { put, drop }: Writes,
  ctx: WriteContext,
): Result<PersonId> {
  if (readId(id) === null) return fail('person.unknown')
  for (const doc of docs.values()) {
    const may = writable(doc)
    if (!may.ok) return may
    if (timeOf(roots.people(doc).get(personKey(id, 'forgotten'))) !== null) return fail('person.forgotten')
  }
  const audiences = readAudiences(docs)
  const targets: [key: string, doc: Doc, value: unknown][] = []
  for (const [key, value] of put) {
    const audience = audienceOfKey(key, home, audiences)
    const doc = audience === null ? undefined : docs.get(audience)
    if (!doc) return fail('field.sealed')
    targets.push([key, doc, value])
  }
  inOneStep(docs, ctx, () => {
    for (const [key, doc, value] of targets) {
      putValue(doc, personKey(id, key), value)
      // It stood elsewhere if somebody else has moved the field meanwhile.
      for (const other of docs.values()) if (other !== doc) dropValue(other, personKey(id, key))
    }
    for (const key of drop) for (const doc of docs.values()) dropValue(doc, personKey(id, key))
  })
  return ok(id)
}

/** All keys of one person in one document. */
export function keysOf(doc: Doc, id: PersonId): string[] {
  return [...roots.people(doc).keys()].filter((full) => personOf(full) === id)
}

function moveHome(docs: PeopleDocs, id: PersonId, home: Audience): void {
  const audiences = readAudiences(docs)
  for (const [audience, doc] of docs) for (const full of keysOf(doc, id)) moveKey(docs, audience, full, home, audiences)
}

/** Moves one key to the document where it belongs; inside a transaction. @returns whether it stood elsewhere */
function moveKey(docs: PeopleDocs, from: Audience, full: string, home: Audience, audiences: Audiences): boolean {
  const source = docs.get(from)
  const wanted = audienceOfKey(keyOf(full), home, audiences)
  const target = wanted === null || wanted === from ? undefined : docs.get(wanted)
  if (!source || !target || wanted === null) return false
  // What stands in the stricter document counts already: the wider one's goes.
  const value = roots.people(source).get(full)
  if (value !== undefined && (wanted < from || !roots.people(target).has(full))) putValue(target, full, value)
  dropValue(source, full)
  return true
}

interface Moving {
  /** Values in one transaction. */
  readonly piece?: number
  /**
   * What somebody has just chosen to show to more people, by key without the person. Nothing else goes to more readers: here
   * a document may be open that has not caught up with what says that fewer read it.
   */
  readonly mayWiden?: (key: string) => boolean
}

/**
 * Moves what stands in another document than its field or its person asks for: after an audience was changed, and what a
 * computer without that news has written since. A generator: with thousands of people it takes pauses.
 * @returns how many values were moved
 */
export function* moveToTheirPlaces(
  docs: PeopleDocs,
  ctx: WriteContext,
  { piece = 2_000, mayWiden = () => false }: Moving = {},
): Generator<void, number> {
  const audiences = readAudiences(docs)
  // Whoever has no name here is a member of whom little is known, or somebody whose name this device may not read.
  const homes = new Map<PersonId, Audience>()
  for (const audience of STRICTEST_FIRST) {
    const doc = docs.get(audience)
    if (!doc) continue
    for (const full of roots.people(doc).keys()) {
      const id = keyOf(full) === 'name' ? personOf(full) : null
      if (id !== null && !homes.has(id)) homes.set(id, audience)
    }
  }
  let moved = 0
  for (const [from, doc] of docs) {
    const wrong = [...roots.people(doc).keys()].filter((full) => {
      const id = personOf(full)
      if (id === null) return false
      const home = homes.get(id)
      const wanted = audienceOfKey(keyOf(full), home ?? 0, audiences)
      if (wanted === null || wanted === from || !docs.has(wanted)) return false
      return wanted > from || (home !== undefined && mayWiden(keyOf(full)))
    })
    for (let at = 0; at < wrong.length; at += piece) {
      inOneStep(docs, ctx, () => {
        for (const full of wrong.slice(at, at + piece)) {
          const home = homes.get(personOf(full) as PersonId) ?? 0
          if (moveKey(docs, from, full, home, audiences)) moved += 1
        }
      })
      yield
    }
  }
  return moved
}

/** What a patch comes to, or why it cannot be: checked whole before anything is written. */
function writesOf(patch: PersonPatch): Result<Writes> {
  const writes: Writes = { put: new Map(), drop: new Set() }
  const set = (key: string, value: unknown, gone: boolean) => {
    if (gone) writes.drop.add(key)
    else writes.put.set(key, value)
  }
  if (patch.name !== undefined) {
    const name = oneLine(patch.name)
    if (name === '') return fail('name.empty')
    if (name.length > PEOPLE_LIMITS.name) return fail('name.too-long', { max: PEOPLE_LIMITS.name, length: name.length })
    writes.put.set('name', name)
  }
  if (patch.home !== undefined && !isAudience(patch.home)) return fail('choice.invalid')
  for (const field of TEXT_FIELDS) {
    const given = patch[field]
    if (given === undefined) continue
    const text = oneLine(given)
    if (text.length > PEOPLE_LIMITS.text) return fail('text.too-long', { max: PEOPLE_LIMITS.text, length: text.length })
    if (text !== '' && ((field === 'joined' && !isDay(text)) || (field === 'birthday' && !isBirthday(text))))
      return fail('date.invalid')
    set(field, text, text === '')
  }
  if (patch.free !== undefined) {
    if (patch.free !== '' && patch.free !== '0000000' && !isWeek(patch.free)) return fail('choice.invalid')
    set('free', patch.free, !isWeek(patch.free))
  }
  if (patch.photo !== undefined) {
    if (patch.photo !== null && !isPicture(patch.photo)) return fail('photo.invalid')
    set('photo', patch.photo, patch.photo === null)
  }
  for (const field of WORD_FIELDS) {
    const failure = addWords(writes, WORD_PREFIX[field], patch[field])
    if (failure) return failure
  }
  for (const field of CONTACT_FIELDS) {
    const failure = addContacts(writes, field, patch[field])
    if (failure) return failure
  }
  for (const [circle, part] of patch.circles ?? []) {
    if (readId<AnyId>(circle) === null) return fail('circle.unknown')
    set(CIRCLE + circle, part, part === null)
  }
  for (const [field, value] of patch.custom ?? []) {
    if (readId<AnyId>(field) === null) return fail('field.unknown')
    if (typeof value === 'number' && !Number.isFinite(value)) return fail('number.invalid')
    const kept = typeof value === 'string' ? cut(sound(value), PEOPLE_LIMITS.customText) : value
    set(CUSTOM + field, kept, kept === null || kept === '')
  }
  return ok(writes)
}

function addWords(writes: Writes, prefix: string, change: WordChange | undefined) {
  for (const word of change?.remove ?? []) writes.drop.add(prefix + wordSlug(oneLine(word)))
  for (const word of change?.add ?? []) {
    const text = oneLine(word)
    if (text === '') continue
    if (text.length > PEOPLE_LIMITS.word) return fail('text.too-long', { max: PEOPLE_LIMITS.word, length: text.length })
    writes.drop.delete(prefix + wordSlug(text))
    writes.put.set(prefix + wordSlug(text), text)
  }
  return null
}

function addContacts(writes: Writes, field: ContactField, change: ContactChange | undefined) {
  for (const id of change?.remove ?? []) writes.drop.add(CONTACT_PREFIX[field] + id)
  for (const contact of change?.put ?? []) {
    const value = oneLine(contact.value)
    const label = cut(oneLine(contact.label ?? ''), PEOPLE_LIMITS.label)
    const e164 = field === 'phones' ? (contact.e164 ?? '') : ''
    if (value === '' || value.length > PEOPLE_LIMITS.contact || (e164 !== '' && !E164.test(e164)))
      return fail('contact.invalid')
    if (field === 'links' && !SAFE_LINK.test(value)) return fail('link.unsafe')
    const key = CONTACT_PREFIX[field] + contactId(field, value, e164)
    writes.drop.delete(key)
    writes.put.set(key, { value, label, ...(e164 === '' ? {} : { e164 }) })
  }
  return null
}
