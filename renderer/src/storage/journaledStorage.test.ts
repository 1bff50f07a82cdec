import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Dexie } from 'dexie'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JOURNAL_CALLS } from '#shared/ipc/journal.ts'
import { JournalFolder } from '../../../src/main/journal/journalFolder.ts'
import { openStorage } from './dexieStorage.ts'
import type { Journal } from './journal.ts'
import { journaledStorage } from './journaledStorage.ts'
import { memoryStorage } from './memoryStorage.ts'
import { openJournaled } from './openJournaled.ts'
import { unbroken } from './rebuild.ts'
import { type Batch, type CommunityStore, type Storage, StorageError } from './store.ts'

const ROOM = 'a'.repeat(64)
let profile = ''
let folders: JournalFolder[] = []
let databases: Storage[] = []
let count = 0
let id = 0
const randomId = () => ++id

beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'kith-journaled-'))
})
afterEach(async () => {
  for (const folder of folders) await folder.close()
  for (const storage of databases) storage.close()
  folders = []
  databases = []
  await rm(profile, { recursive: true, force: true })
})

/** The journal as the host opens it at a start. */
function journal(clear: () => Promise<void> = async () => {}): JournalFolder {
  const folder = new JournalFolder(profile, clear)
  folders.push(folder)
  return folder
}
const file = () => join(profile, 'journal', `${ROOM}.journal`)

async function database(name = `journaled-${++count}`): Promise<Storage> {
  const storage = await openStorage(name)
  databases.push(storage)
  return storage
}

/** All that must never be lost. */
async function kept(store: CommunityStore) {
  const room = await store.room()
  return {
    room: room && { about: [...room.about], keys: [...(room.keys ?? [])], floor: room.floor },
    entries: (await store.entries(0, 1e6)).map(({ seq, doc, bytes }) => [seq, doc, [...bytes]]),
    outbox: (await store.outbox()).map(({ id: at, doc, sealed, n, refused }) => [at, doc, [...sealed], n, refused]),
    registers: (await store.registers()).map(({ name, member, sealed }) => [name, member, [...sealed]]).sort(),
  }
}

const bytes = (...list: number[]) => Uint8Array.from(list)
const about = (value: number): Batch => ({ room: { about: bytes(value), keys: bytes(value), floor: 0 } })
const entry = (seq: number, doc = 'd', value = seq % 256) => ({ seq, doc, bytes: bytes(value) })
const waits = (at: number, n = 0) => ({ id: at, doc: 'd', sealed: bytes(at % 256), n, refused: '' })

const doc = fc.constantFrom('d', 'e', 'd.p')
const value = fc.nat(255)
/** Steps as a session makes them: the log only grows, unless it is replaced. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('edit' as const), doc, value }),
  fc.record({
    kind: fc.constant('entries' as const),
    doc,
    value,
    many: fc.integer({ min: 1, max: 4 }),
    drops: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('number' as const), value }),
  fc.record({ kind: fc.constant('keys' as const), value }),
  fc.record({ kind: fc.constant('register' as const), name: fc.constantFrom('profile', 'a/b ü', 'x'), value }),
  fc.record({ kind: fc.constant('doc' as const), doc, value }),
  fc.record({ kind: fc.constant('view' as const), doc, value }),
  fc.record({ kind: fc.constant('reset' as const), value }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function batches(steps: readonly Step[]): Batch[] {
  let seq = 0
  let next = 1
  let waiting: number[] = []
  const made: Batch[] = [about(1)]
  for (const of of steps) {
    if (of.kind === 'edit') {
      waiting.push(next)
      made.push({ addOutbox: [{ ...waits(next++), doc: of.doc, sealed: bytes(of.value) }] })
    } else if (of.kind === 'entries') {
      const entries = Array.from({ length: of.many }, () => entry(++seq, of.doc, of.value))
      made.push({ entries, dropOutbox: of.drops ? waiting : [], room: { stateSeq: seq, state: bytes(7) } })
      if (of.drops) waiting = []
    } else if (of.kind === 'number') made.push({ addOutbox: waiting.map((at) => waits(at, of.value)) })
    else if (of.kind === 'keys') made.push({ room: { keys: bytes(of.value), about: bytes(of.value, 2) } })
    else if (of.kind === 'register') made.push({ registers: [{ name: of.name, member: 'm', sealed: bytes(of.value) }] })
    else if (of.kind === 'doc') made.push({ docs: [{ doc: of.doc, clientId: of.value, seq, state: bytes(of.value) }] })
    else if (of.kind === 'view') made.push({ views: [{ doc: of.doc, sealed: bytes(of.value) }] })
    else {
      const entries = [entry(1, '', of.value), entry(5, '', of.value), entry(6, 'd', of.value)]
      seq = 6
      made.push({ reset: true, entries, room: { floor: 5, stateSeq: 6, state: bytes(of.value) } })
    }
  }
  return made
}

async function play(store: CommunityStore, steps: readonly Step[], together = false): Promise<void> {
  const work: Promise<void>[] = []
  for (const [i, batch] of batches(steps).entries()) {
    const done = store.commit(batch)
    if (together && i > 0) work.push(done)
    else await done
  }
  await Promise.all(work)
}

/** A database whose disk can be said to be full. */
function fillable(inner: Storage): { full: boolean; readonly storage: Storage } {
  const disk = {
    full: false,
    storage: {
      ...inner,
      community: (room: string) => ({
        ...bound(inner.community(room)),
        commit: (batch: Batch) =>
          disk.full ? Promise.reject(new StorageError('storage.full', null)) : inner.community(room).commit(batch),
      }),
    },
  }
  return disk
}

describe('storage with a journal', () => {
  it('is made again from the journal as it was, whatever was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), fc.boolean(), async (steps, together) => {
        const folder = journal()
        const { storage } = await journaledStorage(await database(), folder, randomId)
        await play(storage.community(ROOM), steps, together)
        const before = await kept(storage.community(ROOM))
        await folder.close()
        const again = journal()
        const { storage: fresh, restored } = await journaledStorage(await database(), again, randomId)
        expect(restored).toEqual({ whole: [ROOM], partly: [] })
        expect(await kept(fresh.community(ROOM))).toEqual(before)
        expect(await fresh.community(ROOM).doc('d')).toBeNull()
        await again.forget(ROOM)
        await again.close()
      }),
      { numRuns: 40 },
    )
  })

  it('gives a database that has lost its last changes exactly those', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.nat(11), async (steps, lost) => {
        const folder = journal()
        const old = await database()
        const inner = memoryStorage()
        let taken = 0
        const both: Storage = {
          ...inner,
          community: (room) => ({
            ...bound(inner.community(room)),
            commit: async (batch) => {
              await inner.community(room).commit(batch)
              if (++taken <= lost + 2) await old.community(room).commit(batch)
            },
          }),
        }
        const { storage } = await journaledStorage(both, folder, randomId)
        await play(storage.community(ROOM), steps)
        const before = await kept(storage.community(ROOM))
        const client = (await inner.community(ROOM).doc('d'))?.clientId
        await folder.close()
        const again = journal()
        const { storage: found, restored } = await journaledStorage(old, again, randomId)
        expect(restored.partly).toEqual([])
        expect(await kept(found.community(ROOM))).toEqual(before)
        expect((await found.community(ROOM).doc('d'))?.clientId).toBe(client)
        await again.forget(ROOM)
        await again.close()
      }),
      { numRuns: 40 },
    )
  })

  it('leaves a database alone that has all the journal has', async () => {
    const name = `journaled-${++count}`
    const folder = journal()
    const { storage } = await journaledStorage(await database(name), folder, randomId)
    await storage.community(ROOM).commit(about(1))
    await storage.community(ROOM).commit({ docs: [{ doc: 'd', clientId: 5, seq: 0, state: bytes(1) }] })
    storage.close()
    await folder.close()
    const { storage: again, restored } = await journaledStorage(await database(name), journal(), randomId)
    expect(restored).toEqual({ whole: [], partly: [] })
    expect(await again.community(ROOM).doc('d')).toMatchObject({ clientId: 5, state: bytes(1) })
  })

  it('writes a journal for what was there before there was one', async () => {
    const inner = await database()
    await inner.community(ROOM).commit({ ...about(1), entries: [entry(1), entry(2)], addOutbox: [waits(1)] })
    const folder = journal()
    const { storage } = await journaledStorage(inner, folder, randomId)
    await storage.community(ROOM).commit({ addOutbox: [waits(2)] })
    const before = await kept(storage.community(ROOM))
    await folder.close()
    const { storage: fresh } = await journaledStorage(await database(), journal(), randomId)
    expect(await kept(fresh.community(ROOM))).toEqual(before)
  })

  it('saves although the journal fails, and writes it anew at the next start', async () => {
    const name = `journaled-${++count}`
    const folder = journal()
    const broken: Journal = Object.assign(passing(folder), {
      append: () => Promise.reject(new Error('journal.full')),
    })
    const { storage } = await journaledStorage(await database(name), broken, randomId)
    for (let i = 1; i < 5; i++) await storage.community(ROOM).commit(i === 1 ? about(1) : { entries: [entry(i - 1)] })
    const before = await kept(storage.community(ROOM))
    storage.close()
    await folder.close()
    const second = journal()
    const { storage: again, restored } = await journaledStorage(await database(name), second, randomId)
    expect(restored).toEqual({ whole: [], partly: [] })
    await again.community(ROOM).commit({ room: { floor: 0 } })
    await second.close()
    const { storage: fresh } = await journaledStorage(await database(), journal(), randomId)
    expect(await kept(fresh.community(ROOM))).toEqual(before)
  })

  it('does not keep in the journal what the database has refused', async () => {
    const inner = await database()
    const disk = fillable(inner)
    const folder = journal()
    const { storage } = await journaledStorage(disk.storage, folder, randomId)
    const store = storage.community(ROOM)
    await store.commit(about(1))
    disk.full = true
    await expect(store.commit({ addOutbox: [waits(1)] })).rejects.toMatchObject({ code: 'storage.full' })
    disk.full = false
    for (let i = 1; i <= 60; i++) await store.commit({ entries: [entry(i)] })
    const before = await kept(store)
    await folder.close()
    const { storage: fresh } = await journaledStorage(await database(), journal(), randomId)
    expect(await kept(fresh.community(ROOM))).toEqual(before)
  })

  it('does not give back what was refused to a database that went on alone', async () => {
    const name = `journaled-${++count}`
    const inner = await database(name)
    const disk = fillable(inner)
    const folder = journal()
    const { storage } = await journaledStorage(disk.storage, folder, randomId)
    const store = storage.community(ROOM)
    await store.commit(about(1))
    disk.full = true
    await expect(store.commit({ entries: [entry(1)], addOutbox: [waits(1)] })).rejects.toThrow()
    disk.full = false
    await store.commit({ addOutbox: [waits(2)] })
    const before = await kept(store)
    inner.close()
    await folder.close()
    const { storage: again, restored } = await journaledStorage(await database(name), journal(), randomId)
    expect(restored).toEqual({ whole: [], partly: [] })
    expect(await kept(again.community(ROOM))).toEqual(before)
  })

  it('goes on without a journal that does not answer, and catches up on it later', async () => {
    const name = `journaled-${++count}`
    const folder = journal()
    const { storage } = await journaledStorage(await database(name), folder, randomId)
    await storage.community(ROOM).commit(about(1))
    storage.close()
    const silent = Object.fromEntries(JOURNAL_CALLS.map((call) => [call, () => Promise.reject(new Error('gone'))]))
    const { storage: alone } = await journaledStorage(await database(name), silent as unknown as Journal, randomId)
    for (let i = 1; i <= 3; i++) await alone.community(ROOM).commit({ entries: [entry(i)] })
    const before = await kept(alone.community(ROOM))
    alone.close()
    const { storage: again, restored } = await journaledStorage(await database(name), folder, randomId)
    expect(restored).toEqual({ whole: [], partly: [] })
    await again.community(ROOM).commit({ room: { floor: 0 } })
    const { storage: fresh } = await journaledStorage(await database(), folder, randomId)
    expect(await kept(fresh.community(ROOM))).toEqual(before)
  })

  it('does not bring back a community that was forgotten', async () => {
    const folder = journal()
    const { storage } = await journaledStorage(await database(), folder, randomId)
    await storage.community(ROOM).commit(about(1))
    await storage.forget(ROOM)
    expect(await storage.rooms()).toEqual([])
    await folder.close()
    const { storage: again, restored } = await journaledStorage(await database(), journal(), randomId)
    expect([await again.rooms(), restored]).toEqual([[], { whole: [], partly: [] }])
  })

  it('begins again when putting back was cut off', async () => {
    const folder = journal()
    const { storage } = await journaledStorage(await database(), folder, randomId)
    await storage.community(ROOM).commit({ ...about(1), entries: [entry(1), entry(2)], addOutbox: [waits(1)] })
    const before = await kept(storage.community(ROOM))
    const target = await database()
    for (const allowed of [0, 1]) {
      let left = allowed
      const failing: Storage = {
        ...target,
        community: (room) => ({
          ...bound(target.community(room)),
          commit: (batch) =>
            left-- > 0 ? target.community(room).commit(batch) : Promise.reject(new StorageError('storage.full', null)),
        }),
      }
      await expect(journaledStorage(failing, folder, randomId)).rejects.toMatchObject({ code: 'storage.full' })
    }
    const { storage: fresh } = await journaledStorage(target, folder, randomId)
    expect(await kept(fresh.community(ROOM))).toEqual(before)
  })

  it('puts back what is left of a damaged journal and says so', async () => {
    const folder = journal()
    const { storage } = await journaledStorage(await database(), folder, randomId)
    await storage.community(ROOM).commit(about(1))
    for (let i = 1; i <= 9; i++) await storage.community(ROOM).commit({ entries: [entry(i)] })
    await folder.close()
    const lying = await readFile(file())
    const middle = lying.length - 150
    lying[middle] = (lying[middle] ?? 0) ^ 1
    await writeFile(file(), lying)
    const { storage: fresh, restored } = await journaledStorage(await database(), journal(), randomId)
    expect(restored).toEqual({ whole: [], partly: [ROOM] })
    const { entries } = await kept(fresh.community(ROOM))
    expect(entries.length).toBeGreaterThan(0)
    expect(entries.map(([seq]) => seq)).toEqual(entries.map((_, i) => i + 1))
  })

  it('trusts the database where the journal is the damaged one', async () => {
    const name = `journaled-${++count}`
    const folder = journal()
    const { storage } = await journaledStorage(await database(name), folder, randomId)
    await storage.community(ROOM).commit({ ...about(1), entries: [entry(1), entry(2)] })
    const before = await kept(storage.community(ROOM))
    storage.close()
    await folder.close()
    await truncate(file(), 10)
    const { storage: again, restored } = await journaledStorage(await database(name), journal(), randomId)
    expect(restored).toEqual({ whole: [], partly: [] })
    expect(await kept(again.community(ROOM))).toEqual(before)
  })

  it('replaces a database that cannot be opened, but only by a journal that is whole', async () => {
    const name = `journaled-${++count}`
    const folder = journal()
    const { storage } = await journaledStorage(await database(name), folder, randomId)
    await storage.community(ROOM).commit({ ...about(1), entries: [entry(1)] })
    const before = await kept(storage.community(ROOM))
    storage.close()
    await folder.close()
    const failed = () => Promise.reject(new StorageError('storage.failed', null))
    let cleared = 0
    const host = journal()
    const clearing: Journal = Object.assign(passing(host), {
      setAside: async () => {
        cleared += 1
        await Dexie.delete(name)
      },
    })
    const blocked = Promise.reject(new StorageError('storage.blocked', null))
    await expect(openJournaled(blocked, clearing, randomId, name)).rejects.toMatchObject({ code: 'storage.blocked' })
    expect(cleared).toBe(0)
    const { storage: fresh, restored } = await openJournaled(failed(), clearing, randomId, name)
    databases.push(fresh)
    expect([cleared, restored.whole]).toEqual([1, [ROOM]])
    expect(await kept(fresh.community(ROOM))).toEqual(before)
    await host.close()
    const lying = await readFile(file())
    lying[60] = (lying[60] ?? 0) ^ 1
    await writeFile(file(), lying)
    const damaged = Object.assign(passing(journal()), { setAside: clearing.setAside })
    await expect(openJournaled(failed(), damaged, randomId, name)).rejects.toMatchObject({ code: 'storage.failed' })
    expect(cleared).toBe(1)
  })

  it('cuts a log before a gap, except up to its floor', () => {
    const log = [1, 5, 6, 7, 9, 10].map((seq) => entry(seq))
    expect(unbroken(log, 5).map(({ seq }) => seq)).toEqual([1, 5, 6, 7])
    expect(unbroken(log, 0).map(({ seq }) => seq)).toEqual([1])
    expect(unbroken([], 0)).toEqual([])
  })
})

/** The same journal, of which single calls can be replaced. */
function passing(folder: JournalFolder): Journal {
  const call = (name: (typeof JOURNAL_CALLS)[number]) => folder[name].bind(folder)
  return Object.fromEntries(JOURNAL_CALLS.map((name) => [name, call(name)])) as unknown as Journal
}

/** Methods as plain functions: a spread would leave those of the class behind. */
function bound(store: CommunityStore): CommunityStore {
  return {
    load: (docs, filed) => store.load(docs, filed),
    room: () => store.room(),
    commit: (batch) => store.commit(batch),
    entries: (after, limit) => store.entries(after, limit),
    entriesOf: (of, after) => store.entriesOf(of, after),
    lastSeq: () => store.lastSeq(),
    doc: (of) => store.doc(of),
    view: (of) => store.view(of),
    outbox: () => store.outbox(),
    registers: () => store.registers(),
    heads: () => store.heads(),
  }
}
