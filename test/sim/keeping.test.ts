import { beforeAll, describe, expect, it } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { DocKind, Role } from '../../src/shared/log/ids.ts'
import { Clock, Computer } from './computer.ts'
import { Network } from './network.ts'
import { generator } from './random.ts'

beforeAll(async () => {
  process.setMaxListeners(0)
  await ready()
})

const RELAY = 'ws://127.0.0.1:1'
const WEEK_AND_MORE = 8 * 24 * 3600
const idle = () => new Promise<void>((done) => setImmediate(done))

/** A founder, who is a steward, and members; `after` entries a checkpoint is due. */
async function community(after = Number.POSITIVE_INFINITY) {
  const random = generator(1)
  const network = new Network(random)
  const clock = new Clock(random)
  const settle = async () => {
    for (let still = 0; still < 3; ) {
      await idle()
      still = network.step() || clock.step() ? 0 : still + 1
    }
  }
  const drive = async <T>(work: Promise<T>): Promise<T> => {
    let over = false
    const watched = work.finally(() => {
      over = true
    })
    for (let i = 0; i < 20_000 && !over; i++) {
      await idle()
      if (!network.step()) clock.step()
    }
    return watched
  }
  const founder = new Computer('m0', network, clock, after)
  const session = await (await founder.boot()).create('Riverside', 'moss', 'Amara')
  Object.assign(founder, { session, room: session.room })
  const made = await drive(session.createDoc(DocKind.board, Role.member))
  if (!made.ok) throw new Error(made.code)
  expect(await drive(session.chooseRelay(RELAY, ''))).toBe('done')
  await settle()
  const invited = await drive(session.invite(Role.member, 20, 0))
  if (!invited.ok) throw new Error(invited.code)
  const join = async (name: string) => {
    const computer = new Computer(name, network, clock)
    const communities = await computer.boot()
    const read = communities.readLink(invited.link)
    if (!read.ok) throw new Error(read.error)
    const joined = await drive(communities.join(read.link, 'sky', name))
    if (!joined.ok) throw new Error(joined.code)
    Object.assign(computer, { session: joined.session, room: joined.session.room })
    await settle()
    return computer
  }
  const write = async (computer: Computer, ...words: string[]) => {
    const open = await drive(computer.open(made.id))
    for (const word of words) {
      open?.doc.getMap('words').set(word, computer.name)
      await settle()
    }
  }
  const words = async (computer: Computer) => {
    const open = await drive(computer.open(made.id))
    return [...(open?.doc.getMap('words').keys() ?? [])].sort()
  }
  const status = (computer: Computer) => computer.session?.currentStatus
  const heads = (...computers: Computer[]) => new Set(computers.map(({ session: s }) => s?.inspect().head)).size
  return { network, settle, drive, founder, join, write, words, status, heads, board: made.id }
}

const many = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i}`)

describe('R40 checkpoints', () => {
  it('are written by a steward’s device, and the relay lets go of what they stand for when the grace has passed', async () => {
    const { network, settle, founder, join, write, status, heads } = await community(10)
    const member = await join('m1')
    await write(member, ...many('a', 12))
    network.pass(WEEK_AND_MORE)
    await settle()
    const [room] = network.log.rooms.values()
    expect(room?.head.floor).toBeGreaterThan(0)
    expect(heads(founder, member)).toBe(1)
    expect([status(founder)?.warnings, status(member)?.warnings]).toEqual([[], []])
  })

  it('R41 a joiner after the trim reads all there is, and writes', async () => {
    const { network, settle, founder, join, write, words, status, heads } = await community(10)
    const member = await join('m1')
    await write(member, ...many('a', 12))
    network.pass(WEEK_AND_MORE)
    await settle()
    const late = await join('m2')
    expect(await words(late)).toEqual(many('a', 12).sort())
    expect(late.session?.members().map(({ name }) => name)).toEqual(['Amara', 'm1', 'm2'])
    await write(late, 'from the late one')
    expect(await words(founder)).toContain('from the late one')
    expect(heads(founder, member, late)).toBe(1)
    expect(status(late)?.warnings).toEqual([])
    late.crash()
    await late.restart()
    await settle()
    expect(await words(late)).toHaveLength(13)
  })

  it('R41 a device that was away keeps its unsent edits over a checkpoint, and one that was open is opened anew', async () => {
    const { network, settle, drive, founder, join, write, words, heads, board } = await community(10)
    const member = await join('m1')
    await write(member, 'before')
    network.down = new Set([member.name])
    member.hangUp()
    const open = await drive(member.open(board))
    open?.doc.getMap('words').set('unsent', 'm1')
    await write(founder, ...many('a', 30))
    network.pass(WEEK_AND_MORE)
    await settle()
    network.down = new Set()
    member.session?.retryNow()
    await settle()
    expect(await words(member)).toEqual(['before', 'unsent', ...many('a', 30)].sort())
    expect(await words(founder)).toEqual(await words(member))
    expect(heads(founder, member)).toBe(1)
  })
})

describe('R42 a relay that has lost data', () => {
  it('gets it back from a steward’s device, with the same heads', async () => {
    const { network, settle, founder, join, write, words, status, heads } = await community()
    const member = await join('m1')
    await write(member, 'a')
    const restore = network.backUp()
    await write(member, 'b', 'c')
    await write(founder, 'd')
    const before = founder.session?.inspect().head
    restore()
    await settle()
    expect([founder, member].map((one) => one.session?.inspect().head)).toEqual([before, before])
    expect(status(founder)?.link).toBe('live')
    expect(status(member)?.warnings).toEqual([])
    expect(heads(founder, member, await join('m2'))).toBe(1)
    expect(await words(founder)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('and a change of keys with it', async () => {
    const { network, settle, drive, founder, join, write, status, heads } = await community()
    const member = await join('m1')
    const other = await join('m2')
    const restore = network.backUp()
    const gone = other.session?.member
    if (!gone) throw new Error('no member')
    expect(await drive(founder.session?.removeMember(gone) ?? Promise.resolve(''))).toBe('done')
    await write(member, 'after the removal')
    other.crash()
    restore()
    await settle()
    expect([status(founder)?.link, status(member)?.link]).toEqual(['live', 'live'])
    expect(heads(founder, member)).toBe(1)
    expect(founder.session?.inspect().epoch).toBe(1)
  })

  it('R43 while others went on: each goes over to their log, own edits are sent again, those of others are kept and counted', async () => {
    const { network, settle, founder, join, write, words, status, heads } = await community()
    const member = await join('m1')
    const third = await join('m2')
    const restore = network.backUp()
    third.crash()
    network.down = new Set(['m2'])
    await write(member, 'of the member')
    await write(founder, 'of the founder')
    network.down = new Set(['m0', 'm1'])
    founder.hangUp()
    member.hangUp()
    restore()
    await third.restart()
    await settle()
    await write(third, 'meanwhile')
    member.crash()
    network.down = new Set(['m1'])
    founder.session?.retryNow()
    await settle()
    expect(await words(founder)).toEqual(['meanwhile', 'of the founder'])
    expect(status(founder)?.warnings).toEqual([{ code: 'lost', own: 1, others: 1, controls: 0 }])
    expect(founder.session?.keptElsewhere()).toHaveLength(1)
    network.down = new Set()
    await member.restart()
    await settle()
    expect(await words(founder)).toEqual(['meanwhile', 'of the founder', 'of the member'])
    expect(heads(founder, member, third)).toBe(1)
  })

  it('R44 a room that is gone is published anew on a steward’s word', async () => {
    const { network, settle, drive, founder, join, write, status, heads } = await community()
    const member = await join('m1')
    await write(member, 'a')
    const head = founder.session?.inspect().head
    network.log.rooms.clear()
    network.crash()
    await settle()
    expect([status(founder)?.stopped, status(member)?.stopped]).toEqual(['room-missing', 'room-missing'])
    expect(await drive(founder.session?.republish('') ?? Promise.resolve('role' as const))).toBe('done')
    member.session?.retryNow()
    await settle()
    expect(founder.session?.inspect().head).toBe(head)
    expect([heads(founder, member), status(member)?.link]).toEqual([1, 'live'])
  })
})
