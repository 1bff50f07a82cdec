import { beforeEach, describe, expect, it } from 'vitest'
import * as board from './board.ts'
import { BoardView } from './boardView.ts'
import { addCard, binCard, moveCard, renameCard, setLabel } from './card.ts'
import type { Hue } from './hue.ts'
import type { CardId, LabelId, ListId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { schemaVersion } from './schema.ts'
import { follow, type Member, member, must } from './testkit.ts'

let me: Member
let view: BoardView

beforeEach(() => {
  me = member(1)
  view = follow(me.doc)
})

const addList = (title: string): ListId => must(board.addList(me.doc, { title }, me.ctx()))
const addLabel = (name: string, hue: Hue): LabelId => must(board.addLabel(me.doc, { name, hue }, me.ctx()))
const addTo = (list: ListId, title: string): CardId =>
  must(addCard(me.doc, { title, to: { list, at: 'end' } }, me.ctx()))
const titles = (): string[] => view.lists.map(({ title }) => title)
const nowhere = '00000000000000ff'

describe('the lists of a board', () => {
  it('are added, renamed, moved, archived with their cards, and restored to their place', () => {
    must(board.initBoard(me.doc, me.ctx()))
    expect(schemaVersion(me.doc)).toBe(1)
    const [a, b, c] = [addList('A'), addList('B'), addList('C')]
    must(board.addList(me.doc, { title: 'First', at: 'start' }, me.ctx()))
    must(board.renameList(me.doc, b, 'Bee', me.ctx()))
    must(board.moveList(me.doc, c, { after: a }, me.ctx()))
    expect(titles()).toEqual(['First', 'A', 'C', 'Bee'])
    const card = addTo(c, 'Card')
    must(board.archiveList(me.doc, c, me.ctx()))
    expect(titles()).toEqual(['First', 'A', 'Bee'])
    expect(view.archivedLists).toMatchObject([{ id: c, cards: [card] }])
    must(board.restoreList(me.doc, c, me.ctx()))
    expect(titles()).toEqual(['First', 'A', 'C', 'Bee'])
    expect(view.list(c)?.cards).toEqual([card])
  })

  it('are refused when they are not there, without a title, or too many', () => {
    const a = addList('A')
    expect(board.renameList(me.doc, nowhere as ListId, 'B', me.ctx())).toMatchObject({
      error: { code: 'list.unknown' },
    })
    expect(board.addList(me.doc, { title: ' ' }, me.ctx())).toMatchObject({ error: { code: 'title.empty' } })
    const beside = { before: nowhere as ListId }
    expect(board.moveList(me.doc, a, beside, me.ctx())).toMatchObject({ error: { code: 'anchor.unknown' } })
    for (let i = 1; i < LIMITS.listsPerBoard; i++) addList(`List ${i}`)
    expect(board.addList(me.doc, { title: 'More' }, me.ctx())).toMatchObject({
      error: { code: 'too-many', detail: { max: LIMITS.listsPerBoard } },
    })
  })
})

describe('the labels of a board', () => {
  it('stand in order of colour, then name; a label may be a mere colour', () => {
    const [plum, none, food] = [addLabel('Music', 'plum'), addLabel('', 'honey'), addLabel('Food', 'honey')]
    expect(view.labels.map(({ id }) => id)).toEqual([none, food, plum])
    must(board.renameLabel(me.doc, plum, 'Band', me.ctx()))
    must(board.recolourLabel(me.doc, plum, 'clay', me.ctx()))
    expect(view.labels[0]).toEqual({ id: plum, name: 'Band', hue: 'clay' })
    must(board.removeLabel(me.doc, plum, me.ctx()))
    expect(view.labels.map(({ id }) => id)).toEqual([none, food])
    expect(board.renameLabel(me.doc, plum, 'X', me.ctx())).toMatchObject({ error: { code: 'label.unknown' } })
    must(board.restoreLabel(me.doc, plum, me.ctx()))
    expect(view.labels).toHaveLength(3)
  })

  it('have one of the seven colours', () => {
    const red = 'red' as Hue
    expect(board.addLabel(me.doc, { name: 'X', hue: red }, me.ctx())).toMatchObject({ error: { code: 'hue.invalid' } })
    const label = addLabel('X', 'clay')
    expect(board.recolourLabel(me.doc, label, red, me.ctx())).toMatchObject({ error: { code: 'hue.invalid' } })
  })
})

describe('the view of a board', () => {
  let [todo, doing]: ListId[] = []
  let cards: CardId[]
  const list = (which: 'todo' | 'doing'): ListId => (which === 'todo' ? todo : doing) ?? ('' as ListId)

  beforeEach(() => {
    ;[todo, doing] = [addList('To do'), addList('Doing')]
    cards = ['A', 'B', 'C'].map((title) => addTo(list('todo'), title))
  })

  it('leaves all faces and lists but those that changed the very same objects', () => {
    const [a, b] = cards as [CardId, CardId]
    const before = { a: view.face(a), b: view.face(b), todo: view.list(list('todo'))?.cards }
    must(renameCard(me.doc, a, 'New', me.ctx()))
    expect(view.face(a)).toMatchObject({ title: 'New' })
    expect(view.face(b)).toBe(before.b)
    expect(view.list(list('todo'))?.cards).toBe(before.todo)
    expect(Object.isFrozen(view.face(a))).toBe(true)
    must(renameCard(me.doc, a, 'A', me.ctx()))
    const again = view.face(a)
    me.doc.getMap<Map<string, unknown>>('cards').get(a)?.set('unknown', 1)
    expect(view.face(a)).toBe(again)
  })

  it('moves a card, and takes one out that goes to the bin', () => {
    const [a, b, c] = cards as [CardId, CardId, CardId]
    view.face(a)
    must(moveCard(me.doc, a, { list: list('doing'), at: 'end' }, me.ctx()))
    expect([view.list(list('todo'))?.cards, view.list(list('doing'))?.cards]).toEqual([[b, c], [a]])
    expect(view.face(a)).toMatchObject({ list: list('doing') })
    const doing = view.list(list('doing'))?.cards
    must(binCard(me.doc, b, me.ctx()))
    expect([view.list(list('todo'))?.cards, view.bin]).toEqual([[c], [b]])
    expect(view.list(list('doing'))?.cards).toBe(doing)
  })

  it('reads again only the cards that carry a label which changed', () => {
    const [a, b] = cards as [CardId, CardId]
    const label = addLabel('Food', 'honey')
    must(setLabel(me.doc, a, label, true, me.ctx()))
    const before = { a: view.face(a), b: view.face(b) }
    expect(before.a?.labels).toEqual([label])
    must(board.removeLabel(me.doc, label, me.ctx()))
    expect(view.face(a)?.labels).toEqual([])
    expect(view.face(b)).toBe(before.b)
  })

  it('shows the cards of a list that is gone in the first one, also those that were looked at before', () => {
    const [a] = cards as [CardId]
    expect(view.face(a)?.list).toBe(list('todo'))
    me.doc.getMap('lists').delete(list('todo'))
    expect(view.face(a)?.list).toBe(list('doing'))
    expect(view.list(list('doing'))?.cards).toEqual(cards)
  })

  it('has no face for a card that is gone, however often it is asked', () => {
    const [a] = cards as [CardId]
    expect(view.face(a)?.title).toBe('A')
    me.doc.getMap('cards').delete(a)
    expect([view.face(a), view.face(a)]).toEqual([undefined, undefined])
  })

  it('is silent about transactions that do not concern it', () => {
    let touched: boolean | null = null
    me.doc.on('afterTransaction', (transaction) => {
      touched = view.apply(transaction)
    })
    me.doc.getMap('elsewhere').set('x', 1)
    expect(touched).toBe(false)
  })

  it('is read whole in pieces that do no more than they say', () => {
    for (let i = 0; i < 450; i++) addTo(list('doing'), `Card ${i}`)
    const unread = new BoardView(me.doc)
    expect([...unread.readAll()]).toHaveLength(2)
    expect([...unread.readAll()]).toHaveLength(0)
  })
})
