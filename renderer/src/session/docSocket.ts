import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as syncProtocol from 'y-protocols/sync'

/** y-websocket's message numbers (y-websocket 3, `messageSync`, `messageAwareness`). */
const SYNC = 0
const AWARENESS = 1

/** The store and the log behind one document, as DocSocket needs them. */
export interface DocHost {
  /** What has come in since the document was loaded and before `attach`. */
  state(): Uint8Array
  /** A local edit. */
  edit(update: Uint8Array): void
  /** The local user's presence in this document. */
  presence(update: Uint8Array): void
  /** Registers for what comes from elsewhere, from now on. @returns ends it */
  attach(deliver: { update(update: Uint8Array): void; presence(update: Uint8Array): void }): () => void
}

/**
 * A WebSocket class for y-websocket's WebsocketProvider. Its other end is not a server but this computer's store of one
 * document: it speaks y-websocket to the provider and hands edits to the session, which seals them. Nothing that comes
 * through here has to be sent again, whoever reconnects (docs/decisions/0001-doc-socket.md).
 */
export function docSocketFor(host: DocHost): typeof WebSocket {
  class DocSocket {
    static readonly CONNECTING = 0
    static readonly OPEN = 1
    static readonly CLOSING = 2
    static readonly CLOSED = 3
    readonly OPEN = 1
    binaryType = 'arraybuffer'
    readyState = 0
    onopen: (() => void) | null = null
    onmessage: ((event: { data: ArrayBufferLike }) => void) | null = null
    onclose: ((event: { code: number }) => void) | null = null
    onerror: (() => void) | null = null
    #detach: (() => void) | null = null

    constructor() {
      queueMicrotask(() => {
        if (this.readyState !== 0) return
        this.readyState = 1
        this.#detach = host.attach({
          update: (update) => this.#deliver(SYNC, (to) => syncProtocol.writeUpdate(to, update)),
          presence: (update) => this.#deliver(AWARENESS, (to) => encoding.writeVarUint8Array(to, update)),
        })
        this.onopen?.()
      })
    }

    #deliver(type: number, write: (to: encoding.Encoder) => void): void {
      if (this.readyState !== 1) return
      const frame = encoding.encode((to) => {
        encoding.writeVarUint(to, type)
        write(to)
      })
      this.onmessage?.({ data: frame.buffer.slice(frame.byteOffset, frame.byteOffset + frame.byteLength) })
    }

    send(data: Uint8Array | ArrayBuffer): void {
      const from = decoding.createDecoder(new Uint8Array(data))
      const type = decoding.readVarUint(from)
      if (type === AWARENESS) {
        const update = decoding.readVarUint8Array(from)
        host.presence(update)
        // As a server does.
        this.#deliver(AWARENESS, (to) => encoding.writeVarUint8Array(to, update))
        return
      }
      if (type !== SYNC) return
      const step = decoding.readVarUint(from)
      if (step === syncProtocol.messageYjsSyncStep1) this.#answerStep1()
      else if (step === syncProtocol.messageYjsUpdate) host.edit(decoding.readVarUint8Array(from))
    }

    #answerStep1(): void {
      const state = host.state()
      this.#deliver(SYNC, (to) => {
        encoding.writeVarUint(to, syncProtocol.messageYjsSyncStep2)
        encoding.writeVarUint8Array(to, state)
      })
    }

    close(code = 1000): void {
      if (this.readyState === 3) return
      this.readyState = 3
      this.#detach?.()
      this.onclose?.({ code })
    }
  }
  // y-websocket uses exactly the members above of the DOM's interface.
  return DocSocket as unknown as typeof WebSocket
}
