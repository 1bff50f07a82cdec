import { beforeEach, describe, expect, it } from 'vitest'
import { type GuestId, idFromBytes, type MemberId, type QuestionId } from '../ids.ts'
import { must, NOW } from '../testkit.ts'
import { makeUndo } from '../undo.ts'
import { guestOf, readGuest, readGuests } from './guestList.ts'
import * as guests from './guests.ts'
import { publishNeeds, readNeeds } from './needs.ts'
import { answersScope } from './plan.ts'
import { addQuestion, changeQuestion, readQuestions } from './questions.ts'
import { guestTotals, isProvisional, type Room, seating } from './seating.ts'
import { everything, gather, type Planner, team } from './testkit.ts'

let me: Planner
let you: Planner
let them: Planner
beforeEach(() => {
  const [a, b, c] = team(3)
  if (a === undefined || b === undefined || c === undefined) throw new Error('a team of three')
  ;[me, you, them] = [a, b, c]
})

const open: Room = { capacity: null, waiting: 'auto' }
const room = (capacity: number, waiting: Room['waiting'] = 'auto'): Room => ({ capacity, waiting })
const say = (who: Planner, answer: guests.Reply['answer'], within: Room, plus?: number) =>
  guests.answerEvent(
    who.answers,
    guestOf(who.id),
    { answer, ...(plus === undefined ? {} : { plus }) },
    { asOrganizer: false, room: within },
    who.ctx(),
  )
const enter = (name: string, within: Room, plus = 0): GuestId =>
  must(guests.addGuest(me.answers, { name, answer: 'yes', plus }, { asOrganizer: true, room: within }, me.ctx()))
const inside = (within: Room, who: Planner = me) =>
  seating(readGuests(who.answers), within).in.map(({ guest }) => guest)
const outside = (within: Room, who: Planner = me) =>
  seating(readGuests(who.answers), within).waiting.map(({ guest }) => guest)

describe('answers of guests', () => {
  it('are given by members for themselves, with those who come along and replies to questions', () => {
    const question = must(addQuestion(me.plan, { text: 'Cake?', kind: 'yes-no' }, me.ctx()))
    const reply = { answer: 'yes', plus: 2, replies: new Map([[question, 'yes']]) } as const
    must(guests.answerEvent(me.answers, guestOf(me.id), reply, { asOrganizer: false, room: open }, me.ctx()))
    expect(readGuest(me.answers, guestOf(me.id))).toMatchObject({
      member: me.id,
      name: '',
      answer: 'yes',
      plus: 2,
      replies: new Map([[question, 'yes']]),
      by: me.id,
      clash: [],
    })
    must(say(me, 'no', open))
    expect(readGuests(me.answers)).toMatchObject([{ answer: 'no', plus: 2, seat: null }])
  })

  it('of others are changed by organizers only', () => {
    const refused = { error: { code: 'answer.others' } }
    const as = (asOrganizer: boolean) => ({ asOrganizer, room: open })
    expect(guests.answerEvent(me.answers, guestOf(you.id), { answer: 'yes' }, as(false), me.ctx())).toMatchObject(
      refused,
    )
    expect(guests.addGuest(me.answers, { name: 'Kofi', answer: 'yes' }, as(false), me.ctx())).toMatchObject(refused)
    const kofi = enter('Kofi', open)
    expect(guests.setNeed(me.answers, kofi, { text: 'sealed', epoch: 1 }, false, me.ctx())).toMatchObject(refused)
    expect(guests.giveSeat(me.answers, kofi, false, me.ctx())).toMatchObject(refused)
    expect(guests.removeGuest(me.answers, kofi, false, me.ctx())).toMatchObject(refused)
    must(guests.answerEvent(me.answers, guestOf(you.id), { answer: 'maybe' }, as(true), me.ctx()))
    expect(readGuest(me.answers, guestOf(you.id))).toMatchObject({ member: you.id, answer: 'maybe', by: me.id })
  })

  it('of a guest and of an organizer who wrote apart are both shown, and settled by the next answer', () => {
    must(say(you, 'yes', open))
    gather(me, you)
    must(guests.answerEvent(me.answers, guestOf(you.id), { answer: 'no' }, { asOrganizer: true, room: open }, me.ctx()))
    must(say(you, 'maybe', open))
    gather(me, you)
    for (const one of [me, you])
      expect(
        readGuest(one.answers, guestOf(you.id))
          ?.clash.map(({ value }) => value)
          .sort(),
      ).toEqual(['maybe', 'no'])
    must(say(you, 'maybe', open))
    gather(me, you)
    expect(readGuest(me.answers, guestOf(you.id))?.clash).toEqual([])
  })

  it('given first by both at once, under one id, are one guest and lose nothing', () => {
    const question = 'aaaaaaaaaaaaaaaa' as QuestionId
    const as = { asOrganizer: true, room: open }
    must(guests.answerEvent(me.answers, guestOf(you.id), { answer: 'yes', plus: 3 }, as, me.ctx()))
    const mine = { answer: 'yes', replies: new Map([[question, 'No nuts']]) } as const
    must(guests.answerEvent(you.answers, guestOf(you.id), mine, as, you.ctx()))
    gather(me, you)
    expect(readGuests(me.answers)).toMatchObject([
      { answer: 'yes', plus: 3, replies: new Map([[question, 'No nuts']]) },
    ])
  })

  it('can be taken off the list and put back', () => {
    const kofi = enter('Kofi', open)
    must(guests.removeGuest(me.answers, kofi, true, me.ctx()))
    expect(readGuests(me.answers)).toEqual([])
    must(guests.restoreGuest(me.answers, kofi, true, me.ctx()))
    must(guests.renameGuest(me.answers, kofi, 'Kofi A.', true, me.ctx()))
    expect(readGuests(me.answers)).toMatchObject([{ name: 'Kofi A.' }])
  })

  it('refuse what cannot be', () => {
    expect(say(me, 'yes', open, 21)).toMatchObject({ error: { code: 'number.invalid' } })
    expect(say(me, 'often' as 'yes', open)).toMatchObject({ error: { code: 'choice.invalid' } })
    must(say(me, 'yes', open))
    const need = { text: 'x'.repeat(2_001), epoch: 1 }
    expect(guests.setNeed(me.answers, guestOf(me.id), need, false, me.ctx())).toMatchObject({
      error: { code: 'text.too-long' },
    })
  })

  it('are taken back with one undo', () => {
    must(say(me, 'no', open))
    const undo = makeUndo(me.answers, answersScope(me.answers), { origin: me.ctx().origin, now: () => NOW })
    const before = everything(me.answers)
    must(say(me, 'yes', open, 2))
    undo.undo()
    expect(everything(me.answers)).toEqual(before)
  })
})

describe('places', () => {
  it('go to whoever asks first, and nobody overtakes those who wait', () => {
    const full = room(3)
    const [a, b] = [enter('A', full), enter('B', full, 2)]
    const c = enter('C', full)
    expect(inside(full)).toEqual([a])
    expect(outside(full)).toEqual([b, c])
    expect(seating(readGuests(me.answers), full)).toMatchObject({ free: 2, over: 0, waitingHeads: 4 })
  })

  it('that become free are given in order, as often as one asks, with the same outcome', () => {
    const full = room(2)
    must(say(me, 'yes', full, 1))
    const [a, b] = [enter('A', full), enter('B', full)]
    expect(must(guests.promote(me.answers, full, me.ctx()))).toEqual([])
    must(say(me, 'no', full))
    gather(me, you)
    expect(must(guests.promote(me.answers, full, me.ctx()))).toEqual([a, b])
    expect(must(guests.promote(you.answers, full, you.ctx()))).toEqual([a, b])
    gather(me, you)
    expect(inside(full, me).sort()).toEqual([a, b].sort())
    expect(everything(me.answers)).toEqual(everything(you.answers))
    expect(must(guests.promote(me.answers, full, me.ctx()))).toEqual([])
  })

  it('that do not suffice for the first who waits are not given to a smaller party', () => {
    const full = room(3)
    must(say(me, 'yes', full, 2))
    const pair = enter('Pair', full, 1)
    const single = enter('Single', full)
    must(say(me, 'yes', full, 1))
    expect(must(guests.promote(me.answers, full, me.ctx()))).toEqual([])
    must(say(me, 'yes', full, 0))
    expect(must(guests.promote(me.answers, full, me.ctx()))).toEqual([pair])
    expect(outside(full)).toEqual([single])
  })

  it('given twice apart are both kept, and shown as too many with who and when', () => {
    const full = room(1)
    must(say(me, 'yes', full))
    must(say(you, 'yes', full))
    expect(isProvisional(seating(readGuests(me.answers), full), full, guestOf(me.id), true)).toBe(true)
    expect(isProvisional(seating(readGuests(me.answers), full), full, guestOf(me.id), false)).toBe(false)
    gather(me, you)
    for (const { answers } of [me, you]) {
      const state = seating(readGuests(answers), full)
      expect(state).toMatchObject({ over: 1, waiting: [], in: [{}, {}] })
      expect(state.overBy).toMatchObject([{ by: you.id, at: expect.any(Number) }])
    }
    must(guests.takeSeat(me.answers, guestOf(you.id), true, me.ctx()))
    expect(seating(readGuests(me.answers), full)).toMatchObject({
      over: 0,
      in: [{ guest: me.id }],
      waiting: [{ guest: you.id }],
    })
  })

  it('are kept when the capacity is lowered', () => {
    enter('A', room(5), 3)
    expect(seating(readGuests(me.answers), room(2))).toMatchObject({ over: 2, seatedHeads: 4 })
  })

  it('for more heads are waited for, while the place one has is kept', () => {
    const full = room(3)
    must(say(me, 'yes', full))
    const [a] = [enter('A', full)]
    const b = enter('B', full, 1)
    must(say(me, 'yes', full, 2))
    expect(seating(readGuests(me.answers), full)).toMatchObject({
      in: [{ guest: me.id, heads: 1 }, { guest: a }],
      waiting: [
        { guest: b, heads: 2 },
        { guest: me.id, heads: 2 },
      ],
    })
    must(say(me, 'yes', full, 0))
    expect(outside(full)).toEqual([b])
  })

  it('are offered first where people are asked, accepted or declined', () => {
    const ask = room(1, 'ask')
    must(say(me, 'yes', ask))
    gather(me, you, them)
    must(say(you, 'yes', ask))
    gather(me, you, them)
    must(say(them, 'yes', ask))
    gather(me, you, them)
    must(say(me, 'no', ask))
    expect(must(guests.promote(me.answers, ask, me.ctx()))).toEqual([you.id])
    expect(must(guests.promote(me.answers, ask, me.ctx()))).toEqual([])
    gather(me, you, them)
    expect(guests.acceptOffer(them.answers, guestOf(them.id), false, them.ctx())).toMatchObject({
      error: { code: 'offer.unknown' },
    })
    expect(guests.acceptOffer(them.answers, guestOf(you.id), false, them.ctx())).toMatchObject({
      error: { code: 'answer.others' },
    })
    must(guests.declineOffer(you.answers, guestOf(you.id), false, you.ctx()))
    gather(me, you, them)
    expect(must(guests.promote(them.answers, ask, them.ctx()))).toEqual([them.id])
    must(guests.acceptOffer(them.answers, guestOf(them.id), false, them.ctx()))
    expect(inside(ask, them)).toEqual([them.id])
    expect(outside(ask, them)).toEqual([you.id])
  })

  it('are given by an organizer only, where that is the rule', () => {
    const hand = room(1, 'hand')
    must(say(me, 'yes', hand))
    const a = enter('A', hand)
    must(say(me, 'no', hand))
    expect(must(guests.promote(me.answers, hand, me.ctx()))).toEqual([])
    must(guests.giveSeat(me.answers, a, true, me.ctx()))
    expect(inside(hand)).toEqual([a])
  })

  it('of somebody who said no meanwhile do not come back by themselves', () => {
    const full = room(1)
    must(say(me, 'yes', full))
    gather(me, you)
    must(say(you, 'yes', full))
    gather(me, you)
    must(say(me, 'no', full))
    must(guests.promote(me.answers, full, me.ctx()))
    must(say(you, 'no', full))
    gather(me, you)
    expect(inside(full, you)).toEqual([])
    must(say(me, 'yes', full))
    gather(me, you)
    must(say(you, 'yes', full))
    expect(inside(full, you)).toEqual([me.id])
  })

  it('are counted with heads', () => {
    const full = room(3)
    enter('A', full, 1)
    enter('B', full, 1)
    must(say(me, 'maybe', full))
    const list = readGuests(me.answers)
    expect(guestTotals(list, seating(list, full))).toEqual({
      yes: 2,
      maybe: 1,
      no: 0,
      heads: 4,
      waiting: 1,
      waitingHeads: 2,
    })
  })
})

describe('needs', () => {
  it('are totals for everybody, and small numbers are not even written down', () => {
    must(
      publishNeeds(
        me.plan,
        new Map([
          ['Wheelchair', 1],
          ['Vegan', 4],
          ['Sign language', 0],
        ]),
        me.ctx(),
      ),
    )
    expect(readNeeds(me.plan)).toMatchObject([
      { name: 'Vegan', count: 4 },
      { name: 'Wheelchair', count: null },
    ])
    expect(JSON.stringify(everything(me.plan).needs)).not.toMatch(/"count":[12]\b/)
    const before = everything(me.plan)
    must(
      publishNeeds(
        me.plan,
        new Map([
          ['Wheelchair', 2],
          ['Vegan', 4],
        ]),
        me.ctx(),
      ),
    )
    expect(everything(me.plan)).toEqual(before)
    must(publishNeeds(me.plan, new Map(), me.ctx()))
    expect(readNeeds(me.plan)).toEqual([])
  })
})

describe('questions', () => {
  it('have kinds and choices, each once', () => {
    const id = must(
      addQuestion(me.plan, { text: 'T-shirt?', kind: 'choice', choices: ['S', 'M', ' M ', '', 'L\nXL'] }, me.ctx()),
    )
    expect(readQuestions(me.plan)).toMatchObject([{ text: 'T-shirt?', kind: 'choice', choices: ['S', 'M', 'L XL'] }])
    must(changeQuestion(me.plan, id, { kind: 'text' }, me.ctx()))
    expect(readQuestions(me.plan)[0]?.choices).toEqual([])
    expect(changeQuestion(me.plan, id, { kind: 'date' as 'text' }, me.ctx())).toMatchObject({
      error: { code: 'choice.invalid' },
    })
  })
})

it('a guest of a member who is not known is still one guest', () => {
  const stranger = idFromBytes<MemberId>(Uint8Array.of(9))
  must(
    guests.answerEvent(me.answers, guestOf(stranger), { answer: 'yes' }, { asOrganizer: true, room: open }, me.ctx()),
  )
  expect(readGuests(me.answers)).toMatchObject([{ member: stranger }])
})
