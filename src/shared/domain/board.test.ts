import { beforeEach, describe, expect, it } from 'vitest'
import * as board from './board.ts'
import { type BoardPatch, BoardView, watchBoard } from './boardView.ts'
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

  it('says which card changed, and leaves all other faces and lists the very same objects', () => {
    const [a, b] = cards as [CardId, CardId]
    const watched = watch()
    const before = { face: view.face(b), todo: view.list(list('todo'))?.cards }
    must(renameCard(me.doc, a, 'New', me.ctx()))
    expect(watched()).toEqual({ lists: false, labels: false, cards: new Set([a]), cardsOf: new Set(), shelves: false })
    expect(view.face(b)).toBe(before.face)
    expect(view.list(list('todo'))?.cards).toBe(before.todo)
    expect(Object.isFrozen(view.face(a))).toBe(true)
  })

  it('says which lists a move changed, and when a card went to the bin', () => {
    const [a, b] = cards as [CardId, CardId]
    const watched = watch()
    must(moveCard(me.doc, a, { list: list('doing'), at: 'end' }, me.ctx()))
    expect(watched()).toMatchObject({ cards: new Set([a]), cardsOf: new Set([list('todo'), list('doing')]) })
    must(binCard(me.doc, b, me.ctx()))
    expect(watched()).toMatchObject({ cards: new Set([b]), cardsOf: new Set([list('todo')]), shelves: true })
  })

  it('reads again only the cards that carry a label which changed', () => {
    const [a] = cards as [CardId]
    const label = addLabel('Food', 'honey')
    must(setLabel(me.doc, a, label, true, me.ctx()))
    const watched = watch()
    must(board.removeLabel(me.doc, label, me.ctx()))
    expect(watched()).toMatchObject({ labels: true, cards: new Set([a]) })
  })

  it('is silent about transactions that do not concern it', () => {
    const watched = watch()
    me.doc.getMap('elsewhere').set('x', 1)
    expect(watched()).toBeUndefined()
  })

  /** From now on: gives the newest patch since the last call. */
  function watch(): () => BoardPatch | undefined {
    const seen: BoardPatch[] = []
    view = new BoardView(me.doc)
    watchBoard(me.doc, view, (patch) => seen.push(patch))
    return () => seen.splice(0).at(-1)
  }
})
