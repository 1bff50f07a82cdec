/** What authors write: the other side of the fold. Invites, rotations and checkpoints have files of their own. */
import { hash } from '../crypto/hash.ts'
import { sealBox } from '../crypto/keys.ts'
import type { RandomBytes } from '../crypto/random.ts'
import type { ContentBody, ControlBody } from './body.ts'
import type { ControlOp } from './controlOp.ts'
import { encodeEnvelope, type Seen, sealEntry } from './entry.ts'
import { linkIn, nextN, roleOf, type State, standsAbove } from './folded.ts'
import type { Identity } from './identity.ts'
import { Audience, HEAD_BYTES, idFromBytes, isSlot, Lane, type MemberId, Role, type RoomId } from './ids.ts'
import { encodeSecrets, Keyring } from './keyring.ts'
import { epochKeysOf, type Gate, gatesOf, ladderFrom } from './ladder.ts'

export interface AuthorContext {
  readonly room: RoomId
  readonly keyring: Keyring
  readonly me: Identity
}

const SECRET_BYTES = 32
const NOTHING_SEEN: Seen = { index: 0, head: new Uint8Array(HEAD_BYTES) }

export interface Founded {
  readonly room: RoomId
  /** The first entry. */
  readonly genesis: Uint8Array
  readonly keyring: Keyring
  /** Of epoch 0, for a relay. */
  readonly gates: readonly Gate[]
}

/** Founds a community; needs nobody. `nonce` is for known-answer vectors only. */
export const found = (me: Identity, random: RandomBytes, nonce?: Uint8Array): Founded => {
  const ladder = ladderFrom(random(SECRET_BYTES), Role.steward)
  const keyring = new Keyring()
  keyring.add(0, ladder)
  const body: ControlBody = {
    kind: 'control',
    prev: new Uint8Array(HEAD_BYTES),
    op: { op: 'genesis', signPublic: me.sign.publicKey, boxPublic: me.box.publicKey, ...epochKeysOf(ladder) },
  }
  const envelope = { author: me.id, n: 0, seen: NOTHING_SEEN, body }
  const room = idFromBytes<RoomId>(hash(encodeEnvelope(envelope)))
  const nonces = nonce && { outer: nonce, inner: nonce }
  const parts = { ...envelope, room, epoch: 0, ladder, me, audience: Audience.everyone, ...(nonces && { nonces }) }
  return { room, genesis: sealEntry(parts), keyring, gates: gatesOf(ladder) }
}

/** What the author has seen: all that the state has folded. */
export const seenIn = (state: State): Seen => ({ index: state.index, head: state.head.slice(0, HEAD_BYTES) })

/**
 * A control entry for the place right after the last control entry that `state` has folded. Null if this device holds no key
 * of the current epoch. A joining device passes its join op here too.
 */
export const writeControl = (state: State, context: AuthorContext, op: ControlOp): Uint8Array | null => {
  const ladder = context.keyring.get(state.epoch)
  if (!ladder) return null
  const body: ControlBody = { kind: 'control', prev: linkIn(state), op }
  const n = nextN(state, context.me.id, Lane.control)
  const { room, me } = context
  return sealEntry({ room, me, ladder, epoch: state.epoch, n, seen: seenIn(state), audience: Audience.everyone, body })
}

/**
 * A content entry under the current epoch, with the number given: at least `nextN` of its lane; a resend keeps its number.
 * Null if this device holds no key for the audience in the current epoch.
 */
export const writeContent = (
  state: State,
  context: AuthorContext,
  body: ContentBody,
  audience: Audience,
  n: number,
): Uint8Array | null => {
  const ladder = context.keyring.get(state.epoch)
  const moderators = state.keys[state.epoch]?.moderators
  if (!ladder || !moderators) return null
  const { room, me, keyring } = context
  const circleKey = isSlot(audience) ? keyring.circleKey(audience, state.epoch) : undefined
  if (isSlot(audience) ? !circleKey : audience !== Audience.report && audience > ladder.role) return null
  const parts = { room, me, ladder, epoch: state.epoch, n, seen: seenIn(state), audience, body, moderators }
  return sealEntry(circleKey ? { ...parts, circleKey } : parts)
}

/** A promotion carries the secrets of the higher role. Null if the author may not, or does not hold them in the current epoch. */
export const makeRoleChange = (
  state: State,
  { keyring, me }: AuthorContext,
  member: MemberId,
  role: Role,
): ControlOp | null => {
  const mine = roleOf(state, me.id)
  const target = state.members.get(member)
  if (mine === null || !target || target.gone || !standsAbove(mine, target.role)) return null
  if (mine !== Role.steward && role >= Role.organizer) return null
  if (role < target.role) return { op: 'role', member, role, boxes: [] }
  if (!keyring.get(state.epoch)?.secrets[role]) return null
  const secrets = encodeSecrets(keyring.history(role))
  const boxes = [...state.devices]
    .filter(([id, device]) => device.member === member && roleOf(state, id) !== null)
    .map(([device, { boxPublic }]) => ({ device, box: sealBox(secrets, boxPublic) }))
  return { op: 'role', member, role, boxes }
}
