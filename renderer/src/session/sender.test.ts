import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { memoryStorage } from '#renderer/storage/memoryStorage.ts'
import { Outbox } from './outbox.ts'
import { testSender } from './testSender.ts'

const DOC = '00000000000000d0'
const plainSeal = {
  seal: (_label: string, plain: Uint8Array) => plain,
  open: (_label: string, sealed: Uint8Array) => sealed,
}

const edit = (text: string) => {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

async function start() {
  const store = memoryStorage().community('room')
  await store.commit({ docs: [{ doc: DOC, clientId: 5, seq: 0, state: new Uint8Array(0) }] })
  const outbox = await Outbox.open(store, plainSeal)
  const setAside: string[] = []
  const sender = testSender(store, outbox, (doc) => setAside.push(doc))
  return { store, outbox, sender, setAside }
}

describe('setting edits aside', () => {
  it('keeps them, gives the document a fresh client id in the same commit, and lets go of it once', async () => {
    const { store, outbox, sender, setAside } = await start()
    await outbox.add(DOC, edit('before'))
    await sender.setAside(DOC, 'role')
    expect(outbox.refused).toEqual([{ doc: DOC, reason: 'role' }])
    expect((await store.outbox()).map(({ refused }) => refused)).toEqual(['role'])
    // A clock used twice under one id would corrupt the document silently.
    expect((await store.doc(DOC))?.clientId).toBe(9)
    expect(setAside).toEqual([DOC])
  })

  it('takes along what is typed while it happens, since it builds on what was refused', async () => {
    const { outbox, sender } = await start()
    await outbox.add(DOC, edit('before'))
    const done = sender.setAside(DOC, 'role')
    void outbox.add(DOC, edit('meanwhile'))
    await done
    expect(outbox.holds(DOC)).toBe(false)
    expect(outbox.refused).toHaveLength(2)
  })

  it('happens by itself for documents that the role no longer allows', async () => {
    const { outbox, sender, setAside } = await start()
    await outbox.add(DOC, edit('before'))
    await sender.flush()
    expect(setAside).toEqual([DOC])
    expect(outbox.waiting).toBe(0)
  })
})
