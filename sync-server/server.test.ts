import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as closing from '#shared/protocol/closeCodes.ts'
import { writeAuth, writeMailboxPut } from '#shared/protocol/frames.ts'
import { backUp } from './backup.ts'
import { type RelayOptions, type RunningRelay, startRelay } from './server.ts'
import { StartError } from './startError.ts'
import { gateName, mailboxOf, roomOf, tokenOf } from './testing/entries.ts'
import { RawSocket, upgradeRequest, wireFrame } from './testing/rawSocket.ts'
import { foundRoom } from './testing/rooms.ts'
import { SocketApp } from './testing/socketApp.ts'

const member = gateName('member', 0)
let folder: string
const running: RunningRelay[] = []
const start = async (options: Partial<RelayOptions> = {}): Promise<RunningRelay> => {
  const relay = await startRelay({ dataFolder: null, ...options })
  running.push(relay)
  return relay
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-relay-test-'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((relay) => relay.close()))
  rmSync(folder, { recursive: true, force: true })
})

const ask = (url: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number | undefined; text: string }>((done, fail) => {
    get(url.replace('ws:', 'http:'), { headers, agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => done({ status: response.statusCode, text }))
    }).on('error', fail)
  })

const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt
    return 'started'
  } catch (error) {
    return error instanceof StartError ? error.code : String(error)
  }
}

describe('W40: one socket for each room', () => {
  it('two apps meet, and presence passes between them', async () => {
    const { url } = await start()
    const ada = await foundRoom(url)
    const ben = await new SocketApp(url).enter(member)
    await ben.has('1 genesis')
    ben.append({ text: 'from ben' })
    await Promise.all([ada.has('2 from ben'), ben.has('2 from ben')])
  })
  it('rooms are strangers to each other', async () => {
    const { url } = await start()
    const here = await foundRoom(url, roomOf(1))
    const there = await foundRoom(url, roomOf(2))
    here.append({ text: 'here' })
    there.append({ text: 'there' })
    await Promise.all([here.has('2 here'), there.has('2 there')])
    expect(here.entries()).not.toContain('2 there')
  })
  it('any other path is refused before there is a socket', async () => {
    const { url } = await start()
    for (const room of ['', 'x', roomOf().toUpperCase(), `${roomOf()}0`, `${roomOf()}/x`, `${roomOf()}?x`]) {
      const app = await new SocketApp(url, { room }).opened()
      expect(await app.closed()).toBe(1006)
    }
  })
  it('an offer to compress is not taken up', async () => {
    const { url } = await start()
    const app = await new SocketApp(url, { compress: true }).opened()
    expect([app.compresses, app.closeCode]).toEqual([false, null])
  })
})

describe('W30: one who does not read', () => {
  it('gets all of a log that is larger than what the network holds, once it reads', async () => {
    const { url } = await start({ limits: { appends: { perSecond: 1e6, burst: 1e6 } } })
    const founder = await foundRoom(url)
    const slow = await new SocketApp(url).enter(member)
    await slow.has('1 genesis')
    slow.pause()
    for (let seq = 2; seq <= 25; seq++) founder.append({ text: `entry ${seq}`, size: 1_000_000 })
    await founder.has('25 entry 25')
    expect(slow.entries()).toEqual(['1 genesis'])
    slow.resume()
    await slow.has('25 entry 25')
    expect(slow.entries()).toHaveLength(25)
  })
})

describe('W41: the door', () => {
  it('closes a socket that shows no token in time', async () => {
    const { url } = await start({ limits: { authSeconds: 0.02 } })
    expect(await new SocketApp(url).closed()).toBe(closing.AUTH_TIMEOUT)
  })
  it('closes a socket whose mailbox token has let nobody in by then', async () => {
    const { url } = await start({ limits: { authSeconds: 0.2 } })
    const founder = await foundRoom(url)
    founder.says(writeMailboxPut(1, mailboxOf('invite', 'x'))).append({ text: 'put' })
    await founder.has('2 put')
    const joiner = await new SocketApp(url).opened()
    joiner.says(writeAuth(tokenOf('invite')))
    expect(await joiner.closed()).toBe(closing.AUTH_TIMEOUT)
    expect(joiner.frames).toHaveLength(1)
  })
  it('takes 1 KiB before the token, and not one byte more', async () => {
    const { url } = await start()
    const codes = [1024, 1025, 1_000_000].map(async (size) => {
      const app = await new SocketApp(url).opened()
      return app.says(new Uint8Array(size).fill(0xff)).closed()
    })
    expect(await Promise.all(codes)).toEqual([closing.MALFORMED, closing.TOO_BIG, closing.TOO_BIG])
  })
  it('takes no text', async () => {
    const { url } = await start()
    const app = await new SocketApp(url).opened()
    expect(await app.says('hello').closed()).toBe(closing.MALFORMED)
  })
  it('takes so many sockets from one address and not one more, and again when one has left', async () => {
    const { url } = await start({ limits: { socketsPerAddress: 3 } })
    const apps = await Promise.all([1, 2, 3].map(() => new SocketApp(url).opened()))
    expect(await new SocketApp(url).closed()).toBe(1006)
    expect(apps.map((app) => app.closeCode)).toEqual([null, null, null])
    await apps[0]?.hangUp()
    let next = await new SocketApp(url).opened()
    while (next.closeCode !== null) next = await new SocketApp(url).opened() // the relay may learn of the leaving a moment later
    expect(next.closeCode).toBeNull()
  })
  it('takes so many sockets in all', async () => {
    const { url } = await start({ limits: { sockets: 2 } })
    const apps = await Promise.all([1, 2].map(() => new SocketApp(url).opened()))
    expect(await new SocketApp(url).closed()).toBe(1006)
    expect(apps.map((app) => app.closeCode)).toEqual([null, null])
  })
  it('behind a proxy counts those whom the proxy names, by the last name only', async () => {
    const { url } = await start({ behindTls: true, creationToken: 'x', limits: { socketsPerAddress: 1 } })
    const from = (forwarded: string) => new SocketApp(url, { headers: { 'x-forwarded-for': forwarded } }).opened()
    const first = await from('203.0.113.1')
    const second = await from('203.0.113.1, 203.0.113.2')
    const third = await from('203.0.113.9, 203.0.113.2')
    expect([first.closeCode, second.closeCode, await third.closed()]).toEqual([null, null, 1006])
  })
})

describe('W45: a line that answers no pings is dropped', () => {
  it('and one that answers stays', async () => {
    const { url } = await start({ limits: { pingSeconds: 0.2 } })
    const ada = await foundRoom(url)
    const silent = new RawSocket(url)
    silent.says(upgradeRequest(), wireFrame(writeAuth(tokenOf(member))))
    await silent.ended
    ada.append({ text: 'still here' })
    await ada.has('2 still here')
    expect(ada.closeCode).toBeNull()
  })
})

describe('W42: what is told over HTTP', () => {
  it('health to all, metrics to this computer only, nothing else', async () => {
    const { url } = await start()
    await foundRoom(url)
    expect(await ask(`${url}/health`)).toEqual({ status: 200, text: 'ok\n' })
    expect((await ask(`${url}/metrics`)).status).toBe(200)
    expect((await ask(`${url}/metrics`, { 'x-forwarded-for': '203.0.113.1' })).status).toBe(404)
    for (const path of ['/', '/health/', `/${roomOf()}`]) expect((await ask(url + path)).status).toBe(404)
  })
  it('metrics count, and name no room, address or token', async () => {
    const { url, metrics } = await start()
    await foundRoom(url)
    const { text } = await ask(`${url}/metrics`)
    expect(text).toContain('kith_relay_rooms 1\n')
    expect(text).toContain('kith_relay_entries_total 1\n')
    expect(`${text}${metrics()}`).not.toMatch(/[0-9a-f]{16}|127\.0/)
  })
})

describe('W43: starting', () => {
  it('says what is wrong and what to do', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((done) => taken.once('listening', done))
    const address = taken.address()
    const port = typeof address === 'object' && address ? address.port : 0
    writeFileSync(join(folder, 'a file'), 'x')
    expect(await codeOf(start({ port }))).toBe('PORT_IN_USE')
    expect(await codeOf(start({ host: '192.0.2.1', behindTls: true, creationToken: 'x' }))).toBe('NO_SUCH_ADDRESS')
    expect(await codeOf(start({ dataFolder: join(folder, 'a file', 'x') }))).toBe('DATA_FOLDER')
    await new Promise((done) => taken.close(done))
  })
  it('refuses to be open to the network without TLS in front, or without a creation token', async () => {
    expect(await codeOf(start({ host: '0.0.0.0', creationToken: 'x' }))).toBe('NEEDS_TLS')
    expect(await codeOf(start({ host: '0.0.0.0', behindTls: true }))).toBe('NEEDS_CREATION_TOKEN')
    expect(await codeOf(start({ behindTls: true }))).toBe('NEEDS_CREATION_TOKEN')
    expect(await codeOf(start({ creationToken: 'x'.repeat(257) }))).toBe('BAD_OPTION')
    expect(await codeOf(start({ host: '0.0.0.0', behindTls: true, creationToken: 'x' }))).toBe('started')
  })
  it('refuses a folder that another relay uses, and takes it when that one has ended', async () => {
    const first = await start({ dataFolder: folder })
    expect(await codeOf(start({ dataFolder: folder }))).toBe('DATA_IN_USE')
    await first.close()
    running.splice(0)
    expect(await codeOf(start({ dataFolder: folder }))).toBe('started')
  })
  it('makes the folder, for its own user only', async () => {
    const deep = join(folder, 'a', 'b')
    await start({ dataFolder: deep })
    expect(statSync(deep).mode & 0o777).toBe(0o700)
  })
  it('refuses a damaged file and one of a newer relay, and changes neither', async () => {
    const file = join(folder, 'relay.db')
    writeFileSync(file, 'this is no database, though it is long enough to look at'.repeat(100))
    expect(await codeOf(start({ dataFolder: folder }))).toBe('DATA_DAMAGED')
    rmSync(file)
    const db = new DatabaseSync(file)
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(await codeOf(start({ dataFolder: folder }))).toBe('DATA_NEWER')
  })
  it('asks for the creation token of the operator', async () => {
    const { url } = await start({ creationToken: 'open sesame' })
    const stranger = await new SocketApp(url).enter(gateName('steward', 0), { creation: 'open' })
    expect(await stranger.closed()).toBe(closing.NO_ROOM)
    await foundRoom(url, roomOf(), 'open sesame')
  })
})

describe('W44: ending and starting again', () => {
  it('tells the sockets to come again, and knows everything when they do', async () => {
    const first = await start({ dataFolder: folder })
    const ada = await foundRoom(first.url)
    ada.append({ text: 'kept' })
    await ada.has('2 kept')
    await first.close()
    expect(await ada.closed()).toBe(closing.UNAVAILABLE)
    running.splice(0)
    const second = await start({ dataFolder: folder })
    const ben = await new SocketApp(second.url).enter(member)
    await ben.has('2 kept')
    ben.append({ text: 'goes on' })
    await ben.has('3 goes on')
  })
  it('a backup taken while it runs is a whole relay', async () => {
    const first = await start({ dataFolder: folder })
    const ada = await foundRoom(first.url)
    ada.append({ text: 'kept' })
    await ada.has('2 kept')
    const target = join(folder, 'copy')
    await startRelay({ dataFolder: target }).then((relay) => relay.close()) // makes the folder
    rmSync(join(target, 'relay.db'))
    await backUp(folder, join(target, 'relay.db'))
    expect(await codeOf(backUp(folder, join(target, 'relay.db')))).toBe('BAD_OPTION')
    expect(await codeOf(backUp(join(folder, 'nowhere'), join(folder, 'x')))).toBe('DATA_FOLDER')
    const second = await start({ dataFolder: target })
    await (await new SocketApp(second.url).enter(member)).has('2 kept')
  })
})
