import { type Encoder, encode, writeUint8Array, writeVarUint } from 'lib0/encoding'
import { MAX_CLIENTS, MAX_DELETES, MAX_STRUCTS } from './updateLimits.ts'
import { inOrder } from './updateOrder.ts'
import { type DeletedRange, type Struct, walkUpdate } from './updateWalk.ts'

/** Leaves room in an entry for all that stands around an update. */
const MAX_PIECE_BYTES = 768 * 1024

const NO_LIMITS = {
  structs: Number.MAX_SAFE_INTEGER,
  clients: Number.MAX_SAFE_INTEGER,
  deletes: Number.MAX_SAFE_INTEGER,
}

/**
 * Cuts an update of one's own (an import, a long time offline) into pieces that pass `guardUpdate`, to be sent in this order.
 * One that is small enough comes back as it is. Null if it is no update that Kith writes. A single value larger than
 * `maxBytes` stays whole.
 */
export const splitUpdate = (
  update: Uint8Array,
  maxStructs = MAX_STRUCTS,
  maxBytes = MAX_PIECE_BYTES,
): Uint8Array[] | null => {
  const walked = walkUpdate(update, NO_LIMITS)
  const order = walked && inOrder(walked.clients)
  if (!walked || !order) return null
  const fits =
    order.length <= maxStructs && walked.clients.length <= MAX_CLIENTS && walked.deletes.length <= MAX_DELETES
  if (fits && update.length <= maxBytes) return [update]
  return [
    ...cutStructs(order, maxStructs, maxBytes).map((structs) => encodePiece(update, structs, [])),
    ...cutDeletes(walked.deletes).map((deletes) => encodePiece(update, [], deletes)),
  ]
}

const cutStructs = (order: readonly Struct[], maxStructs: number, maxBytes: number): Struct[][] => {
  const pieces: Struct[][] = []
  let piece: Struct[] = []
  let bytes = 0
  let clients = new Set<number>()
  for (const struct of order) {
    const size = struct.end - struct.start
    const full = piece.length >= maxStructs || bytes + size > maxBytes || clients.size >= MAX_CLIENTS
    if (piece.length > 0 && full) {
      pieces.push(piece)
      piece = []
      bytes = 0
      clients = new Set()
    }
    piece.push(struct)
    bytes += size
    clients.add(struct.client)
  }
  return piece.length > 0 ? [...pieces, piece] : pieces
}

const cutDeletes = (deletes: readonly DeletedRange[]): DeletedRange[][] => {
  const pieces: DeletedRange[][] = []
  for (let i = 0; i < deletes.length; i += MAX_DELETES) pieces.push(deletes.slice(i, i + MAX_DELETES))
  return pieces
}

const encodePiece = (update: Uint8Array, structs: readonly Struct[], deletes: readonly DeletedRange[]): Uint8Array =>
  encode((to) => {
    const byClient = groupByClient(structs)
    writeVarUint(to, byClient.length)
    for (const own of byClient) writeClient(to, update, own)
    const deleted = groupByClient(deletes)
    writeVarUint(to, deleted.length)
    for (const ranges of deleted) writeDeletes(to, ranges)
  })

/** Each group keeps its order; higher client ids first, as Yjs does. */
const groupByClient = <T extends { readonly client: number }>(things: readonly T[]): T[][] => {
  const groups = new Map<number, T[]>()
  for (const thing of things) {
    const group = groups.get(thing.client)
    if (group) group.push(thing)
    else groups.set(thing.client, [thing])
  }
  return [...groups].sort(([a], [b]) => b - a).map(([, group]) => group)
}

const writeClient = (to: Encoder, update: Uint8Array, structs: readonly Struct[]): void => {
  const [first] = structs
  if (!first) return
  writeVarUint(to, structs.length)
  writeVarUint(to, first.client)
  writeVarUint(to, first.clock)
  for (const { start, end } of structs) writeUint8Array(to, update.subarray(start, end))
}

const writeDeletes = (to: Encoder, ranges: readonly DeletedRange[]): void => {
  const [first] = ranges
  if (!first) return
  writeVarUint(to, first.client)
  writeVarUint(to, ranges.length)
  for (const { clock, length } of ranges) {
    writeVarUint(to, clock)
    writeVarUint(to, length)
  }
}
