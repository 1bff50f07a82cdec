import type { Dial } from '../../renderer/src/sync/link.ts'
import { MemoryLog, type MemoryRoom } from '../../sync-server/log/memoryLog.ts'
import { RelayCore } from '../../sync-server/relayCore.ts'
import type { EvilRelay } from './evilRelay.ts'
import type { Generator } from './random.ts'

const copyOf = (room: MemoryRoom): MemoryRoom => ({
  ...room,
  rows: [...room.rows],
  gates: new Map(room.gates),
  trims: [...room.trims],
})

interface Pipe {
  readonly frames: (() => void)[]
}

const LOST = 1006
const OUT_OF_REACH = 4404

/**
 * The relay's core and the lines to it, in one process. Each direction of each line is a queue; which queue moves next is
 * drawn, so every interleaving that a network can make can come up.
 */
export class Network {
  readonly log = new MemoryLog()
  /** Names of computers that cannot reach the relay. */
  down: ReadonlySet<string> = new Set()
  /** Lies to somebody. */
  evil: EvilRelay | null = null
  /** Seconds. */
  now = 1_000_000
  #relay: RelayCore
  readonly #pipes = new Set<Pipe>()
  readonly #turns: (() => void)[] = []
  readonly #lines = new Set<(code: number) => void>()
  readonly #random: Generator

  constructor(random: Generator) {
    this.#random = random
    this.#relay = this.#start()
  }

  #start(): RelayCore {
    return new RelayCore({
      log: this.log,
      now: () => this.now,
      turn: (work) => this.#turns.push(work),
      onFault: (error) => {
        throw error
      },
    })
  }

  /** Seconds pass; the relay carries out what is due. */
  pass(seconds: number): void {
    this.now += seconds
    this.#relay.sweep()
  }

  /** A copy of the relay's disk, as an operator takes one. */
  backUp(): () => void {
    const copies = [...this.log.rooms].map(([id, room]) => [id, copyOf(room)] as const)
    return () => {
      this.log.rooms.clear()
      for (const [id, room] of copies) this.log.rooms.set(id, copyOf(room))
      this.crash()
    }
  }

  /** The relay dies with what it has not committed, and comes back with its log. */
  crash(): void {
    this.#turns.length = 0
    for (const cut of [...this.#lines]) cut(LOST)
    this.#relay = this.#start()
  }

  /** @param cutter receives the way to cut this line from outside */
  dial(room: string, cutter: (cut: () => void) => void = () => {}, name = ''): Dial {
    return ({ opened, frame, closed }) => {
      if (this.down.has(name)) {
        // Nothing dials again by itself: in here that would go on for ever.
        queueMicrotask(() => closed(OUT_OF_REACH))
        return { send: () => {}, close: () => {} }
      }
      const up: Pipe = { frames: [] }
      const down: Pipe = { frames: [] }
      let live = true
      const end = (code: number, tell: boolean) => {
        if (!live) return
        live = false
        this.#pipes.delete(up)
        this.#pipes.delete(down)
        this.#lines.delete(cut)
        connection.gone()
        if (tell) closed(code)
      }
      const cut = (code: number) => end(code, true)
      this.#lines.add(cut)
      cutter(() => end(LOST, true))
      const connection = this.#relay.connect(room.replace(/^.*\//, ''), {
        send: (bytes) => {
          const copy = bytes.slice()
          const passed = this.evil?.pass(name, copy) ?? (this.evil ? null : copy)
          if (passed) down.frames.push(() => live && frame(passed))
        },
        bufferedAmount: 0,
        close: (code) => down.frames.push(() => end(code, true)),
        hold: () => {},
      })
      this.#pipes.add(up)
      this.#pipes.add(down)
      down.frames.push(() => live && opened())
      return {
        send: (bytes) => {
          const copy = bytes.slice()
          if (live) up.frames.push(() => live && connection.receive(copy))
        },
        close: () => end(1000, false),
      }
    }
  }

  /** Moves one frame, or commits a turn of the relay. @returns false when nothing moves */
  step(): boolean {
    const moving = [...this.#pipes].filter(({ frames }) => frames.length > 0)
    if (this.#turns.length > 0 && (moving.length === 0 || this.#random.chance(0.3))) {
      for (const work of this.#turns.splice(0)) work()
      return true
    }
    if (moving.length === 0) return false
    this.#random.pick(moving).frames.shift()?.()
    return true
  }
}
