import { describe, expect, it } from 'vitest'
import * as closing from '#shared/protocol/closeCodes.ts'
import * as wire from '#shared/protocol/frames.ts'
import { READ } from '#shared/protocol/rights.ts'
import { entryOf, gateName, gateOf, mailboxOf, roomOf, rotationOf } from './testing/entries.ts'
import { Table } from './testing/table.ts'

const member = gateName('member', 0)
const steward = gateName('steward', 0)

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
  it('mailboxes that members add: their number beside the others, and how fast they come', () => {
    const limits = { mailboxes: 1, ownMailboxes: 2, ownMailboxPuts: { perSecond: 1, burst: 3 } }
    const { table, founder } = withLimits({ limits })
    const ben = table.guest().enter(member)
    founder.says(wire.writeMailboxPut(1, mailboxOf('a', 'x')))
    for (const ref of [2, 3, 4, 5]) ben.says(wire.writeMailboxPut(ref, mailboxOf(`own ${ref}`, 'x')))
    table.turn()
    expect(ben.got('done').map(({ ref }) => ref)).toEqual([2, 3])
    expect(ben.got('refused').map(({ ref, reason }) => [ref, reason])).toEqual([
      [5, 'rate'],
      [4, 'quota'],
    ])
    expect(founder.got('done').map(({ ref }) => ref)).toEqual([1])
  })
})
