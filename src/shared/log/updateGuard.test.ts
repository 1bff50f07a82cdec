import { beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ready } from '../crypto/sodium.ts'
import { HOSTILE, updateOf } from './testHostile.ts'
import { guardUpdate } from './updateGuard.ts'
import { MAX_STRUCTS } from './updateLimits.ts'

beforeAll(ready)

describe('U2 an update that Yjs wrote passes', () => {
  it('tells the clients, clock ranges and needs', () => {
    const doc = new Y.Doc()
    doc.clientID = 5
    doc.getText('t').insert(0, 'héllo😀')
    const before = Y.encodeStateVector(doc)
    doc.getText('t').delete(1, 2)
    doc.getText('t').insert(3, 'x')
    expect(guardUpdate(Y.encodeStateAsUpdate(doc))).toMatchObject({ clients: [{ client: 5, from: 0, to: 8 }] })
    const next = guardUpdate(Y.encodeStateAsUpdate(doc, before))
    expect(next).toMatchObject({ clients: [{ client: 5, from: 7, to: 8 }], structs: 1, deletes: 1 })
  })

  it('names what it needs of others', () => {
    const a = new Y.Doc()
    a.clientID = 1
    a.getArray('l').insert(0, ['one', 'two'])
    const b = new Y.Doc()
    b.clientID = 2
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a))
    const before = Y.encodeStateVector(b)
    b.getArray('l').insert(1, ['between'])
    b.getArray('l').delete(2)
    const summary = guardUpdate(Y.encodeStateAsUpdate(b, before))
    expect(summary?.clients).toEqual([{ client: 2, from: 0, to: 1 }])
    expect(summary?.needs).toEqual(new Map([[1, 2]]))
  })

  it('whatever the type of the value', () => {
    const update = updateOf((doc) => {
      const map = doc.getMap('m')
      map.set('any', { a: [1, -5, 1.5, null, undefined, true, 'x', 2 ** 40, { deep: [[]] }], b: new Uint8Array(3) })
      map.set('bytes', new Uint8Array(9))
      map.set('nested', new Y.Map([['k', new Y.Array()]]))
      map.set('gone', 1)
      map.delete('gone')
      const xml = new Y.XmlElement('p')
      doc.getXmlFragment('x').insert(0, [xml])
      xml.setAttribute('id', '1')
      xml.insert(0, [new Y.XmlText('text')])
      doc.getText('t').applyDelta([{ insert: 'bold', attributes: { bold: true } }, { insert: { image: 'x' } }])
    })
    expect(guardUpdate(update)).not.toBeNull()
  })

  it('at the limit of structs, and not one over', () => {
    const update = (n: number) =>
      updateOf((doc) => {
        for (let i = 0; i < n; i++) doc.getMap('m').set(`k${i}`, i)
      })
    expect(guardUpdate(update(MAX_STRUCTS))?.structs).toBe(MAX_STRUCTS)
    expect(guardUpdate(update(MAX_STRUCTS + 1))).toBeNull()
  })
})

describe('U1 a hostile update is refused before Yjs sees it', () => {
  for (const [name, make] of Object.entries(HOSTILE)) {
    it(name, () => {
      expect(guardUpdate(make())).toBeNull()
    })
  }

  it('an update in format V2', () => {
    const doc = new Y.Doc()
    doc.getMap('m').set('a', 'some text')
    expect(guardUpdate(Y.encodeStateAsUpdateV2(doc))).toBeNull()
  })
})
