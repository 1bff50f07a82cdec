/** For tests only: what a member with a program of its own may send as an update. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

type Write = (to: encoding.Encoder) => void
const bytes = (write: Write) => encoding.encode(write)
const uint = (to: encoding.Encoder, ...numbers: number[]) => {
  for (const n of numbers) encoding.writeVarUint(to, n)
}
/** One client, `structs` of them declared, then whatever is written, then no deletes. */
const oneClient = (structs: number, write: Write, client = 7, clock = 0) =>
  bytes((to) => {
    uint(to, 1, structs, client, clock)
    write(to)
    uint(to, 0)
  })
/** info of an item without neighbours, then: child of the root type `m`. */
const rootItem = (to: encoding.Encoder, content: number, key?: string) => {
  encoding.writeUint8(to, content | (key === undefined ? 0 : 32))
  uint(to, 1)
  encoding.writeVarString(to, 'm')
  if (key !== undefined) encoding.writeVarString(to, key)
}
const anyItem = (key: string, any: Write) =>
  oneClient(1, (to) => {
    rootItem(to, 8, key)
    uint(to, 1)
    any(to)
  })
export const updateOf = (change: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc()
  doc.transact(() => change(doc))
  return Y.encodeStateAsUpdate(doc)
}

const HUGE = [255, 255, 255, 255, 255, 255, 255, 15] as const
/** 35 bytes of format V2 on which `Y.mergeUpdatesV2` runs for ever; why nothing foreign is ever read as V2. */
const ENDLESS_V2 = Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 0, 2, 1, 0, 0, 0, 9, 0x41, ...HUGE, 1, ...HUGE, 1, 0, 0)

/** Updates that no honest Yjs writes, each by what is wrong with it. The guard refuses all of them (docs/protocol.md, U1). */
export const HOSTILE: Readonly<Record<string, () => Uint8Array>> = {
  'seven bytes that claim 33,554,431 structs': () => Uint8Array.of(1, 255, 255, 255, 15, 1, 0),
  'a lie about the number of clients': () => Uint8Array.of(255, 255, 255, 15, 1, 0),
  'more clients than one device has': () =>
    bytes((to) => {
      uint(to, 65)
      for (let client = 0; client < 65; client++) {
        uint(to, 1, client, 0)
        rootItem(to, 1)
        uint(to, 1)
      }
      uint(to, 0)
    }),
  '150,000 client ids': () =>
    bytes((to) => {
      uint(to, 150_000)
      for (let client = 0; client < 150_000; client++) uint(to, 1, client, 0, 0, 1)
      uint(to, 0)
    }),
  'the same client twice': () =>
    bytes((to) => {
      uint(to, 2)
      for (let i = 0; i < 2; i++) uint(to, 1, 7, 0, 0, 1)
      uint(to, 0)
    }),
  'a client id over 32 bits': () => oneClient(1, (to) => uint(to, 0, 1), 2 ** 32),
  'a length of 2^52': () =>
    oneClient(1, (to) => {
      rootItem(to, 1)
      uint(to, 2 ** 52)
    }),
  'a clock of 2^52': () => oneClient(1, (to) => uint(to, 0, 1), 7, 2 ** 52),
  'a varuint of nine bytes': () => Uint8Array.of(1, 255, 255, 255, 255, 255, 255, 255, 255, 1),
  'a length of nothing': () =>
    oneClient(1, (to) => {
      rootItem(to, 4)
      encoding.writeVarString(to, '')
    }),
  'a gap inside (skip)': () => oneClient(1, (to) => uint(to, 10, 5)),
  'an origin that is its own future': () =>
    oneClient(1, (to) => {
      encoding.writeUint8(to, 128 | 1)
      uint(to, 7, 9, 1)
    }),
  'an origin that is itself': () =>
    oneClient(1, (to) => {
      encoding.writeUint8(to, 128 | 1)
      uint(to, 7, 0, 1)
    }),
  'two clients that wait for each other': () =>
    bytes((to) => {
      uint(to, 2)
      for (const [client, other] of [
        [1, 2],
        [2, 1],
      ] as const) {
        uint(to, 1, client, 0)
        encoding.writeUint8(to, 128 | 1)
        uint(to, other, 0, 1)
      }
      uint(to, 0)
    }),
  'a parent that is no type': () =>
    oneClient(2, (to) => {
      rootItem(to, 1)
      uint(to, 1)
      encoding.writeUint8(to, 1)
      uint(to, 0, 7, 0, 1)
    }),
  '1,000 trailing bytes': () => new Uint8Array([...updateOf((doc) => doc.getMap('m').set('a', 1)), ...Array(1000)]),
  'a subdocument with autoLoad': () =>
    updateOf((doc) => doc.getMap('m').set('sub', new Y.Doc({ guid: 'x', autoLoad: true }))),
  '20,000 nested maps': () =>
    updateOf((doc) => {
      let map = doc.getMap<unknown>('m')
      for (let i = 0; i < 20_000; i++) {
        const inner = new Y.Map<unknown>()
        map.set('k', inner)
        map = inner
      }
    }),
  '33 nested arrays': () =>
    updateOf((doc) => {
      let list = doc.getArray<unknown>('l')
      for (let i = 0; i < 33; i++) {
        const inner = new Y.Array<unknown>()
        list.push([0, inner])
        list = inner
      }
    }),
  'a value nested half a million deep': () =>
    anyItem('k', (to) => {
      for (let i = 0; i < 500_000; i++) uint(to, 117, 1)
      uint(to, 126)
    }),
  'JSON nested half a million deep': () =>
    oneClient(1, (to) => {
      rootItem(to, 5)
      encoding.writeVarString(to, `${'['.repeat(500_000)}${']'.repeat(500_000)}`)
    }),
  'a lie about the length of a list': () => anyItem('k', (to) => uint(to, 117, 2 ** 31)),
  'a lie about the number of values': () =>
    oneClient(1, (to) => {
      rootItem(to, 8, 'k')
      uint(to, 2 ** 31)
    }),
  'a bigint, which JSON cannot say': () =>
    anyItem('k', (to) => {
      encoding.writeUint8(to, 122)
      encoding.writeUint8Array(to, new Uint8Array(8))
    }),
  'text that is not UTF-8': () =>
    oneClient(1, (to) => {
      rootItem(to, 4)
      encoding.writeVarUint8Array(to, Uint8Array.of(0xc0, 0x80))
    }),
  'JSON that is none': () =>
    oneClient(1, (to) => {
      rootItem(to, 5)
      encoding.writeVarString(to, '{')
    }),
  'an unknown content': () => oneClient(1, (to) => rootItem(to, 11)),
  'an unknown type': () =>
    oneClient(1, (to) => {
      rootItem(to, 7)
      uint(to, 7)
    }),
  'key __proto__': () => updateOf((doc) => doc.getMap('m').set('__proto__', 1)),
  'key constructor': () => updateOf((doc) => doc.getMap('m').set('constructor', 1)),
  'root type __proto__': () => updateOf((doc) => doc.getMap('__proto__').set('a', 1)),
  'a value with the key __proto__': () =>
    updateOf((doc) => doc.getMap('m').set('a', JSON.parse('{"__proto__":{"x":1}}'))),
  'an embed with the key __proto__': () =>
    updateOf((doc) => doc.getText('t').insertEmbed(0, JSON.parse('{"a":[{"__proto__":{}}]}'))),
  'a delete set that ends early': () => bytes((to) => uint(to, 1, 1, 7, 0, 0, 1, 1, 7, 3, 0, 1)),
  'a delete set that claims a million ranges': () => bytes((to) => uint(to, 0, 1, 7, 1_000_000, 0, 1)),
  'a deletion of nothing': () => bytes((to) => uint(to, 0, 1, 7, 1, 0, 0)),
  'a deletion up to 2^52': () => bytes((to) => uint(to, 0, 1, 7, 1, 0, 2 ** 52)),
  '10,001 deletions': () =>
    bytes((to) => {
      uint(to, 0, 1, 7, 10_001)
      for (let i = 0; i < 10_001; i++) uint(to, 2 * i, 1)
    }),
  'whole structs before a delete set that is cut short': () => {
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'whole')
    doc.getText('t').delete(1, 2)
    return Y.encodeStateAsUpdate(doc).slice(0, -1)
  },
  '35 bytes on which merging in format V2 never ends': () => ENDLESS_V2,
  'nothing at all': () => new Uint8Array(0),
}
