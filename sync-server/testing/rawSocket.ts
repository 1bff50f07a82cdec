import { connect, type Socket } from 'node:net'
import { writeRoomPath } from '#shared/protocol/frames.ts'
import { roomOf } from './entries.ts'

/** Bytes below the level where a WebSocket library would refuse to send them. */

export const upgradeRequest = (room = roomOf(), headers: readonly string[] = []): string =>
  [
    `GET ${writeRoomPath(room)} HTTP/1.1`,
    'Host: relay',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ...headers,
    '\r\n',
  ].join('\r\n')

interface Wire {
  readonly opcode?: number
  readonly fin?: boolean
  /** The three reserved bits. */
  readonly reserved?: number
  readonly masked?: boolean
  /** What the header claims, where that is not the truth. */
  readonly claims?: number
}

/** A WebSocket frame; masked with zeros unless said otherwise, so that its payload stays readable. */
export const wireFrame = (payload: Uint8Array, options: Wire = {}): Buffer => {
  const { opcode = 2, fin = true, reserved = 0, masked = true, claims = payload.length } = options
  const first = (fin ? 128 : 0) | (reserved << 4) | opcode
  const mask = masked ? 128 : 0
  const head = Buffer.alloc(claims < 126 ? 2 : claims < 65_536 ? 4 : 10)
  head[0] = first
  if (claims < 126) head[1] = mask | claims
  else if (claims < 65_536) {
    head[1] = mask | 126
    head.writeUInt16BE(claims, 2)
  } else {
    head[1] = mask | 127
    head.writeBigUInt64BE(BigInt(claims), 2)
  }
  return Buffer.concat([head, Buffer.alloc(masked ? 4 : 0), payload])
}

/** A line to the relay that says what it is told. */
export class RawSocket {
  readonly socket: Socket
  readonly ended: Promise<void>
  received = Buffer.alloc(0)

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.socket = connect(Number(port), hostname)
    this.socket.on('error', () => {})
    this.socket.on('data', (chunk) => {
      if (this.received.length < 4096) this.received = Buffer.concat([this.received, chunk])
    })
    this.ended = new Promise((done) => this.socket.once('close', () => done()))
  }

  says(...bytes: (string | Uint8Array)[]): this {
    for (const part of bytes) if (!this.socket.destroyed) this.socket.write(part)
    return this
  }

  /** Says that nothing more will come, and waits until the relay has ended its side too. */
  finish(): Promise<void> {
    this.socket.end()
    return this.ended
  }

  /** Close code in what was received after the answer to the upgrade, or null. */
  get closeCode(): number | null {
    const at = this.received.indexOf('\r\n\r\n')
    const rest = at < 0 ? Buffer.alloc(0) : this.received.subarray(at + 4)
    const close = rest.indexOf(0x88)
    return close >= 0 && rest.length >= close + 4 ? rest.readUInt16BE(close + 2) : null
  }
}
