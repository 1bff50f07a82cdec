import type { MemberId, PersonId } from '../ids.ts'
import type { CustomField } from './fields.ts'
import type { AppRole } from './filterFields.ts'
import type { FilterFacts } from './filterMatch.ts'
import { NOTHING_KNOWN } from './nothingKnown.ts'
import type { ChannelConsent, Contact, PersonRecord } from './record.ts'

/** For tests of questions about people: people by the little that matters, and facts. */

export const TODAY = '2026-11-23'
export const ME = 'aaaaaaaaaaaaaaaa' as MemberId
export const KITCHEN = 'c000000000000001'
export const PRESS = 'c000000000000002'
export const ownId = (number: number): string => `f${String(number).padStart(15, '0')}`
export const OWN_FIELDS: readonly CustomField[] = [
  own(1, 'T-shirt size', 'choice', ['S', 'M', 'L']),
  own(2, 'Seats', 'number'),
  own(3, 'Has key', 'flag'),
  own(4, 'Trained on', 'day'),
  own(5, 'Allergies', 'text'),
]

function own(number: number, name: string, kind: CustomField['kind'], choices: readonly string[] = []): CustomField {
  return { id: ownId(number), name, kind, audience: 2, choices, archived: false }
}

export const personId = (number: number): PersonId => number.toString(16).padStart(16, '0') as PersonId

export const contact = (value: string, e164 = ''): Contact => ({ id: `id of ${e164 || value}`, value, e164, label: '' })
export const said = (state: 'yes' | 'no', id = `${state} 1`): ChannelConsent => {
  const current = { id, state, source: '', on: '', by: null, at: 1 }
  return { state, current, history: [current] }
}

export function person(number: number, more: Partial<PersonRecord> = {}): PersonRecord {
  return {
    id: personId(number),
    name: `Person ${number}`,
    ...NOTHING_KNOWN,
    createdAt: 1,
    ...more,
  }
}

export function factsWith(
  more: {
    readonly roles?: Record<string, AppRole>
    readonly last?: Record<string, string>
  } & Partial<FilterFacts> = {},
): FilterFacts {
  const { roles = {}, last = {}, ...facts } = more
  return {
    today: TODAY,
    me: ME,
    fields: OWN_FIELDS,
    circles: new Map([
      [KITCHEN, 'Kitchen'],
      [PRESS, 'Press & letters'],
    ]),
    appRole: (id) => roles[id] ?? 'none',
    lastTookPart: (id) => last[id] ?? null,
    ...facts,
  }
}
