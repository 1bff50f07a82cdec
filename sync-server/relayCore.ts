import { createHash } from 'node:crypto'
import * as closing from '#shared/protocol/closeCodes.ts'
import type { SequencedEntry } from '#shared/protocol/frames.ts'
import { DEFAULT_LIMITS, type Limits } from '#shared/protocol/limits.ts'
import { Connection } from './connection.ts'
import type { Context, Submission } from './context.ts'
import type { Log, Outcome } from './log/log.ts'
import { Metrics } from './metrics.ts'
import type { Peer } from './peer.ts'
import { Room } from './room.ts'
import { TokenBucket } from './tokenBucket.ts'

export interface RelayCoreOptions {
  readonly log: Log
  readonly limits?: Limits
  /** The operator's creation token; null or absent where anyone may open rooms. */
  readonly creationToken?: string | null
  /** Seconds since 1970, never falling. */
  readonly now: () => number
  /** Runs `work` once at the end of the current turn. The work of a turn is one commit. A simulator may run it whenever it likes, also at once. */
  readonly turn: (work: () => void) => void
  /** Told of every fault of the relay itself or of its disk; by default nobody is. */
  readonly onFault?: (error: unknown) => void
}

/**
 * The whole relay without sockets, clock or threads: connections in, frames out. Entries are committed first, a turn's
 * worth together, and sent only then, so what anyone has seen survives a crash.
 */
export class RelayCore {
  readonly metrics = new Metrics()
  readonly #context: Context
  readonly #rooms = new Map<string, Room>()
  readonly #connections = new Set<Connection>()
  readonly #turn: (work: () => void) => void
  #waiting: Submission[] = []

  constructor(options: RelayCoreOptions) {
    const { log, now, limits = DEFAULT_LIMITS, creationToken = null, onFault } = options
    this.#turn = options.turn
    this.#context = {
      log,
      limits,
      now,
      metrics: this.metrics,
      newRooms: new TokenBucket(limits.newRooms, now()),
      creationHash: creationToken === null ? null : createHash('sha256').update(creationToken).digest(),
      submit: (submission, when) => this.#submit(submission, when),
      fault: (error) => {
        this.metrics.faults += 1
        onFault?.(error)
      },
    }
  }

  /** How many rooms and connections are open now. */
  get open(): { readonly rooms: number; readonly connections: number } {
    return { rooms: this.#rooms.size, connections: this.#connections.size }
  }

  /** A new line to an app in a room (64 hex digits). */
  connect(roomId: string, peer: Peer): Connection {
    const known = this.#rooms.get(roomId)
    const room = known ?? new Room(roomId, this.#context.log, this.#context.limits, this.#context.now())
    if (!known) this.#rooms.set(roomId, room)
    const connection = new Connection(this.#context, room, peer, () => {
      this.#connections.delete(connection)
      if (room.listeners.size === 0 && this.#rooms.get(roomId) === room) this.#rooms.delete(roomId)
    })
    this.#connections.add(connection)
    return connection
  }

  #submit(submission: Submission, when: 'this turn' | 'now'): void {
    this.#waiting.push(submission)
    if (when === 'now') this.flush()
    else if (this.#waiting.length === 1) this.#turn(() => this.flush())
  }

  /** Commits what waits, then sends it. Called by itself at the end of a turn. */
  flush(): void {
    const group = this.#waiting
    if (group.length === 0) return
    this.#waiting = []
    const outcomes = this.#commit(group)
    if (!outcomes) return
    try {
      this.#deliver(group, outcomes)
      for (const [i, submission] of group.entries()) submission.settled(outcomes[i] ?? 'stale')
    } catch (error) {
      this.#context.fault(error)
    }
  }

  #commit(group: readonly Submission[]): Outcome[] | null {
    try {
      const operations = group.map((submission) => submission.operation)
      const outcomes = this.#context.log.commit(operations, this.#context.now())
      this.metrics.commits += 1
      return outcomes
    } catch (error) {
      this.#context.fault(error)
      for (const submission of group) submission.failed()
      return null
    }
  }

  /** Hands each room what it gained. Rooms are looked up now: the one that was there at the start of the turn may be gone. */
  #deliver(group: readonly Submission[], outcomes: readonly Outcome[]): void {
    const gained = new Map<string, SequencedEntry[]>()
    for (const [i, { operation }] of group.entries()) {
      const seq = outcomes[i]
      const entries = gained.get(operation.room) ?? []
      gained.set(operation.room, entries)
      if (operation.kind !== 'append' || typeof seq !== 'number') continue
      entries.push({ seq, bytes: operation.entry })
      this.metrics.entries += 1
      this.metrics.entryBytes += operation.entry.length
    }
    for (const [roomId, entries] of gained) {
      const room = this.#rooms.get(roomId)
      room?.refresh()
      if (entries.length > 0) room?.deliver(entries)
    }
  }

  /** Carries out due trims and drops ended mailboxes; to be called now and then. */
  sweep(): void {
    try {
      this.#context.log.sweep(this.#context.now())
      for (const room of this.#rooms.values()) room.refresh()
    } catch (error) {
      this.#context.fault(error)
    }
  }

  /** Stores what still waits and ends all lines. The log stays open. */
  close(): void {
    this.flush()
    for (const connection of this.#connections) connection.close(closing.UNAVAILABLE, 'the relay is going down')
  }
}
