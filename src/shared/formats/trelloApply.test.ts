import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addList, archiveList, renameList } from '#shared/domain/board.ts'
import type { BoardView } from '#shared/domain/boardView.ts'
import * as cards from '#shared/domain/card.ts'
import { renameStep, setStepDone } from '#shared/domain/checklist.ts'
import { addComment } from '#shared/domain/comment.ts'
import { importDescription, readDescription, writeDescription } from '#shared/domain/description.ts'
import type { CardId, ListId, MemberId, StepId } from '#shared/domain/ids.ts'
import { contents, follow, type Member, meet, member, must, NOW, shown, twoMembers } from '#shared/domain/testkit.ts'
import { makeBoardUndo } from '#shared/domain/undo.ts'
import { applyTrello, countKnown, type ImportOutcome, parseTrello, type TrelloPlan } from './trello.ts'
import { makeTrelloBoard } from './trelloFixture.ts'

const planOf = (board: Record<string, unknown>): TrelloPlan => must(parseTrello(JSON.stringify(board)))
const bigPlan = planOf(makeTrelloBoard({ words: 20 }))

let me: Member
let view: BoardView
/** The long texts, each in its document. */
let texts: Map<CardId, Y.Doc>

beforeEach(() => {
  me = member(1)
  view = follow(me.doc)
  texts = new Map()
})

const describeCard = (card: CardId, text: string, before: string | null): boolean => {
  const doc = texts.get(card) ?? new Y.Doc()
  texts.set(card, doc)
  return importDescription(doc, text, before, { origin: 'import' })
}

function bringIn(plan: TrelloPlan, who: Member = me, turns = Number.POSITIVE_INFINITY): ImportOutcome | null {
  const run = must(applyTrello(who.doc, plan, { describe: describeCard }, who.ctx()))
  for (let turn = 0; turn < turns; turn++) {
    const result = run.next()
    if (result.done) return result.value
  }
  return null
}

/** A small board in Trello, which can be changed there between two imports. */
const small = (change: (board: ReturnType<typeof base>) => void = () => {}): TrelloPlan => {
  const board = base()
  change(board)
  return planOf(board)
}
const base = () => ({
  id: 'b',
  name: 'Board',
  lists: [
    { id: 'todo', name: 'To do', pos: 1, closed: false },
    { id: 'done', name: 'Done', pos: 2, closed: false },
  ],
  labels: [{ id: 'food', name: 'Food', color: 'yellow' }],
  members: [{ id: 'ada', fullName: 'Ada Lovelace' }],
  cards: [
    {
      id: 'a',
      name: 'A',
      desc: 'Text of A',
      idList: 'todo',
      pos: 1,
      due: '2026-12-04T17:00:00.000Z' as string | null,
      idLabels: ['food'],
      idMembers: ['ada'],
      closed: false,
      attachments: [{ id: 'x', name: 'Form', url: 'https://a.example/form' }],
    },
    { id: 'b', name: 'B', desc: '', idList: 'todo', pos: 2, due: null, idLabels: [], idMembers: [], closed: false },
    { id: 'c', name: 'C', desc: '', idList: 'todo', pos: 3, due: null, idLabels: [], idMembers: [], closed: false },
  ],
  checklists: [
    {
      id: 'list',
      idCard: 'a',
      name: 'Before',
      checkItems: [
        { id: '1', name: 'Call', state: 'complete', pos: 1 },
        { id: '2', name: 'Write', state: 'incomplete', pos: 2 },
      ],
    },
  ],
  actions: [said('one', 'First'), said('two', 'Second')],
})
const said = (id: string, text: string) => ({
  id,
  type: 'commentCard',
  date: '2026-01-01T00:00:00.000Z',
  idMemberCreator: 'ada',
  memberCreator: { id: 'ada', fullName: 'Ada Lovelace' },
  data: { text, card: { id: 'a' } },
})

const titled = (title: string): CardId => {
  const all = [...view.lists, ...view.archivedLists].flatMap((list) => list.cards).concat(view.archived, view.bin)
  return all.find((id) => view.face(id)?.title === title) ?? ('' as CardId)
}
const stepsOf = (card: CardId) => view.detail(card)?.stepGroups.flatMap(({ steps }) => steps) ?? []
const titles = (list: number): (string | undefined)[] =>
  (view.lists[list]?.cards ?? []).map((id) => view.face(id)?.title)

describe('a Trello import', () => {
  it('brings everything that the plan has', () => {
    expect(bringIn(small())).toEqual({ created: 3, updated: 0, unchanged: 0, binned: 0, kept: 0 })
    expect(view.lists.map(({ title }) => title)).toEqual(['To do', 'Done'])
    expect(titles(0)).toEqual(['A', 'B', 'C'])
    const a = titled('A')
    expect(view.detail(a)).toMatchObject({
      due: '2026-12-04T17:00:00.000Z',
      done: false,
      labels: [view.labels[0]?.id],
      names: ['Ada Lovelace'],
      steps: { done: 1, total: 2 },
      stepGroups: [
        {
          title: 'Before',
          steps: [
            { text: 'Call', done: true },
            { text: 'Write', done: false },
          ],
        },
      ],
      commentList: [{ by: null, name: 'Ada Lovelace', at: Date.UTC(2026, 0, 1) }, { name: 'Ada Lovelace' }],
      linkList: [{ url: 'https://a.example/form', title: 'Form' }],
      createdBy: me.id,
      source: 'trello:a',
    })
    expect(readDescription(texts.get(a) ?? new Y.Doc())).toBe('Text of A')
    expect(texts.size).toBe(1)
  })

  it('brings a big board in order, archived things as archived', () => {
    bringIn(bigPlan)
    const open = bigPlan.lists.filter((list) => !list.archived)
    expect(view.lists.map(({ title }) => title)).toEqual(open.map(({ title }) => title))
    expect(view.archivedLists).toHaveLength(3)
    expect(view.archived).toHaveLength(40)
    for (const [i, list] of open.entries()) {
      const expected = bigPlan.cards.filter((card) => card.list === list.id && !card.archived).map(({ title }) => title)
      expect(titles(i)).toEqual(expected)
    }
  })

  it('is written in transactions well below what one entry may carry', () => {
    const steps = Array.from({ length: 2_000 }, (_, i) => ({
      id: `s${i}`,
      name: `Step ${i}`,
      state: 'complete',
      pos: i,
    }))
    const talk = Array.from({ length: 300 }, (_, i) => said(`c${i}`, 'ä'.repeat(16_000)))
    const plan = planOf({
      ...base(),
      checklists: [{ id: 'l', idCard: 'a', name: 'L', checkItems: steps }],
      actions: talk,
    })
    const sizes: { structs: number; bytes: number }[] = []
    me.doc.on('update', (update) =>
      sizes.push({ structs: Y.decodeUpdate(update).structs.length, bytes: update.length }),
    )
    bringIn(bigPlan)
    bringIn(plan)
    expect(sizes.length).toBeGreaterThan(20)
    expect(Math.max(...sizes.map(({ structs }) => structs))).toBeLessThanOrEqual(1_500)
    expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeLessThan(700_000)
    expect(view.face(titled('A'))).toMatchObject({ steps: { done: 2_000, total: 2_000 }, comments: 300 })
  })

  it('is taken back in one step, and comes again', () => {
    const mine = must(addList(me.doc, { title: 'Mine' }, me.ctx()))
    must(cards.addCard(me.doc, { title: 'My card', to: { list: mine, at: 'end' } }, me.ctx()))
    const undo = makeBoardUndo(me.doc, me.ctx().origin, () => NOW)
    const before = shown(view)
    const close = undo.openGroup()
    bringIn(bigPlan)
    close()
    const after = shown(view)
    expect(after).not.toEqual(before)
    undo.undo()
    expect(shown(view)).toEqual(before)
    expect(undo.canUndo).toBe(false)
    undo.redo()
    expect(shown(view)).toEqual(after)
    undo.undo()
    expect(bringIn(bigPlan)).toMatchObject({ created: 200 })
  })

  it('that was taken back leaves a card on which others have written in the bin', () => {
    const [a, b] = twoMembers()
    const undo = makeBoardUndo(a.doc, a.ctx().origin, () => NOW)
    const close = undo.openGroup()
    bringIn(small(), a)
    close()
    meet(a, b)
    const theirs = follow(b.doc)
    const card = theirs.lists[0]?.cards[0] ?? ('' as CardId)
    must(addComment(b.doc, card, 'Keep this', b.ctx()))
    meet(a, b)
    undo.undo()
    meet(a, b)
    expect([theirs.lists, theirs.bin]).toEqual([[], [card]])
    expect(theirs.detail(card)).toMatchObject({ title: 'A', comments: 3 })
  })

  it('changes nothing on a board that a newer Kith wrote', () => {
    me.doc.getMap('meta').set('schema', 9)
    const before = Y.encodeStateAsUpdate(me.doc)
    const result = applyTrello(me.doc, small(), { describe: describeCard }, me.ctx())
    expect(result).toMatchObject({ error: { code: 'schema.newer' } })
    expect(Y.encodeStateAsUpdate(me.doc)).toEqual(before)
  })

  it('writes nothing before it is asked to go on, and says how far it is', () => {
    const before = Y.encodeStateAsUpdate(me.doc)
    const run = must(applyTrello(me.doc, bigPlan, { describe: describeCard }, me.ctx()))
    expect(Y.encodeStateAsUpdate(me.doc)).toEqual(before)
    const done: number[] = []
    for (const progress of run) {
      done.push(progress.done)
      expect(progress.total).toBe(200)
    }
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(done.at(-1)).toBe(200)
  })

  it('that was stopped half-way is completed by the next one, without doubles', () => {
    const whole = member(2)
    const wholeView = follow(whole.doc)
    bringIn(bigPlan, whole)
    for (const turns of [1, 1]) {
      expect(bringIn(bigPlan, me, turns)).toBeNull()
      expect(view.archived.length).toBeLessThan(40)
    }
    bringIn(bigPlan)
    const facts = (v: BoardView) =>
      [...v.lists, ...v.archivedLists].map((list) => [list.title, list.cards.map((id) => v.face(id)?.title)])
    expect(facts(view)).toEqual(facts(wholeView))
    expect(view.archived).toHaveLength(40)
  })

  it('assigns those who are members here as members, and their comments to them', () => {
    const members = new Map<string, MemberId>([['ada', me.id]])
    const run = must(applyTrello(me.doc, small(), { describe: describeCard, members }, me.ctx()))
    while (!run.next().done);
    expect(view.detail(titled('A'))).toMatchObject({
      who: [me.id],
      names: [],
      commentList: [{ by: me.id }, { by: me.id }],
    })
  })
})

describe('importing the same board again', () => {
  it('changes nothing when nothing changed', () => {
    bringIn(bigPlan)
    const before = Y.encodeStateAsUpdate(me.doc)
    expect(countKnown(me.doc, bigPlan)).toBe(200)
    expect(bringIn(bigPlan)).toEqual({ created: 0, updated: 0, unchanged: 200, binned: 0, kept: 0 })
    expect(Y.encodeStateAsUpdate(me.doc)).toEqual(before)
  })

  it('brings what changed in Trello', () => {
    bringIn(small())
    const outcome = bringIn(
      small((board) => {
        const [a, b] = board.cards
        if (a === undefined || b === undefined) return
        Object.assign(a, {
          name: 'A2',
          desc: 'New text',
          due: null,
          idLabels: [],
          idMembers: [],
          idList: 'done',
          attachments: [],
        })
        b.closed = true
        Object.assign(board.lists[1] ?? {}, { name: 'Finished' })
        Object.assign(board.labels[0] ?? {}, { name: 'Meals', color: 'red' })
        Object.assign(board.checklists[0]?.checkItems[1] ?? {}, { name: 'Write it', state: 'complete' })
        board.checklists[0]?.checkItems.push({ id: '3', name: 'Send', state: 'incomplete', pos: 3 })
        board.checklists[0]?.checkItems.shift()
        board.actions.push(said('three', 'Third'))
        board.cards.push({ ...b, id: 'd', name: 'D', pos: 1.5, closed: false })
      }),
    )
    expect(outcome).toEqual({ created: 1, updated: 2, unchanged: 1, binned: 0, kept: 0 })
    expect(view.lists.map(({ title }) => title)).toEqual(['To do', 'Finished'])
    expect([titles(0), titles(1)]).toEqual([['D', 'C'], ['A2']])
    expect(view.labels).toMatchObject([{ name: 'Meals', hue: 'clay' }])
    const a = titled('A2')
    expect(view.detail(a)).toMatchObject({ due: null, labels: [], names: [], links: 0, comments: 3 })
    expect(stepsOf(a).map(({ text, done }) => [text, done])).toEqual([
      ['Write it', true],
      ['Send', false],
    ])
    expect(readDescription(texts.get(a) ?? new Y.Doc())).toBe('New text')
    expect(view.archived).toEqual([titled('B')])
  })

  it('never overwrites what was changed here, and counts what had changed in both', () => {
    bringIn(small())
    const [a, b] = [titled('A'), titled('B')]
    const steps = stepsOf(a).map(({ id }) => id)
    const [first, second] = steps as [StepId, StepId]
    must(cards.renameCard(me.doc, a, 'A, ours', me.ctx()))
    must(cards.setDue(me.doc, a, '2027-01-01', me.ctx()))
    must(renameStep(me.doc, a, second, 'Write to them', me.ctx()))
    must(setStepDone(me.doc, a, first, false, me.ctx()))
    must(cards.moveCard(me.doc, b, { list: view.lists[1]?.id ?? ('' as ListId), at: 'end' }, me.ctx()))
    must(cards.archiveCard(me.doc, titled('C'), me.ctx()))
    must(renameList(me.doc, view.lists[0]?.id ?? ('' as ListId), 'Our list', me.ctx()))
    must(writeDescription(texts.get(a) ?? new Y.Doc(), 'Our text', { origin: 'me' }))
    const before = shown(view)
    expect(bringIn(small())).toMatchObject({ created: 0, updated: 0, unchanged: 3, kept: 0 })
    expect(shown(view)).toEqual(before)
    const outcome = bringIn(
      small((board) => {
        Object.assign(board.cards[0] ?? {}, { name: 'A, theirs', desc: 'Their text' })
        Object.assign(board.cards[1] ?? {}, { pos: 99, name: 'B, theirs' })
        Object.assign(board.checklists[0]?.checkItems[1] ?? {}, { name: 'Their step', state: 'complete' })
      }),
    )
    // Ours stay: the title, the text, the wording of the step, the place of B. Theirs come: the title of B, the tick.
    expect(outcome).toMatchObject({ kept: 4 })
    expect(view.face(a)).toMatchObject({ title: 'A, ours', due: '2027-01-01' })
    expect(stepsOf(a).map(({ text, done }) => [text, done])).toEqual([
      ['Call', false],
      ['Write to them', true],
    ])
    expect([view.lists[0]?.title, titles(1), view.archived.length]).toEqual(['Our list', ['B, theirs'], 1])
    expect(readDescription(texts.get(a) ?? new Y.Doc())).toBe('Our text')
  })

  it('leaves what was taken away here away', () => {
    bringIn(small())
    const a = titled('A')
    const [label] = view.labels
    if (label !== undefined) must(cards.setLabel(me.doc, a, label.id, false, me.ctx()))
    must(cards.assignName(me.doc, a, 'Ada Lovelace', false, me.ctx()))
    const [link] = view.detail(a)?.linkList ?? []
    if (link !== undefined) must(cards.removeLink(me.doc, a, link.id, me.ctx()))
    must(cards.binCard(me.doc, titled('B'), me.ctx()))
    const before = shown(view)
    const changed = small((board) => Object.assign(board.cards[1] ?? {}, { name: 'B, theirs' }))
    expect(bringIn(changed)).toMatchObject({ binned: 1, unchanged: 2 })
    expect(shown(view)).toEqual(before)
  })

  it('puts new cards where they stand in Trello among ours', () => {
    bringIn(small())
    const list = view.lists[0]?.id ?? ('' as ListId)
    must(cards.addCard(me.doc, { title: 'Ours', to: { list, at: { before: titled('C') } } }, me.ctx()))
    const between = (board: ReturnType<typeof base>): void => {
      const [, b] = board.cards
      if (b !== undefined)
        board.cards.push({ ...b, id: 'n', name: 'New', pos: 1.5 }, { ...b, id: 'o', name: 'Last', pos: 9 })
    }
    bringIn(small(between))
    expect(titles(0)).toEqual(['A', 'New', 'B', 'Ours', 'C', 'Last'])
  })

  it('does not take cards out of a list that was archived here', () => {
    bringIn(small())
    must(archiveList(me.doc, view.lists[0]?.id ?? ('' as ListId), me.ctx()))
    expect(bringIn(small())).toMatchObject({ unchanged: 3 })
    expect(view.archivedLists).toHaveLength(1)
  })

  it('updates one of the two when two members had imported it apart, and makes no third', () => {
    const [a, b] = twoMembers()
    bringIn(small(), a)
    bringIn(small(), b)
    meet(a, b)
    expect(contents(a.doc)).toEqual(contents(b.doc))
    const both = follow(a.doc)
    expect(both.lists.flatMap((list) => list.cards)).toHaveLength(6)
    // The label is there twice as well; the first import makes all agree on one of the two, then nothing is left to do.
    expect(bringIn(small(), a)).toMatchObject({ created: 0 })
    expect(bringIn(small(), a)).toMatchObject({ created: 0, unchanged: 3 })
    expect(both.lists.flatMap((list) => list.cards)).toHaveLength(6)
  })

  it('goes on beside what others write between two chunks', () => {
    const [a, b] = twoMembers()
    const run = must(applyTrello(a.doc, bigPlan, { describe: describeCard }, a.ctx()))
    run.next()
    meet(a, b)
    const theirs = follow(b.doc)
    const card = theirs.lists.flatMap((list) => list.cards)[0] ?? ('' as CardId)
    must(cards.renameCard(b.doc, card, 'Renamed meanwhile', b.ctx()))
    while (!run.next().done) meet(a, b)
    meet(a, b)
    expect(contents(a.doc)).toEqual(contents(b.doc))
    expect(theirs.face(card)?.title).toBe('Renamed meanwhile')
  })
})
