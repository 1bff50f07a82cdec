import { afterEach, expect, it, vi } from 'vitest'
import type { DocNews, DocSource } from './docSource.ts'
import { Documents } from './documents.ts'
import { Emitter } from './emitter.ts'

/** lib0 keeps the clock as it finds it when it is loaded. */
const clock = vi.hoisted(() => {
  const real = Date.now
  const held = { now: 0, stop: () => (held.now = 0), begin: () => (held.now = real()) }
  Date.now = () => held.now || real()
  return held
})

afterEach(() => {
  clock.stop()
  vi.useRealTimers()
})

function desk() {
  const news = new Emitter<DocNews>()
  const shown: string[] = []
  const edits: Uint8Array[] = []
  const source: DocSource = {
    news,
    open: async () => ({ clientId: 7, updates: [] }),
    close: () => {},
    edit: async (_, update) => void edits.push(update),
    writeNew: async () => {},
    presence: (key) => void shown.push(key),
  }
  return { news, shown, edits, documents: new Documents({ source, randomId: () => 1, breathe: async () => {} }) }
}

it('R6 whoever listens only after a document was replaced is told all the same, and once', async () => {
  const { news, documents } = desk()
  const open = await documents.open('d1')
  news.emit({ kind: 'replaced', key: 'd1' })
  let told = 0
  open.onReplaced(() => {
    told += 1
  })
  await Promise.resolve()
  expect(told).toBe(1)
  open.release()
  const again = await documents.open('d1')
  expect(again.doc).not.toBe(open.doc)
  documents.closeAll()
})

it('a document that is replaced while it is being opened is opened as it is then', async () => {
  const { news, documents } = desk()
  const opening = documents.open('d1')
  await Promise.resolve()
  await Promise.resolve()
  news.emit({ kind: 'replaced', key: 'd1' })
  const open = await opening
  expect(open.doc.isDestroyed).toBe(false)
  documents.closeAll()
})

it('V3 whoever only reads a document is not shown as being there; whoever looks at it is, also when others ask', async () => {
  const { news, shown, documents } = desk()
  const open = await documents.open('d1')
  news.emit({ kind: 'asked' })
  expect(shown).toEqual([])
  open.awareness.setLocalState({ card: null })
  expect(shown).toEqual(['d1'])
  news.emit({ kind: 'asked' })
  expect(shown).toEqual(['d1', 'd1'])
  documents.closeAll()
})

it.each([
  ['nobody is shown as present', null],
  ['somebody is', { card: null }],
])('an edit is handed on whenever it is made, minutes after the last, where %s', async (_, presence) => {
  clock.begin()
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
  const { edits, documents } = desk()
  const { doc, awareness } = await documents.open('d1')
  awareness.setLocalState(presence)
  for (let made = 1; made <= 1_000; made++) {
    clock.now += 100
    await vi.advanceTimersByTimeAsync(100)
    doc.getMap('m').set('k', made)
    expect(edits).toHaveLength(made)
  }
  documents.closeAll()
})
