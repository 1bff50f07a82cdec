import { describe, expect, it } from 'vitest'
import * as closing from '#shared/protocol/closeCodes.ts'
import * as wire from '#shared/protocol/frames.ts'
import { ALL_RIGHTS, MAILBOX, READ, WRITE } from '#shared/protocol/rights.ts'
import type { Log } from './log/log.ts'
import { MemoryLog } from './log/memoryLog.ts'
import { SqliteLog } from './log/sqliteLog.ts'
import { entryOf, gateName, gateOf, hashOf, mailboxOf, roomOf, rotationOf, tokenOf } from './testing/entries.ts'
import { Table } from './testing/table.ts'

const member = gateName('member', 0)
const steward = gateName('steward', 0)

/** A rotation as its author sends it, after the control entry `after`. */
const rotate = (epoch: number, after: number) => ({
  made: { keep: true, epoch: epoch - 1, text: `rotate ${epoch}` },
  more: { afterControlSeq: after, rotation: rotationOf(epoch) },
})

describe('W20: a socket is let in by a token', () => {
  it.each([
    ['guest', READ],
    ['member', READ | WRITE],
    ['organizer', READ | WRITE | MAILBOX],
    ['steward', ALL_RIGHTS],
  ] as const)('as %s', (role, rights) => {
    const table = new Table()
    table.found()
    const reply = table.guest().auth(gateName(role, 0)).frames[0]
    expect(reply).toEqual({ kind: 'authReply', rights, headSeq: 1, floor: 0 })
  })
  it('and closed without one', () => {
    const table = new Table()
    table.found()
    expect(table.guest().auth('a stranger').closed?.code).toBe(closing.NO_GATE)
  })
  it('of another version, or with anything before the token: closed', () => {
    const table = new Table()
    table.found()
    const codes = [
      wire.writeAuth(tokenOf(member), undefined, 2),
      wire.writeStep1(0),
      wire.writeAppend({ ref: 1, afterControlSeq: 0, entry: entryOf() }),
      wire.writeAwareness(new Uint8Array(3)),
      wire.writeQueryAwareness(),
      wire.writeTrim(1, 1),
      new Uint8Array(0),
    ].map((frame) => {
      const guest = table.guest()
      guest.says(frame)
      return guest.closed?.code
    })
    expect(codes).toEqual([closing.VERSION_UNKNOWN, ...Array(6).fill(closing.MALFORMED)])
  })
  it('and from then on hears nothing and does nothing once it is closed', () => {
    const table = new Table()
    const founder = table.found()
    const guest = table.guest().enter(member)
    guest.says(new Uint8Array([99]))
    expect(guest.closed?.code).toBe(closing.MALFORMED)
    const before = guest.frames.length
    guest.append({ text: 'late' })
    founder.append({ text: 'x' })
    table.turn()
    expect(guest.frames).toHaveLength(before)
    expect(founder.entries()).toEqual(['1 genesis', '2 x'])
  })
})

describe('W21: a room is opened by its first entry', () => {
  it('whose author keeps the rights of the gate that the token opens', () => {
    const table = new Table()
    const founder = table.guest().auth(steward)
    expect(founder.frames).toEqual([{ kind: 'authReply', rights: ALL_RIGHTS, headSeq: 0, floor: 0 }])
    founder.says(wire.writeStep1(0))
    founder.append({ keep: true, text: 'genesis' }, { rotation: rotationOf(0) })
    founder.append({ text: 'first words' })
    table.turn()
    expect(founder.entries()).toEqual(['1 genesis', '2 first words'])
  })
  it('needs the creation token where the operator set one', () => {
    const table = new Table({ creationToken: 'open sesame' })
    expect(table.guest().auth(steward).closed?.code).toBe(closing.NO_ROOM)
    expect(table.guest().auth(steward, 'open sesamE').closed?.code).toBe(closing.NO_ROOM)
    expect(table.guest().auth(steward, 'open sesame').closed).toBeNull()
  })
  it('takes nothing else first', () => {
    const table = new Table()
    const founder = table.guest().auth(steward)
    founder.append({ text: 'content' })
    founder.append({ keep: true, text: 'control without gates' })
    founder.says(wire.writeMailboxPut(3, mailboxOf('a', 'b')))
    founder.says(wire.writeTrim(4, 1))
    table.turn()
    expect(founder.refusals()).toEqual(['stale', 'stale', 'stale', 'stale'])
    expect(table.log.head(roomOf())).toBeNull()
  })
  it('gives no rights to others who waited to open it', () => {
    const table = new Table()
    const waiting = table.guest().auth('not among the gates')
    const second = table.guest().auth(member)
    table.found()
    expect(waiting.closed?.code).toBe(closing.NO_GATE)
    second.append({ keep: true, text: 'genesis again' }, { rotation: rotationOf(0) })
    expect(second.refusals()).toEqual(['rights'])
  })
  it('only so often', () => {
    const table = new Table({ limits: { newRooms: { perSecond: 1, burst: 2 } } })
    const codes = [1, 2, 3].map((n) => table.guest(roomOf(n)).auth(steward).closed?.code)
    expect(codes).toEqual([undefined, undefined, closing.TOO_MANY])
    table.now += 1
    expect(table.guest(roomOf(4)).auth(steward).closed).toBeNull()
  })
})

describe('W22: what is written is stored first, then sent to all, its author included', () => {
  it('nothing is sent before the commit, and one frame brings a turn', () => {
    const table = new Table()
    const founder = table.found()
    const other = table.guest().enter(member)
    founder.append({ text: 'a' })
    other.append({ text: 'b' })
    founder.append({ text: 'c' })
    expect(table.log.head(roomOf())?.seq).toBe(1)
    expect(other.entries()).toEqual(['1 genesis'])
    table.turn()
    expect(table.log.head(roomOf())?.seq).toBe(4)
    expect(other.got('step2').map((frame) => [frame.from, frame.entries.length])).toEqual([
      [0, 1],
      [1, 3],
    ])
    expect(founder.entries()).toEqual(['1 genesis', '2 a', '3 b', '4 c'])
  })
  it('every entry is in the log at the moment it is handed to a line', () => {
    const log = new MemoryLog()
    const table = new Table({ log })
    const founder = table.found()
    const send = founder.send.bind(founder)
    const missing: number[] = []
    founder.send = (frame) => {
      const read = wire.readFromRelay(frame)
      for (const { seq } of read?.kind === 'step2' ? read.entries : []) {
        if (!log.rooms.get(roomOf())?.rows.some((row) => row.seq === seq)) missing.push(seq)
      }
      send(frame)
    }
    for (let i = 0; i < 50; i++) {
      founder.append({ text: `x${i}` })
      if (i % 7 === 0) table.turn()
    }
    table.turn()
    expect(missing).toEqual([])
    expect(founder.entries()).toHaveLength(51)
  })
  it('when storing fails the authors of that turn are closed, nothing is sent, and the others stay', () => {
    const log = new MemoryLog()
    const table = new Table({ log })
    const founder = table.found()
    const author = table.guest().enter(member)
    const commit = log.commit.bind(log)
    log.commit = () => {
      throw new Error('disk full')
    }
    author.append({ text: 'lost' })
    table.turn()
    expect([author.closed?.code, founder.closed, table.faults.length]).toEqual([closing.FAILED, null, 1])
    log.commit = commit
    founder.append({ text: 'kept' })
    table.turn()
    expect(founder.entries()).toEqual(['1 genesis', '2 kept'])
    expect(author.entries()).toEqual(['1 genesis'])
  })
  it('a fault in one line ends that line only', () => {
    const table = new Table()
    const founder = table.found()
    const broken = table.guest().enter(member)
    const other = table.guest().enter(member)
    broken.send = () => {
      throw new Error('broken line')
    }
    founder.append({ text: 'x' })
    table.turn()
    expect(broken.closed?.code).toBe(closing.FAILED)
    expect(other.entries()).toEqual(['1 genesis', '2 x'])
    expect(table.faults).toHaveLength(1)
  })
  it('one who joins while a turn waits misses nothing, even if all others left', () => {
    const table = new Table()
    const founder = table.found()
    founder.append({ text: 'last words' })
    founder.hangUp()
    const late = table.guest().enter(member)
    table.turn()
    expect(late.entries()).toEqual(['1 genesis', '2 last words'])
  })
})

describe('W23: rights', () => {
  it('a reader may not write, a member not put mailboxes, an organizer not trim or rotate', () => {
    const table = new Table()
    table.found()
    const refused = (role: 'guest' | 'member' | 'organizer' | 'steward') => {
      const guest = table.guest().auth(gateName(role, 0))
      guest.append({ text: 'x' })
      guest.says(wire.writeMailboxPut(2, mailboxOf('a', 'b')))
      guest.says(wire.writeMailboxDelete(3, mailboxOf('a', 'b').hash))
      guest.says(wire.writeTrim(4, 1))
      guest.append({ keep: true }, { ref: 5, afterControlSeq: 99, rotation: rotationOf(1) })
      table.turn()
      return guest.got('refused').map((frame) => `${frame.ref} ${frame.reason}`)
    }
    expect(refused('guest')).toEqual(['1 rights', '2 rights', '3 rights', '4 rights', '5 rights'])
    expect(refused('member')).toEqual(['2 rights', '3 rights', '4 rights', '5 rights'])
    expect(refused('organizer')).toEqual(['4 rights', '5 rights'])
    expect(refused('steward')).toEqual(['5 stale'])
  })
  it('a rotation that leaves no steward is refused', () => {
    const table = new Table()
    const founder = table.found()
    const rotation = { epoch: 1, gates: [gateOf('x', READ | WRITE | MAILBOX)], mailboxes: [] }
    founder.append({ keep: true }, { afterControlSeq: 1, rotation })
    expect(founder.refusals()).toEqual(['rights'])
  })
  it('content that carries a rotation closes the line', () => {
    const table = new Table()
    const founder = table.found()
    founder.append({ keep: false }, { rotation: rotationOf(1) })
    expect(founder.closed?.code).toBe(closing.MALFORMED)
  })
})

describe('W24: a rotation closes all gates at its entry', () => {
  const rotated = () => {
    const table = new Table()
    const founder = table.found()
    const ben = table.guest().enter(member)
    founder.append({ text: 'before' })
    const { made, more } = rotate(1, 1)
    founder.append(made, more)
    return { table, founder, ben }
  }
  it('all read up to it, are told to come again, and come again with the next token', () => {
    const { table, ben, founder } = rotated()
    expect(ben.entries()).toEqual(['1 genesis', '2 before', '3 rotate 1'])
    expect(ben.frames.at(-1)).toEqual({ kind: 'authReply', rights: 0, headSeq: 3, floor: 0 })
    expect(founder.frames.at(-1)).toEqual({ kind: 'authReply', rights: 0, headSeq: 3, floor: 0 })
    ben.enter(gateName('member', 1), 3)
    ben.append({ epoch: 1, text: 'after' })
    table.turn()
    expect(ben.entries().at(-1)).toBe('4 after')
    expect(founder.entries().at(-1)).toBe('3 rotate 1')
  })
  it('through a closed gate: no writing, no mailboxes, no presence either way, no later entries', () => {
    const { table, ben, founder } = rotated()
    founder.enter(gateName('steward', 1), 3)
    ben.append({ text: 'late' })
    ben.append({ epoch: 1, text: 'late, with the new epoch' })
    ben.says(wire.writeAwareness(new Uint8Array(3)))
    founder.says(wire.writeAwareness(new Uint8Array(3)))
    founder.append({ epoch: 1, text: 'secret' })
    table.turn()
    expect(ben.refusals()).toEqual(['epoch', 'epoch'])
    expect([...ben.got('awareness'), ...founder.got('awareness')]).toEqual([])
    expect(ben.entries()).not.toContain('4 secret')
    expect(founder.entries()).toContain('4 secret')
  })
  it('one who was away walks gate by gate and reads no further than each', () => {
    const { table, founder } = rotated()
    founder.enter(gateName('steward', 1), 3)
    founder.append({ epoch: 1, text: 'in epoch 1' })
    const second = rotate(2, 3)
    founder.append(second.made, second.more)
    const away = table.guest().enter(member, 1)
    expect(away.frames[0]).toEqual({ kind: 'authReply', rights: READ, headSeq: 3, floor: 0 })
    expect(away.frames.at(-1)).toEqual({ kind: 'authReply', rights: 0, headSeq: 3, floor: 0 })
    away.enter(gateName('member', 1), 3)
    expect(away.frames.at(-1)).toEqual({ kind: 'authReply', rights: 0, headSeq: 5, floor: 0 })
    away.enter(gateName('member', 2), 5)
    expect(away.frames.at(-1)).toEqual({ kind: 'authReply', rights: READ | WRITE, headSeq: 5, floor: 0 })
    expect(away.entries()).toEqual(['2 before', '3 rotate 1', '4 in epoch 1', '5 rotate 2'])
  })
  it('is told at once when it stands at the end of its closed gate already', () => {
    const { table } = rotated()
    expect(table.guest().enter(member, 3).frames.at(-1)).toMatchObject({ rights: 0, headSeq: 3 })
  })
  it('what the same turn brought before it counts, and what came after it does not', () => {
    const table = new Table()
    const founder = table.found()
    const ben = table.guest().enter(member)
    ben.append({ text: 'in time' })
    const { made, more } = rotate(1, 1)
    founder.append(made, more)
    ben.append({ text: 'too late' })
    table.turn()
    expect(ben.entries()).toEqual(['1 genesis', '2 in time', '3 rotate 1'])
    expect(ben.refusals()).toEqual(['epoch'])
  })
  it('of two at once exactly one wins, and the gates are those of the winner', () => {
    const table = new Table()
    const a = table.found()
    const b = table.guest().enter(steward)
    const mine = { epoch: 1, gates: [gateOf('a wins', ALL_RIGHTS)], mailboxes: [] }
    const theirs = { epoch: 1, gates: [gateOf('b wins', ALL_RIGHTS)], mailboxes: [] }
    a.append({ keep: true, text: 'a' }, { afterControlSeq: 1, rotation: mine })
    b.append({ keep: true, text: 'b' }, { afterControlSeq: 1, rotation: theirs })
    expect([a.refusals(), b.refusals()]).toEqual([[], ['epoch']])
    expect(table.guest().auth('a wins').got('authReply')[0]?.rights).toBe(ALL_RIGHTS)
    expect(table.guest().auth('b wins').closed?.code).toBe(closing.NO_GATE)
  })
})

describe('W25: refusals name the append', () => {
  it('stale and epoch, after the entries that explain them', () => {
    const table = new Table()
    const founder = table.found()
    const b = table.guest().enter(steward)
    founder.append({ keep: true, text: 'first' }, { afterControlSeq: 1 })
    const stale = b.append({ keep: true, text: 'second' }, { afterControlSeq: 1 })
    const old = b.append({ epoch: 7 })
    table.turn()
    expect(b.frames.slice(-3)).toEqual([
      { kind: 'step2', floor: 0, from: 1, entries: [expect.objectContaining({ seq: 2 })] },
      { kind: 'refused', ref: stale, reason: 'stale' },
      { kind: 'refused', ref: old, reason: 'epoch' },
    ])
  })
})

describe('W26: mailboxes', () => {
  it('are fetched by their token, and let nobody in', () => {
    const table = new Table()
    const founder = table.found()
    founder.says(wire.writeMailboxPut(1, mailboxOf('invite', 'sealed secrets', 60)))
    table.turn()
    const joiner = table.guest().auth('invite')
    expect(joiner.frames).toEqual([{ kind: 'mailboxContents', blob: new Uint8Array(Buffer.from('sealed secrets')) }])
    joiner.says(wire.writeStep1(0))
    expect(joiner.closed?.code).toBe(closing.MALFORMED)
    const again = table.guest().auth('invite').enter(member)
    expect(again.entries()).toEqual(['1 genesis'])
  })
  it('end after their time or when deleted', () => {
    const table = new Table()
    const founder = table.found()
    founder.says(wire.writeMailboxPut(1, mailboxOf('short', 'x', 60)))
    founder.says(wire.writeMailboxPut(2, mailboxOf('deleted', 'x')))
    founder.says(wire.writeMailboxDelete(3, mailboxOf('deleted', '').hash))
    table.turn()
    table.now += 60
    table.core.sweep()
    expect(table.guest().auth('short').closed?.code).toBe(closing.NO_GATE)
    expect(table.guest().auth('deleted').closed?.code).toBe(closing.NO_GATE)
  })
  it('an echo means that everything sent before it on the same line has taken effect', () => {
    const table = new Table()
    const founder = table.found()
    founder.says(wire.writeMailboxPut(9, mailboxOf('invite', 'x')))
    founder.append({ keep: true, text: 'invite' }, { afterControlSeq: 1 })
    table.turn()
    expect(founder.entries()).toContain('2 invite')
    expect(table.log.mailbox(roomOf(), hashOf(tokenOf('invite')), table.now)).not.toBeNull()
  })
})

describe('W27: trims', () => {
  it('raise the floor after the grace; who stands below it is told by every batch', () => {
    const table = new Table({ limits: { trimGraceSeconds: 7200 } })
    const founder = table.found()
    for (const text of ['a', 'b']) founder.append({ text })
    founder.append({ keep: true, text: 'checkpoint' }, { afterControlSeq: 1 })
    table.turn()
    founder.says(wire.writeTrim(1, 3))
    table.turn()
    expect(table.guest().enter(member).entries()).toHaveLength(4)
    table.now += 3 * 3600
    table.core.sweep()
    const late = table.guest().enter(member)
    expect(late.got('authReply')[0]?.floor).toBe(3)
    expect(late.entries()).toEqual(['1 genesis', '4 checkpoint'])
    expect(late.got('step2').map((frame) => frame.floor)).toEqual([3])
    founder.append({ text: 'next' })
    table.turn()
    expect(founder.got('step2').at(-1)?.floor).toBe(3)
  })
})

describe('W28: a cursor beyond the log closes the line', () => {
  it('at the head is fine, one over is not', () => {
    const table = new Table()
    table.found()
    expect(table.guest().enter(member, 1).closed).toBeNull()
    expect(table.guest().enter(member, 2).closed?.code).toBe(closing.CURSOR_AHEAD)
  })
})

describe('W29: presence goes to all others and is never stored', () => {
  it('and a question for it too', () => {
    const table = new Table()
    const founder = table.found()
    const ben = table.guest().enter(gateName('guest', 0))
    ben.says(wire.writeAwareness(Uint8Array.of(1, 2)))
    ben.says(wire.writeQueryAwareness())
    expect(founder.got('awareness')).toEqual([{ kind: 'awareness', payload: Uint8Array.of(1, 2) }])
    expect(founder.got('queryAwareness')).toHaveLength(1)
    expect([...ben.got('awareness'), ...ben.got('queryAwareness')]).toEqual([])
    expect(table.guest().enter(member).got('awareness')).toEqual([])
  })
})

describe('W30: one who does not read slows nobody', () => {
  it('holds at most one batch, gets no presence, and is served from the log when it reads again', () => {
    const table = new Table({
      limits: { bufferBytes: 4096, batchBytes: 4096, appends: { perSecond: 1e6, burst: 1e6 } },
    })
    const founder = table.found()
    const slow = table.guest().enter(member)
    const quick = table.guest().enter(member)
    slow.stuck = true
    const expected = ['1 genesis']
    for (let seq = 2; seq <= 200; seq++) {
      founder.append({ text: `x${seq}`, size: 500 })
      founder.says(wire.writeAwareness(new Uint8Array(100)))
      table.turn()
      table.now += 1
      expected.push(`${seq} x${seq}`)
      expect(slow.bufferedAmount).toBeLessThanOrEqual(4096)
    }
    expect(quick.entries()).toEqual(expected)
    expect(slow.entries().length).toBeLessThan(20)
    for (let reads = 0; slow.entries().length < 200 && reads < 100; reads++) {
      slow.read()
      expect(slow.bufferedAmount).toBeLessThanOrEqual(4096 + 100)
    }
    expect(slow.entries()).toEqual(expected)
    slow.stuck = false
    slow.read()
    founder.append({ text: 'live again' })
    table.turn()
    expect(slow.entries().at(-1)).toBe('201 live again')
  })
  it('also when an entry is larger than all it may hold', () => {
    const table = new Table({ limits: { bufferBytes: 1000, batchBytes: 1000 } })
    const founder = table.found()
    const slow = table.guest().enter(member)
    founder.append({ text: 'large', size: 5000 })
    founder.append({ text: 'small' })
    table.turn()
    expect(slow.entries()).toEqual(['1 genesis', '2 large', '3 small'])
  })
})

describe('W31: limits, at the limit and one over', () => {
  const withLimits = (limits: ConstructorParameters<typeof Table>[0]) => {
    const table = new Table(limits)
    return { table, founder: table.found() }
  }
  it('bytes of an entry', () => {
    const { table, founder } = withLimits({ limits: { entryBytes: 1000 } })
    founder.append({ size: 1000 })
    founder.append({ size: 1001 })
    table.turn()
    expect([founder.refusals(), table.log.head(roomOf())?.seq]).toEqual([['size'], 2])
  })
  it('bytes of a frame: before the token, of a member, of a steward', () => {
    const { table } = withLimits({ limits: { entryBytes: 1000, frameBytes: 5000, frameBytesBeforeAuth: 300 } })
    const closeOf = (token: string | null, size: number) => {
      const guest = table.guest()
      if (token) guest.auth(token)
      guest.says(new Uint8Array(size).fill(0xff))
      return guest.closed?.code
    }
    expect([closeOf(null, 300), closeOf(null, 301)]).toEqual([closing.MALFORMED, closing.TOO_BIG])
    expect([closeOf(member, 2000), closeOf(member, 2001)]).toEqual([closing.MALFORMED, closing.TOO_BIG])
    expect([closeOf(steward, 5000), closeOf(steward, 5001)]).toEqual([closing.MALFORMED, closing.TOO_BIG])
  })
  it('frames: over the rate the line is held until the bucket has refilled, and nothing is lost', () => {
    const { table } = withLimits({ limits: { appends: { perSecond: 2, burst: 10 } } })
    const ben = table.guest().enter(member) // two frames
    for (let i = 0; i < 8; i++) ben.append({ text: `x${i}` })
    expect(ben.holds).toEqual([])
    ben.append({ text: 'one over' })
    expect(ben.holds).toEqual([0.5])
    table.turn()
    expect(ben.entries().at(-1)).toBe('10 one over')
    table.now += 1
    ben.append({ text: 'refilled' })
    expect(ben.holds).toHaveLength(1)
  })
  it('presence: over the rate it is dropped, too large it closes', () => {
    const { table, founder } = withLimits({ limits: { awareness: { perSecond: 2, burst: 3 }, awarenessBytes: 100 } })
    const ben = table.guest().enter(member)
    for (let i = 0; i < 5; i++) ben.says(wire.writeAwareness(new Uint8Array(100)))
    expect(founder.got('awareness')).toHaveLength(3)
    table.now += 0.5
    ben.says(wire.writeQueryAwareness())
    expect(founder.got('queryAwareness')).toHaveLength(1)
    expect(ben.closed).toBeNull()
    ben.says(wire.writeAwareness(new Uint8Array(101)))
    expect(ben.closed?.code).toBe(closing.TOO_BIG)
  })
  it('control entries through member gates: their size, and their number for the whole room', () => {
    const { table, founder } = withLimits({
      limits: { memberControl: { perSecond: 0.1, burst: 2 }, memberControlBytes: 100 },
    })
    const ben = table.guest().enter(member)
    const eve = table.guest().enter(member)
    const last = () => table.log.head(roomOf())?.keepSeq ?? 0
    const control = (guest: typeof ben, size: number, afterControlSeq = last()) => {
      guest.append({ keep: true, size }, { afterControlSeq })
      table.turn()
    }
    control(ben, 101)
    expect(ben.refusals()).toEqual(['size'])
    control(ben, 100)
    control(eve, 100, 1) // lost the race: it was not stored and does not count
    control(eve, 100)
    control(ben, 100)
    expect([ben.refusals(), eve.refusals()]).toEqual([['size', 'rate'], ['stale']])
    control(founder, 5000)
    expect(founder.refusals()).toEqual([])
    table.now += 10
    control(ben, 100)
    expect([ben.refusals().length, last()]).toEqual([2, 5])
  })
  it('bytes of a room; what is left is for stewards', () => {
    const { table, founder } = withLimits({ limits: { roomBytes: 2000, roomReserveBytes: 1000 } })
    const used = entryOf().length
    const ben = table.guest().enter(member)
    ben.append({ size: 2001 - used })
    ben.append({ size: 2000 - used })
    ben.append({})
    founder.append({ size: 1001 })
    founder.append({ size: 1000 })
    founder.append({})
    table.turn()
    expect([ben.refusals(), founder.refusals()]).toEqual([
      ['quota', 'quota'],
      ['quota', 'quota'],
    ])
    expect(table.log.head(roomOf())?.seq).toBe(3)
  })
  it('gates and mailboxes of a rotation', () => {
    const { founder } = withLimits({ limits: { gates: 4, mailboxes: 2, mailboxBytes: 5 } })
    const attempt = (rotation: wire.Rotation) => founder.append({ keep: true }, { afterControlSeq: 77, rotation })
    const base = rotationOf(1, [mailboxOf('a', '12345'), mailboxOf('b', '12345')])
    attempt(base)
    attempt({ ...base, gates: [...base.gates, gateOf('fifth', READ)] })
    attempt({ ...base, mailboxes: [...base.mailboxes, mailboxOf('c', '')] })
    attempt({ ...base, mailboxes: [mailboxOf('a', '123456')] })
    expect(founder.refusals()).toEqual(['stale', 'size', 'quota', 'size'])
  })
  it('mailboxes of a room and the bytes of one', () => {
    const { table, founder } = withLimits({ limits: { mailboxes: 2, mailboxBytes: 5 } })
    for (const [ref, name, text] of [
      [1, 'a', '12345'],
      [2, 'b', '123456'],
      [3, 'b', ''],
      [4, 'c', ''],
    ] as const) {
      founder.says(wire.writeMailboxPut(ref, mailboxOf(name, text)))
    }
    table.turn()
    expect(founder.got('refused').map((frame) => [frame.ref, frame.reason])).toEqual([
      [2, 'size'],
      [4, 'quota'],
    ])
  })
})

describe('W32: the relay holds nothing for a room without lines', () => {
  it('rooms and lines are counted down to zero, however they end', () => {
    const table = new Table()
    const founder = table.found()
    const ben = table.guest().enter(member)
    const stranger = table.guest(roomOf(5)).auth('x')
    expect(table.core.open).toEqual({ rooms: 2, connections: 3 })
    founder.hangUp()
    founder.hangUp()
    ben.says(new Uint8Array([99]))
    stranger.hangUp()
    expect(table.core.open).toEqual({ rooms: 0, connections: 0 })
  })
  it('going down stores what waits and says so to all', () => {
    const table = new Table()
    const founder = table.found()
    founder.append({ text: 'in flight' })
    table.core.close()
    expect(founder.entries()).toContain('2 in flight')
    expect(founder.closed?.code).toBe(closing.UNAVAILABLE)
  })
})

describe.each([
  ['SqliteLog', () => new SqliteLog(':memory:')],
  ['MemoryLog', () => new MemoryLog()],
] satisfies [string, () => Log][])('W33: a relay that starts again knows what it knew, with %s', (_name, open) => {
  it('heads, gates, mailboxes, floors and entries', () => {
    const log = open()
    const before = new Table({ log, limits: { trimGraceSeconds: 0 } })
    const founder = before.found()
    founder.append({ text: 'a' })
    founder.append({ keep: true, text: 'checkpoint' }, { afterControlSeq: 1 })
    before.turn()
    founder.says(wire.writeTrim(1, 2))
    founder.says(wire.writeMailboxPut(2, mailboxOf('invite', 'x')))
    const { made, more } = rotate(1, 3)
    founder.append(made, { ...more, rotation: rotationOf(1, [mailboxOf('invite', 'y')]) })

    const after = new Table({ log })
    expect(after.guest().auth('invite').got('mailboxContents')).toHaveLength(1)
    const ben = after.guest().enter(member)
    expect(ben.entries()).toEqual(['1 genesis', '3 checkpoint', '4 rotate 1'])
    ben.enter(gateName('member', 1), 4)
    ben.append({ epoch: 1, text: 'next' })
    after.turn()
    expect(ben.entries().at(-1)).toBe('5 next')
    expect(ben.got('authReply').at(-1)).toEqual({ kind: 'authReply', rights: READ | WRITE, headSeq: 4, floor: 2 })
    log.close()
  })
})
