import { beforeEach, describe, expect, it } from 'vitest'
import type { ShiftId } from '../ids.ts'
import { must } from '../testkit.ts'
import * as claims from './claims.ts'
import { aMember, named } from './person.ts'
import * as shifts from './shifts.ts'
import { shiftWarnings } from './shiftWarnings.ts'
import { clock, FAIR, gather, type Planner, team, ZONE } from './testkit.ts'

let me: Planner
let you: Planner
beforeEach(() => {
  const [a, b] = team(2)
  if (a === undefined || b === undefined) throw new Error('a team of two')
  ;[me, you] = [a, b]
})

const add = (title: string, from: number, to: number, more: Partial<shifts.ShiftInput> = {}): ShiftId =>
  must(shifts.addShift(me.plan, { title, from, to, needed: 1, ...more }, me.ctx()))
const read = (who: Planner = me) => claims.readShifts(who.plan, who.answers, FAIR, ZONE)
const own = (who: Planner) => ({ person: aMember(who.id), asOrganizer: false })
const claim = (who: Planner, shift: ShiftId) => claims.claimShift(who, shift, own(who), who.ctx())
const kinds = () => shiftWarnings(read(), ZONE).map(({ kind, minutes }) => [kind, minutes])

describe('shifts', () => {
  it('stand by the time at which the event begins, and move with it', () => {
    add('Set-up', -120, 0)
    add('Door', 0, 240, { day: 1 })
    expect(read().map(({ title, start, end }) => `${title} ${clock(start)}-${clock(end)}`)).toEqual([
      'Set-up 08:00-10:00',
      'Door 10:00-14:00',
    ])
    const moved = { ...FAIR, start: '2027-06-19T12:00', end: '2027-06-19T18:00' }
    expect(claims.readShifts(me.plan, me.answers, moved, ZONE)[0]?.start.toString()).toBe('2027-06-19T08:00:00Z')
  })

  it('are never read as ending before they begin, whatever two members set apart', () => {
    const door = add('Door', 0, 60)
    gather(me, you)
    must(shifts.changeShift(me.plan, door, { from: 50 }, me.ctx()))
    must(shifts.changeShift(you.plan, door, { to: 30 }, you.ctx()))
    gather(me, you)
    expect(read()[0]).toMatchObject({ from: 50, to: 110 })
    expect(shifts.changeShift(me.plan, door, { from: 200, to: 100 }, me.ctx())).toMatchObject({
      error: { code: 'when.order' },
    })
  })

  it('fill up as people sign up, once each', () => {
    const door = add('Door', 0, 60, { needed: 2 })
    gather(me, you)
    must(claim(me, door))
    must(claim(me, door))
    expect(read()[0]).toMatchObject({ open: 1, claims: [{ person: { member: me.id } }] })
    must(claims.dropShift(me, door, own(me), me.ctx()))
    expect(read()[0]).toMatchObject({ open: 2, claims: [] })
    expect(claims.dropShift(me, door, own(me), me.ctx())).toMatchObject({ error: { code: 'claim.unknown' } })
    must(claim(me, door))
    expect(read()[0]?.claims).toHaveLength(1)
  })

  it('are signed up for by oneself, or by an organizer for anybody', () => {
    const door = add('Door', 0, 60)
    const other = { person: aMember(you.id), asOrganizer: false }
    expect(claims.claimShift(me, door, other, me.ctx())).toMatchObject({ error: { code: 'answer.others' } })
    must(claims.claimShift(me, door, { ...other, asOrganizer: true }, me.ctx()))
    must(claims.claimShift(me, door, { person: named('Frau Ö. / Nachbarin'), asOrganizer: true }, me.ctx()))
    expect(read()[0]?.claims.map(({ person, by }) => [person.member ?? person.name, by])).toEqual([
      [you.id, me.id],
      ['Frau Ö. / Nachbarin', me.id],
    ])
  })

  it('keep all who signed up apart, and say who is too many', () => {
    const door = add('Door', 0, 60)
    gather(me, you)
    must(claim(me, door))
    must(claim(you, door))
    gather(me, you)
    expect(read(me)).toEqual(read(you))
    expect(read()[0]?.claims).toHaveLength(2)
    expect(read()[0]?.extra).toHaveLength(1)
  })

  it('let somebody ask for cover, and another take over', () => {
    const door = add('Door', 0, 60)
    gather(me, you)
    must(claim(me, door))
    gather(me, you)
    const take = () => claims.takeOver(you, door, aMember(me.id), own(you), you.ctx())
    expect(take()).toMatchObject({ error: { code: 'answer.others' } })
    must(claims.askForCover(me, door, own(me), true, me.ctx()))
    gather(me, you)
    expect(read(you)[0]).toMatchObject({ open: 0, covers: 1 })
    must(take())
    gather(me, you)
    expect(read(me)[0]).toMatchObject({ open: 0, covers: 0, claims: [{ person: { member: you.id } }] })
  })

  it('keep who signed up while they are in the bin', () => {
    const door = add('Door', 0, 60)
    must(claim(me, door))
    must(shifts.binShift(me.plan, door, me.ctx()))
    expect(read()).toEqual([])
    expect(claim(me, door)).toMatchObject({ error: { code: 'item.binned' } })
    must(shifts.restoreShift(me.plan, door, me.ctx()))
    expect(read()[0]?.claims).toHaveLength(1)
  })
})

describe('warnings about shifts', () => {
  const all = (...spans: readonly (readonly [from: number, to: number, day?: number])[]) => {
    for (const [from, to, day = 0] of spans) must(claim(me, add('X', from, to, { day })))
    return kinds()
  }
  it('name two at once', () => expect(all([0, 60], [45, 90])).toEqual([['clash', 15]]))
  it('name one inside another', () => expect(all([0, 120], [30, 60])).toEqual([['clash', 30]]))
  it('name two without a break, and not those with one', () =>
    expect(all([0, 60], [60, 90], [105, 120])).toEqual([['tight', 0]]))
  it('name more than six hours on end', () =>
    expect(all([0, 240], [250, 365])).toEqual([
      ['tight', 10],
      ['row', 365],
    ]))
  it('name more than ten hours a day', () => expect(all([-240, 60], [90, 400])).toEqual([['day', 610]]))
  it('are silent about eleven hours of rest between days', () => expect(all([300, 600], [-180, 60, 1])).toEqual([]))
  it('name a shorter night', () => expect(all([360, 660], [-180, 60, 1])).toEqual([['rest', 600]]))
  it('are about one person: two people do not clash', () => {
    const [a, b] = [add('A', 0, 60), add('B', 0, 60)]
    must(claim(me, a))
    must(claims.claimShift(me, b, { person: aMember(you.id), asOrganizer: true }, me.ctx()))
    expect(kinds()).toEqual([])
  })
})
