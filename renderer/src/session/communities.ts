import { primedStore } from '#renderer/storage/primedStore.ts'
import type { Storage } from '#renderer/storage/store.ts'
import { randomBytes } from '#shared/crypto/random.ts'
import { openLocal, sealLocal } from '#shared/crypto/seal.ts'
import { ready } from '#shared/crypto/sodium.ts'
import { found } from '#shared/log/author.ts'
import { identityFromSeed } from '#shared/log/identity.ts'
import type { RoomId } from '#shared/log/ids.ts'
import { type InviteLink, type LinkError, readLink } from '#shared/log/link.ts'
import { type About, openAbout, sealAbout } from './about.ts'
import type { Surroundings } from './communityCore.ts'
import { CommunitySession } from './communitySession.ts'
import type { DocKey } from './docKey.ts'
import { firstState } from './folding.ts'
import { fetchMailbox, relayOf, roomUrl } from './invites.ts'
import type { RowSeal } from './rowSeal.ts'

export interface CommunityEntry {
  readonly room: RoomId
  readonly name: string
  readonly hue: string
  readonly relay: string | null
  readonly added: number
  /** A join that was cut off before it was done. */
  readonly joining: boolean
}

export type JoinOutcome =
  | { readonly ok: true; readonly session: CommunitySession }
  | { readonly ok: false; readonly code: string }

/** All communities of this profile. */
export class Communities {
  readonly #storage: Storage
  readonly #world: Surroundings

  private constructor(storage: Storage, world: Surroundings) {
    this.#storage = storage
    this.#world = world
  }

  /** @param localKey 32 bytes, from the host */
  static async open(storage: Storage, localKey: Uint8Array, world: Omit<Surroundings, 'seal'>): Promise<Communities> {
    await ready()
    const seal: RowSeal = {
      seal: (label, plain) => sealLocal(localKey, label, plain),
      open: (label, sealed) => openLocal(localKey, label, sealed),
    }
    return new Communities(storage, { ...world, seal })
  }

  /** In the order in which they were added. Throws `secrets.wrong-key` if rows are there that this key does not open. */
  async list(): Promise<CommunityEntry[]> {
    const found = (await this.#storage.rooms()).map(({ room, about }) => {
      const plain = openAbout(this.#world.seal, room, about)
      if (plain === null) throw new Error('secrets.wrong-key')
      const { name, hue, relay, added, joining } = plain
      return { room: room as RoomId, name, hue, relay, added, joining: joining !== null }
    })
    return found.sort((a, b) => a.added - b.added)
  }

  /** @param wanted documents that will be asked for next: they are read along */
  async open(room: RoomId, wanted: readonly DocKey[] = []): Promise<CommunitySession> {
    const { store, release } = await primedStore(this.#storage.community(room), wanted, [])
    const row = await store.room()
    const about = row && openAbout(this.#world.seal, room, row.about)
    if (!about) throw new Error('secrets.wrong-key')
    const session = await CommunitySession.open(room, about, store, this.#world)
    const known = new Set<DocKey>(session.docs().map(({ id }) => id))
    const read = wanted.filter((key) => known.has(key)).map((key) => session.documents.readAhead(key))
    void Promise.all(read).then(release)
    return session
  }

  /** Founds a community on this computer; no network is needed or asked. */
  async create(name: string, hue: string, myName: string): Promise<CommunitySession> {
    const seed = randomBytes(32)
    const { room, genesis, keyring } = found(identityFromSeed(seed), randomBytes)
    const about: About = { name, hue, relay: null, identity: seed, added: this.#world.now(), joining: null, myName }
    const first = firstState(this.#world.seal, room, keyring)
    await this.#storage.community(room).commit({
      ...first,
      room: { ...first.room, about: sealAbout(this.#world.seal, room, about) },
      entries: [{ seq: 1, doc: '', bytes: genesis }],
    })
    return this.open(room)
  }

  /** Reads a link without acting on it. */
  readLink(text: string): { ok: true; link: InviteLink; relay: string } | { ok: false; error: LinkError } {
    const read = readLink(text)
    return read.ok ? { ...read, relay: relayOf(read.link) } : read
  }

  /**
   * Joins by a link, after the user's consent. What is needed to go on is on the disk before the relay hears of us.
   * @param myName what the person wants to be called there
   */
  async join(link: InviteLink, hue: string, myName: string): Promise<JoinOutcome> {
    const { room, seed, index, head } = link
    if ((await this.#storage.rooms()).some((row) => row.room === room)) return { ok: false, code: 'join.already' }
    const relay = relayOf(link)
    const keyring = await fetchMailbox(this.#world.dialRelay(roomUrl(relay, room)), seed)
    if (typeof keyring === 'string') return { ok: false, code: `join.${keyring}` }
    const about: About = {
      name: '',
      hue,
      relay,
      identity: randomBytes(32),
      added: this.#world.now(),
      joining: { seed, index, head },
      myName,
    }
    const first = firstState(this.#world.seal, room, keyring)
    await this.#storage
      .community(room)
      .commit({ ...first, room: { ...first.room, about: sealAbout(this.#world.seal, room, about) } })
    const session = await this.open(room)
    const outcome = await session.finishJoin()
    if (outcome === 'done') return { ok: true, session }
    await session.close()
    await this.forget(room)
    return { ok: false, code: `join.${outcome}` }
  }

  /** Removes a community from this computer. */
  forget(room: RoomId): Promise<void> {
    return this.#storage.forget(room)
  }
}
