import type { Hue } from '#shared/domain/hue.ts'

/** One thing in the calendar, by the viewer's clock. */
export interface CalendarItem {
  /** Unique in the calendar: `<event id>/<stamp>` or `card/<board>/<card>`. */
  readonly id: string
  readonly title: string
  /** `YYYY-MM-DDTHH:MM`, or `YYYY-MM-DD` for all day; `end` exclusive. */
  readonly start: string
  readonly end: string
  readonly allDay: boolean
  readonly hue: Hue
  readonly kind: 'event' | 'card'
  /** Drawn faint: an idea that is not sure yet. */
  readonly draft: boolean
  /** Drawn struck through: cancelled, or done. */
  readonly over: boolean
  /** May be dragged and moved by key. */
  readonly movable: boolean
}
