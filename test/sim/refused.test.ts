import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { Role } from '../../src/shared/log/ids.ts'
import { type Person, Town } from './town.ts'

beforeAll(ready)
let town: Town
beforeEach(() => {
  town = new Town()
})
afterEach(() => town.end())

/** Somebody whose edits were refused because the role was lost while they were away. */
async function refused() {
  const amara = await town.found('Amara')
  const cleo = await town.member(amara, Role.member, 'Cleo')
  const board = await town.board(amara)
  await town.types(cleo, board, 'shared ')
  town.away(cleo)
  expect(await town.does(amara.session.setRole(cleo.member, Role.guest))).toBe('done')
  await town.types(amara, board, 'meanwhile ')
  await cleo.computer.restart()
  cleo.computer.hangUp()
  const open = await cleo.computer.open(board)
  open?.doc.getText('t').insert(7, 'lost ')
  open?.doc.getText('t').insert(12, 'and found ')
  open?.doc.getMap('cards').set('a', 'Tea')
  await town.settle()
  const { session } = cleo.computer
  if (!session) throw new Error('not started')
  return { amara, cleo: { ...cleo, session } satisfies Person, board }
}

/** Each once; where two wrote at one place, either may come first. */
const ALL = ['and', 'found', 'lost', 'meanwhile', 'shared']

describe('R6 edits that were refused', () => {
  it('are listed, kept over a restart, and are in no document', async () => {
    const { amara, cleo, board } = await refused()
    const listed = [{ id: board, doc: board, reasons: ['role'], edits: expect.any(Number), mayRetry: false }]
    expect(cleo.session.refused()).toEqual(listed)
    expect(await town.sees(amara, board)).toBe('shared meanwhile ')
    expect(await town.sees(cleo, board)).toBe('shared meanwhile ')
    town.away(cleo)
    const again = await town.back(cleo)
    expect(again.session.refused()).toEqual(listed)
  })

  it('are exported with their words, and with what a program needs to bring them back', async () => {
    const { cleo, board } = await refused()
    const exported = await town.does(cleo.session.exportRefused([board]))
    expect(exported).toMatchObject({ kith: 'edits set aside', version: 1, member: 'Cleo', room: cleo.session.room })
    expect(exported.documents).toHaveLength(1)
    const [document] = exported.documents
    expect(document?.words.map(({ path, text }) => [path.join('/'), text])).toEqual([
      ['t', 'lost and found '],
      ['cards/a', 'Tea'],
    ])
    expect(document?.updates.length).toBeGreaterThan(0)
    expect(JSON.parse(JSON.stringify(exported))).toEqual(exported)
    expect((await town.does(cleo.session.exportRefused([]))).documents).toEqual([])
  })

  it('can be given up', async () => {
    const { cleo, board } = await refused()
    await town.does(cleo.session.discardRefused([board]))
    expect(cleo.session.refused()).toEqual([])
    expect(cleo.session.currentStatus.refused).toBe(0)
    town.away(cleo)
    expect((await town.back(cleo)).session.refused()).toEqual([])
  })

  it('go out once more when the role is back, once and not twice, between what others wrote', async () => {
    const { amara, cleo, board } = await refused()
    const words = async (person: Person) => (await town.sees(person, board)).trim().split(' ').sort()
    expect(await town.does(cleo.session.retryRefused([board]))).toEqual(['role'])
    expect(await town.does(amara.session.setRole(cleo.member, Role.member))).toBe('done')
    expect(cleo.session.refused()[0]?.mayRetry).toBe(true)
    await town.types(cleo, board, 'new ')
    const both = await town.does(Promise.all([board, board].map((id) => cleo.session.retryRefused([id]))))
    expect(both).toEqual([['waiting'], ['moot']])
    for (const person of [amara, cleo]) expect(await words(person)).toEqual([...ALL, 'new'].sort())
    expect(cleo.session.currentStatus).toMatchObject({ waiting: 0, refused: 0 })
    await town.types(cleo, board, 'and on')
    const more = [...ALL, 'new', 'and', 'on'].sort()
    expect(await words(amara)).toEqual(more)
    town.away(cleo)
    expect(await words(await town.back(cleo))).toEqual(more)
  })

  it('that the log took after all are not written twice', async () => {
    const { amara, cleo, board } = await refused()
    const words = async (person: Person) => (await town.sees(person, board)).trim().split(' ').sort()
    expect(await town.does(amara.session.setRole(cleo.member, Role.member))).toBe('done')
    // the same edits come to the log while they are still listed, as when an entry under way and its refusal cross
    const rows = await cleo.computer.storage.community(cleo.session.room).outbox()
    expect(rows.every(({ refused }) => refused === 'role')).toBe(true)
    expect(await town.does(cleo.session.retryRefused([board]))).toEqual(['waiting'])
    await cleo.computer.storage.community(cleo.session.room).commit({ addOutbox: rows })
    town.away(cleo)
    const again = await town.back(cleo)
    expect(again.session.refused()).toHaveLength(1)
    expect(await town.does(again.session.retryRefused([board]))).toEqual(['done'])
    for (const person of [amara, again]) expect(await words(person)).toEqual(ALL)
  })
})
