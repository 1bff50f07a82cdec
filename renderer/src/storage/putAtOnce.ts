import type { Batch } from './store.ts'

/** A batch that needs nothing to be read first. */
export type PlainBatch = Omit<Batch, 'room' | 'docs' | 'reset'>

export const isPlain = (batch: Batch): batch is PlainBatch => !batch.room && !batch.docs && !batch.reset

/**
 * Writes a batch with all requests made, and the end of the transaction asked for, before the first answer: somebody waits for
 * "saved", and each answer that is waited for is a way to another process and back, beside a window that draws. Through Dexie
 * there would be one for each table, and one more at the end.
 * @param owned gives a row its community
 * @throws what IndexedDB throws where the transaction cannot be begun; then nothing was written
 * @returns settles when it is on the disk; fails with the transaction's error
 */
export function putAtOnce(
  db: IDBDatabase,
  room: string,
  batch: PlainBatch,
  owned: (row: object) => object,
): Promise<void> {
  const { entries, heads, dropOutbox, addOutbox, registers, views } = batch
  const puts = { entries, heads, outbox: addOutbox, registers, views }
  const names = Object.entries(puts).flatMap(([name, rows]) => (rows ? [name] : []))
  const touched = new Set(dropOutbox ? [...names, 'outbox'] : names)
  if (touched.size === 0) return Promise.resolve()
  const tx = db.transaction([...touched], 'readwrite', { durability: 'strict' })
  const done = new Promise<void>((resolve, reject) => {
    tx.oncomplete = () => resolve()
    tx.onabort = () => reject(tx.error ?? new DOMException('The transaction was given up.', 'AbortError'))
  })
  try {
    for (const id of dropOutbox ?? []) tx.objectStore('outbox').delete([room, id])
    for (const [name, rows] of Object.entries(puts)) for (const row of rows ?? []) tx.objectStore(name).put(owned(row))
    tx.commit()
  } catch (error) {
    tx.abort() // all of it or nothing
    done.catch(() => {})
    throw error
  }
  return done
}
