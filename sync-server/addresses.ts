import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** Whether a host to bind to, or the address of a caller, is this computer only. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(host)

/** Who counts as one caller: an IPv4 address, or the /64 that one household or server gets of IPv6. */
export const callerOf = (address: string): string => {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (v4 || isIP(address) !== 6) return v4 ?? address
  const [front = '', back] = address.split('::')
  const groups = front.split(':').filter(Boolean)
  const zeros = back === undefined ? 0 : 8 - groups.length - back.split(':').filter(Boolean).length
  return `${[...groups, ...Array(zeros).fill('0'), ...(back?.split(':') ?? [])].slice(0, 4).join(':')}::/64`
}

/** The caller that a trusted proxy names: the last one in X-Forwarded-For, which the proxy itself added. Null if it names none. */
export const forwardedFor = (request: IncomingMessage): string | null => {
  const header = request.headers['x-forwarded-for']
  const last = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').at(-1)?.trim() ?? ''
  return isIP(last) ? last : null
}

/** Counts open sockets by caller. Held in memory only and never written anywhere. */
export class CallerCount {
  readonly #most: number
  readonly #counts = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** Counts one more; false, and nothing is counted, if the caller has as many as allowed. */
  enter(caller: string): boolean {
    const count = this.#counts.get(caller) ?? 0
    if (count >= this.#most) return false
    this.#counts.set(caller, count + 1)
    return true
  }

  leave(caller: string): void {
    const count = (this.#counts.get(caller) ?? 0) - 1
    if (count > 0) this.#counts.set(caller, count)
    else this.#counts.delete(caller)
  }
}
