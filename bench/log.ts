/**
 * A log of 3,000 and of 100,000 entries (docs/figures.md): what it takes to join, to catch up and to keep, with and without
 * a checkpoint. In one process, with the relay's own core in memory; no disk, no network. `KITH_BENCH_ENTRIES` chooses others.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as Y from 'yjs'
import { Communities } from '#renderer/session/communities.ts'
import type { CommunitySession } from '#renderer/session/communitySession.ts'
import { upkeep } from '#renderer/session/upkeep.ts'
import { memoryStorage } from '#renderer/storage/memoryStorage.ts'
import type { Dial } from '#renderer/sync/link.ts'
import { DocKind, Role } from '#shared/log/ids.ts'
import { DEFAULT_LIMITS } from '#shared/protocol/limits.ts'
import { MemoryLog } from '../sync-server/log/memoryLog.ts'
import { RelayCore } from '../sync-server/relayCore.ts'

const SIZES = (process.env.KITH_BENCH_ENTRIES ?? '3000,100000').split(',').map(Number)
const CATCH_UP = 10_000
const GRACE = 8 * 24 * 3600
const RELAY = 'ws://127.0.0.1:1'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

const row = (what: string, value: string) => console.log(`${what.padEnd(62)} ${value}`)
const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(2)} MiB`
const pause = () => new Promise<void>((done) => setImmediate(done))

async function until(met: () => boolean): Promise<void> {
  while (!met()) await pause()
}

/** The relay's core behind lines that lose nothing. */
class World {
  readonly log = new MemoryLog()
  seconds = 1_000_000
  #work: (() => void)[] = []
  readonly relay: RelayCore

  constructor() {
    const limits = { ...DEFAULT_LIMITS, appends: { perSecond: 1e9, burst: 1e9 }, roomBytes: 2 ** 31 }
    this.relay = new RelayCore({
      log: this.log,
      limits,
      now: () => this.seconds,
      turn: (work) => {
        if (this.#work.push(work) === 1)
          setImmediate(() => {
            for (const one of this.#work.splice(0)) one()
          })
      },
    })
  }

  readonly dial =
    (url: string): Dial =>
    ({ opened, frame, closed }) => {
      const connection = this.relay.connect(url.replace(/^.*\//, ''), {
        send: (bytes) => {
          const copy = bytes.slice()
          queueMicrotask(() => frame(copy))
        },
        bufferedAmount: 0,
        close: (code) => queueMicrotask(() => closed(code)),
        hold: () => {},
      })
      queueMicrotask(opened)
      return { send: (bytes) => setImmediate(() => connection.receive(bytes)), close: () => connection.gone() }
    }

  get stored(): number {
    return [...this.log.rooms.values()].reduce(
      (sum, { rows }) => sum + rows.reduce((all, one) => all + one.bytes.length, 0),
      0,
    )
  }

  async person(checkpoints: boolean) {
    const timer = {
      after: (ms: number, work: () => void) => {
        const id = setTimeout(work, ms)
        return () => clearTimeout(id)
      },
      random: Math.random,
    }
    const care = upkeep(() => performance.now())
    return Communities.open(memoryStorage(), new Uint8Array(32).fill(7), {
      timer,
      now: Date.now,
      dialRelay: this.dial,
      upkeep: {
        ...care,
        idle: 10,
        checkpoint: checkpoints
          ? care.checkpoint
          : { entries: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY },
      },
    })
  }
}

/** Types into a document as an app would: each edit is an entry. */
function typist(session: CommunitySession, key: string) {
  const doc = new Y.Doc()
  const waiting: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => waiting.push(update))
  const cards = doc.getMap<unknown>('cards')
  let card = new Y.Map<unknown>()
  let written = 0
  return async () => {
    if (written % 20 === 0) {
      card = new Y.Map()
      cards.set(`card${written}`, card)
    } else card.set(`key${written % 20}`, `A few words that somebody has typed here, ${written}`)
    written += 1
    await session.documents.edit(key, Y.mergeUpdates(waiting.splice(0)))
  }
}

interface Measured {
  readonly join: number
  readonly relay: number
  readonly longest: number
}

/** @returns ms until a new member can write, and what the relay keeps */
async function joining(world: World, link: string): Promise<Measured> {
  const newcomer = await world.person(false)
  const read = newcomer.readLink(link)
  if (!read.ok) throw new Error(read.error)
  collect()
  let longest = 0
  let last = performance.now()
  const watch = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }, 1)
  const began = performance.now()
  const joined = await newcomer.join(read.link, 'sky', 'Newcomer')
  const join = performance.now() - began
  clearInterval(watch)
  if (!joined.ok) throw new Error(joined.code)
  await joined.session.close()
  return { join, relay: world.stored, longest }
}

async function measure(entries: number): Promise<void> {
  const world = new World()
  const founder = await world.person(true)
  const session = await founder.create('Riverside', 'moss', 'Founder')
  const made = await session.createDoc(DocKind.board, Role.member)
  if (!made.ok) throw new Error(made.code)
  const type = typist(session, made.id)
  // Written before there is a relay, so nothing is a checkpoint's yet.
  for (let i = 0; i < entries; i++) {
    await type()
    await until(() => session.currentStatus.waiting === 0)
  }
  const size = session.inspect().index
  if ((await session.chooseRelay(RELAY, '')) !== 'done') throw new Error('not published')
  await until(() => session.currentStatus.link === 'live')
  const began = performance.now()
  const before = session.inspect().index
  const invited = await session.invite(Role.member, 100, 0)
  if (!invited.ok) throw new Error(invited.code)
  // A log that is due gets its checkpoint by itself; until the grace has passed a newcomer still reads all of it.
  await until(() => [...world.log.rooms.values()].some(({ trims }) => trims.length > 0))
  const wrote = performance.now() - began
  const snapshots = session.inspect().index - before - 2
  const without = await joining(world, invited.link)
  world.seconds += GRACE
  world.relay.sweep()
  const withIt = await joining(world, invited.link)
  console.log(`\n${size} entries`)
  row(
    'join, reading all of it',
    `${without.join.toFixed(0)} ms (longest without a breath ${without.longest.toFixed(0)} ms)`,
  )
  row('the relay keeps', mib(without.relay))
  row(`write a checkpoint (${snapshots} snapshots)`, `${wrote.toFixed(0)} ms`)
  row('join from it', `${withIt.join.toFixed(0)} ms (longest without a breath ${withIt.longest.toFixed(0)} ms)`)
  row('the relay keeps after the trim', mib(withIt.relay))
  await session.close()
}

/** A device that was away comes back to entries without a checkpoint. */
async function catchingUp(): Promise<void> {
  const world = new World()
  const session = await (await world.person(false)).create('Riverside', 'moss', 'Founder')
  const made = await session.createDoc(DocKind.board, Role.member)
  if (!made.ok || (await session.chooseRelay(RELAY, '')) !== 'done') throw new Error('not made')
  await until(() => session.currentStatus.link === 'live')
  const invited = await session.invite(Role.member, 100, 0)
  if (!invited.ok) throw new Error(invited.code)
  const type = typist(session, made.id)
  for (let i = 0; i < CATCH_UP; i++) {
    await type()
    await until(() => session.currentStatus.waiting === 0)
  }
  const { join, longest } = await joining(world, invited.link)
  console.log('')
  row(
    `catch up with ${CATCH_UP} entries, no checkpoint`,
    `${join.toFixed(0)} ms (longest without a breath ${longest.toFixed(0)} ms)`,
  )
  await session.close()
}

export async function run(): Promise<void> {
  for (const size of SIZES) await measure(size)
  await catchingUp()
}
