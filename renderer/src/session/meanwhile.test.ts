import { describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { memoryStorage } from '#renderer/storage/memoryStorage.ts'
import type { Batch, CommunityStore } from '#renderer/storage/store.ts'
import { DocReader } from './docReader.ts'
import { DocService } from './docService.ts'
import { Emitter } from './emitter.ts'
import { openCommunity } from './openCommunity.ts'
import { Outbox } from './outbox.ts'
import { hostMethods } from './serving.ts'
import { emptyState } from './storedState.ts'
import { testSeal } from './testSeal.ts'
import { testSender } from './testSender.ts'

const DOC = '00000000000000d0'
const edit = (text: string) => {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}
/** Until all that is under way has come to rest: nothing here waits for anything but its turn. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((done) => setTimeout(done))
}

/**
 * A document of which more was read than its state has, and of which an edit is about to be refused.
 * @param keepsWithin the state is kept as soon as the database has the refusal, before that is told
 */
async function refusing(keepsWithin = false) {
  const inner = memoryStorage().community('room')
  const entries = Array.from({ length: 60 }, (_, i) => ({ seq: i + 1, doc: DOC, bytes: new Uint8Array(1) }))
  await inner.commit({ docs: [{ doc: DOC, clientId: 5, seq: 0, state: emptyState(testSeal, DOC) }], entries })
  let meanwhile = false
  let deflated = () => {}
  const keep = async () => {
    deflated()
    await rest()
  }
  const store = {
    outbox: () => inner.outbox(),
    commit: async (batch: Batch) => {
      await inner.commit(batch)
      if (keepsWithin && batch.docs) await keep()
    },
    doc: async (doc: string) => {
      const row = await inner.doc(doc)
      if (meanwhile) await reader.read(DOC)
      meanwhile = false
      return row
    },
  } as unknown as CommunityStore
  const outbox = await Outbox.open(store, testSeal)
  const sender = testSender(store, outbox)
  const reader = new DocReader({
    room: 'room' as never,
    keyring: { get: () => undefined } as never,
    store: inner,
    seal: testSeal,
    randomId: () => 1,
    log: () => sender.setAsides,
    pending: () => [],
    deflate: (bytes) =>
      new Promise((done) => {
        deflated = () => done({ bytes, deflated: false })
      }),
  })
  return {
    store: inner,
    reader,
    keep,
    reads: () => reader.read(DOC),
    readMeanwhile: () => {
      meanwhile = true
    },
    setAside: async () => {
      await outbox.add(DOC, edit('refused'))
      await sender.setAside(DOC, 'size')
    },
  }
}

describe('what goes on at the same time', () => {
  it.each(['after', 'while'] as const)(
    'a state that is kept late does not bring back the client id that was given up: %s it was',
    async (when) => {
      const { store, reader, reads, setAside, keep } = await refusing(when === 'while')
      expect((await reads()).clientId).toBe(5)
      await setAside()
      expect((await store.doc(DOC))?.clientId).toBe(9)
      await keep()
      expect((await store.doc(DOC))?.clientId).toBe(9)
      expect((await reader.read(DOC)).clientId).toBe(9)
    },
  )

  it('nor does one that was read while the edits were being set aside', async () => {
    const { store, setAside, keep, readMeanwhile } = await refusing()
    readMeanwhile()
    await setAside()
    await keep()
    expect((await store.doc(DOC))?.clientId).toBe(9)
  })

  it('setting aside ends where an edit could not be written before', async () => {
    const inner = memoryStorage().community('room')
    let full = false
    let reads = 0
    const store = {
      outbox: () => inner.outbox(),
      doc: async (doc: string) => {
        reads += 1
        await rest()
        if (reads > 200) throw new Error('spinning')
        return inner.doc(doc)
      },
      commit: async (batch: never) => {
        if (full) throw new Error('storage.full')
        return inner.commit(batch)
      },
    } as unknown as CommunityStore
    const outbox = await Outbox.open(store, testSeal)
    await outbox.add(DOC, edit('one'))
    full = true
    await outbox.add(DOC, edit('two')).catch(() => {})
    full = false // somebody made room, or it was a moment's failure
    await testSender(store, outbox).setAside(DOC, 'role')
    expect(outbox.holds(DOC)).toBe(false)
  })

  it('an edit whose write failed is written when the window closes', async () => {
    const inner = memoryStorage().community('room')
    let full = true
    const store = {
      outbox: () => inner.outbox(),
      commit: async (b: never) => {
        if (full) throw new Error('storage.full')
        return inner.commit(b)
      },
    } as never as CommunityStore
    const outbox = await Outbox.open(store, testSeal)
    await outbox.add(DOC, edit('one')).catch(() => {})
    full = false
    await outbox.settled()
    expect(await inner.outbox()).toHaveLength(1)
  })

  it('what comes in while a community is handed over reaches the window', async () => {
    let glimpsed = () => {}
    const stored: Uint8Array[] = []
    const news = new Emitter<never>()
    const session = {
      room: 'r',
      about: {},
      currentStatus: { refused: 0 },
      changed: new Emitter<void>(),
      status: new Emitter<never>(),
      documents: { news, open: async () => ({ clientId: 1, updates: [...stored] }), close: () => {} },
      docs: () => [{ id: 'd1', kind: 1 }],
      members: () => [],
      refusedEdits: () => [],
      refused: () => [],
      devices: () => [],
      circleKeys: () => [],
      invites: () => [],
      safety: () => null,
      keys: () => null,
      ladderRole: () => 0,
      glimpse: () =>
        new Promise((done) => {
          glimpsed = () => done(null)
        }),
    }
    const { DocKind } = await import('#shared/log/ids.ts')
    session.docs = () => [{ id: 'd1', kind: DocKind.community }]
    const opening = hostMethods(Promise.resolve({ open: async () => session } as never)).open(
      'r' as never,
      ['d1'] as never,
    )
    await rest()
    stored.push(edit('news'))
    news.emit({ kind: 'updates', key: 'd1', updates: [edit('news')] } as never)
    glimpsed()
    const given = await opening
    const heard: unknown[] = []
    given.port.onmessage = ({ data }: { data: unknown }) => heard.push(data)
    await rest()
    const inIt = [...(given.docs[0]?.doc.updates ?? []), ...heard]
    given.port.close()
    expect(inIt).toHaveLength(1)
  })

  it.each([false, true])('also what comes in while its first document is read (read ahead: %s)', async (ahead) => {
    let go = () => {}
    const slow = new Promise<never[]>((done) => {
      go = () => done([])
    })
    const documents = new DocService({
      store: {
        doc: async () => ({ doc: DOC, clientId: 1, seq: 0, state: emptyState(testSeal, DOC) }),
        entriesOf: () => slow,
      },
      seal: testSeal,
      log: () => 0,
      pending: () => [],
      mayRead: () => true,
      presence: () => {},
    } as never)
    const given: Record<PropertyKey, unknown> = {
      room: 'r',
      documents,
      changed: new Emitter(),
      status: new Emitter(),
      currentStatus: { refused: 0 },
      about: {},
      docs: () => [{ id: DOC, kind: 1 }],
      glimpse: async () => null,
    }
    const session = new Proxy(given, {
      get: (target, key) => (key in target ? target[key] : key === 'then' ? undefined : () => null),
    })
    if (ahead) void documents.readAhead(DOC)
    const handing = hostMethods(Promise.resolve({ open: async () => session } as never)).open('r' as never, [DOC])
    await rest()
    documents.applied([{ doc: DOC, update: edit('news'), waited: false }])
    go()
    const window = openCommunity((await handing) as never, { randomId: () => 2, breathe: async () => {} })
    const { doc } = await window.open(DOC)
    await vi.waitFor(() => expect(doc.getText('t').toString()).toBe('news'))
    await window.close()
  })

  it('what is written anew into a document that is open already is shown there', async () => {
    const service = new DocService({
      store: {
        doc: async (doc: string) => ({ doc, clientId: 1, seq: 0, state: emptyState(testSeal, doc) }),
        entriesOf: async () => [],
        commit: async () => {},
      },
      seal: testSeal,
      log: () => 0,
      pending: () => [],
      mayRead: () => true,
      edit: async () => {},
    } as never)
    const told: string[] = []
    service.news.on(({ kind }) => told.push(kind))
    await service.open(DOC) // the sheet of a card whose import is under way
    const update = edit('long text')
    await service.writeNew([{ key: DOC, clientId: 3, update }])
    service.applied([{ doc: DOC, update, waited: true }])
    expect(told).toEqual(['updates'])
  })

  it('a plan that is opened while it is being written is whole', async () => {
    const inner = memoryStorage().community('room')
    // JournaledCommunity: the database has the row at once, the commit settles when the journal has it too.
    const store = {
      doc: (doc: string) => inner.doc(doc),
      entriesOf: (doc: string, at: number) => inner.entriesOf(doc, at),
      outbox: () => inner.outbox(),
      commit: async (batch: never) => {
        await inner.commit(batch)
        await rest()
      },
    } as never
    const outbox = await Outbox.open(store, testSeal)
    const service = new DocService({
      store,
      room: 'room',
      keyring: {},
      seal: testSeal,
      log: () => 0,
      randomId: () => 1,
      mayRead: () => true,
      pending: (key: string) => outbox.updatesOf(key),
      edit: (key: string, update: Uint8Array) => outbox.add(key, update),
      presence: () => {},
    } as never)
    const doc = new Y.Doc()
    const shown = new Y.Doc()
    doc.getText('t').insert(0, 'from the template')
    const update = Y.encodeStateAsUpdate(doc)
    service.news.on((news) => {
      if (news.kind === 'updates') for (const one of news.updates) Y.applyUpdate(shown, one)
    })
    const written = service.writeNew([{ key: DOC as never, clientId: 3, update }])
    for (const one of (await service.open(DOC as never)).updates) Y.applyUpdate(shown, one)
    await written
    // keptLog: the entry has come back, its row was dropped
    outbox.drop(outbox.idsOf(DOC, 0, update))
    service.applied([{ doc: DOC as never, update, waited: true }])
    expect(shown.getText('t').toString()).toBe('from the template')
  })
})
