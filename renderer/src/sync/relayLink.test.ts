import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FromWorker, ToWorker } from './linkWorker.ts'
import { relayDial, type WorkerLike } from './relayLink.ts'

const ABNORMAL = 1006

class StandIn implements WorkerLike {
  onmessage: ((event: { data: FromWorker }) => void) | null = null
  onerror: ((event: never) => void) | null = null
  readonly told: ToWorker[] = []
  terminated = false
  postMessage(message: ToWorker) {
    this.told.push(message)
  }
  terminate() {
    this.terminated = true
  }
  say(data: FromWorker) {
    this.onmessage?.({ data })
  }
}

function begin() {
  const workers: StandIn[] = []
  const dial = relayDial('wss://relay.example/room', () => {
    const worker = new StandIn()
    workers.push(worker)
    return worker
  })
  const news: unknown[] = []
  const handlers = {
    opened: () => news.push('opened'),
    frame: (bytes: Uint8Array) => news.push(bytes),
    closed: (code: number) => news.push(code),
  }
  const link = dial(handlers)
  const [worker] = workers
  if (!worker) throw new Error('no worker was started')
  return { link, worker, news, workers, again: () => dial(handlers) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a link to a relay, by a worker of its own', () => {
  it('tells the worker the address, and passes on what it says', () => {
    const { worker, news, link } = begin()
    expect(worker.told).toMatchObject([{ open: 'wss://relay.example/room' }])
    worker.say({ opened: true })
    worker.say({ frame: Uint8Array.of(1) })
    link.send(Uint8Array.of(2))
    expect(news).toEqual(['opened', Uint8Array.of(1)])
    expect(worker.told.at(-1)).toEqual({ frame: Uint8Array.of(2) })
  })

  it('ends once, with the code of the relay, and takes the worker with it', () => {
    const { worker, news, link } = begin()
    worker.say({ closed: 4401 })
    worker.say({ closed: ABNORMAL })
    worker.onerror?.(undefined as never)
    link.send(Uint8Array.of(1))
    expect(news).toEqual([4401])
    expect([worker.terminated, worker.told.length]).toEqual([true, 1])
  })

  it('a worker that fails is a lost line', () => {
    const { worker, news } = begin()
    worker.onerror?.(undefined as never)
    expect(news).toEqual([ABNORMAL])
    expect(worker.terminated).toBe(true)
  })

  it('closed from here tells nobody; the worker gets time to close the socket', () => {
    const { worker, news, link } = begin()
    link.close()
    link.close()
    worker.say({ frame: Uint8Array.of(1) })
    worker.say({ closed: 1000 })
    expect(news).toEqual([])
    expect(worker.told.at(-1)).toEqual({ close: true })
    expect(worker.terminated).toBe(false)
    vi.runAllTimers()
    expect(worker.terminated).toBe(true)
  })

  it('dials each time in another worker', () => {
    const { workers, again } = begin()
    again()
    expect(workers).toHaveLength(2)
  })
})
