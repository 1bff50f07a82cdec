import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readClashes } from '../clashes.ts'
import type { Position } from '../context.ts'
import type { CheckInId, GuestId, RunItemId, ShiftId } from '../ids.ts'
import { must, NOW } from '../testkit.ts'
import { readAttendance } from './attendance.ts'
import { addWalkIn, checkIn, voidCheckIn } from './checkIn.ts'
import { askForCover, claimShift, dropShift, readShifts, takeOver } from './claims.ts'
import { guestOf, readGuest, readGuests } from './guestList.ts'
import { addGuest, answerEvent, promote, takeSeat } from './guests.ts'
import { aMember, named, type Person, personKey } from './person.ts'
import * as run from './run.ts'
import { finishItem, reflow, slip, startItem } from './runLive.ts'
import { type Room, seating } from './seating.ts'
import { addShift } from './shifts.ts'
import { everything, FAIR, gather, type Planner, team, ZONE } from './testkit.ts'

/** Two or three computers work apart and meet now and then: is nothing lost, and does everybody see the same? */

interface Act {
  readonly who: number
  readonly what: number
  readonly a: number
  readonly b: number
  /** 0: all meet after it. */
  readonly pause: number
}

const acts = fc.array(fc.record({ who: fc.nat(2), what: fc.nat(9), a: fc.nat(50), b: fc.nat(50), pause: fc.nat(5) }), {
  minLength: 4,
  maxLength: 40,
})
const someRuns = { numRuns: 120 }
const scene = { members: fc.constantFrom(2, 3), seed: fc.nat(), acts }
const pick = <T>(from: readonly T[], index: number): T | undefined => from[index % Math.max(1, from.length)]

/** Lets everybody act and meet; ends with all of them together. */
function play(all: readonly Planner[], list: readonly Act[], perform: (act: Act, who: Planner) => void): void {
  for (const act of list) {
    const who = pick(all, act.who)
    if (who !== undefined) perform(act, who)
    if (act.pause === 0) gather(...all)
  }
  gather(...all)
}

/** All have the same, and see the same. */
function expectOne<T>(all: readonly Planner[], see: (who: Planner) => T): T {
  const [first, ...others] = all
  if (first === undefined) throw new Error('nobody')
  const seen = see(first)
  for (const other of others) {
    expect(everything(other.plan)).toEqual(everything(first.plan))
    expect(everything(other.answers)).toEqual(everything(first.answers))
    expect(see(other)).toEqual(seen)
  }
  return seen
}

describe('members who work apart', () => {
  it('agree on who comes, who has a place and who waits; no answer and no place is lost', () => {
    const rooms = fc.record<Room>({
      capacity: fc.constantFrom(null, 1, 3, 6),
      waiting: fc.constantFrom('auto', 'ask', 'hand'),
    })
    fc.assert(
      fc.property(fc.record({ ...scene, room: rooms }), ({ members, seed, acts, room }) => {
        const all = team(members, seed)
        const last = new Map<GuestId, string>()
        const added = new Set<GuestId>()
        const promised = new Set<GuestId>()
        const gaveUp = new Set<GuestId>()
        play(all, acts, ({ what, a, b }, who) => {
          const { answers } = who
          const other = pick(readGuests(answers), a)?.id ?? guestOf(who.id)
          const reply = { answer: (['yes', 'yes', 'maybe', 'no'] as const)[b % 4] ?? 'yes', plus: a % 3 }
          if (what < 4) {
            const guest = guestOf(who.id)
            must(answerEvent(answers, guest, reply, { asOrganizer: false, room }, who.ctx()))
            last.set(guest, reply.answer)
            if (reply.answer !== 'yes') gaveUp.add(guest)
          } else if (what < 6) {
            const options = { asOrganizer: true, room }
            added.add(must(addGuest(answers, { name: `G${a}`, answer: 'yes', plus: a % 3 }, options, who.ctx())))
          } else if (what < 9) must(promote(answers, room, who.ctx()))
          else if (takeSeat(answers, other, true, who.ctx()).ok) gaveUp.add(other)
          for (const { guest } of seating(readGuests(answers), room).in) promised.add(guest)
        })
        const seen = expectOne(all, ({ answers }) => seating(readGuests(answers), room))
        const answers = all[0]?.answers
        if (answers === undefined) return
        for (const [guest, said] of last) expect(readGuest(answers, guest)?.answer).toBe(said)
        for (const guest of added) expect(readGuest(answers, guest)).not.toBeNull()
        for (const guest of promised)
          if (!gaveUp.has(guest)) expect(seen.in.map((seated) => seated.guest)).toContain(guest)
        const yes = readGuests(answers).filter(({ answer }) => answer === 'yes')
        expect(seen.seatedHeads + seen.waitingHeads).toBe(yes.reduce((sum, { plus }) => sum + 1 + plus, 0))
        expect(seen.over > 0).toBe(seen.overBy.length > 0)
        // Whoever tidies up now does the same, and leaves nothing to do.
        for (const one of all) must(promote(one.answers, room, one.ctx()))
        gather(...all)
        expectOne(all, (one) => seating(readGuests(one.answers), room))
        for (const one of all) expect(must(promote(one.answers, room, one.ctx()))).toEqual([])
      }),
      someRuns,
    )
  })

  it('agree on who does which shift; nobody who signed up is lost', () => {
    fc.assert(
      fc.property(fc.record(scene), ({ members, seed, acts }) => {
        const all = team(members, seed)
        const [first] = all
        if (first === undefined) return
        const shifts: ShiftId[] = [0, 1, 2].map((i) =>
          must(addShift(first.plan, { title: `S${i}`, from: 0, to: 60, needed: i }, first.ctx())),
        )
        gather(...all)
        const held = new Set<string>()
        const left = new Set<string>()
        play(all, acts, ({ what, a, b }, who) => {
          const shift = pick(shifts, a) ?? ('' as ShiftId)
          const people: readonly Person[] = [...all.map(({ id }) => aMember(id)), named('Kofi')]
          const person = pick(people, b) ?? aMember(who.id)
          const of = { person: what < 5 ? aMember(who.id) : person, asOrganizer: what >= 5 }
          const mark = (one: Person): string => `${shift}/${personKey(one)}`
          if (what < 3 || what === 5 || what === 6) {
            must(claimShift(who, shift, of, who.ctx()))
            held.add(mark(of.person))
          } else if (what === 3 || what === 7) {
            if (dropShift(who, shift, of, who.ctx()).ok) left.add(mark(of.person))
          } else if (what === 4) askForCover(who, shift, of, b % 2 === 0, who.ctx())
          else if (takeOver(who, shift, person, { person: aMember(who.id), asOrganizer: what === 9 }, who.ctx()).ok) {
            left.add(mark(person))
            held.add(mark(aMember(who.id)))
          }
        })
        const seen = expectOne(all, (who) => readShifts(who.plan, who.answers, FAIR, ZONE))
        const there = new Set(seen.flatMap(({ id, claims }) => claims.map(({ key }) => `${id}/${key}`)))
        for (const claim of held) if (!left.has(claim)) expect(there).toContain(claim)
        for (const claim of there) expect(held).toContain(claim)
        for (const { needed, claims, open, extra } of seen) {
          expect(open - extra.length).toBe(needed - claims.length)
          expect(claims.map(({ at }) => at)).toEqual(claims.map(({ at }) => at).toSorted((a, b) => a - b))
        }
      }),
      someRuns,
    )
  })

  it('count the same guests at all doors; no check-in is lost or counted twice', () => {
    fc.assert(
      fc.property(fc.record(scene), ({ members, seed, acts }) => {
        const all = team(members, seed)
        const [first] = all
        if (first === undefined) return
        const options = { asOrganizer: true, room: { capacity: null, waiting: 'auto' } } as const
        const guests = [1, 2, 3, 4].map((i) =>
          must(addGuest(first.answers, { name: `G${i}`, answer: 'yes', plus: i % 3 }, options, first.ctx())),
        )
        gather(...all)
        const records = new Set<CheckInId>()
        const voided = new Set<CheckInId>()
        play(all, acts, ({ who: door, what, a, b }, who) => {
          const guest = pick(guests, a) ?? ('' as GuestId)
          const kind = what < 5 ? 'in' : what < 7 ? 'out' : 'more'
          if (what === 9) {
            const walkIn = must(
              addWalkIn(who.answers, { name: 'W' }, { door: String(door), heads: 1 + (b % 3) }, who.ctx()),
            )
            records.add(walkIn.record)
          } else if (what === 8) {
            const record = pick([...records], b)
            if (record !== undefined && voidCheckIn(who.answers, record, who.ctx()).ok) voided.add(record)
          } else {
            const heads = kind === 'out' ? b % 2 : 1 + (b % 3)
            const done = checkIn(who.answers, guest, { kind, door: String(door), heads, again: b % 7 === 0 }, who.ctx())
            if (done.ok) records.add(done.value)
          }
        })
        const seen = expectOne(all, ({ answers }) => readAttendance(answers, 3))
        expect(new Set(seen.records.map(({ id }) => id))).toEqual(records)
        expect(new Set(seen.records.filter((record) => record.voided).map(({ id }) => id))).toEqual(voided)
        const valid = seen.records.filter((record) => !record.voided)
        const letIn = valid.filter(({ kind }) => kind !== 'out').map(({ guest }) => guest)
        expect(new Set(seen.guests.keys())).toEqual(new Set(letIn))
        const present = [...seen.guests.values()].reduce((sum, { heads }) => sum + heads, 0)
        expect(seen.present).toBe(present)
        expect(seen.came).toBeGreaterThanOrEqual(present)
        expect(seen.present > 3).toBe(seen.over.at(-1)?.until === null)
        for (const { first: one, second } of seen.doubles) expect(one.at).toBeLessThanOrEqual(second.at)
      }),
      someRuns,
    )
  })

  it('see one run of show with every item in it, however they move, put off and start items', () => {
    fc.assert(
      fc.property(fc.record(scene), ({ members, seed, acts }) => {
        const all = team(members, seed)
        const [first] = all
        if (first === undefined) return
        for (const [i, minutes] of [10, 30, 0, 45].entries())
          must(run.addRunItem(first.plan, { title: `I${i}`, minutes, fixed: i === 3 ? 60 : null }, first.ctx()))
        gather(...all)
        const items = new Set(run.readRunItems(first.plan).map(({ id }) => id))
        const binned = new Set<RunItemId>()
        const begun = NOW + 200 * 86_400_000
        play(all, acts, ({ what, a, b }, { plan, ctx }) => {
          const list = run.readRunItems(plan)
          const one = pick(list, a)?.id ?? ('none' as RunItemId)
          const other = pick(list, b)?.id ?? ('none' as RunItemId)
          const at = pick<Position<RunItemId>>(['start', 'end', { before: other }, { after: other }], b) ?? 'end'
          const time = begun + b * 60_000
          const done = [
            () => run.moveRunItem(plan, one, { at }, ctx()),
            () => run.moveRunItem(plan, one, { at, day: b % 3 }, ctx()),
            () => run.addRunItem(plan, { title: 'new', minutes: b }, ctx()),
            () => run.changeRunItem(plan, one, { minutes: b, fixed: b % 4 === 0 ? b : null }, ctx()),
            () => slip(plan, one, '', (b % 20) - 5, ctx()),
            () => slip(plan, one, '', 10, ctx()),
            () => startItem(plan, one, '', time, ctx()),
            () => startItem(plan, one, '', time, ctx()),
            () => finishItem(plan, one, '', time, ctx()),
            () => run.binRunItem(plan, one, ctx()),
          ][what]?.()
          if (done?.ok && what === 2) items.add(String(done.value) as RunItemId)
          if (done?.ok && what === 9) binned.add(one)
        })
        const seen = expectOne(all, ({ plan }) => {
          const live = reflow(plan, FAIR, { stamp: '', now: begun + 30 * 60_000, viewerZone: ZONE })
          return live.items.map((item) => ({
            ...item,
            start: String(item.start),
            end: String(item.end),
            started: String(item.started),
            finished: String(item.finished),
            expected: item.expected.epochMilliseconds,
            expectedEnd: item.expectedEnd.epochMilliseconds,
          }))
        })
        expectOne(all, ({ plan }) => readClashes(plan))
        expect(seen.map(({ id }) => id).sort()).toEqual([...items].filter((id) => !binned.has(id)).sort())
        for (const [i, item] of seen.entries()) {
          expect(item.expectedEnd).toBeGreaterThanOrEqual(item.expected)
          const before = seen[i - 1]
          if (before === undefined) continue
          expect(before.day).toBeLessThanOrEqual(item.day)
          if (item.day === before.day && item.state === 'later' && before.state === 'next' && item.delay >= 0)
            expect(item.expected).toBeGreaterThanOrEqual(before.expectedEnd)
        }
        expect(seen.filter(({ state }) => state === 'next').length).toBeLessThanOrEqual(1)
      }),
      someRuns,
    )
  })
})
