import { Temporal } from 'temporal-polyfill'
import { checkWhen, instantOf, type When, wallIn } from '#shared/domain/when.ts'
import { isAllDayStamp, plainOf, stampOf } from '#shared/domain/whenStamp.ts'
import type { IcsLosses } from './icsFile.ts'
import { type IcsProperty, type IcsTime, propertyOf, readTime } from './icsLine.ts'
import type { IcsComponent } from './icsText.ts'
import { momentAt, type ZoneBook } from './icsZones.ts'

/** A time in a zone of ours. */
export interface Placed {
  readonly stamp: string
  readonly zone: string | null
}

/** Puts the times of a file into zones of ours. */
export class Times {
  readonly #zones: ZoneBook
  readonly #losses: IcsLosses
  /** A zone is told of once, however many times are in it. */
  readonly #told = new Set<string>()

  constructor(zones: ZoneBook, losses: IcsLosses) {
    this.#zones = zones
    this.#losses = losses
  }

  /** The `when` of a VEVENT; null if it has no date that can be read. */
  when(event: IcsComponent): When | null {
    const first = propertyOf(event, 'DTSTART')
    const start = first && readTime(first.raw, first.zone)
    if (!start) return null
    const placed = this.#allDay(event, start)
      ? { stamp: start.stamp.slice(0, 10), zone: null }
      : this.#start(event, start)
    const when = checkWhen({ start: placed.stamp, end: this.#end(event, placed), zone: placed.zone })
    if (when.ok) return when.value
    // What ends before it starts, or lasts for years, is taken as just begun.
    this.#losses.add('dates-unreadable')
    const mended = checkWhen({ start: placed.stamp, end: shortest(placed.stamp), zone: placed.zone })
    return mended.ok ? mended.value : null
  }

  /** Outlook tells of days as of midnights, beside a mark. */
  #allDay(event: IcsComponent, start: IcsTime): boolean {
    const marked = propertyOf(event, 'X-MICROSOFT-CDO-ALLDAYEVENT')?.raw.toUpperCase() === 'TRUE'
    return start.allDay || (marked && start.stamp.endsWith('T00:00') && start.zone !== '')
  }

  #start(event: IcsComponent, start: IcsTime): Placed {
    const placed = this.place(start)
    const local = this.#zones.calendarZone
    // Google tells what takes place once in UTC, and beside it the zone that is meant.
    if (start.zone !== '' || local === null || propertyOf(event, 'RRULE') !== null) return placed
    return { stamp: wallIn(instantOf(placed.stamp, 'UTC'), local), zone: local }
  }

  place(time: IcsTime): Placed {
    if (time.allDay || time.zone === null) return { stamp: time.stamp, zone: null }
    if (time.zone === '') return { stamp: time.stamp, zone: 'UTC' }
    const found = this.#zones.find(time.zone, plainOf(time.stamp).year)
    if (found.how !== 'named' && !this.#told.has(time.zone)) this.#losses.add(`zones-${found.how}`)
    this.#told.add(time.zone)
    const stamp = found.minutes === 0 ? time.stamp : wallIn(momentAt(time.stamp, found.minutes), 'UTC')
    return { stamp, zone: found.zone }
  }

  #end(event: IcsComponent, start: Placed): string {
    const last = propertyOf(event, 'DTEND')
    const time = last && readTime(last.raw, last.zone)
    if (time) {
      const end = this.named(time, { start: start.stamp, end: '', zone: start.zone })
      return end <= start.stamp && isAllDayStamp(start.stamp) ? shortest(start.stamp) : end
    }
    const length = propertyOf(event, 'DURATION')
    return (length && after(start, length)) ?? shortest(start.stamp)
  }

  /** A time by the clock of a series: what an exception, a further date or a changed occurrence is called there. */
  named(time: IcsTime, series: When): string {
    const placed = this.place(time)
    if (isAllDayStamp(series.start)) {
      return placed.stamp.slice(0, 10)
    }
    // A day alone means what takes place on it.
    if (time.allDay) return `${placed.stamp}${series.start.slice(10)}`
    if (placed.zone === series.zone || placed.zone === null) return placed.stamp
    const moment = instantOf(placed.stamp, placed.zone)
    return series.zone === null ? placed.stamp : wallIn(moment, series.zone)
  }
}

/** Days by the calendar, hours as they pass (RFC 5545, 3.3.6). Null for what is no length. */
export function after({ stamp, zone }: Placed, length: Pick<IcsProperty, 'raw'>): string | null {
  try {
    const duration = Temporal.Duration.from(length.raw)
    if (duration.sign < 0) return null
    const from = plainOf(stamp)
    if (isAllDayStamp(stamp)) {
      const days = Math.max(1, Math.ceil(duration.total({ unit: 'days', relativeTo: from })))
      return stampOf(from.add({ days }), true)
    }
    if (zone === null) return stampOf(from.add(duration), false)
    return stampOf(from.toZonedDateTime(zone).add(duration).toPlainDateTime(), false)
  } catch {
    return null
  }
}

function shortest(stamp: string): string {
  return isAllDayStamp(stamp) ? stampOf(plainOf(stamp).add({ days: 1 }), true) : stamp
}
