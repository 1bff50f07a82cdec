import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { type DocId, Role } from '../../src/shared/log/ids.ts'
import { Town } from './town.ts'

beforeAll(ready)
let town: Town
beforeEach(() => {
  town = new Town()
})
afterEach(() => town.end())

async function vandalised() {
  const amara = await town.found('Amara')
  const ben = await town.member(amara, Role.member, 'Ben')
  const mallory = await town.member(amara, Role.member, 'Mallory')
  const board = await town.board(amara)
  const part = `${board}.00000000000000aa`
  await town.types(amara, board, 'plan ')
  await town.types(amara, part, 'long text')
  await town.types(mallory, board, 'helps ')
  const { doc } = await town.open(mallory, board)
  doc.getText('t').delete(0, 5)
  await town.settle()
  const text = (await town.open(mallory, part)).doc.getText('t')
  text.delete(0, text.length)
  await town.settle()
  await town.types(ben, board, 'ben ')
  return { amara, ben, mallory, board: board as DocId, part }
}

describe('taking back one member’s edits', () => {
  it('shows who wrote how much, with parts, in order', async () => {
    const { amara, ben, mallory, board } = await vandalised()
    const edits = await town.does(amara.session.authorEdits(board))
    const count = (member: string) => edits.find((one) => one.member === member)?.edits.length
    expect([count(amara.member), count(ben.member), count(mallory.member)]).toEqual([2, 1, 3])
    for (const { edits: seqs } of edits)
      expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map(({ seq }) => seq).sort((a, b) => a - b))
  })

  it('reaches everybody, in the board and its parts, from a point on', async () => {
    const { amara, ben, mallory, board, part } = await vandalised()
    const edits = await town.does(amara.session.authorEdits(board))
    const theirs = edits.find(({ member }) => member === mallory.member)?.edits ?? []
    const after = theirs[1]?.seq ?? 0
    await town.open(amara, board)
    expect(await town.does(amara.session.takeBack(board, mallory.member, after))).toBe('done')
    for (const person of [amara, ben, mallory]) {
      expect(await town.sees(person, board)).toBe('plan helps ben ')
      expect(await town.sees(person, part)).toBe('long text')
      expect(person.session.currentStatus).toMatchObject({ waiting: 0, refused: 0, warnings: [] })
    }
    // whoever took it back goes on writing
    await town.types(amara, board, 'on')
    expect(await town.sees(ben, board)).toBe('plan helps ben on')
    expect(await town.does(amara.session.takeBack(board, mallory.member, after))).toBe('nothing')
    expect(await town.does(amara.session.takeBack(board, mallory.member, 0))).toBe('done')
    expect(await town.sees(ben, board)).toBe('plan ben on')
  })

  it('keeps what is typed here meanwhile and not sent, and goes out with it', async () => {
    const { amara, ben, mallory, board } = await vandalised()
    const { doc } = await town.open(amara, board)
    await town.types(amara, board, 'a ')
    amara.computer.hangUp()
    doc.getText('t').insert(0, 'offline ')
    expect(await town.does(amara.session.takeBack(board, mallory.member, 0))).toBe('done')
    // where two write at one place, either may come first
    for (const person of [amara, ben])
      expect(['offline plan ben a ', 'plan offline ben a ']).toContain(await town.sees(person, board))
    expect(amara.session.currentStatus).toMatchObject({ waiting: 0, refused: 0 })
  })

  it('is an edit like others: whoever may not write the document may not', async () => {
    const { amara, ben, mallory, board } = await vandalised()
    expect(await town.does(amara.session.setDocWrite(board, Role.organizer))).toBe('done')
    expect(await town.does(ben.session.takeBack(board, mallory.member, 0))).toBe('role')
  })
})
