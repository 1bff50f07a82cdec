import * as Y from 'yjs'
import type { WriteContext } from '#shared/domain/context.ts'
import { readId } from '#shared/domain/ids.ts'
import { type LooseMap, mapAt, sound, timeOf } from '#shared/domain/value.ts'
import { type Chunks, PORTION } from './trelloChunks.ts'
import { decide, Marks, markOf } from './trelloMarks.ts'

/** A value that a key may have; undefined for none. */
export type Plain = string | number | boolean | Readonly<Record<string, unknown>> | undefined

/** A thing that an import brings: a label, a list or a card. */
export interface Thing {
  /** Values that a later import brings up to date, unless they were changed here. */
  readonly tracked: ReadonlyMap<string, Plain>
  /** Values that are written where there is none, and never again. */
  readonly once: ReadonlyMap<string, Plain>
  /** Values that are written whatever is there. */
  readonly always?: ReadonlyMap<string, Plain>
  /** Marks to note under names that are no keys of the thing. */
  readonly notes?: ReadonlyMap<string, string | undefined>
  /** Runs right before the thing is written. */
  readonly before?: () => void
}

export type Effect = 'created' | 'updated' | 'unchanged'

/** A thing on the board that an import has brought. */
export interface Known {
  readonly id: string
  readonly map: LooseMap
}

const SOURCE = 'trello:'
const MARKS = 'sourceMarks'
/** Decided elsewhere than by comparing with the file. */
const PLACE = 'place'

export const sourceOf = (trelloId: string): string => SOURCE + sound(trelloId)

/** The imported things under a root, by their source. */
export function knownThings(root: LooseMap): Map<string, Known> {
  const known = new Map<string, Known>()
  for (const key of root.keys()) {
    const map = readId(key) === null ? null : mapAt(root, key)
    const source = map?.get('source')
    if (map === null || typeof source !== 'string' || !source.startsWith(SOURCE)) continue
    // Two members may have imported one board apart: everybody keeps the thing with the lowest id up to date.
    const there = known.get(source)
    if (there === undefined || key < there.id) known.set(source, { id: key, map })
  }
  return known
}

export const marksOn = (map: LooseMap | null): Marks => Marks.read(map?.get(MARKS))

/** Writes things so that writing them again updates what is there. */
export class ThingWriter {
  /** Values that had changed in Trello and here: ours stayed. */
  kept = 0
  readonly #chunks: Chunks
  readonly #ctx: WriteContext

  constructor(chunks: Chunks, ctx: WriteContext) {
    this.#chunks = chunks
    this.#ctx = ctx
  }

  /** `map` is what is there from an import before; null for a thing that is new. */
  write(root: LooseMap, id: string, map: LooseMap | null, thing: Thing): Effect {
    const before = marksOn(map)
    const marks = before.copy()
    const entries: [string, Plain][] = []
    for (const [key, value] of thing.once) if (value !== undefined && map?.has(key) !== true) entries.push([key, value])
    for (const [key, value] of thing.always ?? []) {
      if (map?.get(key) !== value) entries.push([key, value])
      marks.set(key, markOf(value))
    }
    for (const key of trackedKeys(thing, map, before)) {
      const wanted = thing.tracked.get(key)
      const decision = decide(key, this.#here(map, key), wanted, marks)
      if (decision === 'keep') this.kept++
      if (decision === 'take') entries.push([key, key === 'archivedAt' && wanted === true ? this.#ctx.now : wanted])
    }
    for (const [key, mark] of thing.notes ?? []) marks.set(key, mark)
    const effect = map === null ? 'created' : entries.length > 0 ? 'updated' : 'unchanged'
    if (effect !== 'unchanged' || before.stored !== marks.stored) {
      this.#portion(root, id, map === null, entries, before, marks, thing.before)
    }
    return effect
  }

  /** Put away or not is what counts; when that was is no matter of the file. */
  #here(map: LooseMap | null, key: string): unknown {
    const value = map?.get(key)
    return key === 'archivedAt' ? (timeOf(value) === null ? undefined : true) : value
  }

  /** Cuts a big thing into portions. Each notes marks only for what is written by then, so that one may stop in between. */
  #portion(
    root: LooseMap,
    id: string,
    isNew: boolean,
    entries: readonly [string, Plain][],
    before: Marks,
    marks: Marks,
    first: (() => void) | undefined,
  ): void {
    const rest = new Set(entries.map(([key]) => key))
    let creates = isNew
    for (const portion of portions(entries)) {
      for (const [key] of portion) rest.delete(key)
      const noted = marks.copy()
      for (const key of rest) noted.set(key, before.get(key))
      const written: [string, Plain][] = [...portion, [MARKS, noted.stored]]
      const create = creates
      this.#chunks.add({
        structs: written.length + 1,
        chars: sizeOf(written),
        ...(first === undefined ? {} : { before: first }),
        write: () => {
          if (create) root.set(id, new Y.Map<unknown>(written.filter(([, value]) => value !== undefined)))
          else update(mapAt(root, id), written)
        },
      })
      creates = false
      first = undefined
    }
  }
}

/** What the file has, and what an import before had brought and the file has no more. */
function trackedKeys(thing: Thing, map: LooseMap | null, before: Marks): Set<string> {
  const there = map === null ? [] : [...map.keys()]
  const known = there.filter((key) => before.get(key) !== undefined && key !== PLACE && thing.always?.has(key) !== true)
  return new Set([...thing.tracked.keys(), ...known])
}

function update(map: LooseMap | null, entries: readonly [string, Plain][]): void {
  for (const [key, value] of entries) {
    if (value === undefined) map?.delete(key)
    else map?.set(key, value)
  }
}

/** At least one, possibly empty. */
function portions(entries: readonly [string, Plain][]): [string, Plain][][] {
  let last: [string, Plain][] = []
  let chars = 0
  const all = [last]
  for (const entry of entries) {
    const size = sizeOf([entry])
    if (last.length > 0 && (last.length >= PORTION.structs || chars + size > PORTION.chars)) {
      last = []
      chars = 0
      all.push(last)
    }
    last.push(entry)
    chars += size
  }
  return all
}

function sizeOf(entries: readonly [string, Plain][]): number {
  return entries.reduce((sum, [key, value]) => sum + key.length + (JSON.stringify(value)?.length ?? 0), 0)
}
