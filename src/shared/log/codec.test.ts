import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { concat } from '../crypto/bytes.ts'
import { open, seal as sealBytes } from '../crypto/seal.ts'
import { ready } from '../crypto/sodium.ts'
import { readEntryHeader } from '../protocol/entryHeader.ts'
import type { Body, Snapshot } from './body.ts'
import { decodeBody, encodeBody } from './bodyCodec.ts'
import { type ControlOp, decodeOp, encodeOp } from './controlOp.ts'
import { openEntry, readHeader, sealEntry, verifyEntry } from './entry.ts'
import { identityFromSeed } from './identity.ts'
import {
  Audience,
  type CircleSlot,
  type DeviceId,
  type DocAudience,
  type DocId,
  type InviteId,
  idToBytes,
  type MemberId,
  type PartId,
  type RoomId,
} from './ids.ts'
import { Keyring } from './keyring.ts'
import { ladderFrom } from './ladder.ts'
import { must } from './testWorld.ts'

beforeAll(ready)

const SEED = 20_251
const runs = { seed: SEED, numRuns: 300 }

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const some = (max = 40) => fc.uint8Array({ maxLength: max })
const hex = <T extends string>(length: number) =>
  bytes(length).map((b) => [...b].map((n) => n.toString(16).padStart(2, '0')).join('') as T)
const device = hex<DeviceId>(8)
const member = hex<MemberId>(8)
const doc = hex<DocId>(8)
const part = fc.option(hex<PartId>(8))
const invite = hex<InviteId>(32)
const role = fc.constantFrom(0, 1, 2, 3)
const docAudience = fc.constantFrom<DocAudience>(0, 2, 3, 16 as CircleSlot, 127 as CircleSlot)
const slot = fc.integer({ min: 16, max: 127 }) as fc.Arbitrary<CircleSlot>
const uint = fc.maxSafeNat()
const boxes = fc.array(fc.record({ device, box: fc.uint8Array({ minLength: 48, maxLength: 100 }) }), { maxLength: 4 })
const epochKeys = { commitments: fc.array(bytes(32), { minLength: 4, maxLength: 4 }), moderators: bytes(32) }
const op = <T extends ControlOp['op']>(name: T) => fc.constant(name)

const anyOp: fc.Arbitrary<ControlOp> = fc.oneof(
  fc.record({ op: op('genesis'), signPublic: bytes(32), boxPublic: bytes(32), ...epochKeys }),
  fc.record({
    op: op('invite'),
    invite,
    boxPublic: bytes(32),
    mailbox: bytes(32),
    role,
    member: fc.option(member),
    uses: uint,
  }),
  fc.record({ op: op('revoke'), invite }),
  fc.record({ op: op('join'), invite, signPublic: bytes(32), boxPublic: bytes(32), proof: bytes(64) }),
  fc.record({ op: op('role'), member, role, boxes }),
  fc.record({ op: op('remove'), member }),
  fc.record({ op: op('unlink'), device, endInvites: fc.boolean() }),
  fc.record({ op: op('rotate'), ...epochKeys, remove: fc.array(member), unlink: fc.array(device), boxes }),
  fc.record({ op: op('doc'), doc, docKind: fc.nat(255), write: role, audience: docAudience }),
  fc.record({ op: op('checkpoint'), index: uint, head: bytes(32), controls: uint, snapshots: uint }),
  fc.record({
    op: op('circle'),
    slot,
    commitment: bytes(32),
    due: fc.boolean(),
    roster: some(80),
    boxes: fc.array(fc.uint8Array({ minLength: 48, maxLength: 100 }), { maxLength: 4 }),
  }),
  fc.record({ op: op('later'), code: fc.integer({ min: 11, max: 255 }), bytes: some() }),
) as fc.Arbitrary<ControlOp>

const counters = fc.array(fc.record({ device, n: uint }), { maxLength: 5 })
const snapshot: fc.Arbitrary<Snapshot> = fc.oneof(
  fc
    .record({
      form: fc.constant('part' as const),
      doc,
      part,
      clients: fc.array(fc.record({ client: uint, device, clock: uint }), { maxLength: 5 }),
      chunk: fc.nat(5),
      more: fc.nat(5),
      deflated: fc.boolean(),
      bytes: some(),
    })
    .map(({ more, ...rest }) => ({ ...rest, chunks: rest.chunk + 1 + more })),
  fc.record({
    form: fc.constant('carried' as const),
    items: fc.array(fc.record({ audience: fc.constantFrom(0, 2, 3, 255), epoch: fc.nat(65_535), signed: some() }), {
      maxLength: 4,
    }),
  }),
  fc.record({
    form: fc.constant('base' as const),
    entries: uint,
    counters,
    reports: counters,
    heads: fc.array(bytes(16), { maxLength: 4 }).map((heads) => Uint8Array.from(heads.flatMap((head) => [...head]))),
    blind: fc.array(uint, { maxLength: 4 }),
  }),
) as fc.Arbitrary<Snapshot>

const shortText = fc.string({ minLength: 1, maxLength: 8 })
const body: fc.Arbitrary<Body> = fc.oneof(
  fc.record({ kind: fc.constant('control' as const), prev: bytes(16), op: anyOp }),
  fc.record({ kind: fc.constant('update' as const), doc, part, update: some() }),
  fc.record({ kind: fc.constant('snapshot' as const), asOf: uint, snapshot }),
  fc.record({ kind: fc.constant('register' as const), name: shortText, subject: fc.option(member), value: some() }),
  fc.record({ kind: fc.constant('report' as const), report: some() }),
  fc.record({ kind: fc.constant('later' as const), code: fc.integer({ min: 5, max: 255 }), bytes: some() }),
)

/** Views and copies alike. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, v) => (v instanceof Uint8Array ? [...v] : v)))

const mutated = (whole: Uint8Array, at: number, byte: number, cut: number): Uint8Array => {
  const copy = whole.slice(0, Math.max(0, whole.length - cut))
  if (copy.length > 0) copy[at % copy.length] = byte
  return copy
}

describe('L4 bodies', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(body, (value) => {
        expect(plain(decodeBody(encodeBody(value)))).toEqual(plain(value))
      }),
      runs,
    )
  })

  it('have one spelling: what decodes is what would be encoded', () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.nat(255), fc.nat(2), (value, at, byte, cut) => {
        const bent = mutated(encodeBody(value), at, byte, cut)
        const read = decodeBody(bent)
        if (read) expect(encodeBody(read)).toEqual(bent)
      }),
      { ...runs, numRuns: 2_000 },
    )
  })

  it('of random bytes never throw', () => {
    fc.assert(
      fc.property(some(300), (junk) => {
        decodeBody(junk)
        decodeOp(junk)
      }),
      { ...runs, numRuns: 2_000 },
    )
  })

  it('of control entries come back as they went', () => {
    fc.assert(
      fc.property(anyOp, (value) => {
        expect(plain(decodeOp(encodeOp(value)))).toEqual(plain(value))
      }),
      runs,
    )
  })

  it('a register has a name of 1 to 32 bytes and a value of at most 32 KiB', () => {
    const register = (name: string, size: number) =>
      decodeBody(encodeBody({ kind: 'register', name, subject: null, value: new Uint8Array(size) }))
    expect(register('n'.repeat(32), 32 * 1024)).not.toBeNull()
    expect(register('n'.repeat(33), 1)).toBeNull()
    expect(register('', 1)).toBeNull()
    expect(register('n', 32 * 1024 + 1)).toBeNull()
  })
})

describe('L1 entries', () => {
  const room = 'ab'.repeat(32) as RoomId
  const setup = () => {
    const me = identityFromSeed(new Uint8Array(32).fill(1))
    const ladder = ladderFrom(new Uint8Array(32).fill(2), 3)
    const keyring = new Keyring()
    keyring.add(5, ladder)
    const seal = (update: Uint8Array, audience: Audience = Audience.everyone) =>
      sealEntry({
        room,
        me,
        ladder,
        epoch: 5,
        n: 3,
        seen: { index: 9, head: new Uint8Array(16).fill(7) },
        audience,
        body: { kind: 'update', doc: '00'.repeat(8) as DocId, part: null, update },
      })
    return { me, ladder, keyring, seal }
  }
  const failure = (opened: ReturnType<typeof openEntry>) => (typeof opened === 'string' ? opened : 'ok')

  it('open with the keys of their epoch and room', () => {
    const { keyring, seal } = setup()
    for (const audience of [Audience.everyone, Audience.organizers, Audience.stewards]) {
      const opened = openEntry(room, keyring, seal(Uint8Array.of(1, 2, 3), audience))
      if (typeof opened === 'string') throw new Error(opened)
      expect(opened.header).toEqual({ version: 1, keep: false, epoch: 5 })
      expect(opened.audience).toBe(audience)
      expect(plain(opened.envelope.body)).toMatchObject({ kind: 'update', update: [1, 2, 3] })
    }
    expect(failure(openEntry('cd'.repeat(32) as RoomId, keyring, seal(new Uint8Array(1))))).toBe('junk')
    expect(failure(openEntry(room, new Keyring(), seal(new Uint8Array(1))))).toBe('nokey')
  })

  it('L3 show sizes in steps of 64 bytes only', () => {
    const { seal } = setup()
    const sizes = new Set(Array.from({ length: 200 }, (_, i) => seal(new Uint8Array(i)).length))
    expect([...sizes].every((size) => (size - 43) % 64 === 0)).toBe(true)
    expect(sizes.size).toBeLessThanOrEqual(5)
  })

  it('L3 are padded no further than needed', () => {
    const { ladder, keyring, seal } = setup()
    const entry = seal(new Uint8Array(20))
    const header = entry.subarray(0, 3)
    const aad = concat(header, idToBytes(room))
    const plain = must(open(must(ladder.content[0]), entry.subarray(3), aad))
    const again = (padded: Uint8Array) =>
      failure(openEntry(room, keyring, concat(header, sealBytes(must(ladder.content[0]), padded, aad))))
    expect(again(plain)).toBe('ok')
    expect(again(concat(plain, new Uint8Array(64)))).toBe('junk')
    expect(again(concat(plain, new Uint8Array(1)))).toBe('junk')
    expect(again(new Uint8Array(64))).toBe('junk')
  })

  it('with any byte changed do not open', () => {
    const { keyring, seal } = setup()
    const entry = seal(new Uint8Array(20))
    for (let i = 0; i < entry.length; i++)
      expect(
        failure(
          openEntry(
            room,
            keyring,
            entry.map((byte, at) => (at === i ? byte ^ 1 : byte)),
          ),
        ),
        `byte ${i}`,
      ).not.toBe('ok')
  })

  it('of random bytes never throw', () => {
    const { keyring } = setup()
    fc.assert(
      fc.property(some(200), (junk) => {
        const header = readHeader(junk)
        // The relay has its own reader of the only bytes that it looks at.
        expect(header).toEqual(readEntryHeader(junk))
        expect(failure(openEntry(room, keyring, junk))).not.toBe('ok')
        expect(failure(openEntry(room, keyring, Uint8Array.of(2, 5, 0, ...junk)))).not.toBe('ok')
      }),
      runs,
    )
  })

  it('L5 the audience and the mark are signed: nobody can wrap another’s words for others', () => {
    const { me, keyring, seal } = setup()
    const opened = openEntry(room, keyring, seal(new Uint8Array(3), Audience.organizers))
    if (typeof opened === 'string') throw new Error(opened)
    expect(verifyEntry(room, opened, me.sign.publicKey)).toBe(true)
    expect(verifyEntry(room, { ...opened, audience: Audience.everyone }, me.sign.publicKey)).toBe(false)
    expect(verifyEntry(room, { ...opened, header: { ...opened.header, keep: true } }, me.sign.publicKey)).toBe(false)
    expect(verifyEntry(room, { ...opened, header: { ...opened.header, epoch: 6 } }, me.sign.publicKey)).toBe(false)
    expect(verifyEntry('cd'.repeat(32) as RoomId, opened, me.sign.publicKey)).toBe(false)
  })
})
