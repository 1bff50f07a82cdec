import type { IncomingMessage, Server } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { readRoomPath } from '#shared/protocol/frames.ts'
import type { Limits } from '#shared/protocol/limits.ts'
import { CallerCount, callerOf, forwardedFor } from './addresses.ts'
import { refuseUpgrade } from './httpFace.ts'
import type { RelayCore } from './relayCore.ts'
import { SocketPeer } from './socketPeer.ts'

export interface DoorOptions {
  readonly core: RelayCore
  readonly limits: Limits
  /** Callers are those that the proxy names. */
  readonly behindTls: boolean
  /** Filled with the open sockets. */
  readonly peers: Set<SocketPeer>
  fault(error: unknown): void
}

/** Who may have a socket at all: the right path, a free place, not too many from one caller. */
export class Door {
  readonly #options: DoorOptions
  readonly #callers: CallerCount
  readonly #upgrades: WebSocketServer

  constructor(options: DoorOptions) {
    const { limits } = options
    this.#options = options
    this.#callers = new CallerCount(limits.socketsPerAddress)
    const settings = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: Math.max(limits.frameBytes, 2 * limits.entryBytes),
      maxFragments: limits.fragments,
      maxBufferedChunks: 16_384,
      closeTimeout: limits.authSeconds * 1000, // as long to say goodbye as to be let in; not in the types yet
    }
    this.#upgrades = new WebSocketServer(settings)
  }

  guard(http: Server): void {
    http.maxConnections = this.#options.limits.sockets + 100
    http.on('connection', (socket: Socket) => {
      socket.on('error', () => socket.destroy())
      // behind a proxy all lines come from the proxy; who is behind them is known at the upgrade
      if (!this.#options.behindTls && !this.#enter(socket.remoteAddress ?? '', socket)) socket.destroy()
    })
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  /** Counts a caller until its line closes. */
  #enter(address: string, line: Duplex): boolean {
    const caller = callerOf(address)
    if (!this.#callers.enter(caller)) return false
    line.once('close', () => this.#callers.leave(caller))
    return true
  }

  #upgrade(request: IncomingMessage, line: Duplex, head: Buffer): void {
    const room = readRoomPath(request.url ?? '')
    if (!room || !(line instanceof Socket)) refuseUpgrade(line, 404)
    else if (this.#options.peers.size >= this.#options.limits.sockets) refuseUpgrade(line, 503)
    else if (!this.#enterForwarded(request, line)) refuseUpgrade(line, 429)
    else this.#upgrades.handleUpgrade(request, line, head, (ws) => this.#welcome(ws, line, room))
  }

  #enterForwarded(request: IncomingMessage, line: Socket): boolean {
    return !this.#options.behindTls || this.#enter(forwardedFor(request) ?? line.remoteAddress ?? '', line)
  }

  #welcome(ws: WebSocket, socket: Socket, room: string): void {
    const peer = new SocketPeer(ws, socket, this.#options.limits)
    this.#options.peers.add(peer)
    ws.on('close', () => this.#options.peers.delete(peer))
    try {
      peer.open(this.#options.core.connect(room, peer))
    } catch (error) {
      this.#options.fault(error)
      ws.terminate()
    }
  }
}
