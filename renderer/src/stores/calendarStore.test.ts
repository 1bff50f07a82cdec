import { afterEach, expect, it, vi } from 'vitest'
import { changeEvent } from '#shared/domain/calendar.ts'
import type { DocId } from '#shared/domain/ids.ts'
import { seededBytes } from '#shared/domain/testkit.ts'
import { type CalendarInfo, CalendarStore } from './calendarStore.svelte.ts'
import { EventStore } from './eventStore.svelte.ts'
import { memoryHost } from './memoryHost.ts'

const NOON = Date.UTC(2031, 4, 1, 12)
const id = (digit: string) => digit.repeat(16) as DocId
const stores: CalendarStore[] = []
afterEach(() => {
  for (const store of stores.splice(0)) store.close()
})

async function open(calendars: CalendarInfo[]) {
  const host = memoryHost({ now: () => NOON, randomBytes: seededBytes(1) })
  const store = await CalendarStore.open({ ...host, calendars: () => calendars })
  stores.push(store)
  return { host, store }
}
const must = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}
const at = (day: string) => ({ start: `${day}T10:00`, end: `${day}T11:00`, zone: 'UTC' })

it('makes events in the calendar of their access, and lists all of them by start', async () => {
  const { store } = await open([
    { id: id('a'), access: 'everyone' },
    { id: id('b'), access: 'private' },
  ])
  expect(store.choices).toEqual(['everyone', 'private'])
  must(store.create({ title: 'Later', when: at('2031-06-02') }, 'everyone'))
  must(store.create({ title: 'Sooner', when: at('2031-05-02') }, 'private'))
  expect(store.events.map(({ title, openTo, calendar }) => [title, openTo, calendar])).toEqual([
    ['Sooner', 'private', id('b')],
    ['Later', 'everyone', id('a')],
  ])
  expect(store.create({ title: 'x' }, 'organizers')).toEqual({ ok: false, error: { code: 'calendar.none' } })
})

it('counts what takes place within four weeks, series once, and again after a change', async () => {
  const { store } = await open([{ id: id('a'), access: 'everyone' }])
  const soon = must(store.create({ title: 'Soon', when: at('2031-05-10'), rule: 'FREQ=WEEKLY' }, 'everyone'))
  must(store.create({ title: 'Far', when: at('2031-08-10') }, 'everyone'))
  await vi.waitFor(() => expect(store.ahead).toBe(1))
  must(store.run(changeEvent, soon, { status: 'cancelled' }))
  await vi.waitFor(() => expect(store.ahead).toBe(0))
})

it('keeps the answers of an event when it begins to recur and when its hour moves; each day has its own', async () => {
  const { store } = await open([
    { id: id('a'), access: 'everyone' },
    { id: id('b'), access: 'organizers' },
  ])
  const made = must(store.create({ title: 'Evening', when: at('2031-05-10') }, 'organizers'))
  const keyOf = (stamp: string) => {
    const event = store.event(made)
    return event && store.answersKey(event, stamp)
  }
  const before = keyOf('')
  expect(before?.startsWith(`${id('a')}.`)).toBe(true)
  must(store.run(changeEvent, made, { rule: 'FREQ=WEEKLY' }))
  expect(keyOf('2031-05-10T10:00')).toBe(before)
  expect(keyOf('2031-05-10T19:30')).toBe(before)
  expect(keyOf('2031-05-17T10:00')).not.toBe(before)
  expect(keyOf('2031-05-17T10:00')).toBe(keyOf('2031-05-17T11:00'))
})

it('reads and writes nothing that the role does not allow', async () => {
  const { host, store } = await open([{ id: id('a'), access: 'everyone' }])
  const made = must(store.create({ title: 'Evening', when: at('2031-05-10') }, 'everyone'))
  host.setMayWrite(false)
  expect(store.choices).toEqual([])
  expect(store.run(changeEvent, made, { title: 'x' })).toEqual({ ok: false, error: { code: 'role.read-only' } })
  const event = store.event(made)
  if (!event) throw new Error('lost')
  const page = await EventStore.open(store, event, '')
  expect([page.mayPlan, page.mayAnswer]).toEqual([false, false])
  page.destroy()
})
