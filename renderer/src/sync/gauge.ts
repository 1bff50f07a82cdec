/**
 * How much a link has handed over and the session has not taken yet, in bytes, in memory that both threads share. A browser's
 * WebSocket knows no pause: what it receives is kept, however much it is. But a thread that waits reads nothing, so the line
 * fills up, and the relay keeps the rest in its log.
 */
export type Gauge = Int32Array<SharedArrayBuffer>

/** A few batches: enough that the session never waits for the line. */
const MOST = 4 * 1024 * 1024
/** Now and then the link looks up: it may have been told to close. */
const LONGEST_WAIT_MS = 1000

/** @returns null where threads cannot share memory: then nothing holds a link up */
export const makeGauge = (): Gauge | null =>
  typeof SharedArrayBuffer === 'function' ? new Int32Array(new SharedArrayBuffer(4)) : null

/** Called by the link after it has handed over a frame: waits until most of what waits has been taken. */
export function handedOver(gauge: Gauge, bytes: number, most = MOST): void {
  let waiting = Atomics.add(gauge, 0, bytes) + bytes
  while (waiting > most) {
    if (Atomics.wait(gauge, 0, waiting, LONGEST_WAIT_MS) === 'timed-out') return
    waiting = Atomics.load(gauge, 0)
  }
}

/** Called by the session when it is done with a frame. */
export function taken(gauge: Gauge, bytes: number): void {
  Atomics.sub(gauge, 0, bytes)
  Atomics.notify(gauge, 0)
}
