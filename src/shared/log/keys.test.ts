import { beforeAll, describe, expect, it } from 'vitest'
import { toHex } from '../crypto/bytes.ts'
import { sha256 } from '../crypto/hash.ts'
import { keysFromSeed, sealBox } from '../crypto/keys.ts'
import { ready } from '../crypto/sodium.ts'
import { RIGHTS_BY_ROLE } from '../protocol/rights.ts'
import { HEADS_PER_CHUNK, HeadLog } from './heads.ts'
import { Role } from './ids.ts'
import { type BoxedSecret, decodeSecrets, encodeSecrets, Keyring } from './keyring.ts'
import { epochKeysOf, gatesOf, gateToken, ladderFrom, matches, moderatorsBox, moderatorsMatch } from './ladder.ts'
import { bytesFrom, must } from './testWorld.ts'

beforeAll(ready)

const steward = (seed = 1) => ladderFrom(bytesFrom(seed)(32), Role.steward)

describe('K1 the ladder', () => {
  it('a higher role derives the lower ones, never the reverse', () => {
    const whole = steward()
    const organizer = ladderFrom(must(whole.secrets[2]), Role.organizer)
    expect(organizer.secrets.map(toHex)).toEqual(whole.secrets.slice(0, 3).map(toHex))
    expect(organizer.secrets).toHaveLength(3)
    expect(new Set([...whole.secrets, ...whole.content].map(toHex)).size).toBe(8)
  })

  it('K2 each role has a gate; the relay gets hashes of tokens', () => {
    const whole = steward()
    expect(gatesOf(whole).map(({ rights }) => rights)).toEqual([...RIGHTS_BY_ROLE])
    expect(gatesOf(whole).map(({ hash }) => toHex(hash))).toEqual(
      [0, 1, 2, 3].map((role) => toHex(sha256(must(gateToken(whole, role as Role))))),
    )
    const guest = ladderFrom(must(whole.secrets[0]), Role.guest)
    expect(gateToken(guest)).toEqual(gateToken(whole, Role.guest))
    expect(gateToken(guest, Role.member)).toBeUndefined()
    expect(gatesOf(guest)).toHaveLength(1)
  })

  it('K3 commitments tell a foreign secret at each role', () => {
    const keys = epochKeysOf(steward())
    for (const role of [0, 1, 2, 3] as const) {
      expect(matches(ladderFrom(must(steward().secrets[role]), role), keys)).toBe(true)
      expect(matches(ladderFrom(must(steward(2).secrets[role]), role), keys)).toBe(false)
    }
    expect(moderatorsMatch(steward(2), keys)).toBe(false)
    expect(moderatorsMatch(ladderFrom(must(steward(2).secrets[1]), 1), keys)).toBe(true)
    expect(moderatorsBox(ladderFrom(must(steward().secrets[1]), 1))).toBeUndefined()
    expect(() => epochKeysOf(ladderFrom(must(steward().secrets[2]), 2))).toThrow(RangeError)
  })
})

describe('K4 the keyring', () => {
  const known = (epoch: number) => (epoch < 2 ? epochKeysOf(steward(epoch + 1)) : undefined)

  it('keeps the longer ladder of an epoch and says when it changed', () => {
    const ring = new Keyring()
    expect([ring.newest, ring.version]).toEqual([-1, 0])
    ring.add(0, ladderFrom(must(steward().secrets[1]), 1))
    ring.add(0, steward())
    ring.add(0, ladderFrom(must(steward().secrets[1]), 1))
    expect([ring.get(0)?.role, ring.newest, ring.version]).toEqual([3, 0, 2])
  })

  it('takes a box only if all of it is known, signed and not above the role', () => {
    const secret = (epoch: number, role: Role, seed = epoch + 1) => ({
      epoch,
      role,
      secret: must(steward(seed).secrets[role]),
    })
    const me = keysFromSeed(new Uint8Array(32).fill(5)).box
    const box = (...secrets: BoxedSecret[]) => sealBox(encodeSecrets(secrets), me.publicKey)
    const learn = (bytes: Uint8Array, highest: Role) => {
      const ring = new Keyring()
      return [ring.learn(bytes, me, known, highest), ring.epochs()]
    }
    expect(learn(box(secret(0, 1), secret(1, 1)), 1)).toEqual([true, [0, 1]])
    expect(learn(box(secret(0, 1), secret(1, 1, 9)), 1)).toEqual([false, []])
    expect(learn(box(secret(0, 2)), 1)).toEqual([false, []])
    expect(learn(box(secret(2, 1)), 1)).toEqual([false, []])
    expect(learn(box(), 1)).toEqual([false, []])
    expect(learn(new Uint8Array(80), 1)).toEqual([false, []])
    expect(learn(sealBox(new Uint8Array(9), me.publicKey), 1)).toEqual([false, []])
  })

  it('comes back from its bytes, and damaged bytes give nothing', () => {
    const ring = new Keyring()
    ring.add(3, steward(3))
    ring.add(0, ladderFrom(must(steward().secrets[1]), 1))
    const bytes = ring.encode()
    const back = must(Keyring.decode(bytes))
    expect(back.epochs()).toEqual([0, 3])
    expect(back.encode()).toEqual(bytes)
    for (let cut = 1; cut < bytes.length; cut++)
      expect(Keyring.decode(bytes.subarray(0, bytes.length - cut))).toBeNull()
    expect(decodeSecrets(Uint8Array.of(255, 255, 255, 255, 15))).toBeNull()
  })

  it('gives a role’s history only where it reaches', () => {
    const ring = new Keyring()
    ring.add(0, steward(1))
    ring.add(1, ladderFrom(must(steward(2).secrets[1]), 1))
    expect(ring.history(2).map(({ epoch }) => epoch)).toEqual([0])
    expect(ring.history(1).map(({ epoch }) => epoch)).toEqual([0, 1])
  })
})

describe('L7 the log of heads', () => {
  const head = (i: number) => Uint8Array.from({ length: 32 }, () => i & 255)

  it('gives what was pushed, by index from its base', () => {
    const log = new HeadLog(10)
    for (let i = 10; i < 3_000; i++) log.push(head(i))
    expect([log.base, log.end]).toEqual([10, 3_000])
    expect(log.at(9)).toBeNull()
    expect(log.at(3_000)).toBeNull()
    expect(log.at(10)).toEqual(head(10).subarray(0, 16))
    expect(log.at(2_999)).toEqual(head(2_999).subarray(0, 16))
    expect(log.slice(0, 12)).toHaveLength(2 * 16)
    expect(log.slice(20, 10)).toHaveLength(0)
  })

  it('comes back from its chunks', () => {
    const log = new HeadLog(10)
    for (let i = 10; i < 2_500; i++) log.push(head(i))
    const chunks = [0, 1, 2].map((k) => log.chunk(k))
    expect(chunks.map(({ length }) => length / 16)).toEqual([HEADS_PER_CHUNK - 10, HEADS_PER_CHUNK, 452])
    const back = must(HeadLog.load(10, chunks))
    expect(back.end).toBe(2_500)
    expect(back.slice(10, 2_500)).toEqual(log.slice(10, 2_500))
    expect(HeadLog.load(0, [new Uint8Array(17)])).toBeNull()
  })
})
