import * as Y from 'yjs'
import type { Position, WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import { DEFAULT_HUE, type Hue, isHue } from './hue.ts'
import type { DocId } from './ids.ts'
import { readId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { indexAt } from './place.ts'
import { byRank, type Ranked, rankInto, readRank } from './rank.ts'
import { isReadOnly, roots, stampSchema, writable, write } from './schema.ts'
import { checkName, checkTitle, drop, type LooseMap, mapAt, put, sound, textOf, timeOf } from './value.ts'

/** The community document: what the community is called, and which boards it has. Organizers write it. */
export interface Community {
  readonly name: string
  readonly about: string
  /** The template it was made from; '' for none. */
  readonly template: string
  /** In order, archived ones left out. */
  readonly boards: readonly BoardEntry[]
  readonly archivedBoards: readonly BoardEntry[]
  readonly readOnly: boolean
}

export interface BoardEntry {
  readonly id: DocId
  readonly title: string
  readonly hue: Hue
  readonly archivedAt: number | null
}

export function readCommunity(doc: Y.Doc): Community {
  const facts = roots.community(doc)
  const boards = entries(doc).map(({ id, map, archivedAt }): BoardEntry => {
    const hue = map.get('hue')
    return { id, title: textOf(map.get('title'), LIMITS.title), hue: isHue(hue) ? hue : DEFAULT_HUE, archivedAt }
  })
  return {
    name: textOf(facts.get('name'), LIMITS.name),
    about: textOf(facts.get('about'), LIMITS.about),
    template: textOf(facts.get('template'), LIMITS.name),
    boards: boards.filter((board) => board.archivedAt === null),
    archivedBoards: boards.filter((board) => board.archivedAt !== null),
    readOnly: isReadOnly(doc),
  }
}

/** Makes a community of an empty document. */
export function initCommunity(
  doc: Y.Doc,
  input: { readonly name: string; readonly about?: string; readonly template?: string },
  ctx: WriteContext,
): Result<void> {
  const may = writable(doc)
  if (!may.ok) return may
  const name = checkName(input.name)
  if (!name.ok) return name
  const about = checkAbout(input.about ?? '')
  if (!about.ok) return about
  const template = checkName(input.template ?? '', true)
  if (!template.ok) return template
  write(doc, ctx, () => {
    stampSchema(doc)
    put(roots.community(doc), 'name', name.value)
    if (about.value !== '') put(roots.community(doc), 'about', about.value)
    if (template.value !== '') put(roots.community(doc), 'template', template.value)
  })
  return ok()
}

export function renameCommunity(doc: Y.Doc, name: string, ctx: WriteContext): Result<void> {
  const may = writable(doc)
  if (!may.ok) return may
  const checked = checkName(name)
  if (!checked.ok) return checked
  write(doc, ctx, () => put(roots.community(doc), 'name', checked.value))
  return ok()
}

export function setAbout(doc: Y.Doc, about: string, ctx: WriteContext): Result<void> {
  const may = writable(doc)
  if (!may.ok) return may
  const checked = checkAbout(about)
  if (!checked.ok) return checked
  write(doc, ctx, () => put(roots.community(doc), 'about', checked.value))
  return ok()
}

/** Lists a board that the log already knows (a `doc` entry): `id` is its document's. Listing it again changes nothing. */
export function addBoard(
  doc: Y.Doc,
  input: { readonly id: DocId; readonly title: string; readonly hue: Hue; readonly at?: Position<DocId> },
  ctx: WriteContext,
): Result<DocId> {
  const may = writable(doc)
  if (!may.ok) return may
  const title = checkTitle(input.title)
  if (!title.ok) return title
  if (!isHue(input.hue)) return fail('hue.invalid')
  const id = readId<DocId>(input.id)
  if (id === null) return fail('board.unknown')
  if (mapAt(roots.boards(doc), id) !== null) return ok(id)
  const others = entries(doc)
  const index = indexAt(others, input.at ?? 'end')
  if (!index.ok) return index
  const ranks = rankInto(others, index.value, 1, ctx.randomBytes)
  write(doc, ctx, () => {
    const facts = { title: title.value, hue: input.hue, rank: ranks.fresh[0] }
    roots.boards(doc).set(id, new Y.Map(Object.entries(facts)))
    rerank(doc, ranks.moved)
  })
  return ok(id)
}

export function renameBoard(doc: Y.Doc, board: DocId, title: string, ctx: WriteContext): Result<void> {
  const checked = checkTitle(title)
  if (!checked.ok) return checked
  return changeBoard(doc, board, ctx, (map) => put(map, 'title', checked.value))
}

export function recolourBoard(doc: Y.Doc, board: DocId, hue: Hue, ctx: WriteContext): Result<void> {
  if (!isHue(hue)) return fail('hue.invalid')
  return changeBoard(doc, board, ctx, (map) => put(map, 'hue', hue))
}

export function moveBoard(doc: Y.Doc, board: DocId, at: Position<DocId>, ctx: WriteContext): Result<void> {
  const others = entries(doc).filter(({ id }) => id !== board)
  const index = indexAt(others, at)
  if (!index.ok) return index
  const ranks = rankInto(others, index.value, 1, ctx.randomBytes)
  return changeBoard(doc, board, ctx, (map) => {
    map.set('rank', ranks.fresh[0])
    rerank(doc, ranks.moved)
  })
}

export function archiveBoard(doc: Y.Doc, board: DocId, ctx: WriteContext): Result<void> {
  return changeBoard(doc, board, ctx, (map) => {
    if (timeOf(map.get('archivedAt')) === null) map.set('archivedAt', ctx.now)
  })
}

export function restoreBoard(doc: Y.Doc, board: DocId, ctx: WriteContext): Result<void> {
  return changeBoard(doc, board, ctx, (map) => drop(map, 'archivedAt'))
}

interface Entry extends Ranked<DocId> {
  readonly map: LooseMap
  readonly archivedAt: number | null
}

function entries(doc: Y.Doc): Entry[] {
  const found: Entry[] = []
  const boards = roots.boards(doc)
  for (const key of boards.keys()) {
    const id = readId<DocId>(key)
    const map = mapAt(boards, key)
    if (id === null || map === null) continue
    found.push({ id, map, rank: readRank(map.get('rank')), archivedAt: timeOf(map.get('archivedAt')) })
  }
  return found.sort(byRank)
}

function rerank(doc: Y.Doc, moved: readonly Ranked<DocId>[]): void {
  for (const { id, rank } of moved) mapAt(roots.boards(doc), id)?.set('rank', rank)
}

function changeBoard(doc: Y.Doc, board: DocId, ctx: WriteContext, change: (map: LooseMap) => void): Result<void> {
  const may = writable(doc)
  if (!may.ok) return may
  const map = mapAt(roots.boards(doc), board)
  if (map === null) return fail('board.unknown')
  write(doc, ctx, () => change(map))
  return ok()
}

function checkAbout(about: string): Result<string> {
  const words = sound(about).trim()
  return words.length > LIMITS.about ? fail('text.too-long', { max: LIMITS.about, length: words.length }) : ok(words)
}
