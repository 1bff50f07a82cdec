import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { Role } from '../../src/shared/log/ids.ts'
import { type Person, Town } from './town.ts'

beforeAll(ready)
let town: Town
beforeEach(() => {
  town = new Town()
})
afterEach(() => town.end())

/** Counts the updates that an open document is told of. */
function told(person: Person, key: string) {
  let count = 0
  person.session.documents.news.on((news) => {
    if (news.kind === 'updates' && news.key === key) count += news.updates.length
  })
  return () => count
}

it('an edit that has become part of the log is told to others, and not to where it was written', async () => {
  const amara = await town.found('Amara')
  const ben = await town.member(amara, Role.member, 'Ben')
  const board = await town.board(amara)
  await town.open(amara, board)
  await town.open(ben, board)
  const [hers, his] = [told(amara, board), told(ben, board)]
  await town.types(amara, board, 'one ')
  await town.types(amara, board, 'two ')
  expect([hers(), his()]).toEqual([0, 2])
  await town.types(ben, board, 'three')
  expect(hers()).toBe(1)
  expect([await town.sees(amara, board), await town.sees(ben, board)]).toEqual(['one two three', 'one two three'])
})

it('an edit that was written before the document was opened anew is in it, whenever the log takes it', async () => {
  const amara = await town.found('Amara')
  const ben = await town.member(amara, Role.member, 'Ben')
  const board = await town.board(amara)
  const close = (open: Awaited<ReturnType<Town['open']>>) => {
    open.release()
    ben.computer.docs.delete(board)
  }
  for (let round = 0; round < 8; round++) {
    const open = await town.open(ben, board)
    ben.computer.hangUp()
    open.doc.getText('t').insert(0, `${round} `)
    close(open)
    // While the line comes back and the log takes it, the document is opened.
    const again = await town.open(ben, board)
    expect(again.doc.getText('t').toString()).toContain(`${round} `)
    await town.settle()
    expect(await town.sees(amara, board)).toBe(again.doc.getText('t').toString())
    close(again)
  }
})

it('what a device finds of itself in the log, and has no more, is told', async () => {
  const amara = await town.found('Amara')
  const board = await town.board(amara)
  await town.types(amara, board, 'written ')
  expect(await town.sees(amara, board)).toBe('written ')
  const edits = await town.does(amara.session.authorEdits(board as never))
  expect(edits[0]?.edits.length).toBeGreaterThan(0)
  const hers = told(amara, board)
  await town.does(amara.session.takeBack(board as never, amara.member, 0))
  await town.settle()
  expect(hers()).toBeGreaterThan(0)
  expect(await town.sees(amara, board)).toBe('')
})
