import type { PartSnapshot } from '#shared/log/body.ts'
import { splitUpdate } from '#shared/log/updateSplit.ts'
import { inflate } from './deflate.ts'

/** About as much of a state as Yjs decodes between two frames. */
const PIECE_STRUCTS = 4_000
const PIECE_BYTES = 64 * 1024

/**
 * The Yjs state that the pieces of one part carry.
 * @param pieces in order, all of them
 * @returns null for what is not whole or would not be a state that Yjs takes without harm
 */
async function stateIn(pieces: readonly PartSnapshot[]): Promise<Uint8Array | null> {
  const [first] = pieces
  if (!first || pieces.length !== first.chunks || pieces.some(({ chunk }, i) => chunk !== i)) return null
  const joined = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0))
  let at = 0
  for (const { bytes } of pieces) {
    joined.set(bytes, at)
    at += bytes.length
  }
  return first.deflated ? inflate(joined) : joined
}

/**
 * The same in pieces that are decoded one after the other. A state whose inner order cannot be told (nobody honest writes
 * one) gives null: it must not be handed to Yjs.
 */
export async function piecesIn(pieces: readonly PartSnapshot[]): Promise<Uint8Array[] | null> {
  const state = await stateIn(pieces)
  return state && splitUpdate(state, PIECE_STRUCTS, PIECE_BYTES)
}
