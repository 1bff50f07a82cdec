import ICAL from 'ical.js'
import { toBase64 } from 'lib0/buffer'
import { BUILT_IN_FIELDS, type BuiltInField } from '#shared/domain/people/fields.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import type { JcalProperty } from './icsJcal.ts'

/**
 * People as vCard 4.0 (RFC 6350, pronouns by RFC 9554). Addresses go whole into the street, since that is how they are
 * kept; what vCard has no word for is left out.
 * @param fields what of each person may leave; the name always does
 */
export function writeVcards(
  people: readonly PersonRecord[],
  fields: readonly BuiltInField[] = BUILT_IN_FIELDS,
): string {
  const chosen = new Set(fields)
  return people.map((person) => writeCard(person, chosen)).join('')
}

/** Made of the person's id, the same for ever: the digits in places that a random UUID leaves free, and "Kith". */
const vcardUid = (id: string): string =>
  `urn:uuid:${id.slice(0, 8)}-${id.slice(8, 12)}-8${id.slice(12, 15)}-8${id.slice(15, 16)}00-4b6974680000`

function writeCard(person: PersonRecord, fields: ReadonlySet<BuiltInField>): string {
  const has = (field: BuiltInField) => fields.has(field)
  const properties: JcalProperty[] = [
    ['version', {}, 'text', '4.0'],
    ['uid', {}, 'text', vcardUid(person.id)],
    ['fn', {}, 'text', person.name],
  ]
  const text = (name: string, value: string) => {
    if (value !== '') properties.push([name, {}, 'text', value])
  }
  const [given, family] = [has('given') ? person.given : '', has('family') ? person.family : '']
  if (given !== '' || family !== '') properties.push(['n', {}, 'text', [family, given, '', '', '']])
  if (has('pronouns')) text('pronouns', person.pronouns)
  if (has('role')) text('role', person.role)
  if (has('birthday') && person.birthday !== '')
    properties.push(['bday', {}, 'date-and-or-time', person.birthday.replace(/(\d)-/g, '$1')])
  if (has('joined')) text('x-kith-joined', person.joined)
  if (has('emails'))
    for (const { value, label } of person.emails) properties.push(['email', typed(label), 'text', value])
  if (has('phones')) for (const { value, label } of person.phones) properties.push(['tel', typed(label), 'text', value])
  if (has('links')) for (const { value, label } of person.links) properties.push(['url', typed(label), 'uri', value])
  if (has('addresses'))
    for (const { value, label } of person.addresses)
      properties.push(['adr', typed(label), 'text', ['', '', value, '', '', '', '']])
  if (has('languages')) for (const word of person.languages) properties.push(['lang', {}, 'text', word])
  if (has('skills')) for (const word of person.skills) text('expertise', word)
  if (has('tags') && person.tags.length > 0) properties.push(['categories', {}, 'text', ...person.tags])
  if (has('notes')) for (const note of person.notes) text('note', note.text)
  if (has('photo') && person.photo !== null)
    properties.push(['photo', {}, 'uri', `data:${kindOf(person.photo)};base64,${toBase64(person.photo)}`])
  const lines = properties.map((property) => folded(lineOf(property)))
  return ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')
}

/** `home`, `work` and `mobile` as vCard knows them; whatever somebody calls it under a name of our own. */
function typed(label: string): Record<string, string> {
  if (label === '') return {}
  if (label === 'home' || label === 'work') return { type: label }
  return label === 'mobile' ? { type: 'cell' } : { 'x-label': label.replace(/["\r\n]/g, ' ') }
}

/** The library knows no EXPERTISE and no PRONOUNS, and would say of them and of languages that they are text, which goes without saying. */
function lineOf(property: JcalProperty): string {
  const line = ICAL.stringify.property(property, ICAL.design.vcard, true)
  return line.replace(
    /^(LANG|TEL|PRONOUNS|EXPERTISE|X-KITH-JOINED|BDAY)([^:]*?);VALUE=(?:TEXT|DATE-AND-OR-TIME):/,
    '$1$2:',
  )
}

function kindOf(photo: Uint8Array): string {
  if (photo[0] === 0xff) return 'image/jpeg'
  return photo[0] === 0x89 ? 'image/png' : 'image/webp'
}

const OCTETS = 75

/** Lines of 75 octets at most, never broken within a character. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (octets + size > OCTETS) {
      parts.push(part)
      part = ' '
      octets = 1
    }
    part += character
    octets += size
  }
  return [...parts, part].join('\r\n')
}
