import type { CommunityStore, EntryRow } from '#renderer/storage/store.ts'
import { openContent } from '#shared/log/entry.ts'
import { partKey } from '#shared/log/folded.ts'
import type { DocId, MemberId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import type { State } from '#shared/log/state.ts'
import { takeBack as takeBackUpdate } from '#shared/log/takeBack.ts'
import { splitUpdate } from '#shared/log/updateSplit.ts'
import { partsOf } from './adopt.ts'
import { type DocKey, readDocKey } from './docKey.ts'
import type { Replica } from './replica.ts'
import { updatesIn } from './rowUpdates.ts'

const PIECE_STRUCTS = 4_000
const PIECE_BYTES = 256 * 1024

/** One entry of the log that changed a document. */
export interface AuthorEdit {
  /** Its place in the log. */
  readonly seq: number
  /** When this device had it, ms since 1970; null: before it can remember. */
  readonly at: number | null
}

export interface AuthorEdits {
  readonly member: MemberId
  /** Oldest first, back to the last checkpoint that this device started from. */
  readonly edits: readonly AuthorEdit[]
}

export interface EditsContext {
  readonly replica: Replica
  readonly store: CommunityStore
  readonly keyring: Keyring
  /** Lets other work go on. */
  readonly breathe: () => Promise<void>
}

const keysOf = (replica: Replica, doc: DocId): DocKey[] =>
  partsOf(replica.state).filter((key) => key === doc || key.startsWith(`${doc}.`))

interface Update {
  readonly seq: number
  readonly member: MemberId | null
  readonly update: Uint8Array
}

function updateIn({ replica, keyring }: EditsContext, { seq, bytes }: EntryRow): Update[] {
  const content = openContent(replica.room, keyring, bytes)
  if (content?.body.kind !== 'update') return []
  const member = replica.state.devices.get(content.author)?.member ?? null
  return [{ seq, member, update: content.body.update }]
}

/** Who has written a document and its parts, and when. Content of the checkpoint that this device started from has no author here. */
export async function authorEdits(
  context: EditsContext,
  doc: DocId,
  timeOf: (seq: number) => number | null,
): Promise<AuthorEdits[]> {
  const found = new Map<MemberId, number[]>()
  for (const key of keysOf(context.replica, doc)) {
    for (const row of await context.store.entriesOf(key, 0))
      for (const { member, seq } of updateIn(context, row))
        if (member !== null) found.set(member, [...(found.get(member) ?? []), seq])
    await context.breathe()
  }
  return [...found].map(([member, seqs]) => ({
    member,
    edits: seqs.sort((a, b) => a - b).map((seq) => ({ seq, at: timeOf(seq) })),
  }))
}

/** `role`: this device may not write the document. `nothing`: nothing is left of it to take back. */
export type TakeBackOutcome = 'done' | 'role' | 'nothing'

/**
 * Takes back what a member did to a document and its parts from a place in the log on, as an edit of this device; everybody
 * else's stays. It is made from what the log holds, not from what waits here, and written under a client id of its own, so it
 * cannot run into what is typed meanwhile.
 */
export async function takeBackEdits(
  context: EditsContext,
  doc: DocId,
  member: MemberId,
  fromSeq: number,
  randomId: () => number,
): Promise<TakeBackOutcome> {
  const { replica, store, keyring, breathe } = context
  let outcome: TakeBackOutcome = 'nothing'
  for (const key of keysOf(replica, doc)) {
    if (!replica.mayWrite(key)) return 'role'
    const rows = await store.entriesOf(key, 0)
    const updates = rows.flatMap((row) => updateIn(context, row))
    const taken = (one: Update) => one.member === member && one.seq >= fromSeq
    if (!updates.some(taken)) continue
    const isUpdate = new Set(updates.map(({ seq }) => seq))
    const before = await updatesIn(
      replica.room,
      keyring,
      rows.filter(({ seq }) => !isUpdate.has(seq)),
    )
    const history = [
      ...before.map((update) => ({ update, taken: false })),
      ...updates.map((one) => ({ update: one.update, taken: taken(one) })),
    ]
    await breathe()
    const back = takeBackUpdate(history, randomId())
    const pieces = back && splitUpdate(back, PIECE_STRUCTS, PIECE_BYTES)
    if (!pieces) continue
    await replica.edits.write(key, pieces)
    outcome = 'done'
  }
  return outcome
}

/** Whose a Yjs client id is: every letter and value in a document tells its client id (F10). */
export interface ClientOwner {
  readonly client: number
  readonly member: MemberId
}

/** The owners of all client ids of a document or of one of its parts, as far as the log has come. */
export function clientOwners(state: State, key: DocKey): ClientOwner[] {
  const place = readDocKey(key)
  const bound = place && state.docs.get(place.doc)?.parts.get(partKey(place.part))
  return [...(bound ?? [])].flatMap(([client, { device }]) => {
    const member = state.devices.get(device)?.member
    return member === undefined ? [] : [{ client, member }]
  })
}
