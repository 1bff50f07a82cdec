import { globSync, readFileSync } from 'node:fs'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { QuickDecoder } from '../../renderer/src/session/quickDecoder.ts'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { type DocId, Role } from '../../src/shared/log/ids.ts'
import { HOSTILE } from '../../src/shared/log/testHostile.ts'
import { MAX_STRUCTS } from '../../src/shared/log/updateLimits.ts'
import { EvilMember } from './evilMember.ts'
import { generator } from './random.ts'
import { Town } from './town.ts'

const RELAY = 'ws://127.0.0.1:1'
/** `npm run test:long` sends a hundred times as much. */
const LONG = process.env.KITH_LONG === '1'
const MUTATED = LONG ? 200_000 : 2_000
const FLOOD = LONG ? 6_000 : 500
/** So many frames go through the relay at once; it takes 300 in a burst. */
const BATCH = 200

beforeAll(async () => {
  process.setMaxListeners(0)
  await ready()
})
let town: Town
beforeEach(() => {
  town = new Town()
})
afterEach(() => town.end())

/** A founder, a member with a board open, and a member whose program sends what no app sends. */
async function attacked() {
  const amara = await town.found('Amara')
  const cleo = await town.member(amara, Role.member, 'Cleo')
  const board = await town.board(amara)
  await town.types(cleo, board, 'honest words')
  const { doc } = await town.open(cleo, board)
  doc.getMap('m').set('a', new Y.Map([['k', 'v']]))
  await town.settle()
  const link = await town.link(amara, Role.member)
  const evil = new EvilMember(town.network, `${RELAY}/${cleo.session.room}`, town.random, link)
  await town.settle()
  evil.act() // joins
  await town.settle()
  const toPage: Uint8Array[] = []
  cleo.session.documents.news.on((news) => {
    if (news.kind === 'updates') toPage.push(...news.updates)
    if (news.kind === 'replaced') throw new Error('replaced')
  })
  /** What became of each, in order. */
  const sends = async (...updates: readonly Uint8Array[]): Promise<string[]> => {
    const before = evil.own.length
    for (let i = 0; i < updates.length; i += BATCH) {
      for (const update of updates.slice(i, i + BATCH)) evil.writes(board as DocId, update)
      await town.settle()
      town.network.pass(60)
    }
    return evil.own.slice(before).map((verdict) => (verdict.ok ? 'ok' : verdict.void))
  }
  const seen = () => ({ bytes: Y.encodeStateAsUpdate(doc), words: JSON.stringify(wordsOf(doc)) })
  const sound = () => {
    expect(cleo.session.currentStatus).toMatchObject({ link: 'live', warnings: [], stopped: null, storage: null })
    expect(cleo.session.inspect()).toEqual(amara.session.inspect())
  }
  return { amara, cleo, board, doc, evil, sends, toPage, seen, sound }
}

const wordsOf = (doc: Y.Doc) => [doc.getText('t').toDelta(), doc.getMap('m').toJSON(), doc.getArray('l').toJSON()]

/** An edit under a client id, made on a copy of a document. */
const written = (client: number, change: (doc: Y.Doc) => void, on?: Y.Doc): Uint8Array => {
  const doc = new Y.Doc()
  if (on) Y.applyUpdate(doc, Y.encodeStateAsUpdate(on))
  doc.clientID = client
  const before = Y.encodeStateVector(doc)
  doc.transact(() => change(doc))
  return Y.encodeStateAsUpdate(doc, before)
}

describe('U1 F12 a signed update that Yjs would choke on', () => {
  for (const [name, make] of Object.entries(HOSTILE)) {
    it(`is void and never reaches the page, where the document stays byte for byte: ${name}`, async () => {
      const { sends, seen, toPage, sound } = await attacked()
      const before = seen()
      expect(await sends(make())).toEqual(['update'])
      expect(seen()).toEqual(before)
      expect(toPage).toEqual([])
      sound()
    })
  }
})

describe('F10, F11 a well-formed update that does not belong where it stands', () => {
  it(`F11 a flood of ${FLOOD} updates, each after a gap, is void and waits nowhere`, async () => {
    const { sends, seen, toPage, sound, doc } = await attacked()
    const before = seen()
    const flood = Array.from({ length: FLOOD }, (_, i) => {
      const from = new Y.Doc()
      from.clientID = 1_000_000 + i
      from.getText('t').insert(0, 'x')
      const vector = Y.encodeStateVector(from)
      from.getText('t').insert(1, 'y')
      return Y.encodeStateAsUpdate(from, vector)
    })
    expect(new Set(await sends(...flood))).toEqual(new Set(['gap']))
    expect(seen()).toEqual(before)
    expect([doc.store.pendingStructs, doc.store.pendingDs, toPage]).toEqual([null, null, []])
    sound()
  })

  it('F11 a deletion of what nobody wrote is void', async () => {
    const { sends, seen, toPage } = await attacked()
    const before = seen()
    expect(await sends(Uint8Array.of(0, 1, 99, 1, 0, 1))).toEqual(['gap'])
    expect([seen(), toPage]).toEqual([before, []])
  })

  it('F10 the client id of another device, claiming 1,000 places ahead of it, is void; its owner writes on', async () => {
    const { sends, seen, toPage, doc, amara, cleo, board } = await attacked()
    const before = seen()
    const forged = written(doc.clientID, (copy) => copy.getText('t').insert(0, 'x'.repeat(1_000)), doc)
    expect(await sends(forged)).toEqual(['client'])
    expect([seen(), toPage]).toEqual([before, []])
    await town.types(cleo, board, ' and more')
    expect(await town.sees(amara, board)).toBe('honest words and more')
  })

  it('F10 more than 512 client ids of one device are void', async () => {
    const { sends, seen, toPage, doc } = await attacked()
    const updates = Array.from({ length: 513 }, (_, i) => written(2_000_000 + i, (d) => d.getMap('n').set(`k${i}`, 1)))
    const verdicts = await sends(...updates)
    expect(verdicts.slice(0, 512).every((verdict) => verdict === 'ok')).toBe(true)
    expect(verdicts.at(-1)).toBe('client')
    expect(doc.getMap('n').size).toBe(512)
    expect(seen().words).toContain('honest words')
    expect(toPage.length).toBeGreaterThan(0)
  })
})

describe('U1 format V2', () => {
  it('is used nowhere: what is foreign would be read by it without a guard', () => {
    const sources = ['src', 'renderer/src'].flatMap((room) =>
      globSync(`${room}/**/*.{ts,svelte}`).filter((file) => !file.endsWith('.test.ts')),
    )
    expect(sources.length).toBeGreaterThan(100)
    // What Yjs calls V2 takes a decoder; with that of V1 it reads V1.
    const readsV2 = /UpdatesV2\(|UpdateV2\((?![\w, ]*, QuickDecoder\))/
    expect(Object.getPrototypeOf(QuickDecoder)).toBe(Y.UpdateDecoderV1)
    expect(readsV2.test('Y.applyUpdateV2(doc, piece)')).toBe(true)
    expect(sources.filter((file) => readsV2.test(readFileSync(file, 'utf8')))).toEqual([])
  })
})

describe('U1 what passes stays within limits', () => {
  it('an update of as many structs as are allowed reaches the page as it is, one more does not', async () => {
    const { sends, toPage, doc, sound } = await attacked()
    const many = (client: number, count: number) =>
      written(client, (copy) => {
        for (let i = 0; i < count; i++) copy.getMap('big').set(`k${i}`, i)
      })
    expect(await sends(many(5_000_001, MAX_STRUCTS), many(5_000_002, MAX_STRUCTS + 1))).toEqual(['ok', 'update'])
    expect(toPage.map((update) => Y.decodeUpdate(update).structs.length)).toEqual([MAX_STRUCTS])
    expect(doc.getMap('big').size).toBe(MAX_STRUCTS)
    sound()
  })

  it(`S8 of ${MUTATED} mutated updates only those that count change the document, and completely`, async () => {
    const { sends, evil, doc, sound } = await attacked()
    const { below, pick } = generator(20_261)
    const shadow = new Y.Doc()
    Y.applyUpdate(shadow, Y.encodeStateAsUpdate(doc))
    const counts = new Map<string, number>()
    for (let sent = 0; sent < MUTATED; ) {
      const updates: Uint8Array[] = []
      while (updates.length < BATCH && sent < MUTATED) {
        sent += 1
        const honest = written(
          10_000_000 + below(400),
          (copy) => {
            copy.getText('t').insert(below(copy.getText('t').length + 1), 'ab')
            copy.getMap('m').set(`k${below(5)}`, pick<unknown>([1, 'two', null, { a: [1.5] }]))
            if (copy.getText('t').length > 40) copy.getText('t').delete(below(20), 15)
            if (below(3) === 0) copy.getArray('l').insert(0, [below(9)])
          },
          doc,
        )
        const bent = honest.slice()
        for (let n = 1 + below(3); n > 0; n--)
          bent[below(bent.length)] = pick([0, 1, 2, 4, 8, 127, 128, 132, 255, below(256)])
        updates.push(bent)
      }
      const before = evil.own.length
      for (const verdict of await sends(...updates)) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
      for (const verdict of evil.own.slice(before))
        if (verdict.ok && verdict.body.kind === 'update') Y.applyUpdate(shadow, verdict.body.update)
      expect(wordsOf(doc)).toEqual(wordsOf(shadow))
      expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVector(shadow))
      expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
    }
    sound()
    // A run in which nothing was refused or nothing taken proves nothing.
    for (const verdict of ['ok', 'update', 'gap']) expect(counts.get(verdict), verdict).toBeGreaterThan(20)
  }, 1_800_000)
})
