import { describe, expect, it } from 'vitest'
import * as closing from '#shared/protocol/closeCodes.ts'
import * as wire from '#shared/protocol/frames.ts'
import { ALL_RIGHTS, OWN_MAILBOX, READ, WRITE } from '#shared/protocol/rights.ts'
import type { Log } from './log/log.ts'
import { MemoryLog } from './log/memoryLog.ts'
import { SqliteLog } from './log/sqliteLog.ts'
import { gateName, gateOf, hashOf, mailboxOf, roomOf, rotationOf, tokenOf } from './testing/entries.ts'
import { Table } from './testing/table.ts'

const member = gateName('member', 0)
const steward = gateName('steward', 0)

/** A rotation as its author sends it, after the control entry `after`. */
const rotate = (epoch: number, after: number) => ({
  made: { keep: true, epoch: epoch - 1, text: `rotate ${epoch}` },
  more: { afterControlSeq: after, rotation: rotationOf(epoch) },
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
    expect(away.frames.at(-1)).toEqual({ kind: 'authReply', rights: READ | WRITE | OWN_MAILBOX, headSeq: 5, floor: 0 })
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
  it('whoever comes with the token of one that is gone is told why, in a code of its own', () => {
    const table = new Table()
    const founder = table.found()
    for (const [ref, name] of [
      [1, 'used'],
      [2, 'withdrawn'],
      [3, 'left out'],
    ] as const)
      founder.says(wire.writeMailboxPut(ref, mailboxOf(name, 'x')))
    founder.says(wire.writeMailboxPut(4, mailboxOf('over', 'x', 60)))
    founder.says(wire.writeMailboxEnd(5, mailboxOf('used', '').hash, 'used'))
    founder.says(wire.writeMailboxEnd(6, mailboxOf('withdrawn', '').hash, 'withdrawn'))
    const { made, more } = rotate(1, 1)
    table.turn()
    founder.append(made, more)
    table.now += 60
    const codes = ['used', 'withdrawn', 'left out', 'over', 'never'].map(
      (name) => table.guest().auth(name).closed?.code,
    )
    const { MAILBOX_USED, MAILBOX_WITHDRAWN, MAILBOX_EXPIRED, NO_GATE } = closing
    // the rotation left 'over' out before its time was over
    expect(codes).toEqual([MAILBOX_USED, MAILBOX_WITHDRAWN, MAILBOX_WITHDRAWN, MAILBOX_WITHDRAWN, NO_GATE])
    founder.enter(gateName('steward', 1), 2)
    founder.says(wire.writeMailboxPut(7, mailboxOf('short', 'x', 60)))
    table.turn()
    table.now += 60
    expect(table.guest().auth('short').closed?.code).toBe(MAILBOX_EXPIRED)
  })
  it('what is asked about them under a number is answered, once it is stored; under 0 it is not', () => {
    const table = new Table()
    const founder = table.found()
    founder.says(wire.writeMailboxPut(7, mailboxOf('a', 'x')))
    founder.says(wire.writeMailboxPut(0, mailboxOf('b', 'x')))
    expect(founder.got('done')).toEqual([])
    table.turn()
    expect(founder.got('done')).toEqual([{ kind: 'done', ref: 7 }])
    founder.says(wire.writeMailboxEnd(8, mailboxOf('a', '').hash, 'used'))
    founder.says(wire.writeMailboxDelete(9, mailboxOf('b', '').hash))
    founder.says(wire.writeTrim(10, 1))
    table.turn()
    expect(founder.got('done').map(({ ref }) => ref)).toEqual([7, 8, 9, 10])
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
    expect(table.guest().auth('short').closed?.code).toBe(closing.MAILBOX_EXPIRED)
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
    before.turn()
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
    expect(ben.got('authReply').at(-1)).toEqual({
      kind: 'authReply',
      rights: READ | WRITE | OWN_MAILBOX,
      headSeq: 4,
      floor: 2,
    })
    log.close()
  })
})
