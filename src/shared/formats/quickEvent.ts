import type { ParsedComponents, ParsedResult } from 'chrono-node'
import { parse as parseGerman } from 'chrono-node/de'
import { GB } from 'chrono-node/en'
import { Temporal } from 'temporal-polyfill'
import { cut, oneLine } from '#shared/domain/value.ts'
import { checkWhen, type When } from '#shared/domain/when.ts'
import { stampOf } from '#shared/domain/whenStamp.ts'

/** An event typed in one line. */
export interface QuickEvent {
  /** '' if the line says nothing but when. */
  readonly title: string
  /** Null if it says nothing about when. */
  readonly when: When | null
}

/**
 * Reads a title and a time out of one line, in English or German: "Meeting tomorrow 7pm for 2 hours", "Sommerfest 12.7.
 * 14 Uhr". Days are the next ones to come, the day stands before the month; without a time it is all day, without an end
 * an hour. The libraries for it are large: import this file only when somebody types. @param now the viewer's clock
 */
export function readQuickEvent(line: string, now: Temporal.ZonedDateTime): QuickEvent {
  const whole = oneLine(cut(line, LINE_MAX))
  const { text, length } = withoutLength(whole)
  const written = spelledOut(text)
  const found = bestOf(withoutNights(written), now)
  if (found === null) return { title: whole, when: null }
  const title = tidied(`${written.slice(0, found.index)} ${written.slice(found.index + found.text.length)}`)
  const when = whenOf(found, length, now.timeZoneId)
  return when === null ? { title: whole, when } : { title, when }
}

const LINE_MAX = 500

const LENGTH =
  /\s(?:for|für|lasting)\s+(\d{1,3}(?:[.,]\d{1,2})?)\s*(h|hrs?|hours?|std|stunden?|m|mins?|minutes?|minuten?|d|days?|tage?)\b\.?/i

/** Takes "for 2 hours" out; the library would take it for a time of its own. */
function withoutLength(text: string): { readonly text: string; readonly length: Temporal.Duration | null } {
  const [all, number = '', unit = ''] = LENGTH.exec(text) ?? []
  if (all === undefined) return { text, length: null }
  const amount = Number(number.replace(',', '.'))
  const minutes = { h: 60, s: 60, m: 1, d: 24 * 60, t: 24 * 60 }[unit.charAt(0).toLowerCase()] ?? 60
  const length = Temporal.Duration.from({ minutes: Math.round(amount * minutes) })
  return { text: text.replace(all, ' '), length: length.sign > 0 ? length.round({ largestUnit: 'day' }) : null }
}

const MONTH = 'jan|feb|mar|mär|apr|ma[yi]|jun|jul|aug|sep|o[ck]t|nov|de[cz]'
const DAY = 'mo|tu|we|th|fr|sa|su|di|mi|do|so|tomorrow|today|tonight|morgen|heute'
const BARE_RANGE = new RegExp(
  `((?:\\b(?:${MONTH}|${DAY})[a-zäöü]*\\.?|\\d{1,2}[./]\\d{1,2}(?:[./]\\d{2,4})?\\.?|\\b\\d{4}(?:-\\d\\d-\\d\\d)?),?\\s+)` +
    `(\\d{1,2})\\s?[-–]\\s?(\\d{1,2})(?!\\s*(?:[\\d:./-]|[ap]m\\b|uhr\\b|h\\b|(?:${MONTH})))`,
  'gi',
)

/** Writes out what people leave away and the library needs: the month's dot-less form, the minutes of "10-15". */
function spelledOut(text: string): string {
  const dated = text.replace(/(^|\s)(\d{1,2})\.(\d{1,2})\.(?=\s|$|,)/g, '$1$2/$3')
  return dated.replace(BARE_RANGE, (all, before: string, from: string, to: string) => {
    const [first, last] = [Number(from), Number(to)]
    const overnight = first >= 17 && first < 24 && last <= 6
    if (!overnight && (first >= last || last > 24)) return all
    return `${before}${from}:00-${last === 24 ? '23:59' : `${to}:00`}`
  })
}

const PART_OF_DAY = '(?:mid)?night|morning|(?:after)?noon|midday|evening|(?:vor|nach)?mittag|abend|nacht'
const DAY_WORD =
  'today|tomorrow|heute|morgen|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch' +
  '|mon?|tues?|wed|thu|fri?|sat?|sun?|di|mi|do|so'
const BEFORE_DAY = new RegExp(
  `(?<!\\b(?:${DAY_WORD})\\s)\\b(?:${PART_OF_DAY})` +
    `(?=\\s+(?:(?:on|am)\\s+)?(?:(?:${DAY_WORD})\\b|\\d{1,2}[./]\\d|\\d{1,2}\\.?\\s+(?:${MONTH})))`,
  'gi',
)

/**
 * "Soup night tomorrow" is what the event is called: the library would take the night before. Each letter is left out by
 * another one, so that what is found stands where it stood.
 */
function withoutNights(text: string): string {
  return text.replace(BEFORE_DAY, (part) => '_'.repeat(part.length))
}

/** The library works in UTC here, on what the viewer's clock shows, so that it needs to know of no zone. */
function bestOf(text: string, now: Temporal.ZonedDateTime): ParsedResult | null {
  const instant = new Date(now.toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds)
  const results = [GB.parse.bind(GB), parseGerman].flatMap((parse) =>
    parse(text, { instant, timezone: 0 }, { forwardDate: true }),
  )
  const scored = results.map((result) => ({ result, score: scoreOf(result) })).filter(({ score }) => score > 0)
  scored.sort((a, b) => b.score - a.score)
  return scored[0]?.result ?? null
}

function scoreOf({ text, start }: ParsedResult): number {
  const hasDay = start.isCertain('day') || start.isCertain('weekday')
  // "Room 12" is no time, and neither is "10-15" without a day.
  if (!hasDay && /^[\d\s–-]*$/.test(text)) return 0
  return text.length + (hasDay ? 20 : 0)
}

function whenOf({ start, end }: ParsedResult, length: Temporal.Duration | null, zone: string): When | null {
  const timed = start.isCertain('hour')
  const first = wallOf(start, timed)
  const named = end ? wallOf(end, timed) : null
  if (first === null) return null
  if (!timed && length === null) {
    const last = named ?? first
    return usable({ start: stampOf(first, true), end: stampOf(last.add({ days: 1 }), true), zone: null })
  }
  if (!timed && length !== null && length.days > 0 && length.hours + length.minutes === 0)
    return usable({ start: stampOf(first, true), end: stampOf(first.add(length), true), zone: null })
  if (!timed) return usable({ start: stampOf(first, true), end: stampOf(first.add({ days: 1 }), true), zone: null })
  const last = named === null ? first.add(length ?? { hours: 1 }) : after(first, named)
  return usable({ start: stampOf(first, false), end: stampOf(last, false), zone })
}

/** "22–2" goes on into the next day. */
function after(first: Temporal.PlainDateTime, last: Temporal.PlainDateTime): Temporal.PlainDateTime {
  return Temporal.PlainDateTime.compare(last, first) < 0 ? last.add({ days: 1 }) : last
}

function usable(when: When): When | null {
  const checked = checkWhen(when)
  return checked.ok ? checked.value : null
}

function wallOf(parts: ParsedComponents, timed: boolean): Temporal.PlainDateTime | null {
  const [year, month, day] = [parts.get('year'), parts.get('month'), parts.get('day')]
  if (year === null || month === null || day === null) return null
  const time = timed ? { hour: parts.get('hour') ?? 0, minute: parts.get('minute') ?? 0 } : {}
  try {
    return Temporal.PlainDateTime.from({ year, month, day, ...time }, { overflow: 'reject' })
  } catch {
    return null
  }
}

/** Without what joined the title to the time. */
function tidied(text: string): string {
  const joint = /^(?:on|at|am|um|ab|from|von|den|der)\s+|[\s,;:–@-]+$|^[\s,;:–@-]+|\s+(?:on|at|am|um|ab|from|von|den)$/i
  let tidy = oneLine(text)
  for (let i = 0; i < 6 && joint.test(tidy); i++) tidy = tidy.replace(joint, '').trim()
  return tidy
}
