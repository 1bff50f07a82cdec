import { fail, ok, type Result } from '#shared/domain/errors.ts'
import type { EventFacts } from '#shared/domain/eventFacts.ts'
import type { IcsEvent, IcsFile, IcsLoss, IcsOutcome } from '#shared/formats/ics.ts'
import type { Access } from './access.ts'
import type { CalendarStore } from './calendarStore.svelte.ts'

export type { IcsLossCode, IcsOutcome } from '#shared/formats/ics.ts'

/** What a file would bring into one calendar. */
export interface CalendarPreview {
  /** Name of the file, and what it calls itself ('' for nothing). */
  readonly file: string
  readonly name: string
  readonly access: Access
  /** How many events it holds. */
  readonly total: number
  readonly outcome: IcsOutcome
  /** Events that another calendar here has already; they stay there and as they are. */
  readonly elsewhere: number
  /** Those ahead first, at most `SHOWN`. */
  readonly first: readonly EventFacts[]
  /** Titles of events that are here and would be changed, at most `SHOWN`. */
  readonly changed: readonly string[]
  readonly losses: readonly IcsLoss[]
}

export type CalendarImportPhase =
  | { readonly name: 'choose' }
  | { readonly name: 'reading' }
  | { readonly name: 'preview'; readonly preview: CalendarPreview }
  | { readonly name: 'importing'; readonly done: number; readonly total: number }
  | { readonly name: 'done'; readonly preview: CalendarPreview; readonly outcome: IcsOutcome }
  | { readonly name: 'failed'; readonly code: string }

/** The name of a file and what is in it. */
export interface NamedBytes {
  readonly name: string
  readonly bytes: Uint8Array
}

const SHOWN = 10
/** Beyond so many events here times events in the file it is not worked out which of them change, only how many. */
const COMPARED = 250_000
/** More than formats/ics.ts takes in: checked before a file is in memory. */
const MOST_BYTES = 20 * 1024 * 1024

/** Lets the window draw and answer between two pieces of work. */
const breathe = () => new Promise<void>((done) => setTimeout(done))

/** What reads calendars is large: it is loaded with the first file. */
const formats = () => import('#shared/formats/ics.ts')

/** Brings a calendar file in: read, show what would come, write in pieces, and take all of it back if asked. */
export class CalendarImport {
  readonly #calendar: CalendarStore
  phase: CalendarImportPhase = $state.raw({ name: 'choose' })
  #file: IcsFile | null = null
  #cancelled = false
  /** The import is what undo would take back next. */
  #newest = $state(false)
  #stopWatching = () => {}

  constructor(calendar: CalendarStore) {
    this.#calendar = calendar
  }

  /** Whether it can still be taken back in one step. */
  get mayTakeBack(): boolean {
    return this.#newest
  }

  /** Reads a file that was dropped or chosen on a page. */
  async readFile(file: File): Promise<void> {
    if (file.size > MOST_BYTES) {
      this.phase = { name: 'failed', code: 'import.too-large' }
      return
    }
    const buffer = await file.arrayBuffer().catch(() => null)
    if (buffer === null) this.phase = { name: 'failed', code: 'file.failed' }
    else await this.read({ name: file.name, bytes: new Uint8Array(buffer) })
  }

  fail(code: string): void {
    this.phase = { name: 'failed', code }
  }

  /** Works out what a file would bring, for the calendar that knows most of it. Nothing is changed, nothing is fetched. */
  async read({ name, bytes }: NamedBytes): Promise<void> {
    this.phase = { name: 'reading' }
    const { parseIcs } = await formats()
    await breathe()
    const [first] = this.#calendar.choices
    if (first === undefined) return this.fail('role.read-only')
    const parsed = parseIcs(bytes)
    if (!parsed.ok) return this.fail(parsed.error.code)
    if (parsed.value.events.length === 0) return this.fail('import.no-events')
    this.#file = parsed.value
    await this.#show(name, this.#home(parsed.value) ?? first)
  }

  /** Shows what it would be in another calendar. */
  async into(access: Access): Promise<void> {
    if (this.phase.name === 'preview') await this.#show(this.phase.preview.file, access)
  }

  async #show(fileName: string, access: Access): Promise<void> {
    const { planIcs } = await formats()
    const file = this.#file
    const id = this.#calendar.calendarFor(access)
    const doc = id && this.#calendar.docOf(id)
    if (file === null || !doc) return this.fail('calendar.none')
    const [events, elsewhere] = this.#split(file, access)
    const part = { ...file, events }
    const outcome = planIcs(doc, part)
    this.phase = {
      name: 'preview',
      preview: {
        file: fileName,
        name: file.name,
        access,
        total: file.events.length,
        outcome,
        elsewhere,
        first: nextOnes(events, this.#calendar.host.now()),
        changed:
          outcome.updated > 0 ? this.#changed(events, (one) => planIcs(doc, { ...file, events: [one] }).updated) : [],
        losses: file.losses,
      },
    }
  }

  get #here() {
    return [...this.#calendar.events, ...this.#calendar.bin]
  }

  /** The calendar that an import before has brought most of it into. */
  #home(file: IcsFile): Access | null {
    const uids = new Set(file.events.map(({ uid }) => uid))
    const counts = new Map<Access, number>()
    for (const { uid, openTo, mayWrite } of this.#here)
      if (mayWrite && uids.has(uid)) counts.set(openTo, (counts.get(openTo) ?? 0) + 1)
    return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null
  }

  /** What can come into a calendar, and how much is in another one: twice would be once too often. */
  #split(file: IcsFile, access: Access): [readonly IcsEvent[], number] {
    const others = new Set(this.#here.filter(({ openTo }) => openTo !== access).map(({ uid }) => uid))
    const events = file.events.filter(({ uid }) => !others.has(uid))
    return [events, file.events.length - events.length]
  }

  #changed(events: readonly IcsEvent[], changes: (event: IcsEvent) => number): string[] {
    const known = new Set(this.#here.map(({ uid }) => uid))
    const there = events.filter(({ uid }) => known.has(uid))
    if (there.length * known.size > COMPARED) return []
    const found: string[] = []
    for (const event of there) {
      if (found.length < SHOWN && changes(event) > 0) found.push(event.facts.title)
    }
    return found
  }

  cancel(): void {
    this.#cancelled = true
  }

  /** Writes what is on show as one step of undo. What was written when it is cancelled is taken back. */
  async start(): Promise<void> {
    const { phase } = this
    const file = this.#file
    if (phase.name !== 'preview' || file === null) return
    const { preview } = phase
    this.#cancelled = false
    this.phase = { name: 'importing', done: 0, total: preview.total }
    const written = await this.#write(file, preview.access)
    if (!written.ok) this.fail(written.error.code)
    else if (written.value === 'cancelled') this.phase = phase
    else this.phase = { name: 'done', preview, outcome: written.value }
  }

  async #write(file: IcsFile, access: Access): Promise<Result<IcsOutcome | 'cancelled'>> {
    const { applyIcs } = await formats()
    const calendar = this.#calendar
    const id = calendar.calendarFor(access)
    const doc = id && calendar.docOf(id)
    if (!doc) return fail('calendar.none')
    const [events] = this.#split(file, access)
    const endGroup = calendar.undoGroup.openGroup()
    const show = calendar.hold()
    let changed = false
    const stop = calendar.undoGroup.watch(() => {
      changed = true
    })
    let open = true
    const end = (): void => {
      if (!open) return
      open = false
      endGroup()
      show()
      stop()
    }
    try {
      const started = applyIcs(doc, { ...file, events }, calendar.context)
      if (!started.ok) return started
      for (;;) {
        const step = started.value.next()
        if (step.done) {
          end()
          if (changed) this.#watchNewest()
          return ok(step.value)
        }
        this.phase = { name: 'importing', ...step.value }
        await breathe()
        if (!this.#cancelled) continue
        end()
        if (changed) calendar.undo()
        return ok('cancelled' as const)
      }
    } finally {
      end()
    }
  }

  #watchNewest(): void {
    this.#stopWatching()
    this.#newest = true
    this.#stopWatching = this.#calendar.undoGroup.watch(() => {
      this.#newest = false
      this.#stopWatching()
    })
  }

  /** Takes the whole import back. @returns false when other changes have come since: they would be taken back first */
  takeBack(): boolean {
    return this.#newest && this.#calendar.undo()
  }

  reset(): void {
    this.phase = { name: 'choose' }
    this.#file = null
  }
}

/** In the order of their starts, from today on if there are that many. */
function nextOnes(events: readonly IcsEvent[], now: number): readonly EventFacts[] {
  const start = ({ when }: EventFacts) => when?.start ?? ''
  const sorted = events.map(({ facts }) => facts).sort((a, b) => (start(a) < start(b) ? -1 : 1))
  const today = new Date(now).toISOString().slice(0, 'YYYY-MM-DD'.length)
  const ahead = sorted.findIndex((facts) => start(facts) >= today)
  const from = ahead < 0 ? sorted.length - SHOWN : Math.min(ahead, sorted.length - SHOWN)
  return sorted.slice(Math.max(0, from)).slice(0, SHOWN)
}
