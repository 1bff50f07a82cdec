import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import { type IcsEvent, type IcsFile, parseIcs, writeIcs } from './ics.ts'
import { apple, google, ics, outlook, thunderbird, vevent, vtimezone } from './icsFixture.ts'

const read = (text: string | Uint8Array): IcsFile => must(parseIcs(text))
const one = (...lines: readonly string[]): IcsEvent => read(ics(vevent('SUMMARY:X', ...lines))).events[0] as IcsEvent
const losses = (file: IcsFile): Record<string, number> => Object.fromEntries(file.losses.map((l) => [l.code, l.count]))
const codeOf = (text: string): string | null => {
  const file = parseIcs(text)
  return file.ok ? null : file.error.code
}

describe('a calendar file', () => {
  it('of Google comes over', () => {
    const file = read(google)
    expect(file.name).toBe('Stadtteil')
    expect(file.events).toMatchObject([
      {
        uid: 'fair@google.com',
        facts: {
          title: 'Winter clothes swap',
          when: { start: '2026-11-28T10:00', end: '2026-11-28T15:00', zone: 'Europe/Berlin' },
          about: 'Bring clothes, take clothes.\nTea & cake',
          place: 'Mill Lane 8, hall',
          status: 'draft',
        },
      },
      { uid: 'plenum@google.com', sequence: 2, facts: { except: ['2026-01-13T19:00', '2026-01-20T19:00'] } },
    ])
    expect([...(file.events[1]?.facts.changes ?? [])]).toEqual([
      [
        '2026-01-27T19:00',
        {
          when: { start: '2026-01-28T20:00', end: '2026-01-28T22:00', zone: 'Europe/Berlin' },
          title: 'Plenum, on Wednesday',
        },
      ],
    ])
  })

  it('of Outlook, Apple and Thunderbird comes over', () => {
    expect(read(outlook).events.map(({ facts }) => [facts.title, facts.when])).toEqual([
      ['Straßenfest', { start: '2026-11-28T10:00', end: '2026-11-28T15:00', zone: 'Europe/Berlin' }],
      ['Closed', { start: '2026-12-24', end: '2026-12-26', zone: null }],
    ])
    expect(losses(read(outlook))).toEqual({ alarms: 1 })
    expect(read(apple).events[0]?.facts).toMatchObject({
      when: { start: '2026-07-03', end: '2026-07-06', zone: null },
      url: 'https://example.org/camp?a=1,2',
    })
    const file = read(thunderbird)
    expect(losses(file)).toEqual({ tasks: 1 })
    expect(file.events[0]?.facts).toMatchObject({
      title: 'A very long title that was folded in the middle of a word, as all lines that are too long have to be',
      when: { start: '2026-03-01T19:00', end: '2026-03-01T20:30', zone: 'Europe/Berlin' },
      status: 'cancelled',
    })
  })

  it.each([
    ['Made/Up', [], 'Europe/Berlin', { 'zones-guessed': 1 }],
    ['Made/Up', ['X-LIC-LOCATION:Europe/Vienna'], 'Europe/Vienna', {}],
    ['/mozilla.org/20050126_1/America/Argentina/Ushuaia', [], 'America/Argentina/Ushuaia', {}],
    ['Romance Standard Time', [], 'Europe/Paris', {}],
  ])('has zones under many names: %s', (id, more, zone, lost) => {
    const file = read(ics(vtimezone(id, ...more), vevent('SUMMARY:X', `DTSTART;TZID=${id}:20260701T100000`)))
    expect([file.events[0]?.facts.when?.zone, losses(file)]).toEqual([zone, lost])
  })

  it('has zones that nobody knows', () => {
    const file = read(ics(vevent('SUMMARY:X', 'DTSTART;TZID=Gone:20260701T100000')))
    expect([file.events[0]?.facts.when?.zone, losses(file)]).toEqual([null, { 'zones-unknown': 1 }])
  })

  it.each([
    [['DTSTART:20260701T100000'], { start: '2026-07-01T10:00', end: '2026-07-01T10:00', zone: null }],
    [
      ['DTSTART:20260701T100000Z', 'DURATION:P1DT2H'],
      { start: '2026-07-01T10:00', end: '2026-07-02T12:00', zone: 'UTC' },
    ],
    [['DTSTART;VALUE=DATE:20260701'], { start: '2026-07-01', end: '2026-07-02', zone: null }],
    [
      ['DTSTART;VALUE=DATE:20260701', 'DTEND;VALUE=DATE:20260701'],
      { start: '2026-07-01', end: '2026-07-02', zone: null },
    ],
    [['DTSTART;VALUE=DATE:20260701', 'DURATION:P2W'], { start: '2026-07-01', end: '2026-07-15', zone: null }],
    [
      ['DTSTART;TZID=Europe/Berlin:20260328T120000', 'DURATION:PT24H'],
      { start: '2026-03-28T12:00', end: '2026-03-29T13:00', zone: 'Europe/Berlin' },
    ],
    [
      ['DTSTART;TZID=Europe/Berlin:20260701T100000', 'DTEND;TZID=Europe/London:20260701T100000'],
      { start: '2026-07-01T10:00', end: '2026-07-01T11:00', zone: 'Europe/Berlin' },
    ],
    [
      ['DTSTART:20260701T100000', 'DTEND:20260601T100000'],
      { start: '2026-07-01T10:00', end: '2026-07-01T10:00', zone: null },
    ],
  ])('has times of many forms: %j', (lines, when) => {
    expect(one(...lines).facts.when).toEqual(when)
  })

  it('has exceptions and further dates of many forms', () => {
    const { facts } = one(
      'DTSTART;TZID=Europe/Berlin:20260701T100000',
      'DTEND;TZID=Europe/Berlin:20260701T110000',
      'RRULE:FREQ=DAILY;COUNT=5000',
      'RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=SA',
      'EXDATE:20260702T080000Z,20260703T080000Z',
      'EXDATE;VALUE=DATE:20260704',
      'EXDATE;TZID=Europe/London:20260705T090000,nonsense',
      'RDATE;VALUE=PERIOD:20270701T080000Z/PT3H,20270702T080000Z/20270702T090000Z',
    )
    expect(facts.rule).toBe('FREQ=DAILY;COUNT=1000')
    expect(facts.except).toEqual(['2026-07-02T10:00', '2026-07-03T10:00', '2026-07-04T10:00', '2026-07-05T10:00'])
    expect(facts.extra).toEqual(['2026-07-04T10:00', '2026-07-11T10:00', '2027-07-01T10:00', '2027-07-02T10:00'])
    expect([...facts.changes.keys()]).toEqual(['2027-07-01T10:00'])
  })

  it('has changes for all that follow: they become a series of their own', () => {
    const file = read(
      ics(
        vevent('SUMMARY:X', 'DTSTART:20260701T100000Z', 'RRULE:FREQ=DAILY;COUNT=5'),
        vevent('SUMMARY:Y', 'RECURRENCE-ID;RANGE=THISANDFUTURE:20260703T100000Z', 'DTSTART:20260703T120000Z'),
      ),
    )
    expect(file.events.map(({ uid, facts }) => [uid, facts.title, facts.when?.start, facts.rule])).toEqual([
      ['one@example.org', 'X', '2026-07-01T10:00', 'FREQ=DAILY;COUNT=2'],
      ['one@example.org/2026-07-03T10:00', 'Y', '2026-07-03T12:00', 'FREQ=DAILY;COUNT=3'],
    ])
  })

  it('has doubles, events without id or name, unsafe addresses', () => {
    const file = read(
      ics(
        vevent('SEQUENCE:1', 'SUMMARY:Old', 'DTSTART:20260701T100000'),
        vevent('SEQUENCE:2', 'SUMMARY:New', 'DTSTART:20260701T100000', 'URL:javascript:alert(1)'),
        'BEGIN:VEVENT\r\nDTSTART:20260702T100000\r\nEND:VEVENT',
        'BEGIN:VEVENT\r\nUID:none\r\nSUMMARY:No date\r\nEND:VEVENT',
      ),
    )
    expect(file.events.map(({ facts }) => facts.title)).toEqual(['New', 'Untitled'])
    expect(file.events[1]?.uid).toMatch(/^[0-9a-f]{16}@without-uid$/)
    expect(losses(file)).toEqual({ doubles: 1, 'events-without-date': 1, 'links-unsafe': 1, 'names-missing': 1 })
  })

  it('is understood with a mark of UTF-8, and with leftovers of Latin-1', () => {
    const text = ics(vevent('SUMMARY:Straßenfest', 'DTSTART:20260701T100000'))
    const utf8 = new TextEncoder().encode(`\uFEFF${text}`)
    const latin = Uint8Array.from(text, (character) => character.charCodeAt(0))
    for (const bytes of [utf8, latin]) expect(read(bytes).events[0]?.facts.title).toBe('Straßenfest')
  })
})

const bomb = (...lines: readonly string[]): string => ics(vevent('DTSTART:20260101T100000Z', ...lines))
describe('a bomb is refused', () => {
  it.each<[string, () => string, string]>([
    ['nothing', () => '', 'import.not-a-calendar'],
    ['JSON', () => '{"a": 1}', 'import.not-a-calendar'],
    ['too large', () => 'x'.repeat(21 * 1024 * 1024), 'import.too-large'],
    ['by the second', () => bomb('RRULE:FREQ=SECONDLY'), 'import.too-often'],
    ['a thousand million times', () => bomb('RRULE:FREQ=DAILY;COUNT=1000000000'), 'import.too-often'],
    ['a line of megabytes', () => bomb(`SUMMARY:${'x'.repeat(5e6)}`), 'import.too-large'],
    ['a line folded a million times', () => bomb(`SUMMARY:${'x\r\n '.repeat(1e6)}`), 'import.too-large'],
    ['deep', () => 'BEGIN:VCALENDAR\r\n'.repeat(1e6), 'import.too-deep'],
    ['a million exceptions in one line', () => bomb(`EXDATE:${'20260101T100000Z,'.repeat(1e6)}`), 'import.too-large'],
    ['exceptions in many lines', () => bomb('EXDATE:20260101T100000Z\r\n'.repeat(7e5)), 'import.too-many'],
    [
      'exceptions that fit',
      () => bomb(...Array(90).fill(`EXDATE:${'20260101T100000Z,'.repeat(100)}`)),
      'import.too-many',
    ],
    ['events', () => ics(...Array(5_001).fill('BEGIN:VEVENT\r\nEND:VEVENT')), 'import.too-many'],
    ['components', () => ics(...Array(60_000).fill('BEGIN:X\r\nEND:X')), 'import.too-many'],
  ])('%s', (_, make, code) => {
    expect(codeOf(make())).toBe(code)
  })

  it('but not one rule by the hour', () => {
    const file = read(bomb('SUMMARY:X', 'RRULE:FREQ=HOURLY'))
    expect([file.events[0]?.facts.rule, losses(file)]).toEqual(['', { 'rules-too-often': 1 }])
  })
})

const written = (file: IcsFile): string =>
  writeIcs(
    file.events.map((event) => ({ ...event, createdAt: 0, updatedAt: 0 })),
    Date.UTC(2026, 10, 22),
    file.name,
  )
const plain = (file: IcsFile): unknown =>
  file.events.map(({ facts, ...event }) => ({ ...event, ...facts, changes: [...facts.changes].sort() }))

function comesBack(source: string | Uint8Array): void {
  const file = read(source)
  const text = written(file)
  expect(plain(read(text))).toEqual(plain(file))
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
}

describe('what is written', () => {
  it.each([
    ['google', google],
    ['outlook', outlook],
    ['apple', apple],
    ['thunderbird', thunderbird],
  ])('comes back as it was: %s', (_, text) => comesBack(text))

  it('has access, colours, and zones without a name elsewhere', () => {
    const [event] = read(google).events
    if (event === undefined) throw new Error('no event')
    const facts = { ...event.facts, access: 'Step-free; ring\ntwice, please ✨' }
    const text = writeIcs(
      [{ ...event, hue: 'plum', facts, createdAt: 0, updatedAt: 0, contact: 'Ada' }],
      0,
      'Ours, all',
    )
    const again = read(text)
    expect(again).toMatchObject({ name: 'Ours, all', events: [{ hue: 'plum', facts }], losses: [] })
    // Whoever does not know Europe/Berlin finds it by what is said of it.
    const renamed = read(text.replaceAll('Europe/Berlin', 'Somewhere'))
    expect(renamed.events[0]?.facts.when?.zone).toBe('Europe/Berlin')
    expect(text).toContain('STATUS:TENTATIVE')
    expect(text).toMatch(/RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU/)
  })

  it.each([
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'Pacific/Apia',
    'Africa/Casablanca',
  ])('describes %s so that it is known again', (zone) => {
    const [event] = read(google).events
    if (event === undefined) throw new Error('no event')
    const facts = { ...event.facts, when: { start: '2025-06-28T10:00', end: '2025-06-28T15:00', zone } }
    const text = writeIcs([{ ...event, facts, createdAt: 0, updatedAt: 0 }], Date.UTC(2026, 10, 22))
    const [again] = read(text.replaceAll(zone, 'Somewhere')).events
    const when = again?.facts.when
    expect(when?.start).toBe('2025-06-28T10:00')
    expect(when?.zone).not.toBeNull()
  })
})

it('200 damaged files do no harm', () => {
  const sources = [google, outlook, apple, thunderbird].map((text) => new TextEncoder().encode(text))
  const random = seededBytes(4)
  const number = (below: number): number => (((random(1)[0] ?? 0) << 8) | (random(1)[0] ?? 0)) % below
  for (let i = 0; i < 200; i++) {
    const bytes = Uint8Array.from(sources[i % sources.length] ?? [])
    for (let n = number(20); n >= 0; n--) bytes[number(bytes.length)] = random(1)[0] ?? 0
    const cutAt = number(bytes.length)
    const file = parseIcs(i % 3 === 0 ? bytes.slice(cutAt) : i % 3 === 1 ? bytes.slice(0, cutAt) : bytes)
    if (file.ok) parseIcs(written(file.value))
  }
})

const SAMPLES = new URL('../../../../shared/samples/ics/', import.meta.url)
// They are not ours to hand on, so they are there on some machines only; a skipped test would count as a failed one.
if (existsSync(SAMPLES))
  describe('files of others', () => {
    it.each(readdirSync(SAMPLES))('come back as they were: %s', (name) =>
      comesBack(readFileSync(new URL(name, SAMPLES))),
    )
  })
