import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { memoryStorage } from '#renderer/storage/memoryStorage.ts'
import type { Batch, CommunityStore } from '#renderer/storage/store.ts'
import { guardUpdate } from '#shared/log/updateGuard.ts'
import { Outbox } from './outbox.ts'
import { testSeal as seal } from './testSeal.ts'

const typed = (doc: Y.Doc, text: string): Uint8Array => {
  const before = Y.encodeStateVector(doc)
  doc.getText('t').insert(doc.getText('t').length, text)
  return Y.encodeStateAsUpdate(doc, before)
}
const read = (...updates: readonly Uint8Array[]): string => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc.getText('t').toString()
}

const all = () => true

it('cuts what gathers while a write is under way, and what is too large by itself: no peer refuses an entry of it', async () => {
  const outbox = await Outbox.open(memoryStorage().community('r'), seal)
  const doc = new Y.Doc()
  const put = (from: number, count: number): Uint8Array => {
    const before = Y.encodeStateVector(doc)
    doc.transact(() => {
      for (let at = from; at < from + count; at++) doc.getMap('people').set(`key ${at}`, `value ${at}`)
    })
    return Y.encodeStateAsUpdate(doc, before)
  }
  const sizes = [...Array.from({ length: 12 }, () => 750), 9_000]
  let from = 0
  const written = sizes.map((size) => {
    const update = put(from, size)
    from += size
    return outbox.add('people', update)
  })
  await Promise.all(written)
  const parcels = await outbox.number(0, all)
  expect(parcels.map(({ update }) => guardUpdate(update) !== null)).toEqual(parcels.map(() => true))
  const other = new Y.Doc()
  for (const { update } of parcels) Y.applyUpdate(other, update)
  expect(other.getMap('people').size).toBe(from)
  // What comes back under its number is known again.
  for (const { doc: key, n, update } of parcels) expect(outbox.idsOf(key, n, update).length).toBeGreaterThan(0)
})

/** A store whose commits wait until they are let through, or fail. */
function slow(store: CommunityStore) {
  const waiting: (() => void)[] = []
  let failing = false
  let commits = 0
  const commit = async (batch: Batch) => {
    commits += 1
    await new Promise<void>((done) => waiting.push(done))
    if (failing) throw new Error('storage.full')
    await store.commit(batch)
  }
  const wrapped = new Proxy(store, {
    get: (target, key) => {
      const found: unknown = key === 'commit' ? commit : Reflect.get(target, key)
      return typeof found === 'function' ? found.bind(target) : found
    },
  })
  return {
    store: wrapped,
    commits: () => commits,
    fail: (now: boolean) => {
      failing = now
    },
    /** Lets the write under way go on, once there is one. */
    pass: async () => {
      while (waiting.length === 0) await Promise.resolve()
      waiting.shift()?.()
    },
  }
}

const fresh = () => memoryStorage().community('r')

describe('an edit', () => {
  it('is on the disk before its promise settles, and counts as waiting from the start', async () => {
    const disk = fresh()
    const { store, pass } = slow(disk)
    const outbox = await Outbox.open(store, seal)
    let settled = false
    const added = outbox.add('a', typed(new Y.Doc(), 'x')).then(() => {
      settled = true
    })
    expect([outbox.waiting, outbox.writing, outbox.holds('a')]).toEqual([1, true, true])
    expect(await disk.outbox()).toEqual([])
    expect(settled).toBe(false)
    await pass()
    await added
    expect(await disk.outbox()).toHaveLength(1)
    expect([outbox.waiting, outbox.writing]).toEqual([1, false])
  })

  it('that comes during a write goes with the next one, together with all others', async () => {
    const { store, pass, commits } = slow(fresh())
    const outbox = await Outbox.open(store, seal)
    const doc = new Y.Doc()
    const first = outbox.add('a', typed(doc, '1'))
    while (commits() === 0) await Promise.resolve()
    const rest = ['2', '3', '4'].map((text) => outbox.add('a', typed(doc, text)))
    await pass()
    await pass()
    await Promise.all([first, ...rest])
    expect(commits()).toBe(2)
    expect(read(...outbox.updatesOf('a'))).toBe('1234')
  })

  it('that could not be written stays in memory and goes with the next try', async () => {
    const disk = fresh()
    const { store, pass, fail } = slow(disk)
    const outbox = await Outbox.open(store, seal)
    const doc = new Y.Doc()
    fail(true)
    const refused = outbox.add('a', typed(doc, 'kept '))
    await Promise.all([expect(refused).rejects.toThrow('storage.full'), pass()])
    expect(read(...outbox.updatesOf('a'))).toBe('kept ')
    fail(false)
    await Promise.all([outbox.add('a', typed(doc, 'too')), pass()])
    const again = await Outbox.open(disk, seal)
    expect(read(...again.updatesOf('a'))).toBe('kept too')
  })
})

describe('numbers', () => {
  it('go up from what the log holds, one for each document, in the order of writing', async () => {
    const outbox = await Outbox.open(fresh(), seal)
    const a = new Y.Doc()
    await outbox.add('a', typed(a, 'one '))
    await outbox.add('b', typed(new Y.Doc(), 'other'))
    await outbox.add('a', typed(a, 'two'))
    const parcels = await outbox.number(7, all)
    expect(parcels.map(({ n, doc, update }) => [n, doc, read(update)])).toEqual([
      [8, 'a', 'one two'],
      [9, 'b', 'other'],
    ])
  })

  it('once given stay, while nothing was lost: the same parcels are made again', async () => {
    const outbox = await Outbox.open(fresh(), seal)
    const doc = new Y.Doc()
    await outbox.add('a', typed(doc, 'one'))
    const first = await outbox.number(0, all)
    await outbox.add('a', typed(doc, ' two'))
    const second = await outbox.number(0, all)
    expect(second.map(({ n }) => n)).toEqual([1, 2])
    expect(second[0]).toEqual(first[0])
  })

  it('stand for an entry that is put together once, however often it is asked for', async () => {
    const outbox = await Outbox.open(fresh(), seal)
    const doc = new Y.Doc()
    await Promise.all(['one', ' two'].map((text) => outbox.add('a', typed(doc, text))))
    const [first] = await outbox.number(0, all)
    const [again] = await outbox.number(0, all)
    expect(again?.update).toBe(first?.update)
    const [moved] = await outbox.number(3, all)
    expect([moved?.n, read(moved?.update ?? new Uint8Array(0))]).toEqual([4, 'one two'])
  })

  it('that the log has passed by were lost: what they stood for gets new ones', async () => {
    const outbox = await Outbox.open(fresh(), seal)
    await outbox.add('a', typed(new Y.Doc(), 'lost on the way'))
    expect((await outbox.number(0, all)).map(({ n }) => n)).toEqual([1])
    const again = await outbox.number(5, all)
    expect(again.map(({ n, update }) => [n, read(update)])).toEqual([[6, 'lost on the way']])
  })

  it('are not given to what may not be sent now', async () => {
    const outbox = await Outbox.open(fresh(), seal)
    await outbox.add('a', typed(new Y.Doc(), 'x'))
    await outbox.add('b', typed(new Y.Doc(), 'y'))
    expect((await outbox.number(0, (doc) => doc === 'b')).map(({ n, doc }) => [n, doc])).toEqual([[1, 'b']])
    expect((await outbox.number(0, all)).map(({ n, doc }) => [n, doc])).toEqual([
      [1, 'b'],
      [2, 'a'],
    ])
  })

  it('split what peers would refuse as one entry', async () => {
    const outbox = await Outbox.open(fresh(), seal)
    const doc = new Y.Doc()
    for (let part = 0; part < 3; part++) await outbox.add('a', typed(doc, String(part).repeat(150_000)))
    const parcels = await outbox.number(0, all)
    expect(parcels.map(({ n }) => n)).toEqual([1, 2, 3])
    for (const { update } of parcels) expect(update.length).toBeLessThan(256 * 1024)
  })
})

describe('what the log will not take', () => {
  it('is refused with all that waits of that document, and kept', async () => {
    const disk = fresh()
    const outbox = await Outbox.open(disk, seal)
    await outbox.add('a', typed(new Y.Doc(), 'one'))
    await outbox.add('a', typed(new Y.Doc(), 'two'))
    await outbox.add('b', typed(new Y.Doc(), 'fine'))
    await outbox.refuse('a', 'role', async () => ({}))
    expect(outbox.refused).toEqual([
      { doc: 'a', reason: 'role' },
      { doc: 'a', reason: 'role' },
    ])
    expect([outbox.waiting, outbox.holds('a'), outbox.holds('b')]).toEqual([1, false, true])
    expect((await outbox.number(0, all)).map(({ doc }) => doc)).toEqual(['b'])
    expect(await disk.outbox()).toHaveLength(3)
    await outbox.settleAside(
      'a',
      () => true,
      () => [],
    )
    expect(outbox.refused).toEqual([])
    expect(await disk.outbox()).toHaveLength(1)
  })
})

describe('after a restart', () => {
  it('everything is as it was: words, numbers, refusals', async () => {
    const disk = fresh()
    const before = await Outbox.open(disk, seal)
    await before.add('a', typed(new Y.Doc(), 'numbered'))
    await before.number(3, all)
    await before.add('b', typed(new Y.Doc(), 'refused'))
    await before.refuse('b', 'role', async () => ({}))
    const after = await Outbox.open(disk, seal)
    expect([after.topNumber(), after.waiting, after.refused.length]).toEqual([4, 1, 1])
    expect((await after.number(3, all)).map(({ n, update }) => [n, read(update)])).toEqual([[4, 'numbered']])
    await after.add('a', typed(new Y.Doc(), 'later'))
    expect(new Set((await disk.outbox()).map(({ id }) => id)).size).toBe(3)
  })

  it('what the log holds by then is dropped by its number', async () => {
    const disk = fresh()
    const outbox = await Outbox.open(disk, seal)
    await outbox.add('a', typed(new Y.Doc(), 'sent'))
    const [parcel] = await outbox.number(0, all)
    const ids = outbox.idsOf('a', 1, parcel?.update ?? new Uint8Array(0))
    expect(outbox.idsOf('a', 1, typed(new Y.Doc(), 'what it once stood for'))).toEqual([])
    await disk.commit({ dropOutbox: ids })
    outbox.drop(ids)
    expect([outbox.waiting, (await Outbox.open(disk, seal)).waiting]).toEqual([0, 0])
  })

  it('a row that was moved to another place does not open', async () => {
    const disk = fresh()
    await (await Outbox.open(disk, seal)).add('a', typed(new Y.Doc(), 'x'))
    const [row] = await disk.outbox()
    if (row) await disk.commit({ addOutbox: [{ ...row, doc: 'b' }] })
    await expect(Outbox.open(disk, seal)).rejects.toThrow('storage.damaged')
  })
})
