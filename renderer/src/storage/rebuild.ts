import type { Journal, JournalChange, JournalRoom } from './journal.ts'
import { batchOf, type Read, readRows } from './journalRows.ts'
import { mark, markRow } from './mark.ts'
import { type CommunityStore, type EntryRow, type Storage, StorageError } from './store.ts'

const EMPTY = new Uint8Array(0)
/** Entries written in one transaction. */
const PAGE = 2000

async function* changesOf(journal: Journal, room: string) {
  for (let from: number | null = 0; from !== null; ) {
    const page: Awaited<ReturnType<Journal['read']>> = await journal.read(room, from).catch((error: unknown) => {
      throw new StorageError('storage.failed', error)
    })
    yield* page.changes
    from = page.next
  }
}

/** All that the journal holds of a community now. */
export async function readJournal(journal: Journal, room: string): Promise<Read> {
  const rows = new Map<string, Uint8Array>()
  const take = ({ clear, drop, put }: JournalChange) => {
    for (const prefix of clear) for (const key of rows.keys()) if (key.startsWith(prefix)) rows.delete(key)
    for (const key of drop) rows.delete(key)
    for (const { key, bytes } of put) rows.set(key, bytes)
  }
  for await (const { change } of changesOf(journal, room)) take(change)
  return readRows([...rows].map(([key, bytes]) => ({ key, bytes })))
}

/** Up to the first one that is missing: what follows a gap cannot be folded. Up to `floor` there may be gaps. */
export function unbroken(entries: readonly EntryRow[], floor: number): EntryRow[] {
  let last = floor
  const end = entries.findIndex(({ seq }) => {
    const follows = seq <= floor || seq === last + 1
    if (seq > floor) last = seq
    return !follows
  })
  return end < 0 ? [...entries] : entries.slice(0, end)
}

/** Can a community be made again from this? */
export const isEnough = ({ room }: Read): boolean => room.about !== undefined && room.keys !== undefined

/**
 * Puts a community back as the journal has it, in place of what the database has. If it is cut off it is begun again: until
 * the last step the database does not know the community. Nothing of its documents stays but entries, so that each gets a
 * fresh client id: what was sent may be more than what is known here.
 * @returns false when the newest part is missing
 */
export async function rebuild(
  storage: Storage,
  { room: about, entries, addOutbox, registers }: Read,
  { room, generation, last, whole }: JournalRoom,
): Promise<boolean> {
  const held = unbroken(entries, about.floor ?? 0)
  await storage.forget(room)
  const store = storage.community(room)
  for (let at = 0; at < held.length; at += PAGE) await store.commit({ entries: held.slice(at, at + PAGE) })
  const known = whole ? { views: [markRow(mark(generation, last))] } : {}
  await store.commit({ room: { floor: 0, ...about, state: EMPTY, stateSeq: 0 }, addOutbox, registers, ...known })
  return whole && held.length === entries.length
}

/** Gives the database the changes after `after` that only the journal has. */
export async function catchUp(
  journal: Journal,
  store: CommunityStore,
  { room, generation }: JournalRoom,
  after: number,
): Promise<void> {
  for await (const { n, change } of changesOf(journal, room)) {
    if (n <= after) continue
    const batch = await batchOf(change, (doc) => store.doc(doc))
    await store.commit({ ...batch, views: [markRow(mark(generation, n))] })
  }
}
