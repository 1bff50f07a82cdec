import type { CommunityStore } from '#renderer/storage/store.ts'
import { randomBytes } from '#shared/crypto/random.ts'
import { identityFromSeed } from '#shared/log/identity.ts'
import {
  type DeviceId,
  type DocAudience,
  type DocId,
  type InviteId,
  idFromBytes,
  type MemberId,
  type Role,
  type RoomId,
} from '#shared/log/ids.ts'
import { Keyring } from '#shared/log/keyring.ts'
import type { About } from './about.ts'
import {
  type AuthorEdits,
  authorEdits,
  type ClientOwner,
  clientOwners,
  type EditsContext,
  type TakeBackOutcome,
  takeBackEdits,
} from './authorEdits.ts'
import type { CheckpointOutcome } from './checkpointing.ts'
import type { CircleKeysView, CircleOutcome } from './circleKeeping.ts'
import { CommunityCore, randomId, type Surroundings } from './communityCore.ts'
import { type Confidence, openConfidence, sealConfidence } from './confidences.ts'
import type { ControlOutcome } from './controlQueue.ts'
import { type DeviceView, devices } from './deviceList.ts'
import { type DocKey, docKey } from './docKey.ts'
import type { Invitations, InviteView, Safety } from './invitations.ts'
import type { InviteOutcome } from './invites.ts'
import { keepLog } from './logKeeping.ts'
import { timeOf } from './marks.ts'
import type { NamingFound, NamingQuery } from './naming.ts'
import { PROFILE } from './profile.ts'
import type { BlankOutcome, MyProfile, ProfileOutcome, ProfileWords } from './profileKeeping.ts'
import { Replica } from './replica.ts'
import { type MemberView, roster } from './roster.ts'
import {
  discardSetAside,
  exportSetAside,
  type RetryOutcome,
  retrySetAside,
  type SetAsideExport,
  type SetAsideView,
  setAsideViews,
} from './setAside.ts'
import { removeMember, setDocWrite, setRole, unlinkDevice } from './stewarding.ts'
import { upkeep } from './upkeep.ts'

/** A document of the community, from the log: what it is and who may write it. */
export interface DocInfo {
  readonly id: DocId
  /** See DocKind. */
  readonly kind: number
  readonly write: Role
  /** Who reads it: everyone (0), organizers (2), stewards (3) or a circle (16 to 127). Those it is not for cannot open it. */
  readonly audience: DocAudience
  readonly mayWrite: boolean
}

/** One open community, with all that its people can see and do in it. */
export class CommunitySession extends CommunityCore {
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
    session.keeping = keepLog({ replica, room, me, keyring, store, seal, timer, now, upkeep: care })
    session.link()
    return session
  }

  removeMember(member: MemberId): Promise<ControlOutcome> {
    return removeMember(this.replica, this.context, member)
  }

  /** Leaves the community; the last steward cannot (`last`). */
  async leave(): Promise<ControlOutcome> {
    const { member } = this
    return member === null ? 'moot' : this.removeMember(member)
  }

  setRole(member: MemberId, role: Role): Promise<ControlOutcome> {
    return setRole(this.replica, this.context, member, role)
  }

  /** @param endInvites also those made on it, and its member's links for further devices, kits included */
  unlinkDevice(device: DeviceId, endInvites: boolean): Promise<ControlOutcome> {
    return unlinkDevice(this.replica, this.context, device, endInvites)
  }

  setDocWrite(doc: DocId, role: Role): Promise<ControlOutcome> {
    return setDocWrite(this.replica, doc, role)
  }

  members(): MemberView[] {
    return roster(this.replica.state, this.replica.registers(PROFILE), this.member)
  }

  /** What members say of themselves, in that order; what only organizers may read is null for others. */
  profilesOf(members: readonly MemberId[]): ProfileWords[] {
    return this.profiles.wordsOf(members)
  }

  /** What this device's member says of themselves from now on; the name stays. */
  setMyProfile(profile: MyProfile): Promise<ProfileOutcome> {
    return this.profiles.set(profile)
  }

  /** Takes away all that a member below says of themselves, the name too. */
  blankProfile(member: MemberId): Promise<BlankOutcome> {
    return this.profiles.blank(member)
  }

  /**
   * Has this steward's device write a checkpoint as soon as that may be, whether it is due or not: what was deleted is in no
   * snapshot, and the relay lets go of the log before it when the grace has passed (W15).
   */
  checkpointNow(): Promise<CheckpointOutcome> {
    return this.keeping?.checkpointNow() ?? Promise.resolve('offline')
  }

  /** Circles that have keys of their own. */
  circleKeys(): CircleKeysView[] {
    return this.circles.list()
  }

  /** Gives a circle keys of its own, or says who belongs to it from now on. See `CircleKeeping.keep`. */
  keepCircle(circle: string, members: readonly MemberId[]): Promise<CircleOutcome> {
    return this.circles.keep(circle, members)
  }

  devices(): DeviceView[] {
    return devices(this.replica.state, this.me.id)
  }

  invites(): InviteView[] {
    return this.invitations.list()
  }

  safety(): Safety {
    return this.invitations.safety()
  }

  /** Those that this device may read. That there are others, everybody can tell from the log. */
  docs(): DocInfo[] {
    return [...this.replica.state.docs].flatMap(([id, { kind, write, audience }]) => {
      const key = docKey(id, null)
      return this.replica.mayRead(key) ? [{ id, kind, write, audience, mayWrite: this.replica.mayWrite(key) }] : []
    })
  }

  /** Edits that the community will not take, by document. */
  refusedEdits(): readonly { doc: DocKey; reason: string }[] {
    return this.replica.edits.refused()
  }

  /** Edits of others that the relay's log has lost, by document: kept here, not shown. */
  keptElsewhere(): readonly { doc: DocKey }[] {
    return this.replica.edits.keptElsewhere()
  }

  /** The same with all that can be done about them. */
  refused(): SetAsideView[] {
    return setAsideViews(this.replica)
  }

  /** @param ids of `refused` */
  async exportRefused(ids: readonly string[]): Promise<SetAsideExport> {
    const read = async (key: DocKey) => (await this.documents.read(key)).updates
    const documents = await exportSetAside(this.replica, ids, read)
    const { name, myName } = this.about
    const about = { room: this.room, community: name, member: myName, exported: this.world.now() }
    return { kith: 'edits set aside', version: 1, ...about, documents }
  }

  /** Forgets them for good. @param ids of `refused` */
  discardRefused(ids: readonly string[]): Promise<void> {
    return discardSetAside(this.replica, ids)
  }

  /** Sends them once more, where the role allows it again. @param ids of `refused` @returns how each went, in that order */
  async retryRefused(ids: readonly string[]): Promise<RetryOutcome[]> {
    const outcomes: RetryOutcome[] = []
    for (const id of ids) outcomes.push(await retrySetAside(this.replica, id))
    return outcomes
  }

  /** Who has written a document and its parts, and when. */
  authorEdits(doc: DocId): Promise<AuthorEdits[]> {
    const marks = this.about.marks ?? []
    return authorEdits(this.#edits, doc, (seq) => timeOf(marks, seq, this.world.now()))
  }

  /** Takes back one member's edits to a document and its parts; everybody else's stay. @param fromSeq of `authorEdits` */
  takeBack(doc: DocId, member: MemberId, fromSeq: number): Promise<TakeBackOutcome> {
    return takeBackEdits(this.#edits, doc, member, fromSeq, randomId)
  }

  /** Whose the client ids are that stand behind every letter and value of a document. */
  clientOwners(doc: DocKey): ClientOwner[] {
    return this.replica.mayRead(doc) ? clientOwners(this.replica.state, doc) : []
  }

  /** In which documents comments may name somebody. */
  docsNaming(query: NamingQuery): Promise<NamingFound> {
    return this.documents.naming(query)
  }

  get #edits(): EditsContext {
    const { now, upkeep: chosen } = this.world
    return {
      replica: this.replica,
      store: this.store,
      keyring: this.keyring,
      breathe: (chosen ?? upkeep(now)).breathe,
    }
  }

  /** Creates a document; who writes it must be able to read it. @returns its id, or the reason why there is none */
  async createDoc(
    kind: number,
    write: Role,
    audience: DocAudience = 0,
  ): Promise<{ ok: true; id: DocId } | { ok: false; code: string }> {
    const id = idFromBytes<DocId>(randomBytes(8))
    const outcome = await this.replica.control(() =>
      this.replica.state.docs.has(id) ? null : { op: { op: 'doc', doc: id, docKind: kind, write, audience } },
    )
    return this.replica.state.docs.has(id) ? { ok: true, id } : { ok: false, code: `doc.${outcome}` }
  }

  /** Seals words for organizers and stewards alone. @param subject what they are about @returns null when they are too long */
  sealConfidence(subject: string, words: string): Confidence | null {
    return sealConfidence(this.replica.state, this.room, subject, words)
  }

  /** Opens such words; null for each that this device may not read. */
  openConfidences(items: readonly (Confidence & { readonly subject: string })[]): (string | null)[] {
    return items.map((item) => openConfidence(this.keyring, this.room, item.subject, item))
  }

  /** For new members. @param ttl seconds, 0 for no end */
  invite(role: Role, uses: number, ttl: number): Promise<InviteOutcome> {
    return this.invitations.make({ role, uses }, ttl)
  }

  /** For one further device of one's own. @param ttl seconds, 0 for no end */
  inviteDevice(ttl: number): Promise<InviteOutcome> {
    return this.invitations.make({ own: true, uses: 1 }, ttl)
  }

  /** For the day when all devices are lost: works once, and until then. */
  makeKit(): ReturnType<Invitations['makeKit']> {
    return this.invitations.makeKit()
  }

  revokeInvite(id: InviteId): Promise<ControlOutcome> {
    return this.invitations.revoke(id)
  }
}
