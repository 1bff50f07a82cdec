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

/** Writes a comment that names somebody, as domain/comment.ts does. */
async function names(by: Person, board: string, text: string) {
  const { doc } = await town.open(by, board)
  doc.getMap('cards').set(text, { text, mentions: [{ kind: 'member', id: 'a'.repeat(16), name: 'A' }] })
  await town.settle()
}

describe('where comments name somebody', () => {
  it('is known of all boards at first, and then of those alone in which that has come since', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.member, 'Ben')
    const docs = [await town.board(amara), await town.board(amara), await town.board(amara)]
    const [plain = '', named = '', other = ''] = docs
    await town.types(ben, plain, 'mention nobody')
    await names(ben, named, 'first')
    const look = (after: number, known: readonly string[]) =>
      town.does(amara.session.docsNaming({ after, docs, known }))
    const first = await look(0, [])
    expect(first.docs).toEqual([named])
    expect(await look(first.upTo, docs)).toEqual({ docs: [], upTo: first.upTo })
    await town.types(ben, named, 'about something else')
    await names(ben, other, 'second')
    const second = await look(first.upTo, docs)
    expect(second.docs).toEqual([other])
    expect(second.upTo).toBeGreaterThan(first.upTo)
    // A board that was not looked at before is looked at whole, whenever it was written.
    expect((await look(second.upTo, [plain, other])).docs).toEqual([named])
  })

  it('is asked anew of everything where a log stands that is shorter than the one that was looked at', async () => {
    const amara = await town.found('Amara')
    const board = await town.board(amara)
    await names(amara, board, 'before')
    const found = await town.does(amara.session.docsNaming({ after: 1e6, docs: [board], known: [board] }))
    expect(found.docs).toEqual([board])
    expect(found.upTo).toBeLessThan(1e6)
  })

  it('is never told of a board that this device may not read', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const board = await town.board(amara, Role.organizer, 2)
    await names(amara, board, 'for organizers')
    const look = () => town.does(ben.session.docsNaming({ after: 0, docs: [board], known: [] }))
    expect((await look()).docs).toEqual([board])
    expect(await town.does(amara.session.setRole(ben.member, Role.member))).toBe('done')
    await town.settle()
    expect((await look()).docs).toEqual([])
  })
})
