import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addList } from '#shared/domain/board.ts'
import type { BoardView } from '#shared/domain/boardView.ts'
import * as cards from '#shared/domain/card.ts'
import { addComment } from '#shared/domain/comment.ts'
import type { CardId, MemberId } from '#shared/domain/ids.ts'
import { follow, meet, member, must, NOW, shown, twoMembers } from '#shared/domain/testkit.ts'
import { makeBoardUndo } from '#shared/domain/undo.ts'
import { applyTrello } from './trello.ts'
import { makeTrelloBoard } from './trelloFixture.ts'
import { Desk, planOf, said, smallBoard, smallPlan } from './trelloTestkit.ts'

const bigPlan = planOf(makeTrelloBoard({ words: 20 }))

let desk: Desk
beforeEach(() => {
  desk = new Desk()
})

describe('a Trello import', () => {
  it('brings everything that the plan has', () => {
    expect(desk.bringIn(smallPlan())).toEqual({ created: 3, updated: 0, unchanged: 0, binned: 0, kept: 0 })
    expect(desk.view.lists.map(({ title }) => title)).toEqual(['To do', 'Done'])
    expect(desk.titles(0)).toEqual(['A', 'B', 'C'])
    const a = desk.titled('A')
    expect(desk.view.detail(a)).toMatchObject({
      due: '2026-12-04T17:00:00.000Z',
      done: false,
      labels: [desk.view.labels[0]?.id],
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
      createdBy: desk.me.id,
      source: 'trello:a',
    })
    expect(desk.text(a)).toBe('Text of A')
    expect(desk.texts.size).toBe(1)
  })

  it('brings a big board in order, archived things as archived', () => {
    desk.bringIn(bigPlan)
    const open = bigPlan.lists.filter((list) => !list.archived)
    expect(desk.view.lists.map(({ title }) => title)).toEqual(open.map(({ title }) => title))
    expect(desk.view.archivedLists).toHaveLength(3)
    expect(desk.view.archived).toHaveLength(40)
    for (const [i, list] of open.entries()) {
      const expected = bigPlan.cards.filter((card) => card.list === list.id && !card.archived).map(({ title }) => title)
      expect(desk.titles(i)).toEqual(expected)
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
      ...smallBoard(),
      checklists: [{ id: 'l', idCard: 'a', name: 'L', checkItems: steps }],
      actions: talk,
    })
    const sizes: { structs: number; bytes: number }[] = []
    desk.me.doc.on('update', (update) =>
      sizes.push({ structs: Y.decodeUpdate(update).structs.length, bytes: update.length }),
    )
    desk.bringIn(bigPlan)
    desk.bringIn(plan)
    expect(sizes.length).toBeGreaterThan(20)
    expect(Math.max(...sizes.map(({ structs }) => structs))).toBeLessThanOrEqual(1_500)
    expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeLessThan(700_000)
    expect(desk.view.face(desk.titled('A'))).toMatchObject({ steps: { done: 2_000, total: 2_000 }, comments: 300 })
  })

  it('is taken back in one step, and comes again', () => {
    const mine = must(addList(desk.me.doc, { title: 'Mine' }, desk.me.ctx()))
    must(cards.addCard(desk.me.doc, { title: 'My card', to: { list: mine, at: 'end' } }, desk.me.ctx()))
    const undo = makeBoardUndo(desk.me.doc, desk.me.ctx().origin, () => NOW)
    const before = shown(desk.view)
    const close = undo.openGroup()
    desk.bringIn(bigPlan)
    close()
    const after = shown(desk.view)
    expect(after).not.toEqual(before)
    undo.undo()
    expect(shown(desk.view)).toEqual(before)
    expect(undo.canUndo).toBe(false)
    undo.redo()
    expect(shown(desk.view)).toEqual(after)
    undo.undo()
    expect(desk.bringIn(bigPlan)).toMatchObject({ created: 200 })
  })

  it('that was taken back leaves a card on which others have written in the bin', () => {
    const [a, b] = twoMembers()
    const undo = makeBoardUndo(a.doc, a.ctx().origin, () => NOW)
    const close = undo.openGroup()
    new Desk(a).bringIn(smallPlan())
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
    desk.me.doc.getMap('meta').set('schema', 9)
    const before = Y.encodeStateAsUpdate(desk.me.doc)
    const result = applyTrello(desk.me.doc, smallPlan(), { describe: desk.describe }, desk.me.ctx())
    expect(result).toMatchObject({ error: { code: 'schema.newer' } })
    expect(Y.encodeStateAsUpdate(desk.me.doc)).toEqual(before)
  })

  it('writes nothing before it is asked to go on, and says how far it is', () => {
    const before = Y.encodeStateAsUpdate(desk.me.doc)
    const run = must(applyTrello(desk.me.doc, bigPlan, { describe: desk.describe }, desk.me.ctx()))
    expect(Y.encodeStateAsUpdate(desk.me.doc)).toEqual(before)
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
    new Desk(whole).bringIn(bigPlan)
    for (const turns of [1, 1]) {
      expect(desk.bringIn(bigPlan, turns)).toBeNull()
      expect(desk.view.archived.length).toBeLessThan(40)
    }
    desk.bringIn(bigPlan)
    const facts = (v: BoardView) =>
      [...v.lists, ...v.archivedLists].map((list) => [list.title, list.cards.map((id) => v.face(id)?.title)])
    expect(facts(desk.view)).toEqual(facts(wholeView))
    expect(desk.view.archived).toHaveLength(40)
  })

  it('that was stopped in the middle of a big card is completed by the next one', () => {
    const checkItems = Array.from({ length: 1_900 }, (_, i) => ({
      id: `s${i}`,
      name: `${i}`,
      state: 'complete',
      pos: i,
    }))
    const plan = smallPlan(({ checklists }) => Object.assign(checklists[0] ?? {}, { checkItems }))
    desk.bringIn(plan, 2)
    const before = desk.view.face(desk.titled('A'))?.steps.total ?? 0
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(1_900)
    desk.bringIn(plan)
    expect(desk.view.face(desk.titled('A'))?.steps).toEqual({ done: 1_900, total: 1_900 })
    expect(desk.steps(desk.titled('A')).map(({ text }) => Number(text))).toEqual(checkItems.map((_, i) => i))
  })

  it('assigns those who are members here as members, and their comments to them', () => {
    const members = new Map<string, MemberId>([['ada', desk.me.id]])
    const run = must(applyTrello(desk.me.doc, smallPlan(), { describe: desk.describe, members }, desk.me.ctx()))
    while (!run.next().done);
    expect(desk.view.detail(desk.titled('A'))).toMatchObject({
      who: [desk.me.id],
      names: [],
      commentList: [{ by: desk.me.id }, { by: desk.me.id }],
    })
  })
})
