import { expect, it } from 'vitest'
import { memberId } from '#renderer/stores/memoryHost.ts'
import { addLabel } from '#shared/domain/board.ts'
import { assign, assignName, setLabel } from '#shared/domain/card.ts'
import { must } from '#shared/domain/testkit.ts'
import { cardFilter } from './filterCards.ts'
import { sitDown } from './testing/desk.ts'

async function found(filter: string) {
  const { board, community, card } = await sitDown({ 'To do': ['Road closure permit', 'Long table', 'Straße sperren'] })
  const label = must(board.run(addLabel, { name: 'Permits', hue: 'clay' as const }))
  must(board.run(setLabel, card('Long table'), label, true))
  must(board.run(assign, card('Long table'), memberId(2), true))
  must(board.run(assignName, card('Straße sperren'), 'Tomasz Bąk', true))
  const fits = cardFilter(filter, board, community)
  if (fits === null) return null
  return board.lists.flatMap(({ cards }) => cards.filter(fits)).map((id) => board.face(id)?.title)
}

it('looks at titles, labels, members and names, in any case', async () => {
  expect(await found('ROAD')).toEqual(['Road closure permit'])
  expect(await found('permit')).toEqual(['Road closure permit', 'Long table'])
  expect(await found('jonas')).toEqual(['Long table'])
  expect(await found('bąk')).toEqual(['Straße sperren'])
})

it('wants every word, in any order', async () => {
  expect(await found('table jonas')).toEqual(['Long table'])
  expect(await found('table leila')).toEqual([])
})

it('is none at all for blanks', async () => {
  expect(await found('   ')).toBeNull()
})
