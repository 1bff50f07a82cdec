import type { Socket } from 'node:net'
import type { RawData, WebSocket } from 'ws'
import * as closing from '#shared/protocol/closeCodes.ts'
import type { Limits } from '#shared/protocol/limits.ts'
import type { Connection } from './connection.ts'
import type { Peer } from './peer.ts'

const BINARY = { binary: true, compress: false } as const

/** What a frame before authentication may be wrapped in: a WebSocket header, and a ping or two. */
const WRAPPING_BYTES = 64

/** A message as one array: ws gives a Buffer, or pieces where the socket was set up otherwise. */
const bytesOf = (data: RawData): Uint8Array => {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.length)
}

/** A WebSocket as the core sees it, and the guard at its door: no text, in time, and no more than a token before it is let in. */
export class SocketPeer implements Peer {
  readonly #ws: WebSocket
  readonly #socket: Socket
  readonly #limits: Limits
  #connection: Connection | null = null
  #resume: NodeJS.Timeout | undefined
  #bytesIn = 0
  #bytesOut = 0
  #silentChecks = 0

  constructor(ws: WebSocket, socket: Socket, limits: Limits) {
    this.#ws = ws
    this.#socket = socket
    this.#limits = limits
    ws.on('error', () => ws.terminate())
  }

  /** Starts to pass frames on. */
  open(connection: Connection): void {
    this.#connection = connection
    this.#ws.on('message', (data, isBinary) => {
      if (isBinary) connection.receive(bytesOf(data))
      else connection.close(closing.MALFORMED, 'text')
    })
    const deadline = setTimeout(() => {
      if (!connection.admitted) connection.close(closing.AUTH_TIMEOUT, 'no token in time')
    }, this.#limits.authSeconds * 1000)
    this.#ws.on('close', () => {
      clearTimeout(deadline)
      clearTimeout(this.#resume)
      connection.gone()
    })
    this.#countUntilAdmitted(connection)
  }

  /** A long frame is cut off while it comes in, not after it has been gathered. */
  #countUntilAdmitted(connection: Connection): void {
    // the first frame and one more: a joiner shows the token of a mailbox, then that of a gate
    let left = 2 * (this.#limits.frameBytesBeforeAuth + WRAPPING_BYTES)
    const count = (chunk: Uint8Array) => {
      left -= chunk.length
      if (left >= 0 && !connection.admitted) return
      this.#socket.off('data', count)
      if (!connection.admitted) connection.close(closing.TOO_BIG, 'too much before the token')
    }
    this.#socket.on('data', count)
  }

  send(frame: Uint8Array): void {
    this.#ws.send(frame, BINARY, this.#sent)
  }

  readonly #sent = (): void => {
    if (this.#ws.bufferedAmount === 0) this.#connection?.drained()
  }

  get bufferedAmount(): number {
    return this.#ws.bufferedAmount
  }

  close(code: number, reason: string): void {
    clearTimeout(this.#resume)
    this.#ws.resume() // or the answer to the close could not be read
    this.#ws.close(code, reason)
  }

  hold(seconds: number): void {
    this.#ws.pause()
    clearTimeout(this.#resume)
    this.#resume = setTimeout(() => this.#ws.resume(), seconds * 1000)
  }

  /**
   * Called every `pingSeconds`. Drops a line on which nothing came in since two calls: an app answers pings. One that still
   * takes what waits for it is slow, not dead.
   */
  check(): void {
    const bytesOut = this.#socket.bytesWritten - this.#socket.writableLength
    const moves = this.#socket.bytesRead > this.#bytesIn || (this.#ws.bufferedAmount > 0 && bytesOut > this.#bytesOut)
    this.#bytesIn = this.#socket.bytesRead
    this.#bytesOut = bytesOut
    this.#silentChecks = moves || this.#ws.isPaused ? 0 : this.#silentChecks + 1
    if (this.#silentChecks >= 2) this.#ws.terminate()
    else if (this.#silentChecks === 1) this.#ws.ping()
  }

  terminate(): void {
    this.#ws.terminate()
  }
}
