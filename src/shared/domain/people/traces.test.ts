import { expect, it } from 'vitest'
import { addList } from '../board.ts'
import { addCard, archiveCard, assignName, binCard } from '../card.ts'
import { addComment } from '../comment.ts'
import { claimShift, readClaims } from '../event/claims.ts'
import { readGuests } from '../event/guestList.ts'
import { addGuest } from '../event/guests.ts'
import { named } from '../event/person.ts'
import { addRunItem, ownRunItem, readRunItems } from '../event/run.ts'
import { addShift } from '../event/shifts.ts'
import { addSupply, bringSupply, readSupplies } from '../event/supplies.ts'
import { everything, team } from '../event/testkit.ts'
import { roots } from '../schema.ts'
import { member, must } from '../testkit.ts'
import { addPerson } from './changePerson.ts'
import { keeper } from './peopleTestkit.ts'
import { contact, person } from './queryTestkit.ts'
import { mentions, soughtOf } from './sought.ts'
import { findTraces, takeOutTraces } from './traces.ts'

const nora = soughtOf(
  new Map(),
  [],
  person(1, {
    name: 'Nora Quist',
    emails: [contact('nora@example.org')],
    phones: [contact('030 123456', '+4930123456')],
  }),
)

it('somebody is found by name, address or number as whole words, whatever the case and the marks', () => {
  for (const text of [
    'Ask NORA QUIST',
    'Nora  Quist’s van',
    'write to Nora@Example.org.',
    'ring +49 30 123456',
    '(030) 12-34-56',
  ])
    expect(mentions(text, nora), text).toBe(true)
  for (const text of ['Nora', 'Eleonora Quist', 'Nora Quistberg', 'xnora@example.org', '2030 1234', ''])
    expect(mentions(text, nora), text).toBe(false)
})

it('names of records that were merged into one count too, those that are too short to mean anybody do not', () => {
  const one = keeper(1)
  const id = must(addPerson(one.docs, { name: 'Nori Quist', emails: { put: [{ value: 'N@x.org' }] } }, one.ctx()))
  const found = soughtOf(one.docs, [id], person(2, { name: 'No', given: 'Nora', family: 'Quist' }))
  expect([...found.names].sort()).toEqual(['nora quist', 'nori quist'])
  expect([...found.emails]).toEqual(['n@x.org'])
})

it('on a board names are taken off cards, also those put away, and sentences are listed and left', () => {
  const me = member(1)
  const list = must(addList(me.doc, { title: 'To do' }, me.ctx()))
  const card = (title: string) => must(addCard(me.doc, { title, to: { list, at: 'end' } }, me.ctx()))
  const [van, old, away, call] = [card('Van'), card('Old'), card('Away'), card('Call Nora Quist')]
  for (const one of [van, old, away]) must(assignName(me.doc, one, 'nora  QUIST', true, me.ctx()))
  must(assignName(me.doc, van, 'Nora Quistberg', true, me.ctx()))
  must(addComment(me.doc, van, 'Her number is 030 123456', me.ctx()))
  must(archiveCard(me.doc, old, me.ctx()))
  must(binCard(me.doc, away, me.ctx()))
  expect(findTraces(me.doc, nora)).toHaveLength(5)
  expect(findTraces(me.doc, nora).filter(({ isName }) => !isName)).toEqual(
    expect.arrayContaining([
      { place: 'card', id: van, title: 'Van', isName: false },
      { place: 'card', id: call, title: 'Call Nora Quist', isName: false },
    ]),
  )
  expect(takeOutTraces(me.doc, nora, me.ctx())).toBe(3)
  expect(findTraces(me.doc, nora).filter(({ isName }) => isName)).toEqual([])
  expect(findTraces(me.doc, nora)).toHaveLength(2)
  expect(everything(me.doc)).toMatchObject({ cards: { [van]: { 'name/nora-quistberg': 'Nora Quistberg' } } })
  expect(takeOutTraces(me.doc, nora, me.ctx())).toBe(0)
})

it('the name of a comment that an import brought goes, its words stay', () => {
  const me = member(1)
  const list = must(addList(me.doc, { title: 'To do' }, me.ctx()))
  const card = must(addCard(me.doc, { title: 'Van', to: { list, at: 'end' } }, me.ctx()))
  const map = roots.cards(me.doc).get(card) as ReturnType<typeof roots.cards>
  map.set('comment/c0mment000000000', { name: 'Nora Quist', at: 1, text: 'I can drive' })
  expect(takeOutTraces(me.doc, nora, me.ctx())).toBe(1)
  expect(map.get('comment/c0mment000000000')).toEqual({ name: '', at: 1, text: 'I can drive' })
})

it('in a plan and its answers “Someone” stays where it counts, and nothing of them is left', () => {
  const [me] = team(1)
  if (!me) throw new Error('nobody')
  const { plan, answers } = me
  const organizer = { asOrganizer: true, person: named('Nora Quist') }
  const item = must(addRunItem(plan, { title: 'Welcome', minutes: 10 }, me.ctx()))
  must(ownRunItem(plan, item, organizer.person, true, me.ctx()))
  const shift = must(addShift(plan, { title: 'Door', day: 0, from: 0, to: 60, needed: 2 } as never, me.ctx()))
  must(claimShift({ plan, answers }, shift, organizer, me.ctx()))
  must(claimShift({ plan, answers }, shift, { asOrganizer: true, person: named('Someone') }, me.ctx()))
  const cups = must(addSupply(plan, { title: 'Cups', needed: 20 }, me.ctx()))
  must(bringSupply(plan, cups, organizer.person, 12, me.ctx()))
  const room = { capacity: null, waiting: 'auto' } as never
  must(addGuest(answers, { name: 'Nora Quist', answer: 'yes', plus: 2 }, { asOrganizer: true, room }, me.ctx()))

  expect(findTraces(plan, nora).map(({ place }) => place)).toEqual(['run', 'supply'])
  expect(findTraces(answers, nora).map(({ place }) => place)).toEqual(['guest', 'shift'])
  expect(takeOutTraces(plan, nora, me.ctx()) + takeOutTraces(answers, nora, me.ctx())).toBe(4)
  expect(JSON.stringify([everything(plan), everything(answers)])).not.toMatch(/nora/i)
  expect(readRunItems(plan)[0]?.names).toEqual([])
  expect(readSupplies(plan)[0]?.brings).toMatchObject([{ amount: 12, person: { name: 'Someone' } }])
  expect(readGuests(answers)).toMatchObject([{ name: 'Someone', answer: 'yes', plus: 2 }])
  expect([...(readClaims(answers).get(shift) ?? [])].map((claim) => claim.person.name).sort()).toEqual([
    'Someone',
    'Someone 2',
  ])
})

it('hostile documents are read without harm, and those of a newer version are not written', () => {
  const me = member(1)
  const cards = roots.cards(me.doc)
  cards.set('a', 'Nora Quist')
  cards.set('__proto__', { name: 'Nora Quist' })
  roots.guests(me.doc).set('name', 'Nora Quist')
  roots.claims(me.doc).set('x/name:nora-quist', null)
  roots.guests(me.doc).set('gggggggggggggggg/name', 'Nora Quist')
  expect(findTraces(me.doc, nora)).toMatchObject([{ place: 'guest', isName: true }])
  roots.meta(me.doc).set('schema', 99)
  expect(takeOutTraces(me.doc, nora, me.ctx())).toBe(0)
})
