import type { RandomBytes } from './ids.ts'

/**
 * Order by rank: a rank is a fraction between 0 and 1, written in the 62 digits 0-9A-Za-z, whose code-unit order is
 * their numeric order. A thing is put between two others by giving it a rank between theirs; nothing else is touched.
 *
 * - Every new rank has chance in it, so two members who put something into the same gap at the same time get different
 *   ranks, and the gap between the two can be used again. If ranks are equal after all, the ids decide.
 * - At the end (or the start) a rank steps on by a small amount instead of halving what is left, so long lists keep
 *   ranks of six digits.
 * - Ranks grow by a digit for every few insertions into the same gap. Past `RANK_MAX` digits the neighbourhood is
 *   ranked afresh (`rankInto`).
 */
export const RANK_MAX = 24

/** How a rank that cannot be read sorts: after every real one. */
export const NO_RANK = '~'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE = 62n
/** Digits of a rank made at the end of a list, and the room of one step there: 62^3, about 240,000 values to choose from. */
const HEAD = 6
const HEAD_TOP = BASE ** BigInt(HEAD)
const STEP = BASE ** 3n
const RANK_FORM = /^[0-9A-Za-z]{1,64}$/

/** The rank, or `NO_RANK` for what is none: 1 to 64 of the 62 digits are taken from others, though this file writes 24 at most. */
export function readRank(value: unknown): string {
  return typeof value === 'string' && RANK_FORM.test(value) ? value : NO_RANK
}

export interface Ranked<Id extends string = string> {
  readonly id: Id
  readonly rank: string
}

/** The one order of ranked things: by rank, ties by id. */
export function byRank(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/**
 * `count` ranks in order, strictly between `after` and `before` (null: the open end). Null when there is no room: the
 * two are equal, in the wrong order or no ranks.
 */
export function ranksBetween(
  after: string | null,
  before: string | null,
  count: number,
  randomBytes: RandomBytes,
): string[] | null {
  if (after === NO_RANK || before === NO_RANK) return null
  if (before === null) {
    const from = after === null ? HEAD_TOP / 2n : toNumber(after, HEAD) + 1n
    const ranks = climb(from, count, randomBytes)
    if (ranks !== null) return ranks
  } else if (after === null) {
    const ranks = climb(toNumber(before, HEAD) - STEP * BigInt(count), count, randomBytes)
    if (ranks !== null) return ranks
  }
  return squeeze(after, before, count, randomBytes)
}

/** `count` ranks of `HEAD` digits upwards from `from`, one in each step; null when the digits do not suffice. */
function climb(from: bigint, count: number, randomBytes: RandomBytes): string[] | null {
  if (from <= 0n || from + STEP * BigInt(count) >= HEAD_TOP) return null
  const ranks: string[] = []
  for (let i = 0n; i < BigInt(count); i++) ranks.push(toRank(from + i * STEP + chance(STEP, randomBytes), HEAD))
  return ranks
}

/** `count` ranks inside a bounded gap, evenly spread, with just as many digits as leave each one a step of chance. */
function squeeze(
  after: string | null,
  before: string | null,
  count: number,
  randomBytes: RandomBytes,
): string[] | null {
  if (after !== null && before !== null && after >= before) return null
  const parts = BigInt(count) + 1n
  const longest = Math.max(after?.length ?? 0, before?.length ?? 0) + 1 + HEAD
  for (let length = 1; length <= longest; length++) {
    const low = after === null ? 0n : toNumber(after, length)
    const high = before === null ? BASE ** BigInt(length) : toNumber(before, length)
    if (high - low < parts * STEP) continue
    const part = (high - low) / parts
    const ranks: string[] = []
    // The middle half of each part: no two ranks, nor a rank and its neighbour, come to lie close together by chance.
    for (let i = 1n; i < parts; i++)
      ranks.push(toRank(low + i * part - part / 4n + chance(part / 2n, randomBytes), length))
    return ranks
  }
  return null // equal but for trailing zeros: no number of digits makes room
}

/** The first `length` digits of a rank as a whole number; missing digits count as 0. */
function toNumber(rank: string, length: number): bigint {
  let number = 0n
  for (let i = 0; i < length; i++) number = number * BASE + BigInt(Math.max(0, DIGITS.indexOf(rank.charAt(i) || '0')))
  return number
}

/** The digits of a fraction; trailing zeros are dropped, since they would leave no room before the next rank. */
function toRank(number: bigint, length: number): string {
  let rank = ''
  let rest = number
  for (let i = 0; i < length; i++) {
    rank = DIGITS.charAt(Number(rest % BASE)) + rank
    rest /= BASE
  }
  return rank.replace(/0+$/, '')
}

/** A number from 1 to below `room` (which is at least 62^3 / 2 here). */
function chance(room: bigint, randomBytes: RandomBytes): bigint {
  let number = 0n
  for (const byte of randomBytes(8)) number = number * 256n + BigInt(byte)
  return 1n + (number % (room - 1n))
}

/** New ranks for the things put in, and for those neighbours that had to move over. */
export interface Ranks<Id extends string> {
  /** In the order in which the things are to stand. */
  readonly fresh: readonly string[]
  readonly moved: readonly Ranked<Id>[]
}

/** At most so many neighbours are ranked afresh at once, which keeps the change well below what one entry may carry. */
const WINDOW_MAX = 1_024

/**
 * Ranks for `count` things to stand at `index` of `ordered` (sorted by `byRank`, without the things themselves). Mostly
 * no neighbour is touched. Where there is no room, or ranks would grow too long, the smallest neighbourhood that gives
 * short ranks is ranked afresh. If even the largest one has no room (a thousand equal ranks, which only a hostile peer
 * leaves behind), the things share their neighbour's rank and the ids decide.
 */
export function rankInto<Id extends string>(
  ordered: readonly Ranked<Id>[],
  index: number,
  count: number,
  randomBytes: RandomBytes,
): Ranks<Id> {
  const direct = ranksBetween(ordered[index - 1]?.rank ?? null, ordered[index]?.rank ?? null, count, randomBytes)
  if (direct !== null && short(direct, RANK_MAX)) return { fresh: direct, moved: [] }
  for (let half = 4; half <= WINDOW_MAX / 2; half *= 2) {
    const low = Math.max(0, index - half)
    const high = Math.min(ordered.length, index + half)
    const all = high - low + count
    const ranks = ranksBetween(ordered[low - 1]?.rank ?? null, ordered[high]?.rank ?? null, all, randomBytes)
    const whole = low === 0 && high === ordered.length
    if (ranks === null || !short(ranks, whole ? RANK_MAX : RANK_MAX / 2)) continue
    const moved = ordered.slice(low, high).map((thing, i) => {
      const at = low + i < index ? i : i + count
      return { id: thing.id, rank: ranks[at] ?? thing.rank }
    })
    return { fresh: ranks.slice(index - low, index - low + count), moved }
  }
  const shared = readRank(ordered[index - 1]?.rank ?? ordered[index]?.rank)
  return { fresh: Array.from({ length: count }, () => (shared === NO_RANK ? 'z' : shared)), moved: [] }
}

function short(ranks: readonly string[], max: number): boolean {
  return ranks.every((rank) => rank.length <= max)
}
