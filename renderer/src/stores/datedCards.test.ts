import { expect, it, vi } from 'vitest'
import { addList, initBoard } from '#shared/domain/board.ts'
import { addCard, setDue } from '#shared/domain/card.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import { BoardStore } from './boardStore.svelte.ts'
import { DatedCards } from './datedCards.svelte.ts'
import { memoryHost } from './memoryHost.ts'

const NOON = Date.UTC(2031, 4, 1, 12)
const KEYS = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'] as const

it('gathers the cards with a date of the boards that are wanted, and follows them, without being seen there', async () => {
  const host = memoryHost({ now: () => NOON, randomBytes: seededBytes(1) })
  const boards = await Promise.all(KEYS.map((key) => BoardStore.open(key, host)))
  for (const [index, board] of boards.entries()) {
    board.run(initBoard)
    const list = must(board.run(addList, { title: 'To do' }))
    const card = must(board.run(addCard, { title: `Card ${index}`, to: { list, at: 'end' } }))
    must(board.run(setDue, card, '2031-05-04'))
    must(board.run(addCard, { title: 'Without a date', to: { list, at: 'end' } }))
  }
  const [first] = boards
  for (const board of boards.slice(1)) board.destroy()
  const dated = new DatedCards(host)
  dated.follow(KEYS.map((key) => ({ key, hue: 'sea' })))
  await vi.waitFor(() => expect(dated.cards.map(({ card }) => card.title)).toEqual(['Card 0', 'Card 1']))
  const shown = first?.lists[0]?.cards[0]
  if (!first || shown === undefined) throw new Error('no card')
  must(first.run(setDue, shown, null))
  expect(dated.cards.map(({ card }) => card.title)).toEqual(['Card 1'])
  dated.follow([])
  expect(dated.cards).toEqual([])
  dated.close()
  first.destroy()

  const quiet = await BoardStore.open('cccccccccccccccc', host, undefined, false)
  const { awareness } = await host.openDoc('cccccccccccccccc')
  expect(awareness.getLocalState()).toEqual({})
  quiet.destroy()
  host.destroy()
})
