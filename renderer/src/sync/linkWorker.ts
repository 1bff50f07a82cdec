/**
 * One connection to one relay. It is a file of its own because its Content-Security-Policy is its own: only here may a
 * connection be opened, and only to relays the user has chosen (src/main/csp.ts).
 */

import { type Gauge, handedOver } from './gauge.ts'

export type ToWorker =
  | { readonly open: string; readonly gauge: Gauge | null }
  | { readonly frame: Uint8Array }
  | { readonly close: true }
export type FromWorker = { readonly opened: true } | { readonly frame: Uint8Array } | { readonly closed: number }

interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
  postMessage(message: FromWorker, transfer?: Transferable[]): void
}
const scope = globalThis as unknown as WorkerScope

const ABNORMAL = 1006
let socket: WebSocket | null = null
let gauge: Gauge | null = null

function open(url: string): void {
  try {
    socket = new WebSocket(url)
  } catch {
    scope.postMessage({ closed: ABNORMAL })
    return
  }
  socket.binaryType = 'arraybuffer'
  socket.onopen = () => scope.postMessage({ opened: true })
  // A connection that the policy forbids ends with this event alone; after others the same end is told by `onclose` too.
  socket.onerror = () => scope.postMessage({ closed: ABNORMAL })
  socket.onclose = ({ code }) => scope.postMessage({ closed: code })
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!(data instanceof ArrayBuffer)) return
    const frame = new Uint8Array(data)
    const { length } = frame
    scope.postMessage({ frame }, [frame.buffer])
    if (gauge) handedOver(gauge, length)
  }
}

scope.onmessage = ({ data }) => {
  if ('open' in data) {
    gauge = data.gauge
    open(data.open)
  } else if ('frame' in data) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(data.frame as Uint8Array<ArrayBuffer>)
  } else socket?.close(1000)
}
