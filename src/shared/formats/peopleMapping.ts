import { fingerprint } from '#shared/domain/fingerprint.ts'
import type { CustomField } from '#shared/domain/people/fields.ts'
import { headerKey, headerWord } from './peopleHeaderWords.ts'
import { columnLooksLike } from './peopleLooks.ts'
import type { SourceTable } from './peopleTable.ts'
import type { SourceName, Target } from './peopleTargets.ts'

export interface MappingProposal {
  /** By column. */
  readonly targets: readonly Target[]
  /** Which program the list was taken to come from. */
  readonly source: SourceName
  /** By which a mapping that somebody has chosen is found again: of the names of the columns in their order. */
  readonly fingerprint: string
}

/** For lists without a header, of what their columns look like. */
export function headerFingerprint(table: Pick<SourceTable, 'header' | 'columns' | 'rows'>): string {
  if (table.header !== null) return fingerprint(`header ${JSON.stringify(table.header.map(headerKey))}`)
  return fingerprint(`columns ${JSON.stringify(columnsOf(table).map(columnLooksLike))}`)
}

/** What each column probably is. @param fields those of the community's own, which are found by their name */
export function proposeMapping(table: SourceTable, fields: readonly CustomField[] = []): MappingProposal {
  const columns = columnsOf(table)
  const own = new Map(fields.filter(({ archived }) => !archived).map((field) => [headerKey(field.name), field]))
  const names = table.header ?? []
  const source = sourceOf(names)
  const targets = columns.map((cells, column): Target => {
    const name = names[column] ?? ''
    const field = own.get(headerKey(name))
    if (field !== undefined) return { to: 'custom', field: field.id, kind: field.kind }
    return special(names, column, source) ?? bracketed(name) ?? headerWord(name) ?? byContent(cells, name)
  })
  if (table.header === null) proposeName(targets, columns)
  return { targets: settled(targets, names), source, fingerprint: headerFingerprint(table) }
}

const SAMPLE = 200

const columnsOf = ({ columns, rows }: Pick<SourceTable, 'columns' | 'rows'>): string[][] =>
  Array.from({ length: columns }, (_, column) => rows.slice(0, SAMPLE).map((row) => row[column] ?? ''))

/** Columns by which a program is told; one of the lists has to be there whole. */
const SIGNATURES: readonly (readonly [SourceName, readonly (readonly string[])[]])[] = [
  ['kith', [['kith id', 'name']]],
  [
    'google',
    [
      ['email 1 value'],
      ['phone 1 value'],
      ['name', 'given name', 'group membership'],
      ['first name', 'file as', 'labels'],
    ],
  ],
  ['action-network', [['can2 user tags'], ['can2 subscription status'], ['can2 phone']]],
  ['nationbuilder', [['nationbuilder id'], ['primary address1', 'tag list'], ['email opt in', 'do not contact']]],
  ['zetkin', [['zetkin id'], ['ext id', 'alt phone'], ['co address', 'alt phone']]],
  [
    'civicrm',
    [
      ['contact type', 'sort name'],
      ['internal contact id'],
      ['do not email', 'do not sms'],
      ['contact id', 'display name'],
    ],
  ],
  [
    'thunderbird',
    [
      ['primary email', 'secondary email'],
      ['primary email', 'screen name'],
      ['display name', 'primary email'],
    ],
  ],
  [
    'outlook',
    [
      ['first name', 'last name', 'email address', 'business phone'],
      ['email 2 address', 'email 3 address'],
      ['first name', 'email address', 'email display name'],
      ['vorname', 'nachname', 'email adresse', 'email 2 adresse'],
      ['home street', 'business street'],
    ],
  ],
]

function sourceOf(names: readonly string[]): SourceName {
  const keys = new Set(names.map(headerKey))
  const found = SIGNATURES.find(([, lists]) => lists.some((list) => list.every((key) => keys.has(key))))
  return found?.[0] ?? 'plain'
}

/** What a name means in one program alone, and columns that belong to another one. */
function special(names: readonly string[], column: number, source: SourceName): Target | null {
  const key = headerKey(names[column] ?? '')
  const labelled = /^(email|phone|address|website) (\d) (type|label)$/.exec(key)
  if (labelled !== null) {
    const values = [
      `${labelled[1]} ${labelled[2]} value`,
      `${labelled[1]} ${labelled[2]} formatted`,
      `${labelled[1]} ${labelled[2]} street`,
    ]
    const of = names.findIndex((name) => values.includes(headerKey(name)))
    return of < 0 ? { to: 'skip' } : { to: 'label', of }
  }
  // Google gives an address twice, as a whole and in parts.
  if (/^address \d (street|city|region|postal code|country|po box|extended address)$/.test(key)) {
    const whole = `address ${/\d/.exec(key)?.[0]} formatted`
    if (names.some((name) => headerKey(name) === whole)) return { to: 'skip' }
  }
  // Everything there hangs on this one flag; whoever must not be contacted, must not by mail.
  if (key === 'do not contact') return { to: 'consent', channel: 'email', inverted: true }
  if (source === 'civicrm' && key === 'do not mail') return { to: 'consent', channel: 'post', inverted: true }
  if (source === 'outlook' && key === 'title') return { to: 'skip' }
  if (source === 'civicrm' && (key === 'group s' || key === 'tag s' || key === 'note s'))
    return { to: key === 'group s' ? 'circles' : key === 'tag s' ? 'tags' : 'note' }
  return null
}

const BRACKETED = { 'e-mail': 'emails', phone: 'phones', address: 'addresses', link: 'links' } as const

/** `E-mail (club)`, as Kith writes labels. */
function bracketed(name: string): Target | null {
  const [, kind = '', label = ''] = /^(e-mail|phone|address|link) \((.{1,40})\)$/i.exec(name.trim()) ?? []
  const to = Object.entries(BRACKETED).find(([key]) => key === kind.toLowerCase())?.[1]
  if (to === undefined) return null
  return to === 'addresses' ? { to, part: 'whole', label, group: `(${label}` } : { to, label }
}

function byContent(cells: readonly string[], name: string): Target {
  const looks = columnLooksLike(cells)
  if (looks === 'email') return { to: 'emails', label: '' }
  if (looks === 'phone') return { to: 'phones', label: '' }
  if (looks === 'link') return { to: 'links', label: '' }
  // What nobody asked for is not kept, unless somebody says so: lists are full of what a community need not know.
  return looks === 'date' && name === '' ? { to: 'joined' } : { to: 'skip' }
}

/** Without a header: the first column of words is the name, two of them beside each other are given and family name. */
function proposeName(targets: Target[], columns: readonly (readonly string[])[]): void {
  const words = columns.flatMap((cells, column) =>
    targets[column]?.to === 'skip' && columnLooksLike(cells) === 'text' ? [column] : [],
  )
  const [first, second] = words
  if (first === undefined) return
  const single =
    (columns[first] ?? []).filter((cell) => /\S\s+\S/.test(cell.trim())).length * 2 < (columns[first] ?? []).length
  if (single && second === first + 1) {
    targets[first] = { to: 'given' }
    targets[second] = { to: 'family' }
  } else targets[first] = { to: 'name' }
}

const ONCE = new Set<Target['to']>(['id', 'name', 'given', 'family', 'pronouns', 'role', 'joined', 'birthday'])

/** Of what there is one of, the first column counts; a "name" beside a given name alone is the family name. */
function settled(targets: Target[], names: readonly string[]): readonly Target[] {
  const seen = new Set<Target['to']>()
  const has = (to: Target['to']) => targets.some((target) => target.to === to)
  // German, French and Spanish lists call it so: "Name, Vorname", "Nom, Prénom", "Nombre, Apellidos".
  const familyIsName = has('given') && !has('family') && !names.some((name) => headerKey(name) === 'display name')
  const givenIsName =
    has('given') && !has('family') && !has('name') && names.some((name) => headerKey(name) === 'nombre')
  const familyAlone = has('family') && !has('given') && names.some((name) => headerKey(name) === 'nom')
  return targets.map((target, column): Target => {
    const key = headerKey(names[column] ?? '')
    let now = target
    if (familyIsName && key === 'name') now = { to: 'family' }
    if ((givenIsName && key === 'nombre') || (familyAlone && key === 'nom')) now = { to: 'name' }
    if (!ONCE.has(now.to)) return now
    if (seen.has(now.to)) return { to: 'skip' }
    seen.add(now.to)
    return now
  })
}
