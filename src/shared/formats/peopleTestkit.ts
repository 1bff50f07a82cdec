import { encodeUtf8 } from 'lib0/string'
import type { PersonId } from '#shared/domain/ids.ts'
import type { ContactField } from '#shared/domain/people/fields.ts'
import { contactId } from '#shared/domain/people/keys.ts'
import type { Contact, PersonRecord } from '#shared/domain/people/record.ts'
import { NOTHING_KNOWN } from '../domain/people/nothingKnown.ts'
import { type CsvChoice, readCsv } from './peopleCsv.ts'
import type { DraftList } from './peopleDraft.ts'
import { type DraftAnswers, draftPeople } from './peopleDrafts.ts'
import { proposeMapping } from './peopleMapping.ts'
import type { PlanItem } from './peoplePlan.ts'
import type { SourceTable, TableResult } from './peopleTable.ts'

/** For tests. */
export function finish<R>(steps: Generator<unknown, R>): R {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

export const bytesOf = (text: string): Uint8Array => encodeUtf8(text)

export const csv = (text: string, choice?: CsvChoice): TableResult => finish(readCsv(bytesOf(text), choice))

export function table(text: string, choice?: CsvChoice): SourceTable {
  const result = csv(text, choice)
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

export const ANSWERS: DraftAnswers = { country: 'DE', consentSource: 'list', consentOn: '', year: 2026 }

export const draftsOf = (source: SourceTable, answers: Partial<DraftAnswers> = {}): DraftList =>
  finish(draftPeople(source, proposeMapping(source, answers.fields), { ...ANSWERS, ...answers }))

export const drafts = (text: string, answers: Partial<DraftAnswers> = {}): DraftList => draftsOf(table(text), answers)

const idOf = (number: number) => number.toString(16).padStart(16, '0') as PersonId

export const contact = (field: ContactField, value: string, label = '', e164 = ''): Contact => ({
  id: contactId(field, value, e164),
  value,
  label,
  e164,
})

export const person = (number: number, name: string, more: Partial<PersonRecord> = {}): PersonRecord => ({
  id: idOf(number),
  name,
  ...NOTHING_KNOWN,
  ...more,
})

/** What carrying out an item makes of somebody. */
export function carriedOut(item: PlanItem, before: PersonRecord): PersonRecord {
  const { patch } = item
  const contacts = (field: ContactField) => [
    ...before[field].filter(({ id }) => !patch[field]?.remove?.includes(id)),
    ...(patch[field]?.put ?? []).map(({ value, label, e164 }) => contact(field, value, label, e164)),
  ]
  const words = (field: 'languages' | 'skills' | 'tags') => [
    ...before[field].filter((word) => !patch[field]?.remove?.includes(word)),
    ...(patch[field]?.add ?? []),
  ]
  const { name, given, family, pronouns, role, joined, birthday, photo } = { ...before, ...patch }
  const circles = [...(patch.circles ?? [])].flatMap(([id, how]) => (how === null ? [] : [[id, how] as const]))
  const custom = [...(patch.custom ?? [])].flatMap(([id, value]) => (value === null ? [] : [[id, value] as const]))
  const consent = item.consent.map((said) => {
    const one = { ...said, id: said.channel, by: null, at: 0 }
    return [said.channel, { state: said.state, current: one, history: [one] }] as const
  })
  return {
    ...before,
    ...{ name, given, family, pronouns, role, joined, birthday, photo },
    ...{
      emails: contacts('emails'),
      phones: contacts('phones'),
      addresses: contacts('addresses'),
      links: contacts('links'),
    },
    ...{ languages: words('languages'), skills: words('skills'), tags: words('tags') },
    circles: new Map([...before.circles, ...circles]),
    custom: new Map([...before.custom, ...custom]),
    consent: new Map([...before.consent, ...consent]),
    notes: [...before.notes, ...item.notes.map((text) => ({ id: text, text, by: null, at: 0 }))],
    source: item.source || before.source,
    marks: item.marks,
  }
}
