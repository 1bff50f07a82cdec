import type { DocRow } from '#renderer/storage/store.ts'
import { inflate } from './deflate.ts'
import type { DocKey } from './docKey.ts'
import type { RowSeal } from './rowSeal.ts'
import { packUpdates, unpackUpdates } from './updates.ts'
import type { Upkeep } from './upkeep.ts'

/** Stands before what is deflated: a count of none in two bytes, which `packUpdates` never writes. */
const DEFLATED = [0x80, 0x00] as const

const label = (key: DocKey) => `doc/${key}`

/** The state of a document of which nothing is known yet. */
export const emptyState = (seal: RowSeal, key: DocKey): Uint8Array => seal.seal(label(key), packUpdates([]))

/**
 * The state of a document as it is stored. It is deflated first: a board takes a third of the room, and the browser hands
 * rows over so slowly that inflating is quicker.
 */
export async function sealState(
  seal: RowSeal,
  deflate: Upkeep['deflate'],
  key: DocKey,
  updates: readonly Uint8Array[],
): Promise<Uint8Array> {
  const { bytes, deflated } = await deflate(packUpdates(updates))
  if (!deflated) return seal.seal(label(key), bytes)
  const marked = new Uint8Array(DEFLATED.length + bytes.length)
  marked.set(DEFLATED)
  marked.set(bytes, DEFLATED.length)
  return seal.seal(label(key), marked)
}

/** @returns null where there is none that can be used: then every entry is read */
export async function openState(seal: RowSeal, row: DocRow): Promise<Uint8Array[] | null> {
  const plain = row.state.length > 0 ? seal.open(label(row.doc), row.state) : null
  if (!plain) return null
  const deflated = plain.length > DEFLATED.length && DEFLATED.every((byte, at) => plain[at] === byte)
  const packed = deflated ? await inflate(plain.subarray(DEFLATED.length)) : plain
  return packed && unpackUpdates(packed)
}
