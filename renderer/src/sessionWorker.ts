/**
 * The composition root of the session: storage, keys, fold and outbox run here, on a thread of their own. Its
 * Content-Security-Policy lets it connect nowhere (src/main/csp.ts); the socket to a relay is the link worker's.
 */

import { ready } from '#shared/crypto/sodium.ts'
import { Communities } from './session/communities.ts'
import type { Port } from './session/rpc.ts'
import { serveHost } from './session/serving.ts'
import { openStorage } from './storage/dexieStorage.ts'
import { relayDial } from './sync/relayLink.ts'

/** The first thing the window says. */
export interface Begin {
  /** 32 bytes, from the host. */
  readonly key: Uint8Array
}

const scope = globalThis as unknown as Port
// Both take a while, and neither needs the key, which the window is still asking its host for.
const storage = openStorage()
storage.catch(() => {}) // told with the first call
void ready()
const timer = {
  after: (ms: number, work: () => void) => {
    const id = setTimeout(work, ms)
    return () => clearTimeout(id)
  },
  random: Math.random,
}

async function open(key: Uint8Array): Promise<Communities> {
  return Communities.open(await storage, key, { timer, now: Date.now, dialRelay: relayDial })
}

scope.onmessage = ({ data }: MessageEvent<Begin>) => {
  const opening = open(data.key)
  opening.catch(() => {}) // told with the first call
  serveHost(scope, opening)
}
