import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { FromWorker, ToWorker } from './linkWorker.ts'

const said: FromWorker[] = []

class StandIn {
  static readonly OPEN = 1
  static last: StandIn | null = null
  readonly url: string
  binaryType = 'blob'
  readyState = 0
  onopen: (() => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  readonly sent: Uint8Array[] = []
  closedWith: number | null = null
  constructor(url: string) {
    if (url.includes('forbidden')) throw new Error('the policy forbids it')
    this.url = url
    StandIn.last = this
  }
  send(frame: Uint8Array) {
    this.sent.push(frame)
  }
  close(code: number) {
    this.closedWith = code
  }
}

interface Scope {
  onmessage: (event: { data: ToWorker }) => void
}

/** The worker's file runs in a scope of its own; here that is this one, anew for each test. */
beforeEach(async () => {
  said.length = 0
  StandIn.last = null
  vi.stubGlobal('WebSocket', StandIn)
  vi.stubGlobal('postMessage', (message: FromWorker) => said.push(message))
  vi.resetModules()
  await import('./linkWorker.ts')
})

const tell = (data: ToWorker) => (globalThis as unknown as Scope).onmessage({ data })
const socket = () => {
  if (StandIn.last === null) throw new Error('nothing was dialled')
  return StandIn.last
}

describe('the worker of a link', () => {
  it('opens one socket to the address, for bytes', () => {
    tell({ open: 'wss://relay.example/room', gauge: null })
    expect([socket().url, socket().binaryType]).toEqual(['wss://relay.example/room', 'arraybuffer'])
    socket().onopen?.()
    expect(said).toEqual([{ opened: true }])
  })

  it('sends only through an open socket: nothing waits in it for a relay that is not there', () => {
    tell({ open: 'wss://relay.example/room', gauge: null })
    tell({ frame: Uint8Array.of(1) })
    expect(socket().sent).toEqual([])
    socket().readyState = 1
    tell({ frame: Uint8Array.of(2) })
    expect(socket().sent).toEqual([Uint8Array.of(2)])
  })

  it('passes on frames of bytes and no text', () => {
    tell({ open: 'wss://relay.example/room', gauge: null })
    socket().onmessage?.({ data: Uint8Array.of(1, 2).buffer })
    socket().onmessage?.({ data: 'text' })
    expect(said).toEqual([{ frame: Uint8Array.of(1, 2) }])
  })

  it('tells why it was closed, and closes when it is told', () => {
    tell({ open: 'wss://relay.example/room', gauge: null })
    tell({ close: true })
    expect(socket().closedWith).toBe(1000)
    socket().onclose?.({ code: 4503 })
    expect(said).toEqual([{ closed: 4503 }])
  })

  it('an address that may not be dialled is a lost line, not a dead worker', () => {
    tell({ open: 'wss://forbidden.example/room', gauge: null })
    expect(said).toEqual([{ closed: 1006 }])
    tell({ close: true })
  })
})
