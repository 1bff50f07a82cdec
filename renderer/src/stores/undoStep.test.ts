import { expect, it } from 'vitest'
import { addList, initBoard } from '#shared/domain/board.ts'
import { addCard } from '#shared/domain/card.ts'
import { type DocId, idFromBytes } from '#shared/domain/ids.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import { BoardStore } from './boardStore.svelte.ts'
import { memoryHost } from './memoryHost.ts'
import { undoStep } from './undoStep.ts'

const BOARD = idFromBytes<DocId>(Uint8Array.of(0xbb, 0, 0, 0, 0, 0, 0, 1))

it('takes back the step it was made for, and does not hold while another is the newest', async () => {
  const host = memoryHost({ now: () => 1, randomBytes: seededBytes(1) })
  initBoard(host.doc(BOARD), { by: host.member(), now: 1, randomBytes: seededBytes(2), origin: null })
  const board = await BoardStore.open(BOARD, host)
  const list = must(board.run(addList, { title: 'To do' }))
  must(board.run(addCard, { to: { list, at: 'end' }, title: 'First' }))
  const first = undoStep(board)
  expect(first.holds()).toBe(true)
  must(board.run(addCard, { to: { list, at: 'end' }, title: 'Second' }))
  const second = undoStep(board)
  expect([first.holds(), second.holds()]).toEqual([false, true])
  second.run()
  expect([first.holds(), second.holds()]).toEqual([true, false])
  first.run()
  expect(first.holds()).toBe(false)
  expect(board.lists.map(({ cards }) => cards.length)).toEqual([0])
  board.destroy()
})
