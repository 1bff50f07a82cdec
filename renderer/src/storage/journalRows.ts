import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { JournalChange, JournalRow } from './journal.ts'
import type { Batch, DocRow, EntryRow, OutboxRow, RegisterRow, RoomRow } from './store.ts'

/**
 * What of a community goes into the journal, and under which key. States of the fold and of documents do not: they are made
 * again from the entries. `e/<seq>` entry, `o/<id>` outbox, `r/<name>/<member>` register, `d/<doc>` client id.
 */
const ROOM = { about: 'about', keys: 'keys', floor: 'floor' } as const
const ENTRIES = 'e/'
const EMPTY = new Uint8Array(0)

const entryRow = ({ seq, doc, bytes }: EntryRow): JournalRow => ({
  key: `${ENTRIES}${seq}`,
  bytes: encoding.encode((to) => {
    encoding.writeVarString(to, doc)
    encoding.writeUint8Array(to, bytes)
  }),
})

const outboxRow = ({ id, doc, n, refused, sealed }: OutboxRow): JournalRow => ({
  key: `o/${id}`,
  bytes: encoding.encode((to) => {
    encoding.writeVarString(to, doc)
    encoding.writeVarUint(to, n)
    encoding.writeVarString(to, refused)
    encoding.writeUint8Array(to, sealed)
  }),
})

/** Other members choose the name: the key only tells rows apart. */
const registerRow = ({ name, member, sealed }: RegisterRow): JournalRow => ({
  key: `r/${encodeURIComponent(name).slice(0, 100)}/${encodeURIComponent(member).slice(0, 90)}`,
  bytes: encoding.encode((to) => {
    encoding.writeVarString(to, name)
    encoding.writeVarString(to, member)
    encoding.writeUint8Array(to, sealed)
  }),
})

const number = (value: number) => encoding.encode((to) => encoding.writeVarUint(to, value))

export interface Kept {
  readonly room?: Partial<RoomRow>
  readonly entries?: readonly EntryRow[]
  readonly addOutbox?: readonly OutboxRow[]
  readonly registers?: readonly RegisterRow[]
  readonly docs?: readonly Pick<DocRow, 'doc' | 'clientId'>[]
}

export function rowsOf({ room, entries, addOutbox, registers, docs }: Kept): JournalRow[] {
  const rows: JournalRow[] = []
  if (room?.about) rows.push({ key: ROOM.about, bytes: room.about })
  if (room?.keys) rows.push({ key: ROOM.keys, bytes: room.keys })
  if (room?.floor !== undefined) rows.push({ key: ROOM.floor, bytes: number(room.floor) })
  for (const { doc, clientId } of docs ?? []) rows.push({ key: `d/${doc}`, bytes: number(clientId) })
  rows.push(...(registers ?? []).map(registerRow))
  rows.push(...(addOutbox ?? []).map(outboxRow), ...(entries ?? []).map(entryRow))
  return rows
}

/** @param docs those whose client id is new. @returns null when nothing of the batch belongs there */
export function changeOf(batch: Batch, docs: readonly DocRow[]): JournalChange | null {
  const clear = batch.reset ? [ENTRIES] : []
  const drop = (batch.dropOutbox ?? []).map((id) => `o/${id}`)
  const put = rowsOf({ ...batch, docs })
  return clear.length + drop.length + put.length > 0 ? { clear, drop, put } : null
}

export interface Read {
  readonly room: Partial<RoomRow>
  readonly entries: EntryRow[]
  readonly addOutbox: OutboxRow[]
  readonly registers: RegisterRow[]
  readonly docs: { doc: string; clientId: number }[]
}

/** What rows say; entries and outbox in order. Rows of a later version are left out. */
export function readRows(rows: Iterable<JournalRow>): Read {
  const read = { room: {} as Partial<RoomRow>, entries: [], addOutbox: [], registers: [], docs: [] } as {
    -readonly [K in keyof Read]: Read[K]
  }
  for (const { key, bytes } of rows) {
    const from = decoding.createDecoder(bytes)
    const [kind, first = ''] = key.split('/')
    if (kind === 'about' || kind === 'keys') read.room = { ...read.room, [kind]: bytes }
    else if (kind === 'floor') read.room = { ...read.room, floor: decoding.readVarUint(from) }
    else if (kind === 'd') read.docs.push({ doc: first, clientId: decoding.readVarUint(from) })
    else if (kind === 'r') {
      const name = decoding.readVarString(from)
      const member = decoding.readVarString(from)
      read.registers.push({ name, member, sealed: decoding.readTailAsUint8Array(from).slice() })
    } else if (kind === 'e') {
      const doc = decoding.readVarString(from)
      read.entries.push({ seq: Number(first), doc, bytes: decoding.readTailAsUint8Array(from).slice() })
    } else if (kind === 'o') {
      const doc = decoding.readVarString(from)
      const n = decoding.readVarUint(from)
      const refused = decoding.readVarString(from)
      const sealed = decoding.readTailAsUint8Array(from).slice()
      read.addOutbox.push({ id: Number(first), doc, n, refused, sealed })
    }
  }
  read.entries.sort((a, b) => a.seq - b.seq)
  read.addOutbox.sort((a, b) => a.id - b.id)
  return read
}

/** The same step for the database. `stored` gives what it has of a document. */
export async function batchOf(
  { clear, drop, put }: JournalChange,
  stored: (doc: string) => Promise<DocRow | null>,
): Promise<Batch> {
  const { docs, room, ...rest } = readRows(put)
  const reset = clear.includes(ENTRIES)
  const rows = docs.map(async ({ doc, clientId }) => {
    const row = reset ? null : await stored(doc)
    return { doc, seq: row?.seq ?? 0, state: row?.state ?? EMPTY, clientId }
  })
  // The state of the fold is not in the journal: with other keys or another log it is made anew.
  const anew = reset || room.keys ? { state: EMPTY, stateSeq: 0 } : {}
  const dropOutbox = drop.flatMap((key) => (key.startsWith('o/') ? [Number(key.slice(2))] : []))
  return { ...rest, docs: await Promise.all(rows), room: { ...room, ...anew }, reset, dropOutbox }
}
