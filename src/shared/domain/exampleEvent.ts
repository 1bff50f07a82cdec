import type { EventStatus } from './eventFacts.ts'
import type { Hue } from './hue.ts'

/** An event as the sample community describes it. */
export interface ExampleEvent {
  readonly title: string
  readonly hue: Hue
  /** Days from the day on which the community is made. */
  readonly inDays: number
  /** `HH:MM`, on one day. */
  readonly from: string
  readonly to: string
  readonly status: EventStatus
  readonly place: string
  readonly access: string
  readonly about: string
  readonly rule?: string
  /** Of the event templates that come with Kith. */
  readonly template: string
  /** Names, what they answered, how many come with them. */
  readonly guests: readonly (readonly [name: string, answer: 'yes' | 'maybe' | 'no', plus: number])[]
  /** Who has signed up for the first place of every other shift. */
  readonly claims?: string
}
