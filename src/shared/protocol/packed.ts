import * as encoding from 'lib0/encoding'
import { Reader } from './reader.ts'

/** One entry at its place in the log of a room; `seq` counts from 1 and may have gaps after a trim. */
export interface SequencedEntry {
  readonly seq: number
  readonly bytes: Uint8Array
}

/**
 * Entries as they travel in a step2 frame: seq varuint, length varuint, bytes; again and again. The relay stores old
 * entries in this form too, so that it can send them without taking them apart.
 */
export const packEntries = (entries: readonly SequencedEntry[]): Uint8Array =>
  encoding.encode((encoder) => {
    for (const { seq, bytes } of entries) {
      encoding.writeVarUint(encoder, seq)
      encoding.writeVarUint8Array(encoder, bytes)
    }
  })

/** An entry of a pack with the place in the pack where it begins, so that a part can be cut off without decoding the rest. */
export interface PackedEntry extends SequencedEntry {
  readonly start: number
  readonly end: number
}

/** The entries of a pack as views into it. Null if it is damaged or its numbers do not rise. */
export const unpackEntries = (pack: Uint8Array): PackedEntry[] | null => {
  const reader = new Reader(pack)
  const entries: PackedEntry[] = []
  let last = 0
  while (reader.left > 0) {
    const start = reader.at
    const seq = reader.varUint()
    const bytes = reader.varBytes()
    if (reader.failed || seq <= last) return null
    last = seq
    entries.push({ seq, bytes, start, end: reader.at })
  }
  return entries
}
