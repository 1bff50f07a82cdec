import * as Y from 'yjs'
import { readsFor } from '#shared/log/circles.ts'
import type { Identity } from '#shared/log/identity.ts'
import { Audience } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { roleOf, type State } from '#shared/log/state.ts'
import { partsOf } from './adopt.ts'
import { type ConfirmedOptions, confirmedDoc } from './confirmed.ts'
import { type DocKey, readDocKey } from './docKey.ts'
import type { Aside } from './foldAside.ts'
import { updatesIn } from './rowUpdates.ts'
import { holdsAll } from './sameState.ts'

interface Options extends ConfirmedOptions {
  readonly me: Identity
  /** Where the log in use stands. */
  readonly state: State
  readonly cursor: number
}

/**
 * Does a log that begins with a checkpoint still hold all that this device has from the log in use? Who was away when the
 * checkpoint was written could not compare it then. What has been deleted since counts as held.
 * @param keyring that of the other log
 */
export async function heldByCheckpoint(options: Options, aside: Aside, keyring: Keyring): Promise<boolean> {
  const role = roleOf(aside.state, options.me.id)
  for (const key of partsOf(options.state)) {
    const place = readDocKey(key)
    const audience = (place && options.state.docs.get(place.doc)?.audience) ?? Audience.everyone
    // What one may no longer read cannot be compared.
    if (!readsFor(aside.state, keyring, role, audience)) continue
    if (!(await heldPart(options, key, aside, keyring))) return false
  }
  return true
}

async function heldPart(options: Options, key: DocKey, { entries }: Aside, keyring: Keyring): Promise<boolean> {
  const rows = entries.filter(({ row }) => row.doc === key).map(({ row }) => row)
  const ours = await confirmedDoc(options, key, options.cursor)
  const theirs = new Y.Doc({ gc: true })
  try {
    for (const update of await updatesIn(options.room, keyring, rows)) {
      Y.applyUpdate(theirs, update)
      await options.breathe()
    }
    return holdsAll(theirs, ours)
  } catch {
    return false
  } finally {
    ours.destroy()
    theirs.destroy()
  }
}
