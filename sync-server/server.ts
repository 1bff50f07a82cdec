import type { Server } from 'node:http'
import { type AddressInfo, isIPv6 } from 'node:net'
import { CREATION_TOKEN_MAX_BYTES, DEFAULT_LIMITS, type Limits } from '#shared/protocol/limits.ts'
import { isLoopback } from './addresses.ts'
import { openDataFolder } from './dataFolder.ts'
import { Door } from './door.ts'
import { createHttpFace } from './httpFace.ts'
import { MemoryLog } from './log/memoryLog.ts'
import { RelayCore } from './relayCore.ts'
import type { SocketPeer } from './socketPeer.ts'
import { StartError } from './startError.ts'

export interface RelayOptions {
  /** Default 127.0.0.1. Anything that is not loopback needs `behindTls`. */
  readonly host?: string
  /** Default 0: any free port. */
  readonly port?: number
  /** Folder of the data file; null keeps everything in memory. */
  readonly dataFolder: string | null
  /** Who may open rooms. Needed unless bound to loopback without a proxy in front. */
  readonly creationToken?: string | null
  /** A proxy in front ends TLS and sets X-Forwarded-For. */
  readonly behindTls?: boolean
  readonly limits?: Partial<Limits>
  /** Told of faults of the relay and its disk. What it is given may name files, never members, rooms or addresses. */
  readonly onFault?: (error: unknown) => void
}

export interface RunningRelay {
  /** `ws://host:port`; the socket of a room is at `/<room id>` below it. */
  readonly url: string
  readonly port: number
  /** Prometheus text, without identities. */
  metrics(): string
  /** Stores what waits, tells all sockets to come again, and ends. */
  close(): Promise<void>
}

/** Seconds between looking for due trims and ended mailboxes. */
const SWEEP_SECONDS = 60
/** Milliseconds that sockets have to say goodbye. */
const GOODBYE_MS = 1000

const checkOptions = ({ host = '127.0.0.1', behindTls = false, creationToken }: RelayOptions): void => {
  if (!isLoopback(host) && !behindTls) {
    throw new StartError(
      'NEEDS_TLS',
      `The relay speaks ws:// only and would be open to the network on ${host}. Bind it to 127.0.0.1, or put a proxy with TLS in front of it and set KITH_RELAY_BEHIND_TLS=1.`,
    )
  }
  if (!creationToken && (behindTls || !isLoopback(host))) {
    throw new StartError(
      'NEEDS_CREATION_TOKEN',
      'Without KITH_RELAY_TOKEN anybody could open communities on this relay. Set it to a long random text and give it to those who may.',
    )
  }
  if (creationToken && Buffer.byteLength(creationToken) > CREATION_TOKEN_MAX_BYTES) {
    throw new StartError('BAD_OPTION', `KITH_RELAY_TOKEN is longer than ${CREATION_TOKEN_MAX_BYTES} bytes.`)
  }
}

const listen = (http: Server, host: string, port: number): Promise<number> =>
  new Promise((done, fail) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        fail(
          new StartError(
            'PORT_IN_USE',
            `Port ${port} on ${host} is in use. Stop what uses it, or choose another with KITH_RELAY_PORT.`,
          ),
        )
      } else {
        fail(new StartError('NO_SUCH_ADDRESS', `Cannot listen on ${host}, port ${port} (${error.message}).`))
      }
    })
    http.listen(port, host, () => {
      http.removeAllListeners('error')
      done((http.address() as AddressInfo).port)
    })
  })

/** Starts a relay in this process. Throws StartError with a sentence for the operator. */
export const startRelay = async (options: RelayOptions): Promise<RunningRelay> => {
  checkOptions(options)
  const { host = '127.0.0.1', port = 0, dataFolder, behindTls = false, onFault } = options
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits }
  const data = dataFolder === null ? { log: new MemoryLog(), release: () => {} } : openDataFolder(dataFolder)
  const core = new RelayCore({
    log: data.log,
    limits,
    creationToken: options.creationToken ?? null,
    now: () => Date.now() / 1000,
    // after all sockets that had something to say in this round of the event loop have been read
    turn: setImmediate,
    ...(onFault && { onFault }),
  })
  const startedAt = Date.now()
  const metrics = () => {
    const { rooms, connections } = core.open
    const { rss } = process.memoryUsage()
    const uptime = Math.round((Date.now() - startedAt) / 1000)
    return core.metrics.text({ uptime_seconds: uptime, rooms, connections, sockets: peers.size, memory_bytes: rss })
  }
  const http = createHttpFace(metrics, limits.authSeconds)
  const peers = new Set<SocketPeer>()
  new Door({ core, limits, behindTls, peers, fault: (error) => onFault?.(error) }).guard(http)

  let boundPort: number
  try {
    boundPort = await listen(http, host, port)
  } catch (error) {
    data.log.close()
    data.release()
    throw error
  }
  http.on('error', (error) => onFault?.(error))
  core.sweep()
  const timers = [
    setInterval(() => core.sweep(), SWEEP_SECONDS * 1000),
    setInterval(() => {
      for (const peer of peers) peer.check()
    }, limits.pingSeconds * 1000),
  ]
  return {
    url: `ws://${isIPv6(host) ? `[${host}]` : host}:${boundPort}`,
    port: boundPort,
    metrics,
    close: async () => {
      for (const timer of timers) clearInterval(timer)
      const closed = new Promise((done) => http.close(done))
      http.closeAllConnections()
      core.close()
      const goodbye = setTimeout(() => {
        for (const peer of peers) peer.terminate()
      }, GOODBYE_MS)
      await closed
      clearTimeout(goodbye)
      data.log.close()
      data.release()
    },
  }
}
