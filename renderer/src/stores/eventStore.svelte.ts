import type { Doc, Transaction } from 'yjs'
import type { OpenDoc } from '#renderer/session/documents.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import { fail, type Result } from '#shared/domain/errors.ts'
import { answersScope, planScope } from '#shared/domain/event/plan.ts'
import { fingerprint } from '#shared/domain/fingerprint.ts'
import type { EventId } from '#shared/domain/ids.ts'
import { UndoGroup } from '#shared/domain/undo.ts'
import { BoardStore } from './boardStore.svelte.ts'
import type { CalendarStore } from './calendarStore.svelte.ts'
import { DescriptionStore } from './descriptionStore.svelte.ts'
import type { ListedEvent } from './listedEvent.ts'

/** An operation of the model on a document: the document first, who asks last. */
type Operation<Args extends unknown[], T> = (doc: Doc, ...rest: [...Args, WriteContext]) => Result<T>

/** A document of the event in use, and how often it has changed. */
class Followed {
  readonly #key: string
  readonly #opened: (key: string) => Promise<OpenDoc>
  readonly #include: (doc: Doc) => void
  #open: OpenDoc | null = null
  #version = $state(0)
  #stop = () => {}
  #closed = false

  constructor(key: string, opened: (key: string) => Promise<OpenDoc>, include: (doc: Doc) => void) {
    this.#key = key
    this.#opened = opened
    this.#include = include
  }

  async open(): Promise<void> {
    const open = await this.#opened(this.#key)
    if (this.#closed) return open.release()
    this.#open = open
    this.#include(open.doc)
    const after = ({ changed }: Transaction) => {
      if (changed.size > 0) this.#version += 1
    }
    open.doc.on('afterTransaction', after)
    const stopReplaced = open.onReplaced(() => {
      this.#stop()
      this.open().catch(() => {}) // it cannot be read any more: every change is refused
    })
    this.#stop = () => {
      stopReplaced()
      open.doc.off('afterTransaction', after)
      open.release()
    }
    this.#version += 1
  }

  /** For reading: whoever reads it in an effect is told of changes. */
  get doc(): Doc {
    void this.#version
    if (this.#open === null) throw new Error('read before it was opened')
    return this.#open.doc
  }

  close(): void {
    this.#closed = true
    this.#stop()
  }
}

/**
 * One event on the screen, or one time of a recurring one: its plan, which all times of it share, and what people answered
 * for this time. One history of undo over both.
 */
export class EventStore {
  readonly id: EventId
  /** '' for an event that does not recur. */
  readonly stamp: string
  /** The tasks: a board like others, in the plan. */
  readonly board: BoardStore
  readonly calendar: CalendarStore
  readonly #plan: Followed
  readonly #answers: Followed
  readonly #answersKey: string
  readonly #undo: UndoGroup
  readonly #origin: object
  readonly #stop: (() => void)[]
  #undoVersion = $state(0)
  #mayAnswer = $state(false)
  #notes: Promise<DescriptionStore> | null = null

  private constructor(
    calendar: CalendarStore,
    event: ListedEvent,
    stamp: string,
    parts: { board: BoardStore; plan: Followed; answers: Followed; answersKey: string; undo: UndoGroup },
  ) {
    this.calendar = calendar
    this.id = event.id
    this.stamp = stamp
    this.board = parts.board
    this.#origin = parts.board.origin
    this.#plan = parts.plan
    this.#answers = parts.answers
    this.#answersKey = parts.answersKey
    this.#undo = parts.undo
    const { host } = calendar
    this.#mayAnswer = host.mayWrite(parts.answersKey)
    this.#stop = [
      host.onChange(() => {
        this.#mayAnswer = host.mayWrite(parts.answersKey)
      }),
      parts.undo.watch(() => {
        this.#undoVersion += 1
      }),
    ]
  }

  /** @param stamp of the occurrence, '' for an event that does not recur */
  static async open(calendar: CalendarStore, event: ListedEvent, stamp: string): Promise<EventStore> {
    const { host } = calendar
    const undo = new UndoGroup()
    const origin = { event: 'local' }
    const planKey = `${event.calendar}.${event.plan}`
    const answersKey = calendar.answersKey(event, stamp)
    const { now } = host
    const include = (doc: Doc) => {
      const { scope, keep } = planScope(doc)
      undo.include(doc, scope, { origin, now, keep })
    }
    const plan = new Followed(planKey, host.openDoc, include)
    const answers = new Followed(answersKey, host.openDoc, (doc) =>
      undo.include(doc, answersScope(doc), { origin, now }),
    )
    const [board] = await Promise.all([
      BoardStore.open(planKey, host, { group: undo, origin, include }),
      plan.open(),
      answers.open(),
    ])
    return new EventStore(calendar, event, stamp, { board, plan, answers, answersKey, undo })
  }

  // ---- reading

  get companions() {
    return this.board.companions
  }

  /** What the calendar says of it; undefined once somebody has taken it away for good. */
  get head(): ListedEvent | undefined {
    return this.calendar.event(this.id)
  }

  /** Reads something of the plan: `event.plan(readShifts)`. */
  get plan(): Doc {
    return this.#plan.doc
  }

  get answers(): Doc {
    return this.#answers.doc
  }

  /** Which answers these are: what sealed words of a guest are bound to. */
  get answersKey(): string {
    return this.#answersKey
  }

  /** May this member change the plan? */
  get mayPlan(): boolean {
    return this.board.readOnly === null
  }

  /** May this member answer, sign up and check in? Guests of the community may not. */
  get mayAnswer(): boolean {
    return this.#mayAnswer
  }

  // ---- writing

  get context(): WriteContext {
    return { ...this.calendar.context, origin: this.#origin }
  }

  /** One operation on the plan as one step of undo: `event.change(addShift, { … })`. */
  change<Args extends unknown[], T>(operation: Operation<Args, T>, ...args: Args): Result<T> {
    if (!this.mayPlan) return fail('role.read-only')
    if (this.#plan.doc.isDestroyed) return fail('doc.reopening')
    return operation(this.#plan.doc, ...args, this.context)
  }

  /** One operation on the answers. */
  answer<Args extends unknown[], T>(operation: Operation<Args, T>, ...args: Args): Result<T> {
    if (!this.#mayAnswer) return fail('role.read-only')
    if (this.#answers.doc.isDestroyed) return fail('doc.reopening')
    return operation(this.#answers.doc, ...args, this.context)
  }

  /** One operation that looks at the plan and writes to the answers. */
  sign<Args extends unknown[], T>(
    operation: (docs: { plan: Doc; answers: Doc }, ...rest: [...Args, WriteContext]) => Result<T>,
    ...args: Args
  ): Result<T> {
    if (!this.#mayAnswer) return fail('role.read-only')
    if (this.#answers.doc.isDestroyed) return fail('doc.reopening')
    return operation({ plan: this.#plan.doc, answers: this.#answers.doc }, ...args, this.context)
  }

  /** Everything written inside is one step of undo. */
  together<T>(change: () => T): T {
    return this.#undo.group(change)
  }

  /** Its steps; what they are is not followed, `canUndo` is. */
  get undoGroup(): UndoGroup {
    return this.#undo
  }

  get canUndo(): boolean {
    void this.#undoVersion
    return this.#undo.canUndo
  }

  get canRedo(): boolean {
    void this.#undoVersion
    return this.#undo.canRedo
  }

  undo(): boolean {
    return this.#undo.undo()
  }

  redo(): boolean {
    return this.#undo.redo()
  }

  /** What is written together about the event; opened when it is shown. */
  notes(): Promise<DescriptionStore> {
    const part = fingerprint(`notes ${this.board.key}`)
    this.#notes ??= DescriptionStore.open(`${this.board.id}.${part}`, this.calendar.host, this.#undo, this.#origin)
    return this.#notes
  }

  destroy(): void {
    for (const stop of this.#stop) stop()
    void this.#notes?.then((notes) => notes.destroy())
    this.#plan.close()
    this.#answers.close()
    this.board.destroy()
  }
}
