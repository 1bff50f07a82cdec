/** The least a relay can do: `ws`, every message to every socket, nothing stored. */
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { report } from './serve.ts'

const kept: Uint8Array[] = []
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
server.on('connection', (socket, request) => {
  if (request.url === '/join') for (const message of kept) socket.send(message)
  socket.on('error', () => socket.terminate())
  socket.on('message', (data: Buffer) => {
    if (kept.length < 10_000) kept.push(new Uint8Array(data))
    for (const client of server.clients) client.send(data)
  })
})
server.on('listening', () => report((server.address() as AddressInfo).port))
