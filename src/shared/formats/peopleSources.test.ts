import { describe, expect, it } from 'vitest'
import { dateColumn, readDate } from './peopleDates.ts'
import { dateQuestions, draftPeople } from './peopleDrafts.ts'
import { LISTS, VCARDS } from './peopleFixture.ts'
import { headerFingerprint, proposeMapping } from './peopleMapping.ts'
import { ANSWERS, bytesOf, csv, drafts, finish, table } from './peopleTestkit.ts'
import { decodeText } from './peopleText.ts'
import { readVcards } from './vcardRead.ts'

describe('a list of each program', () => {
  it.each([
    ['googleOld', 'google'],
    ['googleNew', 'google'],
    ['outlook', 'outlook'],
    ['thunderbird', 'thunderbird'],
    ['actionNetwork', 'action-network'],
    ['nationBuilder', 'nationbuilder'],
    ['zetkin', 'zetkin'],
    ['civicrm', 'civicrm'],
    ['german', 'plain'],
  ] as const)('%s is told by its columns', (list, source) => {
    expect(proposeMapping(table(LISTS[list])).source).toBe(source)
  })

  it('of Google brings several addresses with their label, and no group of everybody', () => {
    const [ana] = drafts(LISTS.googleOld).drafts
    expect(ana).toMatchObject({ name: 'Ana Ruiz', key: 'mail:ana@example.org', notes: ['Has a van'] })
    expect(ana?.patch).toMatchObject({
      given: 'Ana',
      family: 'Ruiz',
      birthday: '--04-03',
      tags: { add: ['Helpers'] },
      emails: {
        put: [
          { value: 'ana@example.org', label: 'home' },
          { value: 'ana.r@example.org', label: 'home' },
        ],
      },
      phones: { put: [{ value: '+34 612 345 678', e164: '+34612345678', label: 'mobile' }] },
      addresses: { put: [{ value: 'Calle Mayor 1\n28013 Madrid', label: 'home' }] },
      links: { put: [{ value: 'https://ana.example.org' }] },
    })
    const [bo] = drafts(LISTS.googleNew).drafts
    expect(bo).toMatchObject({
      name: 'Bo Lind',
      patch: {
        role: 'Cook',
        birthday: '1990-05-06',
        tags: { add: ['Kitchen'] },
        phones: { put: [{ value: '030 1234567', e164: '+49301234567', label: 'work' }] },
        addresses: { put: [{ value: 'Weg 2\n10115 Berlin' }] },
      },
    })
  })

  it('of Outlook and Thunderbird brings notes of several lines, and no fax', () => {
    const [cem] = drafts(LISTS.outlook).drafts
    expect(cem).toMatchObject({ name: 'Cem Aydin', notes: ['line one\nline two'] })
    expect(cem?.patch).toMatchObject({ role: 'Treasurer', tags: { add: ['Board', 'Drivers'] } })
    expect(cem?.patch.birthday).toBeUndefined()
    expect(cem?.patch.phones?.put?.map(({ value, label }) => `${value} ${label}`)).toEqual([
      '0221 1234567 work',
      '0171 1234567 mobile',
    ])
    const [dana] = drafts(LISTS.thunderbird).drafts
    expect(dana).toMatchObject({ name: 'Dana Fox', patch: { birthday: '1981-02-03', role: 'Chair' } })
    expect(dana?.patch.addresses?.put?.[0]).toMatchObject({ value: '1 Main St\n12345 Springfield', label: 'home' })
  })

  it('of Action Network brings who is subscribed, and who is not; what is neither is no statement', () => {
    const list = drafts(LISTS.actionNetwork)
    expect(list.drafts.map(({ consent }) => consent.map(({ state }) => state))).toEqual([['no'], ['yes'], []])
    expect(list.drafts.map(({ name }) => name)).toEqual(['Eli Stone', 'Fay Moss', 'gus@example.org'])
    expect(list.drafts[0]?.key).toBe('id:action-network:u-1')
    expect(list.losses).toContainEqual({ code: 'consent.unclear', count: 1, rows: [4] })
  })

  it('never takes the lack of a "do not" for a yes', () => {
    const [hal] = drafts(LISTS.nationBuilder, { country: 'US' }).drafts
    expect(hal?.consent.map(({ channel, state }) => `${channel} ${state}`)).toEqual(['email yes', 'sms no', 'phone no'])
    const [jo] = drafts(LISTS.civicrm, { country: 'US' }).drafts
    expect(jo?.consent.map(({ channel, state }) => `${channel} ${state}`)).toEqual(['email no'])
    expect(jo).toMatchObject({ name: 'Jo Kane', key: 'id:civicrm:5', patch: { birthday: '1970-01-02' } })
    expect(drafts(LISTS.zetkin, { country: 'SE' }).drafts[0]).toMatchObject({
      key: 'id:zetkin:9',
      patch: {
        phones: { put: [{ e164: '+46701234567' }] },
        addresses: { put: [{ value: 'Gatan 1\n111 22 Stockholm' }] },
      },
    })
  })

  it('in German, French and Spanish is understood', () => {
    const german = drafts(LISTS.german).drafts
    expect(german[0]).toMatchObject({
      name: 'Jürgen Müller',
      patch: {
        given: 'Jürgen',
        family: 'Müller',
        birthday: '1985-04-03',
        joined: '2020-02-01',
        skills: { add: ['Kochen', 'Nähen'] },
      },
      consent: [{ channel: 'email', state: 'yes' }],
    })
    expect(german[1]).toMatchObject({ patch: { birthday: '1985-12-13' }, consent: [{ state: 'no' }] })
    expect(drafts(LISTS.french, { country: 'FR' }).drafts[0]).toMatchObject({
      name: 'Zoé Dupont',
      patch: {
        birthday: '1992-01-31',
        phones: { put: [{ e164: '+33612345678' }] },
        languages: { add: ['français', 'anglais'] },
      },
    })
    expect(drafts(LISTS.spanish, { country: 'ES' }).drafts[0]).toMatchObject({ name: 'Nuria Peña Gil' })
  })

  it('without a header is told by what stands in its columns', () => {
    const source = table(LISTS.noHeader)
    expect(source).toMatchObject({ header: null, delimiter: '\t' })
    expect(proposeMapping(source).targets.map(({ to }) => to)).toEqual(['name', 'emails', 'phones'])
  })

  it('has a fingerprint that differs in spelling alone as little as its rows', () => {
    expect(headerFingerprint(table('First Name,E-Mail\nA,b@c.de'))).toBe(
      headerFingerprint(table('first_name;email\nX;y@z.de')),
    )
    expect(headerFingerprint(table('First Name,E-Mail\nA,b@c.de'))).not.toBe(
      headerFingerprint(table('E-Mail,First Name\nb@c.de,A')),
    )
  })
})

describe('an encoding', () => {
  const text = 'Name;Ort\r\nJürgen „Jo“;Köln'
  it.each([
    ['utf-8', [...bytesOf(text)]],
    ['utf-8', [0xef, 0xbb, 0xbf, ...bytesOf(text)]],
    ['utf-16le', [0xff, 0xfe, ...Array.from(text).flatMap((one) => [one.charCodeAt(0) & 255, one.charCodeAt(0) >> 8])]],
    ['utf-16le', Array.from(text).flatMap((one) => [one.charCodeAt(0) & 255, one.charCodeAt(0) >> 8])],
    ['utf-16be', [0xfe, 0xff, ...Array.from(text).flatMap((one) => [one.charCodeAt(0) >> 8, one.charCodeAt(0) & 255])]],
    ['windows-1252', Array.from(text, (one) => ({ '„': 0x84, '“': 0x93 })[one] ?? one.charCodeAt(0))],
  ] as const)('%s is found out', (encoding, bytes) => {
    expect(decodeText(Uint8Array.from(bytes))).toEqual({ text, encoding })
  })
})

describe('a table', () => {
  it('has ragged rows filled up, empty ones left out, and rows numbered as in the file', () => {
    expect(table('Name,E-mail\n\nAnn\n,,\nBob,b@c.de')).toMatchObject({
      rows: [
        ['Ann', ''],
        ['Bob', 'b@c.de'],
      ],
      numbers: [3, 5],
    })
  })

  it('may have line breaks and separators within quotes', () => {
    expect(table('Name|Note\n"A ""x"" | B"|"one\r\ntwo"').rows).toEqual([['A "x" | B', 'one\r\ntwo']])
  })

  it.each([
    ['table.too-many-columns', `${'a,'.repeat(20_000)}a\n1,2`],
    ['table.cell-too-long', `"${'x'.repeat(10_000_000)}`],
    ['table.cell-too-long', `Name\n${'"'.repeat(10_000_001)}`],
    ['table.too-many-rows', 'a\n'.repeat(100_010)],
    ['table.empty', '\n\n ,,\n'],
    ['table.not-text', 'a,b\n\0\0\0,c'],
  ])('is refused with %s', (code, text) => {
    expect(csv(text)).toMatchObject({ ok: false, error: { code } })
  })
})

describe('a column of dates', () => {
  it.each([
    ['ambiguous', ['03/04/1985', '05/06/1990']],
    ['dmy', ['03/04/1985', '25/06/1990']],
    ['mdy', ['03/04/1985', '06/25/1990']],
    ['ambiguous', ['25/06/1990', '06/25/1990']],
    ['dmy', ['03.04.1985']],
    ['ymd', ['1985-04-03', '2020-01-02 12:00:00']],
    ['serial', ['31140', '44000']],
    ['none', ['soon', '']],
  ] as const)('is %s', (order, values) => {
    expect(dateColumn(values).order).toBe(order)
  })

  it('is read in the order that was said, and never guessed', () => {
    expect(readDate('03/04/85', 'dmy', 2026)).toBe('1985-04-03')
    expect(readDate('03/04/85', 'mdy', 2026)).toBe('1985-03-04')
    expect(readDate('31140', 'serial')).toBe('1985-04-03')
    expect(readDate('3. März 2001', 'dmy')).toBe('2001-03-03')
    expect(readDate('31.02.2001', 'dmy')).toBeNull()
    const source = table('Name,Birthday\nA B,03/04/1985')
    const mapping = proposeMapping(source)
    expect(dateQuestions(source, mapping.targets)).toEqual([1])
    expect(drafts('Name,Birthday\nA B,03/04/1985').losses).toEqual([
      { code: 'date.order-unknown', count: 1, rows: [2] },
    ])
    const said = finish(draftPeople(source, mapping, { ...ANSWERS, dateOrders: new Map([[1, 'mdy']]) }))
    expect(said.drafts[0]?.patch.birthday).toBe('1985-03-04')
  })
})

describe('what is no address', () => {
  it('words in a column of addresses are told as one', () => {
    const { drafts: people, losses } = drafts(
      'Name,Email\nAnn Lee,not an address\nBob Ray,"a@example.org, b@example.org"',
    )
    expect(losses).toEqual([{ code: 'email.invalid', count: 1, rows: [2] }])
    expect(people[1]?.patch.emails?.put).toHaveLength(2)
  })

  it('a number longer than E.164 allows is kept as it stands, so that the person can be written', () => {
    const { drafts: people, losses } = drafts('Name,Phone\nAnn Lee,0221 123456712345')
    expect(people[0]?.patch.phones?.put).toEqual([{ value: '0221 123456712345' }])
    expect(losses).toEqual([{ code: 'phone.no-e164', count: 1, rows: [2] }])
  })
})

describe('vCards', () => {
  const read = (text: string) => {
    const result = finish(readVcards(bytesOf(text), { country: 'DE' }))
    if (!result.ok) throw new Error(result.error.code)
    return result.value
  }

  it('of version 2.1 are read: QUOTED-PRINTABLE over several lines, character sets, bare parameters', () => {
    expect(read(VCARDS.v21).drafts[0]).toMatchObject({
      name: 'Jürgen Müller',
      patch: {
        family: 'Müller',
        birthday: '1985-04-03',
        phones: { put: [{ e164: '+49301234567', label: 'home' }, { label: 'mobile' }] },
        addresses: { put: [{ value: 'Weg 1\n10115 Berlin\nGermany', label: 'home' }] },
        emails: { put: [{ value: 'j@example.org' }] },
      },
    })
  })

  it('of versions 3.0 and 4.0 are read, several in a file', () => {
    const {
      drafts: [bo, dana],
      losses,
    } = read(VCARDS.v30)
    expect(bo).toMatchObject({
      name: 'Bo Lind',
      notes: ['one, two\nthree'],
      patch: {
        role: 'Cook',
        birthday: '--04-03',
        tags: { add: ['Helpers', 'Kitchen'] },
        emails: { put: [{ label: 'work' }] },
      },
    })
    expect(losses).toContainEqual({ code: 'photo.left-out', count: 1, rows: [1] })
    expect(dana).toMatchObject({
      name: 'Dana Fox',
      patch: {
        pronouns: 'she/her',
        birthday: '--02-03',
        phones: { put: [{ e164: '+12125550123', label: 'home' }] },
        languages: { add: ['French'] },
        links: { put: [{ value: 'https://dana.example.org/a:b' }] },
      },
    })
  })

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
    'with %s wherever a word can stand are read',
    (word) => {
      const card = [
        'BEGIN:VCARD',
        'VERSION:4.0',
        `FN:${word}`,
        `LANG:${word}`,
        `${word.toUpperCase()};${word}=${word}:${word}`,
        `TEL;${word}:+49 30 901820`,
        `EMAIL;TYPE=${word};VALUE=${word}:ann@example.org`,
        `NOTE;ENCODING=${word};CHARSET=${word}:x`,
        `N:${word};${word};;;`,
        `CATEGORIES:${word}`,
        `BDAY:${word}`,
        `PHOTO;VALUE=${word};ENCODING=${word}:${word}`,
        'END:VCARD',
      ].join('\r\n')
      for (const version of ['2.1', '3.0', '4.0'])
        expect(read(card.replace('4.0', version)).drafts[0]).toMatchObject({
          name: word,
          patch: { languages: { add: [word] }, tags: { add: [word] }, phones: { put: [{ e164: '+4930901820' }] } },
        })
    },
  )
})
