/** The guard against Yjs itself: what passes, Yjs reads the same way and integrates completely. */
import * as encoding from 'lib0/encoding'
import { beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ready } from '../crypto/sodium.ts'
import { must, numbersFrom } from './testWorld.ts'
import { guardUpdate, type UpdateSummary } from './updateGuard.ts'
import { splitUpdate } from './updateSplit.ts'

beforeAll(ready)

type Random = () => number
const int = (random: Random, below: number) => Math.floor(random() * below)
const pick = <T>(random: Random, list: readonly T[]): T => list[int(random, list.length)] as T

/** One edit of the kinds that Kith makes. */
const edit = (doc: Y.Doc, random: Random) => {
  const map = doc.getMap<unknown>('m')
  const text = doc.getText('t')
  const list = doc.getArray<unknown>('l')
  const xml = doc.getXmlFragment('x')
  const key = `k${int(random, 4)}`
  const kind = int(random, 9)
  if (kind === 0) map.set(key, pick<unknown>(random, [1, 'värde', null, { a: [1.5, true] }, new Uint8Array(2)]))
  else if (kind === 1) map.set(key, new Y.Map([['in', int(random, 9)]]))
  else if (kind === 2) map.delete(key)
  else if (kind === 3) text.insert(int(random, text.length + 1), 'ab😀')
  else if (kind === 4 && text.length > 0) text.delete(int(random, text.length), 1)
  else if (kind === 5 && text.length > 0) text.format(0, text.length, { bold: random() < 0.5 ? true : null })
  else if (kind === 6) list.insert(int(random, list.length + 1), [int(random, 99), 'x'])
  else if (kind === 7 && list.length > 0) list.delete(int(random, list.length))
  else xml.insert(int(random, xml.length + 1), [new Y.XmlElement('p')])
}

/** Three devices that edit and meet; gives each update with the document that it was made on. */
const history = (seed: number, steps: number) => {
  const random = numbersFrom(seed)
  const docs = [1, 2, 3].map((clientID) => Object.assign(new Y.Doc(), { clientID }))
  const made: { readonly update: Uint8Array; readonly base: Uint8Array }[] = []
  for (let i = 0; i < steps; i++) {
    const doc = pick(random, docs)
    const base = Y.encodeStateAsUpdate(doc)
    const before = Y.encodeStateVector(doc)
    let sent: Uint8Array | null = null
    doc.once('update', (update: Uint8Array) => {
      sent = update
    })
    doc.transact(() => {
      for (let n = 1 + int(random, 4); n > 0; n--) edit(doc, random)
    })
    made.push({ update: sent ?? Y.encodeStateAsUpdate(doc, before), base })
    if (random() < 0.4) Y.applyUpdate(pick(random, docs), Y.encodeStateAsUpdate(doc))
  }
  return { docs, made }
}

/** Clients, their clock ranges and counts, according to Yjs. */
const asYjsReads = (update: Uint8Array) => {
  const { structs, ds } = Y.decodeUpdate(update)
  const ranges = new Map<number, { client: number; from: number; to: number }>()
  for (const { id, length } of structs) {
    const range = ranges.get(id.client) ?? { client: id.client, from: id.clock, to: id.clock }
    ranges.set(id.client, { ...range, to: Math.max(range.to, id.clock + length) })
  }
  const deletes = [...ds.clients.values()].reduce((n, ranges) => n + ranges.length, 0)
  return { clients: [...ranges.values()], structs: structs.length, deletes }
}

const clocksOf = (doc: Y.Doc) => Y.decodeStateVector(Y.encodeStateVector(doc))

/** What the fold asks of an update before it counts. */
const isMet = (summary: UpdateSummary, doc: Y.Doc) => {
  const clocks = clocksOf(doc)
  const own = new Map(summary.clients.map(({ client, to }) => [client, to]))
  return (
    summary.clients.every(
      ({ client, from, to }) => from === (clocks.get(client) ?? 0) || to <= (clocks.get(client) ?? 0),
    ) && [...summary.needs].every(([client, clock]) => clock <= Math.max(clocks.get(client) ?? 0, own.get(client) ?? 0))
  )
}

const docFrom = (base: Uint8Array) => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, base)
  return doc
}

/** Applied without a throw, with nothing left waiting. */
const expectComplete = (doc: Y.Doc, update: Uint8Array, what: string) => {
  expect(() => Y.applyUpdate(doc, update), what).not.toThrow()
  expect([doc.store.pendingStructs, doc.store.pendingDs], what).toEqual([null, null])
}

describe('U3 the guard and Yjs agree', () => {
  it('on every update that Yjs makes', () => {
    for (let seed = 1; seed <= 20; seed++) {
      for (const { update, base } of history(seed, 30).made) {
        const summary = guardUpdate(update)
        if (!summary) throw new Error(`seed ${seed}: an honest update was refused`)
        expect({ clients: summary.clients, structs: summary.structs, deletes: summary.deletes }).toEqual(
          asYjsReads(update),
        )
        const doc = docFrom(base)
        expect(isMet(summary, doc), `seed ${seed}`).toBe(true)
        expectComplete(doc, update, `seed ${seed}`)
      }
    }
  })

  it('on mutated updates: what passes is read alike, and integrates completely where its needs are met', () => {
    const random = numbersFrom(77)
    const tally = { refused: 0, passed: 0, applied: 0 }
    for (let seed = 1; seed <= 40; seed++) {
      for (const { update, base } of history(seed, 12).made) {
        for (let round = 0; round < 6; round++) {
          const bent = update.slice()
          for (let n = 1 + int(random, 3); n > 0; n--)
            bent[int(random, bent.length)] = pick(random, [
              0,
              1,
              2,
              3,
              4,
              7,
              8,
              128,
              129,
              132,
              135,
              136,
              int(random, 256),
            ])
          const summary = guardUpdate(bent)
          if (!summary) {
            tally.refused += 1
            continue
          }
          tally.passed += 1
          const what = `seed ${seed}, bytes ${[...bent]}`
          expect({ clients: summary.clients, structs: summary.structs, deletes: summary.deletes }, what).toEqual(
            asYjsReads(bent),
          )
          const doc = docFrom(base)
          if (!isMet(summary, doc)) continue
          tally.applied += 1
          expectComplete(doc, bent, what)
        }
      }
    }
    expect(Math.min(tally.refused, tally.passed, tally.applied)).toBeGreaterThan(200)
  })

  it('a document that is merged from accepted updates equals the one that was edited', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { docs, made } = history(seed, 40)
      const merged = new Y.Doc()
      for (const { update } of made) Y.applyUpdate(merged, update)
      for (const doc of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(merged))
      expect(merged.getMap('m').toJSON()).toEqual(must(docs[0]).getMap('m').toJSON())
    }
  })
})

describe('U4 a large update is cut into pieces that pass one by one', () => {
  it('and together give the same document', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { docs } = history(seed, 60)
      const whole = new Y.Doc()
      for (const doc of docs) Y.applyUpdate(whole, Y.encodeStateAsUpdate(doc))
      const update = Y.encodeStateAsUpdate(whole)
      const pieces = must(splitUpdate(update, 7, 400))
      expect(pieces.length).toBeGreaterThan(3)
      const doc = new Y.Doc()
      for (const piece of pieces) {
        const summary = must(guardUpdate(piece))
        expect(summary.structs).toBeLessThanOrEqual(7)
        expect(isMet(summary, doc), `seed ${seed}`).toBe(true)
        expectComplete(doc, piece, `seed ${seed}`)
      }
      expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVector(whole))
      expect(doc.getMap('m').toJSON()).toEqual(whole.getMap('m').toJSON())
      expect(doc.getText('t').toDelta()).toEqual(whole.getText('t').toDelta())
      expect(doc.getXmlFragment('x').toString()).toEqual(whole.getXmlFragment('x').toString())
    }
  })

  it('an import of 20,000 values goes through in order', () => {
    const doc = new Y.Doc()
    doc.transact(() => {
      for (let i = 0; i < 20_000; i++) doc.getMap('m').set(`k${i}`, i)
    })
    const pieces = must(splitUpdate(Y.encodeStateAsUpdate(doc)))
    expect(pieces).toHaveLength(4)
    expect(pieces.every((piece) => guardUpdate(piece) !== null)).toBe(true)
  })

  it('a small one stays as it is, and what is no update gives nothing', () => {
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'x')
    const update = Y.encodeStateAsUpdate(doc)
    expect(splitUpdate(update)).toEqual([update])
    expect(splitUpdate(Uint8Array.of(9, 9, 9))).toBeNull()
  })

  it('15,000 deletions too', () => {
    const update = encoding.encode((to) => {
      for (const n of [0, 1, 7, 15_000]) encoding.writeVarUint(to, n)
      for (let i = 0; i < 15_000; i++) for (const n of [2 * i, 1]) encoding.writeVarUint(to, n)
    })
    const pieces = must(splitUpdate(update))
    expect(pieces.map((piece) => must(guardUpdate(piece)).deletes)).toEqual([10_000, 5_000])
  })
})
