import * as Y from 'yjs'
import { copyOf, newCard } from '../card.ts'
import { cardKey, idIn } from '../cardKeys.ts'
import type { WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { DEFAULT_HUE, isHue } from '../hue.ts'
import { type CardId, type LabelId, type ListId, newId, readId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { liveCard, openList } from '../lookup.ts'
import { listEntries, listsAt, writePlace } from '../place.ts'
import { cardsShownIn } from '../placeIndex.ts'
import { rankInto } from '../rank.ts'
import { roots, writable, write } from '../schema.ts'
import { type LooseMap, mapAt, textOf, timeOf } from '../value.ts'

/**
 * Takes tasks from the plan of an event to another board. Two documents cannot be written in one transaction: the copies are
 * written first, each saying what it is a copy of; then the tasks are marked. Whatever happens between the two, running it once more
 * finds the copies and only sets the marks.
 */
const SOURCE = 'carried:'
const ID_LENGTH = 16

/** @returns the copies by the card that they were made of; only those made now. The long texts are for the caller to copy. */
export function carryOver(
  from: { readonly doc: Y.Doc; readonly cards: readonly CardId[]; readonly ctx: WriteContext },
  to: { readonly doc: Y.Doc; readonly list: ListId; readonly ctx: WriteContext },
): Result<ReadonlyMap<CardId, CardId>> {
  const may = writable(from.doc)
  if (!may.ok) return may
  const list = openList(to.doc, to.list)
  if (!list.ok) return list
  const maps = new Map<CardId, LooseMap>()
  for (const id of from.cards) {
    const found = liveCard(from.doc, id)
    if (!found.ok) return found
    maps.set(id, found.value)
  }
  const copies = copiesIn(to.doc)
  const fresh = [...maps].filter(([id]) => !copies.has(id))
  const made = fresh.length === 0 ? ok(new Map<CardId, CardId>()) : copyAll(from.doc, fresh, to)
  if (!made.ok) return made
  write(from.doc, from.ctx, () => {
    for (const [id, map] of maps) {
      const copy = made.value.get(id) ?? copies.get(id)
      if (copy !== undefined && map.get('carriedTo') !== copy) map.set('carriedTo', copy)
    }
  })
  return made
}

/** Copies that are on a board already, by the card that they were made of; those in the bin were not wanted, and count too. */
function copiesIn(doc: Y.Doc): ReadonlyMap<CardId, CardId> {
  const found = new Map<CardId, CardId>()
  const cards = roots.cards(doc)
  for (const key of [...cards.keys()].sort().reverse()) {
    const source = mapAt(cards, key)?.get('source')
    const id = readId<CardId>(key)
    if (id === null || typeof source !== 'string' || !source.startsWith(SOURCE)) continue
    const of = readId<CardId>(source.slice(SOURCE.length))
    if (of !== null) found.set(of, id)
  }
  return found
}

function copyAll(
  fromDoc: Y.Doc,
  cards: readonly (readonly [CardId, LooseMap])[],
  { doc, list, ctx }: { readonly doc: Y.Doc; readonly list: ListId; readonly ctx: WriteContext },
): Result<Map<CardId, CardId>> {
  const others = cardsShownIn(doc, list, listsAt(listEntries(doc)))
  const ranks = rankInto(others, others.length, cards.length, ctx.randomBytes)
  const made = new Map<CardId, CardId>()
  const labels = new LabelMap(fromDoc, doc, ctx)
  if (cards.length > LIMITS.stepsPerCard) return fail('too-many', { max: LIMITS.stepsPerCard })
  write(doc, ctx, () => {
    for (const { id, rank } of ranks.moved) mapAt(roots.cards(doc), id)?.set('place', writePlace(list, rank))
    for (const [i, [of, map]] of cards.entries()) {
      const id = newId<CardId>(ctx.randomBytes)
      const title = textOf(map.get('title'), LIMITS.title)
      const keys = [...map.entries()].flatMap(([key, value]) => carried(key, value, labels))
      const entries: [string, unknown][] = [
        ...newCard(title, writePlace(list, ranks.fresh[i] ?? ''), ctx),
        ['source', SOURCE + of],
        ...keys,
      ]
      roots.cards(doc).set(id, new Y.Map<unknown>(entries))
      made.set(of, id)
    }
  })
  return ok(made)
}

/** Ticks come along, since the work goes on; labels become those of the other board. */
function carried(key: string, value: unknown, labels: LabelMap): [string, unknown][] {
  const label = idIn<LabelId>(key, 'label')
  if (label !== null) {
    const there = value === true ? labels.on(label) : null
    return there === null ? [] : [[cardKey.label(there), true]]
  }
  if (/^step\/[0-9a-f]{16}\/done$/.test(key)) return value === true ? [[key, true]] : []
  return copyOf(key, value)
}

/** The labels of one board on another: the one of the same name, or a new one. */
class LabelMap {
  readonly #from: Y.Doc
  readonly #to: Y.Doc
  readonly #ctx: WriteContext
  readonly #known = new Map<LabelId, LabelId | null>()

  constructor(from: Y.Doc, to: Y.Doc, ctx: WriteContext) {
    this.#from = from
    this.#to = to
    this.#ctx = ctx
  }

  /** Inside the transaction. */
  on(label: LabelId): LabelId | null {
    const known = this.#known.get(label)
    if (known !== undefined) return known
    const map = mapAt(roots.labels(this.#from), label)
    const there = map === null || timeOf(map.get('binnedAt')) !== null ? null : this.#find(map)
    this.#known.set(label, there)
    return there
  }

  #find(map: LooseMap): LabelId {
    const name = textOf(map.get('name'), LIMITS.name)
    const hue = map.get('hue')
    const labels = roots.labels(this.#to)
    for (const key of [...labels.keys()].sort()) {
      const other = mapAt(labels, key)
      if (key.length !== ID_LENGTH || other === null || timeOf(other.get('binnedAt')) !== null) continue
      const same = textOf(other.get('name'), LIMITS.name) === name && (name !== '' || other.get('hue') === hue)
      const id = readId<LabelId>(key)
      if (same && id !== null) return id
    }
    const id = newId<LabelId>(this.#ctx.randomBytes)
    labels.set(id, new Y.Map<unknown>(Object.entries({ name, hue: isHue(hue) ? hue : DEFAULT_HUE })))
    return id
  }
}
