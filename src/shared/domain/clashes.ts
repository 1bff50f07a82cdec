import type { Doc, Transaction } from 'yjs'
import { editedInBin, markBinned } from './cardClash.ts'
import { type Contender, contenders, putContested } from './contested.ts'
import type { WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import { type AnyId, type CardId, readId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { roots, writable, write } from './schema.ts'
import { touchedIn } from './touchedIn.ts'
import { type LooseMap, mapAt, textOf, timeOf } from './value.ts'

/** What members did apart to one thing of a board or an event plan, so that both can see it and somebody can settle it. */
export type Clash = ValueClash | BinClash

/** One value was set to different things. The one that counts until somebody chooses is `now`. */
export interface ValueClash {
  readonly kind: 'value'
  readonly where: ClashRoot
  /** Of the thing; '' for a fact about the whole event (`where` = `plan`). */
  readonly id: string
  /** What the thing is called; may be ''. */
  readonly title: string
  /** Such as `title`, `minutes`, `from`, `planned`; for `run` also `delay/<stamp>`. */
  readonly key: string
  readonly now: unknown
  readonly values: readonly Contender[]
}

/** A card was put into the bin by somebody who did not know what somebody else changed on it. */
export interface BinClash {
  readonly kind: 'bin'
  readonly card: CardId
  readonly title: string
  readonly binnedAt: number
}

const ROOTS = ['cards', 'run', 'shifts', 'supplies', 'budget', 'questions', 'debrief', 'plan'] as const
export type ClashRoot = (typeof ROOTS)[number]

/** Follows a board or a plan, so that a change costs what it touches. Arrays are replaced, never changed in place. */
export class ClashView {
  readonly #doc: Doc
  readonly #found = new Map<string, readonly Clash[]>()
  #list: readonly Clash[] = []

  constructor(doc: Doc) {
    this.#doc = doc
    for (const where of ROOTS) {
      if (where === 'plan') this.#read(where, '')
      else for (const id of roots[where](doc).keys()) this.#read(where, id)
    }
    this.#arrange()
  }

  /** In the order of the roots above, then id and key. */
  get list(): readonly Clash[] {
    return this.#list
  }

  /** @returns whether the list is another now */
  apply(transaction: Transaction): boolean {
    let changed = false
    for (const where of ROOTS) {
      const touched = touchedIn(transaction, roots[where](this.#doc))
      if (where === 'plan') changed = (touched.size > 0 && this.#read(where, '')) || changed
      else for (const id of touched) changed = this.#read(where, id) || changed
    }
    if (changed) this.#arrange()
    return changed
  }

  #read(where: ClashRoot, id: string): boolean {
    const key = `${where}/${id}`
    const before = this.#found.get(key)
    const now = clashesOf(this.#doc, where, id)
    if (now.length === 0) this.#found.delete(key)
    else this.#found.set(key, now)
    return (before?.length ?? 0) + now.length > 0 && JSON.stringify(before ?? []) !== JSON.stringify(now)
  }

  #arrange(): void {
    const order = (key: string): number => ROOTS.findIndex((root) => key.startsWith(`${root}/`))
    const keys = [...this.#found.keys()].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1))
    this.#list = keys.flatMap((key) => this.#found.get(key) ?? [])
  }
}

/** All that members did apart and nobody has settled yet. */
export function readClashes(doc: Doc): readonly Clash[] {
  return new ClashView(doc).list
}

function clashesOf(doc: Doc, where: ClashRoot, id: string): Clash[] {
  const map = thingAt(doc, where, id)
  if (map === null) return []
  const title = textOf(map.get('title') ?? map.get('text'), LIMITS.title)
  const binnedAt = timeOf(map.get('binnedAt'))
  if (binnedAt !== null) {
    const card = readId<CardId>(id)
    return where === 'cards' && card !== null && editedInBin(map) ? [{ kind: 'bin', card, title, binnedAt }] : []
  }
  return keysAtOdds(map).flatMap((key): Clash[] => {
    const values = contenders(map, key)
    // Two who chose the same are at one.
    const differ = new Set(values.map(({ value }) => value)).size > 1
    return differ ? [{ kind: 'value', where, id, title, key, now: map.get(key), values }] : []
  })
}

const TRACE = /^(.+)~[0-9a-f]{16}$/

/** Keys with at least two traces (contested.ts), sorted. */
function keysAtOdds(map: LooseMap): string[] {
  let once: Set<string> | null = null
  let twice: Set<string> | null = null
  for (const name of map.keys()) {
    // Most things have none at all, and there may be thousands.
    const key = name.includes('~') ? TRACE.exec(name)?.[1] : undefined
    if (key === undefined) continue
    once ??= new Set()
    if (!once.has(key)) once.add(key)
    else twice = (twice ?? new Set<string>()).add(key)
  }
  return twice === null ? [] : [...twice].sort()
}

function thingAt(doc: Doc, where: ClashRoot, id: string): LooseMap | null {
  if (where === 'plan') return id === '' ? roots.plan(doc) : null
  return readId<AnyId>(id) === null ? null : mapAt(roots[where](doc), id)
}

/** Chooses one of the values. @param contender its id, as the clash lists it */
export function settleClash(
  doc: Doc,
  clash: Pick<ValueClash, 'where' | 'id' | 'key'>,
  contender: string,
  ctx: WriteContext,
): Result<void> {
  const may = writable(doc)
  if (!may.ok) return may
  const map = thingAt(doc, clash.where, clash.id)
  const value = map === null ? undefined : contenders(map, clash.key).find(({ id }) => id === contender)?.value
  if (map === null || !(typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'))
    return fail('clash.unknown')
  write(doc, ctx, () => putContested(map, clash.key, value, ctx))
  return ok()
}

/** Leaves a card in the bin, now that what was changed on it has been seen. To take it out instead: `restoreCard`. */
export function keepInBin(doc: Doc, card: CardId, ctx: WriteContext): Result<void> {
  const may = writable(doc)
  if (!may.ok) return may
  const map = mapAt(roots.cards(doc), card)
  if (map === null || !editedInBin(map)) return fail('clash.unknown')
  write(doc, ctx, () => markBinned(map))
  return ok()
}
