import * as Y from 'yjs'
import { cardKey, nameSlug } from '../cardKeys.ts'
import type { WriteContext } from '../context.ts'
import { personOfKey, readPersonText } from '../event/person.ts'
import { readId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { isReadOnly, roots, write } from '../schema.ts'
import { fieldOf, type LooseMap, textOf } from '../value.ts'
import { isName, mentions, type Sought } from './sought.ts'

/**
 * Where somebody stands outside of the list of people: on cards, in plans and in answers. A name that stands by itself can be
 * taken out by a computer; what somebody wrote in a sentence only by people.
 */
export type TracePlace =
  | 'card'
  | 'list'
  | 'run'
  | 'shift'
  | 'supply'
  | 'money'
  | 'looking-back'
  | 'guest'
  | 'vote'
  | 'event'
  | 'notes'

export interface Trace {
  readonly place: TracePlace
  /** Of the card, the event, the shift …, to go there. */
  readonly id: string
  /** What it is called; '' where it has no title of its own. */
  readonly title: string
  /** Whether `takeOutTraces` removes it; else it is a sentence. */
  readonly isName: boolean
}

interface Hit extends Trace {
  readonly takeOut: (() => void) | null
}

/** Stands for whoever is forgotten where they count: a place at a table, a shift that was worked, a vote. */
const SOMEONE = 'Someone'

/** Everything in the document of a board, a plan, answers, or a calendar that is about whoever is sought; each thing once for each kind. */
export function findTraces(doc: Y.Doc, sought: Sought): readonly Trace[] {
  const found = new Map<string, Trace>()
  for (const { place, id, title, takeOut } of hitsIn(doc, sought)) {
    const key = `${place} ${id} ${takeOut !== null}`
    if (!found.has(key)) found.set(key, { place, id, title, isName: takeOut !== null })
  }
  return [...found.values()]
}

/**
 * Takes names that stand by themselves out of a document, in one transaction: who was assigned, leads or paid is nobody then;
 * who is a guest, on a shift, brings something or has voted is “Someone”, so that the numbers stay true. Sentences stay.
 * The cards may be archived or in the bin. @returns how many places were changed; 0 in a document of a newer version
 */
export function takeOutTraces(
  doc: Y.Doc,
  sought: Sought,
  ctx: Pick<WriteContext, 'origin' | 'by' | 'now' | 'randomBytes'>,
): number {
  if (isReadOnly(doc)) return 0
  const changes = [...hitsIn(doc, sought)].flatMap(({ takeOut }) => takeOut ?? [])
  if (changes.length > 0)
    write(doc, ctx, () => {
      for (const change of changes) change()
    })
  return changes.length
}

const ID_LENGTH = 16
const PLACES = [
  ['cards', 'card'],
  ['lists', 'list'],
  ['labels', 'list'],
  ['run', 'run'],
  ['shifts', 'shift'],
  ['supplies', 'supply'],
  ['budget', 'money'],
  ['questions', 'guest'],
  ['debrief', 'looking-back'],
  ['events', 'event'],
] as const

const NAME = cardKey.name('')
const BRING = 'bring/'
/** A person as one value, `event/person.ts`. */
const PERSON_TEXTS = ['lead', 'paidBy', 'who']

function* hitsIn(doc: Y.Doc, sought: Sought): Generator<Hit> {
  for (const [root, place] of PLACES)
    for (const [id, thing] of roots[root](doc).entries())
      if (thing instanceof Y.Map) yield* hitsInThing(thing, place, id, sought)
  yield* hitsInGuests(roots.guests(doc), sought)
  yield* hitsInAnswers(roots.claims(doc), 'shift', roots.shifts(doc), sought)
  yield* hitsInAnswers(roots.votes(doc), 'vote', null, sought)
}

const titleOf = (thing: LooseMap): string =>
  ['title', 'name', 'text'].map((key) => textOf(thing.get(key), LIMITS.title)).find((words) => words !== '') ?? ''

function* hitsInThing(thing: LooseMap, place: TracePlace, id: string, sought: Sought): Generator<Hit> {
  const hit = (takeOut: Hit['takeOut']): Hit => ({
    place,
    id,
    title: titleOf(thing),
    isName: takeOut !== null,
    takeOut,
  })
  for (const [key, value] of thing.entries()) {
    if (key.startsWith(NAME)) {
      if (isName(value, sought)) yield hit(() => thing.delete(key))
    } else if (key.startsWith(BRING)) {
      const person = personOfKey(key.slice(BRING.length), fieldOf(value, 'name'))
      if (person?.member === null && isName(person.name, sought)) yield hit(() => standIn(thing, BRING, key))
    } else if (PERSON_TEXTS.includes(key) && readPersonText(value) !== null) {
      if (isName(readPersonText(value)?.name, sought)) yield hit(() => thing.delete(key))
    } else {
      if (key.startsWith('comment/') && isName(fieldOf(value, 'name'), sought))
        yield hit(() => thing.set(key, { ...(value as object), name: '' }))
      if (textsIn(value).some((text) => mentions(text, sought))) yield hit(null)
    }
  }
}

/** Every text in a plain value. The author of a comment is no text of it. */
function textsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || depth > 3) return []
  if (value instanceof Y.AbstractType) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === 'name' ? [] : textsIn(inner, depth + 1)))
}

function* hitsInGuests(guests: LooseMap, sought: Sought): Generator<Hit> {
  for (const [key, value] of guests.entries()) {
    const [id = '', what = ''] = [key.slice(0, ID_LENGTH), key.slice(ID_LENGTH + 1)]
    const guest = { place: 'guest', id, title: '' } as const
    if (what === 'name' && isName(value, sought))
      yield {
        ...guest,
        isName: true,
        takeOut: () => {
          guests.set(key, SOMEONE)
          for (const one of [...guests.keys()])
            if (one.startsWith(`${id}/q/`) || one === `${id}/need`) guests.delete(one)
        },
      }
    else if (what.startsWith('q/') && typeof value === 'string' && mentions(value, sought))
      yield { ...guest, isName: false, takeOut: null }
  }
}

/** Sign-ups and votes: `<thing>/<person>`, and what is said of such an answer behind a further `/`. */
function* hitsInAnswers(answers: LooseMap, place: TracePlace, titles: LooseMap | null, sought: Sought): Generator<Hit> {
  for (const [key, value] of answers.entries()) {
    const id = key.slice(0, ID_LENGTH)
    const person = personOfKey(key.slice(ID_LENGTH + 1), fieldOf(value, 'name'))
    if (person?.member !== null || !isName(person.name, sought)) continue
    const thing = titles?.get(id)
    const title = thing instanceof Y.Map ? titleOf(thing) : ''
    yield { place, id, title, isName: true, takeOut: () => standIn(answers, `${id}/`, key) }
  }
}

/** Moves what stands under somebody's key to the first “Someone” that is free, so that what was counted stays counted. */
function standIn(map: LooseMap, prefix: string, key: string): void {
  const name = freeName(map, prefix)
  const target = `${prefix}name:${nameSlug(name)}`
  for (const old of [...map.keys()].filter((one) => one === key || one.startsWith(`${key}/`))) {
    const value = map.get(old)
    const isAnswer = old === key && typeof value === 'object' && value !== null
    map.set(target + old.slice(key.length), isAnswer ? { ...value, name } : value)
    map.delete(old)
  }
}

function freeName(map: LooseMap, prefix: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? SOMEONE : `${SOMEONE} ${number}`
    if (!map.has(`${prefix}name:${nameSlug(name)}`)) return name
  }
}

/** All cards of a board or a plan, also those put away, whose long texts are documents of their own. */
export function cardsIn(doc: Y.Doc): readonly { readonly id: string; readonly title: string }[] {
  const found: { id: string; title: string }[] = []
  for (const [id, thing] of roots.cards(doc).entries())
    if (thing instanceof Y.Map && readId(id) !== null) found.push({ id, title: titleOf(thing) })
  return found
}
