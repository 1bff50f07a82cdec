import { flushSync } from 'svelte'
import { afterEach, expect, it } from 'vitest'
import { memberId } from '#renderer/stores/memoryHost.ts'
import type { TakingPart } from '#renderer/stores/takingPart.svelte.ts'
import { binEvent } from '#shared/domain/calendar.ts'
import { checkIn } from '#shared/domain/event/checkIn.ts'
import { claimShift } from '#shared/domain/event/claims.ts'
import { readPlanFacts } from '#shared/domain/event/facts.ts'
import { guestOf } from '#shared/domain/event/guestList.ts'
import { addGuest, answerEvent } from '#shared/domain/event/guests.ts'
import { aMember } from '#shared/domain/event/person.ts'
import { initPlan } from '#shared/domain/event/plan.ts'
import { addShift } from '#shared/domain/event/shifts.ts'
import type { EventId, MemberId, PersonId } from '#shared/domain/ids.ts'
import { mergePeople } from '#shared/domain/people/personFate.ts'
import { must } from '#shared/domain/testkit.ts'
import { peopleBed } from './testing/peopleBed.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function begin() {
  const bed = await peopleBed()
  const taking = bed.taking()
  const room = readPlanFacts(bed.host.doc('no plan'))
  ends.push(() => taking.close(), bed.close)
  const ctx = (by: MemberId = memberId(1)) => ({ by, now: Date.now(), randomBytes: bed.host.randomBytes, origin: null })
  return {
    ...bed,
    taking,
    ctx,
    saysYes: (event: EventId, number: number) =>
      must(
        answerEvent(
          bed.answersOf(event),
          guestOf(memberId(number)),
          { answer: 'yes', plus: 0 },
          { asOrganizer: true, room },
          ctx(),
        ),
      ),
    invite: (event: EventId, name: string) =>
      must(addGuest(bed.answersOf(event), { name, answer: 'yes', plus: 0 }, { asOrganizer: true, room }, ctx())),
    shift: (event: EventId, number: number) => {
      const plan = bed.host.doc(`plan ${event}`)
      must(initPlan(plan, ctx()))
      const id = must(addShift(plan, { title: 'Door', from: 0, to: 60, needed: 1 }, ctx()))
      must(
        claimShift(
          { plan, answers: bed.answersOf(event) },
          id,
          { person: aMember(memberId(number)), asOrganizer: true },
          ctx(),
        ),
      )
    },
  }
}

const lines = (taking: TakingPart, id: PersonId) =>
  (taking.participation.get(id) ?? []).map(({ title, kinds }) => `${title}: ${kinds.join(', ')}`)

it('what organizers wrote down, answers and shifts are gathered by person, newest first', async () => {
  const bed = await begin()
  const swap = bed.event('Swap', -40)
  const fair = bed.event('Fair', -3)
  const camp = bed.event('Camp', 20)
  bed.attended(swap, new Map([[memberId(2), 'came' as const]]))
  bed.saysYes(fair, 2)
  bed.shift(fair, 2)
  bed.saysYes(camp, 2)
  await bed.taking.refresh()
  expect(lines(bed.taking, bed.member(2))).toEqual(['Camp: signed-up', 'Fair: shift, signed-up', 'Swap: came'])
  expect(bed.taking.lastTookPart(bed.member(2))).toBe(bed.day(-3))
  expect(bed.taking.lastTookPart(bed.member(3))).toBeNull()
  expect(bed.taking.eventDays).toEqual([bed.day(-40), bed.day(-3), bed.day(20)])
  expect(bed.taking.ready).toBe(true)
})

it('what was lately is read anew when people are looked at again, and what organizers write is there at once', async () => {
  const bed = await begin()
  const fair = bed.event('Fair', -3)
  await bed.taking.refresh()
  bed.saysYes(fair, 2)
  await bed.taking.refresh()
  expect(lines(bed.taking, bed.member(2))).toEqual(['Fair: signed-up'])
  bed.attended(fair, new Map([[memberId(2), 'missed' as const]]))
  expect(lines(bed.taking, bed.member(2))).toEqual(['Fair: signed-up, missed'])
  expect(bed.taking.lastTookPart(bed.member(2))).toBeNull()
  const late = bed.event('Late', -1)
  bed.attended(late, new Map([[memberId(2), 'came' as const]]))
  flushSync()
  await bed.taking.refresh()
  expect(bed.taking.eventDays).toEqual([bed.day(-3), bed.day(-1)])
})

it('a guest without the app is whoever alone has that name; of two nobody is taken for the other', async () => {
  const bed = await begin()
  const tomasz = bed.add('Tomasz Bąk')
  const [one, other] = [bed.add('Kim Lee'), bed.add('Kim Lee')]
  const fair = bed.event('Fair', -3)
  const guest = bed.invite(fair, 'tomasz bak')
  bed.invite(fair, 'Kim Lee')
  must(checkIn(bed.answersOf(fair), guest, { kind: 'in', door: 'Main' }, bed.ctx()))
  await bed.taking.refresh()
  expect(lines(bed.taking, tomasz)).toEqual(['Fair: came, signed-up'])
  expect([...lines(bed.taking, one), ...lines(bed.taking, other)]).toEqual([])
})

it('what was a person’s before they were merged is with whom they became', async () => {
  const bed = await begin()
  const keep = bed.add('Jonas from the kitchen')
  const fair = bed.event('Fair', -3)
  const tomasz = bed.add('Tomasz')
  bed.saysYes(fair, 9)
  const nine = bed.member(9)
  must(bed.store.run((docs, ctx) => mergePeople(docs, bed.person(keep), { ...bed.person(tomasz), id: nine }, {}, ctx)))
  await bed.taking.refresh()
  expect(lines(bed.taking, keep)).toEqual(['Fair: signed-up'])
  expect(bed.taking.participation.has(nine)).toBe(false)
})

it('nothing is read of what is in the bin, a draft, cancelled, or longer ago than anybody asks', async () => {
  const bed = await begin()
  const gone = bed.event('Gone', -3)
  const old = bed.event('Old', -600)
  const [draft, off] = [bed.event('Draft', -3, 'draft'), bed.event('Off', -3, 'cancelled')]
  for (const event of [gone, old, draft, off]) bed.saysYes(event, 2)
  must(bed.calendar.run(binEvent, gone))
  await bed.taking.refresh()
  expect(lines(bed.taking, bed.member(2))).toEqual([])
  expect(bed.taking.eventDays).toEqual([])
})

it('it is worked out anew when a name becomes ambiguous, and not when somebody else is changed', async () => {
  const bed = await begin()
  const tomasz = bed.add('Tomasz Bąk')
  bed.invite(bed.event('Fair', -3), 'Tomasz Bąk')
  await bed.taking.refresh()
  const first = bed.taking.participation
  bed.add('Kim Lee')
  expect(bed.taking.participation).toBe(first)
  expect(lines(bed.taking, tomasz)).toEqual(['Fair: signed-up'])
  bed.add('TOMASZ BAK')
  expect(lines(bed.taking, tomasz)).toEqual([])
})

it('what organizers wrote down counts more than a record at the door', async () => {
  const bed = await begin()
  const fair = bed.event('Fair', -3)
  for (const number of [2, 3]) {
    bed.saysYes(fair, number)
    must(checkIn(bed.answersOf(fair), guestOf(memberId(number)), { kind: 'in', door: 'Main' }, bed.ctx()))
  }
  bed.attended(fair, new Map([[memberId(2), 'missed' as const]]))
  await bed.taking.refresh()
  expect(lines(bed.taking, bed.member(2))).toEqual(['Fair: signed-up, missed'])
  expect(lines(bed.taking, bed.member(3))).toEqual(['Fair: came, signed-up'])
})
