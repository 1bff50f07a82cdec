import { Temporal } from 'temporal-polyfill'
import type { Doc, Transaction } from 'yjs'
import type { OpenDoc } from '#renderer/session/documents.ts'
import { addEvent, type NewEvent } from '#shared/domain/calendar.ts'
import { CalendarView } from '#shared/domain/calendarView.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import { fail, type Result } from '#shared/domain/errors.ts'
import { fingerprint } from '#shared/domain/fingerprint.ts'
import type { DocId, EventId } from '#shared/domain/ids.ts'
import { UndoGroup } from '#shared/domain/undo.ts'
import { wallIn } from '#shared/domain/when.ts'
import { type Access, type CircleAccess, isSealed } from './access.ts'
import type { BoardHost } from './boardStore.svelte.ts'
import { happenings } from './happenings.ts'
import type { ListedEvent } from './listedEvent.ts'

/** A calendar document of the community, from the log. */
export interface CalendarInfo {
  readonly id: DocId
  readonly access: Access
}

export interface CalendarHost extends BoardHost {
  /** In the order in which the log made them. */
  readonly calendars: () => readonly CalendarInfo[]
  /** What a circle is called. */
  readonly circleName?: (access: CircleAccess) => string
}

interface OpenCalendar extends CalendarInfo {
  readonly open: OpenDoc
  readonly view: CalendarView
  readonly close: () => void
}

/** An operation of the model on one event. */
type EventOperation<Args extends unknown[], T> = (
  doc: Doc,
  event: EventId,
  ...rest: [...Args, WriteContext]
) => Result<T>

const byStart = (a: ListedEvent, b: ListedEvent): number => {
  const [left, right] = [a.when?.start ?? '', b.when?.start ?? '']
  return left < right ? -1 : left > right ? 1 : a.id < b.id ? -1 : 1
}

/** The events of a community, from all its calendars that this member may read, as runes. */
export class CalendarStore {
  readonly host: CalendarHost
  readonly undoGroup = new UndoGroup()
  readonly origin = { calendar: 'local' }
  #calendars: readonly OpenCalendar[] = $state.raw([])
  #version = $state(0)
  #undoVersion = $state(0)
  /** How many events take place within the next four weeks, as last counted. */
  ahead = $state(0)
  #counting = 0
  #holding = false
  #opening: Promise<void> = Promise.resolve()
  #closed = false
  readonly #stop: (() => void)[]
  readonly #all: readonly ListedEvent[] = $derived.by(() => {
    void this.#version
    return this.#calendars
      .flatMap(({ id, access, view }) => {
        const mayWrite = this.host.mayWrite(id) && !view.readOnly
        return [...view.heads.values()].map((head) => ({ ...head, calendar: id, openTo: access, mayWrite }))
      })
      .sort(byStart)
  })
  readonly #shown: readonly ListedEvent[] = $derived(this.#all.filter(({ binnedAt }) => binnedAt === null))

  private constructor(host: CalendarHost) {
    this.host = host
    this.#stop = [
      host.onChange(() => {
        this.#changed()
        this.#opening = this.#opening.then(() => this.#follow())
      }),
      this.undoGroup.watch(() => {
        this.#undoVersion += 1
      }),
    ]
  }

  static async open(host: CalendarHost): Promise<CalendarStore> {
    const store = new CalendarStore(host)
    await store.#follow()
    return store
  }

  #changed(): void {
    if (this.#holding) return
    this.#version += 1
    void this.#count()
  }

  /** Counts what is ahead, a little at a time: the first look at many series costs some tenths of a second. */
  async #count(): Promise<void> {
    const turn = ++this.#counting
    const zone = Temporal.Now.timeZoneId()
    const now = Temporal.Instant.fromEpochMilliseconds(this.host.now())
    const today = Temporal.PlainDate.from(wallIn(now, zone).slice(0, 10))
    const soon = today.add({ weeks: 4 }).toString()
    let count = 0
    await this.host.breathe()
    for (const event of turn === this.#counting ? this.#shown : []) {
      const found = happenings([event], today.toString(), soon, zone)
      if (found.some(({ occurrence }) => !occurrence.cancelled)) count += 1
      await this.host.breathe()
      if (turn !== this.#counting || this.#closed) return
    }
    if (turn === this.#counting) this.ahead = count
  }

  /** Opens the calendars that have come to be, and lets go of those that may not be read any more. */
  async #follow(): Promise<void> {
    const wanted = this.host.calendars()
    for (const gone of this.#calendars) if (!wanted.some(({ id }) => id === gone.id)) gone.close()
    const kept = this.#calendars.filter(({ id }) => wanted.some((info) => info.id === id))
    const fresh = wanted.filter(({ id }) => !kept.some((calendar) => calendar.id === id))
    const opened = await Promise.all(fresh.map((info) => this.#openOne(info)))
    if (this.#closed) for (const calendar of opened) calendar.close()
    else if (opened.length > 0 || kept.length < this.#calendars.length) {
      this.#calendars = wanted.flatMap(({ id }) => [...kept, ...opened].find((calendar) => calendar.id === id) ?? [])
      void this.#count()
    }
  }

  async #openOne(info: CalendarInfo): Promise<OpenCalendar> {
    const open = await this.host.openDoc(info.id)
    const view = new CalendarView(open.doc)
    const after = (transaction: Transaction) => {
      if (view.apply(transaction)) this.#changed()
    }
    open.doc.on('afterTransaction', after)
    this.undoGroup.includeCalendar(open.doc, this.origin, this.host.now)
    const close = () => {
      stopReplaced()
      open.doc.off('afterTransaction', after)
      open.release()
    }
    const stopReplaced = open.onReplaced(() => {
      close()
      this.#calendars = this.#calendars.filter(({ id }) => id !== info.id)
      this.#opening = this.#opening.then(() => this.#follow())
    })
    return { ...info, open, view, close }
  }

  // ---- reading

  /** Those not in the bin, by start; those without a date first. */
  get events(): readonly ListedEvent[] {
    return this.#shown
  }

  /** Newest first. */
  get bin(): readonly ListedEvent[] {
    const away = this.#all.filter(({ binnedAt }) => binnedAt !== null)
    return away.sort((a, b) => (b.binnedAt ?? 0) - (a.binnedAt ?? 0))
  }

  event(id: EventId): ListedEvent | undefined {
    return this.#all.find((event) => event.id === id)
  }

  /** What the circle is called whose events these are. */
  circleName(access: CircleAccess): string {
    return this.host.circleName?.(access) ?? 'A circle'
  }

  /** Which ways of keeping an event this member may choose here; circles last. */
  get choices(): readonly Access[] {
    void this.#version
    const open = new Set(this.#calendars.filter(({ id }) => this.host.mayWrite(id)).map(({ access }) => access))
    const fixed = (['everyone', 'organizers', 'private'] as const).filter((access) => open.has(access))
    return [...fixed, ...[...open].filter((access) => !fixed.some((one) => one === access))]
  }

  /**
   * The document of an event's answers, or of those to one time of it: beside the plan if not everyone reads that, else where every
   * member may write, whoever may change the event. Times are told apart by their day, so that a series keeps its answers
   * when its hour is moved.
   */
  answersKey({ openTo, calendar, answers, answersDay }: ListedEvent, stamp: string): string {
    const shared = this.#calendars.find((one) => one.access === 'everyone')
    const home = isSealed(openTo) ? calendar : (shared?.id ?? calendar)
    const day = stamp.slice(0, 'YYYY-MM-DD'.length)
    return `${home}.${day === '' || day === answersDay ? answers : fingerprint(`${answers} ${day}`)}`
  }

  // ---- writing

  get context(): WriteContext {
    const { member, now, randomBytes } = this.host
    return { by: member(), now: now(), randomBytes, origin: this.origin }
  }

  /** The document that holds an event; other stores only. */
  docOf(calendar: DocId): Doc | undefined {
    return this.#calendars.find(({ id }) => id === calendar)?.open.doc
  }

  /** All of them, for reading what is beside the events; whoever reads them in an effect is told of changes. */
  get docs(): readonly Doc[] {
    void this.#version
    return this.#calendars.map(({ open }) => open.doc)
  }

  /** The calendar in which new events of that access are made. */
  calendarFor(access: Access): DocId | undefined {
    return this.#calendars.find((one) => one.access === access && this.host.mayWrite(one.id))?.id
  }

  create(input: NewEvent, access: Access): Result<EventId> {
    const calendar = this.calendarFor(access)
    const doc = calendar && this.docOf(calendar)
    return doc ? addEvent(doc, input, this.context) : fail('calendar.none')
  }

  /** Until the answer is called, what shows events is told of no change: work in pieces is shown once, at its end. */
  hold(): () => void {
    this.#holding = true
    return () => {
      this.#holding = false
      this.#changed()
    }
  }

  /** Carries out one operation of the model on an event, as one step of undo: `calendar.run(binEvent, event)`. */
  run<Args extends unknown[], T>(operation: EventOperation<Args, T>, event: EventId, ...args: Args): Result<T> {
    const listed = this.event(event)
    const doc = listed && this.docOf(listed.calendar)
    if (!doc) return fail('event.unknown')
    return listed.mayWrite ? operation(doc, event, ...args, this.context) : fail('role.read-only')
  }

  get canUndo(): boolean {
    void this.#undoVersion
    return this.undoGroup.canUndo
  }

  get canRedo(): boolean {
    void this.#undoVersion
    return this.undoGroup.canRedo
  }

  undo(): boolean {
    return this.undoGroup.undo()
  }

  redo(): boolean {
    return this.undoGroup.redo()
  }

  close(): void {
    this.#closed = true
    for (const stop of this.#stop) stop()
    for (const calendar of this.#calendars) calendar.close()
    this.undoGroup.destroy()
  }
}
