import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import * as community from './community.ts'
import type { DocId } from './ids.ts'
import { idFromBytes, idToBytes, newId, readId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { contents, type Member, meet, must, seededBytes, twoMembers } from './testkit.ts'

const boardId = (n: number): DocId => idFromBytes<DocId>(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, n))
const begin = (): [Member, Member] =>
  twoMembers(({ doc, ctx }) => {
    must(community.initCommunity(doc, { name: 'Riverside', about: 'Our street', template: 'club' }, ctx()))
    for (const [n, title] of ['Fair', 'Tools', 'Tenants'].entries()) {
      must(community.addBoard(doc, { id: boardId(n), title, hue: 'moss' }, ctx()))
    }
  })
const titles = ({ doc }: Member): string[] => community.readCommunity(doc).boards.map(({ title }) => title)

describe('the community document', () => {
  it('says what the community is called and which boards it has, in order', () => {
    const [me] = begin()
    expect(community.readCommunity(me.doc)).toMatchObject({ name: 'Riverside', about: 'Our street', template: 'club' })
    must(community.moveBoard(me.doc, boardId(2), 'start', me.ctx()))
    must(community.renameBoard(me.doc, boardId(0), 'Street fair', me.ctx()))
    must(community.recolourBoard(me.doc, boardId(0), 'rose', me.ctx()))
    must(community.archiveBoard(me.doc, boardId(1), me.ctx()))
    expect(titles(me)).toEqual(['Tenants', 'Street fair'])
    expect(community.readCommunity(me.doc).boards[1]).toMatchObject({ hue: 'rose' })
    expect(community.readCommunity(me.doc).archivedBoards).toMatchObject([{ id: boardId(1), title: 'Tools' }])
    must(community.restoreBoard(me.doc, boardId(1), me.ctx()))
    expect(titles(me)).toEqual(['Tenants', 'Street fair', 'Tools'])
  })

  it('keeps what two organizers change at once', () => {
    const [a, b] = begin()
    must(community.renameCommunity(a.doc, 'Riverside Neighbours', a.ctx()))
    must(community.addBoard(a.doc, { id: boardId(7), title: 'Mine', hue: 'sky' }, a.ctx()))
    must(community.setAbout(b.doc, 'All of us', b.ctx()))
    must(community.addBoard(b.doc, { id: boardId(8), title: 'Theirs', hue: 'sky' }, b.ctx()))
    must(community.renameBoard(b.doc, boardId(0), 'Street fair', b.ctx()))
    meet(a, b)
    expect(contents(a.doc)).toEqual(contents(b.doc))
    expect(community.readCommunity(a.doc)).toMatchObject({ name: 'Riverside Neighbours', about: 'All of us' })
    expect(titles(a).sort()).toEqual(['Mine', 'Street fair', 'Tenants', 'Theirs', 'Tools'])
  })

  it('lists a board once, however often it is added', () => {
    const [me] = begin()
    const before = Y.encodeStateAsUpdate(me.doc)
    must(community.addBoard(me.doc, { id: boardId(0), title: 'Again', hue: 'clay' }, me.ctx()))
    expect(Y.encodeStateAsUpdate(me.doc)).toEqual(before)
  })

  it('refuses empty and overlong words, and boards that are not there', () => {
    const [{ doc, ctx }] = begin()
    const long = 'x'.repeat(LIMITS.about + 1)
    expect(community.renameCommunity(doc, ' ', ctx())).toMatchObject({ error: { code: 'name.empty' } })
    expect(community.renameCommunity(doc, long, ctx())).toMatchObject({ error: { code: 'name.too-long' } })
    expect(community.setAbout(doc, long, ctx())).toMatchObject({ error: { code: 'text.too-long' } })
    expect(community.renameBoard(doc, boardId(99), 'X', ctx())).toMatchObject({ error: { code: 'board.unknown' } })
    expect(community.moveBoard(doc, boardId(99), 'end', ctx())).toMatchObject({ error: { code: 'board.unknown' } })
    const wrong = { id: 'x' as DocId, title: 'X', hue: 'sky' } as const
    expect(community.addBoard(doc, wrong, ctx())).toMatchObject({ error: { code: 'board.unknown' } })
  })
})

describe('ids', () => {
  it('are 8 bytes there and back, which is what a part is on the wire', () => {
    const id = newId(seededBytes(3))
    expect(id).toMatch(/^[0-9a-f]{16}$/)
    expect(idFromBytes(idToBytes(id))).toBe(id)
  })

  it('are nothing else', () => {
    for (const value of [
      '',
      'A'.repeat(16),
      'g'.repeat(16),
      'a'.repeat(15),
      'a'.repeat(17),
      `${'a'.repeat(16)}\n`,
      7,
      null,
    ]) {
      expect(readId(value)).toBeNull()
    }
  })
})
