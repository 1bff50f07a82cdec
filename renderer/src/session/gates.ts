import type { Keyring } from '#shared/log/keyring.ts'
import { gateToken } from '#shared/log/ladder.ts'

/** Which of the relay's gates a device comes to: that of the newest key it holds, or an older one where that is not known. */
export class Gates {
  /** An older gate is tried: the relay does not know the newest. */
  older: number | null = null
  #shown = { epoch: -1, role: -1 }

  get epoch(): number {
    return this.#shown.epoch
  }

  /** The token of the gate to come to, shown from now on; null if its key is not held. */
  show(keys: Keyring): Uint8Array | null {
    const epoch = this.older ?? keys.newest
    const ladder = keys.get(epoch)
    const token = ladder && gateToken(ladder)
    if (!ladder || !token) return null
    this.#shown = { epoch, role: ladder.role }
    return token
  }

  /** The next older epoch whose key is held. */
  before(keys: Keyring): number | null {
    return (
      keys
        .epochs()
        .filter((epoch) => epoch < this.epoch)
        .at(-1) ?? null
    )
  }

  /** The next epoch whose key is held. */
  after(keys: Keyring): number | null {
    return keys.epochs().find((epoch) => epoch > this.epoch) ?? null
  }

  /** A promotion or a new epoch has brought the key of a better gate than the one shown. */
  hasBetter(keys: Keyring): boolean {
    const role = keys.get(keys.newest)?.role ?? -1
    return keys.newest > this.epoch || role > this.#shown.role
  }
}
