import { Temporal } from 'temporal-polyfill'
import type { Result } from '#shared/domain/errors.ts'
import type { EventFacts, EventStatus } from '#shared/domain/eventFacts.ts'
import { checkWhen, isAllDay, type When } from '#shared/domain/when.ts'

/** What stands in the fields of an event's form; days and times as their input fields have them, '' for none. */
export class EventDraft {
  title = $state('')
  status = $state<EventStatus>('draft')
  dated = $state(false)
  allDay = $state(false)
  startDay = $state('')
  startTime = $state('')
  endDay = $state('')
  endTime = $state('')
  /** An IANA name; '' for the time of whoever looks. */
  zone = $state('')
  place = $state('')
  access = $state('')
  about = $state('')
  url = $state('')
  rule = $state('')
  /** What the start was when all of it was typed: the end moves as far as the start does from there. */
  #began: Temporal.PlainDateTime | null = null

  /** @param zone that of whoever fills it in */
  constructor(facts: Partial<EventFacts>, zone: string) {
    this.title = facts.title ?? ''
    this.status = facts.status ?? 'draft'
    this.place = facts.place ?? ''
    this.access = facts.access ?? ''
    this.about = facts.about ?? ''
    this.url = facts.url ?? ''
    this.rule = facts.rule ?? ''
    this.#take(facts.when ?? null, zone)
  }

  #take(when: When | null, zone: string): void {
    this.dated = when !== null
    this.zone = when === null || isAllDay(when) ? zone : (when.zone ?? '')
    if (when === null) return
    this.allDay = isAllDay(when)
    const [start, end] = [Temporal.PlainDateTime.from(when.start), Temporal.PlainDateTime.from(when.end)]
    const clock = (at: Temporal.PlainDateTime) => at.toPlainTime().toString({ smallestUnit: 'minute' })
    this.startDay = start.toPlainDate().toString()
    this.endDay = (this.allDay ? end.subtract({ days: 1 }) : end).toPlainDate().toString()
    this.startTime = this.allDay ? '10:00' : clock(start)
    this.endTime = this.allDay ? '11:00' : clock(end)
    this.#began = this.#start
  }

  get #start(): Temporal.PlainDateTime | null {
    try {
      return Temporal.PlainDateTime.from(`${this.startDay}T${this.startTime || '00:00'}`)
    } catch {
      return null
    }
  }

  /** A first day and hours for somebody who says that there is a date: tomorrow at ten. @param minutes it lasts, an hour if null */
  suggest(today: string, minutes: number | null = null): void {
    if (this.startDay !== '') return
    const start = Temporal.PlainDate.from(today).add({ days: 1 }).toPlainDateTime('10:00')
    const end = start.add({ minutes: minutes ?? 60 })
    const clock = (at: Temporal.PlainDateTime) => at.toPlainTime().toString({ smallestUnit: 'minute' })
    this.startDay = start.toPlainDate().toString()
    this.endDay = end.toPlainDate().toString()
    this.startTime = clock(start)
    this.endTime = clock(end)
    this.#began = this.#start
  }

  /** Moves the end along with the start, so that the length stays; not while a field is half typed. */
  startMoved(): void {
    const [before, now] = [this.#began, this.#start]
    if (now === null) return
    this.#began = now
    try {
      if (before === null) return
      const end = Temporal.PlainDateTime.from(`${this.endDay}T${this.endTime || '00:00'}`).add(before.until(now))
      this.endDay = end.toPlainDate().toString()
      if (this.endTime !== '') this.endTime = end.toPlainTime().toString({ smallestUnit: 'minute' })
    } catch {
      // The end is half typed, or would lie beyond the calendar: whoever types sees that.
    }
  }

  /** When it is, checked; null for an event without a date. */
  get when(): Result<When | null> {
    if (!this.dated) return { ok: true, value: null }
    try {
      if (!this.allDay)
        return checkWhen({
          start: `${this.startDay}T${this.startTime}`,
          end: `${this.endDay}T${this.endTime}`,
          zone: this.zone === '' ? null : this.zone,
        })
      const end = Temporal.PlainDate.from(this.endDay).add({ days: 1 }).toString()
      return checkWhen({ start: this.startDay, end, zone: null })
    } catch {
      return { ok: false, error: { code: 'when.invalid' } }
    }
  }

  /** All of it, or the code of what is wrong. */
  get facts(): Result<Partial<EventFacts> & { title: string }> {
    const when = this.when
    if (!when.ok) return when
    const { title, status, place, access, about, url } = this
    if (title.trim() === '') return { ok: false, error: { code: 'title.empty' } }
    const rule = when.value === null ? '' : this.rule
    return { ok: true, value: { title, status, when: when.value, place, access, about, url: url.trim(), rule } }
  }
}
