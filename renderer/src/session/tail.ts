import type { CommunityStore, EntryRow } from '#renderer/storage/store.ts'
import { Filed } from './filedUnder.ts'

const PAGE = 500

/** Where a checkpoint stands: the index it stands for, and that of its entry. */
interface Mark {
  readonly at: number
  readonly index: number
}

interface Count {
  readonly since: number
  to: number
  entries: number
  bytes: number
  snapshots: number
}

/** How much has come since the last checkpoint. Snapshots do not count, or one checkpoint would call for the next. */
export class Tail {
  readonly #store: CommunityStore
  #counted: Count | null = null

  constructor(store: CommunityStore) {
    this.#store = store
  }

  /** Rows that have just been stored. */
  add(rows: readonly EntryRow[]): void {
    const counted = this.#counted
    if (counted) for (const row of rows) if (row.seq > counted.to) this.#count(counted, row)
  }

  #count(counted: Count, { seq, doc, bytes }: EntryRow): void {
    counted.to = seq
    if (doc === Filed.snapshot) return
    counted.entries += 1
    counted.bytes += bytes.length
  }

  /**
   * @param after what is enough, in entries or in bytes; but a checkpoint is worth its price only if what it saves is at least
   *   half as large as the last one was
   */
  async isDue(last: Mark | null, after: { readonly entries: number; readonly bytes: number }): Promise<boolean> {
    const { entries, bytes, snapshots } = await this.#since(last)
    return (entries >= after.entries || bytes >= after.bytes) && bytes >= snapshots / 2
  }

  async #since(last: Mark | null): Promise<Count> {
    const since = last?.at ?? 0
    if (this.#counted?.since === since) return this.#counted
    const counted = { since, to: since, entries: 0, bytes: 0, snapshots: 0 }
    await this.#each(last?.index ?? 0, (row) => {
      if (row.seq > since) this.#count(counted, row)
      else counted.snapshots += row.bytes.length
    })
    this.#counted = counted
    return counted
  }

  async #each(after: number, take: (row: EntryRow) => void): Promise<void> {
    for (let from = after; ; ) {
      const rows = await this.#store.entries(from, PAGE)
      for (const row of rows) take(row)
      if (rows.length < PAGE) return
      from = rows.at(-1)?.seq ?? from
    }
  }
}
