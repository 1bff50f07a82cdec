import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as wire from './frames.ts'
import { ENTRY_MIN_BYTES } from './limits.ts'
import { ALL_RIGHTS, READ } from './rights.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytes = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const filled = (length: number, value: number) => new Uint8Array(length).fill(value)

const entry = filled(ENTRY_MIN_BYTES, 0xee)
const E = 'ee'.repeat(ENTRY_MIN_BYTES)
const token = filled(32, 0xaa)
const A = 'aa'.repeat(32)
const hash = filled(32, 0xbb)
const B = 'bb'.repeat(32)
const blob = filled(3, 0xcc)
const rotation = { epoch: 1, gates: [{ hash, rights: 15 }], mailboxes: [{ hash, blob, ttl: 3600 }] }

/** The bytes are the wire of version 1 and never change; a new version gets vectors of its own. */
const fromClient: [string, Uint8Array, string, wire.ClientFrame][] = [
  ['auth', wire.writeAuth(token), `02 01 ${A} 00`, { kind: 'auth', version: 1, token, creation: new Uint8Array(0) }],
  [
    'auth of a new room',
    wire.writeAuth(token, blob),
    `02 01 ${A} 03 cccccc`,
    { kind: 'auth', version: 1, token, creation: blob },
  ],
  ['step1', wire.writeStep1(300), '00 00 ac02', { kind: 'step1', after: 300 }],
  [
    'append',
    wire.writeAppend({ ref: 7, afterControlSeq: 128, entry }),
    `00 02 07 8001 2b ${E} 00`,
    { kind: 'append', ref: 7, afterControlSeq: 128, entry },
  ],
  [
    'append with rotation',
    wire.writeAppend({ ref: 7, afterControlSeq: 0, entry, rotation }),
    `00 02 07 00 2b ${E} 01 01 01 ${B} 0f 01 ${B} 03cccccc 901c`,
    { kind: 'append', ref: 7, afterControlSeq: 0, entry, rotation },
  ],
  ['awareness', wire.writeAwareness(blob), '01 03cccccc', { kind: 'awareness', payload: blob }],
  ['query awareness', wire.writeQueryAwareness(), '03', { kind: 'queryAwareness' }],
  ['trim', wire.writeTrim(9, 1000), '05 00 09 e807', { kind: 'trim', ref: 9, upTo: 1000 }],
  [
    'mailbox put',
    wire.writeMailboxPut(1, { hash, blob, ttl: 0 }),
    `05 01 01 ${B} 03cccccc 00`,
    { kind: 'mailboxPut', ref: 1, mailbox: { hash, blob, ttl: 0 } },
  ],
  ['mailbox delete', wire.writeMailboxDelete(2, hash), `05 02 02 ${B}`, { kind: 'mailboxDelete', ref: 2, hash }],
  [
    'mailbox end',
    wire.writeMailboxEnd(2, hash, 'used'),
    `05 05 02 ${B} 02`,
    { kind: 'mailboxEnd', ref: 2, hash, why: 'used' },
  ],
]

const fromRelay: [string, Uint8Array, string, wire.RelayFrame][] = [
  [
    'auth reply',
    wire.writeAuthReply({ rights: 3, headSeq: 500, floor: 2 }),
    '02 03 f403 02',
    { kind: 'authReply', rights: 3, headSeq: 500, floor: 2 },
  ],
  [
    'step2',
    wire.writeStep2({
      floor: 1,
      from: 4,
      entries: [
        { seq: 5, bytes: entry },
        { seq: 200, bytes: entry },
      ],
    }),
    `00 01 01 04 05 2b ${E} c801 2b ${E}`,
    {
      kind: 'step2',
      floor: 1,
      from: 4,
      entries: [
        { seq: 5, bytes: entry },
        { seq: 200, bytes: entry },
      ],
    },
  ],
  ['awareness', wire.writeAwareness(blob), '01 03cccccc', { kind: 'awareness', payload: blob }],
  ['query awareness', wire.writeQueryAwareness(), '03', { kind: 'queryAwareness' }],
  ['refused', wire.writeRefused(7, 'stale'), '04 07 02', { kind: 'refused', ref: 7, reason: 'stale' }],
  ['mailbox contents', wire.writeMailboxContents(blob), '05 03 03cccccc', { kind: 'mailboxContents', blob }],
  ['done', wire.writeDone(300), '05 04 ac02', { kind: 'done', ref: 300 }],
]

describe('W1: frames of version 1 have exactly these bytes', () => {
  it.each(fromClient)('%s from the app', (_name, written, expected, frame) => {
    expect(hex(written)).toBe(expected.replaceAll(' ', ''))
    expect(wire.readFromClient(bytes(expected))).toEqual(frame)
  })
  it.each(fromRelay)('%s from the relay', (_name, written, expected, frame) => {
    expect(hex(written)).toBe(expected.replaceAll(' ', ''))
    expect(wire.readFromRelay(bytes(expected))).toEqual(frame)
  })
  it('gives each refusal its number', () => {
    expect(wire.REFUSALS.map((reason) => hex(wire.writeRefused(0, reason)))).toEqual(
      ['01', '02', '03', '04', '05', '06'].map((code) => `0400${code}`),
    )
  })
})

describe('W2: what is not exactly a frame reads as null', () => {
  const each = [
    ...fromClient.map(([name, written]) => ({
      name: `${name} from the app`,
      written,
      read: wire.readFromClient as (b: Uint8Array) => unknown,
    })),
    ...fromRelay.map(([name, written]) => ({
      name: `${name} from the relay`,
      written,
      read: wire.readFromRelay as (b: Uint8Array) => unknown,
    })),
  ]
  it.each(each)('$name cut short or with a byte too many', ({ written, read }) => {
    for (let length = 0; length < written.length; length++) {
      const cut = read(written.subarray(0, length))
      // a step2 frame has no count: cut between two entries it is a shorter step2
      if (cut !== null) expect(cut).toMatchObject({ kind: 'step2', entries: [{ seq: 5 }] })
    }
    expect(read(Uint8Array.of(...written, 0))).toBeNull()
  })
  it('reads nothing beyond the frame in a shared buffer', () => {
    const pool = Uint8Array.of(...wire.writeAppend({ ref: 1, afterControlSeq: 0, entry }), ...filled(500, 0x55))
    const claimsMore = pool.subarray(0, 20)
    expect(wire.readFromClient(claimsMore)).toBeNull()
  })
  it.each([
    ['no bytes', ''],
    ['an unknown type', '06'],
    ['an unknown step', '00 07'],
    ['a number not in its shortest form', '00 00 8000'],
    ['a number above 2^53 - 1', '00 00 8080808080808010'],
    ['a number without end', '00 00 ffffffffffffffffffff'],
    ['an entry shorter than any sealed one', `00 02 07 00 2a ${'ee'.repeat(42)} 00`],
    ['a rotation mark other than 0 or 1', `00 02 07 00 2b ${E} 02`],
    ['an epoch of 65,536', `00 02 07 00 2b ${E} 01 808004 00 00`],
    ['a gate that may not read', `00 02 07 00 2b ${E} 01 01 01 ${B} 02 00`],
    ['a gate with unknown rights', `00 02 07 00 2b ${E} 01 01 01 ${B} 21 00`],
    ['a count of gates beyond the frame', `00 02 07 00 2b ${E} 01 01 ffffffff0f ${B} 01 00`],
    ['a mailbox that outlives all', `05 01 01 ${B} 00 8094eaac01`],
    ['a creation token of 257 bytes', `02 01 ${A} 8102 ${'cc'.repeat(257)}`],
    ['a mailbox end for no reason', `05 05 02 ${B} 00`],
    ['a mailbox end for an unknown reason', `05 05 02 ${B} 03`],
    ['step2, which only a relay sends', `00 01 00 04 05 2b ${E}`],
  ])('from the app: %s', (_name, text) => {
    expect(wire.readFromClient(bytes(text))).toBeNull()
  })
  it.each([
    ['append, which only an app sends', `00 02 07 00 2b ${E} 00`],
    ['step2 without entries', '00 01 00 04'],
    ['step2 with falling numbers', `00 01 00 04 06 2b ${E} 05 2b ${E}`],
    ['step2 that repeats what is before its cursor', `00 01 00 04 04 2b ${E}`],
    ['an unknown refusal', '04 07 07'],
    ['refusal number 0', '04 07 00'],
  ])('from the relay: %s', (_name, text) => {
    expect(wire.readFromRelay(bytes(text))).toBeNull()
  })
  it('never throws, whatever the bytes', () => {
    const samples = [...fromClient, ...fromRelay].map(([, written]) => written)
    const damaged = fc
      .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat())
      .map(([sample, changes, cut]) => {
        const copy = sample.slice(0, 1 + (cut % (sample.length * 2)))
        for (const [at, value] of changes) copy[at % copy.length] = value
        return copy
      })
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (junk) => {
        wire.readFromClient(junk)
        wire.readFromRelay(junk)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('W3: every frame that is written can be read', () => {
  const number = fc.maxSafeNat()
  const thirtyTwo = fc.uint8Array({ minLength: 32, maxLength: 32 })
  const sealed = fc.uint8Array({ minLength: ENTRY_MIN_BYTES, maxLength: 300 })
  it('append with rotations of any make', () => {
    const gate = fc.record({ hash: thirtyTwo, rights: fc.nat(ALL_RIGHTS).map((rights) => rights | READ) })
    const mailbox = fc.record({ hash: thirtyTwo, blob: fc.uint8Array({ maxLength: 200 }), ttl: fc.nat(315_360_000) })
    const turn = fc.record({
      epoch: fc.nat(0xffff),
      gates: fc.array(gate, { maxLength: 5 }),
      mailboxes: fc.array(mailbox, { maxLength: 5 }),
    })
    const frames = fc.record({ ref: number, afterControlSeq: number, entry: sealed, rotation: turn })
    fc.assert(
      fc.property(frames, (frame) => {
        expect(wire.readFromClient(wire.writeAppend(frame))).toEqual({ kind: 'append', ...frame })
      }),
    )
  })
  it('step2 with any rising numbers', () => {
    const frames = fc.tuple(
      number,
      fc.uniqueArray(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { minLength: 1, maxLength: 20 }),
      sealed,
    )
    fc.assert(
      fc.property(frames, ([floor, seqs, sealedEntry]) => {
        const entries = seqs.sort((a, b) => a - b).map((seq) => ({ seq, bytes: sealedEntry }))
        const from = (entries[0]?.seq ?? 1) - 1
        expect(wire.readFromRelay(wire.writeStep2({ floor, from, entries }))).toEqual({
          kind: 'step2',
          floor,
          from,
          entries,
        })
      }),
    )
  })
})

describe('W4: of an entry the relay reads three bytes', () => {
  it('finds version, keep bit and epoch, low byte first', () => {
    const sealed = filled(ENTRY_MIN_BYTES, 0)
    sealed.set([0b0000_0011, 0x34, 0x12])
    expect(wire.readEntryHeader(sealed)).toEqual({ version: 1, keep: true, epoch: 0x1234 })
  })
  it('refuses what is too short to be sealed', () => {
    expect(wire.readEntryHeader(filled(ENTRY_MIN_BYTES - 1, 0))).toBeNull()
  })
})

describe('W5: a room has exactly one path', () => {
  const id = '0123456789abcdef'.repeat(4)
  it('reads back what it wrote', () => expect(wire.readRoomPath(wire.writeRoomPath(id))).toBe(id))
  it.each([`/${id}/`, `/${id}?x`, `/${id.toUpperCase()}`, `/${id}0`, `/${id.slice(1)}`, id, '/', ''])(
    'not %s',
    (path) => {
      expect(wire.readRoomPath(path)).toBeNull()
    },
  )
})
