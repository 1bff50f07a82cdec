import type { ClientStructs, Id, Struct } from './updateWalk.ts'

/**
 * The structs in an order in which each comes after all that it refers to inside the update. Null if there is none: structs
 * that wait for each other, or for a later one of their own client, would stay pending in Yjs for ever, or make it throw.
 */
export const inOrder = (clients: readonly ClientStructs[]): Struct[] | null => {
  const queues = clients.map(({ client, from, to, structs }) => ({ client, to, structs, next: 0, reached: from }))
  const byClient = new Map(queues.map((queue) => [queue.client, queue]))
  const met = (id: Id | null): boolean => {
    const queue = id && byClient.get(id.client)
    return !queue || id.clock < queue.reached || id.clock >= queue.to
  }
  const order: Struct[] = []
  for (let moved = true; moved; ) {
    moved = false
    for (const queue of queues) {
      for (let struct = queue.structs[queue.next]; struct; struct = queue.structs[++queue.next]) {
        if (refersAhead(struct, queue.to) || !met(struct.origin) || !met(struct.right) || !met(struct.parent)) break
        order.push(struct)
        queue.reached = struct.clock + struct.length
        moved = true
      }
    }
  }
  return queues.every(({ next, structs }) => next === structs.length) ? order : null
}

/** To a clock of its own client that not even the whole update reaches. */
const refersAhead = ({ client, origin, right, parent }: Struct, to: number): boolean =>
  [origin, right, parent].some((id) => id?.client === client && id.clock >= to)
