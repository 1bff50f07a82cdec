import type { CustomField } from '#shared/domain/people/fields.ts'
import { fieldWords } from './personWords.ts'

/** As one names them when one warns of them, the most telling first. */
const LEAVING: Readonly<Record<string, string>> = {
  name: 'names',
  phones: 'telephone numbers',
  emails: 'mail addresses',
  addresses: 'addresses',
  birthday: 'birthdays',
  skills: 'skills',
  notes: 'notes',
  consent: 'what they agreed to',
}
const MOST = 8

/** What will stand in a file, of how many, for whom. @param fields as they are chosen */
export function leavingWords(fields: readonly string[], count: number, own: readonly CustomField[]): string {
  const known = Object.keys(LEAVING).filter((field) => fields.includes(field))
  const others = fields.filter((field) => !known.includes(field))
  const all = [...known.map((field) => LEAVING[field] ?? ''), ...others.map((field) => quoted(field, own))]
  const shown = all.length > MOST ? [...all.slice(0, MOST - 1), `${all.length - MOST + 1} more things`] : all
  const last = shown.at(-1) ?? 'nothing'
  const list = shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last
  const whose = count === 1 ? 'one person' : `${count.toLocaleString()} people`
  return `${list.charAt(0).toUpperCase()}${list.slice(1)} of ${whose} will stand in a file that anybody who has it can read.`
}

const quoted = (field: string, own: readonly CustomField[]) =>
  field.startsWith('custom:') ? `“${fieldWords(field, own)}”` : fieldWords(field, own).toLowerCase()
