import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addLabel, addList, archiveList, initBoard, renameList } from '../board.ts'
import { addCard, assign, binCard, restoreCard, setDone, setDue, setLabel } from '../card.ts'
import { addStep, setStepDone } from '../checklist.ts'
import type { CardId } from '../ids.ts'
import { follow, type Member, member, must, shown } from '../testkit.ts'
import { makeUndo, UndoGroup } from '../undo.ts'
import { addLine, changeLine, readBudget, setCurrency } from './budget.ts'
import { carryOver } from './carryOver.ts'
import { copyPlan, templateOf } from './copyPlan.ts'
import { unfinishedTasks } from './debrief.ts'
import { EVENT_TEMPLATES, findEventTemplate } from './eventTemplates.ts'
import { readPlanFacts, setPlanFacts } from './facts.ts'
import { addPack, dayPlus, fillPlan } from './fillPlan.ts'
import { PACKS } from './packs.ts'
import { initPlan, PLAN_LISTS, planScope } from './plan.ts'
import { addOption, binOption, readPoll, voteFor } from './poll.ts'
import { readQuestions } from './questions.ts'
import { addRunItem, ownRunItem, readRunItems } from './run.ts'
import { readRun } from './runTimes.ts'
import { readShiftList } from './shifts.ts'
import { bringSupply, gotSupply, readSupplies } from './supplies.ts'
import { type EventTemplate, readTemplate } from './template.ts'
import { everything, FAIR, gather, team, ZONE } from './testkit.ts'

const fair = findEventTemplate('street-fair')
if (fair === undefined) throw new Error('no street fair')
const theFair: EventTemplate = fair
const todo = PLAN_LISTS.todo.id

/** A plan with the street fair in it. */
function filled(): Member {
  const me = member(1)
  must(fillPlan(me.doc, theFair, { day: '2027-06-12', packs: [] }, me.ctx()))
  return me
}

describe('a plan', () => {
  it('is a board with three lists', () => {
    const [me] = team(1)
    if (me === undefined) return
    const view = follow(me.plan)
    must(addCard(me.plan, { title: 'Permit', to: { list: todo, at: 'end' } }, me.ctx()))
    expect(view.lists.map(({ title, cards }) => [title, cards.length])).toEqual([
      ['To do', 1],
      ['Doing', 0],
      ['Done', 0],
    ])
    expect(shown(view)).toEqual(shown(follow(me.plan)))
  })

  it('begun by two at once is one plan', () => {
    const [a, b] = [member(1), member(2)]
    for (const one of [a, b]) must(initPlan(one.doc, one.ctx()))
    must(addCard(a.doc, { title: 'A', to: { list: todo, at: 'end' } }, a.ctx()))
    must(addCard(b.doc, { title: 'B', to: { list: todo, at: 'end' } }, b.ctx()))
    Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(b.doc))
    Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc))
    for (const one of [a, b]) expect(follow(one.doc).lists.map(({ cards }) => cards.length)).toEqual([2, 0, 0])
    must(renameList(a.doc, todo, 'Open', a.ctx()))
    const before = everything(a.doc)
    must(initPlan(a.doc, a.ctx()))
    expect(everything(a.doc)).toEqual(before)
  })

  it('is followed by undo as a whole, tasks and other tabs in one history', () => {
    const [me] = team(1)
    if (me === undefined) return
    const { scope, keep } = planScope(me.plan)
    const undo = new UndoGroup()
    undo.include(me.plan, scope, { origin: me.ctx().origin, now: () => 1, keep })
    must(addCard(me.plan, { title: 'Permit', to: { list: todo, at: 'end' } }, me.ctx()))
    must(addRunItem(me.plan, { title: 'Welcome', minutes: 10 }, me.ctx()))
    must(setPlanFacts(me.plan, { capacity: 5 }, me.ctx()))
    undo.undo()
    expect(readPlanFacts(me.plan).capacity).toBeNull()
    undo.undo()
    expect(readRunItems(me.plan)).toEqual([])
    undo.undo()
    expect(follow(me.plan).lists[0]?.cards).toEqual([])
    undo.redo()
    undo.redo()
    expect(readRunItems(me.plan)).toHaveLength(1)
  })

  it('keeps what somebody wrote on an item whose adding is taken back', () => {
    const [me, you] = team(2)
    if (me === undefined || you === undefined) return
    const { scope, keep } = planScope(me.plan)
    const undo = makeUndo(me.plan, scope, { origin: me.ctx().origin, now: () => 1, keep })
    const item = must(addRunItem(me.plan, { title: 'Welcome', minutes: 10 }, me.ctx()))
    gather(me, you)
    must(ownRunItem(you.plan, item, { member: you.id, name: '' }, true, you.ctx()))
    gather(me, you)
    undo.undo()
    gather(me, you)
    const map = you.plan.getMap('run').get(item)
    expect(map instanceof Y.Map && map.toJSON()).toMatchObject({ title: 'Welcome', binnedAt: 1 })
  })
})

describe('templates', () => {
  it.each(EVENT_TEMPLATES.map((template) => [template.id, template] as const))(
    '%s fits into a plan',
    (_id, template) => {
      expect(readTemplate(JSON.parse(JSON.stringify(template)))).toEqual(template)
      const me = member(1)
      must(fillPlan(me.doc, template, { day: '2027-06-12' }, me.ctx()))
      expect(readRunItems(me.doc)).toHaveLength(template.run.length)
      expect(readShiftList(me.doc).map(({ title }) => title)).toEqual(template.shifts.map(({ title }) => title))
      expect(readSupplies(me.doc)).toHaveLength(template.supplies.length)
      expect(readQuestions(me.doc)).toHaveLength(template.questions.length)
      const { income, expense, lines } = readBudget(me.doc)
      expect(lines).toHaveLength(template.budget.length)
      expect(income.planned).toBeGreaterThanOrEqual(expense.planned * 0.95)
      const tasks =
        template.tasks.length +
        PACKS.filter(({ id }) => template.packs.includes(id)).flatMap((pack) => pack.tasks).length
      expect(follow(me.doc).list(todo)?.cards).toHaveLength(tasks)
      // Its run of show has no clash and ends in time, but for what is fixed to come after the end.
      const when = { start: '2027-06-12T10:00', end: '2027-06-12T10:00', zone: ZONE }
      const run = readRun(me.doc, when, ZONE)
      expect(run.filter(({ overlap }) => overlap > 0)).toEqual([])
      expect(run.filter(({ fixed, overrun }) => fixed !== template.minutes && overrun > template.minutes)).toEqual([])
      for (const pack of template.packs) expect(PACKS.map(({ id }) => id)).toContain(pack)
    },
  )

  it('are put into an empty plan only', () => {
    const me = filled()
    expect(fillPlan(me.doc, theFair, { day: null }, me.ctx())).toMatchObject({ error: { code: 'plan.not-empty' } })
  })

  it('give tasks dates before the event', () => {
    const me = filled()
    const view = follow(me.doc)
    const dates = view.list(todo)?.cards.map((id) => view.face(id)?.due)
    expect(dates).toContain('2027-06-16')
    expect(dates?.[0]).toBe('2027-03-14')
    expect([dayPlus('2028-02-28', 1), dayPlus('nonsense', 1), dayPlus('9999-12-31', 1e9)]).toEqual([
      '2028-02-29',
      null,
      null,
    ])
  })

  it('read as null or without what does not fit, whatever somebody stored', () => {
    for (const bad of [null, 7, 'x', [], {}, { id: 'a' }, { id: 7, name: 'b' }]) expect(readTemplate(bad)).toBeNull()
    const odd = {
      id: 'a',
      name: 'b',
      run: [{ title: 'x', minutes: 1e9, day: -99, hue: 'red' }, 7, { title: '' }],
      shifts: 'no',
      budget: [{ title: 'y', planned: '-1' }],
      tasks: [{ title: 'z', due: 1e9, steps: [1, '', 's'] }],
    }
    expect(readTemplate(odd)).toMatchObject({
      run: [{ title: 'x', minutes: 0 }],
      shifts: [],
      budget: [{ kind: 'expense', planned: '0' }],
      tasks: [{ title: 'z', steps: ['s'] }],
    })
  })
})

describe('checklist packs', () => {
  it('are added once, and again only what was put into the bin', () => {
    const me = member(1)
    must(initPlan(me.doc, me.ctx()))
    const first = must(addPack(me.doc, 'safety', '2027-06-12', me.ctx()))
    expect(first).toHaveLength(2)
    expect(must(addPack(me.doc, 'safety', '2027-06-12', me.ctx()))).toEqual([])
    must(binCard(me.doc, first[0] ?? ('' as CardId), me.ctx()))
    expect(must(addPack(me.doc, 'safety', null, me.ctx()))).toHaveLength(1)
    expect(addPack(me.doc, 'magic', null, me.ctx())).toMatchObject({ error: { code: 'pack.unknown' } })
    const sources = PACKS.flatMap(({ tasks }) => tasks.map(({ source }) => source))
    expect(new Set(sources).size).toBe(sources.length)
  })
})

describe('a copy of a plan', () => {
  it('has neither people, ticks nor what was spent, unless asked', () => {
    const me = filled()
    const { doc } = me
    const [item] = readRunItems(doc)
    const [supply] = readSupplies(doc)
    const [line] = readBudget(doc).lines
    const view = follow(doc)
    const [card] = view.list(todo)?.cards ?? []
    if (item === undefined || supply === undefined || line === undefined || card === undefined) throw new Error('empty')
    must(setCurrency(doc, 'USD', me.ctx()))
    must(ownRunItem(doc, item.id, { member: me.id, name: '' }, true, me.ctx()))
    must(bringSupply(doc, supply.id, { member: null, name: 'Kofi' }, 2, me.ctx()))
    must(gotSupply(doc, supply.id, true, me.ctx()))
    must(changeLine(doc, line.id, { actual: 5 }, me.ctx()))
    must(assign(doc, card, me.id, true, me.ctx()))
    must(setDone(doc, card, true, me.ctx()))
    must(setLabel(doc, card, must(addLabel(doc, { name: 'Big', hue: 'plum' }, me.ctx())), true, me.ctx()))
    const own = must(addList(doc, { title: 'Waiting' }, me.ctx()))
    must(addCard(doc, { title: 'W', to: { list: own, at: 'end' } }, me.ctx()))
    must(addCard(doc, { title: 'Away', to: { list: PLAN_LISTS.doing.id, at: 'end' } }, me.ctx()))
    must(archiveList(doc, PLAN_LISTS.doing.id, me.ctx()))

    const days = { fromDay: '2027-06-12', toDay: '2028-06-10' }
    const to = member(2)
    const made = must(copyPlan(doc, to.doc, days, to.ctx()))
    const copy = follow(to.doc)
    const face = copy.face(made.get(card) ?? ('' as CardId))
    expect(readRunItems(to.doc).map(({ title }) => title)).toEqual(readRunItems(doc).map(({ title }) => title))
    expect(readRunItems(to.doc)[0]).toMatchObject({ who: [] })
    expect(readSupplies(to.doc)[0]).toMatchObject({ brings: [], got: false })
    expect(readBudget(to.doc)).toMatchObject({ currency: 'USD' })
    expect(readBudget(to.doc).lines[0]).toMatchObject({ actual: null, planned: line.planned })
    expect(face).toMatchObject({ done: false, who: [], due: '2028-03-12', labels: [expect.any(String)] })
    expect(copy.lists.map(({ title }) => title)).toEqual(['To do', 'Done', 'Waiting'])

    const whole = member(3)
    const all = must(copyPlan(doc, whole.doc, { ...days, people: true, ticks: true, actuals: true }, whole.ctx()))
    expect(readRunItems(whole.doc)[0]).toMatchObject({ who: [me.id] })
    expect(readSupplies(whole.doc)[0]).toMatchObject({ brings: [{ amount: 2 }], got: true })
    expect(readBudget(whole.doc).lines[0]).toMatchObject({ actual: 5 })
    expect(follow(whole.doc).face(all.get(card) ?? ('' as CardId))).toMatchObject({ done: true, who: [me.id] })
    expect(copyPlan(doc, whole.doc, days, whole.ctx())).toMatchObject({ error: { code: 'plan.not-empty' } })
  })

  it('can be kept as a template that gives the same plan again', () => {
    const me = filled()
    must(addLine(me.doc, { title: 'Stamps', kind: 'expense', planned: 1_250 }, me.ctx()))
    const about = { id: 'ours', name: 'Ours', about: '', minutes: 480, day: '2027-06-12' }
    const template = templateOf(me.doc, about)
    expect(readTemplate(JSON.parse(JSON.stringify(template)))).toEqual(template)
    const again = member(2)
    must(fillPlan(again.doc, template, { day: '2027-06-12' }, again.ctx()))
    expect(templateOf(again.doc, about)).toEqual(template)
    expect(readBudget(again.doc).lines.at(-1)?.planned).toBe(1_250)
    expect(JSON.stringify(template)).not.toContain(me.id)
  })
})

describe('unfinished tasks', () => {
  it('are carried over once, with ticks, labels and a trace', () => {
    const me = filled()
    const from = me.doc
    const to = member(2)
    must(initBoard(to.doc, to.ctx()))
    const list = must(addList(to.doc, { title: 'Next' }, to.ctx()))
    must(addLabel(to.doc, { name: 'Big', hue: 'sea' }, to.ctx()))
    const cards = unfinishedTasks(from)
    const [card] = cards
    if (card === undefined) throw new Error('no task')
    const step = must(addStep(from, card, { text: 'Half' }, me.ctx()))
    must(setStepDone(from, card, step, true, me.ctx()))
    for (const [name, hue] of [
      ['Big', 'plum'],
      ['New', 'rose'],
    ] as const)
      must(setLabel(from, card, must(addLabel(from, { name, hue }, me.ctx())), true, me.ctx()))
    must(setDue(from, card, '2027-07-01', me.ctx()))
    const carry = () => carryOver({ doc: from, cards, ctx: me.ctx() }, { doc: to.doc, list, ctx: to.ctx() })
    const made = must(carry())
    expect(made.size).toBe(cards.length)
    expect(unfinishedTasks(from)).toEqual([])
    const board = follow(to.doc)
    expect(board.face(made.get(card) ?? ('' as CardId))).toMatchObject({
      due: '2027-07-01',
      source: `carried:${card}`,
      labels: [expect.any(String), expect.any(String)],
      steps: { done: 1 },
    })
    expect(board.labels.map(({ name }) => name).sort()).toEqual(['Big', 'New'])
    expect(must(carry()).size).toBe(0)
    // The copies were written, then the process died before the tasks were marked.
    const half = from.getMap('cards').get(card)
    if (half instanceof Y.Map) half.delete('carriedTo')
    expect(unfinishedTasks(from)).toEqual([card])
    expect(must(carry()).size).toBe(0)
    expect(unfinishedTasks(from)).toEqual([])
    expect(board.list(list)?.cards).toHaveLength(cards.length)
  })

  it('are all carried or, if one cannot be, none', () => {
    const me = filled()
    const to = member(2)
    const list = must(addList(to.doc, { title: 'Next' }, to.ctx()))
    const cards = unfinishedTasks(me.doc)
    must(binCard(me.doc, cards[1] ?? ('' as CardId), me.ctx()))
    const carry = () => carryOver({ doc: me.doc, cards, ctx: me.ctx() }, { doc: to.doc, list, ctx: to.ctx() })
    expect(carry()).toMatchObject({ error: { code: 'card.binned' } })
    expect(follow(to.doc).list(list)?.cards).toEqual([])
    must(restoreCard(me.doc, cards[1] ?? ('' as CardId), me.ctx()))
    expect(must(carry()).size).toBe(cards.length)
  })
})

describe('finding a date', () => {
  it('compares moments, not clocks, and keeps votes apart', () => {
    const [me, you] = team(2)
    if (me === undefined || you === undefined) return
    const berlin = { start: '2027-06-12T10:00', end: '2027-06-12T12:00', zone: 'Europe/Berlin' }
    const york = { start: '2027-06-12T03:30', end: '2027-06-12T05:00', zone: 'America/New_York' }
    const second = must(addOption(me.plan, berlin, me.ctx()))
    const first = must(addOption(me.plan, york, me.ctx()))
    expect(must(addOption(me.plan, berlin, me.ctx()))).toBe(second)
    gather(me, you)
    const own = (who: typeof me) => ({ person: { member: who.id, name: '' } as const, asOrganizer: false })
    must(voteFor(me, first, own(me), 'yes', me.ctx()))
    must(voteFor(you, second, own(you), 'yes', you.ctx()))
    must(voteFor(you, first, own(you), 'maybe', you.ctx()))
    const kofi = { person: { member: null, name: 'Kofi' } as const, asOrganizer: true }
    must(voteFor(you, first, kofi, 'no', you.ctx()))
    gather(me, you)
    const poll = readPoll(me.plan, me.answers, ZONE)
    expect(poll).toEqual(readPoll(you.plan, you.answers, ZONE))
    expect(poll).toMatchObject({
      voters: 3,
      options: [
        { id: first, yes: 1, maybe: 1, no: 1, best: true },
        { id: second, yes: 1, best: false },
      ],
    })
    must(voteFor(me, first, own(me), null, me.ctx()))
    must(binOption(me.plan, second, me.ctx()))
    expect(readPoll(me.plan, me.answers, ZONE).options).toMatchObject([{ id: first, yes: 0 }])
    expect(voteFor(me, second, own(me), 'yes', me.ctx())).toMatchObject({ error: { code: 'item.binned' } })
  })

  it('lets nobody vote for another member, not even an organizer', () => {
    const [me, you] = team(2)
    if (me === undefined || you === undefined) return
    const option = must(addOption(me.plan, FAIR, me.ctx()))
    for (const asOrganizer of [true, false])
      expect(voteFor(me, option, { person: { member: you.id, name: '' }, asOrganizer }, 'yes', me.ctx())).toMatchObject(
        {
          error: { code: 'answer.others' },
        },
      )
  })
})
