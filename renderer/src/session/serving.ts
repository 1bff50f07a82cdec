import { DocKind, type RoomId } from '#shared/log/ids.ts'
import { COMMANDS, type CommunityView, viewOf } from './commands.ts'
import type { Communities } from './communities.ts'
import type { CommunitySession } from './communitySession.ts'
import type { DocKey } from './docKey.ts'
import type { NewDoc } from './docSource.ts'
import { type Port, serve } from './rpc.ts'

type Method = (...args: never[]) => unknown

/** One call for all that are made in one turn: a batch of entries may bring hundreds of changes. */
function oncePerTurn(work: () => void): () => void {
  let due = false
  return () => {
    if (due) return
    due = true
    queueMicrotask(() => {
      due = false
      work()
    })
  }
}

/**
 * Serves one open community through a port of its own, until it is closed.
 * @param view what the window has been shown so far
 */
function serveSession(port: MessagePort, session: CommunitySession, view: CommunityView): void {
  const { documents } = session
  const command = (name: (typeof COMMANDS)[number]): Method => {
    const method = session[name] as (...args: unknown[]) => unknown
    return async (...args: unknown[]) => {
      const result = await method.apply(session, args)
      showView()
      return result
    }
  }
  const tell = serve(port, {
    ...Object.fromEntries(COMMANDS.map((name) => [name, command(name)])),
    docOpen: (key: DocKey) => documents.open(key),
    docClose: (key: DocKey) => documents.close(key),
    docEdit: (key: DocKey, update: Uint8Array) => documents.edit(key, update),
    docWriteNew: (items: NewDoc[]) => documents.writeNew(items),
    docPresence: (key: DocKey, update: Uint8Array) => documents.presence(key, update),
    glimpse: (key: DocKey) => session.glimpse(key),
    close: async () => {
      for (const end of stop) end()
      await session.close()
    },
  })
  let shown = JSON.stringify(view)
  const showView = () => {
    const now = viewOf(session)
    const text = JSON.stringify(now)
    if (text !== shown) tell('view', now)
    shown = text
  }
  let { refused } = session.currentStatus
  const showStatus = () => {
    const status = session.currentStatus
    if (status.refused !== refused) showView()
    refused = status.refused
    tell('status', status)
  }
  const stop = [
    session.changed.on(oncePerTurn(showView)),
    session.status.on(oncePerTurn(showStatus)),
    documents.news.on((news) => tell('doc', news)),
  ]
}

/** What the window needs to hold on to an open community. */
async function handOver(session: CommunitySession, wanted: readonly DocKey[] = []) {
  // The one document without which nothing can be drawn goes along; it is small.
  const first = session.docs().find(({ id, kind }) => kind === DocKind.community && wanted.includes(id))
  const glimpses = await Promise.all(wanted.map(async (key) => ({ key, glimpse: await session.glimpse(key) })))
  const { port1, port2 } = new MessageChannel()
  const [view, status] = [viewOf(session), session.currentStatus]
  // Before anything is opened: what comes in from then on waits in the port.
  serveSession(port1, session, view)
  const docs = first ? [{ key: first.id, doc: await session.documents.open(first.id) }] : []
  return { room: session.room, port: port2, view, status, glimpses, docs }
}

export type HandedOver = Awaited<ReturnType<typeof handOver>>

/** All that the window may ask of a profile as a whole. */
export const hostMethods = (opening: Promise<Communities>) => ({
  list: async () => (await opening).list(),
  /** @param wanted documents that will be asked for at once */
  open: async (room: RoomId, wanted: readonly DocKey[]) => {
    return handOver(await (await opening).open(room, wanted), wanted)
  },
  create: async (name: string, hue: string, myName: string) =>
    handOver(await (await opening).create(name, hue, myName)),
  forget: async (room: RoomId) => (await opening).forget(room),
  /** Reads a link without acting on it. @returns the address of its relay */
  readLink: async (text: string) => {
    const read = (await opening).readLink(text)
    return read.ok
      ? { ok: true as const, relay: read.relay, room: read.link.room }
      : { ok: false as const, code: `link.${read.error}` }
  },
  join: async (text: string, hue: string, myName: string) => {
    const communities = await opening
    const read = communities.readLink(text)
    if (!read.ok) return { ok: false as const, code: `link.${read.error}` }
    const joined = await communities.join(read.link, hue, myName)
    return joined.ok ? { ok: true as const, open: await handOver(joined.session) } : joined
  },
})

export type HostMethods = ReturnType<typeof hostMethods>

/** @param opening may still be under way: calls wait for it, and fail as it fails */
export function serveHost(port: Port, opening: Promise<Communities>): void {
  serve(port, hostMethods(opening))
}
