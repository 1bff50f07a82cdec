import { afterEach, describe, expect, it } from 'vitest'
import { applyUpdate, type Doc, encodeStateAsUpdate } from 'yjs'
import { initCalendar } from '#shared/domain/calendar.ts'
import type { DocId, EventId } from '#shared/domain/ids.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import { CalendarStore } from './calendarStore.svelte.ts'
import { happenings } from './happenings.ts'
import type { ListedEvent } from './listedEvent.ts'
import { memoryHost } from './memoryHost.ts'
import { changeSeries, removeFromSeries } from './seriesChanges.ts'

const CALENDAR = 'c'.repeat(16) as DocId
const open: CalendarStore[] = []
afterEach(() => {
  for (const store of open.splice(0)) store.close()
})

interface Someone {
  readonly store: CalendarStore
  readonly doc: Doc
}

async function someone(seed: number): Promise<Someone> {
  let clock = Date.UTC(2031, 4, 1, 12) + seed
  const now = () => {
    clock += 60_000
    return clock
  }
  const host = memoryHost({ now, randomBytes: seededBytes(seed) })
  const store = await CalendarStore.open({ ...host, calendars: () => [{ id: CALENDAR, access: 'everyone' as const }] })
  open.push(store)
  return { store, doc: host.doc(CALENDAR) }
}
/** What each has reaches the other. */
function meet(a: Someone, b: Someone): void {
  const [left, right] = [a, b].map(({ doc }) => encodeStateAsUpdate(doc))
  if (left && right) {
    applyUpdate(b.doc, left, 'meet')
    applyUpdate(a.doc, right, 'meet')
  }
}
/** An evening each Tuesday of May 2031, five times, that both have. */
async function evenings() {
  const [amara, jonas] = [await someone(1), await someone(2)]
  const { by, now, randomBytes } = amara.store.context
  initCalendar(amara.doc, { by, now, randomBytes, origin: null })
  const when = { start: '2031-05-06T19:30', end: '2031-05-06T21:00', zone: 'Europe/Berlin' }
  const made = must(amara.store.create({ title: 'Evening', when, rule: 'FREQ=WEEKLY;COUNT=5' }, 'everyone'))
  meet(amara, jonas)
  return { amara, jonas, made }
}
const head = ({ store }: Someone, id: EventId): ListedEvent => {
  const found = store.event(id)
  if (!found) throw new Error('no such event')
  return found
}
/** Everything that takes place until July, as `06 May 19:30 Evening`. */
const seen = ({ store }: Someone) =>
  happenings(store.events, '2031-05-01', '2031-07-31', 'Europe/Berlin').map(
    ({ occurrence: { when, title } }) => `${when.start.slice(5)} ${title}`,
  )
const SERIES = ['05-06', '05-13', '05-20', '05-27', '06-03'].map((day) => `${day}T19:30 Evening`)
const THIRD = '2031-05-20T19:30'
const times = (changes: Readonly<Record<number, string>>) => SERIES.map((one, index) => changes[index] ?? one)

describe.each([
  ['one', times({ 2: '05-20T19:30 Film' })],
  ['following', times({ 2: '05-20T19:30 Film', 3: '05-27T19:30 Film', 4: '06-03T19:30 Film' })],
  ['all', SERIES.map((one) => one.replace('Evening', 'Film'))],
] as const)('for %s', (scope, expected) => {
  it('a new title is seen there by both, and is one step of undo', async () => {
    const { amara, jonas, made } = await evenings()
    must(changeSeries(amara.store, head(amara, made), THIRD, scope, { title: 'Film' }))
    meet(amara, jonas)
    for (const each of [amara, jonas]) expect(seen(each)).toEqual(expected)
    amara.store.undo()
    meet(amara, jonas)
    for (const each of [amara, jonas]) expect(seen(each)).toEqual(SERIES)
    amara.store.redo()
    meet(amara, jonas)
    for (const each of [amara, jonas]) expect(seen(each)).toEqual(expected)
  })
})

it('a new rule for this and later ones leaves what was before; the plan and the answers stay shared', async () => {
  const { amara, jonas, made } = await evenings()
  const edit = { rule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=2' }
  const half = must(changeSeries(amara.store, head(amara, made), THIRD, 'following', edit))
  meet(amara, jonas)
  expect(half).not.toBe(made)
  for (const each of [amara, jonas])
    expect(seen(each)).toEqual(['05-06', '05-13', '05-20', '06-03'].map((day) => `${day}T19:30 Evening`))
  expect(head(jonas, half)).toMatchObject({ plan: head(jonas, made).plan, answers: head(jonas, made).answers })
  amara.store.undo()
  meet(amara, jonas)
  for (const each of [amara, jonas]) expect(seen(each)).toEqual(SERIES)
})

it('a new rule for all counts from the first on', async () => {
  const { amara, jonas, made } = await evenings()
  must(changeSeries(amara.store, head(amara, made), THIRD, 'all', { rule: 'FREQ=DAILY;COUNT=2' }))
  meet(amara, jonas)
  expect(seen(jonas)).toEqual(['05-06T19:30 Evening', '05-07T19:30 Evening'])
})

it('without a rule from one time on, that is the last', async () => {
  const { amara, jonas, made } = await evenings()
  must(changeSeries(amara.store, head(amara, made), THIRD, 'following', { rule: '' }))
  meet(amara, jonas)
  expect(seen(jonas)).toEqual(SERIES.slice(0, 3))
})

it('a rule that is given for one time only is refused, and nothing is changed', async () => {
  const { amara, made } = await evenings()
  const done = changeSeries(amara.store, head(amara, made), THIRD, 'one', { rule: 'FREQ=DAILY', title: 'Film' })
  expect(done).toEqual({ ok: false, error: { code: 'series.whole' } })
  expect(seen(amara)).toEqual(SERIES)
})

it('one renames a time while another moves the series: both see the same five times, at the new hour', async () => {
  const { amara, jonas, made } = await evenings()
  must(changeSeries(amara.store, head(amara, made), THIRD, 'one', { title: 'Film' }))
  const when = { start: '2031-05-06T20:00', end: '2031-05-06T21:30', zone: 'Europe/Berlin' }
  must(changeSeries(jonas.store, head(jonas, made), '2031-05-06T19:30', 'all', { when }))
  meet(amara, jonas)
  expect(seen(amara)).toEqual(seen(jonas))
  expect(seen(amara)).toHaveLength(5)
  expect(seen(amara).map((one) => one.slice(0, 11))).toEqual(
    SERIES.map((one) => one.slice(0, 11).replace('19:30', '20:00')),
  )
})

it.each([
  ['one', times({}).filter((_, index) => index !== 2)],
  ['following', SERIES.slice(0, 2)],
  ['all', []],
] as const)('taking away %s is seen by both, and one undo brings it back', async (scope, expected) => {
  const { amara, jonas, made } = await evenings()
  must(removeFromSeries(amara.store, head(amara, made), THIRD, scope))
  meet(amara, jonas)
  for (const each of [amara, jonas]) expect(seen(each)).toEqual(expected)
  amara.store.undo()
  meet(amara, jonas)
  for (const each of [amara, jonas]) expect(seen(each)).toEqual(SERIES)
})
