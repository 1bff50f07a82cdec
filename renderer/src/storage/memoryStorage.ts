import {
  type Batch,
  type CommunityStore,
  type DocRow,
  type EntryRow,
  type Loaded,
  type LoadedDoc,
  type OutboxRow,
  type RegisterRow,
  type RoomRow,
  type Storage,
  TAIL,
  type ViewRow,
} from './store.ts'

const EMPTY = new Uint8Array(0)

class MemoryCommunity implements CommunityStore {
  #room: RoomRow | null = null
  #entries: EntryRow[] = []
  #heads = new Map<number, Uint8Array>()
  #docs = new Map<string, DocRow>()
  #outbox = new Map<number, OutboxRow>()
  #registers = new Map<string, RegisterRow>()
  #views = new Map<string, ViewRow>()

  get about(): Uint8Array | null {
    return this.#room?.about ?? null
  }

  async load(docs: readonly string[], filed: readonly string[]): Promise<Loaded> {
    const after = this.#room?.stateSeq ?? 0
    const load = async (doc: string): Promise<LoadedDoc> => {
      const row = await this.doc(doc)
      return { row, entries: await this.entriesOf(doc, row?.seq ?? 0) }
    }
    return {
      room: this.#room,
      outbox: await this.outbox(),
      registers: await this.registers(),
      heads: await this.heads(),
      tail: { after, limit: TAIL, rows: await this.entries(after, TAIL) },
      filed: new Map(filed.map((name) => [name, this.#entries.filter((row) => row.doc === name)])),
      views: new Map(docs.map((doc) => [doc, this.#views.get(doc) ?? null])),
      docs: new Map(docs.map((doc) => [doc, load(doc)])),
    }
  }

  async room(): Promise<RoomRow | null> {
    return this.#room
  }

  async commit(batch: Batch): Promise<void> {
    if (batch.reset) {
      this.#entries = []
      this.#heads.clear()
      for (const row of this.#docs.values()) this.#docs.set(row.doc, { ...row, seq: 0, state: EMPTY })
    }
    if (batch.room) this.#room = { about: EMPTY, state: EMPTY, stateSeq: 0, floor: 0, ...this.#room, ...batch.room }
    for (const row of batch.entries ?? []) this.#putEntry(row)
    for (const { chunk, bytes } of batch.heads ?? []) this.#heads.set(chunk, bytes)
    for (const row of batch.docs ?? []) this.#docs.set(row.doc, row)
    for (const id of batch.dropOutbox ?? []) this.#outbox.delete(id)
    for (const row of batch.addOutbox ?? []) this.#outbox.set(row.id, row)
    for (const row of batch.views ?? []) this.#views.set(row.doc, row)
    for (const row of batch.registers ?? []) this.#registers.set(`${row.name} ${row.member}`, row)
  }

  #putEntry(row: EntryRow): void {
    const last = this.#entries.at(-1)
    if (!last || last.seq < row.seq) {
      this.#entries.push(row)
      return
    }
    const index = this.#entries.findIndex(({ seq }) => seq >= row.seq)
    this.#entries.splice(index, this.#entries[index]?.seq === row.seq ? 1 : 0, row)
  }

  async entries(after: number, limit: number): Promise<EntryRow[]> {
    let [low, high] = [0, this.#entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#entries[middle]?.seq ?? 0) > after) high = middle
      else low = middle + 1
    }
    return this.#entries.slice(low, low + limit)
  }

  async entriesOf(doc: string, after: number): Promise<EntryRow[]> {
    return this.#entries.filter((row) => row.doc === doc && row.seq > after)
  }

  async lastSeq(): Promise<number> {
    return this.#entries.at(-1)?.seq ?? 0
  }

  async doc(doc: string): Promise<DocRow | null> {
    return this.#docs.get(doc) ?? null
  }

  async view(doc: string): Promise<ViewRow | null> {
    return this.#views.get(doc) ?? null
  }

  async outbox(): Promise<OutboxRow[]> {
    return [...this.#outbox.values()].sort((a, b) => a.id - b.id)
  }

  async registers(): Promise<RegisterRow[]> {
    return [...this.#registers.values()]
  }

  async heads(): Promise<Uint8Array[]> {
    return [...this.#heads.entries()].sort(([a], [b]) => a - b).map(([, bytes]) => bytes)
  }
}

/** The same storage without a disk: for the simulator, and for pages that keep nothing. */
export function memoryStorage(): Storage {
  const communities = new Map<string, MemoryCommunity>()
  const community = (room: string): MemoryCommunity => {
    const found = communities.get(room) ?? new MemoryCommunity()
    communities.set(room, found)
    return found
  }
  return {
    async rooms() {
      return [...communities].flatMap(([room, { about }]) => (about ? [{ room, about }] : []))
    },
    community,
    async forget(room) {
      communities.delete(room)
    },
    close() {},
  }
}
