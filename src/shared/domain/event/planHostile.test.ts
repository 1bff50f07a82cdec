import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ClashView, readClashes } from '../clashes.ts'
import type { BudgetLineId, CheckInId, GuestId, OptionId, QuestionId, RunItemId, ShiftId, SupplyId } from '../ids.ts'
import { roots, SCHEMA_VERSION } from '../schema.ts'
import { type Member, member } from '../testkit.ts'
import { readAttendance } from './attendance.ts'
import { addLine, changeLine, readBudget, setCurrency } from './budget.ts'
import { addWalkIn, checkIn, voidCheckIn } from './checkIn.ts'
import { claimShift, readShifts } from './claims.ts'
import { copyPlan, templateOf } from './copyPlan.ts'
import { readDebrief, turnout, unfinishedTasks } from './debrief.ts'
import { readPlanFacts, setPlanFacts } from './facts.ts'
import { addPack } from './fillPlan.ts'
import { guestOf, readGuests } from './guestList.ts'
import { answerEvent, promote } from './guests.ts'
import { publishNeeds, readNeeds } from './needs.ts'
import { readPoll, voteFor } from './poll.ts'
import { changeQuestion, readQuestions } from './questions.ts'
import { addRunItem, moveRunItem } from './run.ts'
import { reflow, slip, startItem } from './runLive.ts'
import { readRun } from './runTimes.ts'
import { guestTotals, seating } from './seating.ts'
import { changeShift } from './shifts.ts'
import { shiftWarnings } from './shiftWarnings.ts'
import { bringSupply, readSupplies } from './supplies.ts'
import { FAIR, ZONE } from './testkit.ts'

/** What a hostile, broken or older peer may have written into a plan. Reads give defaults, writes are refused or work; nothing throws. */

const ID = 'aaaaaaaaaaaaaaaa'
const OTHER = 'bbbbbbbbbbbbbbbb'
const anId = fc.constantFrom(ID, OTHER, 'not an id', '__proto__', '')

const value = fc.oneof(
  fc.constantFrom<unknown>(
    true,
    null,
    0,
    -0,
    -1,
    1.5,
    2 ** 53,
    1e300,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    'x',
    '\ud800',
  ),
  fc.constantFrom(
    'yes',
    'in',
    'EUR',
    'V',
    'name:',
    'name:Kofi',
    '2027-06-12T10:00/2027-06-12T12:00[Europe/Berlin]',
    'few',
    ID,
  ),
  fc.constant('x'.repeat(3_000)),
  fc.constant(new Uint8Array([1, 2])),
  fc.record(
    {
      at: fc.constantFrom(5, 'x', -1),
      by: anId,
      guest: anId,
      kind: fc.constantFrom('in', 'out', 'more', 7),
      heads: fc.constantFrom(3, -3, 1e9),
      vote: fc.constantFrom('yes', 1),
      amount: fc.constantFrom(1, Number.NaN),
      name: fc.constantFrom('N', 5),
      count: fc.constantFrom('few', 9, -1),
      text: fc.constantFrom('t', 0),
      epoch: fc.constantFrom(1, 'e'),
      value: fc.constantFrom(1, 'v', null),
    },
    { noNullPrototype: true },
  ),
  fc.constant(JSON.parse('{"__proto__": {"at": 1, "guest": "aaaaaaaaaaaaaaaa", "kind": "in"}}')),
  fc.array(fc.constantFrom(1, null), { maxLength: 2 }),
)

const field = fc.constantFrom(
  ...['title', 'rank', 'minutes', 'day', 'fixed', 'note', 'hue', 'from', 'to', 'needed', 'lead', 'unit', 'got', 'kind'],
  ...[
    'planned',
    'actual',
    'paidBy',
    'text',
    'choices',
    'when',
    'binnedAt',
    'capacity',
    'waiting',
    'currency',
    'ceiling',
  ],
  ...[
    'started/',
    'finished/',
    'delay/',
    `who/${ID}`,
    'name/x',
    'bring/name:x',
    `bring/${ID}`,
    '__proto__',
    'toString',
    '',
  ],
  ...[`title~${ID}`, `title~${OTHER}`, `~${ID}`, 'place', 'binnedMark', `minutes~${ID}`, `minutes~${OTHER}`],
)
const flat = fc.oneof(
  fc
    .tuple(
      anId,
      fc.constantFrom(
        'answer',
        'name',
        'plus',
        'seat',
        'offer',
        'need',
        'asked',
        'walkIn',
        'q/x',
        `q/${ID}`,
        'void',
        'cover',
        'dropped',
        `answer~${ID}`,
        `answer~${OTHER}`,
        ID,
        OTHER,
        'name:x',
        'name:',
        '',
      ),
    )
    .map(([id, tail]) => `${id}/${tail}`),
  anId,
  field,
)

const mess = fc.record({
  root: fc.constantFrom(
    ...(['run', 'shifts', 'supplies', 'budget', 'questions', 'options', 'debrief', 'cards', 'plan'] as const),
    ...(['needs', 'guests', 'claims', 'checkins', 'votes'] as const),
  ),
  thing: anId,
  key: field,
  flat,
  value,
  into: fc.constantFrom('map', 'map', 'map', 'flat', 'flat', 'array', 'nested'),
})

function put(
  doc: Y.Doc,
  { root, thing, key, flat, value, into }: typeof mess extends fc.Arbitrary<infer T> ? T : never,
): void {
  const map = roots[root](doc)
  const there = map.get(thing)
  if (into === 'flat' || root === 'plan') map.set(flat, value)
  else if (into === 'array') map.set(thing, new Y.Array())
  else if (there instanceof Y.Map) there.set(key, into === 'nested' ? new Y.Map([['title', value]]) : value)
  else map.set(thing, new Y.Map([[key, into === 'nested' ? new Y.Text('x') : value]]))
}

const noClock = { stamp: '', now: 1_900_000_000_000, viewerZone: ZONE }

function readAll(doc: Y.Doc): void {
  const shifts = readShifts(doc, doc, FAIR, ZONE)
  const guests = readGuests(doc)
  const facts = readPlanFacts(doc)
  const state = seating(guests, facts)
  const attendance = readAttendance(doc, facts.capacity)
  const seen = [
    ...[readRun(doc, FAIR, ZONE), reflow(doc, FAIR, noClock), shifts, shiftWarnings(shifts, ZONE), readSupplies(doc)],
    ...[readBudget(doc), readQuestions(doc), readNeeds(doc), state, guestTotals(guests, state), attendance],
    ...[
      turnout(guests, attendance),
      readPoll(doc, doc, ZONE),
      readDebrief(doc),
      unfinishedTasks(doc),
      readClashes(doc),
    ],
    templateOf(doc, { id: 'a', name: 'b', about: '', minutes: 1, day: '2027-06-12' }),
  ]
  expect(JSON.stringify(seen).length).toBeGreaterThan(0)
  for (const number of [state.seatedHeads, attendance.came, readBudget(doc).expense.likely])
    expect(Number.isSafeInteger(number)).toBe(true)
}

function writeAll({ doc, ctx, id }: Member): readonly { readonly ok: boolean }[] {
  const both = { plan: doc, answers: doc }
  const person = { member: id, name: '' } as const
  const room = { capacity: 3, waiting: 'auto' } as const
  return [
    addRunItem(doc, { title: 'A', minutes: 5, at: { after: ID as RunItemId } }, ctx()),
    moveRunItem(doc, ID as RunItemId, { at: 'start' }, ctx()),
    startItem(doc, ID as RunItemId, '', 5, ctx()),
    slip(doc, ID as RunItemId, '', 5, ctx()),
    changeShift(doc, ID as ShiftId, { from: 5 }, ctx()),
    claimShift(both, ID as ShiftId, { person, asOrganizer: false }, ctx()),
    bringSupply(doc, ID as SupplyId, person, 1, ctx()),
    addLine(doc, { title: 'L', kind: 'expense', planned: 1 }, ctx()),
    changeLine(doc, ID as BudgetLineId, { planned: 3 }, ctx()),
    setCurrency(doc, 'JPY', ctx()),
    changeQuestion(doc, ID as QuestionId, { text: 'Q' }, ctx()),
    setPlanFacts(doc, { capacity: 3 }, ctx()),
    publishNeeds(doc, new Map([['Vegan', 5]]), ctx()),
    answerEvent(doc, guestOf(id), { answer: 'yes' }, { asOrganizer: false, room }, ctx()),
    answerEvent(doc, ID as GuestId, { answer: 'yes' }, { asOrganizer: true, room }, ctx()),
    promote(doc, room, ctx()),
    checkIn(doc, ID as GuestId, { kind: 'in', door: 'D' }, ctx()),
    addWalkIn(doc, { name: 'W' }, { door: 'D' }, ctx()),
    voidCheckIn(doc, ID as CheckInId, ctx()),
    voteFor(both, ID as OptionId, { person, asOrganizer: false }, 'yes', ctx()),
    addPack(doc, 'safety', '2027-06-12', ctx()),
  ]
}

describe('a plan full of nonsense', () => {
  it('can be read, written to, followed and copied without anything being thrown', () => {
    fc.assert(
      fc.property(fc.array(mess, { minLength: 1, maxLength: 40 }), (messes) => {
        const me = member(1)
        const view = new ClashView(me.doc)
        me.doc.on('afterTransaction', (transaction) => view.apply(transaction))
        for (const one of messes) put(me.doc, one)
        readAll(me.doc)
        expect(view.list).toEqual(readClashes(me.doc))
        const to = member(2)
        copyPlan(
          me.doc,
          to.doc,
          { fromDay: '2027-06-12', toDay: 'x', people: true, ticks: true, actuals: true },
          to.ctx(),
        )
        readAll(to.doc)
        writeAll(me)
        readAll(me.doc)
      }),
      { numRuns: 250 },
    )
  })

  it('of a newer Kith is not written to', () => {
    const me = member(1)
    roots.meta(me.doc).set('schema', SCHEMA_VERSION + 1)
    const before = JSON.stringify(Y.encodeStateAsUpdate(me.doc))
    for (const result of writeAll(me)) expect(result).toMatchObject({ ok: false, error: { code: 'schema.newer' } })
    expect(JSON.stringify(Y.encodeStateAsUpdate(me.doc))).toBe(before)
  })

  it('does not inherit check-ins or answers from prototypes', () => {
    const me = member(1)
    const trap = JSON.parse('{"__proto__": {"guest": "aaaaaaaaaaaaaaaa", "kind": "in", "at": 1}}')
    roots.checkins(me.doc).set(ID, trap)
    expect(readAttendance(me.doc, null).records).toEqual([])
  })
})
