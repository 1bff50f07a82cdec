import { modifyAwarenessUpdate } from 'y-protocols/awareness'
import type { Identity } from '#shared/log/identity.ts'
import { Audience, type DeviceId, type RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { openPresence, sealPresence } from '#shared/log/presence.ts'
import { containsHead, roleOf, type State } from '#shared/log/state.ts'
import { type DocKey, docKey, readDocKey } from './docKey.ts'

interface HubOptions {
  readonly room: RoomId
  readonly me: Identity
  readonly keyring: Keyring
  readonly state: () => State
  /** Shows somebody's presence in a document. */
  readonly show: (key: DocKey, awareness: Uint8Array) => void
  readonly send: (payload: Uint8Array) => void
  /** Somebody has seen another history than we have. */
  readonly forkSeen: (by: DeviceId) => void
}

/** Carries presence between the documents in use and the others: sealed, signed, and under the name of whoever signed. */
export class PresenceHub {
  readonly #options: HubOptions

  constructor(options: HubOptions) {
    this.#options = options
  }

  /** Our own presence in a document has changed. */
  local(key: DocKey, awareness: Uint8Array): void {
    const { room, keyring, me, state, send } = this.#options
    const place = readDocKey(key)
    // Presence is sealed for everyone: it would tell of a private document who is in it.
    if (place === null || state().docs.get(place.doc)?.audience !== Audience.everyone) return
    const { index, head } = state()
    const payload = sealPresence(room, keyring, me, { seen: { index, head }, ...place, awareness })
    if (payload) send(payload)
  }

  remote(payload: Uint8Array): void {
    const { room, keyring, me, state, show, forkSeen } = this.#options
    const found = openPresence(room, keyring, payload, (device) =>
      roleOf(state(), device) === null ? null : (state().devices.get(device)?.signPublic ?? null),
    )
    if (found === null || found.author === me.id) return
    if (containsHead(state(), found.seen.index, found.seen.head) === 'no') forkSeen(found.author)
    show(docKey(found.doc, found.part), this.#signed(found.awareness, found.author))
  }

  /** Whatever the state says of its owner, the name is that of the device that signed it. */
  #signed(awareness: Uint8Array, author: DeviceId): Uint8Array {
    const member = this.#options.state().devices.get(author)?.member ?? ''
    try {
      return modifyAwarenessUpdate(awareness, (state: unknown) =>
        typeof state === 'object' && state !== null ? { ...state, member, device: author } : null,
      )
    } catch {
      return new Uint8Array([0]) // not an awareness update: nobody
    }
  }
}
