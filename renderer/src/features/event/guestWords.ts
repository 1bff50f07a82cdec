import type { Need } from '#renderer/stores/privateNeeds.svelte.ts'
import type { WaitingMode } from '#shared/domain/event/facts.ts'
import type { Answer } from '#shared/domain/event/guestList.ts'

export const ANSWER_WORDS: Readonly<Record<Answer, string>> = { yes: 'Coming', maybe: 'Maybe', no: 'Can’t' }

export const WAITING_WORDS: Readonly<Record<WaitingMode, string>> = {
  auto: 'By itself: whoever waits longest gets the place',
  ask: 'Ask first: whoever waits longest is offered it',
  hand: 'By hand: an organizer gives it',
}

export const heads = (count: number): string => (count === 1 ? '1 person' : `${count} people`)
export const places = (count: number): string => (count === 1 ? '1 place' : `${count} places`)

const formats = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions, zone: string, at: number): string {
  const key = `${zone} ${JSON.stringify(options)}`
  const made = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone })
  formats.set(key, made)
  return made.format(at)
}

/** "10:02", by the clocks of that zone. @param at ms since 1970 */
export const clockAt = (at: number, zone: string): string => format({ hour: '2-digit', minute: '2-digit' }, zone, at)

/** "Sat 28 Nov, 10:02" */
export const momentAt = (at: number, zone: string): string =>
  format({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }, zone, at)

/** "Vegan, A seat: near the door" */
export const needWords = ({ kinds, words }: Need): string => [kinds.join(', '), words].filter(Boolean).join(': ')
