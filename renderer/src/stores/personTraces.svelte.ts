import { Temporal } from 'temporal-polyfill'
import type { Doc } from 'yjs'
import { readDescription } from '#shared/domain/description.ts'
import { fingerprint } from '#shared/domain/fingerprint.ts'
import type { DocId, EventId } from '#shared/domain/ids.ts'
import { mentions, type Sought } from '#shared/domain/people/sought.ts'
import { cardsIn, findTraces, type Trace, takeOutTraces } from '#shared/domain/people/traces.ts'
import type { BoardHost } from './boardStore.svelte.ts'
import type { CalendarStore } from './calendarStore.svelte.ts'
import { happenings } from './happenings.ts'

/** A board or an event in which somebody may stand. */
export type TraceSource =
  | { readonly kind: 'board'; readonly id: DocId; readonly title: string }
  | { readonly kind: 'event'; readonly id: EventId; readonly stamp: string; readonly title: string }

export interface FoundTrace extends Trace {
  readonly source: TraceSource
  /** Of the document. */
  readonly key: string
  /** Whether this member may change it. */
  readonly mayWrite: boolean
}

export interface TracesHost {
  readonly boards: readonly { readonly id: DocId; readonly title: string }[]
  readonly archivedBoards: readonly { readonly id: DocId; readonly title: string }[]
  readonly host: BoardHost
  openCalendar(): Promise<CalendarStore>
}

/** A document to look into, and how. */
interface Stop {
  readonly key: string
  readonly source: TraceSource
  /** Null for a long text. */
  readonly card: { readonly id: string; readonly title: string } | null
}

/** Answers to the times of a series are looked at so far back and ahead, as for who took part. */
const MONTHS_BACK = 15
const MONTHS_AHEAD = 3

/**
 * The search for somebody on all boards and in all events that this member may read: one document after another, with pauses,
 * each let go of again. Nobody else is shown as being there.
 */
export class PersonTraces {
  readonly #community: TracesHost
  readonly #sought: Sought
  #run = 0
  state: 'looking' | 'done' | 'stopped' = $state('looking')
  looked = $state(0)
  /** Rises as cards with long texts are found. */
  total = $state(0)
  found: readonly FoundTrace[] = $state.raw([])
  /** Documents that could not be opened now. */
  unread = $state(0)

  constructor(community: TracesHost, sought: Sought) {
    this.#community = community
    this.#sought = sought
  }

  /** What a computer can take out here. */
  readonly names: readonly FoundTrace[] = $derived(this.found.filter(({ isName, mayWrite }) => isName && mayWrite))
  /** What only people can. */
  readonly rest: readonly FoundTrace[] = $derived(this.found.filter(({ isName, mayWrite }) => !isName || !mayWrite))

  async look(): Promise<void> {
    const run = ++this.#run
    this.state = 'looking'
    this.looked = 0
    this.unread = 0
    this.found = []
    const stops = await this.#stops(() => run !== this.#run)
    this.total = stops.length
    for (let stop = stops.shift(); stop !== undefined; stop = stops.shift()) {
      if (run !== this.#run) return
      await this.#lookAt(stop, stops)
      this.looked += 1
      this.total = this.looked + stops.length
      await this.#community.host.breathe()
    }
    if (run === this.#run) this.state = 'done'
  }

  stop(): void {
    this.#run += 1
    if (this.state === 'looking') this.state = 'stopped'
  }

  async #stops(isOver: () => boolean): Promise<Stop[]> {
    const { boards, archivedBoards, host } = this.#community
    const stops = [...boards, ...archivedBoards].map(
      ({ id, title }): Stop => ({ key: id, source: { kind: 'board', id, title }, card: null }),
    )
    const calendar = await this.#community.openCalendar()
    const zone = Temporal.Now.timeZoneId()
    const today = Temporal.Now.plainDateISO()
    const [from, until] = [today.subtract({ months: MONTHS_BACK }), today.add({ months: MONTHS_AHEAD })]
    const heads = new Map<string, Trace[]>()
    for (const doc of calendar.docs)
      for (const trace of findTraces(doc, this.#sought)) heads.set(trace.id, [...(heads.get(trace.id) ?? []), trace])
    for (const event of [...calendar.events, ...calendar.bin]) {
      if (isOver()) return []
      const { id, title } = event
      const source = { kind: 'event', id, stamp: '', title } as const
      for (const trace of heads.get(id) ?? []) this.#add([trace], { key: event.calendar, source })
      const plan = `${event.calendar}.${event.plan}`
      stops.push({ key: plan, source, card: null })
      stops.push({ key: `${event.calendar}.${fingerprint(`notes ${plan}`)}`, source, card: { id: '', title: 'Notes' } })
      const times = event.rule === '' ? [{ stamp: '' }] : happenings([event], from.toString(), until.toString(), zone)
      for (const stamp of new Set(['', ...times.map((time) => time.stamp)]))
        stops.push({ key: calendar.answersKey(event, stamp), source: { ...source, stamp }, card: null })
      await host.breathe()
    }
    return [...new Map(stops.map((stop) => [stop.key, stop])).values()]
  }

  async #lookAt({ key, source, card }: Stop, stops: Stop[]): Promise<void> {
    await this.#with(key, (doc) => {
      if (card !== null) {
        if (mentions(readDescription(doc), this.#sought))
          this.#add([{ place: card.id === '' ? 'notes' : 'card', id: card.id, title: card.title, isName: false }], {
            key,
            source,
          })
        return
      }
      this.#add(findTraces(doc, this.#sought), { key, source })
      const home = key.split('.')[0] ?? key
      for (const one of cardsIn(doc)) stops.push({ key: `${home}.${one.id}`, source, card: one })
    })
  }

  #add(traces: readonly Trace[], at: { readonly key: string; readonly source: TraceSource }): void {
    if (traces.length === 0) return
    const mayWrite = this.#community.host.mayWrite(at.key)
    this.found = [...this.found, ...traces.map((trace) => ({ ...trace, ...at, mayWrite }))]
  }

  async #with(key: string, look: (doc: Doc) => void): Promise<boolean> {
    try {
      const open = await this.#community.host.openDoc(key)
      try {
        look(open.doc)
        return true
      } finally {
        open.release()
      }
    } catch {
      this.unread += 1
      return false
    }
  }

  /**
   * Takes every name out that a computer can take out. There is no undo of it.
   * @returns how many places were changed, and how many documents could not be
   */
  async takeOut(): Promise<{ readonly changed: number; readonly failed: number }> {
    const { host } = this.#community
    let [changed, failed] = [0, 0]
    for (const key of new Set(this.names.map((trace) => trace.key))) {
      const context = { by: host.member(), now: host.now(), randomBytes: host.randomBytes, origin: FORGETTING }
      const done = await this.#with(key, (doc) => {
        changed += takeOutTraces(doc, this.#sought, context)
      })
      if (!done) failed += 1
      await host.breathe()
    }
    return { changed, failed }
  }
}

/** The origin of what undo never takes back. */
const FORGETTING = { people: 'forget' }
