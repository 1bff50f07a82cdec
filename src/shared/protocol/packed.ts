import { Reader } from './reader.ts'

/** One entry at its place in the log of a room; `seq` counts from 1 and may have gaps after a trim. */
export interface SequencedEntry {
  readonly seq: number
  readonly bytes: Uint8Array
}

const varUintLength = (value: number): number => {
  let length = 1
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) length += 1
  return length
}

/** Writes at `at` and returns the place after it. */
const putVarUint = (to: Uint8Array, at: number, value: number): number => {
  let rest = value
  let next = at
  for (; rest > 127; rest = Math.floor(rest / 128)) to[next++] = 128 | (rest % 128)
  to[next++] = rest
  return next
}

/**
 * Entries as they travel in a step2 frame: seq varuint, length varuint, bytes; again and again. The relay stores old
 * entries in this form too, so that it can send them without taking them apart. Written without an encoder that grows,
 * because the relay does this for every entry it passes on.
 */
export const packEntries = (entries: readonly SequencedEntry[]): Uint8Array => {
  let size = 0
  for (const { seq, bytes } of entries) size += varUintLength(seq) + varUintLength(bytes.length) + bytes.length
  const pack = new Uint8Array(size)
  let at = 0
  for (const { seq, bytes } of entries) {
    at = putVarUint(pack, putVarUint(pack, at, seq), bytes.length)
    pack.set(bytes, at)
    at += bytes.length
  }
  return pack
}

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
