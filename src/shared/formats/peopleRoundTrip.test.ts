import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CustomField } from '#shared/domain/people/fields.ts'
import { contactId, wordSlug } from '#shared/domain/people/keys.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { PAYLOADS } from './injectionPayloads.ts'
import { disarmed, rearmed } from './peopleCells.ts'
import { EXPORT_FIELDS, exportColumns } from './peopleColumns.ts'
import { writePeopleCsv } from './peopleCsvWrite.ts'
import type { PersonDraft } from './peopleDraft.ts'
import { e164Of } from './peoplePhones.ts'
import { planPeople } from './peoplePlan.ts'
import { bytesOf, carriedOut, draftsOf, finish, person, table } from './peopleTestkit.ts'
import { readXlsx } from './peopleXlsx.ts'
import { writePeopleXlsx } from './peopleXlsxWrite.ts'
import { readVcards } from './vcardRead.ts'
import { writeVcards } from './vcardWrite.ts'

const words = fc.oneof(
  fc.constantFrom(
    ...PAYLOADS.map((one) => one.slice(0, 50).trim()),
    '=1+1',
    "'=1",
    '-x',
    '@a',
    "''+4",
    'a;b,c "d"',
    'Käthe',
    '漢字 😀',
  ),
  fc.stringMatching(/^[A-Za-zäöüß' .;:"\\-]{1,20}$/),
)
/** As the model keeps them: one line, nothing at the ends. */
const line = words
  .map((text) => text.replace(/:{3,}/g, '').replace(/\s+/g, ' ').trim())
  .filter((text) => /\p{L}/u.test(text))
const label = fc.constantFrom('', 'home', 'work', 'mobile', 'club')
const phones = fc.constantFrom('+49 30 1234567', '+1 212 555 0123', '030 7654321', '-12345')
const each = <T>(values: fc.Arbitrary<T>) => fc.array(values, { maxLength: 3 })

const contacts = (field: 'emails' | 'phones' | 'addresses' | 'links', value: fc.Arbitrary<string>) =>
  each(fc.tuple(value, label)).map((all) => {
    const found = new Map(
      all.map(([text, called]) => {
        const e164 = field === 'phones' ? e164Of(text, 'DE') : ''
        const id = contactId(field, text, e164)
        return [id, { id, value: text, label: called, e164 }]
      }),
    )
    return [...found.values()]
  })
const wordsOf = each(line.filter((text) => !/[,;|]/.test(text))).map((all) => [
  ...new Map(all.map((one) => [wordSlug(one), one])).values(),
])

const anybody = fc
  .record({
    name: line.filter((text) => !text.includes('@')),
    given: fc.oneof(fc.constant(''), line),
    family: fc.oneof(fc.constant(''), line),
    pronouns: fc.constantFrom('', 'she/her', 'they'),
    role: fc.oneof(fc.constant(''), line),
    emails: contacts('emails', fc.constantFrom('a@example.org', 'B.c@example.org', 'x+y@example.com')),
    phones: contacts('phones', phones),
    addresses: contacts('addresses', line),
    links: contacts('links', fc.constantFrom('https://example.org/a,b;c', 'http://example.org/?q="x"')),
    // A code becomes a name, and stays one: `ar` is Arabic from then on.
    languages: wordsOf.map((all) => all.filter((word) => !/^[a-z]{2,3}$/i.test(word))),
    skills: wordsOf,
    tags: wordsOf,
    joined: fc.constantFrom('', '2020-02-29', '1999-12-31'),
    birthday: fc.constantFrom('', '--02-29', '1985-04-03'),
    notes: each(line).map((all) => [...new Set(all)].map((text) => ({ id: text, text, by: null, at: 0 }))),
  })
  .map((more) => more as Partial<PersonRecord> & { name: string })

const people = fc
  .array(anybody, { minLength: 1, maxLength: 4 })
  .map((all) => all.map((more, i) => person(i + 1, more.name, more)))

const FIELD: CustomField = {
  id: '00000000000000f1',
  name: 'Shoe',
  kind: 'text',
  audience: 0,
  choices: [],
  archived: false,
}
const columnsOf = (all: readonly PersonRecord[]) =>
  exportColumns(all, { fields: EXPORT_FIELDS, custom: [FIELD], circles: new Map() })

/** Everybody again, as an import into an empty community makes them. */
function made(drafts: readonly PersonDraft[]): readonly PersonRecord[] {
  return finish(planPeople(drafts, [])).items.map((item) => {
    expect(item.action).toBe('create')
    return carriedOut(item, person(Number.parseInt(item.source.slice(5), 16), ''))
  })
}

describe('what is written, read and written again is the same', () => {
  it('as CSV', () => {
    fc.assert(
      fc.property(people, (all) => {
        const file = writePeopleCsv(all, columnsOf(all))
        const back = made(draftsOf(table(file), { fields: [FIELD] }).drafts)
        expect(writePeopleCsv(back, columnsOf(back))).toBe(file)
      }),
      { numRuns: 100 },
    )
  })

  it('as a workbook', async () => {
    await fc.assert(
      fc.asyncProperty(people, async (all) => {
        const file = writePeopleXlsx(all, columnsOf(all))
        const read = await readXlsx(file)
        if (!read.ok) throw new Error(read.error.code)
        const back = made(draftsOf(read.value, { fields: [FIELD] }).drafts)
        expect(writePeopleXlsx(back, columnsOf(back))).toEqual(file)
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it('as vCard 4.0, in lines of 75 octets', () => {
    fc.assert(
      fc.property(people, (all) => {
        const file = writeVcards(all)
        for (const one of file.split('\r\n')) expect(bytesOf(one).length).toBeLessThanOrEqual(75)
        const read = finish(readVcards(bytesOf(file), { country: 'DE' }))
        if (!read.ok) throw new Error(read.error.code)
        expect(writeVcards(made(read.value.drafts))).toBe(file)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a CSV', () => {
  it('has no cell that a spreadsheet would run, and gives every text back as it was', () => {
    for (const text of [...PAYLOADS, '+49 30 1234', '=1', '-1', '@a', '\tx', '\rx', "'=1", "''=1", "O'Neil", "'tis"]) {
      expect(disarmed(text)).not.toMatch(/^[=+\-@\t\r]/)
      expect(rearmed(disarmed(text))).toBe(text)
    }
    const all = [person(1, '=HYPERLINK("https://example.com")')]
    expect(writePeopleCsv(all, columnsOf(all))).toContain(`"'=HYPERLINK(""https://example.com"")"`)
  })
})
