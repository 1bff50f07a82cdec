import type { Journal, JournalRoom } from './journal.ts'
import { changeOf, rowsOf } from './journalRows.ts'
import { ALONE, type Mark, markRow, readMark } from './mark.ts'
import { catchUp, isEnough, readJournal, rebuild } from './rebuild.ts'
import type { Batch, CommunityStore, Storage } from './store.ts'

/** Entries sent in one message when a journal is written from the database. */
const PAGE = 500
/** After a failure the journal is written anew after so many changes, or at the next start. */
const TRY_AGAIN_AFTER = 50

/** What starting found. Both empty when all was well. */
export interface Restored {
  /** Communities put back whole. */
  readonly whole: readonly string[]
  /** Communities of which something, or all, could not be put back. */
  readonly partly: readonly string[]
}

/** Writes each change to the database and to the journal, at the same time. */
class JournaledCommunity {
  readonly store: CommunityStore
  readonly #inner: CommunityStore
  readonly #journal: Journal
  readonly #room: string
  readonly #randomId: () => number
  /** '' when there is no journal that follows the database. */
  #generation = ''
  #n = 0
  #missed = TRY_AGAIN_AFTER
  /** Client ids that the journal has. */
  readonly #clients = new Map<string, number>()
  /** Changes are told to the journal in order; what they wait for is not its answer. */
  #turn: Promise<unknown> = Promise.resolve()
  readonly #writing = new Set<Promise<void>>()

  /** @param follows where the journal stands, if it stands where the database does */
  constructor(inner: CommunityStore, journal: Journal, room: string, randomId: () => number, follows: Mark | null) {
    this.#inner = inner
    this.#journal = journal
    this.#room = room
    this.#randomId = randomId
    if (follows) {
      this.#generation = follows.generation
      this.#n = follows.n
    }
    this.store = {
      load: (docs, filed) => inner.load(docs, filed),
      room: () => inner.room(),
      commit: (batch) => this.#commit(batch),
      entries: (after, limit) => inner.entries(after, limit),
      entriesOf: (doc, after) => inner.entriesOf(doc, after),
      lastSeq: () => inner.lastSeq(),
      doc: (doc) => inner.doc(doc),
      view: (doc) => inner.view(doc),
      outbox: () => inner.outbox(),
      registers: () => inner.registers(),
      heads: () => inner.heads(),
    }
  }

  async #commit(batch: Batch): Promise<void> {
    const docs = (batch.docs ?? []).filter(({ doc, clientId }) => this.#clients.get(doc) !== clientId)
    const change = changeOf(batch, docs)
    if (change === null) return this.#inner.commit(batch)
    const generation = this.#generation
    if (generation === '') return this.#alone(batch)
    const n = ++this.#n
    for (const { doc, clientId } of docs) this.#clients.set(doc, clientId)
    // The journal is a second place: what the database has is saved.
    const told = this.#tell(() => this.#journal.append(this.#room, generation, n, change)).catch(() =>
      this.#lost(generation),
    )
    try {
      await this.#write({ ...batch, views: [...(batch.views ?? []), markRow({ generation, n })] })
    } catch (error) {
      this.#lost(generation) // it may hold what was not saved
      throw error
    }
    await told
  }

  #lost(generation: string): void {
    if (this.#generation !== generation) return
    this.#generation = ''
    this.#missed = 0
  }

  #tell(ask: () => Promise<void>): Promise<void> {
    return new Promise((done, failed) => {
      this.#turn = this.#turn.then(() => void ask().then(done, failed))
    })
  }

  async #write(batch: Batch): Promise<void> {
    const work = this.#inner.commit(batch)
    this.#writing.add(work)
    try {
      await work
    } finally {
      this.#writing.delete(work)
    }
  }

  /** No journal goes along: after this change, or some more, it is written from the database. */
  async #alone(batch: Batch): Promise<void> {
    await this.#write({ ...batch, views: [...(batch.views ?? []), markRow(ALONE)] })
    if (this.#generation === '' && ++this.#missed >= TRY_AGAIN_AFTER) await this.#fill()
  }

  /** Changes that come meanwhile are told after it. */
  async #fill(): Promise<void> {
    const generation = hex(this.#randomId()) + hex(this.#randomId())
    const base = ++this.#n
    this.#generation = generation
    this.#missed = 0
    this.#clients.clear()
    const filled = this.#turn
      .then(() => Promise.allSettled(this.#writing))
      .then(() => writeJournal(this.#inner, this.#journal, this.#room, { generation, n: base }))
      .catch(() => this.#lost(generation))
    this.#turn = filled
    await filled
    if (this.#generation === generation && this.#n === base)
      await this.#inner.commit({ views: [markRow({ generation, n: base })] })
  }
}

const hex = (value: number) => value.toString(16).padStart(8, '0')

/** Writes a community's journal anew from the database. */
async function writeJournal(store: CommunityStore, journal: Journal, room: string, { generation, n }: Mark) {
  const row = await store.room()
  if (row === null) throw new Error('journal.stale')
  await journal.begin(room, generation, n)
  await journal.fill(room, rowsOf({ room: row, addOutbox: await store.outbox(), registers: await store.registers() }))
  for (let after = 0; ; ) {
    const entries = await store.entries(after, PAGE)
    await journal.fill(room, rowsOf({ entries }))
    if (entries.length < PAGE) break
    after = entries.at(-1)?.seq ?? after
  }
  await journal.finish(room)
}

type Found = 'agrees' | 'lags' | 'restored' | 'partly' | 'nothing'

/** Brings database and journal of one community to the same state. @param listed is it among the database's communities? */
async function agree(storage: Storage, journal: Journal, held: JournalRoom, listed: boolean): Promise<Found> {
  const { room, generation, base, last, whole } = held
  const store = storage.community(room)
  if (listed) {
    const known = await readMark(store)
    if (known && known.generation === ALONE.generation) return 'lags'
    if (known?.generation === generation && whole) {
      if (known.n === last) return 'agrees'
      if (known.n > last) return 'lags'
      if (known.n >= base) {
        await catchUp(journal, store, held, known.n)
        return 'agrees'
      }
    } else if (!(await isOlder(store, journal, room))) return 'lags'
  }
  const read = await readJournal(journal, room).catch((error: unknown) => (listed ? Promise.reject(error) : null))
  if (read === null) return 'nothing'
  // What is not known to be better than the database never takes its place.
  if (!isEnough(read)) return listed ? 'lags' : 'nothing'
  return (await rebuild(storage, read, held)) ? 'restored' : 'partly'
}

/** Has the database less of the log than a journal that cannot be compared with it change by change? */
async function isOlder(store: CommunityStore, journal: Journal, room: string): Promise<boolean> {
  const { entries } = await readJournal(journal, room)
  return (entries.at(-1)?.seq ?? 0) > (await store.lastSeq())
}

/**
 * Storage with a journal beside it. Where the database has lost what the journal holds, it is put back first.
 * @param randomId 32 random bits
 */
export async function journaledStorage(
  inner: Storage,
  journal: Journal,
  randomId: () => number,
): Promise<{ storage: Storage; restored: Restored }> {
  const listed = new Set((await inner.rooms()).map(({ room }) => room))
  const open = new Map<string, JournaledCommunity>()
  const whole: string[] = []
  const partly: string[] = []
  // Without a journal that answers the database is all there is.
  for (const held of await journal.list().catch(() => [])) {
    const { room, generation, last } = held
    const found = await agree(inner, journal, held, listed.has(room))
    if (found === 'restored') whole.push(room)
    if (found === 'partly' || found === 'nothing') partly.push(room)
    if (found === 'agrees' || found === 'restored')
      open.set(room, new JournaledCommunity(inner.community(room), journal, room, randomId, { generation, n: last }))
  }
  const storage: Storage = {
    rooms: () => inner.rooms(),
    community: (room) => {
      const known = open.get(room) ?? new JournaledCommunity(inner.community(room), journal, room, randomId, null)
      open.set(room, known)
      return known.store
    },
    // The journal first: what it still held would come back at the next start.
    forget: async (room) => {
      await journal.forget(room)
      open.delete(room)
      await inner.forget(room)
    },
    close: () => inner.close(),
  }
  return { storage, restored: { whole, partly } }
}
