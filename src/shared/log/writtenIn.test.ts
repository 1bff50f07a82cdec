import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { writtenIn } from './writtenIn.ts'

it('says where something new was written and what, also where a value took the place of another', () => {
  const doc = new Y.Doc()
  const cards = doc.getMap<Y.Map<unknown>>('cards')
  cards.set('a', new Y.Map([['title', 'Tea']]))
  doc.getText('text').insert(0, 'Meet at ')
  const before = Y.encodeStateAsUpdate(doc)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  cards.get('a')?.set('title', 'Tea and cake')
  cards.set('b', new Y.Map<unknown>([['done', true]]))
  cards.get('b')?.set('title', 'typed by mistake')
  cards.get('b')?.delete('title')
  for (const letter of 'seven') doc.getText('text').insert(doc.getText('text').length, letter)
  expect(writtenIn([before], Y.mergeUpdates(updates))).toEqual([
    { path: ['cards', 'a', 'title'], text: 'Tea and cake' },
    { path: ['cards', 'b', 'done'], text: 'true' },
    { path: ['text'], text: 'seven' },
  ])
})

it('says what was typed right after one’s own older words, and not these', () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'Meet at ')
  const before = Y.encodeStateAsUpdate(doc)
  doc.getText('text').insert(8, 'seven')
  const update = Y.encodeStateAsUpdate(doc)
  expect(writtenIn([before], update)).toEqual([{ path: ['text'], text: 'seven' }])
})

it('says nothing of an update that only deletes', () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'Meet at seven')
  const before = Y.encodeStateAsUpdate(doc)
  let update = new Uint8Array()
  doc.on('update', (bytes: Uint8Array) => {
    update = new Uint8Array(bytes)
  })
  doc.getText('text').delete(0, 5)
  expect(writtenIn([before], update)).toEqual([])
})
