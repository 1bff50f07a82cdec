import * as Y from 'yjs'
import type { CommunityStore } from '#renderer/storage/store.ts'
import type { RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import type { DocKey } from './docKey.ts'
import type { RowSeal } from './rowSeal.ts'
import { updatesIn } from './rowUpdates.ts'
import { openState } from './storedState.ts'

export interface ConfirmedOptions {
  readonly room: RoomId
  readonly keyring: Keyring
  readonly store: CommunityStore
  readonly seal: RowSeal
  readonly breathe: () => Promise<void>
}

/**
 * A document as the log gives it up to an entry: without what waits here, and without what came later. Destroy it after use.
 * @param upTo sequence number of the last entry that counts
 */
export async function confirmedDoc(options: ConfirmedOptions, key: DocKey, upTo: number): Promise<Y.Doc> {
  const { room, keyring, store, seal, breathe } = options
  const row = await store.doc(key)
  const stored = row && row.seq <= upTo ? await openState(seal, row) : null
  const rows = (await store.entriesOf(key, stored && row ? row.seq : 0)).filter(({ seq }) => seq <= upTo)
  const doc = new Y.Doc({ gc: true })
  for (const update of [...(stored ?? []), ...(await updatesIn(room, keyring, rows))]) {
    Y.applyUpdate(doc, update)
    await breathe()
  }
  return doc
}
