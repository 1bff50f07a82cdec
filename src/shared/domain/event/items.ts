import * as Y from 'yjs'
import { putContested } from '../contested.ts'
import type { Position, WriteContext } from '../context.ts'
import type { ErrorCode, Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { type AnyId, newId, readId } from '../ids.ts'
import { indexAt } from '../place.ts'
import { byRank, type Ranked, rankInto, readRank } from '../rank.ts'
import { writable, write } from '../schema.ts'
import { drop, type LooseMap, mapAt, timeOf } from '../value.ts'

/**
 * What the tabs of a plan have in common: things in order, each a flat map under its id in a root of its own. What is
 * taken away is put into the bin. Values that two members set apart leave traces (contested.ts).
 */
export interface Item<Id extends AnyId> extends Ranked<Id> {
  readonly map: LooseMap
}

export type Plain = string | number | boolean
/** By key; null takes the key away, undefined leaves it. */
export type Fields = Readonly<Record<string, Plain | null | undefined>>

/** In order, without those in the bin. */
export function liveItems<Id extends AnyId>(root: LooseMap): Item<Id>[] {
  return allItems<Id>(root).filter(({ map }) => timeOf(map.get('binnedAt')) === null)
}

/** In order, those in the bin too. */
export function allItems<Id extends AnyId>(root: LooseMap): Item<Id>[] {
  const items: Item<Id>[] = []
  for (const key of root.keys()) {
    const id = readId<Id>(key)
    const map = id === null ? null : mapAt(root, key)
    if (id !== null && map !== null) items.push({ id, map, rank: readRank(map.get('rank')) })
  }
  return items.sort(byRank)
}

/** Puts a thing among the others. Its values are taken as checked. */
export function addItem<Id extends AnyId>(
  doc: Y.Doc,
  root: LooseMap,
  fields: Fields,
  options: { readonly at?: Position<Id> | undefined; readonly max: number },
  ctx: WriteContext,
): Result<Id> {
  const may = writable(doc)
  if (!may.ok) return may
  const others = liveItems<Id>(root)
  if (others.length >= options.max) return fail('too-many', { max: options.max })
  const index = indexAt(others, options.at ?? 'end')
  if (!index.ok) return index
  const ranks = rankInto(others, index.value, 1, ctx.randomBytes)
  const id = newId<Id>(ctx.randomBytes)
  write(doc, ctx, () => {
    root.set(id, newItem(fields, ranks.fresh[0] ?? ''))
    rerank(root, ranks.moved)
  })
  return ok(id)
}

/** The map of a new thing. */
export function newItem(fields: Fields, rank: string): LooseMap {
  const there = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  return new Y.Map<unknown>([...there, ['rank', rank]])
}

export function moveItem<Id extends AnyId>(
  doc: Y.Doc,
  root: LooseMap,
  id: Id,
  at: Position<Id>,
  ctx: WriteContext,
  also: (map: LooseMap) => void = () => {},
): Result<void> {
  const found = liveItem(doc, root, id)
  if (!found.ok) return found
  const others = liveItems<Id>(root).filter((item) => item.id !== id)
  const index = indexAt(others, at)
  if (!index.ok) return index
  const ranks = rankInto(others, index.value, 1, ctx.randomBytes)
  write(doc, ctx, () => {
    found.value.set('rank', ranks.fresh[0])
    rerank(root, ranks.moved)
    also(found.value)
  })
  return ok()
}

function rerank(root: LooseMap, moved: readonly Ranked[]): void {
  for (const { id, rank } of moved) mapAt(root, id)?.set('rank', rank)
}

/** Sets values that members may be at odds about. */
export function setFields(doc: Y.Doc, root: LooseMap, id: AnyId, fields: Fields, ctx: WriteContext): Result<void> {
  return changeItem(doc, root, id, ctx, (map) => putFields(map, fields, ctx))
}

/** The same inside a transaction. */
export function putFields(map: LooseMap, fields: Fields, ctx: WriteContext): void {
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue
    if (value !== null) putContested(map, key, value, ctx)
    else {
      for (const name of [...map.keys()]) if (name.startsWith(`${key}~`)) drop(map, name)
      drop(map, key)
    }
  }
}

export function changeItem(
  doc: Y.Doc,
  root: LooseMap,
  id: AnyId,
  ctx: WriteContext,
  change: (map: LooseMap) => void,
): Result<void> {
  const found = liveItem(doc, root, id)
  if (!found.ok) return found
  write(doc, ctx, () => change(found.value))
  return ok()
}

/** A thing that may be written to: there, and not in the bin. */
export function liveItem(doc: Y.Doc, root: LooseMap, id: AnyId, missing: ErrorCode = 'item.unknown'): Result<LooseMap> {
  const may = writable(doc)
  if (!may.ok) return may
  const map = mapAt(root, id)
  if (map === null) return fail(missing)
  return timeOf(map.get('binnedAt')) === null ? ok(map) : fail('item.binned')
}

export function binItem(doc: Y.Doc, root: LooseMap, id: AnyId, ctx: WriteContext): Result<void> {
  return changeItem(doc, root, id, ctx, (map) => map.set('binnedAt', ctx.now))
}

export function restoreItem(doc: Y.Doc, root: LooseMap, id: AnyId, ctx: WriteContext): Result<void> {
  const may = writable(doc)
  if (!may.ok) return may
  const map = mapAt(root, id)
  if (map === null) return fail('item.unknown')
  write(doc, ctx, () => drop(map, 'binnedAt'))
  return ok()
}
