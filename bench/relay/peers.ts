import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'
import { readFromRelay, writeAppend, writeAuth, writeRoomPath, writeStep1 } from '#shared/protocol/frames.ts'
import { entryOf, gateName, roomOf, rotationOf, tokenOf } from '../../sync-server/testing/entries.ts'
import { ServerProcess } from './serverProcess.ts'

/** Bytes of a sealed entry around an edit of 50 characters. */
const ENTRY_BYTES = 250
const EDIT = 'x'.repeat(50)

/** One socket of the load: counts the edits that reach it. */
export interface App {
  received: number
  /** Called after each message. */
  onMessage: () => void
  send(edit: number): void
  close(): Promise<void>
}

/** A server under test, and how an app speaks with it. */
export interface Contender {
  readonly name: string
  /** Starts it with nothing stored. */
  start(): Promise<ServerProcess>
  /** The same with what was stored before, or null if it stores nothing. */
  restart(): Promise<ServerProcess> | null
  /** An app that is in the room and has what is there. `edits` are known to be there. */
  join(server: ServerProcess, edits: number): Promise<App>
  clean(): void
}

/** Not open yet, so that whoever listens from now on misses nothing. */
const dial = (url: string): WebSocket => new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true })

const opened = (socket: WebSocket): Promise<unknown> =>
  new Promise((done, fail) => socket.once('open', done).once('error', fail))

const appOn = (socket: WebSocket, frameOf: (edit: number) => Uint8Array, count: (message: Buffer) => number): App => {
  const app: App = {
    received: 0,
    onMessage: () => {},
    send: (edit) => socket.send(frameOf(edit)),
    close: async () => {
      const closed = new Promise((done) => socket.once('close', done))
      socket.terminate()
      await closed
    },
  }
  socket.on('message', (message: Buffer) => {
    app.received += count(message)
    app.onMessage()
  })
  return app
}

/** Resolves once `app` has received `edits`. */
export const until = (app: App, edits: number): Promise<void> =>
  new Promise((done) => {
    app.onMessage = () => {
      if (app.received < edits) return
      app.onMessage = () => {}
      done()
    }
    app.onMessage()
  })

export const bareWs = (): Contender => ({
  name: 'bare ws',
  start: () => ServerProcess.start('wsServer.ts'),
  restart: () => null,
  async join(server, edits) {
    const socket = dial(`${server.url}${edits > 0 ? '/join' : '/'}`)
    const entry = entryOf({ size: ENTRY_BYTES })
    const app = appOn(
      socket,
      () => entry,
      () => 1,
    )
    await opened(socket)
    return app
  },
  clean: () => {},
})

/** Updates of a document in which somebody types. */
const yUpdates = (): ((edit: number) => Uint8Array) => {
  const doc = new Y.Doc()
  const made: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => made.push(update))
  return (edit) => {
    const text = doc.getText('text')
    while (made.length <= edit) text.insert(text.length, EDIT)
    const update = made[edit] ?? new Uint8Array()
    return encoding.encode((to) => {
      encoding.writeVarUint(to, 0)
      sync.writeUpdate(to, update)
    })
  }
}

export const yWebsocket = (): Contender => {
  const frameOf = yUpdates()
  return {
    name: 'y-websocket',
    start: () => ServerProcess.start('yWebsocketServer.ts'),
    restart: () => null,
    async join(server, edits) {
      const socket = dial(`${server.url}/room`)
      // sync, step 2 brings all there is at once; sync, update brings one edit
      const app = appOn(socket, frameOf, (message) => {
        if (message[0] !== 0) return 0
        return message[1] === 1 ? edits : message[1] === 2 ? 1 : 0
      })
      await opened(socket)
      socket.send(
        encoding.encode((to) => {
          encoding.writeVarUint(to, 0)
          sync.writeSyncStep1(to, new Y.Doc())
        }),
      )
      return app
    },
    clean: () => {},
  }
}

export const kith = (): Contender => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-'))
  const room = roomOf()
  const steward = tokenOf(gateName('steward', 0))
  return {
    name: 'kith relay',
    start: () => {
      rmSync(folder, { recursive: true, force: true })
      return ServerProcess.start('kithServer.ts', folder)
    },
    restart: () => ServerProcess.start('kithServer.ts', folder),
    async join(server, edits) {
      const socket = dial(server.url + writeRoomPath(room))
      let seen = 0
      const app = appOn(
        socket,
        (edit) => writeAppend({ ref: edit, afterControlSeq: 0, entry: entryOf({ size: ENTRY_BYTES }) }),
        (message) => {
          const frame = readFromRelay(message)
          if (frame?.kind === 'authReply' && frame.headSeq === 0) {
            const genesis = entryOf({ keep: true, size: ENTRY_BYTES })
            socket.send(writeAppend({ ref: 0, afterControlSeq: 0, entry: genesis, rotation: rotationOf(0) }))
          }
          if (frame?.kind === 'authReply') socket.send(writeStep1(edits > 0 ? 1 : frame.headSeq))
          if (frame?.kind === 'refused') throw new Error(`refused: ${frame.reason}`)
          if (frame?.kind !== 'step2') return 0
          const before = seen
          // the first entry of the room is no edit
          seen += frame.entries.filter((entry) => entry.seq > 1).length
          return seen - before
        },
      )
      await opened(socket)
      const answered = new Promise((done) => socket.once('message', done))
      socket.send(writeAuth(steward))
      await answered
      return app
    },
    clean: () => rmSync(folder, { recursive: true, force: true }),
  }
}
