import { Communities } from '../../renderer/src/session/communities.ts'
import type { CommunitySession } from '../../renderer/src/session/communitySession.ts'
import { Documents, type OpenDoc } from '../../renderer/src/session/documents.ts'
import { memoryStorage } from '../../renderer/src/storage/memoryStorage.ts'
import type { Batch, CommunityStore, Storage } from '../../renderer/src/storage/store.ts'
import type { Timer } from '../../renderer/src/sync/reconnect.ts'
import type { RoomId } from '../../src/shared/log/ids.ts'
import type { Network } from './network.ts'
import type { Generator } from './random.ts'

/** Work that waits for time to pass; in the simulator it passes when drawn. */
export class Clock {
  readonly #due = new Set<() => void>()
  readonly #random: Generator

  constructor(random: Generator) {
    this.#random = random
  }

  timer(): Timer {
    return {
      after: (_ms, work) => {
        const entry = () => {
          this.#due.delete(entry)
          work()
        }
        this.#due.add(entry)
        return () => this.#due.delete(entry)
      },
      random: () => this.#random.next(),
    }
  }

  /** @returns false when nothing waits */
  step(): boolean {
    const waiting = [...this.#due]
    if (waiting.length === 0) return false
    this.#random.pick(waiting)()
    return true
  }
}

/** A disk that keeps nothing more once its computer is dead. */
class Disk {
  dead = false
  /** Commits until the power fails by itself; negative: never. */
  fuse = -1
  readonly reads: string[]

  constructor(reads: string[]) {
    this.reads = reads
  }

  wrap(storage: Storage): Storage {
    const guard = (store: CommunityStore): CommunityStore => ({
      load: (docs, filed) => store.load(docs, filed),
      room: () => store.room(),
      entries: (after, limit) => store.entries(after, limit),
      entriesOf: (doc, after) => {
        this.reads.push(doc)
        return store.entriesOf(doc, after)
      },
      lastSeq: () => store.lastSeq(),
      doc: (doc) => store.doc(doc),
      outbox: () => store.outbox(),
      view: (doc) => store.view(doc),
      registers: () => store.registers(),
      heads: () => store.heads(),
      commit: async (batch: Batch) => {
        if (this.fuse === 0) this.dead = true
        if (this.fuse > 0) this.fuse -= 1
        // A dead computer's program never gets an answer.
        if (this.dead) return new Promise<void>(() => {})
        return store.commit(batch)
      },
    })
    return { ...storage, community: (room) => guard(storage.community(room)) }
  }
}

/** One person's computer: a disk that outlives crashes and a program that does not. */
export class Computer {
  readonly name: string
  readonly #network: Network
  readonly #clock: Clock
  readonly #checkpointAfter: number
  readonly #storage = memoryStorage()
  /** Under which names entries were asked for. */
  readonly reads: string[] = []
  #disk = new Disk(this.reads)
  #cut: (() => void)[] = []
  communities: Communities | null = null
  session: CommunitySession | null = null
  room: RoomId | null = null
  /** ms since 1970, by its own clock. */
  now = 0
  #documents: Documents | null = null
  readonly docs = new Map<string, OpenDoc>()
  /** Doc keys whose edits were refused at some time: what was typed there is kept aside, not shared. */
  readonly refused = new Set<string>()

  /** @param checkpointAfter entries */
  constructor(name: string, network: Network, clock: Clock, checkpointAfter = Number.POSITIVE_INFINITY) {
    this.name = name
    this.#network = network
    this.#clock = clock
    this.#checkpointAfter = checkpointAfter
  }

  /** What is on the disk. */
  get storage(): Storage {
    return this.#storage
  }

  get alive(): boolean {
    return this.session !== null && !this.#disk.dead
  }

  async boot(): Promise<Communities> {
    this.#disk = new Disk(this.reads)
    this.#cut = []
    const disk = this.#disk
    this.communities = await Communities.open(disk.wrap(this.#storage), new Uint8Array(32).fill(7), {
      timer: this.#clock.timer(),
      now: () => this.now,
      upkeep: {
        breathe: async () => {},
        deflate: async (bytes) => ({ bytes, deflated: false }),
        checkpoint: { entries: this.#checkpointAfter, bytes: Number.POSITIVE_INFINITY },
        idle: 1,
      },
      dialRelay: (url) => {
        const dial = this.#network.dial(url, (cut) => this.#cut.push(cut), this.name)
        return (handlers) => {
          // A dead computer hears nothing; its line is cut with it.
          const alive = () => !disk.dead
          return dial({
            opened: () => alive() && handlers.opened(),
            frame: (bytes) => alive() && handlers.frame(bytes),
            closed: (code) => alive() && handlers.closed(code),
          })
        }
      },
    })
    return this.communities
  }

  async restart(): Promise<void> {
    const communities = await this.boot()
    if (this.room === null) return
    this.session = await communities.open(this.room)
  }

  /** The power fails: between any two writes. */
  crash(): void {
    this.#disk.dead = true
    for (const cut of this.#cut.splice(0)) cut()
    for (const open of this.docs.values()) open.release()
    this.docs.clear()
    this.#documents?.closeAll()
    this.#documents = null
    this.session = null
    this.communities = null
  }

  /** The power will fail at the nth write from now. */
  crashAt(writes: number): void {
    this.#disk.fuse = writes
  }

  get dead(): boolean {
    return this.#disk.dead
  }

  /** The line drops. */
  hangUp(): void {
    for (const cut of this.#cut.splice(0)) cut()
  }

  async open(key: string): Promise<OpenDoc | null> {
    const held = this.docs.get(key)
    if (held || !this.session) return held ?? null
    this.#documents ??= new Documents({
      source: this.session.documents,
      randomId: () => 1, // for imports, which no run makes
      breathe: async () => {},
    })
    const open = await this.#documents.open(key)
    this.docs.set(key, open)
    open.onReplaced(() => {
      this.refused.add(key)
      this.docs.delete(key)
    })
    return open
  }
}
