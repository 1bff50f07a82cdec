import type { EventFacts } from '#shared/domain/eventFacts.ts'
import type { Hue } from '#shared/domain/hue.ts'

/** What a calendar file holds, worked out from it alone; nothing is written until it is applied. */
export interface IcsFile {
  /** What the file calls itself; '' for nothing. */
  readonly name: string
  readonly events: readonly IcsEvent[]
  readonly losses: readonly IcsLoss[]
}

export interface IcsEvent {
  /** The same at every import; made up from the event where the file has none. */
  readonly uid: string
  readonly sequence: number
  readonly facts: EventFacts
  readonly hue?: Hue
}

/** What of the file does not come over as it is there, or had to be guessed. */
export type IcsLossCode =
  | 'alarms'
  | 'attachments'
  | 'changes-unreadable' // changes of single dates that name no date
  | 'dates-unreadable' // single dates, such as exceptions
  | 'doubles' // more events of one id; the newest counts
  | 'events-without-date'
  | 'free-busy'
  | 'journals'
  | 'links-unsafe'
  | 'names-missing' // events that are called "Untitled"
  | 'over-limit' // dates and changes beyond what one event takes
  | 'people' // guests of the other calendar
  | 'rules-several' // a second rule without end
  | 'rules-too-often' // repeats by the hour, or more than 1,000 times
  | 'rules-unreadable' // the event takes place once
  | 'shortened'
  | 'tasks'
  | 'zones-fixed' // unknown zones, taken by their distance to UTC
  | 'zones-guessed' // told by their summer time
  | 'zones-unknown' // taken as the time of whoever looks

export interface IcsLoss {
  readonly code: IcsLossCode
  readonly count: number
}

/** Counts while a file is read. */
export class IcsLosses {
  readonly #counts = new Map<IcsLossCode, number>()

  add(code: IcsLossCode, count = 1): void {
    if (count > 0) this.#counts.set(code, (this.#counts.get(code) ?? 0) + count)
  }

  list(): IcsLoss[] {
    return [...this.#counts].map(([code, count]) => ({ code, count })).sort((a, b) => (a.code < b.code ? -1 : 1))
  }
}
