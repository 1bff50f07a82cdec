import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/shared/crypto/hash.ts'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { openMailbox } from '../../src/shared/log/author.ts'
import { openEntry } from '../../src/shared/log/entry.ts'
import { Role } from '../../src/shared/log/ids.ts'
import { mailboxToken } from '../../src/shared/log/invites.ts'
import { readLink } from '../../src/shared/log/link.ts'
import { type Person, Town } from './town.ts'

beforeAll(ready)
let town: Town
beforeEach(() => {
  town = new Town()
})
afterEach(() => town.end())

/** What a key ring that comes by a link of this role makes of every entry at the relay. */
async function readWithKeysOf(by: Person, role: Role): Promise<string[]> {
  const read = readLink(await town.link(by, role))
  if (!read.ok) throw new Error(read.error)
  const room = town.network.log.rooms.get(read.link.room)
  const blob = room?.mailboxes.get(sha256(mailboxToken(read.link.seed)), town.network.now)
  const keyring = blob && openMailbox(read.link.seed, blob)
  if (!room || !keyring) throw new Error('no keys')
  return room.rows.map(({ bytes }) => {
    const opened = openEntry(read.link.room, keyring, bytes)
    return typeof opened === 'string' ? opened : opened.envelope.body.kind
  })
}

describe('a board that is private to organizers', () => {
  it('F5 opens with the keys of organizers and not with those of members, in any epoch', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const board = await town.board(amara, Role.organizer, 2)
    await town.types(amara, board, 'first ')
    expect(await town.does(amara.session.removeMember(cleo.member))).toBe('done')
    await town.types(amara, board, 'second')
    const members = await readWithKeysOf(amara, Role.member)
    const organizers = await readWithKeysOf(amara, Role.organizer)
    const hidden = members.flatMap((what, i) => (what === 'hidden' ? [i] : []))
    expect(hidden.map((i) => organizers[i]).filter((what) => what === 'update')).toHaveLength(2)
    expect(members.filter((what) => what === 'update')).toHaveLength(0)
  })

  it('F5 is not offered to members and not opened by their devices; organizers write it together', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const shared = await town.board(amara)
    const board = await town.board(ben, Role.organizer, 2)
    for (const text of ['a', 'b', 'c']) {
      await town.types(amara, board, text)
      await town.types(ben, shared, text)
      await town.types(ben, board, text)
      await town.types(amara, shared, text)
    }
    expect(await town.sees(amara, board)).toBe('aabbcc')
    expect(await town.sees(ben, shared)).toBe('aabbcc')
    expect(await town.sees(cleo, shared)).toBe('aabbcc')
    expect(amara.session.docs().find(({ id }) => id === board)).toMatchObject({ audience: 2, mayWrite: true })
    expect(cleo.session.docs().map(({ id }) => id)).not.toContain(board)
    await expect(cleo.session.documents.open(board)).rejects.toThrow('doc.private')
    for (const { session } of [amara, ben, cleo])
      expect(session.currentStatus).toMatchObject({ waiting: 0, refused: 0, warnings: [] })
  })

  it('C11 has writers who can read it', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    expect(await town.does(amara.session.createDoc(3, Role.member, 2))).toEqual({ ok: false, code: 'doc.doc' })
    expect(await town.does(ben.session.createDoc(3, Role.steward, 3))).toEqual({ ok: false, code: 'doc.role' })
    expect((await town.does(amara.session.createDoc(3, Role.steward, 3))).ok).toBe(true)
  })
})

describe('a promotion', () => {
  const written = async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const dan = await town.member(amara, Role.member, 'Dan')
    const board = await town.board(amara, Role.organizer, 2)
    await town.types(amara, board, 'one ')
    await town.types(ben, board, 'two ')
    expect(await town.does(amara.session.removeMember(dan.member))).toBe('done')
    await town.types(amara, board, 'three ')
    return { amara, ben, cleo, board }
  }

  it('F5 shows all that was private before, and the new organizer writes on', async () => {
    const { amara, ben, cleo, board } = await written()
    expect(await town.does(amara.session.setRole(cleo.member, Role.organizer))).toBe('done')
    expect(cleo.session.docs().map(({ id }) => id)).toContain(board)
    expect(await town.sees(cleo, board)).toBe('one two three ')
    await town.types(cleo, board, 'four')
    for (const person of [amara, ben]) expect(await town.sees(person, board)).toBe('one two three four')
    expect(cleo.session.inspect()).toEqual(amara.session.inspect())
    town.away(cleo)
    const again = await town.back(cleo)
    expect(await town.sees(again, board)).toBe('one two three four')
    expect(again.session.inspect()).toEqual(amara.session.inspect())
  })

  it('F5 also where the power fails at any write in between', async () => {
    for (let writes = 0; writes < 4; writes++) {
      town.end()
      town = new Town(writes)
      const { amara, cleo, board } = await written()
      cleo.computer.crashAt(writes)
      expect(await town.does(amara.session.setRole(cleo.member, Role.organizer))).toBe('done')
      town.away(cleo)
      const again = await town.back(cleo)
      expect(await town.sees(again, board), `after ${writes} writes`).toBe('one two three ')
      expect(again.session.inspect()).toEqual(amara.session.inspect())
    }
  })

  it('F5 reads what is hidden only at a start where keys have come, not at each', async () => {
    const { cleo } = await written()
    const stored = await cleo.computer.storage.community(cleo.session.room).entriesOf('hidden', 0)
    expect(stored.length).toBeGreaterThan(0)
    await town.does(cleo.session.close())
    town.away(cleo)
    cleo.computer.reads.length = 0
    const again = await town.back(cleo)
    expect(cleo.computer.reads).not.toContain('hidden')
    expect(again.session.currentStatus.link).toBe('live')
  })

  it('F5 tells organizers’ registers too', async () => {
    const { amara, cleo } = await written()
    await town.link(amara, Role.member, 3, 3600)
    expect(cleo.session.invites()[0]?.ends).toBeNull()
    expect(await town.does(amara.session.setRole(cleo.member, Role.organizer))).toBe('done')
    expect(cleo.session.invites()[0]?.ends).toBe(3_600_000)
  })
})

describe('a demotion', () => {
  it('closes private boards at once, and what is written there later stays unread, until the role is back', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const board = await town.board(amara, Role.organizer, 2)
    await town.types(amara, board, 'before ')
    expect(await town.sees(ben, board)).toBe('before ')
    expect(await town.does(amara.session.setRole(ben.member, Role.member))).toBe('done')
    expect(amara.session.inspect().rotationDue).toBe(false)
    await town.types(amara, board, 'meanwhile ')
    expect(ben.computer.docs.has(board)).toBe(false)
    expect(ben.session.docs().map(({ id }) => id)).not.toContain(board)
    await expect(ben.session.documents.open(board)).rejects.toThrow('doc.private')
    expect(await town.does(amara.session.setRole(ben.member, Role.organizer))).toBe('done')
    expect(await town.sees(ben, board)).toBe('before meanwhile ')
  })

  it('R6 sets aside what waited for a private board', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const board = await town.board(amara, Role.organizer, 2)
    await town.types(ben, board, 'shared ')
    town.away(ben)
    expect(await town.does(amara.session.setRole(ben.member, Role.member))).toBe('done')
    // written before the relay could be reached again
    await ben.computer.restart()
    const { session } = ben.computer
    if (!session) throw new Error('not started')
    ben.computer.hangUp()
    const open = await ben.computer.open(board)
    open?.doc.getText('t').insert(0, 'never shared ')
    await town.settle()
    expect(session.refusedEdits()).toEqual([{ doc: board, reason: 'role' }])
    expect(session.currentStatus.waiting).toBe(0)
    expect(await town.sees(amara, board)).toBe('shared ')
  })
})

describe('who may write a board', () => {
  it('C11 is changed by organizers; what a member has waiting then is set aside', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const board = await town.board(amara)
    await town.types(cleo, board, 'hello ')
    expect(await town.does(cleo.session.setDocWrite(board as never, Role.organizer))).toBe('role')
    expect(await town.does(amara.session.setDocWrite(board as never, Role.organizer))).toBe('done')
    expect(await town.does(amara.session.setDocWrite(board as never, Role.organizer))).toBe('moot')
    expect(cleo.session.mayWrite(board)).toBe(false)
    await town.types(cleo, board, 'too late')
    expect(cleo.session.refusedEdits()).toEqual([{ doc: board, reason: 'role' }])
    expect(await town.sees(cleo, board)).toBe('hello ')
    expect(await town.does(amara.session.setDocWrite(board as never, Role.member))).toBe('done')
    await town.types(cleo, board, 'again')
    expect(await town.sees(amara, board)).toBe('hello again')
  })
})
