import { afterEach, expect, it } from 'vitest'
import { changeEvent } from '#shared/domain/calendar.ts'
import type { DocId } from '#shared/domain/ids.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import { calendarFile, eventCode, eventWebPage, messageText } from './calendarFiles.ts'
import { CalendarImport } from './calendarImport.svelte.ts'
import { CalendarStore } from './calendarStore.svelte.ts'
import { memoryHost } from './memoryHost.ts'
import { changeSeries } from './seriesChanges.ts'

const NOON = Date.UTC(2026, 10, 1, 12)
const stores: CalendarStore[] = []
afterEach(() => {
  for (const store of stores.splice(0)) store.close()
})

async function open() {
  const host = memoryHost({ now: () => NOON, randomBytes: seededBytes(1) })
  const calendars = () => [{ id: 'a'.repeat(16) as DocId, access: 'everyone' as const }]
  const calendar = await CalendarStore.open({ ...host, calendars })
  stores.push(calendar)
  return calendar
}
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const berlin = (start: string, end: string) => ({ start, end, zone: 'Europe/Berlin' })
const TOLD = {
  title: 'Winter clothes swap',
  when: 'Saturday 28 November 2026, 10:00–15:00',
  place: 'Mill Lane Hall; 12, Mill Lane',
  access: 'Step-free',
  about: 'Bring clothes.',
  url: '',
  by: 'Riverside',
  cancelled: false,
}

it('what the app writes, it reads again as the same: series, changed dates, all day, access, colour and status', async () => {
  const calendar = await open()
  const add = (event: Parameters<CalendarStore['create']>[0]) => must(calendar.create(event, 'everyone'))
  add({
    title: 'Once, with words; and commas',
    when: berlin('2026-11-28T10:00', '2026-11-28T15:00'),
    status: 'confirmed',
  })
  add({
    title: 'Three days',
    when: { start: '2027-07-03', end: '2027-07-06', zone: null },
    hue: 'plum',
    access: 'Lift',
  })
  add({ title: 'By the wall', when: { start: '2027-01-01T08:00', end: '2027-01-01T09:00', zone: null }, about: 'a\nb' })
  const series = add({
    title: 'Plenum',
    when: berlin('2026-10-06T19:00', '2026-10-06T21:00'),
    rule: 'FREQ=WEEKLY;BYDAY=TU',
    except: ['2026-10-13T19:00'],
    extra: ['2026-10-15T19:00'],
    place: 'Hall',
    url: 'https://example.org/plenum',
  })
  const listed = calendar.event(series)
  if (!listed) throw new Error('lost')
  must(
    changeSeries(calendar, listed, '2026-10-20T19:00', 'one', {
      when: berlin('2026-10-21T20:00', '2026-10-21T22:00'),
      title: 'Plenum, on Wednesday',
    }),
  )
  must(changeSeries(calendar, listed, '2026-11-03T19:00', 'one', { status: 'cancelled' }))
  must(calendar.run(changeEvent, series, { about: 'Twice changed' }))
  const file = await calendarFile(calendar.events, NOON, 'Riverside')
  expect(text(file)).toContain(`UID:${series}@kith`)
  expect(text(file)).toContain(`SEQUENCE:${calendar.event(series)?.sequence}`)
  expect(text(file)).toContain('BEGIN:VTIMEZONE')
  expect(text(file)).toContain('COLOR:purple')
  const imports = new CalendarImport(calendar)
  await imports.read({ name: 'own.ics', bytes: file })
  expect(imports.phase).toMatchObject({
    name: 'preview',
    preview: {
      name: 'Riverside',
      outcome: { created: 0, updated: 0, unchanged: 4, binned: 0, kept: 0 },
      losses: [],
    },
  })
})

it('a message has the lines that one needs to come, and no empty ones', () => {
  expect(messageText(TOLD)).toBe(
    'Winter clothes swap\nSaturday 28 November 2026, 10:00–15:00\nMill Lane Hall; 12, Mill Lane\nGetting in: Step-free',
  )
  expect(messageText({ ...TOLD, cancelled: true, place: '', access: '' })).toMatch(/^Cancelled: Winter/)
})

it('the code holds the link, else the event as telephones read it', () => {
  const when = berlin('2026-11-28T10:00', '2026-11-28T15:00')
  expect(eventCode({ ...TOLD, url: 'https://example.org' }, when)).toBe('https://example.org')
  expect(eventCode(TOLD, null)).toBe('')
  expect(eventCode(TOLD, when).split('\r\n')).toEqual([
    'BEGIN:VEVENT',
    'SUMMARY:Winter clothes swap',
    'DTSTART:20261128T090000Z',
    'DTEND:20261128T140000Z',
    'LOCATION:Mill Lane Hall\\; 12\\, Mill Lane',
    'END:VEVENT',
  ])
  const days = eventCode(TOLD, { start: '2027-07-03', end: '2027-07-06', zone: null })
  expect(days).toContain('DTSTART;VALUE=DATE:20270703\r\nDTEND;VALUE=DATE:20270706')
  const floating = eventCode(TOLD, { start: '2027-07-03T10:00:30', end: '2027-07-03T10:00:30', zone: null })
  expect(floating).toContain('DTSTART:20270703T100030\r\nLOCATION')
  // No line of an event can be made by its title.
  const odd = eventCode({ ...TOLD, title: `x\nURL:javascript:1 ${'🎉'.repeat(200)}` }, when)
  expect(odd).toContain('SUMMARY:x URL:javascript:1 🎉')
  expect([...odd].length).toBeLessThan(300)
})

it('a page of an event holds its calendar file and its code', async () => {
  const calendar = await open()
  must(calendar.create({ title: TOLD.title, when: berlin('2026-11-28T10:00', '2026-11-28T15:00') }, 'everyone'))
  const [event] = calendar.events
  if (!event) throw new Error('lost')
  const page = text(await eventWebPage(event, TOLD, { now: NOON, lang: 'en', code: eventCode(TOLD, event.when) }))
  expect(page).toContain('<h1 dir="auto">Winter clothes swap</h1>')
  expect(page).toContain('<svg')
  const [, inside = ''] = /href="data:text\/calendar;base64,([^"]+)"/.exec(page) ?? []
  expect(atob(inside)).toContain('SUMMARY:Winter clothes swap')
})
