import { fingerprint } from '#shared/domain/fingerprint.ts'
import { cut, oneLine } from '#shared/domain/value.ts'
import {
  type Keeper,
  REMINDER_LIMITS,
  ReminderNotes,
  type ReminderSettings,
  readMinutes,
  readSettings,
} from './reminderNotes.ts'
import { beginsWords, countsFrom, dueAt, quietUntil } from './reminderTimes.ts'

export type { ReminderSettings } from './reminderNotes.ts'

/** One time at which an event takes place. Moments are ms since 1970. */
export interface UpcomingEvent {
  /** Names the event among all communities. */
  readonly event: string
  /** Names the occurrence, wherever it was moved to; '' for an event that does not recur. */
  readonly stamp: string
  readonly title: string
  /** All-day and floating times as they are on this computer. */
  readonly start: number
  readonly end: number
  readonly allDay: boolean
  /**
   * Not an event: on that day oneself wanted to get in touch with somebody, whose name is the title. Told once, on the day or
   * as soon after it as the app is open, whatever is settled of how long before events.
   */
  readonly followUp?: boolean
}

export interface ReminderTools {
  /** All that goes on or begins from `from` to `until`; what is cancelled, a draft or in the bin is not among it. */
  upcoming(from: number, until: number): readonly UpcomingEvent[]
  /** As the platform's. */
  notify(notice: { readonly id: string; readonly title: string; readonly body: string }): Promise<void>
  /** ms since 1970 */
  now(): number
  /** IANA name of this computer's zone, asked each time: people travel. */
  zone(): string
  /** Calls once after so many ms, unless the answer is called before. */
  after(ms: number, work: () => void): () => void
  readonly keeper: Keeper
}

/** Timers stand still while a computer sleeps: so often the clock is looked at. */
const LOOK_MS = 60_000
/** So often is asked anew what is coming; and at once when it `changed`. */
const ASK_MS = 3_600_000
const SOON_MS = 1_000
const MS_A_MINUTE = 60_000
const MS_A_DAY = 86_400_000
/** More at once are told in one notification. */
const AT_ONCE = 3
const SEVERAL = 'events'
const SHORT_TITLE = 120

interface Due {
  readonly item: UpcomingEvent
  readonly mark: string
  readonly minutes: number
}

/**
 * Tells of events ahead of time by notifications of the system, while the app is open and unlocked. What was missed while
 * the computer slept is told once, if the event is not over.
 */
export class Reminders {
  readonly #tools: ReminderTools
  readonly #notes: ReminderNotes
  #settings: ReminderSettings = $state.raw(readSettings(null))
  /** Changes with the settings of single events, so that what shows them follows. */
  #eventsVersion = $state(0)
  #cancel: (() => void) | null = null
  #running = false
  /** When to look closely again, and when the clock was last looked at. */
  #wake = 0
  #looked = 0

  constructor(tools: ReminderTools) {
    this.#tools = tools
    this.#notes = new ReminderNotes(tools.keeper)
    this.#settings = this.#notes.settings
  }

  get settings(): ReminderSettings {
    return this.#settings
  }

  /** Values that cannot be are tidied as when they are read. */
  change(part: Partial<ReminderSettings>): void {
    this.#settings = readSettings({ ...this.#settings, ...part })
    this.#notes.keepSettings(this.#settings)
    this.changed()
  }

  /** Minutes before this event, on this computer; null when it has none of its own, an empty list for "never". */
  ofEvent(event: string): readonly number[] | null {
    this.#eventsVersion
    return this.#notes.events.get(fingerprint(event)) ?? null
  }

  setOfEvent(event: string, minutes: readonly number[] | null): void {
    const mark = fingerprint(event)
    this.#notes.events.delete(mark)
    const read = readMinutes(minutes)
    if (read !== null) this.#notes.events.set(mark, read)
    this.#eventsVersion++
    this.#notes.keepSettings(this.#settings)
    this.changed()
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    this.#look(true)
  }

  stop(): void {
    this.#running = false
    this.#cancel?.()
    this.#cancel = null
  }

  /** Events have changed: they are looked at a moment later, once for many changes. */
  changed(): void {
    if (!this.#running) return
    this.#wake = 0
    this.#arm(SOON_MS)
  }

  /** What a clicked notification was about; null for several, or what is no longer there. @param id of the notification */
  opened(id: string): UpcomingEvent | null {
    const now = this.#tools.now()
    const all = this.#tools.upcoming(now - 7 * MS_A_DAY, now + this.#ahead)
    return all.find((item) => noticeId(item) === id) ?? null
  }

  #arm(ms: number): void {
    this.#cancel?.()
    this.#cancel = this.#tools.after(ms, () => this.#look(false))
  }

  #look(closely: boolean): void {
    if (!this.#running) return
    const now = this.#tools.now()
    // A clock that was put back has everything before it again; what was told stays told.
    if (closely || now >= this.#wake || now < this.#looked) this.#tell(now)
    this.#looked = now
    this.#arm(Math.min(LOOK_MS, Math.max(SOON_MS, this.#wake - now)))
  }

  /** How far ahead there can be something to tell, in ms. */
  get #ahead(): number {
    return (REMINDER_LIMITS.minutes + 24 * 60) * MS_A_MINUTE
  }

  #tell(now: number): void {
    this.#wake = now + ASK_MS
    if (!this.#settings.on) return
    const due = this.#tools.upcoming(now, now + this.#ahead).flatMap((item) => this.#dueOf(item, now) ?? [])
    if (due.length === 0) return
    const today = Math.floor(now / MS_A_DAY)
    // Several at once are one notification.
    for (const told of due.length > AT_ONCE ? [due] : due.map((one) => [one])) {
      const before = told.map(({ mark }) => [mark, this.#notes.told.get(mark)] as const)
      for (const { mark, minutes } of told) this.#notes.told.set(mark, [minutes, today])
      this.#tools.notify(this.#noticeOf(told, now)).catch(() => {
        for (const [mark, was] of before) {
          if (was) this.#notes.told.set(mark, was)
          else this.#notes.told.delete(mark)
        }
        this.#notes.keepTold(today)
        this.#wake = Math.min(this.#wake, now + LOOK_MS)
      })
    }
    this.#notes.keepTold(today)
  }

  /** What is to be told of an occurrence now, if anything; of several reminders the nearest. Moves `#wake` for the next. */
  #dueOf(item: UpcomingEvent, now: number): Due | null {
    if (item.end <= now && item.start < now) return null
    const { quiet, minutes: usual } = this.#settings
    const zone = this.#tools.zone()
    // The time is part of it: a start that was told of is not told again, a new one is.
    const mark = fingerprint(`${item.event} ${item.stamp} ${item.start}`)
    const told = this.#notes.told.get(mark)?.[0] ?? Number.POSITIVE_INFINITY
    const from = countsFrom(item.start, item.allDay, zone)
    const quietEnd = quietUntil(now, quiet, zone)
    if (item.followUp) {
      if (told !== Number.POSITIVE_INFINITY) return null
      const at = now < from ? from : (quietEnd ?? now)
      if (at <= now) return { item, mark, minutes: 0 }
      this.#wake = Math.min(this.#wake, at)
      return null
    }
    let nearest: number | null = null
    for (const minutes of this.#notes.events.get(fingerprint(item.event)) ?? usual) {
      if (minutes >= told) continue
      const at = dueAt(from, minutes, quiet, zone)
      if (at === null) continue
      if (at > now) this.#wake = Math.min(this.#wake, at)
      else if (quietEnd === null) nearest = minutes
      else if (quietEnd < from) this.#wake = Math.min(this.#wake, quietEnd)
    }
    return nearest === null ? null : { item, mark, minutes: nearest }
  }

  #noticeOf(due: readonly Due[], now: number): Parameters<ReminderTools['notify']>[0] {
    const [{ item } = { item: null }, ...more] = due
    if (item === null || more.length > 0) {
      const what = due.some(({ item: one }) => one.followUp) ? 'things' : 'events'
      return { id: SEVERAL, title: 'Kith', body: `${due.length} ${what} in your communities are coming up.` }
    }
    if (item.followUp) {
      const name = this.#settings.names ? shownTitle(item.title) : ''
      return name === ''
        ? { id: noticeId(item), title: 'Kith', body: 'You wanted to get in touch with somebody about now.' }
        : { id: noticeId(item), title: name, body: 'You wanted to get in touch about now.' }
    }
    const words = beginsWords(now, item.start, item.allDay, this.#tools.zone())
    const title = this.#settings.names ? shownTitle(item.title) : ''
    if (title === '')
      return { id: noticeId(item), title: 'Kith', body: `An event in one of your communities ${words}.` }
    return { id: noticeId(item), title, body: `${words.charAt(0).toUpperCase()}${words.slice(1)}.` }
  }
}

const noticeId = ({ event, stamp }: UpcomingEvent): string => fingerprint(`${event} ${stamp}`)

const shownTitle = (title: string): string => cut(oneLine(title.replace(/\p{Cc}/gu, ' ')), SHORT_TITLE)
