import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unpackEntries } from '#shared/protocol/frames.ts'
import { OWN_MAILBOX, READ, WRITE } from '#shared/protocol/rights.ts'
import {
  entryOf,
  gateName,
  hashOf,
  type Made,
  mailboxOf,
  roomOf,
  rotationOf,
  textOf,
  tokenOf,
} from '../testing/entries.ts'
import type { Log, Operation, Outcome } from './log.ts'
import { MemoryLog } from './memoryLog.ts'
import { SqliteLog } from './sqliteLog.ts'

const room = roomOf()
const HOUR = 3600
const now = 1000 * HOUR

/** Every log behaves like this; a new one is added to the list. */
describe.each([
  ['SqliteLog', () => new SqliteLog(':memory:')],
  ['MemoryLog', () => new MemoryLog()],
] satisfies [string, () => Log][])('%s', (_name, open) => {
  let log: Log
  beforeEach(() => {
    log = open()
  })
  afterEach(() => log.close())

  const append = (made: Made, more: Partial<Extract<Operation, { kind: 'append' }>> = {}): Operation => ({
    kind: 'append',
    room,
    entry: entryOf(made),
    afterControlSeq: log.head(more.room ?? room)?.keepSeq ?? 0,
    quota: 1e9,
    ...more,
  })
  const one = (operation: Operation, at = now): Outcome | undefined => log.commit([operation], at)[0]
  const found = (in_ = room) => one(append({ keep: true, text: 'genesis' }, { room: in_, rotation: rotationOf(0) }))
  const content = (text: string, size?: number) => one(append({ text, ...(size && { size }) }))
  const control = (text: string) => one(append({ keep: true, text }))
  const stretch = (after = 0, upTo = Number.MAX_SAFE_INTEGER, maxBytes = 1e9) => {
    const read = log.read(room, after, upTo, maxBytes)
    const entries = read ? unpackEntries(read.pack) : []
    if (read) expect(entries?.at(-1)?.seq).toBe(read.last)
    return entries?.map((entry) => `${entry.seq} ${textOf(entry.bytes)}`)
  }
  /** The whole log by stretches of `maxBytes`. */
  const all = (maxBytes = 1e9) => {
    const found: string[] = []
    for (let after = 0; ; ) {
      const read = log.read(room, after, Number.MAX_SAFE_INTEGER, maxBytes)
      if (!read) return found
      found.push(...(unpackEntries(read.pack) ?? []).map((entry) => `${entry.seq} ${textOf(entry.bytes)}`))
      after = read.last
    }
  }

  describe('W10: the log of a room is one order', () => {
    it('knows nothing of a room before its first entry', () => {
      expect(log.head(room)).toBeNull()
      expect(log.read(room, 0, 99, 99)).toBeNull()
      expect(log.gate(room, hashOf(tokenOf('x')))).toBeNull()
      expect(log.mailbox(room, hashOf(tokenOf('x')), now)).toBeNull()
    })
    it('begins with a control entry of epoch 0 that brings the gates, and with nothing else', () => {
      expect(one(append({ text: 'content' }))).toBe('stale')
      expect(one(append({ keep: true }))).toBe('stale')
      expect(one(append({ keep: false }, { rotation: rotationOf(0) }))).toBe('stale')
      expect(one(append({ keep: true, epoch: 1 }, { rotation: rotationOf(1) }))).toBe('epoch')
      expect(one(append({ keep: true }, { rotation: rotationOf(1) }))).toBe('epoch')
      expect(log.head(room)).toBeNull()
      expect(found()).toBe(1)
      expect(log.head(room)).toEqual({ seq: 1, keepSeq: 1, epoch: 0, floor: 0 })
    })
    it('numbers entries from 1 in the order of their operations, each room for itself', () => {
      found()
      found(roomOf(1))
      const outcomes = log.commit(
        ['a', 'b', 'c'].flatMap((text) => [append({ text }), append({ text }, { room: roomOf(1) })]),
        now,
      )
      expect(outcomes).toEqual([2, 2, 3, 3, 4, 4])
      expect(stretch()).toEqual(['1 genesis', '2 a', '3 b', '4 c'])
    })
    it('does not keep the bytes it was given, but their copy', () => {
      found()
      const operation = append({ text: 'as it was' })
      log.commit([operation], now)
      if (operation.kind === 'append') operation.entry.fill(0)
      expect(stretch(1)).toEqual(['2 as it was'])
    })
  })

  describe('W11: a control entry is appended only after the last control entry', () => {
    it('refuses as stale whoever comes second', () => {
      found()
      expect(log.commit([append({ keep: true, text: 'a' }), append({ keep: true, text: 'b' })], now)).toEqual([
        2,
        'stale',
      ])
      expect(stretch()).toEqual(['1 genesis', '2 a'])
    })
    it('does not mind content in between', () => {
      found()
      const later = append({ keep: true })
      content('in between')
      expect(one(later)).toBe(3)
      expect(log.head(room)).toMatchObject({ seq: 3, keepSeq: 3 })
    })
    it('does not compare for content', () => {
      found()
      expect(one(append({}, { afterControlSeq: 77 }))).toBe(2)
    })
    it('refuses a second first entry', () => {
      found()
      expect(one(append({ keep: true }, { afterControlSeq: 0, rotation: rotationOf(0) }))).toBe('stale')
    })
  })

  describe('W12: entry, epoch, gates and mailboxes turn together', () => {
    const rotate = (epoch: number, mailboxes = rotationOf(epoch).mailboxes) =>
      one(append({ keep: true, epoch: epoch - 1 }, { rotation: rotationOf(epoch, mailboxes) }))
    const gate = (name: string) => log.gate(room, hashOf(tokenOf(name)))

    it('opens the new gates and closes the old at the entry that turned', () => {
      found()
      content('x')
      expect(rotate(1)).toBe(3)
      expect(gate(gateName('member', 0))).toEqual({ rights: READ | WRITE | OWN_MAILBOX, until: 3 })
      expect(gate(gateName('member', 1))).toEqual({ rights: READ | WRITE | OWN_MAILBOX, until: null })
      rotate(2)
      expect(gate(gateName('member', 0))?.until).toBe(3)
      expect(gate(gateName('member', 1))?.until).toBe(4)
      expect(log.head(room)?.epoch).toBe(2)
    })
    it('refuses what is sealed under another epoch than the present one', () => {
      found()
      const late = append({ text: 'late' })
      rotate(1)
      expect(one(late)).toBe('epoch')
      expect(one(append({ epoch: 2 }))).toBe('epoch')
      expect(one(append({ epoch: 1 }))).toBe(3)
    })
    it('refuses a rotation that does not lead to the next epoch, or that content carries', () => {
      found()
      expect(one(append({ keep: true }, { rotation: rotationOf(0) }))).toBe('epoch')
      expect(one(append({ keep: true }, { rotation: rotationOf(2) }))).toBe('epoch')
      expect(one(append({ keep: false }, { rotation: rotationOf(1) }))).toBe('epoch')
      expect(log.head(room)).toMatchObject({ seq: 1, epoch: 0 })
    })
    it('changes neither gates nor mailboxes when the entry is refused', () => {
      found()
      one({ kind: 'mailboxPut', room, mailbox: mailboxOf('invite', 'old'), most: 9 })
      control('first')
      const stale = append(
        { keep: true },
        { afterControlSeq: 1, rotation: rotationOf(1, [mailboxOf('invite', 'new')]) },
      )
      expect(one(stale)).toBe('stale')
      expect(gate(gateName('steward', 0))?.until).toBeNull()
      expect(gate(gateName('steward', 1))).toBeNull()
      expect(Buffer.from(log.mailbox(room, hashOf(tokenOf('invite')), now) ?? []).toString()).toBe('old')
    })
    it('seals anew the mailboxes that are there, none of which lives longer than before, and brings back or adds none', () => {
      found()
      const box = (name: string, at = now) => {
        const blob = log.mailbox(room, hashOf(tokenOf(name)), at)
        return blob && Buffer.from(blob).toString()
      }
      for (const [name, ttl] of [
        ['short', 10],
        ['long', 0],
        ['revoked', 0],
        ['over', 5],
      ] as const) {
        one({ kind: 'mailboxPut', room, mailbox: mailboxOf(name, 'old', ttl), most: 9 })
      }
      log.sweep(now + 5)
      const over = mailboxOf('over', 'new', 0)
      const named = [mailboxOf('short', 'new', 0), mailboxOf('long', 'new', 20), mailboxOf('fresh', 'new', 0), over]
      rotate(1, named)
      expect([box('short'), box('long'), box('fresh'), box('revoked')]).toEqual(['new', 'new', null, null])
      expect(box('over')).toBeNull()
      expect(log.fate(room, hashOf(tokenOf('revoked')), now)).toBe('withdrawn')
      expect(log.fate(room, hashOf(tokenOf('over')), now)).toBe('expired')
      expect([box('short', now + 10), box('long', now + 19), box('long', now + 20)]).toEqual([null, 'new', null])
    })
  })

  describe('W13: mailboxes', () => {
    const put = (name: string, text: string, ttl: number, most: number, at = now) =>
      one({ kind: 'mailboxPut', room, mailbox: mailboxOf(name, text, ttl), most }, at)
    const box = (name: string, at = now) => {
      const blob = log.mailbox(room, hashOf(tokenOf(name)), at)
      return blob && Buffer.from(blob).toString()
    }
    it('gives the blob until it ends or is deleted', () => {
      found()
      expect(put('a', 'text', 60, 9)).toBe('done')
      expect([box('a'), box('a', now + 59), box('a', now + 60), box('b')]).toEqual(['text', 'text', null, null])
      one({ kind: 'mailboxDelete', room, hash: hashOf(tokenOf('a')) })
      expect(box('a')).toBeNull()
    })
    it('keeps one without end, also through a sweep, and drops ended ones', () => {
      found()
      put('kit', 'for ever', 0, 9)
      put('invite', 'a day', 24 * HOUR, 9)
      log.sweep(now + 1e9)
      expect([box('kit', now + 1e9), box('invite')]).toEqual(['for ever', null])
    })
    it('takes as many as allowed and not one more, where ended and replaced ones do not count', () => {
      found()
      put('a', '1', 60, 2)
      expect([put('b', '1', 0, 2), put('c', '1', 0, 2), put('b', '2', 0, 2)]).toEqual(['done', 'quota', 'done'])
      expect(box('b')).toBe('2')
      expect(put('c', '1', 0, 2, now + 60)).toBe('done')
    })
    describe('through a gate that may only add', () => {
      const putOwn = (name: string, text: string, most = 9, ttl = 0) =>
        one({ kind: 'mailboxPut', room, mailbox: mailboxOf(name, text, ttl), most, own: true })
      it('nothing is overwritten, and nothing that has ended comes back; saying the same again is no harm', () => {
        found()
        put('theirs', 'text', 0, 9)
        put('over', 'text', 60, 9, now - 60)
        expect([putOwn('theirs', 'other'), putOwn('mine', 'text'), putOwn('mine', 'other')]).toEqual([
          'rights',
          'done',
          'rights',
        ])
        expect(putOwn('mine', 'text')).toBe('done')
        one({ kind: 'mailboxDelete', room, hash: hashOf(tokenOf('mine')), why: 'used' })
        expect([putOwn('mine', 'text'), putOwn('over', 'text')]).toEqual(['rights', 'rights'])
        expect([box('theirs'), box('mine'), box('over')]).toEqual(['text', null, null])
      })
      it('they have a number of their own, also after a rotation', () => {
        found()
        put('a', '1', 0, 1)
        expect([putOwn('b', '1', 2), putOwn('c', '1', 2), putOwn('d', '1', 2)]).toEqual(['done', 'done', 'quota'])
        const mailboxes = [mailboxOf('a', '2'), mailboxOf('b', '2'), mailboxOf('c', '2')]
        one(append({ keep: true }, { rotation: rotationOf(1, mailboxes) }))
        expect([putOwn('d', '1', 2), putOwn('d', '1', 3), put('e', '1', 0, 1)]).toEqual(['quota', 'done', 'quota'])
      })
    })
    it('knows for 90 days how one has ended, of 1,000 at most, and nothing of those that never were', () => {
      found()
      const fate = (name: string, at = now) => log.fate(room, hashOf(tokenOf(name)), at)
      for (const name of ['used', 'withdrawn', 'deleted', 'here']) put(name, 'text', 0, 9)
      put('over', 'text', 60, 9, now - 60)
      for (const why of ['used', 'withdrawn'] as const)
        one({ kind: 'mailboxDelete', room, hash: hashOf(tokenOf(why)), why })
      one({ kind: 'mailboxDelete', room, hash: hashOf(tokenOf('deleted')) })
      one({ kind: 'mailboxDelete', room, hash: hashOf(tokenOf('never')), why: 'used' })
      const all = ['used', 'withdrawn', 'over', 'deleted', 'here', 'never']
      expect(all.map((name) => fate(name))).toEqual(['used', 'withdrawn', 'expired', null, null, null])
      log.sweep(now + 1)
      expect(all.map((name) => fate(name))).toEqual(['used', 'withdrawn', 'expired', null, null, null])
      const late = now + 90 * 24 * HOUR
      expect(all.map((name) => fate(name, late))).toEqual([null, null, null, null, null, null])
      for (let i = 0; i < 1000; i++) {
        put(`n${i}`, 'text', 0, 2000, now + 1)
        one({ kind: 'mailboxDelete', room, hash: hashOf(tokenOf(`n${i}`)), why: 'used' }, now + 1)
      }
      expect([fate('used'), fate('n0'), fate('n999')]).toEqual([null, 'used', 'used'])
    })
    it('has none for a room that does not exist', () => {
      expect(put('a', 'text', 0, 9)).toBe('stale')
    })
  })

  describe('W14: reading', () => {
    it('gives what lies between cursor and end', () => {
      found()
      for (const text of ['a', 'b', 'c']) content(text)
      expect(stretch(1, 3)).toEqual(['2 a', '3 b'])
      expect(stretch(4)).toEqual([])
    })
    it('gives as much as fits, and at least one entry', () => {
      found()
      for (const text of ['a', 'b', 'c']) content(text, 1000)
      expect(stretch(1, 9, 2200)).toEqual(['2 a', '3 b'])
      expect(stretch(1, 9, 10)).toEqual(['2 a'])
    })
    it('gives the same log in pieces of any size, also where old entries are packed', () => {
      found()
      const expected = ['1 genesis']
      for (let seq = 2; seq < 300; seq++) {
        const text = `entry ${seq}`
        // sizes and control entries at uneven places, and one entry larger than a segment
        if (seq % 37 === 0) control(text)
        else content(text, seq === 150 ? 90_000 : 100 + ((seq * 7919) % 2500))
        expected.push(`${seq} ${text}`)
      }
      for (const maxBytes of [1, 5_000, 64 * 1024, 1e9]) expect(all(maxBytes)).toEqual(expected)
      for (const after of [1, 36, 37, 100, 149, 150, 298]) {
        expect(stretch(after, after + 40)).toEqual(expected.slice(after, after + 40))
      }
    })
  })

  describe('W15: a trim deletes content and keeps control entries', () => {
    const trim = (upTo: number, grace = 0, at = now) => one({ kind: 'trim', room, upTo, grace }, at)
    const fill = () => {
      found()
      for (let seq = 2; seq <= 200; seq++) seq % 50 === 0 ? control(`c${seq}`) : content(`x${seq}`, 1000)
    }
    it('at once where there is no grace, exactly up to where it was asked', () => {
      fill()
      expect(trim(120)).toBe('done')
      expect(log.head(room)).toMatchObject({ floor: 120, seq: 200, keepSeq: 200 })
      const left = all()
      expect(left.slice(0, 4)).toEqual(['1 genesis', '50 c50', '100 c100', '121 x121'])
      expect(left).toHaveLength(3 + 80)
    })
    it('after the grace at the next sweep; till then nothing is missing and the floor is as it was', () => {
      fill()
      trim(120, 7 * 24 * HOUR)
      for (let i = 0; i < 100; i++) content(`later ${i}`, 1000) // packs what was loose when the trim was asked for
      log.sweep(now + 7 * 24 * HOUR - 1)
      expect(log.head(room)?.floor).toBe(0)
      expect(all()).toHaveLength(300)
      log.sweep(now + 7 * 24 * HOUR)
      expect(log.head(room)?.floor).toBe(120)
      expect(all()).toHaveLength(300 - 117)
    })
    it('never beyond the last control entry, so that every reader comes to the head; and the floor never falls', () => {
      fill()
      content('after the last control entry')
      trim(1_000_000)
      expect(log.head(room)?.floor).toBe(200)
      expect(all()).toEqual([
        '1 genesis',
        '50 c50',
        '100 c100',
        '150 c150',
        '200 c200',
        '201 after the last control entry',
      ])
      trim(10)
      expect(log.head(room)?.floor).toBe(200)
    })
    it('counts what the same commit appended before it', () => {
      found()
      const trimmed = [
        append({ text: 'a' }),
        append({ text: 'b' }),
        append({ keep: true, text: 'checkpoint' }),
        { kind: 'trim', room, upTo: 3, grace: 0 } as const,
        append({ text: 'c' }),
      ]
      expect(log.commit(trimmed, now)).toEqual([2, 3, 4, 'done', 5])
      expect(all()).toEqual(['1 genesis', '4 checkpoint', '5 c'])
      expect(one(append({ size: 1000 }, { quota: 3 * entryOf().length + 1000 }))).toBe(6)
    })
    it('frees the quota of what it gives up at once, though no more than the quota again', () => {
      found()
      const big = (quota: number) => one(append({ size: 1000 }, { quota }))
      expect([big(2100), big(2100), big(2100)]).toEqual([2, 3, 'quota'])
      control('checkpoint')
      trim(4, 7 * 24 * HOUR)
      expect([big(2100), big(2100), big(2100)]).toEqual([5, 6, 'quota'])
      control('checkpoint')
      trim(7, 7 * 24 * HOUR)
      expect(big(2100)).toBe('quota')
      log.sweep(now + 8 * 24 * HOUR)
      expect([big(2100), big(2100), big(2100)]).toEqual([8, 'quota', 'quota'])
    })
  })

  it('W16: takes entries up to the quota, and not one byte more', () => {
    found()
    const stored = entryOf().length
    expect(one(append({ size: 1000 }, { quota: stored + 999 }))).toBe('quota')
    expect(one(append({ size: 1000 }, { quota: stored + 1000 }))).toBe(2)
  })
})

it('a file of an older relay gets what it lacks, and keeps its mailboxes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-log-'))
  const file = join(folder, 'relay.db')
  const before = new SqliteLog(file)
  const first = { kind: 'append', room, entry: entryOf({ keep: true }), afterControlSeq: 0, quota: 1e9 } as const
  const mailbox = mailboxOf('invite', 'text')
  before.commit(
    [
      { ...first, rotation: rotationOf(0) },
      { kind: 'mailboxPut', room, mailbox, most: 9 },
    ],
    now,
  )
  before.close()
  const db = new DatabaseSync(file)
  db.exec('DROP TABLE fate; ALTER TABLE mailbox DROP COLUMN own; PRAGMA user_version = 1')
  db.close()
  const after = new SqliteLog(file)
  expect(after.mailbox(room, mailbox.hash, now)).toEqual(mailbox.blob)
  after.commit([{ kind: 'mailboxDelete', room, hash: mailbox.hash, why: 'used' }], now)
  after.close()
  const again = new SqliteLog(file)
  expect(again.fate(room, mailbox.hash, now)).toBe('used')
  again.close()
  rmSync(folder, { recursive: true })
})
