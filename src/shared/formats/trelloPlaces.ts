import type { Doc } from 'yjs'
import type { CardId, ListId, RandomBytes } from '#shared/domain/ids.ts'
import { readId } from '#shared/domain/ids.ts'
import { listEntries, listsAt, readPlace, shownIn, writePlace } from '#shared/domain/place.ts'
import { byRank, type Ranked, rankInto } from '#shared/domain/rank.ts'
import { roots } from '#shared/domain/schema.ts'
import { mapAt } from '#shared/domain/value.ts'

/** A card in the order that Trello has; `moves` if it is to be put there rather than left where it is. */
export interface Arriving {
  readonly id: CardId
  readonly moves: boolean
}

/** Places for many cards at once, in one pass over the board instead of one for each card. */
export class CardPlaces {
  readonly #cards = new Map<ListId, Ranked<CardId>[]>()
  readonly #randomBytes: RandomBytes

  constructor(doc: Doc, randomBytes: RandomBytes) {
    this.#randomBytes = randomBytes
    const lists = listsAt(listEntries(doc))
    const cards = roots.cards(doc)
    for (const key of cards.keys()) {
      const id = readId<CardId>(key)
      const map = mapAt(cards, key)
      if (id === null || map === null) continue
      const place = readPlace(map.get('place'))
      const list = shownIn(place, lists)
      const there = this.#cards.get(list)
      if (there === undefined) this.#cards.set(list, [{ id, rank: place.rank }])
      else there.push({ id, rank: place.rank })
    }
    for (const there of this.#cards.values()) there.sort(byRank)
  }

  /**
   * A place for each card that moves: right after the card before it in Trello's order, as far as that one is in this
   * list here, and at the head of the list otherwise. Neighbours that must make room are among the places, too.
   */
  place(list: ListId, cards: readonly Arriving[]): Map<CardId, string> {
    const moving = new Set(cards.filter(({ moves }) => moves).map(({ id }) => id))
    const ordered = (this.#cards.get(list) ?? []).filter(({ id }) => !moving.has(id))
    const places = new Map<CardId, string>()
    for (const [index, ids] of this.#runs(cards, ordered)) {
      const ranks = rankInto(ordered, index, ids.length, this.#randomBytes)
      for (const [i, id] of ids.entries()) places.set(id, writePlace(list, ranks.fresh[i] ?? ''))
      const moved = new Map(ranks.moved.map(({ id, rank }) => [id, rank]))
      for (const [i, { id, rank }] of ordered.entries()) {
        const next = moved.get(id)
        if (next === undefined || next === rank) continue
        ordered[i] = { id, rank: next }
        places.set(id, writePlace(list, next))
      }
    }
    return places
  }

  /** The cards that move, by the index in `ordered` at which they go in. */
  #runs(cards: readonly Arriving[], ordered: readonly Ranked<CardId>[]): Map<number, CardId[]> {
    const at = new Map(ordered.map(({ id }, index) => [id, index]))
    const runs = new Map<number, CardId[]>()
    let index = 0
    for (const { id, moves } of cards) {
      const there = at.get(id)
      if (!moves && there !== undefined) index = there + 1
      if (!moves) continue
      const run = runs.get(index)
      if (run === undefined) runs.set(index, [id])
      else run.push(id)
    }
    return runs
  }
}
