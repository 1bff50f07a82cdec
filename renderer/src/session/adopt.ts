import type { Batch, CommunityStore, DocRow, EntryRow, RegisterRow } from '#renderer/storage/store.ts'
import { toHex } from '#shared/crypto/bytes.ts'
import { hash } from '#shared/crypto/hash.ts'
import { openCarried } from '#shared/log/carried.ts'
import { openContent } from '#shared/log/entry.ts'
import type { DeviceId, MemberId, RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import type { State } from '#shared/log/state.ts'
import { guardUpdate } from '#shared/log/updateGuard.ts'
import { readEntryHeader } from '#shared/protocol/frames.ts'
import { type DocKey, docKey, readDocKey } from './docKey.ts'
import { Filed } from './filedUnder.ts'
import type { Aside } from './foldAside.ts'
import { ELSEWHERE, type ReturnedEdit } from './outbox.ts'
import { updatesIn } from './rowUpdates.ts'

/** What the log in use held and the one that takes its place does not. */
export interface Loss {
  readonly returned: readonly ReturnedEdit[]
  readonly own: number
  readonly others: number
  readonly controls: number
}

/** As many rows as storage takes in a question. */
const ALL = 2 ** 31 - 1

export const fingerprint = (bytes: Uint8Array): string => toHex(hash(bytes))

export const NO_LOSS: Loss = { returned: [], own: 0, others: 0, controls: 0 }

interface Context {
  readonly room: RoomId
  readonly me: DeviceId
  readonly store: CommunityStore
  /** Of the log in use. */
  readonly keyring: Keyring
}

/** Does a log hold all that an update says? An update that only deletes cannot be told from its clocks: no. */
export function covers(state: State, key: string, update: Uint8Array): boolean {
  const place = readDocKey(key as DocKey)
  const bound = place && state.docs.get(place.doc)?.parts.get(place.part ?? '')
  const clients = guardUpdate(update)?.clients ?? []
  return clients.length > 0 && clients.every(({ client, to }) => (bound?.get(client)?.clock ?? 0) >= to)
}

/** @param from the first entry in which the two logs differ */
export async function lossBy(aside: Aside, from: number, { room, me, store, keyring }: Context): Promise<Loss> {
  const held = new Set(
    aside.entries.filter(({ verdict }) => !verdict || verdict.ok).map(({ row }) => fingerprint(row.bytes)),
  )
  const returned: ReturnedEdit[] = []
  const snapshots = new Map<string, EntryRow[]>()
  let controls = 0
  for (const row of await store.entries(from - 1, ALL)) {
    const { doc, bytes } = row
    if (held.has(fingerprint(bytes))) continue
    if (readEntryHeader(bytes)?.keep) controls += 1
    const content = readDocKey(doc as DocKey) ? openContent(room, keyring, bytes) : null
    if (content?.body.kind === 'snapshot') snapshots.set(doc, [...(snapshots.get(doc) ?? []), row])
    if (content?.body.kind !== 'update' || covers(aside.state, doc, content.body.update)) continue
    returned.push({ doc, update: content.body.update, refused: content.author === me ? '' : ELSEWHERE })
  }
  // What came as a checkpoint has no single authors: all of it is kept.
  for (const [doc, rows] of snapshots)
    for (const update of await updatesIn(room, keyring, rows))
      if (!covers(aside.state, doc, update)) returned.push({ doc, update, refused: ELSEWHERE })
  const own = returned.filter(({ refused }) => refused === '').length
  return { returned, own, others: returned.length - own, controls }
}

export interface RegisterValue {
  readonly name: string
  readonly member: MemberId
  readonly value: Uint8Array
}

/** The registers of a log that was folded aside: those that its checkpoint hands on, then those set since. */
export function registersIn({ entries, state }: Aside, room: RoomId, keyring: Keyring): RegisterValue[] {
  const values = new Map<string, RegisterValue>()
  const put = (value: RegisterValue) => values.set(`${value.name}/${value.member}`, value)
  for (const { row } of entries) {
    const body = row.doc === Filed.carried ? openContent(room, keyring, row.bytes)?.body : null
    if (body?.kind !== 'snapshot' || body.snapshot.form !== 'carried') continue
    for (const item of body.snapshot.items) {
      const carried = openCarried(state, room, item)
      if (carried?.body.kind !== 'register') continue
      const { name, subject, value } = carried.body
      put({ name, member: subject ?? carried.member, value: value.slice() })
    }
  }
  for (const { verdict } of entries) {
    if (!verdict?.ok || verdict.body.kind !== 'register') continue
    const { name, subject, value } = verdict.body
    put({ name, member: subject ?? verdict.member, value: value.slice() })
  }
  return [...values.values()]
}

/** Every part of every document that was ever written. */
export function partsOf(state: State): DocKey[] {
  return [...state.docs].flatMap(([doc, { parts }]) => [...parts.keys()].map((part) => docKey(doc, part || null)))
}

/**
 * The rest of the one transaction in which a log takes the place of another. Where nothing of ours waits, a document gets a
 * fresh client id: what this device has sent may be more than it knows (docs/protocol.md, R8).
 */
export async function swapBatch(
  aside: Aside,
  waits: ReadonlySet<string>,
  { me, store }: Pick<Context, 'me' | 'store'>,
  rest: { readonly registers: readonly RegisterRow[]; readonly folding: Pick<Batch, 'room' | 'heads'> },
  randomId: () => number,
): Promise<Batch> {
  const docs: DocRow[] = []
  for (const [doc, { parts }] of aside.state.docs)
    for (const [part, bound] of parts) {
      const key = docKey(doc, part || null)
      if (waits.has(key) || ![...bound.values()].some(({ device }) => device === me)) continue
      if (await store.doc(key)) docs.push({ doc: key, clientId: randomId(), seq: 0, state: new Uint8Array(0) })
    }
  return {
    reset: true,
    entries: aside.entries.map(({ row }) => row),
    docs,
    registers: rest.registers,
    heads: rest.folding.heads ?? [],
    room: { ...rest.folding.room, floor: aside.floor },
  }
}
