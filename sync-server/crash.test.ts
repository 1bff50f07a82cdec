import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gateName } from './testing/entries.ts'
import { RelayProcess } from './testing/relayProcess.ts'
import { foundRoom } from './testing/rooms.ts'
import { SocketApp } from './testing/socketApp.ts'

const KILLS = Number(process.env.KITH_KILLS ?? 10)
const BURST = 400
const noRate = { KITH_RELAY_LIMITS: JSON.stringify({ appends: { perSecond: 1e6, burst: 1e6 } }) }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-relay-crash-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('W60: what an author has seen come back is there after a crash', () => {
  it(
    `kill -9 in the middle of a burst, ${KILLS} times`,
    async () => {
      let relay = await RelayProcess.start(folder, noRate)
      await (await foundRoom(relay.url)).hangUp()
      /** Every entry that anyone has seen, by its number: later reads must show the same. */
      let seen: string[] = ['1 genesis']
      for (let kill = 0; kill < KILLS; kill++) {
        const author = await new SocketApp(relay.url).enter(gateName('member', 0), { after: seen.length })
        const reader = await new SocketApp(relay.url).enter(gateName('member', 0), { after: seen.length })
        for (let i = 0; i < BURST; i++) author.append({ text: `${kill}.${i}`, size: 300 })
        const enough = 1 + Math.floor((kill / KILLS) * BURST * 0.8)
        await reader.until(() => reader.entries().length >= enough)
        await relay.end('SIGKILL')
        await Promise.all([author.closed(), reader.closed()])
        const echoed = [author.entries(), reader.entries()].sort((a, b) => b.length - a.length)
        seen = [...seen, ...(echoed[0] ?? [])]

        relay = await RelayProcess.start(folder, noRate)
        const after = await new SocketApp(relay.url).enter(gateName('member', 0))
        await after.until(() => after.entries().length >= seen.length)
        expect(after.entries().slice(0, seen.length)).toEqual(seen)
        seen = after.entries()
        await after.hangUp()
      }
      expect(await relay.end('SIGTERM')).toBe(0)
    },
    60_000 + KILLS * 2000,
  )
})

describe('W61: the program', () => {
  it('says in one sentence why it cannot start, and ends with a code', async () => {
    const relay = await RelayProcess.start(folder)
    const failing = (environment: Record<string, string>) =>
      RelayProcess.start(folder, environment).then(
        () => 'started',
        (error: Error) => error.message,
      )
    const { port } = new URL(relay.url)
    const [used, taken, open, wrong] = await Promise.all([
      failing({}),
      failing({ KITH_RELAY_PORT: port, KITH_RELAY_DATA: join(folder, 'other') }),
      failing({ KITH_RELAY_HOST: '0.0.0.0' }),
      failing({ KITH_RELAY_LIMITS: '{"entryBites":1}' }),
    ])
    expect(used).toMatch(/^ended with 4: Another relay is using the data folder/)
    expect(taken).toMatch(/^ended with 3: Port \d+ on 127.0.0.1 is in use/)
    expect(open).toMatch(/^ended with 2: The relay speaks ws:\/\/ only/)
    expect(wrong).toMatch(/^ended with 2: KITH_RELAY_LIMITS: there is no limit named "entryBites"/)
    expect(await relay.end('SIGINT')).toBe(0)
  }, 30_000)
})
