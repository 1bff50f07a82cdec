import { describe, expect, it } from 'vitest'
import * as closing from '#shared/protocol/closeCodes.ts'
import * as wire from '#shared/protocol/frames.ts'
import { MemoryLog } from './log/memoryLog.ts'
import { SqliteLog } from './log/sqliteLog.ts'
import { gateName, roomOf } from './testing/entries.ts'
import { mutate, sampleFrame } from './testing/mutants.ts'
import { randomFrom, seedOfRun } from './testing/random.ts'
import { Table } from './testing/table.ts'

const member = gateName('member', 0)
const steward = gateName('steward', 0)

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

describe('W29: presence, once passed on,', () => {
  it('does not change with the buffer it came in', () => {
    const table = new Table()
    const founder = table.found()
    const frame = wire.writeAwareness(Uint8Array.of(1, 2))
    table.guest().enter(member).says(frame)
    frame.fill(0)
    expect(founder.got('awareness')).toEqual([{ kind: 'awareness', payload: Uint8Array.of(1, 2) }])
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

describe('W34: whatever an app sends, the worst is that its own line is closed', () => {
  const SEED = seedOfRun()
  it(`10,000 mutated frames, each to a line of its own (seed ${SEED})`, () => {
    const random = randomFrom(SEED)
    const table = new Table({ log: new SqliteLog(':memory:'), limits: { newRooms: { perSecond: 1e9, burst: 1e9 } } })
    const founder = table.found()
    const names = [null, member, gateName('organizer', 0), steward]
    for (let i = 0; i < 10_000; i++) {
      const guest = table.guest()
      const name = names[i % names.length]
      if (name) guest.auth(name)
      guest.says(mutate(sampleFrame(random), random))
      if (i % 10 === 0) table.turn()
      guest.hangUp()
    }
    expect(table.faults).toEqual([])
    founder.append({ text: 'still here' })
    table.turn()
    expect(founder.entries()[0]).toBe('1 genesis')
    expect(founder.entries().at(-1)).toMatch(/still here$/)
  })
})
