import { fail, ok, type Result } from '../errors.ts'
import { type MemberId, readId } from '../ids.ts'
import { cut, fieldOf, oneLine, textOf, timeOf } from '../value.ts'
import { CHANNELS, type Channel, PEOPLE_LIMITS } from './fields.ts'
import type { ChannelConsent, Consent } from './record.ts'

/** One record under `consent/<channel>/<id>`: written once, never changed. */
export interface ConsentRecord extends Consent {
  /** The refusals that whoever wrote a yes had in sight. */
  readonly over: readonly string[]
}

export interface NewConsent {
  readonly state: 'yes' | 'no'
  readonly source: string
  /** `YYYY-MM-DD`; '' if nobody knows. */
  readonly on: string
}

const DAY = /^\d{4}-\d\d-\d\d$/
const OVER_MAX = 200

export const isChannel = (value: unknown): value is Channel => CHANNELS.some((channel) => channel === value)

export function readConsent(id: string, value: unknown): ConsentRecord | null {
  const state = fieldOf(value, 'state')
  if (state !== 'yes' && state !== 'no') return null
  const on = fieldOf(value, 'on')
  const over = fieldOf(value, 'over')
  return {
    id,
    state,
    source: textOf(fieldOf(value, 'source'), PEOPLE_LIMITS.source),
    on: typeof on === 'string' && DAY.test(on) ? on : '',
    by: readId<MemberId>(fieldOf(value, 'by')),
    at: timeOf(fieldOf(value, 'at')) ?? 0,
    over: Array.isArray(over) ? over.filter((one) => typeof one === 'string').slice(0, OVER_MAX) : [],
  }
}

const inOrder = (a: Consent, b: Consent) => a.at - b.at || (a.id < b.id ? -1 : 1)

/**
 * What counts of all that was recorded. A yes counts only if whoever wrote it had every refusal in sight: of a yes and a no
 * that did not know of each other, the no counts, whatever the clocks say.
 */
export function consentOf(records: readonly ConsentRecord[]): ChannelConsent | null {
  if (records.length === 0) return null
  const history = [...records].sort(inOrder)
  const refusals = history.filter(({ state }) => state === 'no')
  const agreed = history.filter(({ state, over }) => state === 'yes' && refusals.every(({ id }) => over.includes(id)))
  const current = agreed.at(-1) ?? refusals.at(-1)
  if (current === undefined) return null
  return { state: current.state, current: bare(current), history: history.map(bare) }
}

const bare = ({ over: _, ...consent }: ConsentRecord): Consent => consent

/** The value to write. @param known what is recorded of that channel so far */
export function newConsent(
  { state, source, on }: NewConsent,
  known: readonly Consent[],
  by: MemberId,
  at: number,
): Result<Readonly<Record<string, unknown>>> {
  if (on !== '' && !DAY.test(on)) return fail('date.invalid')
  const words = cut(oneLine(source), PEOPLE_LIMITS.source)
  const over = known.filter((one) => one.state === 'no').map(({ id }) => id)
  return ok({ state, source: words, on, by, at, ...(state === 'yes' && over.length > 0 ? { over } : {}) })
}
