import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as closing from '#shared/protocol/closeCodes.ts'
import * as wire from '#shared/protocol/frames.ts'
import { gateName, roomOf, tokenOf } from './testing/entries.ts'
import { mutate, sampleFrame } from './testing/mutants.ts'
import { randomFrom, seedOfRun } from './testing/random.ts'
import { RawSocket, upgradeRequest, wireFrame } from './testing/rawSocket.ts'
import { RelayProcess } from './testing/relayProcess.ts'
import { foundRoom } from './testing/rooms.ts'
import type { SocketApp } from './testing/socketApp.ts'

let folder: string
let relay: RelayProcess
let honest: SocketApp
let sent = 1

/** What hosts may set, set so that an attack is over soon and floods are not slowed down. */
const limits = {
  authSeconds: 0.3,
  socketsPerAddress: 1000,
  appends: { perSecond: 1e6, burst: 1e6 },
  newRooms: { perSecond: 1e6, burst: 1e6 },
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kith-relay-hostile-'))
  relay = await RelayProcess.start(folder, { KITH_RELAY_LIMITS: JSON.stringify(limits) })
  honest = await foundRoom(relay.url)
})
afterAll(async () => {
  await relay.end('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})
/** After each attack the honest app still writes, and finds what it wrote at the next number. */
afterEach(async () => {
  expect([relay.alive, relay.said, honest.closeCode]).toEqual([true, '', null])
  sent += 1
  honest.append({ text: `honest ${sent}` })
  await honest.has(`${sent} honest ${sent}`)
})

const upgraded = (room?: string) => new RawSocket(relay.url).says(upgradeRequest(room))
const auth = wireFrame(wire.writeAuth(tokenOf(gateName('member', 0))))
const zeros = (length: number) => new Uint8Array(length)

describe('W50: bytes that no WebSocket sends end their own line only', () => {
  it.each([
    ['text', wireFrame(Buffer.from('hello'), { opcode: 1 }), closing.MALFORMED],
    ['text that is no UTF-8', wireFrame(Uint8Array.of(0xff, 0xfe), { opcode: 1 }), 1007],
    ['no mask', wireFrame(zeros(9), { masked: false }), 1002],
    ['reserved bits', wireFrame(zeros(9), { reserved: 7 }), 1002],
    ['an unknown opcode', wireFrame(zeros(9), { opcode: 11 }), 1002],
    ['a compressed frame that was not agreed', wireFrame(zeros(9), { reserved: 4 }), 1002],
    ['a continuation of nothing', wireFrame(zeros(9), { opcode: 0 }), 1002],
    ['a ping in fragments', wireFrame(zeros(9), { opcode: 9, fin: false }), 1002],
    ['a ping of 126 bytes', wireFrame(zeros(126), { opcode: 9 }), 1002],
    ['a close with a code that may not be sent', wireFrame(Uint8Array.of(3, 237), { opcode: 8 }), 1002],
    ['a close with broken UTF-8', wireFrame(Uint8Array.of(3, 232, 0xff), { opcode: 8 }), 1007],
    ['a claim of 101 MiB', wireFrame(zeros(9), { claims: 101 * 1024 * 1024 }), 1009],
    ['a claim of 2^53 bytes', wireFrame(zeros(9), { claims: 2 ** 53 }), 1009],
  ])('%s', async (_name, bytes, code) => {
    const before = upgraded().says(bytes)
    const after = upgraded().says(auth, bytes)
    await Promise.all([before.finish(), after.finish()])
    expect([before.closeCode, after.closeCode]).toEqual([code, code])
  })
  it('200,000 fragments', async () => {
    const fragments = Buffer.concat(Array(200_000).fill(wireFrame(zeros(0), { opcode: 0, fin: false })))
    const before = upgraded().says(wireFrame(zeros(1), { fin: false }), fragments)
    const after = upgraded().says(auth, wireFrame(zeros(1), { fin: false }), fragments)
    await Promise.all([before.finish(), after.finish()])
    expect([1008, 1006, null]).toContain(after.closeCode)
  })
  it('17 fragments, while 16 are taken', async () => {
    const inFragments = (n: number) => {
      const token = wire.writeAuth(tokenOf(gateName('member', 0)))
      const pieces = Array.from({ length: n }, (_, i) => token.subarray(i, i < n - 1 ? i + 1 : undefined))
      return pieces.map((piece, i) => wireFrame(piece, { opcode: i === 0 ? 2 : 0, fin: i === n - 1 }))
    }
    const [taken, refused] = [upgraded().says(...inFragments(16)), upgraded().says(...inFragments(17))]
    await Promise.all([taken.finish(), refused.finish()])
    const letIn = Buffer.from([0x82, 4, 2, 19]) // an auth reply with the rights of a member
    expect([taken.received.includes(letIn), refused.received.includes(letIn)]).toEqual([true, false])
    expect(refused.closeCode).toBe(1008)
  })
  it('a long frame before the token is cut off while it comes in', async () => {
    const raw = upgraded().says(wireFrame(zeros(5000), { claims: 1_000_000 }))
    await raw.ended
    expect(raw.closeCode).toBe(closing.TOO_BIG)
  })
  it('a line cut in the middle of a frame', async () => {
    for (let cut = 1; cut < auth.length; cut += 7) {
      const raw = upgraded().says(auth.subarray(0, cut))
      await new Promise((done) => raw.socket.once('data', done))
      raw.socket.resetAndDestroy()
      await raw.ended
    }
  })
})

describe('W51: what is no upgrade ends after the time for a token', () => {
  it('nothing at all, half a request, a request without end, and an open socket that is silent', async () => {
    const lines = [
      new RawSocket(relay.url),
      new RawSocket(relay.url).says('GET / HTT'),
      new RawSocket(relay.url).says(upgradeRequest().slice(0, -4)),
      upgraded(),
    ]
    await Promise.all(lines.map((line) => line.ended))
  })
  it('bytes that are no HTTP, a head of 100 kB, a wrong version and key', async () => {
    const lines = [
      new RawSocket(relay.url).says(new Uint8Array(1000).fill(0xff)),
      new RawSocket(relay.url).says('\r\n\r\n\r\n'),
      new RawSocket(relay.url).says(upgradeRequest(roomOf(), [`X: ${'x'.repeat(100_000)}`])),
      new RawSocket(relay.url).says(upgradeRequest().replace('Version: 13', 'Version: 99')),
      new RawSocket(relay.url).says(upgradeRequest().replace('AAAA==', '')),
      new RawSocket(relay.url).says(upgradeRequest().replace('GET', 'POST')),
      new RawSocket(relay.url).says('CONNECT relay:443 HTTP/1.1\r\nHost: relay\r\n\r\n'),
      new RawSocket(relay.url).says('POST /health HTTP/1.1\r\nHost: relay\r\nContent-Length: 1000000000\r\n\r\n'),
    ]
    await Promise.all(lines.map((line) => line.finish()))
  })
})

describe('W52: floods', () => {
  it('20,000 bytes before the token, in frames that would each be small enough', async () => {
    const raw = upgraded().says(...Array(20).fill(wireFrame(zeros(1000), { opcode: 9 })))
    await raw.finish()
    expect(raw.closeCode === null || raw.closeCode === closing.TOO_BIG || raw.closeCode === 1002).toBe(true)
  })
  it('thousands of wishes for what is far behind, from one who reads nothing', async () => {
    const raw = upgraded().says(auth)
    raw.socket.pause()
    const step1 = wireFrame(wire.writeStep1(0))
    raw.says(
      Buffer.concat(Array(5000).fill(step1)),
      Buffer.concat(Array(5000).fill(wireFrame(zeros(0), { opcode: 9 }))),
    )
    await honest.append({ text: 'in between' }).has(`${sent + 1} in between`)
    sent += 1
    raw.socket.resetAndDestroy()
    await raw.ended
  })
  it('hundreds of rooms one after the other leave nothing behind', async () => {
    for (let i = 0; i < 300; i += 30) {
      const lines = Array.from({ length: 30 }, (_, n) => upgraded(roomOf(1000 + i + n)).says(auth))
      await Promise.all(lines.map((line) => line.finish()))
    }
    const answer = await fetch(`${relay.url.replace('ws:', 'http:')}/metrics`)
    expect(await answer.text()).toContain('kith_relay_rooms 1\n')
  })
})

describe('W53: mutated frames', () => {
  const SEED = seedOfRun()
  const COUNT = Number(process.env.KITH_MUTATED_FRAMES ?? 10_000)

  it(
    `${COUNT} of them, before and after the token, on the frame and on the bytes (seed ${SEED})`,
    async () => {
      const random = randomFrom(SEED)
      const room = roomOf(7)
      const founder = await foundRoom(relay.url, room)
      const letIn = (['member', 'organizer', 'steward'] as const).map((role) =>
        wireFrame(wire.writeAuth(tokenOf(gateName(role, 0)))),
      )
      const attack = async (frames: number) => {
        const token = letIn[Math.floor(random() * 4)]
        const parts: Uint8Array[] = token ? [token] : []
        for (let i = 0; i < frames; i++) {
          const sample = sampleFrame(random)
          parts.push(random() < 0.1 ? mutate(wireFrame(sample), random) : wireFrame(mutate(sample, random)))
        }
        await new RawSocket(relay.url).says(upgradeRequest(room), Buffer.concat(parts)).finish()
      }
      for (let done = 0; done < COUNT; done += 100) await Promise.all(Array.from({ length: 50 }, () => attack(2)))

      const answer = await fetch(`${relay.url.replace('ws:', 'http:')}/metrics`)
      expect(await answer.text()).toContain('kith_relay_faults_total 0\n')
      expect(founder.entries()[0]).toBe('1 genesis')
      const last = founder.entries().length
      founder.append({ text: 'still here' })
      await founder.until(() => founder.entries().length > last)
    },
    60_000 + COUNT,
  )
})
