/** What authors write: the other side of the fold. */
import type { RandomBytes } from '../crypto/random.ts'
import type { Body, ContentBody } from './body.ts'
import type { ControlOp } from './controlOp.ts'
import type { Identity } from './identity.ts'
import type { Audience, DeviceId, InviteId, MemberId, Role, RoomId } from './ids.ts'
import type { Keyring } from './keyring.ts'
import type { Gate } from './ladder.ts'
import type { State } from './state.ts'

export interface AuthorContext {
  readonly room: RoomId
  readonly keyring: Keyring
  readonly me: Identity
}

/** A blob for the relay to keep under the SHA-256 of its token. */
export interface Mailbox {
  readonly hash: Uint8Array
  readonly blob: Uint8Array
}

export interface Founded {
  readonly room: RoomId
  /** The first entry. */
  readonly genesis: Uint8Array
  readonly keyring: Keyring
  readonly gates: readonly Gate[]
}

/** Founds a community, offline. */
export declare const found: (me: Identity, random: RandomBytes) => Founded

/**
 * A control entry for the place right after what `state` has folded. Null if this device holds no key of the current epoch.
 * A joining device passes its join op here too.
 */
export declare const writeControl: (state: State, context: AuthorContext, op: ControlOp) => Uint8Array | null

/**
 * A content entry under the current epoch. `n` as given (a resend keeps its number). Null if this device holds no key for
 * the audience in the current epoch.
 */
export declare const writeContent: (
  state: State,
  context: AuthorContext,
  body: ContentBody,
  audience: Audience,
  n: number,
) => Uint8Array | null

/** The secret half of an invite: the seed in the link. Everything follows from it. */
export interface InviteSecret {
  readonly invite: InviteId
  readonly seed: Uint8Array
}

export interface MadeInvite extends InviteSecret {
  readonly op: ControlOp
  readonly mailbox: Mailbox
}

/** `role`: for new members. 'own': a further device or the recovery kit of the author's member. Null if the author may not. */
export declare const makeInvite: (
  state: State,
  context: AuthorContext,
  what: { readonly role: Role; readonly uses: number } | { readonly own: true; readonly uses: number },
  random: RandomBytes,
) => MadeInvite | null

/** What to show at the relay to fetch the mailbox of a link. */
export declare const mailboxToken: (seed: Uint8Array) => Uint8Array

/** The secrets in a mailbox, or null if the seed does not open it. They are checked against the log while it is folded. */
export declare const openMailbox: (seed: Uint8Array, blob: Uint8Array) => Keyring | null

/** What a new device writes, once it has folded the log. */
export declare const makeJoin: (room: RoomId, me: Identity, seed: Uint8Array) => ControlOp

export interface Rotation {
  readonly op: ControlOp
  readonly epoch: number
  readonly gates: readonly Gate[]
  /** Of all pending invites, re-sealed. */
  readonly mailboxes: readonly Mailbox[]
}

/** The next epoch, with removals inside. Null if the author is no steward, or names itself or somebody unknown. */
export declare const makeRotation: (
  state: State,
  context: AuthorContext,
  out: { readonly remove?: readonly MemberId[]; readonly unlink?: readonly DeviceId[] },
  random: RandomBytes,
) => Rotation | null

/** A promotion carries the secrets of the higher role. Null if the author may not or does not hold them. */
export declare const makeRoleChange: (
  state: State,
  context: AuthorContext,
  member: MemberId,
  role: Role,
) => ControlOp | null

export type { Body }
