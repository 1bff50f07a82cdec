import type { EntryRow } from '#renderer/storage/store.ts'
import type { PartSnapshot } from '#shared/log/body.ts'
import { openContent } from '#shared/log/entry.ts'
import type { RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { piecesIn } from './snapshotStates.ts'

/**
 * What the entries of one document say, as updates to be applied in order: the state of the checkpoint that this device
 * started from, if it is among them, and the updates since.
 */
export async function updatesIn(room: RoomId, keyring: Keyring, rows: readonly EntryRow[]): Promise<Uint8Array[]> {
  const snapshot: PartSnapshot[] = []
  const updates: Uint8Array[] = []
  for (const { bytes } of rows) {
    const body = openContent(room, keyring, bytes)?.body
    if (body?.kind === 'update') updates.push(body.update)
    if (body?.kind === 'snapshot' && body.snapshot.form === 'part') snapshot.push(body.snapshot)
  }
  const state = snapshot.length > 0 ? await piecesIn(snapshot) : null
  return state ? [...state, ...updates] : updates
}
