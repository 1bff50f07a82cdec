import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { QuickDecoder } from './quickDecoder.ts'

const word = fc.oneof(
  fc.constantFrom('', 'title', 'place', '__proto__', 'x'.repeat(64), 'x'.repeat(65), 'é', '\u0000', '\u007f', '\u0080'),
  fc.string({ unit: 'binary', maxLength: 70 }),
)
const plain = fc.oneof(
  word,
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
  fc.dictionary(word, word, { noNullPrototype: true }),
)
const edit = fc.record({ root: fc.constantFrom('cards', 'text', 'lists'), key: word, value: plain })

function docOf(edits: readonly { root: string; key: string; value: unknown }[]): Y.Doc {
  const doc = new Y.Doc({ gc: true })
  doc.clientID = 7
  for (const { root, key, value } of edits) {
    if (root === 'text') doc.getText('text').insert(0, typeof value === 'string' ? value : key)
    else if (root === 'lists') doc.getArray('lists').push([value])
    else doc.getMap<unknown>('cards').set(key, new Y.Map([[key, value]]))
  }
  return doc
}

const read = (update: Uint8Array, quick: boolean) => {
  const doc = new Y.Doc()
  let failed = ''
  try {
    if (quick) Y.applyUpdateV2(doc, update, undefined, QuickDecoder)
    else Y.applyUpdate(doc, update)
  } catch (error) {
    failed = String(error)
  }
  return {
    failed,
    state: Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex'),
    waits: doc.store.pendingStructs !== null,
  }
}

it('reads what Yjs reads, whatever the words are', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      const doc = docOf(edits)
      const update = Y.encodeStateAsUpdate(doc)
      expect(read(update, true)).toEqual(read(update, false))
    }),
  )
})

it('fails where Yjs fails, as Yjs fails', () => {
  const edits = fc.array(edit, { minLength: 1, maxLength: 6 })
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 })
  fc.assert(
    fc.property(edits, damage, fc.nat(), (made, bytes, cut) => {
      const update = Y.encodeStateAsUpdate(docOf(made)).slice()
      for (const [at, byte] of bytes) update[at % update.length] = byte
      const end = cut % 3 === 0 ? cut % update.length : update.length
      const damaged = update.subarray(0, end)
      expect(read(damaged, true)).toEqual(read(damaged, false))
    }),
    // Always the same: damage can make either count to millions, which the guard of the log refuses (docs/protocol.md, U1).
    { numRuns: 500, seed: 1 },
  )
})
