import { Dexie, type Table } from 'dexie'

/** Chromium keeps values over 64 KiB as files of their own, which take far longer to read than rows do. */
const LARGE = 60 * 1024
const PART_BYTES = 48 * 1024

/** A piece of a value that is too large for its own row. */
export interface PartRow {
  readonly room: string
  /** Which value it is a piece of. */
  readonly of: string
  readonly at: number
  readonly bytes: Uint8Array
}

export type PartTable = Table<PartRow, [string, string, number]>

/** How the pieces of a room's state are called; documents' are called by their keys. */
export const STATE = 'state'

const EMPTY = new Uint8Array(0)

const range = (table: PartTable, room: string, of: string) =>
  table.where(':id').between([room, of, Dexie.minKey], [room, of, Dexie.maxKey])

/** @returns all pieces of a value, in order, for `whole`; ask for them beside the row, not after it */
export const partsOf = (table: PartTable, room: string, of: string): Promise<PartRow[]> =>
  Promise.resolve(range(table, room, of).toArray())

/**
 * Puts a value together again.
 * @param state as its row has it @param parts as its row counts them; rows of before there were parts do not @param rows of `partsOf`
 */
export function whole(state: Uint8Array, parts: number | undefined, rows: readonly PartRow[]): Uint8Array {
  if (!parts) return state
  const found = rows.slice(0, parts)
  const bytes = new Uint8Array(found.reduce((sum, row) => sum + row.bytes.length, 0))
  let at = 0
  for (const row of found) {
    bytes.set(row.bytes, at)
    at += row.bytes.length
  }
  return bytes
}

/**
 * Puts a large value into pieces, inside the transaction under way; a small one stays in its row. @returns what the row holds.
 */
export async function keep(table: PartTable, room: string, of: string, value: Uint8Array) {
  await range(table, room, of).delete()
  if (value.length <= LARGE) return { state: value, parts: 0 }
  const parts = Math.ceil(value.length / PART_BYTES)
  const rows = Array.from({ length: parts }, (_, at) => ({
    room,
    of,
    at,
    bytes: value.slice(at * PART_BYTES, (at + 1) * PART_BYTES),
  }))
  await table.bulkPut(rows)
  return { state: EMPTY, parts }
}
