import { expect, it } from 'vitest'
import type { DocNews, DocSource } from './docSource.ts'
import { Documents } from './documents.ts'
import { Emitter } from './emitter.ts'

function desk() {
  const news = new Emitter<DocNews>()
  const shown: string[] = []
  const source: DocSource = {
    news,
    open: async () => ({ clientId: 7, updates: [] }),
    close: () => {},
    edit: async () => {},
    writeNew: async () => {},
    presence: (key) => void shown.push(key),
  }
  return { news, shown, documents: new Documents({ source, randomId: () => 1, breathe: async () => {} }) }
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
