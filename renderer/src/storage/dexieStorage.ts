import { Dexie, type EntityTable, type Table } from 'dexie'
import { loadRoom } from './loadRoom.ts'
import { keep, type PartTable, partsOf, STATE, whole } from './parts.ts'
import { isPlain, putAtOnce } from './putAtOnce.ts'
import {
  type Batch,
  type CommunityStore,
  type DocRow,
  type EntryRow,
  type Loaded,
  type OutboxRow,
  type RegisterRow,
  type RoomRow,
  type Storage,
  StorageError,
  type ViewRow,
} from './store.ts'

type InRoom<T> = T & { room: string }
/** `parts` counts the rows of `parts` that hold `state`, where it is too large for its own row. */
type Cut<T> = T & { parts?: number }

interface Tables {
  rooms: EntityTable<Cut<InRoom<RoomRow>>, 'room'>
  entries: Table<InRoom<EntryRow>, [string, number]>
  heads: Table<{ room: string; chunk: number; bytes: Uint8Array }, [string, number]>
  docs: Table<Cut<InRoom<DocRow>>, [string, string]>
  parts: PartTable
  outbox: Table<InRoom<OutboxRow>, [string, number]>
  registers: Table<InRoom<RegisterRow>, [string, string, string]>
  views: Table<InRoom<ViewRow>, [string, string]>
}

const EMPTY = new Uint8Array(0)
const NO_ROOM: RoomRow = { about: EMPTY, state: EMPTY, stateSeq: 0, floor: 0 }
const TABLES = ['rooms', 'entries', 'heads', 'docs', 'outbox', 'registers', 'views', 'parts'] as const

const nameOf = (error: unknown): string =>
  error instanceof Dexie.DexieError || error instanceof DOMException ? error.name : ''

function storageError(error: unknown): StorageError {
  const name = nameOf(error)
  const inner = error instanceof Dexie.DexieError && error.inner instanceof Error ? error.inner.name : ''
  if (name === 'QuotaExceededError' || inner === 'QuotaExceededError') return new StorageError('storage.full', error)
  if (name === 'VersionError' || name === 'BlockedError') return new StorageError('storage.blocked', error)
  return new StorageError('storage.failed', error)
}

const guarded = <T>(work: PromiseLike<T>): Promise<T> =>
  Promise.resolve(work).catch((error: unknown) => Promise.reject(storageError(error)))

/** A view of a larger buffer is stored with all of it: an entry would bring the frame along in which it came. */
function alone<T extends object>(row: T): T {
  const views = Object.entries(row).filter(
    ([, value]) => value instanceof Uint8Array && value.byteLength < value.buffer.byteLength,
  )
  return { ...row, ...Object.fromEntries(views.map(([key, value]) => [key, value.slice()])) }
}

class DexieCommunity implements CommunityStore {
  readonly #db: Dexie & Tables
  readonly #room: string
  /** Commits that go through Dexie. */
  #beginning = 0

  constructor(db: Dexie & Tables, room: string) {
    this.#db = db
    this.#room = room
  }

  /** One transaction, so that a row and its parts are of one time. */
  #read<T>(tables: readonly (keyof Tables)[], work: () => Promise<T>): Promise<T> {
    return guarded(this.#db.transaction('r', [...tables], work))
  }

  load(docs: readonly string[], filed: readonly string[]): Promise<Loaded> {
    return guarded(loadRoom(this.#db.backendDB(), this.#room, docs, filed))
  }

  room(): Promise<RoomRow | null> {
    return this.#read(['rooms', 'parts'], async () => {
      const parts = partsOf(this.#db.parts, this.#room, STATE)
      const row = await this.#db.rooms.get(this.#room)
      return row ? { ...row, state: whole(row.state, row.parts, await parts) } : null
    })
  }

  /** Rows of one table of this community whose second key lies above `after`. */
  #above<K extends 'entries' | 'heads' | 'outbox'>(table: K, after: number) {
    const range = this.#db[table] as Table
    return range.where(':id').between([this.#room, after], [this.#room, Dexie.maxKey], false, true)
  }

  commit(batch: Batch): Promise<void> {
    // Transactions are carried out in the order in which they are begun; Dexie begins one a moment after it is asked to.
    if (this.#beginning === 0 && isPlain(batch) && this.#db.isOpen()) {
      const owned = (row: object) => ({ ...alone(row), room: this.#room })
      try {
        return guarded(putAtOnce(this.#db.backendDB(), this.#room, batch, owned))
      } catch (error) {
        // A connection that was lost is opened anew by Dexie.
        if (nameOf(error) !== 'InvalidStateError') return Promise.reject(storageError(error))
      }
    }
    this.#beginning += 1
    return this.#commit(batch).finally(() => {
      this.#beginning -= 1
    })
  }

  #commit(batch: Batch): Promise<void> {
    const { rooms, entries, heads, docs, outbox, registers, views, parts } = this.#db
    const room = this.#room
    const owned = <T extends object>(rows: readonly T[] | undefined): (T & { room: string })[] =>
      (rows ?? []).map((row) => ({ ...alone(row), room }))
    const touched = [
      batch.room && rooms,
      (batch.entries || batch.reset) && entries,
      (batch.heads || batch.reset) && heads,
      (batch.docs || batch.reset) && docs,
      (batch.addOutbox || batch.dropOutbox) && outbox,
      batch.registers && registers,
      batch.views && views,
      (batch.room?.state || batch.docs || batch.reset) && parts,
    ].filter((table) => table !== undefined && table !== false)
    if (touched.length === 0) return Promise.resolve()
    return guarded(
      this.#db.transaction('rw', touched, async () => {
        if (batch.reset) {
          await this.#above('entries', -1).delete()
          await this.#above('heads', -1).delete()
          await docs.where('room').equals(room).modify({ seq: 0, state: EMPTY, parts: 0 })
          await parts
            .where('room')
            .equals(room)
            .and(({ of }) => of !== STATE)
            .delete()
        }
        if (batch.room) {
          const cut = batch.room.state ? await keep(parts, room, STATE, batch.room.state) : {}
          await rooms.put({ ...NO_ROOM, ...(await rooms.get(room)), ...alone(batch.room), ...cut, room })
        }
        if (batch.entries) await entries.bulkPut(owned(batch.entries))
        if (batch.heads) await heads.bulkPut(owned(batch.heads))
        if (batch.docs) {
          const rows = batch.docs.map(async (row) => ({ ...row, ...(await keep(parts, room, row.doc, row.state)) }))
          await docs.bulkPut(owned(await Promise.all(rows)))
        }
        if (batch.dropOutbox) await outbox.bulkDelete(batch.dropOutbox.map((id) => [room, id]))
        if (batch.addOutbox) await outbox.bulkPut(owned(batch.addOutbox))
        if (batch.registers) await registers.bulkPut(owned(batch.registers))
        if (batch.views) await views.bulkPut(owned(batch.views))
      }),
    )
  }

  entries(after: number, limit: number): Promise<EntryRow[]> {
    return guarded(this.#above('entries', after).limit(limit).toArray())
  }

  entriesOf(doc: string, after: number): Promise<EntryRow[]> {
    const range = this.#db.entries
      .where('[room+doc+seq]')
      .between([this.#room, doc, after], [this.#room, doc, Dexie.maxKey], false, true)
    return guarded(range.toArray())
  }

  async lastSeq(): Promise<number> {
    const last = await guarded(this.#above('entries', -1).last())
    return (last as EntryRow | undefined)?.seq ?? 0
  }

  doc(doc: string): Promise<DocRow | null> {
    return this.#read(['docs', 'parts'], async () => {
      const parts = partsOf(this.#db.parts, this.#room, doc)
      const row = await this.#db.docs.get([this.#room, doc])
      return row ? { ...row, state: whole(row.state, row.parts, await parts) } : null
    })
  }

  async view(doc: string): Promise<ViewRow | null> {
    return (await guarded(this.#db.views.get([this.#room, doc]))) ?? null
  }

  outbox(): Promise<OutboxRow[]> {
    return guarded(this.#above('outbox', -1).toArray())
  }

  registers(): Promise<RegisterRow[]> {
    return guarded(this.#db.registers.where('room').equals(this.#room).toArray())
  }

  async heads(): Promise<Uint8Array[]> {
    const rows: { bytes: Uint8Array }[] = await guarded(this.#above('heads', -1).toArray())
    return rows.map((row) => row.bytes)
  }
}

/**
 * Opens this profile's storage. Strict durability: Chromium reports a commit only when the system has it on disk.
 * @param name of the database; another one per test
 */
export async function openStorage(name = 'kith'): Promise<Storage> {
  const db = new Dexie(name, { chromeTransactionDurability: 'strict' }) as Dexie & Tables
  db.version(1).stores({
    rooms: 'room',
    entries: '[room+seq], [room+doc+seq]',
    heads: '[room+chunk]',
    docs: '[room+doc], room',
    outbox: '[room+id]',
    registers: '[room+name+member], room',
    views: '[room+doc], room',
  })
  // Values that are larger than a row should be; they are cut when they are written the next time.
  db.version(2).stores({ parts: '[room+of+at], room' })
  await guarded(db.open())
  return {
    async rooms() {
      const rows = await guarded(db.rooms.toArray())
      return rows.map(({ room, about }) => ({ room, about }))
    },
    community: (room) => new DexieCommunity(db, room),
    forget: (room) =>
      guarded(
        db.transaction('rw', [...TABLES], async () => {
          await db.rooms.delete(room)
          for (const table of ['entries', 'heads', 'outbox'] as const)
            await db[table].where(':id').between([room, Dexie.minKey], [room, Dexie.maxKey]).delete()
          await db.docs.where('room').equals(room).delete()
          await db.registers.where('room').equals(room).delete()
          await db.views.where('room').equals(room).delete()
          await db.parts.where('room').equals(room).delete()
        }),
      ),
    close: () => db.close(),
  }
}
