import {
  type AppendFrame,
  type RelayFrame,
  readFromRelay,
  writeAppend,
  writeAuth,
  writeStep1,
} from '#shared/protocol/frames.ts'
import { DEFAULT_LIMITS, type Limits } from '#shared/protocol/limits.ts'
import type { Connection } from '../connection.ts'
import type { Log } from '../log/log.ts'
import { MemoryLog } from '../log/memoryLog.ts'
import type { Peer } from '../peer.ts'
import { RelayCore } from '../relayCore.ts'
import { entryOf, gateName, type Made, roomOf, rotationOf, textOf, tokenOf } from './entries.ts'

/** An app that only notes what it is told. While `stuck`, what it is sent stays in the line, as with a reader that does not read. */
export class Guest implements Peer {
  readonly frames: RelayFrame[] = []
  readonly holds: number[] = []
  closed: { code: number; reason: string } | null = null
  stuck = false
  bufferedAmount = 0
  readonly #line: Connection
  #ref = 0

  constructor(core: RelayCore, room: string) {
    this.#line = core.connect(room, this)
  }

  send(frame: Uint8Array): void {
    if (this.stuck) this.bufferedAmount += frame.length
    const read = readFromRelay(frame)
    if (!read) throw new Error('the relay sent what no app can read')
    this.frames.push(read)
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason }
  }

  hold(seconds: number): void {
    this.holds.push(seconds)
  }

  /** Reads what lay in the line. */
  read(): void {
    this.bufferedAmount = 0
    this.#line.drained()
  }

  hangUp(): void {
    this.#line.gone()
  }

  says(frame: Uint8Array): void {
    this.#line.receive(frame)
  }

  auth(tokenName: string, creation?: string): this {
    this.says(
      creation === undefined ? writeAuth(tokenOf(tokenName)) : writeAuth(tokenOf(tokenName), Buffer.from(creation)),
    )
    return this
  }

  /** Lets itself in and reads from `after`. */
  enter(tokenName: string, after = 0): this {
    this.auth(tokenName).says(writeStep1(after))
    return this
  }

  append(made: Made, more: Partial<AppendFrame> = {}): number {
    this.#ref += 1
    this.says(writeAppend({ ref: this.#ref, afterControlSeq: 0, entry: entryOf(made), ...more }))
    return this.#ref
  }

  /** What it was sent, one kind only. */
  got<K extends RelayFrame['kind']>(kind: K): Extract<RelayFrame, { kind: K }>[] {
    return this.frames.filter((frame): frame is Extract<RelayFrame, { kind: K }> => frame.kind === kind)
  }

  /** All entries it was sent, as `<seq> <text>`; fails if a batch did not continue the one before. */
  entries(): string[] {
    let at: number | null = null
    const entries: string[] = []
    for (const frame of this.frames) {
      if (frame.kind === 'authReply' && frame.rights > 0) at = null
      if (frame.kind !== 'step2') continue
      if (at !== null && frame.from !== at) throw new Error(`a batch from ${frame.from} came to one at ${at}`)
      at = frame.entries.at(-1)?.seq ?? at
      entries.push(...frame.entries.map(({ seq, bytes }) => `${seq} ${textOf(bytes)}`))
    }
    return entries
  }

  refusals(): string[] {
    return this.got('refused').map((frame) => frame.reason)
  }
}

export interface TableOptions {
  readonly log?: Log
  readonly limits?: Partial<Limits>
  readonly creationToken?: string
}

/** A relay core without sockets whose clock and turns a test moves by hand. */
export class Table {
  readonly log: Log
  readonly core: RelayCore
  readonly faults: unknown[] = []
  now = 1_700_000_000
  #turns: (() => void)[] = []

  constructor({ log = new MemoryLog(), limits = {}, creationToken }: TableOptions = {}) {
    this.log = log
    this.core = new RelayCore({
      log,
      limits: { ...DEFAULT_LIMITS, ...limits },
      ...(creationToken !== undefined && { creationToken }),
      now: () => this.now,
      turn: (work) => this.#turns.push(work),
      onFault: (error) => this.faults.push(error),
    })
  }

  /** Ends the turn: commits and sends. */
  turn(): void {
    const turns = this.#turns
    this.#turns = []
    for (const work of turns) work()
  }

  guest(room = roomOf()): Guest {
    return new Guest(this.core, room)
  }

  /** Opens a room with the four gates of epoch 0 and returns its founder, who is a steward reading from the start. */
  found(room = roomOf()): Guest {
    const founder = this.guest(room).auth(gateName('steward', 0))
    founder.append({ keep: true, text: 'genesis' }, { rotation: rotationOf(0) })
    founder.enter(gateName('steward', 0))
    return founder
  }
}
