/**
 * What the stock server of y-websocket does, written for this comparison because its package cannot be had here: one Y.Doc and one
 * Awareness for each room in memory, step 1 and 2 of y-protocols on connecting, each update applied and then sent to each socket
 * by itself. Like the stock server it stores nothing and acknowledges nothing.
 */
import type { AddressInfo } from 'node:net'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { type WebSocket, WebSocketServer } from 'ws'
import * as awareness from 'y-protocols/awareness'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'
import { report } from './serve.ts'

const SYNC = 0
const AWARENESS = 1

class Room {
  readonly doc = new Y.Doc()
  readonly awareness = new awareness.Awareness(this.doc)
  readonly sockets = new Set<WebSocket>()

  constructor() {
    this.awareness.setLocalState(null)
    this.doc.on('update', (update: Uint8Array) => {
      const message = encoding.encode((to) => {
        encoding.writeVarUint(to, SYNC)
        sync.writeUpdate(to, update)
      })
      for (const socket of this.sockets) send(socket, message)
    })
    this.awareness.on('update', (change: { added: number[]; updated: number[]; removed: number[] }) => {
      const clients = [...change.added, ...change.updated, ...change.removed]
      const message = encoding.encode((to) => {
        encoding.writeVarUint(to, AWARENESS)
        encoding.writeVarUint8Array(to, awareness.encodeAwarenessUpdate(this.awareness, clients))
      })
      for (const socket of this.sockets) send(socket, message)
    })
  }
}

const send = (socket: WebSocket, message: Uint8Array): void => {
  if (socket.readyState !== socket.OPEN) socket.close()
  else socket.send(message, {}, (error) => error && socket.close())
}

const receive = (room: Room, socket: WebSocket, data: Buffer): void => {
  const from = decoding.createDecoder(new Uint8Array(data))
  const type = decoding.readVarUint(from)
  if (type === AWARENESS) {
    awareness.applyAwarenessUpdate(room.awareness, decoding.readVarUint8Array(from), socket)
  } else if (type === SYNC) {
    const to = encoding.createEncoder()
    encoding.writeVarUint(to, SYNC)
    sync.readSyncMessage(from, to, room.doc, socket)
    if (encoding.length(to) > 1) send(socket, encoding.toUint8Array(to))
  }
}

const rooms = new Map<string, Room>()
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
server.on('connection', (socket, request) => {
  const name = request.url ?? '/'
  const room = rooms.get(name) ?? new Room()
  rooms.set(name, room)
  room.sockets.add(socket)
  socket.on('message', (data: Buffer) => receive(room, socket, data))
  socket.on('close', () => room.sockets.delete(socket))
  const hello = encoding.encode((to) => {
    encoding.writeVarUint(to, SYNC)
    sync.writeSyncStep1(to, room.doc)
  })
  send(socket, hello)
})
server.on('listening', () => report((server.address() as AddressInfo).port))
