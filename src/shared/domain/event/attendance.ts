import type { Doc } from 'yjs'
import { type CheckInId, type GuestId, type MemberId, readId } from '../ids.ts'
import { roots } from '../schema.ts'
import { fieldOf, textOf, timeOf } from '../value.ts'
import { readWhole } from './numbers.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/**
 * Who came in and who left, as written down at the doors. A record is one value that is written once; a mistake is voided by
 * a key beside it. All is worked out in the order of time, then id, so that every computer counts the same whatever the order
 * in which it learned of the records.
 */
export const CHECK_IN_KINDS = ['in', 'more', 'out'] as const
/** `more`: further heads of a guest who is in already. */
export type CheckInKind = (typeof CHECK_IN_KINDS)[number]

export interface CheckIn {
  readonly id: CheckInId
  readonly guest: GuestId
  readonly kind: CheckInKind
  /** Milliseconds since 1970 UTC by the clock at that door. */
  readonly at: number
  readonly door: string
  readonly by: MemberId | null
  /** Who came or left together; 0 for `out`: all of them. */
  readonly heads: number
  readonly voided: boolean
}

export interface Presence {
  readonly guest: GuestId
  readonly isIn: boolean
  /** Heads that are in. */
  readonly heads: number
  /** The most heads that were in at once: so many came. */
  readonly came: number
  readonly firstIn: CheckIn
  readonly lastOut: CheckIn | null
}

/** One guest let in twice without having left. */
export interface DoubleCheckIn {
  readonly guest: GuestId
  readonly first: CheckIn
  readonly second: CheckIn
}

/** A time during which more were in than may be. */
export interface OverCapacity {
  /** The record that was one too many. */
  readonly from: CheckIn
  /** The one after which they were few enough again; null if they are still too many. */
  readonly until: CheckIn | null
  /** The most heads that were in meanwhile. */
  readonly peak: number
}

export interface Attendance {
  /** In order, voided ones too. */
  readonly records: readonly CheckIn[]
  readonly guests: ReadonlyMap<GuestId, Presence>
  /** Heads that are in now. */
  readonly present: number
  /** Heads that came at all, each once. */
  readonly came: number
  readonly doubles: readonly DoubleCheckIn[]
  readonly over: readonly OverCapacity[]
}

export const recordKey = {
  record: (id: CheckInId) => id as string,
  void: (id: CheckInId) => `${id}/void`,
} as const

/** All records in the one order. */
function readCheckIns(answers: Doc): CheckIn[] {
  const root = roots.checkins(answers)
  const found: CheckIn[] = []
  root.forEach((value, key) => {
    const id = readId<CheckInId>(key)
    const record = id === null ? null : readRecord(id, value, root.has(`${key}/void`))
    if (record !== null) found.push(record)
  })
  return found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

function readRecord(id: CheckInId, value: unknown, voided: boolean): CheckIn | null {
  const guest = readId<GuestId>(fieldOf(value, 'guest'))
  const kind = CHECK_IN_KINDS.find((one) => one === fieldOf(value, 'kind'))
  if (guest === null || kind === undefined) return null
  const heads = readWhole(fieldOf(value, 'heads'), 0, PLAN_LIMITS.headsAtOnce)
  return {
    id,
    guest,
    kind,
    at: timeOf(fieldOf(value, 'at')) ?? 0,
    door: textOf(fieldOf(value, 'door'), PLAN_LIMITS.door),
    by: readId<MemberId>(fieldOf(value, 'by')),
    heads: kind === 'out' ? (heads ?? 0) : Math.max(1, heads ?? 1),
    voided,
  }
}

interface State {
  heads: number
  came: number
  readonly firstIn: CheckIn
  lastIn: CheckIn
  lastOut: CheckIn | null
}

/** @param capacity heads that may be in at once; null for no limit */
export function readAttendance(answers: Doc, capacity: number | null): Attendance {
  const records = readCheckIns(answers)
  const states = new Map<GuestId, State>()
  const doubles: DoubleCheckIn[] = []
  const over: OverCapacity[] = []
  let present = 0
  let excess: { from: CheckIn; peak: number } | null = null
  for (const record of records) {
    if (record.voided) continue
    const before = states.get(record.guest)
    const was = before?.heads ?? 0
    const heads = headsAfter(record, was)
    if (before === undefined) {
      // Somebody who leaves without ever having come in was let in by nobody who wrote it down.
      if (record.kind === 'out') continue
      states.set(record.guest, { heads, came: heads, firstIn: record, lastIn: record, lastOut: null })
    } else {
      if (record.kind === 'in' && was > 0) doubles.push({ guest: record.guest, first: before.lastIn, second: record })
      before.heads = heads
      before.came = Math.max(before.came, heads)
      if (record.kind === 'out') before.lastOut = record
      else if (record.kind === 'in' || was === 0) before.lastIn = record
    }
    present += heads - was
    if (capacity === null) continue
    if (present > capacity) excess = excess === null ? { from: record, peak: present } : excess
    if (excess === null) continue
    excess.peak = Math.max(excess.peak, present)
    if (present > capacity) continue
    over.push({ ...excess, until: record })
    excess = null
  }
  if (excess !== null) over.push({ ...excess, until: null })
  const guests = new Map<GuestId, Presence>()
  let came = 0
  for (const [guest, { lastIn: _, ...state }] of states) {
    came += state.came
    guests.set(guest, { guest, isIn: state.heads > 0, ...state })
  }
  return { records, guests, present, came, doubles, over }
}

/** Heads that are in after it. A second `in` is a double and adds nobody, unless it counts more heads. */
function headsAfter({ kind, heads }: CheckIn, was: number): number {
  if (kind === 'in') return Math.max(was, heads)
  if (kind === 'more') return was + heads
  return heads === 0 ? 0 : Math.max(0, was - heads)
}
