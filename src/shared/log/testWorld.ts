/** For tests of this room only: a log in memory with peers that all fold it. The log plays the relay: it orders, nothing more. */
import * as Y from 'yjs'
import { toHex } from '../crypto/bytes.ts'
import type { RandomBytes } from '../crypto/random.ts'
import type { ContentBody } from './body.ts'
import type { ControlOp } from './controlOp.ts'
import { fold } from './fold.ts'
import { emptyState, nextN, roleOf, type State } from './folded.ts'
import { type Identity, identityFromSeed } from './identity.ts'
import {
  Audience,
  type DocAudience,
  type DocId,
  type Lane,
  laneOf,
  type MemberId,
  type PartId,
  Role,
  type RoomId,
} from './ids.ts'
import { type InviteWish, makeInvite, makeJoin, openMailbox } from './invites.ts'
import type { Keyring } from './keyring.ts'
import { makeRotation } from './rotation.ts'
import { encodePublicState } from './stateCodec.ts'
import type { Verdict } from './verdict.ts'
import { type AuthorContext, found, makeRoleChange, writeContent, writeControl } from './writing.ts'

/** Repeatable numbers in [0, 1): mulberry32. */
export const numbersFrom = (seed: number): (() => number) => {
  let a = seed | 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Repeatable bytes. */
export const bytesFrom = (seed: number): RandomBytes => {
  const next = numbersFrom(seed)
  return (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256))
}

/** An id by number. */
export const docId = (n: number): DocId => n.toString(16).padStart(16, '0') as DocId

export class Peer implements AuthorContext {
  readonly state: State = emptyState()
  readonly verdicts: Verdict[] = []
  readonly room: RoomId
  readonly keyring: Keyring
  readonly me: Identity

  constructor(room: RoomId, keyring: Keyring, me: Identity) {
    this.room = room
    this.keyring = keyring
    this.me = me
  }

  take(bytes: Uint8Array): Verdict {
    const verdict = fold(this.state, this, bytes)
    this.verdicts.push(verdict)
    return verdict
  }

  get member(): MemberId {
    return this.state.devices.get(this.me.id)?.member ?? ('' as MemberId)
  }

  get role(): Role | null {
    return roleOf(this.state, this.me.id)
  }

  get alarms(): string[] {
    return this.verdicts.flatMap(({ alarm }) => alarm ?? [])
  }

  n(lane: Lane): number {
    return nextN(this.state, this.me.id, lane)
  }

  content(body: ContentBody, audience: Audience = Audience.everyone, n = this.n(laneOf(audience))): Uint8Array {
    return must(writeContent(this.state, this, body, audience, n))
  }

  control(op: ControlOp): Uint8Array {
    return must(writeControl(this.state, this, op))
  }
}

/** For what a test knows to be there. */
export const must = <T>(value: T | null | undefined): T => {
  if (value === null || value === undefined) throw new Error('the test expected a value here')
  return value
}

export class World {
  readonly entries: Uint8Array[] = []
  readonly peers: Peer[] = []
  readonly random: RandomBytes
  readonly founder: Peer

  constructor(seed = 1) {
    this.random = bytesFrom(seed)
    const me = this.identity()
    const { room, genesis, keyring } = found(me, this.random)
    this.founder = new Peer(room, keyring, me)
    this.peers.push(this.founder)
    this.append(genesis)
  }

  get room(): RoomId {
    return this.founder.room
  }

  identity(): Identity {
    return identityFromSeed(this.random(32))
  }

  /** Every peer folds it; gives the founder's verdict. */
  append(bytes: Uint8Array): Verdict {
    this.entries.push(bytes)
    const [first] = this.peers.map((peer) => peer.take(bytes))
    return must(first)
  }

  /** A peer with this identity and these keys that has folded the whole log. */
  peer(keyring: Keyring, me = this.identity()): Peer {
    const peer = new Peer(this.room, keyring, me)
    for (const bytes of this.entries) peer.take(bytes)
    this.peers.push(peer)
    return peer
  }

  control(author: Peer, op: ControlOp): Verdict {
    return this.append(author.control(op))
  }

  content(author: Peer, body: ContentBody, audience?: Audience): Verdict {
    return this.append(author.content(body, audience))
  }

  doc(author: Peer, doc: DocId, write: Role, audience: DocAudience = Audience.everyone): Verdict {
    return this.control(author, { op: 'doc', doc, docKind: 3, write, audience })
  }

  /** Invites and joins in one go. */
  join(inviter: Peer, wish: InviteWish): Peer {
    const made = must(makeInvite(inviter.state, inviter, wish, this.random))
    this.control(inviter, made.op)
    const peer = this.peer(must(openMailbox(made.seed, made.mailbox.blob)))
    this.append(peer.control(makeJoin(this.room, peer.me, made.seed)))
    return peer
  }

  member(role: Role): Peer {
    const to = Math.min(role, 2) as Role
    const peer = this.join(this.founder, { role: to, uses: 1 })
    if (role > to) this.promote(this.founder, peer, role)
    return peer
  }

  promote(author: Peer, target: Peer, role: Role): Verdict {
    return this.control(author, must(makeRoleChange(author.state, author, target.member, role)))
  }

  rotate(author: Peer, remove: readonly MemberId[] = []): Verdict {
    return this.control(author, must(makeRotation(author.state, author, { remove }, this.random)).op)
  }
}

/** Written by members, organizers and stewards; the last is private to organizers. */
export const BOARD = docId(1)
export const NEWS = docId(2)
export const LAW = docId(3)
export const SECRET = docId(4)

/** A Yjs document on one device; `edit` gives the update that it would send. */
export const editor = (clientID: number) => {
  const doc = new Y.Doc()
  doc.clientID = clientID
  return {
    doc,
    edit(change: (doc: Y.Doc) => void = (d) => d.getText('t').insert(0, 'x')): Uint8Array {
      const before = Y.encodeStateVector(doc)
      doc.transact(() => change(doc))
      return Y.encodeStateAsUpdate(doc, before)
    },
  }
}
/** The body of an update, of an edit of its own if none is given. */
export const update = (doc = BOARD, bytes = editor(7).edit(), part: PartId | null = null) =>
  ({ kind: 'update', doc, part, update: bytes }) as const

/** A steward, an organizer, two members, a guest and four documents. */
export const community = () => {
  const world = new World()
  const steward = world.founder
  world.doc(steward, BOARD, Role.member)
  world.doc(steward, NEWS, Role.organizer)
  world.doc(steward, LAW, Role.steward)
  world.doc(steward, SECRET, Role.organizer, Audience.organizers)
  const organizer = world.member(Role.organizer)
  const ann = world.member(Role.member)
  const bob = world.member(Role.member)
  const guest = world.member(Role.guest)
  return { world, steward, organizer, ann, bob, guest }
}
/** 'ok' or why not. */
export const reason = (verdict: { ok: boolean; void?: string }) => (verdict.ok ? 'ok' : verdict.void)

/** All who belong have folded the same public state. */
export const agree = (world: World): void => {
  const belong = world.peers.filter(({ me }) => roleOf(world.founder.state, me.id) !== null)
  const [first, ...rest] = belong.map(({ state }) => toHex(encodePublicState(state)))
  if (rest.some((other) => other !== first)) throw new Error('the peers disagree')
}
