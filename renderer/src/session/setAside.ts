import * as Y from 'yjs'
import { toBase64Url } from '#shared/crypto/bytes.ts'
import { splitUpdate } from '#shared/log/updateSplit.ts'
import { type Written, writtenIn } from '#shared/log/writtenIn.ts'
import { type DocKey, readDocKey } from './docKey.ts'
import { ELSEWHERE, type SetAside } from './outbox.ts'
import type { Replica } from './replica.ts'
import { mergeUpdates } from './updates.ts'

/** What one entry of the outbox may carry. */
const PIECE_STRUCTS = 4_000
const PIECE_BYTES = 256 * 1024

/** Edits of one document that the community does not have and will not take as they are. They are kept on this computer. */
export interface SetAsideView {
  readonly id: string
  readonly doc: DocKey
  /** Codes, each once: the fold's or the relay's reasons, or `elsewhere`: somebody else's that the relay has lost. */
  readonly reasons: readonly string[]
  /** How many writes. */
  readonly edits: number
  /** They are one's own and the role allows the document now. */
  readonly mayRetry: boolean
}

const idOf = ({ doc, reason }: SetAside): string => (reason === ELSEWHERE ? `${doc} ${ELSEWHERE}` : doc)

function grouped(replica: Replica): Map<string, SetAside[]> {
  const groups = new Map<string, SetAside[]>()
  for (const row of replica.edits.setAside) groups.set(idOf(row), [...(groups.get(idOf(row)) ?? []), row])
  return groups
}

export function setAsideViews(replica: Replica): SetAsideView[] {
  return [...grouped(replica)].flatMap(([id, rows]) => {
    const [first] = rows
    if (!first) return []
    const reasons = [...new Set(rows.map(({ reason }) => reason))]
    const mayRetry = first.reason !== ELSEWHERE && replica.mayWrite(first.doc)
    return [{ id, doc: first.doc, reasons, edits: rows.length, mayRetry }]
  })
}

/** What is handed on of edits that were set aside, as a file. JSON. */
export interface SetAsideExport {
  readonly kith: 'edits set aside'
  readonly version: 1
  readonly room: string
  readonly community: string
  readonly member: string
  /** ms since 1970 */
  readonly exported: number
  readonly documents: readonly {
    readonly document: string
    readonly part: string | null
    readonly reasons: readonly string[]
    /** For people. */
    readonly words: readonly Written[]
    /** Yjs updates (V1) in order, base64url; for programs. */
    readonly updates: readonly string[]
  }[]
}

/** @param read everything this computer shows of a document */
export async function exportSetAside(
  replica: Replica,
  ids: readonly string[],
  read: (doc: DocKey) => Promise<readonly Uint8Array[]>,
): Promise<SetAsideExport['documents']> {
  const documents = []
  for (const [id, rows] of grouped(replica)) {
    const [first] = rows
    const place = first && readDocKey(first.doc)
    if (!ids.includes(id) || !place) continue
    const updates = rows.flatMap((row) => row.updates)
    const words = replica.mayRead(first.doc) ? writtenIn(await read(first.doc), mergeUpdates(updates)) : []
    const reasons = [...new Set(rows.map(({ reason }) => reason))]
    documents.push({ document: place.doc, part: place.part, reasons, words, updates: updates.map(toBase64Url) })
  }
  return documents
}

export async function discardSetAside(replica: Replica, ids: readonly string[]): Promise<void> {
  for (const [id, [first]] of grouped(replica))
    if (first && ids.includes(id)) await replica.edits.settleAside(first.doc, sort(first), () => [])
}

const sort = ({ reason }: SetAside) => {
  const others = reason === ELSEWHERE
  return (other: string) => (other === ELSEWHERE) === others
}

/** `waiting`: they go out again. `done`: the log has them already. `role`, `gap`: why they stay. `moot`: there are none. */
export type RetryOutcome = 'waiting' | 'done' | 'role' | 'gap' | 'moot'

/**
 * Sends refused edits once more, as they were: under the client id they were made with, which is this device's for ever and
 * has been used for nothing else since (R6), and from where the log stands with it. So what the log took after all is not
 * written twice, however the refusal and the log have crossed.
 */
export async function retrySetAside(replica: Replica, id: string): Promise<RetryOutcome> {
  const [first] = grouped(replica).get(id) ?? []
  if (!first) return 'moot'
  if (first.reason === ELSEWHERE || !replica.mayWrite(first.doc)) return 'role'
  const { doc } = first
  let outcome: RetryOutcome = 'moot'
  await replica.edits.settleAside(doc, sort(first), (updates) => {
    if (updates.length === 0) return null
    const again = continuing(replica, doc, updates)
    outcome = again === null ? 'gap' : again.length === 0 ? 'done' : 'waiting'
    return again
  })
  return outcome
}

/**
 * What the log lacks of these updates, as pieces for one entry each.
 * @returns null if they do not go on where the log stands
 */
function continuing(replica: Replica, key: DocKey, updates: readonly Uint8Array[]): Uint8Array[] | null {
  const place = readDocKey(key)
  const bound = place && replica.state.docs.get(place.doc)?.parts.get(place.part ?? '')
  const clocks = new Map([...(bound ?? [])].map(([client, { clock }]) => [client, clock]))
  const rest = Y.diffUpdate(mergeUpdates(updates), Y.encodeStateVector(clocks))
  const { from } = Y.parseUpdateMeta(rest)
  if ([...from].some(([client, clock]) => clock !== (clocks.get(client) ?? 0))) return null
  const { structs, ds } = Y.decodeUpdate(rest)
  return structs.length === 0 && ds.clients.size === 0 ? [] : splitUpdate(rest, PIECE_STRUCTS, PIECE_BYTES)
}
