import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import type { RunItemId } from '../ids.ts'
import { must } from '../testkit.ts'
import { makeUndo } from '../undo.ts'
import { planScope } from './plan.ts'
import * as run from './run.ts'
import { finishItem, reflow, resetItem, slip, startItem } from './runLive.ts'
import { readRun } from './runTimes.ts'
import { clock, everything, FAIR, gather, type Planner, team, ZONE } from './testkit.ts'

let me: Planner
let you: Planner
beforeEach(() => {
  const [a, b] = team(2)
  if (a === undefined || b === undefined) throw new Error('a team of two')
  ;[me, you] = [a, b]
})

const add = (title: string, minutes: number, more: Partial<run.RunItemInput> = {}): RunItemId =>
  must(run.addRunItem(me.plan, { title, minutes, ...more }, me.ctx()))
const at = (wall: string): number => Temporal.PlainDateTime.from(wall).toZonedDateTime(ZONE).epochMilliseconds
const planned = (who: Planner = me, when = FAIR) =>
  readRun(who.plan, when, ZONE).map((item) => `${item.title} ${clock(item.start)}-${clock(item.end)}`)
const live = (wall: string, who: Planner = me, stamp = '') =>
  reflow(who.plan, FAIR, { stamp, now: at(wall), viewerZone: ZONE })
const states = (wall: string, stamp = '') =>
  live(wall, me, stamp).items.map((item) => `${item.title} ${item.state} ${clock(item.expected)}`)

describe('the run of show', () => {
  it('flows from the time at which the event begins, and moves with it', () => {
    add('Welcome', 15)
    add('Music', 45)
    expect(planned()).toEqual(['Welcome 10:00-10:15', 'Music 10:15-11:00'])
    const later = { ...FAIR, start: '2027-06-12T12:30' }
    expect(planned(me, later)).toEqual(['Welcome 12:30-12:45', 'Music 12:45-13:30'])
  })

  it('shows free time, what runs into a fixed item, and what ends after the event', () => {
    add('Welcome', 30)
    add('Lunch', 60, { fixed: 120 })
    add('Speech', 10, { fixed: 150 })
    add('Party', 600)
    const [welcome, lunch, speech, party] = readRun(me.plan, FAIR, ZONE)
    expect(welcome).toMatchObject({ gap: 0, overlap: 0, overrun: 0 })
    expect(lunch).toMatchObject({ gap: 90, overlap: 0 })
    expect(speech).toMatchObject({ gap: 0, overlap: 30 })
    expect(party && clock(party.start)).toBe('13:00')
    expect(party?.overrun).toBe(300)
  })

  it('counts minutes that really pass, while fixed times stay on the wall, when summer time begins', () => {
    add('Night walk', 120)
    add('Breakfast', 30, { fixed: 240 })
    const when = { start: '2027-03-28T01:00', end: '2027-03-28T06:00', zone: ZONE }
    expect(planned(me, when)).toEqual(['Night walk 01:00-04:00', 'Breakfast 05:00-05:30'])
    expect(readRun(me.plan, when, ZONE)[1]?.gap).toBe(60)
  })

  it('begins each day at the time of the event', () => {
    add('First day', 60)
    add('Second day', 60, { day: 1 })
    add('Set-up', 60, { day: -1 })
    expect(
      readRun(me.plan, FAIR, ZONE).map(({ start }) => start.toZonedDateTimeISO(ZONE).toPlainDateTime().toString()),
    ).toEqual(['2027-06-11T10:00:00', '2027-06-12T10:00:00', '2027-06-13T10:00:00'])
  })

  it('is sorted by dragging, also to another day', () => {
    const a = add('A', 10)
    const b = add('B', 10)
    const c = add('C', 10, { day: 1 })
    must(run.moveRunItem(me.plan, b, { at: { before: a } }, me.ctx()))
    expect(planned()).toEqual(['B 10:00-10:10', 'A 10:10-10:20', 'C 10:00-10:10'])
    must(run.moveRunItem(me.plan, a, { at: { after: c } }, me.ctx()))
    expect(run.readRunItems(me.plan).map(({ title, day }) => [title, day])).toEqual([
      ['B', 0],
      ['C', 1],
      ['A', 1],
    ])
  })

  it('has owners, with and without the app', () => {
    const a = add('A', 10)
    must(run.ownRunItem(me.plan, a, { member: me.id, name: '' }, true, me.ctx()))
    must(run.ownRunItem(me.plan, a, { member: null, name: 'Ayşe' }, true, me.ctx()))
    expect(run.readRunItems(me.plan)[0]).toMatchObject({ who: [me.id], names: ['Ayşe'] })
    must(run.ownRunItem(me.plan, a, { member: null, name: 'ayşe' }, false, me.ctx()))
    expect(run.readRunItems(me.plan)[0]?.names).toEqual([])
  })

  it('refuses lengths, offsets and names that cannot be, and writes nothing', () => {
    const before = everything(me.plan)
    for (const bad of [{ minutes: 1_441 }, { minutes: -1 }, { minutes: 1.5 }, { fixed: 9_999 }, { title: ' ' }])
      expect(run.addRunItem(me.plan, { title: 'A', minutes: 5, ...bad }, me.ctx()).ok).toBe(false)
    expect(everything(me.plan)).toEqual(before)
  })
})

describe('the run of show on the day', () => {
  it('goes by the clock until somebody starts something', () => {
    add('A', 30)
    add('B', 30)
    add('C', 30)
    expect(states('2027-06-12T10:40')).toEqual(['A passed 10:00', 'B now 10:30', 'C next 11:00'])
  })

  it('flows on from what really happened', () => {
    const a = add('A', 30)
    const b = add('B', 30)
    add('C', 30)
    add('D', 30, { fixed: 180 })
    must(startItem(me.plan, a, '', at('2027-06-12T10:10'), me.ctx()))
    expect(states('2027-06-12T10:20')).toEqual(['A now 10:10', 'B next 10:40', 'C later 11:10', 'D later 13:00'])
    expect(states('2027-06-12T10:50')[1]).toBe('B next 10:50')
    must(startItem(me.plan, b, '', at('2027-06-12T10:55'), me.ctx()))
    expect(states('2027-06-12T11:00')).toEqual(['A done 10:10', 'B now 10:55', 'C next 11:25', 'D later 13:00'])
    must(finishItem(me.plan, b, '', at('2027-06-12T11:05'), me.ctx()))
    expect(states('2027-06-12T11:06')[2]).toBe('C next 11:06')
    expect(live('2027-06-12T11:06').items[2]?.late).toBe(6)
  })

  it('passes over what was skipped', () => {
    const a = add('A', 30)
    add('B', 30)
    const c = add('C', 30)
    must(startItem(me.plan, a, '', at('2027-06-12T10:00'), me.ctx()))
    must(startItem(me.plan, c, '', at('2027-06-12T10:30'), me.ctx()))
    expect(states('2027-06-12T10:40')).toEqual(['A done 10:00', 'B passed 10:30', 'C now 10:30'])
    must(resetItem(me.plan, c, '', me.ctx()))
    expect(live('2027-06-12T10:40').next?.title).toBe('B')
  })

  it('puts off one item, and all after it', () => {
    add('A', 30)
    const b = add('B', 30)
    add('C', 30)
    must(slip(me.plan, b, '', 10, me.ctx()))
    must(slip(me.plan, b, '', 5, me.ctx()))
    expect(states('2027-06-12T09:00')).toEqual(['A next 10:00', 'B later 10:45', 'C later 11:15'])
    expect(live('2027-06-12T09:00').late).toBe(15)
    expect(slip(me.plan, b, '', 1_440, me.ctx()).ok).toBe(false)
  })

  it('keeps apart what happened on different dates of a series', () => {
    const a = add('A', 30)
    must(startItem(me.plan, a, '2027-06-05T10:00', at('2027-06-05T10:00'), me.ctx()))
    expect(states('2027-06-12T09:00', '2027-06-12T10:00')).toEqual(['A next 10:00'])
    expect(startItem(me.plan, a, 'tomorrow', 0, me.ctx())).toMatchObject({ error: { code: 'date.invalid' } })
  })

  it('shows both items that two computers started apart', () => {
    const [a, b, c] = [add('A', 30), add('B', 30), add('C', 30)]
    must(startItem(me.plan, a, '', at('2027-06-12T10:00'), me.ctx()))
    gather(me, you)
    must(startItem(me.plan, b, '', at('2027-06-12T10:30'), me.ctx()))
    must(startItem(you.plan, c, '', at('2027-06-12T10:31'), you.ctx()))
    gather(me, you)
    for (const one of [me, you]) expect(live('2027-06-12T10:35', one).now.map(({ id }) => id)).toEqual([b, c])
  })

  it('takes a start back with one undo, for all items it touched', () => {
    const [a, b] = [add('A', 30), add('B', 30)]
    must(startItem(me.plan, a, '', at('2027-06-12T10:00'), me.ctx()))
    const { scope, keep } = planScope(me.plan)
    const undo = makeUndo(me.plan, scope, { origin: me.ctx().origin, now: () => 1, keep })
    const before = everything(me.plan)
    must(startItem(me.plan, b, '', at('2027-06-12T10:30'), me.ctx()))
    undo.undo()
    expect(everything(me.plan)).toEqual(before)
  })
})
