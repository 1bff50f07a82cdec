/**
 * The composition root of the session: storage, keys, fold and outbox run here, on a thread of their own. Its
 * Content-Security-Policy lets it connect nowhere (src/main/csp.ts); the socket to a relay is the link worker's.
 */

import { ready } from '#shared/crypto/sodium.ts'
import { journalBehind } from './platform/journalPort.ts'
import { Communities } from './session/communities.ts'
import { randomId } from './session/communityCore.ts'
import type { Port } from './session/rpc.ts'
import { serveHost } from './session/serving.ts'
import { openStorage } from './storage/dexieStorage.ts'
import type { Restored } from './storage/journaledStorage.ts'
import { openJournaled } from './storage/openJournaled.ts'
import type { Storage } from './storage/store.ts'
import { relayDial } from './sync/relayLink.ts'

/** The first thing the window says. */
export interface Begin {
  /** 32 bytes, from the host. */
  readonly key: Uint8Array
  /** To the host's journal; null where there is none. */
  readonly journal: MessagePort | null
  /** Here it tells, once, what had to be put back: a `Restored`. */
  readonly told: MessagePort
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

async function openAll({ journal, told }: Begin): Promise<Storage> {
  if (!journal) return storage
  const opened = await openJournaled(storage, journalBehind(journal), randomId)
  told.postMessage(opened.restored satisfies Restored)
  return opened.storage
}

async function open(begin: Begin): Promise<Communities> {
  const all = await Promise.all([openAll(begin), ready()])
  return Communities.open(all[0], begin.key, { timer, now: Date.now, dialRelay: relayDial })
}

scope.onmessage = ({ data }: MessageEvent<Begin>) => {
  const opening = open(data)
  opening.catch(() => {}) // told with the first call
  serveHost(scope, opening)
}
