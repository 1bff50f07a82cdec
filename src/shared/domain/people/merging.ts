import type { PersonId } from '../ids.ts'
import {
  type Audience,
  CHANNELS,
  type Channel,
  CONTACT_FIELDS,
  type ContactField,
  type CustomValue,
  TEXT_FIELDS,
  type TextField,
  WORD_FIELDS,
  type WordField,
} from './fields.ts'
import { wordSlug } from './keys.ts'
import type { ContactChange, PersonPatch, WordChange } from './patch.ts'
import type { ChannelConsent, Contact, Note, PersonRecord } from './record.ts'

/** Fields of which a person has one value: of two different ones somebody has to say which. */
export type SingleField = 'name' | TextField | 'free' | 'photo' | `custom:${string}`
export type SingleValue = string | number | boolean | Uint8Array | null

export interface MergeChoice {
  readonly field: SingleField
  readonly a: SingleValue
  readonly b: SingleValue
  /** Which of both counts unless somebody says otherwise; the same whichever is called `a`. */
  readonly preset: 'a' | 'b'
  /** Both have a value, and not the same one. */
  readonly asks: boolean
}

/** By field, whose value is kept; what is not named is as preset. */
export type MergeChosen = ReadonlyMap<SingleField, PersonId>

/** What the merged person will have, apart from single values. */
export interface MergeOutcome {
  readonly patch: PersonPatch
  /** Of the one that goes; `mergePeople` brings them along. */
  readonly notes: readonly Note[]
  /** By channel, what will count: never a yes where one of both said no. */
  readonly consent: ReadonlyMap<Channel, 'yes' | 'no'>
  /** What is given up: single values that were not chosen. */
  readonly lost: readonly { readonly field: SingleField; readonly value: SingleValue }[]
}

/** Every single value that one of both has, side by side. */
export function mergeChoices(a: PersonRecord, b: PersonRecord): readonly MergeChoice[] {
  const own = [...new Set([...a.custom.keys(), ...b.custom.keys()])].sort().map((id) => `custom:${id}` as const)
  const choices: MergeChoice[] = []
  for (const field of ['name', ...TEXT_FIELDS, 'free', 'photo', ...own] as const) {
    const [left, right] = [singleOf(a, field), singleOf(b, field)]
    if (isNone(left) && isNone(right)) continue
    const same = isSame(left, right)
    const preset = isNone(left) ? 'b' : isNone(right) || same ? 'a' : isFuller(left, right, a, b) ? 'a' : 'b'
    choices.push({ field, a: left, b: right, preset, asks: !same && !isNone(left) && !isNone(right) })
  }
  return choices
}

/**
 * What changes about the one that stays, so that it has everything of both.
 * @param keep who stays, with their id
 * @param chosen for the fields that ask
 */
export function mergePatch(keep: PersonRecord, drop: PersonRecord, chosen: MergeChosen = new Map()): MergeOutcome {
  const patch: Draft = {}
  const custom = new Map<string, CustomValue>()
  const lost: { field: SingleField; value: SingleValue }[] = []
  for (const { field, a, b, preset, asks } of mergeChoices(keep, drop)) {
    const wanted = asks ? chosen.get(field) : undefined
    const takes = wanted === undefined ? preset === 'b' : wanted === drop.id
    if (asks) lost.push({ field, value: takes ? a : b })
    if (!takes || isSame(a, b)) continue
    if (field === 'photo') patch.photo = b instanceof Uint8Array ? b : null
    else if (field.startsWith('custom:')) {
      if (b !== null && !(b instanceof Uint8Array)) custom.set(field.slice('custom:'.length), b)
    } else if (typeof b === 'string') patch[field as TextField | 'name' | 'free'] = b
  }
  if (custom.size > 0) patch.custom = custom
  const home = keep.home > drop.home ? keep.home : drop.home
  // What was known to few stays known to few.
  if (home !== keep.home) patch.home = home
  for (const field of WORD_FIELDS) {
    const change = wordsAlong(keep[field], drop[field])
    if (change) patch[field] = change
  }
  for (const field of CONTACT_FIELDS) {
    const change = contactsAlong(keep[field], drop[field])
    if (change) patch[field] = change
  }
  const circles = new Map<string, 'in' | 'lead'>()
  for (const [id, part] of drop.circles) {
    const there = keep.circles.get(id)
    if (there === undefined || (there === 'in' && part === 'lead')) circles.set(id, part)
  }
  if (circles.size > 0) patch.circles = circles
  const known = new Set(keep.notes.map(({ id }) => id))
  return { patch, notes: drop.notes.filter(({ id }) => !known.has(id)), consent: consentsOf(keep, drop), lost }
}

type Draft = { -readonly [Key in keyof PersonPatch]: PersonPatch[Key] } & {
  home?: Audience
} & Partial<Record<WordField, WordChange>> &
  Partial<Record<ContactField, ContactChange>>

function singleOf(person: PersonRecord, field: SingleField): SingleValue {
  if (field.startsWith('custom:')) return person.custom.get(field.slice('custom:'.length)) ?? null
  return person[field as Exclude<SingleField, `custom:${string}`>]
}

const isNone = (value: SingleValue): boolean => value === null || value === ''

function isSame(a: SingleValue, b: SingleValue): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return a.length === b.length && a.every((byte, index) => byte === b[index])
  return a === b
}

/** Which of two different values is preset: the longer text, else that of whoever has been there longer, else some fixed one. */
function isFuller(left: SingleValue, right: SingleValue, a: PersonRecord, b: PersonRecord): boolean {
  if (typeof left === 'string' && typeof right === 'string' && left.length !== right.length)
    return left.length > right.length
  return a.createdAt !== b.createdAt ? a.createdAt < b.createdAt : a.id < b.id
}

function wordsAlong(keep: readonly string[], drop: readonly string[]): WordChange | null {
  const there = new Map(keep.map((word) => [wordSlug(word), word]))
  // Of two spellings of one word the first in plain order, whoever has it.
  const add = drop.filter((word) => {
    const known = there.get(wordSlug(word))
    return known === undefined || word < known
  })
  return add.length === 0 ? null : { add }
}

function contactsAlong(keep: readonly Contact[], drop: readonly Contact[]): ContactChange | null {
  const there = new Map(keep.map((contact) => [contact.id, contact]))
  const put: Contact[] = []
  for (const contact of drop) {
    const known = there.get(contact.id)
    if (known === undefined) put.push(contact)
    else if (contactForm(contact) < contactForm(known)) put.push(contact)
  }
  if (put.length === 0) return null
  return { put: put.map(({ value, label, e164 }) => ({ value, label, ...(e164 === '' ? {} : { e164 }) })) }
}

/** Of two forms of one address that with a label counts, then the first in plain order. */
const contactForm = ({ value, label }: Contact): string => `${label === '' ? 1 : 0}${label}\n${value}`

function consentsOf(keep: PersonRecord, drop: PersonRecord): ReadonlyMap<Channel, 'yes' | 'no'> {
  const found = new Map<Channel, 'yes' | 'no'>()
  for (const channel of CHANNELS) {
    const [a, b] = [keep.consent.get(channel), drop.consent.get(channel)]
    if (!a && !b) continue
    const no = a?.state === 'no' || b?.state === 'no' || (refusesMore(a, b) && refusesMore(b, a))
    found.set(channel, no ? 'no' : 'yes')
  }
  return found
}

/** Whether one has a refusal on record that the other has not: no yes of the other was given over it. */
function refusesMore(one: ChannelConsent | undefined, other: ChannelConsent | undefined): boolean {
  const known = new Set(other?.history.map(({ id }) => id))
  return one?.history.some(({ id, state }) => state === 'no' && !known.has(id)) ?? false
}
