import type { Doc } from 'yjs'
import type { Position } from './context.ts'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import type { ListId } from './ids.ts'
import { readId } from './ids.ts'
import { byRank, NO_RANK, type Ranked, readRank } from './rank.ts'
import { roots } from './schema.ts'
import { type LooseMap, mapAt, timeOf } from './value.ts'

/**
 * Where a card is: one value `"<list> <rank>"`, so that two members who move the same card at once leave it in one of
 * the two places and never half in each.
 */
export interface Place {
  /** Null when the card names no list that could be read. */
  readonly list: ListId | null
  readonly rank: string
}

/** Stands in for the first list on a board that has cards but no list to show them in. */
export const LOST_LIST = '0000000000000000' as ListId

const LIST_LENGTH = 16

export function readPlace(value: unknown): Place {
  if (typeof value !== 'string' || value.charAt(LIST_LENGTH) !== ' ') return { list: null, rank: NO_RANK }
  return { list: readId<ListId>(value.slice(0, LIST_LENGTH)), rank: readRank(value.slice(LIST_LENGTH + 1)) }
}

export function writePlace(list: ListId, rank: string): string {
  return `${list} ${rank}`
}

/** A list as far as order and place need it. */
export interface ListEntry extends Ranked<ListId> {
  readonly map: LooseMap
  readonly archivedAt: number | null
}

/** All lists in order, archived ones included. */
export function listEntries(doc: Doc): ListEntry[] {
  const entries: ListEntry[] = []
  const lists = roots.lists(doc)
  for (const key of lists.keys()) {
    const id = readId<ListId>(key)
    const map = mapAt(lists, key)
    if (id === null || id === LOST_LIST || map === null) continue
    entries.push({ id, map, rank: readRank(map.get('rank')), archivedAt: timeOf(map.get('archivedAt')) })
  }
  return entries.sort(byRank)
}

/** The lists that there are, and where cards are shown whose own list is gone: in the first that is not archived. */
export interface ListsAt {
  has(id: ListId): boolean
  readonly first: ListId
}

export function listsAt(entries: readonly ListEntry[]): ListsAt {
  const known = new Set(entries.map((entry) => entry.id))
  return { has: (id) => known.has(id), first: entries.find((entry) => entry.archivedAt === null)?.id ?? LOST_LIST }
}

/** The list in which a card of that place is shown. No card is ever shown nowhere. */
export function shownIn(place: Place, lists: ListsAt): ListId {
  return place.list !== null && lists.has(place.list) ? place.list : lists.first
}

/** The index at which a thing put in at that position will stand; the things being moved must not be among `ordered`. */
export function indexAt<Id extends string>(ordered: readonly Ranked<Id>[], at: Position<Id>): Result<number> {
  if (at === 'start') return ok(0)
  if (at === 'end') return ok(ordered.length)
  const before = 'before' in at
  const anchor = before ? at.before : at.after
  const index = ordered.findIndex((thing) => thing.id === anchor)
  return index < 0 ? fail('anchor.unknown') : ok(before ? index : index + 1)
}
