import type { CommunityStore } from '#renderer/storage/store.ts'
import type { Dial } from '#renderer/sync/link.ts'
import { localDial } from '#renderer/sync/localLink.ts'
import type { Timer } from '#renderer/sync/reconnect.ts'
import { toHex, utf8 } from '#shared/crypto/bytes.ts'
import { randomBytes } from '#shared/crypto/random.ts'
import type { AuthorContext } from '#shared/log/author.ts'
import { type Identity, identityFromSeed } from '#shared/log/identity.ts'
import {
  type DeviceId,
  type DocAudience,
  type DocId,
  type InviteId,
  idFromBytes,
  type MemberId,
  type Role,
  Role as Roles,
  type RoomId,
} from '#shared/log/ids.ts'
import { Keyring } from '#shared/log/keyring.ts'
import { type About, sealAbout } from './about.ts'
import { type AuthorEdits, authorEdits, type EditsContext, type TakeBackOutcome, takeBackEdits } from './authorEdits.ts'
import type { ControlOutcome } from './controlQueue.ts'
import { type DeviceView, devices } from './deviceList.ts'
import { type DocKey, docKey } from './docKey.ts'
import { DocService } from './docService.ts'
import { Emitter } from './emitter.ts'
import { Invitations, type InviteView, type Safety } from './invitations.ts'
import { type InviteOutcome, roomUrl } from './invites.ts'
import { join, readsOnly, renewKeys } from './joining.ts'
import { keepLog } from './logKeeping.ts'
import { marked, timeOf } from './marks.ts'
import { PresenceHub } from './presenceHub.ts'
import { type PublishOutcome, publish } from './publish.ts'
import { Replica } from './replica.ts'
import { decodeProfile, encodeProfile, type MemberView, PROFILE, roster } from './roster.ts'
import type { RowSeal } from './rowSeal.ts'
import {
  discardSetAside,
  exportSetAside,
  type RetryOutcome,
  retrySetAside,
  type SetAsideExport,
  type SetAsideView,
  setAsideViews,
} from './setAside.ts'
import { removeMember, rotateIfDue, setDocWrite, setRole, unlinkDevice } from './stewarding.ts'
import type { SyncStatus } from './syncStatus.ts'
import { type Upkeep, upkeep } from './upkeep.ts'

const randomId = () => new DataView(randomBytes(4).slice().buffer).getUint32(0)

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

/** A document of the community, from the log: what it is and who may write it. */
export interface DocInfo {
  readonly id: DocId
  /** See DocKind. */
  readonly kind: number
  readonly write: Role
  /** Who reads it: everyone (0), organizers (2) or stewards (3). Those it is not for cannot open it. */
  readonly audience: DocAudience
  readonly mayWrite: boolean
}

/** One open community: its log, its documents, its people and its relay. */
export class CommunitySession {
  readonly room: RoomId
  /** What documents in use are fed from. They themselves live in the window. */
  readonly documents: DocService
  /** People or documents have changed. */
  readonly changed = new Emitter<void>()
  readonly status: Emitter<SyncStatus>
  readonly #replica: Replica
  readonly #store: CommunityStore
  readonly #keyring: Keyring
  readonly #world: Surroundings
  readonly #me: Identity
  #about: About
  #endKeeping: () => void = () => {}
  readonly #invitations: Invitations

  private constructor(
    replica: Replica,
    store: CommunityStore,
    keyring: Keyring,
    world: Surroundings,
    me: Identity,
    about: About,
  ) {
    this.#replica = replica
    this.#store = store
    this.#keyring = keyring
    this.#world = world
    this.#me = me
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
      forkSeen: (by) => replica.warnOfFork(by),
    })
    this.documents = new DocService({
      room: replica.room,
      keyring,
      store,
      seal: world.seal,
      randomId,
      log: () => replica.logs,
      pending: (key) => replica.pending(key),
      mayRead: (key) => replica.mayRead(key),
      edit: (key, update) => replica.edit(key, update),
      presence: (key, update) => hub.local(key, update),
    })
    replica.applied.on((entries) => {
      this.documents.applied(entries)
      this.#mark()
    })
    replica.refusedDocs.on((key) => this.documents.replace(key))
    replica.presence.on((payload) => hub.remote(payload))
    replica.presenceAsked.on(() => this.documents.asked())
    this.#invitations = new Invitations({
      replica,
      context: () => this.#context,
      about: () => this.#about,
      keepAbout: (change) => this.#keepAbout(change),
      now: world.now,
    })
    replica.authority.on(() => {
      this.documents.hideUnreadable()
      this.changed.emit()
      this.#rotate()
    })
    replica.registered.on(() => this.changed.emit())
    replica.cameUp.on(() => this.#cameUp())
  }

  /** Opens what storage holds of a community and links it to its relay, or to itself where it has none. */
  static async open(room: RoomId, about: About, store: CommunityStore, world: Surroundings): Promise<CommunitySession> {
    const keyring = new Keyring()
    const me = identityFromSeed(about.identity)
    const { seal, timer, now } = world
    const care = world.upkeep ?? upkeep(now)
    const replica = await Replica.open({
      room,
      me,
      keyring,
      store,
      seal,
      timer,
      now,
      randomId,
      upkeep: care,
    })
    const session = new CommunitySession(replica, store, keyring, world, me, about)
    session.#endKeeping = keepLog({ replica, room, me, keyring, store, seal, timer, now, upkeep: care })
    session.#link()
    return session
  }

  #link(): void {
    const { relay } = this.#about
    if (relay === null) {
      this.#replica.link(
        localDial(() => this.#replica.logState),
        true,
      )
      return
    }
    const dial = this.#world.dialRelay(roomUrl(relay, this.room))
    // A rotation between the mailbox and the join closes our gate: the mailbox holds the newer keys.
    this.#replica.renewKeys = async () => {
      const { joining } = this.#about
      return joining !== null && renewKeys(dial, joining.seed, this.#keyring)
    }
    this.#replica.link(dial, false)
  }

  /** The log is at hand: what this device still owes it is written now. */
  #cameUp(): void {
    this.#replica.askPresence()
    const { member } = this
    if (member === null) {
      // A join that was cut off goes on by itself.
      if (this.#about.joining !== null && this.ladderRole() > Roles.guest) void this.finishJoin()
      return
    }
    // A name changed while nobody listened waits here, not in the outbox.
    const known = decodeProfile(this.#replica.registers(PROFILE).get(member))
    if (this.#about.myName !== '' && known.name !== this.#about.myName)
      this.#replica.writeRegister(PROFILE, encodeProfile({ name: this.#about.myName }))
    this.#invitations.tell()
    this.#rotate()
  }

  /** Notes how far it has come by now, so that it can tell later when that was. */
  #mark(): void {
    const marks = this.#about.marks ?? []
    const next = marked(marks, this.#replica.cursor, this.#world.now())
    if (next !== marks) this.#keepAbout({ marks: next }).catch(() => {}) // the status tells that storage failed
  }

  /** Keys rotate by themselves: the first steward's device that sees the need does it. */
  #rotate(): void {
    if (this.#replica.state.rotationDue && this.role === Roles.steward) void rotateIfDue(this.#replica, this.#context)
  }

  removeMember(member: MemberId): Promise<ControlOutcome> {
    return removeMember(this.#replica, this.#context, member)
  }

  /** Leaves the community; the last steward cannot (`last`). */
  async leave(): Promise<ControlOutcome> {
    const { member } = this
    return member === null ? 'moot' : this.removeMember(member)
  }

  setRole(member: MemberId, role: Role): Promise<ControlOutcome> {
    return setRole(this.#replica, this.#context, member, role)
  }

  /** @param endInvites also those made on it, and its member's links for further devices, kits included */
  unlinkDevice(device: DeviceId, endInvites: boolean): Promise<ControlOutcome> {
    return unlinkDevice(this.#replica, this.#context, device, endInvites)
  }

  setDocWrite(doc: DocId, role: Role): Promise<ControlOutcome> {
    return setDocWrite(this.#replica, doc, role)
  }

  get #context(): AuthorContext {
    return { room: this.room, keyring: this.#keyring, me: this.#me }
  }

  get about(): About {
    return this.#about
  }

  get currentStatus(): SyncStatus {
    return this.#replica.currentStatus
  }

  get role(): Role | null {
    return this.#replica.role
  }

  get member(): MemberId | null {
    return this.#replica.member
  }

  members(): MemberView[] {
    return roster(this.#replica.state, this.#replica.registers(PROFILE), this.member)
  }

  devices(): DeviceView[] {
    return devices(this.#replica.state, this.#me.id)
  }

  invites(): InviteView[] {
    return this.#invitations.list()
  }

  safety(): Safety {
    return this.#invitations.safety()
  }

  /** `due`: somebody was removed or demoted, and the next steward's device that is there changes the keys. */
  keys(): { epoch: number; due: boolean } {
    const { epoch, rotationDue } = this.#replica.state
    return { epoch, due: rotationDue }
  }

  /** Those that this device may read. That there are others, everybody can tell from the log. */
  docs(): DocInfo[] {
    return [...this.#replica.state.docs].flatMap(([id, { kind, write, audience }]) => {
      const key = docKey(id, null)
      return this.#replica.mayRead(key) ? [{ id, kind, write, audience, mayWrite: this.#replica.mayWrite(key) }] : []
    })
  }

  mayWrite(key: DocKey): boolean {
    return this.#replica.mayWrite(key)
  }

  /** What was kept of how a document looks; null if nothing was. */
  async glimpse(key: DocKey): Promise<Uint8Array | null> {
    const row = await this.#store.view(key)
    return row && this.#world.seal.open(`view/${key}`, row.sealed)
  }

  /** Keeps how a document looks, for the moment until it is decoded the next time. */
  keepGlimpse(key: DocKey, plain: Uint8Array): Promise<void> {
    return this.#store.commit({ views: [{ doc: key, sealed: this.#world.seal.seal(`view/${key}`, plain) }] })
  }

  /** Edits that the community will not take, by document. */
  refusedEdits(): readonly { doc: DocKey; reason: string }[] {
    return this.#replica.refusedEdits()
  }

  /** Edits of others that the relay's log has lost, by document: kept here, not shown. */
  keptElsewhere(): readonly { doc: DocKey }[] {
    return this.#replica.keptElsewhere()
  }

  /** The same with all that can be done about them. */
  refused(): SetAsideView[] {
    return setAsideViews(this.#replica)
  }

  /** @param ids of `refused` */
  async exportRefused(ids: readonly string[]): Promise<SetAsideExport> {
    const read = async (key: DocKey) => (await this.documents.read(key)).updates
    const documents = await exportSetAside(this.#replica, ids, read)
    const { name, myName } = this.#about
    const about = { room: this.room, community: name, member: myName, exported: this.#world.now() }
    return { kith: 'edits set aside', version: 1, ...about, documents }
  }

  /** Forgets them for good. @param ids of `refused` */
  discardRefused(ids: readonly string[]): Promise<void> {
    return discardSetAside(this.#replica, ids)
  }

  /** Sends them once more, where the role allows it again. @param ids of `refused` @returns how each went, in that order */
  async retryRefused(ids: readonly string[]): Promise<RetryOutcome[]> {
    const outcomes: RetryOutcome[] = []
    for (const id of ids) outcomes.push(await retrySetAside(this.#replica, id))
    return outcomes
  }

  /** Who has written a document and its parts, and when. */
  authorEdits(doc: DocId): Promise<AuthorEdits[]> {
    const marks = this.#about.marks ?? []
    return authorEdits(this.#edits, doc, (seq) => timeOf(marks, seq, this.#world.now()))
  }

  /** Takes back one member's edits to a document and its parts; everybody else's stay. @param fromSeq of `authorEdits` */
  takeBack(doc: DocId, member: MemberId, fromSeq: number): Promise<TakeBackOutcome> {
    return takeBackEdits(this.#edits, doc, member, fromSeq, randomId)
  }

  get #edits(): EditsContext {
    const { now, upkeep: chosen } = this.#world
    return {
      replica: this.#replica,
      store: this.#store,
      keyring: this.#keyring,
      breathe: (chosen ?? upkeep(now)).breathe,
    }
  }

  retryNow(): void {
    this.#replica.retryNow()
  }

  /** What is changed meanwhile is kept too: the newest is in memory at once. */
  async #keepAbout(change: Partial<About>): Promise<void> {
    this.#about = { ...this.#about, ...change }
    await this.#store.commit({ room: { about: sealAbout(this.#world.seal, this.room, this.#about) } })
  }

  /** Remembers the name for the rail; the name itself lives in the community document. */
  async remember(name: string, hue: string): Promise<void> {
    if (name !== this.#about.name || hue !== this.#about.hue) await this.#keepAbout({ name, hue })
  }

  /** Creates a document; who writes it must be able to read it. @returns its id, or the reason why there is none */
  async createDoc(
    kind: number,
    write: Role,
    audience: DocAudience = 0,
  ): Promise<{ ok: true; id: DocId } | { ok: false; code: string }> {
    const id = idFromBytes<DocId>(randomBytes(8))
    const outcome = await this.#replica.control(() =>
      this.#replica.state.docs.has(id) ? null : { op: { op: 'doc', doc: id, docKind: kind, write, audience } },
    )
    return this.#replica.state.docs.has(id) ? { ok: true, id } : { ok: false, code: `doc.${outcome}` }
  }

  /** @param name what the person is called here */
  async setMyName(name: string): Promise<void> {
    await this.#keepAbout({ myName: name })
    this.#replica.writeRegister(PROFILE, encodeProfile({ name }))
  }

  // ---- relay and invites

  /**
   * Moves the log from this computer to a relay. Edits made meanwhile wait and follow.
   * @param relay `wss://host` @param code the operator's access code, '' for none
   */
  async chooseRelay(
    relay: string,
    code: string,
    progress: (done: number, total: number) => void = () => {},
  ): Promise<PublishOutcome> {
    this.#replica.unlink()
    const outcome = await publish(this.#world.dialRelay(roomUrl(relay, this.room)), {
      room: this.room,
      keyring: this.#keyring,
      store: this.#store,
      creation: utf8(code),
      progress,
    })
    if (outcome === 'done') await this.#keepAbout({ relay })
    this.#link()
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
    return this.#replica.floor > 0 ? 'incomplete' : this.chooseRelay(relay, code, progress)
  }

  /** For new members. @param ttl seconds, 0 for no end */
  invite(role: Role, uses: number, ttl: number): Promise<InviteOutcome> {
    return this.#invitations.make({ role, uses }, ttl)
  }

  /** For one further device of one's own. @param ttl seconds, 0 for no end */
  inviteDevice(ttl: number): Promise<InviteOutcome> {
    return this.#invitations.make({ own: true, uses: 1 }, ttl)
  }

  /** For the day when all devices are lost: works once, and until then. */
  makeKit(): ReturnType<Invitations['makeKit']> {
    return this.#invitations.makeKit()
  }

  revokeInvite(id: InviteId): Promise<ControlOutcome> {
    return this.#invitations.revoke(id)
  }

  /** See `join`. @returns `done`, or why not */
  async finishJoin(): Promise<string> {
    const { joining, myName } = this.#about
    if (joining === null) return 'done'
    const asGuest = readsOnly(this.#keyring)
    const joined = await join(this.#replica, this.#me, joining, asGuest, (id) => this.#invitations.endOf(id))
    if (!joined.ok) return joined.why
    if (joined.member === null) return 'done'
    // On a further device one is called what one was called before.
    const known = decodeProfile(this.#replica.registers(PROFILE).get(joined.member)).name
    await this.#keepAbout({ joining: null, myName: known || myName })
    this.#cameUp()
    return 'done'
  }

  /** Where the fold stands: the same on every device that has the whole log. */
  inspect(): { index: number; head: string; epoch: number; rotationDue: boolean } {
    const { index, head, epoch, rotationDue } = this.#replica.state
    return { index, head: toHex(head), epoch, rotationDue }
  }

  /** The newest epoch this device holds a key of, -1 for none. */
  newestEpoch(): number {
    return this.#keyring.newest
  }

  /** The highest role whose secrets this device holds in the newest epoch, -1 for none. */
  ladderRole(): number {
    return this.#keyring.get(this.#keyring.newest)?.role ?? -1
  }

  /** Writes what is in memory and lets go. */
  async close(): Promise<void> {
    this.#endKeeping()
    await this.#replica.close()
  }
}
