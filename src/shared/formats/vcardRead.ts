import ICAL from 'ical.js'
import { PEOPLE_LIMITS } from '#shared/domain/people/fields.ts'
import { wordSlug } from '#shared/domain/people/keys.ts'
import { isPicture } from '#shared/domain/people/picture.ts'
import type { ReadProgress } from './peopleCsv.ts'
import { readDate } from './peopleDates.ts'
import { type DraftList, Losses, type PersonDraft } from './peopleDraft.ts'
import { DraftBuilder } from './peopleDraftBuilder.ts'
import { type Card, readCards, type VcardCode } from './vcardLines.ts'

export interface VcardAnswers {
  /** ISO 3166, for telephone numbers without a country code; '' for none. */
  readonly country: string
  /** Circles there are, by wordSlug of their name: a category of that name joins it. */
  readonly circles?: ReadonlyMap<string, string>
}

export type VcardResult =
  | { readonly ok: true; readonly value: DraftList }
  | {
      readonly ok: false
      readonly error: { readonly code: VcardCode; readonly detail?: Readonly<Record<string, number>> }
    }

const BREATH = 200

/** vCard 2.1, 3.0 and 4.0. Errors: `vcard.none`, `vcard.too-large`, `vcard.too-many`. `row` of a draft is the number of its card. */
export function* readVcards(bytes: Uint8Array, answers: VcardAnswers): Generator<ReadProgress, VcardResult> {
  const read = readCards(bytes)
  if (!read.ok) return read
  const losses = new Losses()
  const drafts: PersonDraft[] = []
  for (let i = 0; i < read.cards.length; i++) {
    const card = read.cards[i]
    const draft = card === undefined ? null : readCard(card, i + 1, losses, answers)
    if (draft !== null) drafts.push(draft)
    if (i % BREATH === BREATH - 1) yield { done: i + 1, total: read.cards.length }
  }
  return { ok: true, value: { drafts, losses: losses.list } }
}

interface Property {
  readonly name: string
  readonly type: string
  readonly label: string
  /** In a structured value its parts, each of which may be several. */
  readonly values: readonly (readonly string[])[]
  readonly inline: boolean
}

function readCard({ version, lines }: Card, row: number, losses: Losses, answers: VcardAnswers): PersonDraft | null {
  const draft = new DraftBuilder(row, losses, answers.country)
  const properties = lines.flatMap((line) => {
    if (line.trim() === '') return []
    const property = readProperty(line, version)
    if (property === null) losses.note('property.left-out', row)
    return property ?? []
  })
  let kith = false
  for (const property of properties) {
    const text = property.values[0]?.join(', ') ?? ''
    switch (property.name) {
      case 'uid': {
        const own = /^urn:uuid:([0-9a-f]{8})-([0-9a-f]{4})-8([0-9a-f]{3})-8([0-9a-f])00-4b697468/.exec(text)
        kith = own !== null
        draft.id = own === null ? text : own.slice(1).join('')
        break
      }
      case 'fn':
        draft.text('name', text)
        break
      case 'n':
        draft.text('family', property.values[0]?.join(' ') ?? '')
        draft.text('given', [...(property.values[1] ?? []), ...(property.values[2] ?? [])].join(' '))
        break
      case 'title':
      case 'role':
        draft.text('role', text)
        break
      case 'pronouns':
      case 'x-pronouns':
        draft.text('pronouns', text)
        break
      case 'x-kith-joined':
        draft.text('joined', readDate(text, 'ymd') ?? '')
        break
      case 'bday': {
        const day = readDate(text, 'ymd')
        if (day === null) losses.note('date.unread', row)
        else draft.text('birthday', day)
        break
      }
      case 'email':
        draft.contact('emails', text, property.label)
        break
      case 'tel':
        if (/fax|pager/.test(property.type) && !/voice|cell/.test(property.type)) break
        draft.contact('phones', text.replace(/^tel:/i, ''), property.label)
        break
      case 'url':
        draft.contact('links', text, property.label)
        break
      case 'adr':
        draft.contact('addresses', addressOf(property.values), property.label)
        break
      case 'lang':
        draft.word('languages', languageNamed(text))
        break
      case 'x-skill':
      case 'expertise':
        draft.word('skills', text)
        break
      case 'categories':
        for (const word of property.values.flat()) {
          const circle = answers.circles?.get(wordSlug(word))
          if (circle === undefined) draft.word('tags', word)
          else draft.circle(circle)
        }
        break
      case 'note':
        draft.note(property.values.flat().join(', '))
        break
      case 'photo': {
        const bytes = property.inline ? pictureIn(text) : null
        if (bytes === null) losses.note('photo.left-out', row)
        else draft.photo(bytes)
        break
      }
      default:
    }
  }
  // An organization has no name but its own.
  const org = properties.find(({ name }) => name === 'org')
  if (org !== undefined) draft.text('name', org.values.flat().filter(Boolean).join(', '))
  return draft.build(kith ? 'kith' : 'vcard')
}

const TEXT_ONLY = new Set(['bday', 'photo', 'tel', 'url', 'lang', 'uid', 'pronouns', 'expertise'])

/** The library takes the line apart, and throws at what is none. */
function readProperty(line: string, version: Card['version']): Property | null {
  try {
    const set = version === '4.0' ? ICAL.design.vcard : ICAL.design.vcard3
    const name = (/^(?:[\w-]+\.)?([\w-]+)/.exec(line)?.[1] ?? '').toLowerCase()
    // What the library would read as a date, an address or bytes, and refuse where it is written loosely, is read as text here.
    const colon = colonIn(line)
    const parted = PARTED.has(name)
    const asText = parted || TEXT_ONLY.has(name) || name.startsWith('x-')
    const source = asText ? `X-KITH-TEXT${withoutValue(line, colon)};VALUE=text:${line.slice(colon + 1)}` : line
    const [, params, , ...values] = ICAL.parse.property(source, set) as [
      string,
      Record<string, unknown>,
      string,
      ...unknown[],
    ]
    const type = [params.type ?? []].flat().join(' ').toLowerCase()
    const first = values[0]
    const parts = parted ? partsOf(line.slice(colon + 1)) : values
    return {
      name,
      type,
      label: labelOf(type, params['x-label'] ?? params.label),
      values: parts.map((part) => [part].flat().map(String)),
      inline: params.encoding !== undefined || (typeof first === 'string' && /^data:/i.test(first)),
    }
  } catch {
    return null
  }
}

/** Values in parts; the library takes a backslash at the end of a part for one that escapes what parts it from the next. */
const PARTED = new Set(['n', 'adr', 'org', 'categories'])

const partsOf = (value: string): readonly (readonly string[])[] =>
  split(value, ';').map((part) => split(part, ',').map((one) => one.replace(/\\(.)/g, unescaped)))

const unescaped = (_: string, character: string): string => (character === 'n' || character === 'N' ? '\n' : character)

function split(value: string, by: ';' | ','): readonly string[] {
  const parts: string[] = []
  let from = 0
  for (let i = 0; i < value.length; i++) {
    if (value[i] === '\\') i++
    else if (value[i] === by) {
      parts.push(value.slice(from, i))
      from = i + 1
    }
  }
  return [...parts, value.slice(from)]
}

function colonIn(line: string): number {
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '"') quoted = !quoted
    else if (line[i] === ':' && !quoted) return i
  }
  return line.length
}

function withoutValue(line: string, colon: number): string {
  const semicolon = line.indexOf(';')
  return semicolon < 0 || semicolon > colon ? '' : line.slice(semicolon, colon).replace(/;VALUE=[^;:]*/gi, '')
}

function labelOf(type: string, named: unknown): string {
  if (typeof named === 'string' && named !== '') return named
  if (/\bhome\b/.test(type)) return 'home'
  if (/\bwork\b/.test(type)) return 'work'
  return /\b(cell|mobile)\b/.test(type) ? 'mobile' : ''
}

/** Post box, extension, street, city, region, code, country. */
function addressOf(values: readonly (readonly string[])[]): string {
  const [box, extra, street, city, region, code, country] = values.map((part) => part.filter(Boolean).join(', '))
  const place = [code, city].filter(Boolean).join(' ')
  return [box, extra, street, place, region, country].filter(Boolean).join('\n')
}

function pictureIn(text: string): Uint8Array | null {
  const base64 = text.replace(/^data:[^,]*,/i, '').replace(/\s+/g, '')
  // Four characters for three bytes.
  if (base64.length > Math.ceil(PEOPLE_LIMITS.photo / 3) * 4 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null
  const bytes = fromBase64(base64)
  return bytes.length <= PEOPLE_LIMITS.photo && isPicture(bytes) ? bytes : null
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function fromBase64(text: string): Uint8Array {
  const bytes: number[] = []
  let [bits, held] = [0, 0]
  for (const digit of text.replace(/=+$/, '')) {
    bits = ((bits << 6) | DIGITS.indexOf(digit)) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes.push((bits >> held) & 0xff)
  }
  return Uint8Array.from(bytes)
}

/** Words for the commonest tags; others stay as they are. */
const LANGUAGES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    de: 'German',
    en: 'English',
    fr: 'French',
    es: 'Spanish',
    it: 'Italian',
    pl: 'Polish',
    pt: 'Portuguese',
    ru: 'Russian',
    tr: 'Turkish',
    uk: 'Ukrainian',
    ar: 'Arabic',
    nl: 'Dutch',
  }),
)

const languageNamed = (tag: string): string => LANGUAGES.get(tag.toLowerCase()) ?? tag
