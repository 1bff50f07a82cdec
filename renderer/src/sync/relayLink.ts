import { makeGauge, taken } from './gauge.ts'
import type { Dial } from './link.ts'
import type { FromWorker, ToWorker } from './linkWorker.ts'

/** The part of a Worker that a link needs; tests put a stand-in here. */
export interface WorkerLike {
  onmessage: ((event: { data: FromWorker }) => void) | null
  onerror: ((event: never) => void) | null
  postMessage(message: ToWorker): void
  terminate(): void
}

const ABNORMAL = 1006

const startWorker = (): WorkerLike =>
  new Worker(new URL('./linkWorker.ts', import.meta.url), { type: 'module', name: 'linkWorker' }) as WorkerLike

/**
 * @param url the relay's address with the room, `wss://host/<room>`
 * @returns dials anew at each call, each time in a worker of its own
 */
export function relayDial(url: string, start: () => WorkerLike = startWorker): Dial {
  return ({ opened, frame, closed }) => {
    const worker = start()
    let live = true
    const end = (code: number) => {
      if (!live) return
      live = false
      worker.terminate()
      closed(code)
    }
    const gauge = makeGauge()
    worker.onmessage = ({ data }) => {
      if (!live) return
      if ('frame' in data) {
        const { length } = data.frame
        const done = () => gauge && taken(gauge, length)
        Promise.resolve(frame(data.frame)).then(done, done)
      } else if ('opened' in data) opened()
      else end(data.closed)
    }
    worker.onerror = () => end(ABNORMAL)
    worker.postMessage({ open: url, gauge })
    return {
      send: (bytes) => {
        if (live) worker.postMessage({ frame: bytes })
      },
      close: () => {
        if (!live) return
        live = false
        worker.postMessage({ close: true })
        // The worker is on another thread: it closes the socket by itself before it goes.
        setTimeout(() => worker.terminate(), 1000)
      },
    }
  }
}
