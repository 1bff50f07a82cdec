import type { CustomField, CustomKind, CustomValue } from '#shared/domain/people/fields.ts'
import { wordSlug } from '#shared/domain/people/keys.ts'
import type { ReadProgress } from './peopleCsv.ts'
import { type DateOrder, dateColumn, readDate } from './peopleDates.ts'
import { type DraftList, Losses, newFieldKey, type PersonDraft } from './peopleDraft.ts'
import { DraftBuilder } from './peopleDraftBuilder.ts'
import type { MappingProposal } from './peopleMapping.ts'
import type { SourceTable } from './peopleTable.ts'
import type { AddressPart, Target } from './peopleTargets.ts'
import { yesOrNo } from './peopleWords.ts'

/** What only somebody who knows the list can say. */
export interface DraftAnswers {
  /** By column, where dateColumn says `ambiguous`. */
  readonly dateOrders?: ReadonlyMap<number, DateOrder>
  /** ISO 3166, for telephone numbers without a country code; '' for none. */
  readonly country: string
  /** What is written down as the source of consent: the name of the list. */
  readonly consentSource: string
  /** `YYYY-MM-DD`, when consent was given; '' if nobody knows. */
  readonly consentOn: string
  /** Circles there are, by wordSlug of their name. */
  readonly circles?: ReadonlyMap<string, string>
  /** Fields of the community's own, to check choices by. */
  readonly fields?: readonly CustomField[]
  /** The year it is now. */
  readonly year: number
}

/** Columns of dates whose order has to be asked for. */
export function dateQuestions(table: SourceTable, targets: readonly Target[]): readonly number[] {
  return targets.flatMap((target, column) =>
    isDateTarget(target) && orderIn(table, column) === 'ambiguous' ? [column] : [],
  )
}

const isDateTarget = (target: Target): boolean =>
  target.to === 'joined' ||
  target.to === 'birthday' ||
  ((target.to === 'custom' || target.to === 'new-field') && target.kind === 'day')

const orderIn = (table: SourceTable, column: number) => dateColumn(table.rows.map((row) => row[column] ?? '')).order

const BREATH = 500

/** Rows as people. A generator, so that whoever calls may breathe and stop in between. */
export function* draftPeople(
  table: SourceTable,
  mapping: Pick<MappingProposal, 'targets' | 'source' | 'fingerprint'>,
  answers: DraftAnswers,
): Generator<ReadProgress, DraftList> {
  const losses = new Losses()
  const drafts: PersonDraft[] = []
  const reader = new RowReader(table, mapping.targets, answers, losses)
  const list = mapping.source === 'plain' ? mapping.fingerprint : mapping.source
  for (let i = 0; i < table.rows.length; i++) {
    const draft = reader.read(table.rows[i] ?? [], table.numbers[i] ?? i + 1).build(list)
    if (draft !== null) drafts.push(draft)
    if (i % BREATH === BREATH - 1) yield { done: i + 1, total: table.rows.length }
  }
  return { drafts, losses: losses.list }
}

class RowReader {
  readonly #targets: readonly Target[]
  readonly #answers: DraftAnswers
  readonly #losses: Losses
  readonly #orders: ReadonlyMap<number, DateOrder | null>
  readonly #labels: ReadonlyMap<number, number>
  readonly #choices: ReadonlyMap<string, readonly string[]>

  constructor(table: SourceTable, targets: readonly Target[], answers: DraftAnswers, losses: Losses) {
    this.#targets = targets
    this.#answers = answers
    this.#losses = losses
    this.#choices = new Map((answers.fields ?? []).map(({ id, choices }) => [id, choices]))
    this.#labels = new Map(targets.flatMap((target, column) => (target.to === 'label' ? [[target.of, column]] : [])))
    this.#orders = new Map(
      targets.flatMap((target, column) => {
        if (!isDateTarget(target)) return []
        const order = answers.dateOrders?.get(column) ?? orderIn(table, column)
        return [[column, order === 'ambiguous' ? null : order === 'none' ? 'ymd' : order]]
      }),
    )
  }

  read(row: readonly string[], number: number): DraftBuilder {
    const draft = new DraftBuilder(number, this.#losses, this.#answers.country)
    const addresses = new Map<string, AddressParts>()
    const birth: Partial<Record<'year' | 'month' | 'day', string>> = {}
    for (let column = 0; column < this.#targets.length; column++) {
      const target = this.#targets[column]
      const cell = row[column]?.trim() ?? ''
      if (target === undefined || cell === '') continue
      if (target.to === 'birth') birth[target.part] = cell
      else if (target.to === 'addresses') this.#address(addresses, target, cell, this.#label(row, column))
      else this.#value(draft, target, column, cell, row)
    }
    for (const { label, ...parts } of addresses.values())
      for (const whole of addressesOf(parts)) draft.contact('addresses', whole, label)
    this.#birth(draft, birth)
    return draft
  }

  #value(draft: DraftBuilder, target: Target, column: number, cell: string, row: readonly string[]): void {
    switch (target.to) {
      case 'id':
        draft.id = cell
        return
      case 'name':
      case 'given':
      case 'family':
      case 'pronouns':
      case 'role':
        draft.text(target.to, cell)
        return
      case 'joined':
      case 'birthday':
        this.#date(draft, target.to, column, cell)
        return
      case 'note':
        for (const note of several(cell)) draft.note(note)
        return
      case 'emails':
      case 'phones':
      case 'links': {
        const label = this.#label(row, column) || target.label
        for (const value of contactsIn(target.to, cell)) draft.contact(target.to, value, label)
        return
      }
      case 'languages':
      case 'skills':
      case 'tags':
        for (const word of wordsIn(cell)) draft.word(target.to, word)
        return
      case 'circles':
        for (const word of wordsIn(cell)) draft.circle(this.#answers.circles?.get(wordSlug(word)))
        return
      case 'consent':
        this.#consent(draft, target, cell)
        return
      case 'custom':
        this.#custom(draft, target.field, target.kind, column, cell)
        return
      case 'new-field':
        this.#custom(draft, newFieldKey(column), target.kind, column, cell)
        return
      default:
    }
  }

  #label(row: readonly string[], column: number): string {
    const from = this.#labels.get(column)
    return from === undefined ? '' : tidyLabel(row[from] ?? '')
  }

  #address(
    all: Map<string, AddressParts>,
    target: Extract<Target, { to: 'addresses' }>,
    cell: string,
    label: string,
  ): void {
    const parts = all.get(target.group) ?? { label: target.label }
    if (label !== '') parts.label = label
    parts[target.part] = parts[target.part] === undefined ? cell : `${parts[target.part]}\n${cell}`
    all.set(target.group, parts)
  }

  #date(draft: DraftBuilder, field: 'joined' | 'birthday', column: number, cell: string): void {
    const value = this.#day(draft, column, cell, field === 'birthday')
    if (value === null || value === '') return
    // Only of a birthday the year may be missing.
    if (field === 'joined' && value.startsWith('--')) this.#losses.note('date.unread', draft.row)
    else draft.text(field, value)
  }

  #day(draft: DraftBuilder, column: number, cell: string, past: boolean): string | null {
    const order = this.#orders.get(column)
    const value = order ? readDate(cell, order, past ? this.#answers.year : this.#answers.year + 10) : null
    // Where the order is not known, what needs none is read all the same.
    const sure = order === null ? unambiguous(cell, this.#answers.year) : value
    if (sure === null) this.#losses.note(order === null ? 'date.order-unknown' : 'date.unread', draft.row)
    return sure
  }

  #birth(draft: DraftBuilder, { year, month, day }: Partial<Record<'year' | 'month' | 'day', string>>): void {
    if (month === undefined || day === undefined) return
    const text = year === undefined ? `--${month.padStart(2, '0')}-${day.padStart(2, '0')}` : `${year}-${month}-${day}`
    const value = readDate(text, 'ymd')
    if (value === null) this.#losses.note('date.unread', draft.row)
    else draft.text('birthday', value)
  }

  #consent(draft: DraftBuilder, target: Extract<Target, { to: 'consent' }>, cell: string): void {
    const said = yesOrNo(cell)
    if (said === null) this.#losses.note('consent.unclear', draft.row)
    // That somebody has not said no is no yes.
    if (said === null || (target.inverted && said === 'no')) return
    const { consentSource: source, consentOn: on } = this.#answers
    draft.consent({ channel: target.channel, state: target.inverted ? 'no' : said, source, on })
  }

  #custom(draft: DraftBuilder, field: string, kind: CustomKind, column: number, cell: string): void {
    const value = this.#customValue(draft, field, kind, column, cell)
    if (value !== null) draft.custom(field, value)
  }

  #customValue(draft: DraftBuilder, field: string, kind: CustomKind, column: number, cell: string): CustomValue | null {
    if (kind === 'day') {
      const value = this.#day(draft, column, cell, false)
      return value?.startsWith('--') ? null : value
    }
    if (kind === 'flag') {
      const said = yesOrNo(cell)
      return said === null ? null : said === 'yes'
    }
    if (kind === 'number') {
      const value = numberIn(cell)
      if (value === null) this.#losses.note('number.unread', draft.row)
      return value
    }
    const choices = this.#choices.get(field)
    if (kind !== 'choice' || choices === undefined) return cell
    const choice = choices.find((one) => wordSlug(one) === wordSlug(cell))
    if (choice === undefined) this.#losses.note('choice.unknown', draft.row)
    return choice ?? null
  }
}

type AddressParts = { label: string } & Partial<Record<AddressPart, string>>

/** Street, then postcode and city, then region and country, each in a line of its own. */
function addressesOf(parts: Omit<AddressParts, 'label'>): readonly string[] {
  if (parts.whole !== undefined) {
    const rest = [parts.postcode, parts.city].filter(Boolean).join(' ')
    const split = several(parts.whole)
    // "Address" beside "City" is the street.
    return rest === ''
      ? split
      : [[parts.whole, parts.street, rest, parts.region, parts.country].filter(Boolean).join('\n')]
  }
  const place = [parts.postcode, parts.city].filter(Boolean).join(' ')
  return [[parts.street, place, parts.region, parts.country].filter(Boolean).join('\n')]
}

/** A date that reads the same in either order, or needs none. */
function unambiguous(cell: string, latest: number): string | null {
  const [a, b] = [readDate(cell, 'dmy', latest), readDate(cell, 'mdy', latest)]
  return a === b || b === null ? a : a === null ? b : null
}

const several = (cell: string): readonly string[] => cell.split(/\s*:::\s*/).filter((one) => one !== '')

/** Several in one cell: addresses of mail also with a comma or blanks between them, telephones with a semicolon. */
function contactsIn(field: 'emails' | 'phones' | 'links', cell: string): readonly string[] {
  return several(cell).flatMap((one) => {
    // Words that stand where an address should are one thing that is none.
    if (field === 'emails' && !one.includes('@')) return [one.trim()]
    if (field === 'emails')
      return one
        .split(/[\s;,]+/)
        .map((part) => part.replace(/^<|>$/g, ''))
        .filter(Boolean)
    return one
      .split(field === 'phones' ? /[;\n]/ : /[\s]+/)
      .map((part) => part.trim())
      .filter(Boolean)
  })
}

/** Google marks its own groups with an asterisk; `* myContacts` is everybody. */
function wordsIn(cell: string): readonly string[] {
  const parts = cell.includes(':::') ? several(cell) : cell.split(/[,;|\n]/)
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '* myContacts')
    .map((part) => part.replace(/^\*\s+/, ''))
}

const tidyLabel = (label: string): string => {
  const bare = label.trim().replace(/^\*\s*/, '')
  return /^(home|work|mobile)$/i.test(bare) ? bare.toLowerCase() : bare
}

/** `1.234,5` and `1,234.5`; a single separator followed by three digits is read as one between thousands. */
function numberIn(cell: string): number | null {
  const text = cell.replace(/[\s\u00a0']/g, '')
  if (!/^-?[\d.,]{1,20}$/.test(text)) return null
  const comma = text.lastIndexOf(',') > text.lastIndexOf('.')
  const plain = comma ? text.replace(/\./g, '').replace(',', '.') : text.replace(/,/g, '')
  const value = Number(plain)
  return Number.isFinite(value) && plain !== '' && plain !== '-' ? value : null
}
