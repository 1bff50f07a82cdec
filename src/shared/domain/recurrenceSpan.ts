import { Temporal } from 'temporal-polyfill'
import { endInstant, startInstant, type When } from './when.ts'
import { plainOf, stampOf, WHEN_LIMITS } from './whenStamp.ts'

/** More than any clock is ever put back or forward (Apia left out a whole day), so that comparing walls is safe beyond it. */
const SLACK = { days: 2 } as const
type Wall = Temporal.PlainDateTime
const LAST = Temporal.PlainDateTime.from({ year: WHEN_LIMITS.lastYear, month: 12, day: 31 })
const FIRST = Temporal.PlainDateTime.from({ year: WHEN_LIMITS.firstYear, month: 1, day: 1 })

/**
 * The time between two moments, asked about by the clock of a series. Most of what is asked lies clearly inside or
 * outside and is told by comparing texts; moments are worked out near the edges only.
 */
export class Span {
  readonly #from: Temporal.Instant
  readonly #until: Temporal.Instant
  readonly #zone: string
  readonly #viewerZone: string
  readonly #walls: Walls
  readonly #reach: readonly [string, string]
  /** Between these walls an occurrence of the series may start and be seen. */
  readonly reach: readonly [Temporal.PlainDateTime, Temporal.PlainDateTime]

  /** @param series the first occurrence, for its zone and length */
  constructor(from: Temporal.Instant, until: Temporal.Instant, series: When, viewerZone: string) {
    this.#from = from
    this.#until = until
    this.#zone = series.zone ?? viewerZone
    this.#viewerZone = viewerZone
    this.#walls = wallsOf(from, until, this.#zone)
    const length = plainOf(series.start).until(plainOf(series.end))
    this.reach = [clamp(this.#walls.first.subtract(length)), this.#walls.last]
    this.#reach = [text(this.reach[0]), text(this.reach[1])]
  }

  /** Whether one of the series that is named so may be seen, unless it was moved. */
  mayStart(stamp: string): boolean {
    return this.#reach[0] <= stamp && stamp <= this.#reach[1]
  }

  /** Whether it is going on at some moment of the span. What has no length counts where it stands. */
  has(when: When): boolean {
    if ((when.zone ?? this.#viewerZone) === this.#zone) {
      if (when.end < this.#walls.outer[0] || when.start > this.#walls.outer[1]) return false
      if (when.start >= this.#walls.inner[0] && when.start <= this.#walls.inner[1]) return true
    }
    const [start, end] = [startInstant(when, this.#viewerZone), endInstant(when, this.#viewerZone)]
    if (Temporal.Instant.compare(start, this.#until) >= 0) return false
    const left = Temporal.Instant.compare(end, this.#from)
    return left > 0 || (left === 0 && start.equals(end))
  }
}

function clamp(plain: Temporal.PlainDateTime): Temporal.PlainDateTime {
  if (Temporal.PlainDateTime.compare(plain, LAST) > 0) return LAST
  return Temporal.PlainDateTime.compare(plain, FIRST) < 0 ? FIRST : plain
}

const text = (plain: Temporal.PlainDateTime): string => stampOf(clamp(plain), false)

/** What the clocks of a zone show at both ends, and what lies clearly inside and outside. */
interface Walls {
  readonly first: Wall
  readonly last: Wall
  readonly outer: readonly [string, string]
  readonly inner: readonly [string, string]
}

/** A calendar asks for one span of all its events. */
const known = new Map<string, Walls>()
const KNOWN_MAX = 200

function wallsOf(from: Temporal.Instant, until: Temporal.Instant, zone: string): Walls {
  const key = `${from.epochNanoseconds}|${until.epochNanoseconds}|${zone}`
  const there = known.get(key)
  if (there !== undefined) return there
  const [begin, end] = [from, until].map((at) => clamp(at.toZonedDateTimeISO(zone).toPlainDateTime())) as [Wall, Wall]
  const [first, last] = [clamp(begin.subtract(SLACK)), clamp(end.add(SLACK))]
  const walls: Walls = {
    first,
    last,
    outer: [text(first), text(last)],
    inner: [text(begin.add(SLACK)), text(end.subtract(SLACK))],
  }
  if (known.size >= KNOWN_MAX) known.clear()
  known.set(key, walls)
  return walls
}
