import * as encoding from 'lib0/encoding'
import { afterEach, describe, expect, it } from 'vitest'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as syncProtocol from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { type DocHost, docSocketFor } from './docSocket.ts'

/** The other end of a document: keeps what it is told, and can tell something itself. */
function makeHost(state: Uint8Array = Y.encodeStateAsUpdate(new Y.Doc())) {
  type Target = Parameters<DocHost['attach']>[0]
  const targets = new Set<Target>()
  const edits: Uint8Array[] = []
  const presences: Uint8Array[] = []
  const host: DocHost = {
    state: () => state,
    edit: (update) => void edits.push(update),
    presence: (update) => void presences.push(update),
    attach: (target) => {
      targets.add(target)
      return () => targets.delete(target)
    },
  }
  return { host, edits, presences, targets }
}

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** The stock provider at that socket, in sync. */
async function connect(host: DocHost, doc = new Y.Doc()) {
  const provider = new WebsocketProvider('kith:', 'doc', doc, {
    WebSocketPolyfill: docSocketFor(host),
    disableBc: true,
    awareness: new Awareness(doc),
  })
  ends.push(() => {
    provider.destroy()
    provider.awareness.destroy()
    doc.destroy()
  })
  if (!provider.synced) await new Promise<void>((done) => provider.once('sync', () => done()))
  return { provider, doc }
}

const words = (doc: Y.Doc) => doc.getText('t').toString()
const written = (text: string) => {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, text)
  return doc
}

describe('the stock provider at a DocSocket', () => {
  it('is in sync once it has what the store held', async () => {
    const { host } = makeHost(Y.encodeStateAsUpdate(written('stored')))
    const { doc, provider } = await connect(host)
    expect(provider.synced).toBe(true)
    expect(words(doc)).toBe('stored')
  })

  it('hands over each local edit as the edit itself, and nothing that was there before', async () => {
    const { host, edits } = makeHost(Y.encodeStateAsUpdate(written('old ')))
    const { doc } = await connect(host)
    doc.getText('t').insert(4, 'new')
    expect(edits).toHaveLength(1)
    const [edit] = edits
    const own = edit ? Y.decodeUpdate(edit).structs.map(({ id }) => id.client) : []
    expect(own).toEqual([doc.clientID])
  })

  it('takes in what comes from others, and does not hand it back', async () => {
    const { host, edits, targets } = makeHost()
    const { doc } = await connect(host)
    for (const target of targets) target.update(Y.encodeStateAsUpdate(written('from elsewhere')))
    expect(words(doc)).toBe('from elsewhere')
    expect(edits).toEqual([])
  })

  it('sends nothing again when the provider connects anew', async () => {
    const { host, edits } = makeHost()
    const { doc, provider } = await connect(host)
    doc.getText('t').insert(0, 'once')
    expect(edits).toHaveLength(1)
    for (let turn = 0; turn < 3; turn++) {
      provider.disconnect()
      provider.connect()
      await new Promise<void>((done) => provider.once('sync', () => done()))
    }
    expect(edits).toHaveLength(1)
  })

  it('lets go of the store when the provider hangs up', async () => {
    const { host, targets } = makeHost()
    const { provider } = await connect(host)
    expect(targets.size).toBe(1)
    provider.disconnect()
    expect(targets.size).toBe(0)
  })

  it('passes presence both ways', async () => {
    const { host, presences, targets } = makeHost()
    const { provider } = await connect(host)
    provider.awareness.setLocalState({ card: 'c' })
    expect(presences.length).toBeGreaterThan(0)
    const other = new Y.Doc()
    const theirs = new Awareness(other)
    ends.push(() => other.destroy())
    theirs.setLocalState({ card: 'd' })
    for (const target of targets) target.presence(encodeAwarenessUpdate(theirs, [other.clientID]))
    expect(provider.awareness.getStates().get(other.clientID)).toEqual({ card: 'd' })
  })

  it('hears its own presence back, as from a server: the provider hangs up on half a minute of silence', async () => {
    const { host } = makeHost()
    const { provider } = await connect(host)
    provider.wsLastMessageReceived = 0
    provider.awareness.setLocalState({ card: null })
    expect(provider.wsLastMessageReceived).toBeGreaterThan(0)
  })

  it('takes nothing but an edit for an edit', async () => {
    const { host, edits } = makeHost()
    const Socket = docSocketFor(host)
    const socket = new Socket('kith:/doc')
    await new Promise<void>((done) => {
      socket.onopen = () => done()
    })
    const state = Y.encodeStateAsUpdate(written('a whole state'))
    for (const step of [syncProtocol.messageYjsSyncStep1, syncProtocol.messageYjsSyncStep2])
      socket.send(
        encoding.encode((to) => {
          encoding.writeVarUint(to, 0)
          encoding.writeVarUint(to, step)
          encoding.writeVarUint8Array(to, state)
        }) as Uint8Array<ArrayBuffer>,
      )
    expect(edits).toEqual([])
  })
})
