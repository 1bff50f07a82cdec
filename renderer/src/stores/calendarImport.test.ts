import { afterEach, describe, expect, it } from 'vitest'
import { binEvent, changeEvent } from '#shared/domain/calendar.ts'
import type { DocId } from '#shared/domain/ids.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import { google, ics, outlook, thunderbird } from '#shared/formats/icsFixture.ts'
import { CalendarImport } from './calendarImport.svelte.ts'
import { CalendarStore } from './calendarStore.svelte.ts'
import { memoryHost } from './memoryHost.ts'

const NOON = Date.UTC(2026, 10, 1, 12)
const stores: CalendarStore[] = []
afterEach(() => {
  for (const store of stores.splice(0)) store.close()
})

const id = (digit: string) => digit.repeat(16) as DocId

async function open() {
  const host = memoryHost({ now: () => NOON, randomBytes: seededBytes(1) })
  const calendars = () => [
    { id: id('a'), access: 'everyone' as const },
    { id: id('b'), access: 'private' as const },
  ]
  const calendar = await CalendarStore.open({ ...host, calendars })
  stores.push(calendar)
  return { host, calendar, imports: new CalendarImport(calendar) }
}
const bytes = (text: string) => ({ name: 'street.ics', bytes: new TextEncoder().encode(text) })
const many = (count: number, word = 'Evening') =>
  ics(
    ...Array.from({ length: count }, (_, n) =>
      [
        'BEGIN:VEVENT',
        `UID:many-${n}@example.org`,
        `DTSTART;TZID=Europe/Berlin:2027${String(1 + (n % 12)).padStart(2, '0')}${String(1 + (n % 28)).padStart(2, '0')}T190000`,
        'DURATION:PT2H',
        `SUMMARY:${word} ${n}`,
        'END:VEVENT',
      ].join('\r\n'),
    ),
  )
const titles = (calendar: CalendarStore) => calendar.events.map(({ title }) => title).sort()
const preview = (imports: CalendarImport) => {
  if (imports.phase.name !== 'preview') throw new Error(JSON.stringify(imports.phase))
  return imports.phase.preview
}

describe('before anything is written', () => {
  it('a file is only read: counts, the first events and what cannot come are shown', async () => {
    const { calendar, imports } = await open()
    await imports.read(bytes(google))
    expect(preview(imports)).toMatchObject({
      file: 'street.ics',
      name: 'Stadtteil',
      access: 'everyone',
      total: 2,
      outcome: { created: 2, updated: 0, unchanged: 0, binned: 0, kept: 0 },
    })
    // What is ahead comes first.
    expect(preview(imports).first.map(({ title }) => title)).toEqual(['Plenum', 'Winter clothes swap'])
    await imports.read(bytes(outlook))
    expect(preview(imports).losses).toEqual([{ code: 'alarms', count: 1 }])
    expect(calendar.events).toEqual([])
    expect(calendar.canUndo).toBe(false)
  })

  it.each([
    ['no calendar', 'Dear all, on Tuesday', 'import.not-a-calendar'],
    ['nothing but tasks', ics('BEGIN:VTODO', 'UID:a', 'SUMMARY:Tea', 'END:VTODO'), 'import.no-events'],
    [
      'a bomb',
      ics('BEGIN:VEVENT', 'UID:b', 'DTSTART:20260101T100000Z', 'RRULE:FREQ=SECONDLY', 'SUMMARY:x', 'END:VEVENT'),
      'import.too-often',
    ],
  ])('%s fails with its reason', async (_, text, code) => {
    const { calendar, imports } = await open()
    await imports.read(bytes(text))
    expect(imports.phase).toEqual({ name: 'failed', code })
    expect(calendar.events).toEqual([])
  })

  it('a file that is too large is not even read', async () => {
    const { imports } = await open()
    const huge = new File(['BEGIN'], 'huge.ics')
    Object.defineProperty(huge, 'size', { value: 1024 ** 3 })
    Object.defineProperty(huge, 'arrayBuffer', { value: () => Promise.reject(new Error('it was read')) })
    await imports.readFile(huge)
    expect(imports.phase).toEqual({ name: 'failed', code: 'import.too-large' })
  })

  it('who may only read is told so', async () => {
    const { host, imports } = await open()
    host.setMayWrite(false)
    await imports.read(bytes(google))
    expect(imports.phase).toEqual({ name: 'failed', code: 'role.read-only' })
  })
})

describe('an import', () => {
  it('in pieces is one step of undo, and of redo', async () => {
    const { calendar, imports } = await open()
    must(calendar.create({ title: 'Ours' }, 'everyone'))
    await imports.read(bytes(many(700)))
    const seen: number[] = []
    const running = imports.start()
    const watch = setInterval(() => imports.phase.name === 'importing' && seen.push(imports.phase.done))
    await running
    clearInterval(watch)
    expect(new Set(seen).size).toBeGreaterThan(1)
    expect(imports.phase).toMatchObject({ name: 'done', outcome: { created: 700 } })
    expect(calendar.events).toHaveLength(701)
    expect(calendar.undo()).toBe(true)
    expect(titles(calendar)).toEqual(['Ours'])
    expect(calendar.redo()).toBe(true)
    expect(calendar.events).toHaveLength(701)
  })

  it('is taken back whole, but not over changes that came after it', async () => {
    const { calendar, imports } = await open()
    await imports.read(bytes(google))
    await imports.start()
    expect(imports.takeBack()).toBe(true)
    expect(calendar.events).toEqual([])
    await imports.read(bytes(google))
    await imports.start()
    must(calendar.create({ title: 'Later' }, 'everyone'))
    expect(imports.mayTakeBack).toBe(false)
    expect(imports.takeBack()).toBe(false)
    expect(calendar.events).toHaveLength(3)
  })

  it('stopped half way leaves nothing and goes back to the preview', async () => {
    const { calendar, imports } = await open()
    await imports.read(bytes(many(700)))
    const running = imports.start()
    imports.cancel()
    await running
    expect(preview(imports).outcome.created).toBe(700)
    expect(calendar.events).toEqual([])
  })

  it('again makes no doubles, says what changed, and leaves what was changed here', async () => {
    const { calendar, imports } = await open()
    await imports.read(bytes(many(5)))
    await imports.start()
    const mine = calendar.events.find(({ title }) => title === 'Evening 1')
    const away = calendar.events.find(({ title }) => title === 'Evening 2')
    if (!mine || !away) throw new Error('lost')
    must(calendar.run(changeEvent, mine.id, { title: 'Ours now' }))
    must(calendar.run(binEvent, away.id))
    await imports.read(bytes(many(5, 'Night')))
    expect(preview(imports)).toMatchObject({
      outcome: { created: 0, updated: 3, unchanged: 1, binned: 1, kept: 1 },
      changed: ['Night 0', 'Night 3', 'Night 4'],
    })
    await imports.start()
    expect(titles(calendar)).toEqual(['Night 0', 'Night 3', 'Night 4', 'Ours now'])
    expect(calendar.bin).toHaveLength(1)
    imports.takeBack()
    expect(titles(calendar)).toEqual(['Evening 0', 'Evening 3', 'Evening 4', 'Ours now'])
  })

  it('finds the calendar that has it, and makes no doubles in another one', async () => {
    const { calendar, imports } = await open()
    await imports.read(bytes(thunderbird))
    await imports.into('private')
    await imports.start()
    expect(calendar.events.map(({ openTo }) => openTo)).toEqual(['private'])
    await imports.read(bytes(thunderbird))
    expect(preview(imports)).toMatchObject({ access: 'private', elsewhere: 0, outcome: { created: 0, unchanged: 1 } })
    await imports.into('everyone')
    expect(preview(imports)).toMatchObject({ access: 'everyone', elsewhere: 1, outcome: { created: 0 } })
    await imports.start()
    expect(calendar.events).toHaveLength(1)
  })
})
