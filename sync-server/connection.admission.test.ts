import { describe, expect, it } from 'vitest'
import * as closing from '#shared/protocol/closeCodes.ts'
import * as wire from '#shared/protocol/frames.ts'
import { ALL_RIGHTS, MAILBOX, OWN_MAILBOX, READ, WRITE } from '#shared/protocol/rights.ts'
import { entryOf, gateName, gateOf, mailboxOf, roomOf, rotationOf, tokenOf } from './testing/entries.ts'
import { Table } from './testing/table.ts'

const member = gateName('member', 0)
const steward = gateName('steward', 0)

describe('W20: a socket is let in by a token', () => {
  it.each([
    ['guest', READ],
    ['member', READ | WRITE | OWN_MAILBOX],
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

describe('W23: rights', () => {
  it('a reader may not write, a member only add mailboxes, an organizer not trim or rotate', () => {
    const table = new Table()
    const founder = table.found()
    founder.says(wire.writeMailboxPut(1, mailboxOf('theirs', 'text')))
    table.turn()
    const refused = (role: 'guest' | 'member' | 'organizer' | 'steward') => {
      const guest = table.guest().auth(gateName(role, 0))
      guest.append({ text: 'x' })
      guest.says(wire.writeMailboxPut(1, mailboxOf('theirs', role)))
      guest.says(wire.writeMailboxPut(2, mailboxOf(role, 'b')))
      guest.says(wire.writeMailboxDelete(3, mailboxOf('a', 'b').hash))
      guest.says(wire.writeMailboxEnd(3, mailboxOf('a', 'b').hash, 'used'))
      guest.says(wire.writeTrim(4, 1))
      guest.append({ keep: true }, { ref: 5, afterControlSeq: 99, rotation: rotationOf(1) })
      table.turn()
      return guest.got('refused').map((frame) => `${frame.ref} ${frame.reason}`)
    }
    const ended = ['3 rights', '3 rights']
    expect(refused('guest')).toEqual(['1 rights', '1 rights', '2 rights', ...ended, '4 rights', '5 rights'])
    // in the order of answers: what needs the log comes when the turn is stored
    expect(refused('member')).toEqual([...ended, '4 rights', '5 rights', '1 rights'])
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

describe('W28: a cursor beyond the log closes the line', () => {
  it('at the head is fine, one over is not', () => {
    const table = new Table()
    table.found()
    expect(table.guest().enter(member, 1).closed).toBeNull()
    expect(table.guest().enter(member, 2).closed?.code).toBe(closing.CURSOR_AHEAD)
  })
})
