import { describe, expect, it } from 'vitest'
import { addList, archiveList } from './board.ts'
import { BoardView } from './boardView.ts'
import { addCard, archiveCard, binCard, moveCard, renameCard, restoreCard } from './card.ts'
import type { CardId, ListId } from './ids.ts'
import { follow, member, must, shown } from './testkit.ts'

const CARDS = 1_100

function largeBoard() {
  const me = member(1)
  const list = must(addList(me.doc, { title: 'To do' }, me.ctx()))
  const other = must(addList(me.doc, { title: 'Done' }, me.ctx()))
  const cards: CardId[] = []
  for (let i = 0; i < CARDS; i++)
    cards.push(must(addCard(me.doc, { title: `Card ${i}`, to: { list, at: 'end' } }, me.ctx())))
  return { me, list, other, cards }
}

describe('a large board read in pieces', () => {
  const meanwhile: [string, (board: ReturnType<typeof largeBoard>) => void][] = [
    ['nothing happens', () => {}],
    [
      'cards already read are changed, others are moved',
      ({ me, other, cards }) => {
        must(renameCard(me.doc, cards[0] as CardId, 'Another name', me.ctx()))
        must(moveCard(me.doc, cards[CARDS - 1] as CardId, { list: other, at: 'end' }, me.ctx()))
      },
    ],
    [
      'a card is added',
      ({ me, other }) => must(addCard(me.doc, { title: 'New', to: { list: other, at: 'end' } }, me.ctx())),
    ],
    [
      'a list is archived',
      ({ me, list }: { me: ReturnType<typeof member>; list: ListId }) => must(archiveList(me.doc, list, me.ctx())),
    ],
  ]
  it.each(meanwhile)('is the board as it is at the end, when %s between two pieces', async (_, happen) => {
    const board = largeBoard()
    let pieces = 0
    const breathe = async () => {
      pieces += 1
      if (pieces === 1) happen(board)
    }
    const seen = await BoardView.read(board.me.doc, breathe, shown)
    expect(pieces).toBeGreaterThan(1)
    expect(seen).toEqual(shown(new BoardView(board.me.doc)))
  })
})

it('tells the shelves apart, also for a card that leaves the bin archived at the very moment of its binning', () => {
  const me = member(1)
  const list = must(addList(me.doc, { title: 'To do' }, me.ctx()))
  const card = must(addCard(me.doc, { title: 'One', to: { list, at: 'end' } }, me.ctx()))
  const view = follow(me.doc)
  const ctx = me.ctx()
  must(binCard(me.doc, card, ctx))
  expect([view.bin, view.archived]).toEqual([[card], []])
  me.doc.transact(() => {
    must(restoreCard(me.doc, card, ctx))
    must(archiveCard(me.doc, card, ctx))
  })
  expect([view.bin, view.archived]).toEqual([[], [card]])
})
