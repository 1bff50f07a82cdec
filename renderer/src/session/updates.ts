import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** Merges by halves: `Y.mergeUpdates` over a long list at once is quadratic. */
export function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  const [first, second] = updates
  if (first === undefined) return Y.encodeStateAsUpdate(new Y.Doc())
  if (second === undefined) return first
  if (updates.length <= 16) return Y.mergeUpdates([...updates])
  const middle = updates.length >> 1
  return Y.mergeUpdates([mergeUpdates(updates.slice(0, middle)), mergeUpdates(updates.slice(middle))])
}

/** Several updates as one byte string. */
export function packUpdates(updates: readonly Uint8Array[]): Uint8Array {
  return encoding.encode((to) => {
    encoding.writeVarUint(to, updates.length)
    for (const update of updates) encoding.writeVarUint8Array(to, update)
  })
}

/** @returns null when the bytes are not what `packUpdates` wrote */
export function unpackUpdates(bytes: Uint8Array): Uint8Array[] | null {
  try {
    const from = decoding.createDecoder(bytes)
    const count = decoding.readVarUint(from)
    const updates: Uint8Array[] = []
    for (let i = 0; i < count; i++) updates.push(decoding.readVarUint8Array(from).slice())
    return updates
  } catch {
    return null
  }
}

/** @returns how many structs an update of our own holds; peers refuse updates with too many (docs/protocol.md) */
export function structCount(update: Uint8Array): number {
  return Y.decodeUpdate(update).structs.length
}
