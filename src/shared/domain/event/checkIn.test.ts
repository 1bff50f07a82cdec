import { beforeEach, describe, expect, it } from 'vitest'
import { addCard, archiveCard, setDone } from '../card.ts'
import type { GuestId } from '../ids.ts'
import { must } from '../testkit.ts'
import { readAttendance } from './attendance.ts'
import { addWalkIn, checkIn, unvoidCheckIn, voidCheckIn } from './checkIn.ts'
import { addDebriefNote, moveDebriefNote, readDebrief, rewordDebriefNote, turnout, unfinishedTasks } from './debrief.ts'
import { findGuests, foldedWords } from './findGuests.ts'
import { guestOf, readGuests } from './guestList.ts'
import { addGuest, answerEvent } from './guests.ts'
import { PLAN_LISTS } from './plan.ts'
import { gather, type Planner, team } from './testkit.ts'

let gate: Planner
let side: Planner
beforeEach(() => {
  const [a, b] = team(2)
  if (a === undefined || b === undefined) throw new Error('two doors')
  ;[gate, side] = [a, b]
})

const options = { asOrganizer: true, room: { capacity: null, waiting: 'auto' } } as const
const guest = (name: string, answer: 'yes' | 'no' = 'yes', plus = 0): GuestId =>
  must(addGuest(gate.answers, { name, answer, plus }, options, gate.ctx()))
const come = (at: Planner, who: GuestId, heads = 1, again = false) =>
  must(checkIn(at.answers, who, { kind: 'in', door: at === gate ? 'Gate' : 'Side', heads, again }, at.ctx()))
const leave = (at: Planner, who: GuestId, heads?: number) =>
  must(checkIn(at.answers, who, { kind: 'out', door: 'Gate', ...(heads === undefined ? {} : { heads }) }, at.ctx()))
const attendance = (at: Planner = gate, capacity: number | null = null) => readAttendance(at.answers, capacity)

describe('check-in', () => {
  it('knows who is in, who left and who came back', () => {
    const [a, b] = [guest('A'), guest('B', 'yes', 2)]
    come(gate, a)
    come(gate, b, 3)
    expect(attendance()).toMatchObject({ present: 4, came: 4, doubles: [] })
    leave(gate, b)
    expect(attendance().guests.get(b)).toMatchObject({ isIn: false, came: 3, lastOut: { door: 'Gate' } })
    come(gate, b, 3)
    expect(attendance()).toMatchObject({ present: 4, came: 4, doubles: [] })
    leave(gate, b, 1)
    expect(attendance()).toMatchObject({ present: 3, came: 4 })
  })

  it('counts those who come later as more, not as a double', () => {
    const a = guest('A', 'yes', 2)
    come(gate, a)
    must(checkIn(gate.answers, a, { kind: 'more', door: 'Gate', heads: 2 }, gate.ctx()))
    expect(attendance()).toMatchObject({ present: 3, came: 3, doubles: [] })
  })

  it('refuses somebody who is in already, unless it is meant', () => {
    const a = guest('A')
    come(gate, a)
    expect(checkIn(gate.answers, a, { kind: 'in', door: 'Gate' }, gate.ctx())).toMatchObject({
      error: { code: 'checkin.already' },
    })
    come(gate, a, 1, true)
    expect(attendance().doubles).toHaveLength(1)
    expect(checkIn(gate.answers, 'ffffffffffffffff' as GuestId, { kind: 'in', door: '' }, gate.ctx())).toMatchObject({
      error: { code: 'guest.unknown' },
    })
  })

  it('lists a guest let in at two doors, with door and time of both, and counts them once', () => {
    const a = guest('A')
    gather(gate, side)
    come(gate, a)
    come(side, a)
    gather(gate, side)
    for (const at of [gate, side]) {
      const { present, came, doubles } = attendance(at)
      expect([present, came]).toEqual([1, 1])
      expect(doubles).toMatchObject([
        { guest: a, first: { door: 'Gate' }, second: { door: 'Side', at: expect.any(Number) } },
      ])
    }
  })

  it('lets in walk-ins at both doors', () => {
    const one = must(addWalkIn(gate.answers, { name: 'Kofi' }, { door: 'Gate', heads: 2 }, gate.ctx()))
    must(addWalkIn(side.answers, { guest: guestOf(side.id) }, { door: 'Side' }, side.ctx()))
    gather(gate, side)
    expect(attendance()).toMatchObject({ present: 3, came: 3 })
    expect(readGuests(gate.answers).map(({ walkIn, member, answer }) => [walkIn, member, answer])).toContainEqual([
      true,
      side.id,
      null,
    ])
    expect(attendance().guests.get(one.guest)).toMatchObject({ heads: 2 })
  })

  it('says from which record on too many were in, and until when', () => {
    const [a, b, c] = [guest('A'), guest('B'), guest('C')]
    come(gate, a)
    const second = come(gate, b)
    const third = come(gate, c)
    expect(attendance(gate, 1).over).toMatchObject([{ from: { id: second }, until: null, peak: 3 }])
    expect(attendance(gate, 2).over).toMatchObject([{ from: { id: third }, until: null, peak: 3 }])
    const out = leave(gate, c)
    expect(attendance(gate, 2).over).toMatchObject([{ until: { id: out } }])
    expect(attendance(gate, 3).over).toEqual([])
  })

  it('can be taken back, and that too', () => {
    const a = guest('A')
    const record = come(gate, a)
    must(voidCheckIn(gate.answers, record, gate.ctx()))
    expect(attendance()).toMatchObject({ present: 0, came: 0, records: [{ voided: true }] })
    must(unvoidCheckIn(gate.answers, record, gate.ctx()))
    expect(attendance()).toMatchObject({ present: 1 })
  })
})

describe('finding guests', () => {
  const list = [
    'Łukasz Nowak',
    'Zoë Müller-Ørsted',
    'Anna Andersen',
    'Andreas Anders',
    'María José Muñoz',
    '李 小龍',
    'Ana',
  ].map((name, i) => ({ id: String(i), name }))
  const found = (query: string) => findGuests(list, query).map(({ name }) => name)

  it('folds marks and case, in any order of words', () => {
    expect(found('luk')).toEqual(['Łukasz Nowak'])
    expect(found('orst zoe')).toEqual(['Zoë Müller-Ørsted'])
    expect(found('munoz jo')).toEqual(['María José Muñoz'])
    expect(found('小')).toEqual(['李 小龍'])
    expect(found('xyz')).toEqual([])
    expect(foldedWords('Straße')).toEqual(['strasse'])
  })

  it('has the best first, and each word of the name serves one word typed', () => {
    expect(found('an')).toEqual(['Ana', 'Andreas Anders', 'Anna Andersen'])
    expect(found('an anna')).toEqual(['Anna Andersen'])
    expect(found('ana ana')).toEqual([])
    expect(found('')).toHaveLength(list.length)
  })
})

describe('looking back', () => {
  it('works out who came, who did not, and who was not expected', () => {
    const [a, b, c] = [guest('A', 'yes', 1), guest('B'), guest('C', 'no')]
    must(answerEvent(gate.answers, guestOf(side.id), { answer: 'yes' }, options, gate.ctx()))
    must(answerEvent(gate.answers, guestOf(gate.id), { answer: 'yes' }, options, gate.ctx()))
    const { guest: walk } = must(addWalkIn(gate.answers, { name: 'W' }, { door: '' }, gate.ctx()))
    for (const who of [a, c, guestOf(gate.id)]) come(gate, who)
    const facts = turnout(readGuests(gate.answers), attendance())
    expect(facts).toMatchObject({
      noShows: expect.arrayContaining([b, side.id]),
      walkIns: [walk],
      surprises: [c],
      heads: 4,
      expected: 5,
    })
    expect(facts.members).toEqual(
      new Map([
        [gate.id, 'came'],
        [side.id, 'missed'],
      ]),
    )
  })

  it('collects what to keep, what to change and whom to thank', () => {
    const note = must(addDebriefNote(gate.plan, { kind: 'keep', text: 'The soup' }, gate.ctx()))
    gather(gate, side)
    must(
      addDebriefNote(
        side.plan,
        { kind: 'thanks', text: 'For the van', who: { member: null, name: 'Kofi' } },
        side.ctx(),
      ),
    )
    must(rewordDebriefNote(gate.plan, note, 'The soup, but more of it', gate.ctx()))
    must(moveDebriefNote(side.plan, note, { at: 'end', kind: 'change' }, side.ctx()))
    gather(gate, side)
    expect(readDebrief(gate.plan)).toEqual(readDebrief(side.plan))
    expect(readDebrief(gate.plan)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'change', text: 'The soup, but more of it', by: gate.id }),
        expect.objectContaining({ kind: 'thanks', who: { member: null, name: 'Kofi' } }),
      ]),
    )
  })

  it('finds tasks that are neither done nor away', () => {
    const add = (title: string) =>
      must(addCard(gate.plan, { title, to: { list: PLAN_LISTS.todo.id, at: 'end' } }, gate.ctx()))
    const [open, done, away] = [add('Open'), add('Done'), add('Away')]
    must(setDone(gate.plan, done, true, gate.ctx()))
    must(archiveCard(gate.plan, away, gate.ctx()))
    expect(unfinishedTasks(gate.plan)).toEqual([open])
  })
})
