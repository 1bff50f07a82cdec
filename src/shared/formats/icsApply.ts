import type * as Y from 'yjs'
import type { WriteContext } from '#shared/domain/context.ts'
import type { Result } from '#shared/domain/errors.ts'
import { ok } from '#shared/domain/errors.ts'
import { type EventFacts, plainChange } from '#shared/domain/eventFacts.ts'
import { headKey, whenText } from '#shared/domain/eventHead.ts'
import { DEFAULT_HUE } from '#shared/domain/hue.ts'
import { type EventId, type MemberId, newId, type PartId, readId } from '#shared/domain/ids.ts'
import { roots, stampSchema, writable } from '#shared/domain/schema.ts'
import { type LooseMap, mapAt, timeOf } from '#shared/domain/value.ts'
import type { IcsEvent, IcsFile } from './icsFile.ts'
import { Chunks } from './trelloChunks.ts'
import { type Plain, ThingWriter } from './trelloWriter.ts'

/** What an import does to a calendar, or would do; of events, but for the last. */
export interface IcsOutcome {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  /** Those that wait in the bin here; they stay there. */
  readonly binned: number
  /** Values that had changed in the file and here: ours stayed. */
  readonly kept: number
}

export interface IcsProgress {
  readonly done: number
  readonly total: number
}

/** What `applyIcs` would do, worked out without writing anything. */
export function planIcs(doc: Y.Doc, file: IcsFile): IcsOutcome {
  const nobody: WriteContext = { now: 0, by: '' as MemberId, randomBytes: (n) => new Uint8Array(n), origin: null }
  return new Import(doc, file, nobody).tally()
}

/**
 * Writes the events of a file to a calendar. Each turn of the generator is one transaction (trelloChunks.ts says how
 * big); to make it one step of undo, run it within a group. Events are found again by their uid, so a second import
 * updates what nobody has changed here (trelloMarks.ts has the rule). Error: `schema.newer`, and nothing is written.
 */
export function applyIcs(doc: Y.Doc, file: IcsFile, ctx: WriteContext): Result<Generator<IcsProgress, IcsOutcome>> {
  const may = writable(doc)
  return may.ok ? ok(new Import(doc, file, ctx).run()) : may
}

interface Known {
  readonly id: EventId
  readonly map: LooseMap
}

class Import {
  readonly #doc: Y.Doc
  readonly #file: IcsFile
  readonly #ctx: WriteContext
  readonly #chunks: Chunks
  readonly #writer: ThingWriter
  readonly #effects = { created: 0, updated: 0, unchanged: 0, binned: 0 }

  constructor(doc: Y.Doc, file: IcsFile, ctx: WriteContext) {
    this.#doc = doc
    this.#file = file
    this.#ctx = ctx
    this.#chunks = new Chunks(doc, ctx.origin)
    this.#writer = new ThingWriter(this.#chunks, ctx)
  }

  *run(): Generator<IcsProgress, IcsOutcome> {
    const total = this.#file.events.length
    this.#chunks.add({ structs: 1, chars: 0, write: () => stampSchema(this.#doc) })
    let done = 0
    for (const _ of this.#prepared()) {
      done++
      while (this.#chunks.full) {
        this.#chunks.flush()
        yield { done, total }
      }
    }
    while (!this.#chunks.empty) {
      this.#chunks.flush()
      yield { done, total }
    }
    return this.#outcome
  }

  /** Goes through it all and leaves what is to be written unwritten. */
  tally(): IcsOutcome {
    for (const _ of this.#prepared());
    return this.#outcome
  }

  get #outcome(): IcsOutcome {
    return { ...this.#effects, kept: this.#writer.kept }
  }

  *#prepared(): Generator<void> {
    const known = knownByUid(roots.events(this.#doc))
    for (const event of this.#file.events) {
      this.#prepare(event, known.get(event.uid))
      yield
    }
  }

  #prepare(event: IcsEvent, known: Known | undefined): void {
    if (known !== undefined && timeOf(known.map.get('binnedAt')) !== null) {
      this.#effects.binned++
      return
    }
    const { randomBytes, now, by } = this.#ctx
    const map = known?.map ?? null
    const once = new Map<string, Plain>([
      ['answers', newId<PartId>(randomBytes)],
      ['hue', event.hue ?? DEFAULT_HUE],
      ['createdAt', now],
      ['createdBy', by],
      ['uid', event.uid],
      ...(event.sequence > 0 ? ([['sequence', event.sequence]] as const) : []),
    ])
    const id = known?.id ?? newId<EventId>(randomBytes)
    const tracked = valuesOf(event.facts, map)
    this.#effects[this.#writer.write(roots.events(this.#doc), id, map, { tracked, once })]++
  }
}

/** Two members may have imported one file apart: everybody keeps the event with the lowest id up to date. */
function knownByUid(root: LooseMap): Map<string, Known> {
  const known = new Map<string, Known>()
  for (const key of root.keys()) {
    const id = readId<EventId>(key)
    const map = id === null ? null : mapAt(root, key)
    if (id === null || map === null) continue
    const uid = map.get('uid')
    const name = typeof uid === 'string' && uid !== '' ? uid : `${id}@kith`
    const there = known.get(name)
    if (there === undefined || id < there.id) known.set(name, { id, map })
  }
  return known
}

/** The values of an event as its head keeps them (eventHead.ts); what is empty has no key. */
function valuesOf(facts: EventFacts, map: LooseMap | null): Map<string, Plain> {
  const values = new Map<string, Plain>()
  for (const key of ['title', 'place', 'status', 'access', 'about', 'url', 'rule'] as const) {
    const value = facts[key]
    // Other calendars know nothing of how to get in, and so have nothing to say about it.
    if (key === 'access' && value === '') continue
    values.set(key, value === '' && map?.get(key) !== '' ? undefined : value)
  }
  if (facts.when !== null) values.set('when', whenText(facts.when))
  for (const stamp of facts.extra) values.set(headKey.extra(stamp), true)
  for (const stamp of facts.except) values.set(headKey.except(stamp), true)
  for (const [stamp, change] of facts.changes) values.set(headKey.change(stamp), plainChange(change) ?? undefined)
  return values
}
