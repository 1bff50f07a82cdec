import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { bundles, sizeOf } from './parcels.ts'
import { mergeUpdates, structCount } from './updates.ts'

/** What somebody wrote in turns: each change as an update. */
function written(clientID: number, turns: number): Uint8Array[] {
  const doc = new Y.Doc()
  doc.clientID = clientID
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let turn = 0; turn < turns; turn++)
    doc.transact(() => {
      for (let at = 0; at < 50; at++) doc.getMap('m').set(`${turn % 3} ${at}`, `${turn}`)
      if (turn % 4 === 3) doc.getMap('m').delete('0 1')
    })
  return updates
}

describe('the size of an update', () => {
  it('is known from how it begins, and is what Yjs counts', () => {
    const [one, other] = [written(1, 8), written(2, 3)]
    const doc = new Y.Doc()
    doc.getMap('m').set('a', 1)
    const before = Y.encodeStateVector(doc)
    doc.getMap('m').delete('a')
    const deletion = Y.encodeStateAsUpdate(doc, before)
    const empty = Y.encodeStateAsUpdate(new Y.Doc())
    for (const update of [...one, mergeUpdates(one), mergeUpdates([...one, ...other]), deletion, empty])
      expect(sizeOf([update])).toEqual({ structs: structCount(update), bytes: update.length })
  })
})

describe('a bundle', () => {
  it('knows its size, and all bundles together hold all that was written, in order', () => {
    const updates = written(7, 300)
    const made = bundles(updates)
    expect(made.length).toBeGreaterThan(1)
    expect(made.flatMap((bundle) => bundle.updates)).toEqual(updates)
    for (const bundle of made) expect(bundle.size).toEqual(sizeOf(bundle.updates))
  })
})
