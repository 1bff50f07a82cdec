import { Temporal } from 'temporal-polyfill'
import { afterEach, expect, it } from 'vitest'
import type { DocId } from '#shared/domain/ids.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import { followUpsOf, upcomingOf } from './calendarReminders.ts'
import { CalendarStore } from './calendarStore.svelte.ts'
import { memoryHost } from './memoryHost.ts'
import { remindedEvent, remindedName, remindedPerson } from './remindedName.ts'
import { changeSeries } from './seriesChanges.ts'

const ZONE = 'Europe/Berlin'
const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(ZONE).epochMilliseconds
const stores: CalendarStore[] = []
afterEach(() => {
  for (const store of stores.splice(0)) store.close()
})

it('what goes on or begins is upcoming, once for each time; drafts and what is cancelled are not', async () => {
  const host = memoryHost({ now: () => at('2026-11-01T12:00'), randomBytes: seededBytes(1) })
  const calendar = await CalendarStore.open({
    ...host,
    calendars: () => [{ id: 'a'.repeat(16) as DocId, access: 'everyone' as const }],
  })
  stores.push(calendar)
  const add = (title: string, start: string, end: string, more: object = {}) =>
    must(
      calendar.create(
        { title, when: { start, end, zone: start.includes('T') ? ZONE : null }, status: 'confirmed', ...more },
        'everyone',
      ),
    )
  add('Over', '2026-11-02T08:00', '2026-11-02T09:00')
  add('On', '2026-11-02T09:00', '2026-11-02T11:00')
  add('Draft', '2026-11-02T12:00', '2026-11-02T13:00', { status: 'draft' })
  add('Off', '2026-11-02T12:00', '2026-11-02T13:00', { status: 'cancelled' })
  const camp = add('Camp', '2026-11-03', '2026-11-05')
  const series = add('Plenum', '2026-10-05T19:00', '2026-10-05T20:00', { rule: 'FREQ=WEEKLY' })
  const listed = calendar.event(series)
  if (!listed) throw new Error('lost')
  must(changeSeries(calendar, listed, '2026-11-09T19:00', 'one', { status: 'cancelled' }))
  const found = upcomingOf({ room: 'room', calendar }, at('2026-11-02T10:00'), at('2026-11-16T19:00'), ZONE)
  expect(found.map(({ title, stamp }) => [title, stamp])).toEqual([
    ['On', ''],
    ['Plenum', '2026-11-02T19:00'],
    ['Camp', ''],
  ])
  const [, , days] = found
  expect(days).toMatchObject({ allDay: true, start: at('2026-11-03T00:00'), end: at('2026-11-05T00:00') })
  expect(remindedEvent(days?.event ?? '')).toBe(camp)
  expect(remindedName('other', listed)).not.toBe(remindedName('room', listed))
  expect(upcomingOf(null, 0, 1, ZONE)).toEqual([])
  expect(remindedEvent('nothing')).toBeNull()
})

it('a follow-up is upcoming for whoever has taken it, on its day and a week after', () => {
  const person = (id: string, by: string, remind: string, binnedAt: number | null = null) =>
    ({ id, name: id, binnedAt, care: { followUp: { by, at: 0, remind } } }) as never
  const directory = {
    people: [
      person('1'.repeat(16), 'me', '2026-11-05'),
      person('2'.repeat(16), 'me', '2026-10-20'),
      person('3'.repeat(16), 'me', '2026-11-20'),
      person('4'.repeat(16), 'other', '2026-11-05'),
      person('5'.repeat(16), 'me', ''),
      person('6'.repeat(16), 'me', '2026-11-05', 1),
      { id: '7'.repeat(16), name: '7', binnedAt: null, care: { followUp: null } } as never,
      {
        ...{ id: '8'.repeat(16), name: 'asked to be left alone since', binnedAt: null },
        care: { followUp: { by: 'me', at: 0, remind: '2026-11-05' }, leaveAlone: true },
      } as never,
    ],
  }
  const community = { room: 'room', calendar: null, directory, me: { id: 'me' } }
  const found = followUpsOf(community, at('2026-11-08T10:00'), at('2026-11-19T10:00'), ZONE)
  expect(found.map(({ event }) => remindedPerson(event))).toEqual(['1'.repeat(16)])
  expect(found[0]).toMatchObject({ followUp: true, start: at('2026-11-05T00:00'), end: at('2026-11-12T00:00') })
  expect(followUpsOf({ room: 'room', calendar: null }, 0, 1, ZONE)).toEqual([])
})
