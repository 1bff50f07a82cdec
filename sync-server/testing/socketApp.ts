import { WebSocket } from 'ws'
import {
  type AppendFrame,
  type RelayFrame,
  readFromRelay,
  writeAppend,
  writeAuth,
  writeRoomPath,
  writeStep1,
} from '#shared/protocol/frames.ts'
import { entryOf, type Made, roomOf, textOf, tokenOf } from './entries.ts'

/** An app on a real socket. Everything waits for events, nothing for time. */
export class SocketApp {
  readonly frames: RelayFrame[] = []
  closeCode: number | null = null
  readonly #ws: WebSocket
  #waiting: { met: () => boolean; done: () => void }[] = []
  #ref = 0

  constructor(url: string, options: { room?: string; headers?: Record<string, string>; compress?: boolean } = {}) {
    const { room = roomOf(), headers = {}, compress = false } = options
    this.#ws = new WebSocket(url + writeRoomPath(room), { headers, perMessageDeflate: compress })
    this.#ws.on('message', (data: Buffer) => {
      const frame = readFromRelay(new Uint8Array(data))
      if (!frame) throw new Error('the relay sent what no app can read')
      this.frames.push(frame)
      this.#look()
    })
    this.#ws.on('error', () => {})
    this.#ws.on('close', (code) => {
      this.closeCode = code
      this.#look()
    })
  }

  #look(): void {
    const met = this.#waiting.filter((one) => one.met())
    this.#waiting = this.#waiting.filter((one) => !met.includes(one))
    for (const one of met) one.done()
  }

  /** Resolves once `met` holds; it is asked after every frame and after the close. */
  until(met: () => boolean): Promise<void> {
    if (met()) return Promise.resolve()
    return new Promise((done) => this.#waiting.push({ met, done }))
  }

  /** Resolves with the socket open, or with its close code if it never was. */
  async opened(): Promise<this> {
    if (this.#ws.readyState === WebSocket.CONNECTING) {
      await Promise.race([
        new Promise<void>((done) => this.#ws.once('open', done)),
        new Promise<void>((done) => this.#ws.once('close', () => done())),
      ])
    }
    return this
  }

  async closed(): Promise<number> {
    await this.until(() => this.closeCode !== null)
    return this.closeCode ?? 0
  }

  says(frame: Uint8Array | string): this {
    this.#ws.send(frame)
    return this
  }

  /** Lets itself in and reads from `after`; resolves when the relay has answered or closed. */
  async enter(tokenName: string, { after = 0, creation = '' } = {}): Promise<this> {
    await this.opened()
    if (this.closeCode !== null) return this
    const before = this.frames.length
    this.says(writeAuth(tokenOf(tokenName), Buffer.from(creation)))
    await this.until(() => this.frames.length > before || this.closeCode !== null)
    if (this.closeCode === null) this.says(writeStep1(after))
    return this
  }

  append(made: Made, more: Partial<AppendFrame> = {}): this {
    this.#ref += 1
    return this.says(writeAppend({ ref: this.#ref, afterControlSeq: 0, entry: entryOf(made), ...more }))
  }

  /** The entries it was sent, as `<seq> <text>`. */
  entries(): string[] {
    return this.frames.flatMap((frame) =>
      frame.kind === 'step2' ? frame.entries.map(({ seq, bytes }) => `${seq} ${textOf(bytes)}`) : [],
    )
  }

  async has(entry: string): Promise<void> {
    await this.until(() => this.entries().includes(entry))
  }

  /** Stops reading from the socket. */
  pause(): void {
    this.#ws.pause()
  }

  resume(): void {
    this.#ws.resume()
  }

  hangUp(): Promise<number> {
    this.#ws.close()
    return this.closed()
  }

  get compresses(): boolean {
    return this.#ws.extensions.includes('deflate')
  }
}
