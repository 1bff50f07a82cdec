import { CHANNELS, CONTACT_FIELDS, type ContactField, type CustomField } from '#shared/domain/people/fields.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { BETWEEN } from './peopleCells.ts'

/** A column of a list that leaves, under a name by which an import knows it again. */
export interface ExportColumn {
  readonly name: string
  readonly value: (person: PersonRecord) => string
}

/** What a list may hold; photos do not fit into one. */
export const EXPORT_FIELDS = [
  'id',
  'name',
  'given',
  'family',
  'pronouns',
  'role',
  'emails',
  'phones',
  'addresses',
  'links',
  'languages',
  'skills',
  'tags',
  'circles',
  'joined',
  'birthday',
  'consent',
  'notes',
] as const
export type ExportField = (typeof EXPORT_FIELDS)[number]

export interface ExportChoice {
  /** In their order; the id is needed for an import to find the same people. */
  readonly fields: readonly ExportField[]
  readonly custom: readonly CustomField[]
  /** Names of circles by id. */
  readonly circles: ReadonlyMap<string, string>
}

const NAMES = {
  id: 'Kith id',
  name: 'Name',
  given: 'Given name',
  family: 'Family name',
  pronouns: 'Pronouns',
  role: 'Role',
  languages: 'Languages',
  skills: 'Skills',
  tags: 'Tags',
  circles: 'Circles',
  joined: 'Joined',
  birthday: 'Birthday',
  notes: 'Notes',
} as const
const CONTACT_NAMES = { emails: 'E-mail', phones: 'Phone', addresses: 'Address', links: 'Link' } as const

/** Addresses have a column for each label that somebody has; several of one label stand in one cell. */
export function exportColumns(people: readonly PersonRecord[], choice: ExportChoice): readonly ExportColumn[] {
  const columns = choice.fields.flatMap((field): readonly ExportColumn[] => {
    if (isContact(field)) return contactColumns(people, field)
    if (field === 'consent')
      return CHANNELS.map((channel) => ({
        name: `Consent ${channel}`,
        value: (person) => person.consent.get(channel)?.state ?? '',
      }))
    return [{ name: NAMES[field], value: (person) => textOf(person, field, choice.circles) }]
  })
  const custom = choice.custom.map(({ id, name }) => ({
    name,
    value: (person: PersonRecord) => plain(person.custom.get(id)),
  }))
  return [...columns, ...custom]
}

const isContact = (field: ExportField): field is ContactField => CONTACT_FIELDS.some((one) => one === field)

function contactColumns(people: readonly PersonRecord[], field: ContactField): readonly ExportColumn[] {
  const labels = new Set(people.flatMap((person) => person[field].map(({ label }) => label)))
  return [...labels.add('')].sort().map((label) => ({
    name: label === '' ? CONTACT_NAMES[field] : `${CONTACT_NAMES[field]} (${label})`,
    value: (person) =>
      person[field]
        .filter((one) => one.label === label)
        .map(({ value }) => value)
        .join(BETWEEN),
  }))
}

function textOf(person: PersonRecord, field: keyof typeof NAMES, circles: ReadonlyMap<string, string>): string {
  if (field === 'languages' || field === 'skills' || field === 'tags') return words(person[field])
  if (field === 'circles') return words([...person.circles.keys()].flatMap((id) => circles.get(id) ?? []))
  return field === 'notes' ? person.notes.map(({ text }) => text).join(BETWEEN) : person[field]
}

/** One word with a comma in it would be taken for several: then the end is marked as well. */
const words = (all: readonly string[]): string =>
  all.length === 1 && /[,;|]/.test(all[0] ?? '') ? `${all[0]}${BETWEEN}` : all.join(BETWEEN)

const plain = (value: string | number | boolean | undefined): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? '')

export const exportRows = (
  people: readonly PersonRecord[],
  columns: readonly ExportColumn[],
): readonly (readonly string[])[] => [
  columns.map(({ name }) => name),
  ...people.map((person) => columns.map(({ value }) => value(person))),
]
