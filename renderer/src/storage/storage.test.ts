import { Dexie } from 'dexie'
import { afterEach, describe, expect, it } from 'vitest'
import { openStorage } from './dexieStorage.ts'
import { memoryStorage } from './memoryStorage.ts'
import { primedStore } from './primedStore.ts'
import { type Storage, TAIL } from './store.ts'

let opened: Storage[] = []
let count = 0

const implementations: [string, () => Promise<Storage>][] = [
  ['Dexie', () => openStorage(`test-${++count}`)],
  ['memory', async () => memoryStorage()],
]

afterEach(() => {
  for (const storage of opened) storage.close()
  opened = []
})

const bytes = (...list: number[]) => Uint8Array.from(list)
const outboxRow = (id: number, doc = 'd') => ({ id, doc, sealed: bytes(id), n: 0, refused: '' })

it('opens what the first version wrote', async () => {
  const name = `test-${++count}`
  const old = new Dexie(name)
  old.version(1).stores({
    rooms: 'room',
    entries: '[room+seq], [room+doc+seq]',
    heads: '[room+chunk]',
    docs: '[room+doc], room',
    outbox: '[room+id]',
    registers: '[room+name+member], room',
    views: '[room+doc], room',
  })
  const state = new Uint8Array(100_000).fill(9)
  await old.table('rooms').put({ room: 'r', about: bytes(1), state, stateSeq: 0, floor: 0 })
  await old.table('docs').put({ room: 'r', doc: 'a', clientId: 5, seq: 0, state })
  old.close()
  const storage = await openStorage(name)
  opened.push(storage)
  const store = storage.community('r')
  expect([(await store.room())?.state, (await store.doc('a'))?.state]).toEqual([state, state])
  expect((await store.load(['a'], [])).room?.state).toEqual(state)
})

it('stores an entry without the frame that it came in', async () => {
  const storage = await openStorage(`test-${++count}`)
  opened.push(storage)
  const store = storage.community('r')
  const frame = new Uint8Array(64 * 1024)
  await store.commit({ entries: [{ seq: 1, doc: 'd', bytes: frame.subarray(100, 340) }] })
  const [row] = await store.entries(0, 1)
  expect([row?.bytes.length, row?.bytes.buffer.byteLength]).toEqual([240, 240])
})

describe.each(implementations)('storage contract: %s', (_name, open) => {
  const start = async () => {
    const storage = await open()
    opened.push(storage)
    return storage
  }

  it('is empty for a community it does not know', async () => {
    const store = (await start()).community('r')
    expect(await store.room()).toBeNull()
    expect(await store.lastSeq()).toBe(0)
    expect(await store.outbox()).toEqual([])
    expect(await store.entries(0, 10)).toEqual([])
  })

  it('gives entries back in order, by document and from a cursor on', async () => {
    const store = (await start()).community('r')
    await store.commit({
      entries: [
        { seq: 1, doc: 'a', bytes: bytes(1) },
        { seq: 2, doc: '', bytes: bytes(2) },
        { seq: 3, doc: 'a', bytes: bytes(3) },
      ],
    })
    expect((await store.entries(1, 10)).map((row) => row.seq)).toEqual([2, 3])
    expect((await store.entries(0, 1)).map((row) => row.seq)).toEqual([1])
    expect((await store.entriesOf('a', 1)).map((row) => [...row.bytes])).toEqual([[3]])
    expect(await store.lastSeq()).toBe(3)
  })

  it('keeps an entry once however often it comes', async () => {
    const store = (await start()).community('r')
    for (let i = 0; i < 2; i++) await store.commit({ entries: [{ seq: 1, doc: 'a', bytes: bytes(1) }] })
    expect(await store.entries(0, 10)).toHaveLength(1)
  })

  it('takes over parts of the room row and leaves the rest', async () => {
    const storage = await start()
    const store = storage.community('r')
    await store.commit({ room: { about: bytes(1), stateSeq: 4 } })
    await store.commit({ room: { state: bytes(9) } })
    expect(await store.room()).toMatchObject({ about: bytes(1), state: bytes(9), stateSeq: 4, floor: 0 })
    expect(await storage.rooms()).toEqual([{ room: 'r', about: bytes(1) }])
  })

  it('drops and adds outbox rows in one commit', async () => {
    const store = (await start()).community('r')
    await store.commit({ addOutbox: [outboxRow(1), outboxRow(2)] })
    await store.commit({ dropOutbox: [1], addOutbox: [{ ...outboxRow(2), n: 7 }] })
    expect((await store.outbox()).map(({ id, n }) => [id, n])).toEqual([[2, 7]])
  })

  it('keeps nothing of a commit that cannot be stored', async () => {
    const store = (await start()).community('r')
    if (_name === 'memory') return
    const poison = { seq: 5, doc: 'a', bytes: bytes(1), broken: () => {} }
    await expect(store.commit({ addOutbox: [outboxRow(1)], entries: [poison] })).rejects.toMatchObject({
      code: 'storage.failed',
    })
    expect(await store.outbox()).toEqual([])
  })

  it('keeps communities apart and forgets one completely', async () => {
    const storage = await start()
    for (const room of ['r', 's'])
      await storage.community(room).commit({
        room: { about: bytes(1) },
        entries: [{ seq: 1, doc: 'a', bytes: bytes(1) }],
        docs: [{ doc: 'a', clientId: 1, seq: 1, state: bytes(1) }],
        addOutbox: [outboxRow(1)],
        registers: [{ name: 'profile', member: 'm', sealed: bytes(1) }],
        heads: [{ chunk: 0, bytes: bytes(1) }],
        views: [{ doc: 'a', sealed: bytes(7) }],
      })
    expect((await storage.community('r').view('a'))?.sealed).toEqual(bytes(7))
    await storage.forget('r')
    const gone = storage.community('r')
    expect(await gone.room()).toBeNull()
    expect(await gone.entries(0, 9)).toEqual([])
    expect(await gone.doc('a')).toBeNull()
    expect(await gone.outbox()).toEqual([])
    expect(await gone.registers()).toEqual([])
    expect(await gone.heads()).toEqual([])
    expect(await gone.view('a')).toBeNull()
    expect(await storage.community('s').lastSeq()).toBe(1)
  })

  it.each([100, 60 * 1024, 200_000, 3_000_000])(
    'gives a state of %i bytes back whole, and a smaller one after it',
    async (size) => {
      const store = (await start()).community('r')
      const state = Uint8Array.from({ length: size }, (_, i) => i % 251)
      for (const value of [state, state.subarray(0, 70_000), bytes(1), state]) {
        await store.commit({
          room: { state: value, stateSeq: 1 },
          docs: [{ doc: 'a', clientId: 1, seq: 0, state: value }],
        })
        expect((await store.room())?.state).toEqual(value)
        expect((await store.doc('a'))?.state).toEqual(value)
      }
    },
  )

  it('reads all that opening a community needs in one go, as the single reads give it', async () => {
    const store = (await start()).community('r')
    const empty = await store.load(['a'], ['x'])
    expect([empty.room, empty.outbox, empty.tail.rows]).toEqual([null, [], []])
    expect(await empty.docs.get('a')).toEqual({ row: null, entries: [] })
    await store.commit({
      room: { about: bytes(1), state: new Uint8Array(150_000).fill(3), stateSeq: 2 },
      entries: [1, 2, 3, 4].map((seq) => ({ seq, doc: seq % 2 === 0 ? 'a' : 'x', bytes: bytes(seq) })),
      docs: [{ doc: 'a', clientId: 5, seq: 2, state: new Uint8Array(90_000).fill(4) }],
      heads: [{ chunk: 0, bytes: bytes(6) }],
      registers: [{ name: 'profile', member: 'm', sealed: bytes(7) }],
      addOutbox: [outboxRow(1), outboxRow(2)],
      views: [{ doc: 'a', sealed: bytes(8) }],
    })
    const loaded = await store.load(['a', 'b'], ['x'])
    expect(loaded.room).toMatchObject((await store.room()) ?? {})
    expect(loaded.outbox.map(({ id }) => id)).toEqual([1, 2])
    expect(loaded.registers).toEqual(await store.registers())
    expect(loaded.heads).toEqual([bytes(6)])
    expect(loaded.tail).toEqual({ after: 2, limit: TAIL, rows: await store.entries(2, TAIL) })
    expect(loaded.filed.get('x')?.map(({ seq }) => seq)).toEqual([1, 3])
    expect(loaded.views.get('a')?.sealed).toEqual(bytes(8))
    const doc = await loaded.docs.get('a')
    expect(doc?.row).toMatchObject((await store.doc('a')) ?? {})
    expect(doc?.entries.map(({ seq }) => seq)).toEqual([4])
    expect((await loaded.docs.get('b'))?.row).toBeNull()
  })

  it('reads ahead once: what is written meanwhile is seen', async () => {
    const store = (await start()).community('r')
    await store.commit({ room: { about: bytes(1), stateSeq: 0 }, addOutbox: [outboxRow(1)] })
    const { store: primed } = await primedStore(store, [], [])
    expect(await primed.outbox()).toHaveLength(1)
    await primed.commit({ addOutbox: [outboxRow(2)] })
    expect(await primed.outbox()).toHaveLength(2)
  })

  it('forgets entries, heads and document states at a reset, and keeps client ids and the outbox', async () => {
    const store = (await start()).community('r')
    await store.commit({
      entries: [{ seq: 1, doc: 'a', bytes: bytes(1) }],
      docs: [{ doc: 'a', clientId: 5, seq: 1, state: bytes(1) }],
      heads: [{ chunk: 0, bytes: bytes(1) }],
      addOutbox: [outboxRow(1)],
    })
    await store.commit({ reset: true, entries: [{ seq: 9, doc: 'a', bytes: bytes(9) }] })
    expect((await store.entries(0, 9)).map((row) => row.seq)).toEqual([9])
    expect(await store.doc('a')).toMatchObject({ clientId: 5, seq: 0 })
    expect(await store.heads()).toEqual([])
    expect(await store.outbox()).toHaveLength(1)
  })
})
