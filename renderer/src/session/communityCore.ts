import type { CommunityStore } from '#renderer/storage/store.ts'
import type { Dial } from '#renderer/sync/link.ts'
import { localDial } from '#renderer/sync/localLink.ts'
import type { Timer } from '#renderer/sync/reconnect.ts'
import { toHex, utf8 } from '#shared/crypto/bytes.ts'
import { randomBytes } from '#shared/crypto/random.ts'
import type { AuthorContext } from '#shared/log/author.ts'
import type { Identity } from '#shared/log/identity.ts'
import { type MemberId, type Role, Role as Roles, type RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { type About, sealAbout } from './about.ts'
import { CircleKeeping } from './circleKeeping.ts'
import type { DocKey } from './docKey.ts'
import { DocService } from './docService.ts'
import { Emitter } from './emitter.ts'
import { Invitations } from './invitations.ts'
import { roomUrl } from './invites.ts'
import { join, readsOnly, renewKeys } from './joining.ts'
import type { LogKeeping } from './logKeeping.ts'
import { marked } from './marks.ts'
import { PresenceHub } from './presenceHub.ts'
import { decodeProfile, PROFILE } from './profile.ts'
import { ProfileKeeping } from './profileKeeping.ts'
import { type PublishOutcome, publish } from './publish.ts'
import type { Replica } from './replica.ts'
import type { RowSeal } from './rowSeal.ts'
import { rotateIfDue } from './stewarding.ts'
import type { SyncStatus } from './syncStatus.ts'
import { type Upkeep, upkeep } from './upkeep.ts'

/** 32 random bits */
export const randomId = () => new DataView(randomBytes(4).slice().buffer).getUint32(0)

/** What a session needs of the world. */
export interface Surroundings {
  readonly seal: RowSeal
  readonly timer: Timer
  readonly now: () => number
  /** @param url of a community at its relay */
  readonly dialRelay: (url: string) => Dial
  /** How it looks after its log; chosen by tests only */
  readonly upkeep?: Upkeep
}

/** One open community: its log, what documents are fed from, and its relay. What people do in it is CommunitySession. */
export class CommunityCore {
  readonly room: RoomId
  /** What documents in use are fed from. They themselves live in the window. */
  readonly documents: DocService
  /** People or documents have changed. */
  readonly changed = new Emitter<void>()
  readonly status: Emitter<SyncStatus>
  protected readonly replica: Replica
  protected readonly store: CommunityStore
  protected readonly keyring: Keyring
  protected readonly world: Surroundings
  protected readonly me: Identity
  #about: About
  protected keeping: LogKeeping | null = null
  protected readonly invitations: Invitations
  protected readonly profiles: ProfileKeeping
  protected readonly circles: CircleKeeping

  protected constructor(
    replica: Replica,
    store: CommunityStore,
    keyring: Keyring,
    world: Surroundings,
    me: Identity,
    about: About,
  ) {
    this.replica = replica
    this.store = store
    this.keyring = keyring
    this.world = world
    this.me = me
    this.#about = about
    this.room = replica.room
    this.status = replica.status
    const hub = new PresenceHub({
      room: replica.room,
      me,
      keyring,
      state: () => replica.state,
      show: (key, update) => this.documents.arrived(key, update),
      send: (payload) => replica.sendPresence(payload),
      // a member's presence named a head that is not in our log
      forkSeen: (by) => replica.warn({ code: 'fork', by }),
    })
    this.documents = new DocService({
      room: replica.room,
      keyring,
      store,
      seal: world.seal,
      deflate: (world.upkeep ?? upkeep(world.now)).deflate,
      randomId,
      log: () => replica.generation,
      pending: (key) => replica.edits.pending(key),
      mayRead: (key) => replica.mayRead(key),
      edit: (key, update) => replica.edits.edit(key, update),
      presence: (key, update) => hub.local(key, update),
    })
    replica.applied.on((entries) => {
      this.documents.applied(entries)
      this.#mark()
    })
    replica.refusedDocs.on((key) => this.documents.replace(key))
    replica.presence.on((payload) => hub.remote(payload))
    replica.presenceAsked.on(() => this.documents.asked())
    this.invitations = new Invitations({
      replica,
      context: () => this.context,
      about: () => this.#about,
      keepAbout: (change) => this.#keepAbout(change),
      now: world.now,
    })
    this.profiles = new ProfileKeeping({
      replica,
      room: replica.room,
      keyring,
      about: () => this.#about,
      keepAbout: (change) => this.#keepAbout(change),
    })
    this.circles = new CircleKeeping(replica, () => this.context)
    replica.authority.on(() => {
      this.documents.hideUnreadable()
      this.changed.emit()
      this.#rotate()
      void this.circles.hand()
    })
    replica.registered.on(() => this.changed.emit())
    replica.cameUp.on(() => this.#cameUp())
  }

  protected link(): void {
    const { relay } = this.#about
    if (relay === null) {
      this.replica.link(
        localDial(() => this.replica.logState),
        true,
      )
      return
    }
    const dial = this.world.dialRelay(roomUrl(relay, this.room))
    // A rotation between the mailbox and the join closes our gate: the mailbox holds the newer keys.
    this.replica.renewKeys = async () => {
      const { joining } = this.#about
      return joining !== null && renewKeys(dial, joining.seed, this.keyring)
    }
    this.replica.link(dial, false)
  }

  /** The log is at hand: what this device still owes it is written now. */
  #cameUp(): void {
    this.replica.askPresence()
    if (this.member === null) {
      // A join that was cut off goes on by itself.
      if (this.#about.joining !== null && this.ladderRole() > Roles.guest) void this.finishJoin()
      return
    }
    this.profiles.cameUp()
    this.invitations.tell()
    this.#rotate()
    void this.circles.hand()
  }

  /** Notes how far it has come by now, so that it can tell later when that was. */
  #mark(): void {
    const marks = this.#about.marks ?? []
    const next = marked(marks, this.replica.cursor, this.world.now())
    if (next !== marks) this.#keepAbout({ marks: next }).catch(() => {}) // the status tells that storage failed
  }

  /** Keys rotate by themselves: the first steward's device that sees the need does it. */
  #rotate(): void {
    if (this.replica.state.rotationDue && this.role === Roles.steward) void rotateIfDue(this.replica, this.context)
  }

  protected get context(): AuthorContext {
    return { room: this.room, keyring: this.keyring, me: this.me }
  }

  get about(): About {
    return this.#about
  }

  get currentStatus(): SyncStatus {
    return this.replica.currentStatus
  }

  get role(): Role | null {
    return this.replica.role
  }

  get member(): MemberId | null {
    return this.replica.member
  }

  /** `due`: somebody was removed or demoted, and the next steward's device that is there changes the keys. */
  keys(): { epoch: number; due: boolean } {
    const { epoch, rotationDue } = this.replica.state
    return { epoch, due: rotationDue }
  }

  mayWrite(key: DocKey): boolean {
    return this.replica.mayWrite(key)
  }

  /** Reads a document that is likely to be opened next, so that it is at hand by then. */
  readAhead(key: DocKey): Promise<void> {
    return this.documents.readAhead(key)
  }

  /** What was kept of how a document looks; null if nothing was, or if this device may not read it any more. */
  async glimpse(key: DocKey): Promise<Uint8Array | null> {
    const row = this.replica.mayRead(key) ? await this.store.view(key) : null
    return row && this.world.seal.open(`view/${key}`, row.sealed)
  }

  /** Keeps how a document looks, for the moment until it is decoded the next time. */
  async keepGlimpse(key: DocKey, plain: Uint8Array): Promise<void> {
    if (!this.replica.mayRead(key)) return // it was on the screen when the role was lost
    await this.store.commit({ views: [{ doc: key, sealed: this.world.seal.seal(`view/${key}`, plain) }] })
  }

  retryNow(): void {
    this.replica.retryNow()
  }

  /** What is changed meanwhile is kept too: the newest is in memory at once. */
  async #keepAbout(change: Partial<About>): Promise<void> {
    this.#about = { ...this.#about, ...change }
    await this.store.commit({ room: { about: sealAbout(this.world.seal, this.room, this.#about) } })
  }

  /** Remembers the name for the rail; the name itself lives in the community document. */
  async remember(name: string, hue: string): Promise<void> {
    if (name !== this.#about.name || hue !== this.#about.hue) await this.#keepAbout({ name, hue })
  }

  /** @param name what the person is called here */
  setMyName(name: string): Promise<void> {
    return this.profiles.setName(name)
  }

  /**
   * Moves the log from this computer to a relay. Edits made meanwhile wait and follow.
   * @param relay `wss://host` @param code the operator's access code, '' for none
   */
  async chooseRelay(
    relay: string,
    code: string,
    progress: (done: number, total: number) => void = () => {},
  ): Promise<PublishOutcome> {
    this.replica.unlink()
    const outcome = await publish(this.world.dialRelay(roomUrl(relay, this.room)), {
      room: this.room,
      keyring: this.keyring,
      store: this.store,
      creation: utf8(code),
      progress,
    })
    if (outcome === 'done') await this.#keepAbout({ relay })
    this.link()
    return outcome
  }

  /**
   * Puts the log back onto a relay that has lost it altogether (status `room-missing`), entry by entry and unchanged.
   * @param code the operator's access code, '' for none
   * @returns `role` for others than stewards; `incomplete` where this device started from a checkpoint and so cannot
   */
  async republish(
    code: string,
    progress: (done: number, total: number) => void = () => {},
  ): Promise<PublishOutcome | 'role' | 'incomplete'> {
    const { relay } = this.#about
    if (relay === null || this.role !== Roles.steward) return 'role'
    return this.replica.floor > 0 ? 'incomplete' : this.chooseRelay(relay, code, progress)
  }

  /** See `join`. @returns `done`, or why not */
  async finishJoin(): Promise<string> {
    const { joining, myName } = this.#about
    if (joining === null) return 'done'
    const asGuest = readsOnly(this.keyring)
    const joined = await join(this.replica, this.me, joining, asGuest, (id) => this.invitations.endOf(id))
    if (!joined.ok) return joined.why
    if (joined.member === null) return 'done'
    // On a further device one is called what one was called before.
    const known = decodeProfile(this.replica.registers(PROFILE).get(joined.member)).name
    await this.#keepAbout({ joining: null, myName: known || myName })
    this.#cameUp()
    return 'done'
  }

  /** Where the fold stands: the same on every device that has the whole log. */
  inspect(): { index: number; head: string; epoch: number; rotationDue: boolean } {
    const { index, head, epoch, rotationDue } = this.replica.state
    return { index, head: toHex(head), epoch, rotationDue }
  }

  /** The newest epoch this device holds a key of, -1 for none. */
  newestEpoch(): number {
    return this.keyring.newest
  }

  /** The highest role whose secrets this device holds in the newest epoch, -1 for none. */
  ladderRole(): number {
    return this.keyring.get(this.keyring.newest)?.role ?? -1
  }

  /** Writes what is in memory and lets go. */
  async close(): Promise<void> {
    this.keeping?.end()
    await this.replica.close()
  }
}
