import type { Batch, CommunityStore, OutboxRow } from '#renderer/storage/store.ts'
import { bundles, Merging, type Parcel, type Size, sizeOf, together } from './parcels.ts'
import type { RowSeal } from './rowSeal.ts'
import { packUpdates, unpackUpdates } from './updates.ts'

export type { Parcel } from './parcels.ts'

interface Row {
  readonly id: number
  readonly doc: string
  readonly updates: readonly Uint8Array[]
  /** Null where nobody has counted yet. */
  readonly size: Size | null
  readonly n: number
  readonly refused: string
}

/** Documents whose entries this device counts together. */
export interface Counted {
  readonly holds: (doc: string) => boolean
  /** The highest number given to something that does not wait here. */
  readonly above: number
}

const WHOLE: Counted = { holds: () => true, above: 0 }

/** What a row that waits holds, to be judged against another log. */
export interface WaitingEdit {
  readonly n: number
  readonly doc: string
  readonly updates: readonly Uint8Array[]
}

/** An edit that a log held which is no longer the community's. */
export interface ReturnedEdit {
  readonly doc: string
  readonly update: Uint8Array
  /** '' for one's own, which waits again; else why it is only kept here. */
  readonly refused: string
}

/** What is kept here and not sent. */
export interface SetAside {
  readonly doc: string
  /** Why it was refused, or ELSEWHERE. */
  readonly reason: string
  readonly updates: readonly Uint8Array[]
}

/** Of another author, and not in the log that the relay has now: kept here, not sent, not shown. */
export const ELSEWHERE = 'elsewhere'

function listed<Key, Value>(lists: Map<Key, Value[]>, key: Key): Value[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

const label = (id: number, doc: string) => `outbox/${id}/${doc}`

/**
 * The edits of this computer that the log does not hold yet. An edit is durable before anything else happens to it; while
 * one write is under way the next ones gather, so that a burst costs a handful of disk writes and not one each.
 */
export class Outbox {
  readonly #store: CommunityStore
  readonly #seal: RowSeal
  readonly #merging = new Merging<Row>()
  #rows: Row[]
  #nextId: number
  #gathering: { doc: string; update: Uint8Array }[] = []
  #writing: Promise<void> | null = null
  /** What changes rows that are there waits for what did so before. */
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(store: CommunityStore, seal: RowSeal, rows: Row[]) {
    this.#store = store
    this.#seal = seal
    this.#rows = rows
    this.#nextId = Math.max(0, ...rows.map(({ id }) => id)) + 1
  }

  static async open(store: CommunityStore, seal: RowSeal): Promise<Outbox> {
    const rows: Row[] = []
    for (const { id, doc, sealed, n, refused } of await store.outbox()) {
      const plain = seal.open(label(id, doc), sealed)
      const updates = plain && unpackUpdates(plain)
      if (!updates) throw new Error('storage.damaged')
      rows.push({ id, doc, updates, size: null, n, refused })
    }
    return new Outbox(store, seal, rows)
  }

  /** Edits that wait for the log, in number of writes; those of a write under way count. */
  get waiting(): number {
    return this.#rows.filter(({ refused }) => refused === '').length + (this.#gathering.length > 0 ? 1 : 0)
  }

  /** True while an edit is not on the disk yet. */
  get writing(): boolean {
    return this.#writing !== null
  }

  get refused(): readonly { doc: string; reason: string }[] {
    return this.#rows.flatMap(({ doc, refused }) =>
      refused === '' || refused === ELSEWHERE ? [] : [{ doc, reason: refused }],
    )
  }

  /** Edits of others that are kept here because the relay's log has lost them, by document. */
  get elsewhere(): readonly { doc: string }[] {
    return this.#rows.flatMap(({ doc, refused }) => (refused === ELSEWHERE ? [{ doc }] : []))
  }

  /** Everything of one document that still counts here although the log does not hold it. */
  updatesOf(doc: string): Uint8Array[] {
    const stored = this.#rows.filter((row) => row.doc === doc && row.refused === '').flatMap(({ updates }) => updates)
    return [...stored, ...this.#gathering.filter((edit) => edit.doc === doc).map(({ update }) => update)]
  }

  /** Documents of which something waits. */
  docs(): Set<string> {
    return new Set(this.#rows.filter(({ refused }) => refused === '').map(({ doc }) => doc))
  }

  /** The highest number given so far, 0 if none. */
  topNumber({ holds, above }: Counted = WHOLE): number {
    return Math.max(above, ...this.#rows.filter(({ doc }) => holds(doc)).map(({ n }) => n))
  }

  /** @returns settles when the edit is on the disk */
  add(doc: string, update: Uint8Array): Promise<void> {
    this.#gathering.push({ doc, update })
    this.#writing ??= Promise.resolve().then(() => this.#write())
    return this.#writing
  }

  /** Settles when nothing is left to write. What could not be written before is tried again; fails if it cannot be now. */
  async settled(): Promise<void> {
    if (this.#gathering.length > 0) this.#writing ??= Promise.resolve().then(() => this.#write())
    while (this.#writing !== null) await this.#writing
  }

  async #write(): Promise<void> {
    try {
      while (this.#gathering.length > 0) {
        const taken = this.#gathering.length
        const byDoc = new Map<string, Uint8Array[]>()
        for (const { doc, update } of this.#gathering) listed(byDoc, doc).push(update)
        const rows = [...byDoc].flatMap(([doc, all]) =>
          bundles(all).map((bundle) => ({ id: this.#nextId++, doc, ...bundle, n: 0, refused: '' })),
        )
        await this.#store.commit({ addOutbox: rows.map((row) => this.#sealed(row)) })
        this.#rows.push(...rows)
        this.#gathering.splice(0, taken)
      }
    } finally {
      this.#writing = null
    }
  }

  #sealed({ id, doc, updates, n, refused }: Row): OutboxRow {
    return { id, doc, n, refused, sealed: this.#seal.seal(label(id, doc), packUpdates(updates)) }
  }

  /**
   * Gives numbers to what may be sent and has none that still counts, durably, and returns all that has one.
   * @param counter the last number of ours that the log holds: rows numbered up to it were lost on the way
   * @param counted which documents these numbers are for; the rest stays as it is
   */
  number(counter: number, maySend: (doc: string) => boolean, counted: Counted = WHOLE): Promise<Parcel[]> {
    return this.#inTurn(() => this.#number(counter, maySend, counted))
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => {})
    return mine
  }

  async #number(counter: number, maySend: (doc: string) => boolean, counted: Counted): Promise<Parcel[]> {
    await this.settled()
    const sent = (doc: string) => counted.holds(doc) && maySend(doc)
    const open = this.#rows.filter(({ refused, doc }) => refused === '' && sent(doc))
    const changed: Row[] = []
    let next = Math.max(counter, this.topNumber(counted)) + 1

    const groups = new Map<string, { readonly n: number; readonly size: Size }>()
    for (const row of open) {
      if (row.n > counter) continue
      const own = row.size ?? sizeOf(row.updates)
      const last = groups.get(row.doc)
      const both = last && together(last.size, own)
      const group = last && both ? { n: last.n, size: both } : { n: next++, size: own }
      groups.set(row.doc, group)
      changed.push({ ...row, size: own, n: group.n })
    }
    await this.#replace(changed)
    return this.#parcels(counter, sent)
  }

  #parcels(counter: number, sent: (doc: string) => boolean): Parcel[] {
    const byNumber = new Map<number, Row[]>()
    for (const row of this.#rows)
      if (row.refused === '' && row.n > counter && sent(row.doc)) listed(byNumber, row.n).push(row)
    return [...byNumber]
      .sort(([a], [b]) => a - b)
      .flatMap(([n, rows]) => rows.slice(0, 1).map(({ doc }) => this.#merging.parcel(n, doc, rows)))
  }

  async #replace(changed: readonly Row[], along: Batch = {}): Promise<void> {
    if (changed.length === 0) return
    await this.#store.commit({ ...along, addOutbox: changed.map((row) => this.#sealed(row)) })
    const byId = new Map(changed.map((row) => [row.id, row]))
    this.#rows = this.#rows.map((row) => byId.get(row.id) ?? row)
  }

  /**
   * Marks everything of one document that waits as refused for good: later edits build on earlier ones.
   * @param along made when nothing is under way any more: what else belongs in that commit
   */
  refuse(doc: string, reason: string, along: () => Promise<Batch>): Promise<void> {
    return this.#inTurn(async () => {
      const batch = await along()
      const rows = this.#rows.filter((row) => row.doc === doc && row.refused === '')
      await this.#replace(
        rows.map((row) => ({ ...row, refused: reason })),
        batch,
      )
    })
  }

  /**
   * Another log takes the place of the one that these rows waited for.
   * @param holds does that log hold what this row says?
   * @param returned what it has lost: goes before everything that waits, as it is older
   * @param along made when nothing is under way any more: the rest of the one commit
   */
  rebase(
    holds: (edit: WaitingEdit) => boolean,
    returned: readonly ReturnedEdit[],
    along: (waits: ReadonlySet<string>) => Promise<Batch>,
  ): Promise<void> {
    return this.#inTurn(async () => {
      await this.settled()
      const before = this.#rows
      const lost = returned.map(({ doc, update, refused }) => ({ doc, updates: [update], refused }))
      const stay = before.filter((row) => row.refused !== '' || !holds(row))
      const waits = new Set([...lost, ...stay].filter(({ refused }) => refused === '').map(({ doc }) => doc))
      const batch = await along(waits)
      const rows = [...lost, ...stay].map(({ doc, updates, refused }) => ({
        id: this.#nextId++,
        doc,
        updates,
        size: null,
        refused,
        n: 0,
      }))
      await this.#store.commit({
        ...batch,
        dropOutbox: before.map(({ id }) => id),
        addOutbox: rows.map((row) => this.#sealed(row)),
      })
      const old = new Set(before)
      this.#rows = [...rows, ...this.#rows.filter((row) => !old.has(row))]
    })
  }

  /** Whether anything of a document still waits, on the disk or on its way there. */
  holds(doc: string): boolean {
    const waits = (row: Row) => row.doc === doc && row.refused === '' && row.updates.length > 0
    return this.#rows.some(waits) || this.#gathering.some((edit) => edit.doc === doc)
  }

  /**
   * Ids of the rows of a document sent under a number, for the commit that stores the entry they have become.
   * @param update what the entry says: where a relay has lost entries, a number may come back with what it stood for before
   */
  idsOf(doc: string, n: number, update: Uint8Array): number[] {
    const rows = this.#rows.filter((row) => row.doc === doc && row.n === n)
    const sent = this.#merging.of(rows)
    const same = sent.length === update.length && sent.every((byte, i) => byte === update[i])
    return same ? rows.map(({ id }) => id) : []
  }

  /** After that commit. */
  drop(ids: readonly number[]): void {
    if (ids.length === 0) return
    const gone = new Set(ids)
    this.#rows = this.#rows.filter(({ id }) => !gone.has(id))
  }

  /** All that is kept here and not sent, oldest first: one's own that was refused, and others' that the relay has lost. */
  get setAside(): readonly SetAside[] {
    return this.#rows.flatMap(({ doc, refused, updates }) =>
      refused === '' ? [] : [{ doc, reason: refused, updates }],
    )
  }

  /**
   * Lets go of what is set aside of one document, in one transaction with what takes its place.
   * @param make what goes out as new edits, in this order; null leaves all as it is
   * @returns what goes out
   */
  settleAside(
    doc: string,
    of: (reason: string) => boolean,
    make: (updates: readonly Uint8Array[]) => readonly Uint8Array[] | null,
  ): Promise<readonly Uint8Array[]> {
    return this.#inTurn(async () => {
      await this.settled()
      const found = this.#rows.filter((row) => row.doc === doc && row.refused !== '' && of(row.refused))
      const again = make(found.flatMap(({ updates }) => updates))
      if (again === null || found.length === 0) return []
      const ids = found.map(({ id }) => id)
      const rows = again.map((update) => ({
        id: this.#nextId++,
        doc,
        updates: [update],
        size: null,
        n: 0,
        refused: '',
      }))
      await this.#store.commit({ dropOutbox: ids, addOutbox: rows.map((row) => this.#sealed(row)) })
      this.drop(ids)
      this.#rows.push(...rows)
      return again
    })
  }
}
