import type { CommunityStore } from '#renderer/storage/store.ts'
import type { Timer } from '#renderer/sync/reconnect.ts'
import type { Identity } from '#shared/log/identity.ts'
import type { RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { Checkpointing, type CheckpointOutcome } from './checkpointing.ts'
import type { Replica } from './replica.ts'
import type { RowSeal } from './rowSeal.ts'
import { watchSilence } from './silence.ts'
import { checkSnapshots } from './snapshotCheck.ts'
import type { Upkeep } from './upkeep.ts'

interface KeepingOptions {
  readonly replica: Replica
  readonly room: RoomId
  readonly me: Identity
  readonly keyring: Keyring
  readonly store: CommunityStore
  readonly seal: RowSeal
  readonly timer: Timer
  readonly now: () => number
  readonly upkeep: Upkeep
}

export interface LogKeeping {
  readonly checkpointNow: () => Promise<CheckpointOutcome>
  readonly end: () => void
}

/** What a device does for the log beside reading and writing it. */
export function keepLog(options: KeepingOptions): LogKeeping {
  const { replica, room, me, keyring, store, seal, now, upkeep } = options
  const checkpointing = new Checkpointing(options)
  checkSnapshots({ replica, room, me: me.id, keyring, store, seal, breathe: upkeep.breathe })
  void watchSilence({ replica, store, seal, now })
  return { checkpointNow: () => checkpointing.now(), end: () => checkpointing.end() }
}
