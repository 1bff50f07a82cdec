import { fieldOf } from '#shared/domain/value.ts'
import type { QuietHours } from './reminderTimes.ts'

/**
 * What this computer keeps about reminders, readable by whoever reads its disk: numbers and marks, no words, no times of
 * events, no ids in the clear.
 */

export interface ReminderSettings {
  readonly on: boolean
  /** Minutes before, largest first, each once. */
  readonly minutes: readonly number[]
  readonly quiet: QuietHours | null
  /** Whether a notification names the event, or who wrote: the system may keep it unsealed. */
  readonly names: boolean
  /** Whether comments that name one are told, while one does not look at the window. */
  readonly mentions: boolean
}

export const REMINDER_LIMITS = {
  /** Four weeks. */
  minutes: 40_320,
  perEvent: 5,
  events: 2_000,
  told: 5_000,
  /** Longer than any event lasts, with its longest reminder. */
  toldDays: 500,
} as const

const FIRST_SETTINGS: ReminderSettings = { on: true, minutes: [1440, 60], quiet: null, names: false, mentions: true }

/** Least number of minutes at which an occurrence was told, and the day (since 1970) on which it was. */
export type Told = readonly [minutes: number, day: number]

export type Keeper = Pick<Storage, 'getItem' | 'setItem'>

const SETTINGS = 'kith.reminders'
const TOLD = 'kith.reminders.told'

const whole = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max

/** Largest first, each once, as many as fit; null for what is no list. */
export function readMinutes(value: unknown): readonly number[] | null {
  if (!Array.isArray(value)) return null
  const fit = value.filter((minutes) => whole(minutes, REMINDER_LIMITS.minutes))
  return [...new Set(fit)].sort((a, b) => b - a).slice(0, REMINDER_LIMITS.perEvent)
}

function readQuiet(value: unknown): QuietHours | null {
  const [from, until] = [fieldOf(value, 'from'), fieldOf(value, 'until')]
  return whole(from, 1439) && whole(until, 1439) ? { from, until } : null
}

export function readSettings(value: unknown): ReminderSettings {
  const [on, names, mentions] = [fieldOf(value, 'on'), fieldOf(value, 'names'), fieldOf(value, 'mentions')]
  return {
    on: typeof on === 'boolean' ? on : FIRST_SETTINGS.on,
    minutes: readMinutes(fieldOf(value, 'minutes')) ?? FIRST_SETTINGS.minutes,
    quiet: readQuiet(fieldOf(value, 'quiet')),
    names: names === true,
    mentions: typeof mentions === 'boolean' ? mentions : FIRST_SETTINGS.mentions,
  }
}

/** A mark as `fingerprint` makes it. */
const MARK = /^[0-9a-f]{16}$/

function marked<T>(value: unknown, read: (value: unknown) => T | null, max: number): Map<string, T> {
  const found = new Map<string, T>()
  if (typeof value !== 'object' || value === null) return found
  for (const [mark, one] of Object.entries(value).slice(-max)) {
    const kept = MARK.test(mark) ? read(one) : null
    if (kept !== null) found.set(mark, kept)
  }
  return found
}

const readTold = (value: unknown): Told | null =>
  Array.isArray(value) && whole(value[0], REMINDER_LIMITS.minutes) && whole(value[1], 1e6) ? [value[0], value[1]] : null

/** The part of this computer's storage that is about reminders. A storage that is full or damaged costs a repetition, no more. */
export class ReminderNotes {
  readonly #keeper: Keeper
  readonly settings: ReminderSettings
  /** By the mark of an event. An empty list: none. */
  readonly events: Map<string, readonly number[]>
  /** By the mark of an occurrence at its time. */
  readonly told: Map<string, Told>

  constructor(keeper: Keeper) {
    this.#keeper = keeper
    const kept = parsed(keeper.getItem(SETTINGS))
    this.settings = readSettings(kept)
    this.events = marked(fieldOf(kept, 'events'), readMinutes, REMINDER_LIMITS.events)
    this.told = marked(parsed(keeper.getItem(TOLD)), readTold, REMINDER_LIMITS.told)
  }

  keepSettings(settings: ReminderSettings): void {
    const events = Object.fromEntries([...this.events].slice(-REMINDER_LIMITS.events))
    this.#keep(SETTINGS, { ...settings, events })
  }

  /** @param today day since 1970: what was told long ago is let go of */
  keepTold(today: number): void {
    for (const [mark, [, day]] of this.told) if (day < today - REMINDER_LIMITS.toldDays) this.told.delete(mark)
    for (const mark of this.told.keys()) {
      if (this.told.size <= REMINDER_LIMITS.told) break
      this.told.delete(mark)
    }
    this.#keep(TOLD, Object.fromEntries(this.told))
  }

  #keep(key: string, value: unknown): void {
    try {
      this.#keeper.setItem(key, JSON.stringify(value))
    } catch {
      // Full: it holds as long as the window is open.
    }
  }
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
