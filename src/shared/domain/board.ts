import * as Y from 'yjs'
import type { Position, WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import { type Hue, isHue } from './hue.ts'
import type { LabelId, ListId } from './ids.ts'
import { newId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { findList, liveLabel } from './lookup.ts'
import { indexAt, listEntries } from './place.ts'
import { rankInto } from './rank.ts'
import { roots, stampSchema, writable, write } from './schema.ts'
import { checkName, checkTitle, drop, type LooseMap, mapAt, put, timeOf } from './value.ts'

/** A board's lists and labels. Its title, colour and place among the boards are in the community document. */

/** Makes a board of an empty document. */
export function initBoard(doc: Y.Doc, ctx: WriteContext): Result<void> {
  const may = writable(doc)
  if (!may.ok) return may
  write(doc, ctx, () => stampSchema(doc))
  return ok()
}

export function addList(
  doc: Y.Doc,
  input: { readonly title: string; readonly at?: Position<ListId> },
  ctx: WriteContext,
): Result<ListId> {
  const may = writable(doc)
  if (!may.ok) return may
  const title = checkTitle(input.title)
  if (!title.ok) return title
  const entries = listEntries(doc)
  if (entries.length >= LIMITS.listsPerBoard) return fail('too-many', { max: LIMITS.listsPerBoard })
  const index = indexAt(entries, input.at ?? 'end')
  if (!index.ok) return index
  const id = newId<ListId>(ctx.randomBytes)
  const ranks = rankInto(entries, index.value, 1, ctx.randomBytes)
  write(doc, ctx, () => {
    roots.lists(doc).set(id, new Y.Map(Object.entries({ title: title.value, rank: ranks.fresh[0] })))
    for (const { id: other, rank } of ranks.moved) mapAt(roots.lists(doc), other)?.set('rank', rank)
  })
  return ok(id)
}

export function renameList(doc: Y.Doc, list: ListId, title: string, ctx: WriteContext): Result<void> {
  const checked = checkTitle(title)
  if (!checked.ok) return checked
  return changeList(doc, list, ctx, (map) => put(map, 'title', checked.value))
}

export function moveList(doc: Y.Doc, list: ListId, at: Position<ListId>, ctx: WriteContext): Result<void> {
  const found = findList(doc, list)
  if (!found.ok) return found
  const others = listEntries(doc).filter((entry) => entry.id !== list)
  const index = indexAt(others, at)
  if (!index.ok) return index
  const ranks = rankInto(others, index.value, 1, ctx.randomBytes)
  write(doc, ctx, () => {
    found.value.map.set('rank', ranks.fresh[0])
    for (const { id, rank } of ranks.moved) mapAt(roots.lists(doc), id)?.set('rank', rank)
  })
  return ok()
}

/** Puts a list away together with its cards. */
export function archiveList(doc: Y.Doc, list: ListId, ctx: WriteContext): Result<void> {
  return changeList(doc, list, ctx, (map) => {
    if (timeOf(map.get('archivedAt')) === null) map.set('archivedAt', ctx.now)
  })
}

export function restoreList(doc: Y.Doc, list: ListId, ctx: WriteContext): Result<void> {
  return changeList(doc, list, ctx, (map) => drop(map, 'archivedAt'))
}

function changeList(doc: Y.Doc, list: ListId, ctx: WriteContext, change: (map: LooseMap) => void): Result<void> {
  const found = findList(doc, list)
  if (!found.ok) return found
  write(doc, ctx, () => change(found.value.map))
  return ok()
}

/** A label with a name, or a mere colour when the name is empty. */
export function addLabel(
  doc: Y.Doc,
  input: { readonly name: string; readonly hue: Hue },
  ctx: WriteContext,
): Result<LabelId> {
  const may = writable(doc)
  if (!may.ok) return may
  const name = checkName(input.name, true)
  if (!name.ok) return name
  if (!isHue(input.hue)) return fail('hue.invalid')
  const labels = roots.labels(doc)
  if ([...labels.keys()].length >= LIMITS.labelsPerBoard) return fail('too-many', { max: LIMITS.labelsPerBoard })
  const id = newId<LabelId>(ctx.randomBytes)
  write(doc, ctx, () => labels.set(id, new Y.Map(Object.entries({ name: name.value, hue: input.hue }))))
  return ok(id)
}

export function renameLabel(doc: Y.Doc, label: LabelId, name: string, ctx: WriteContext): Result<void> {
  const checked = checkName(name, true)
  if (!checked.ok) return checked
  return changeLabel(doc, label, ctx, (map) => put(map, 'name', checked.value))
}

export function recolourLabel(doc: Y.Doc, label: LabelId, hue: Hue, ctx: WriteContext): Result<void> {
  if (!isHue(hue)) return fail('hue.invalid')
  return changeLabel(doc, label, ctx, (map) => put(map, 'hue', hue))
}

/** Takes a label off the board. The cards keep their mark, so that undo or `restoreLabel` gives them back as they were. */
export function removeLabel(doc: Y.Doc, label: LabelId, ctx: WriteContext): Result<void> {
  return changeLabel(doc, label, ctx, (map) => map.set('binnedAt', ctx.now))
}

export function restoreLabel(doc: Y.Doc, label: LabelId, ctx: WriteContext): Result<void> {
  const may = writable(doc)
  if (!may.ok) return may
  const map = mapAt(roots.labels(doc), label)
  if (map === null) return fail('label.unknown')
  write(doc, ctx, () => drop(map, 'binnedAt'))
  return ok()
}

function changeLabel(doc: Y.Doc, label: LabelId, ctx: WriteContext, change: (map: LooseMap) => void): Result<void> {
  const found = liveLabel(doc, label)
  if (!found.ok) return found
  write(doc, ctx, () => change(found.value))
  return ok()
}
