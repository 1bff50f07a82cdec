import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { sameState } from './sameState.ts'

const written = (write: (doc: Y.Doc) => void, clientID = 1): Y.Doc => {
  const doc = new Y.Doc()
  doc.clientID = clientID
  write(doc)
  return doc
}

const copyOf = (...docs: Y.Doc[]): Y.Doc => {
  const copy = new Y.Doc()
  for (const doc of docs) Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

const letters = (doc: Y.Doc, ...words: string[]) => {
  for (const word of words) doc.getText('t').insert(doc.getText('t').length, word)
}

describe('R45 two states are the same', () => {
  it('however they were put together', () => {
    const a = written((doc) => letters(doc, 'one ', 'two ', 'three'))
    const b = written((doc) => doc.getMap('m').set('key', { deep: [1, undefined, new Uint8Array(2)] }), 2)
    a.getText('t').delete(2, 3)
    expect(sameState(copyOf(a, b), copyOf(b, a))).toBe(true)
    expect(sameState(copyOf(a, b), copyOf(copyOf(copyOf(a), b)))).toBe(true)
  })

  it.each<[string, (doc: Y.Doc) => void]>([
    ['not with a word left out', (doc) => letters(doc, 'one ')],
    ['not with another word in its place', (doc) => letters(doc, 'one ', 'EVIL')],
    ['not with a word more', (doc) => letters(doc, 'one ', 'two!', '!')],
    ['not under another name', (doc) => doc.getText('u').insert(0, 'one two!')],
    [
      'not in another order',
      (doc) => {
        doc.getText('t').insert(0, 'two!')
        doc.getText('t').insert(0, 'one ')
      },
    ],
    [
      'not with something deleted',
      (doc) => {
        letters(doc, 'one ', 'two!')
        doc.getText('t').delete(0, 1)
      },
    ],
    [
      'not by another client',
      (doc) => {
        doc.clientID = 9
        letters(doc, 'one ', 'two!')
      },
    ],
    ['not as another type', (doc) => doc.getArray('t').insert(0, [...'one two!'])],
  ])('%s', (_name, write) => {
    const honest = written((doc) => letters(doc, 'one ', 'two!'))
    expect(sameState(copyOf(honest), copyOf(written(write)))).toBe(false)
  })
})
