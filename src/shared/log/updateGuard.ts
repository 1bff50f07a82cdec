/** Looks at a foreign Yjs update (V1) before Yjs does. docs/protocol.md, section Updates. */
import { MAX_CLIENTS, MAX_DELETES, MAX_NESTING, MAX_STRUCTS } from './updateLimits.ts'
import { inOrder } from './updateOrder.ts'
import { type ClientStructs, type Id, type Struct, type WalkedUpdate, walkUpdate } from './updateWalk.ts'

/** What an update adds of one client: the clocks [from, to), without a gap. */
export interface ClientRange {
  readonly client: number
  readonly from: number
  readonly to: number
}

export interface UpdateSummary {
  readonly clients: readonly ClientRange[]
  readonly structs: number
  readonly deletes: number
  /** What the document must hold before, beside `from` of each range: by client, the clock that must be reached. */
  readonly needs: ReadonlyMap<number, number>
}

const LIMITS = { structs: MAX_STRUCTS, clients: MAX_CLIENTS, deletes: MAX_DELETES }

/**
 * Null for an update that must not be given to Yjs. One that passes, and whose `from` and `needs` are met by the document,
 * integrates completely: nothing stays pending, nothing throws halfway.
 */
export const guardUpdate = (update: Uint8Array): UpdateSummary | null => {
  const walked = walkUpdate(update, LIMITS)
  const order = walked && inOrder(walked.clients)
  if (!walked || !order || !isShallow(walked.clients, order)) return null
  return {
    clients: walked.clients.map(({ client, from, to }) => ({ client, from, to })),
    structs: order.length,
    deletes: walked.deletes.length,
    needs: needsOf(walked),
  }
}

const needsOf = ({ clients, deletes }: WalkedUpdate): Map<number, number> => {
  const ends = new Map(clients.map(({ client, to }) => [client, to]))
  const needs = new Map<number, number>()
  const need = (client: number, clock: number): void => {
    if (clock > (ends.get(client) ?? 0) && clock > (needs.get(client) ?? 0)) needs.set(client, clock)
  }
  const needId = (id: Id | null): void => {
    if (id) need(id.client, id.clock + 1)
  }
  for (const { structs } of clients) {
    for (const { origin, right, parent } of structs) {
      needId(origin)
      needId(right)
      needId(parent)
    }
  }
  for (const { client, clock, length } of deletes) need(client, clock + length)
  return needs
}

/** Are the types nested in this update at most MAX_NESTING deep, and is every parent in it a type? */
const isShallow = (clients: readonly ClientStructs[], order: readonly Struct[]): boolean => {
  const find = finder(clients)
  const depths = new Map<Struct, number>()
  for (const struct of order) {
    const parent = find(struct.parent)
    if (parent && !parent.isType) return false
    const sibling = find(struct.origin) ?? find(struct.right)
    const depth = parent ? (depths.get(parent) ?? 0) + 1 : sibling ? (depths.get(sibling) ?? 0) : 1
    if (depth > MAX_NESTING) return false
    depths.set(struct, depth)
  }
  return true
}

/** Finds the struct of the update that covers an id. */
const finder = (clients: readonly ClientStructs[]): ((id: Id | null) => Struct | undefined) => {
  const byClient = new Map(clients.map(({ client, structs }) => [client, structs]))
  return (id) => {
    const structs = id && byClient.get(id.client)
    if (!structs) return undefined
    let low = 0
    let high = structs.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const struct = structs[middle]
      if (!struct) return undefined
      if (id.clock < struct.clock) high = middle - 1
      else if (id.clock >= struct.clock + struct.length) low = middle + 1
      else return struct
    }
    return undefined
  }
}
