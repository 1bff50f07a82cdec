import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { archiveList, renameList } from '#shared/domain/board.ts'
import * as cards from '#shared/domain/card.ts'
import { renameStep, setStepDone } from '#shared/domain/checklist.ts'
import { descriptionText, writeDescription } from '#shared/domain/description.ts'
import type { CardId, ListId, StepId } from '#shared/domain/ids.ts'
import { roots } from '#shared/domain/schema.ts'
import { contents, follow, meet, must, NOW, shown, twoMembers } from '#shared/domain/testkit.ts'
import { UndoGroup } from '#shared/domain/undo.ts'
import { applyTrello, countKnown } from './trello.ts'
import { makeTrelloBoard } from './trelloFixture.ts'
import { Desk, planOf, type SmallBoard, said, smallPlan } from './trelloTestkit.ts'

const bigPlan = planOf(makeTrelloBoard({ words: 20 }))

let desk: Desk
beforeEach(() => {
  desk = new Desk()
})

describe('importing the same board again', () => {
  it('changes nothing when nothing changed', () => {
    desk.bringIn(bigPlan)
    const before = Y.encodeStateAsUpdate(desk.me.doc)
    expect(countKnown(desk.me.doc, bigPlan)).toBe(200)
    expect(desk.bringIn(bigPlan)).toEqual({ created: 0, updated: 0, unchanged: 200, binned: 0, kept: 0 })
    expect(Y.encodeStateAsUpdate(desk.me.doc)).toEqual(before)
  })

  it('brings what changed in Trello', () => {
    desk.bringIn(smallPlan())
    const outcome = desk.bringIn(
      smallPlan((board) => {
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
    expect(desk.view.lists.map(({ title }) => title)).toEqual(['To do', 'Finished'])
    expect([desk.titles(0), desk.titles(1)]).toEqual([['D', 'C'], ['A2']])
    expect(desk.view.labels).toMatchObject([{ name: 'Meals', hue: 'clay' }])
    const a = desk.titled('A2')
    expect(desk.view.detail(a)).toMatchObject({ due: null, labels: [], names: [], links: 0, comments: 3 })
    expect(desk.steps(a).map(({ text, done }) => [text, done])).toEqual([
      ['Write it', true],
      ['Send', false],
    ])
    expect(desk.text(a)).toBe('New text')
    expect(desk.view.archived).toEqual([desk.titled('B')])
  })

  it('never overwrites what was changed here, and counts what had changed in both', () => {
    desk.bringIn(smallPlan())
    const [a, b] = [desk.titled('A'), desk.titled('B')]
    const steps = desk.steps(a).map(({ id }) => id)
    const [first, second] = steps as [StepId, StepId]
    must(cards.renameCard(desk.me.doc, a, 'A, ours', desk.me.ctx()))
    must(cards.setDue(desk.me.doc, a, '2027-01-01', desk.me.ctx()))
    must(renameStep(desk.me.doc, a, second, 'Write to them', desk.me.ctx()))
    must(setStepDone(desk.me.doc, a, first, false, desk.me.ctx()))
    must(cards.moveCard(desk.me.doc, b, { list: desk.view.lists[1]?.id ?? ('' as ListId), at: 'end' }, desk.me.ctx()))
    must(cards.archiveCard(desk.me.doc, desk.titled('C'), desk.me.ctx()))
    must(renameList(desk.me.doc, desk.view.lists[0]?.id ?? ('' as ListId), 'Our list', desk.me.ctx()))
    must(writeDescription(desk.texts.get(a) ?? new Y.Doc(), 'Our text', { origin: 'me' }))
    const before = shown(desk.view)
    expect(desk.bringIn(smallPlan())).toMatchObject({ created: 0, updated: 0, unchanged: 3, kept: 0 })
    expect(shown(desk.view)).toEqual(before)
    const outcome = desk.bringIn(
      smallPlan((board) => {
        Object.assign(board.cards[0] ?? {}, { name: 'A, theirs', desc: 'Their text' })
        Object.assign(board.cards[1] ?? {}, { pos: 99, name: 'B, theirs' })
        Object.assign(board.checklists[0]?.checkItems[1] ?? {}, { name: 'Their step', state: 'complete' })
      }),
    )
    // Ours stay: the title, the text, the wording of the step, the place of B. Theirs come: the title of B, the tick.
    expect(outcome).toMatchObject({ kept: 4 })
    expect(desk.view.face(a)).toMatchObject({ title: 'A, ours', due: '2027-01-01' })
    expect(desk.steps(a).map(({ text, done }) => [text, done])).toEqual([
      ['Call', false],
      ['Write to them', true],
    ])
    expect([desk.view.lists[0]?.title, desk.titles(1), desk.view.archived.length]).toEqual([
      'Our list',
      ['B, theirs'],
      1,
    ])
    expect(desk.text(a)).toBe('Our text')
  })

  it('is taken back in one step with the long texts that it changed', () => {
    desk.bringIn(smallPlan())
    const a = desk.titled('A')
    const undo = new UndoGroup()
    const origin = desk.me.ctx().origin
    undo.includeBoard(desk.me.doc, origin, () => NOW)
    for (const doc of desk.texts.values())
      undo.include(doc, [descriptionText(doc)], { origin: 'import', now: () => NOW })
    const before = shown(desk.view)
    undo.group(() =>
      desk.bringIn(smallPlan((board) => Object.assign(board.cards[0] ?? {}, { name: 'A2', desc: 'New' }))),
    )
    expect([desk.view.face(a)?.title, desk.text(a)]).toEqual(['A2', 'New'])
    undo.undo()
    expect([shown(desk.view), desk.text(a), undo.canUndo]).toEqual([before, 'Text of A', false])
  })

  it('leaves what was taken away here away', () => {
    desk.bringIn(smallPlan())
    const a = desk.titled('A')
    const [label] = desk.view.labels
    if (label !== undefined) must(cards.setLabel(desk.me.doc, a, label.id, false, desk.me.ctx()))
    must(cards.assignName(desk.me.doc, a, 'Ada Lovelace', false, desk.me.ctx()))
    const [link] = desk.view.detail(a)?.linkList ?? []
    if (link !== undefined) must(cards.removeLink(desk.me.doc, a, link.id, desk.me.ctx()))
    must(cards.binCard(desk.me.doc, desk.titled('B'), desk.me.ctx()))
    const before = shown(desk.view)
    const changed = smallPlan((board) => Object.assign(board.cards[1] ?? {}, { name: 'B, theirs' }))
    expect(desk.bringIn(changed)).toMatchObject({ binned: 1, unchanged: 2 })
    expect(shown(desk.view)).toEqual(before)
  })

  it('puts new cards where they stand in Trello among ours', () => {
    desk.bringIn(smallPlan())
    const list = desk.view.lists[0]?.id ?? ('' as ListId)
    must(cards.addCard(desk.me.doc, { title: 'Ours', to: { list, at: { before: desk.titled('C') } } }, desk.me.ctx()))
    const between = (board: SmallBoard): void => {
      const [, b] = board.cards
      if (b !== undefined)
        board.cards.push({ ...b, id: 'n', name: 'New', pos: 1.5 }, { ...b, id: 'o', name: 'Last', pos: 9 })
    }
    desk.bringIn(smallPlan(between))
    expect(desk.titles(0)).toEqual(['A', 'New', 'B', 'Ours', 'C', 'Last'])
  })

  it('makes room where ranks leave none', () => {
    desk.bringIn(smallPlan())
    const list = desk.view.lists[0]?.id ?? ('' as ListId)
    for (const id of ['a', 'b']) {
      const ours = must(cards.addCard(desk.me.doc, { title: `Our ${id}`, to: { list, at: 'end' } }, desk.me.ctx()))
      const map = roots.cards(desk.me.doc).get(ours)
      // Right behind B, with the very same rank.
      const place = roots.cards(desk.me.doc).get(desk.titled('B'))
      if (map instanceof Y.Map && place instanceof Y.Map) map.set('place', place.get('place'))
    }
    const behindB = desk.titles(0).indexOf('B')
    desk.bringIn(
      smallPlan(({ cards: all }) => all.push({ ...all[1], id: 'n', name: 'New', pos: 2.5 } as (typeof all)[0])),
    )
    expect(desk.titles(0).indexOf('New')).toBe(behindB + 1)
  })

  it('does not take cards out of a list that was archived here', () => {
    desk.bringIn(smallPlan())
    must(archiveList(desk.me.doc, desk.view.lists[0]?.id ?? ('' as ListId), desk.me.ctx()))
    expect(desk.bringIn(smallPlan())).toMatchObject({ unchanged: 3 })
    expect(desk.view.archivedLists).toHaveLength(1)
  })

  it('updates one of the two when two members had imported it apart, and makes no third', () => {
    const [a, b] = twoMembers()
    new Desk(a).bringIn(smallPlan())
    new Desk(b).bringIn(smallPlan())
    meet(a, b)
    expect(contents(a.doc)).toEqual(contents(b.doc))
    const both = follow(a.doc)
    expect(both.lists.flatMap((list) => list.cards)).toHaveLength(6)
    // The label is there twice as well; the first import makes all agree on one of the two, then nothing is left to do.
    expect(new Desk(a).bringIn(smallPlan())).toMatchObject({ created: 0 })
    expect(new Desk(a).bringIn(smallPlan())).toMatchObject({ created: 0, unchanged: 3 })
    expect(both.lists.flatMap((list) => list.cards)).toHaveLength(6)
  })

  it('goes on beside what others write between two chunks', () => {
    const [a, b] = twoMembers()
    const run = must(applyTrello(a.doc, bigPlan, { describe: desk.describe }, a.ctx()))
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
