import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { type Rule, readRule, ruleText, type Until } from './recurrenceRule.ts'
import { instantOf, wallIn } from './when.ts'
import { isAllDayStamp, plainOf } from './whenStamp.ts'

type Wall = Temporal.PlainDateTime

/**
 * Rules are expanded by the clock on the wall alone, as if the event were in Greenwich: what an occurrence is called is
 * the time it shows, and zones come in only when one asks what moment that is. So an occurrence that falls into the
 * hour that summer time skips takes place after the gap instead of not at all.
 */
export interface Expansion {
  /** Stamps that the rule gives from `from` to `to`, both included, in order. */
  between(from: Wall, to: Wall): readonly string[]
  /** The first of all, or null. */
  readonly first: string | null
}

const GREENWICH = 'UTC'
const NONE: Expansion = { between: () => [], first: null }
/** Work that one question may cause; a rule that finds no day within it finds none. */
const MOST_STEPS = 10_000
/** A rule that exhausted this several times is not asked again. */
const PATIENCE = 3

const known = new Map<string, Expansion>()
const KNOWN_MAX = 10_000

/** @param zone in which an UNTIL told in UTC is to be understood; null where floating: its digits count */
export function expansionOf(text: string, start: string, zone: string | null): Expansion {
  const key = `${text}|${start}|${zone ?? ''}`
  const there = known.get(key)
  if (there !== undefined) return there
  const rule = readRule(text)
  const expansion = rule.ok ? expand(rule.value, start, zone) : NONE
  if (known.size >= KNOWN_MAX) known.clear()
  known.set(key, expansion)
  return expansion
}

function expand(rule: Rule, start: string, zone: string | null): Expansion {
  const allDay = isAllDayStamp(start)
  const made = attempt(() => ruleFor(rule, start, zone))
  if (made === null) return NONE
  let patience = PATIENCE
  let last: { readonly from: Wall; readonly to: Wall; readonly stamps: readonly string[] } | null = null
  return {
    between: (from, to) => {
      if (patience === 0) return []
      if (last?.from.equals(from) && last.to.equals(to)) return last.stamps
      const found = attempt(() => made.between(from.toZonedDateTime(GREENWICH), to.toZonedDateTime(GREENWICH), true))
      if (found === null) patience--
      const stamps = (found ?? []).map((moment) => stampIn(moment.toString(), allDay))
      last = { from, to, stamps }
      return stamps
    },
    get first() {
      const found = attempt(() => made.next(plainOf(start).toZonedDateTime(GREENWICH), true)) ?? null
      return found === null ? null : stampIn(found.toString(), allDay)
    },
  }
}

function ruleFor(rule: Rule, start: string, zone: string | null): RRuleTemporal {
  const until = rule.until === null ? null : lastWall(rule.until, isAllDayStamp(start), zone)
  // Times of day say nothing about what lasts all day.
  const numbers = isAllDayStamp(start) ? { ...rule.numbers, BYHOUR: [], BYMINUTE: [], BYSECOND: [] } : rule.numbers
  return new RRuleTemporal({
    rruleString: `RRULE:${ruleText({ ...rule, numbers, until: null })}`,
    dtstart: plainOf(start).toZonedDateTime(GREENWICH),
    ...(until === null ? {} : { until: until.toZonedDateTime(GREENWICH) }),
    tzid: GREENWICH,
    maxIterations: MOST_STEPS,
    cache: false,
  })
}

/** The last wall time that UNTIL lets be; `zone` is that of the event, null for floating. */
export function lastWall({ stamp, utc }: Until, allDay: boolean, zone: string | null): Wall {
  if (isAllDayStamp(stamp)) return plainOf(stamp).withPlainTime(Temporal.PlainTime.from('23:59:59'))
  if (!utc || zone === null || allDay) return plainOf(stamp)
  return plainOf(wallIn(instantOf(stamp, GREENWICH), zone))
}

/** From `2026-12-04T10:00:00+00:00[UTC]`. */
function stampIn(text: string, allDay: boolean): string {
  if (allDay) return text.slice(0, 10)
  return text.startsWith(':00', 16) ? text.slice(0, 16) : text.slice(0, 19)
}

/** The library says by throwing that it went on for too long. */
function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}
