/** Invites: a seed opens one mailbox and proves one invite. Links, second devices and recovery kits are all this. */
import { kdf, sha256 } from '../crypto/hash.ts'
import { type Keys, keysFromSeed, openBox, SEED_BYTES, sealBox } from '../crypto/keys.ts'
import type { RandomBytes } from '../crypto/random.ts'
import { joinProof } from './arrival.ts'
import type { InviteOp, JoinOp } from './controlOp.ts'
import { type Invite, inviteLives, mayInvite, roleOf, type State } from './folded.ts'
import type { Identity } from './identity.ts'
import { type InviteId, idFromBytes, type MemberId, Role, type RoomId } from './ids.ts'
import { type BoxedSecret, decodeSecrets, encodeSecrets, Keyring } from './keyring.ts'
import { ladderFrom } from './ladder.ts'
import type { AuthorContext } from './writing.ts'

/** A blob for the relay to keep under the SHA-256 of its token. */
export interface Mailbox {
  readonly hash: Uint8Array
  readonly blob: Uint8Array
}

export interface MadeInvite {
  readonly invite: InviteId
  /** 32 bytes: the secret in the link. */
  readonly seed: Uint8Array
  readonly op: InviteOp
  readonly mailbox: Mailbox
}

/** For new members of a role, or for further devices (recovery kit included) of the author's own member. */
export type InviteWish = { readonly role: Role; readonly uses: number } | { readonly own: true; readonly uses: number }

const inviteId = (keys: Keys): InviteId => idFromBytes(keys.sign.publicKey)

/** Shown at the relay to fetch the mailbox of a link. 32 bytes. */
export const mailboxToken = (seed: Uint8Array): Uint8Array => kdf(seed, 'kith/1/mailbox')

/** Null if the author may not, or holds no keys of the current epoch. */
export const makeInvite = (
  state: State,
  { keyring, me }: AuthorContext,
  wish: InviteWish,
  random: RandomBytes,
): MadeInvite | null => {
  const mine = roleOf(state, me.id)
  const member = state.devices.get(me.id)?.member
  if (mine === null || member === undefined) return null
  const own = 'own' in wish
  const role = own ? mine : wish.role
  if ((!own && !mayInvite(mine, role)) || !keyring.get(state.epoch)?.secrets[role]) return null
  const seed = random(SEED_BYTES)
  const keys = keysFromSeed(seed)
  const mailbox = sha256(mailboxToken(seed))
  const boxPublic = keys.box.publicKey
  const invite = inviteId(keys)
  const op: InviteOp = { op: 'invite', invite, boxPublic, mailbox, role, member: own ? member : null, uses: wish.uses }
  return {
    invite,
    seed,
    op,
    mailbox: { hash: mailbox, blob: sealBox(encodeSecrets(keyring.history(role)), boxPublic) },
  }
}

/** The role whose secrets a mailbox holds: that of the member, for one of its own. */
const roleOfInvite = (state: State, { member, role }: Invite): Role =>
  member === null ? role : (state.members.get(member)?.role ?? Role.guest)

/** Mailboxes of all invites that still live, with the secrets that `secretsFor` gives for their role. */
export const renewMailboxes = (state: State, secretsFor: (role: Role) => readonly BoxedSecret[]): Mailbox[] => {
  const mailboxes: Mailbox[] = []
  for (const invite of state.invites.values()) {
    if (!inviteLives(state, invite)) continue
    const secrets = secretsFor(roleOfInvite(state, invite))
    mailboxes.push({ hash: invite.mailbox, blob: sealBox(encodeSecrets(secrets), invite.boxPublic) })
  }
  return mailboxes
}

/** The secrets in a mailbox, or null if the seed does not open it. The fold checks them against what was signed. */
export const openMailbox = (seed: Uint8Array, blob: Uint8Array): Keyring | null => {
  const plain = openBox(blob, keysFromSeed(seed).box)
  const secrets = plain && decodeSecrets(plain)
  if (!secrets || secrets.length === 0) return null
  const keyring = new Keyring()
  for (const { epoch, role, secret } of secrets) keyring.add(epoch, ladderFrom(secret, role))
  return keyring
}

/** What a new device writes, once it has folded the log. */
export const makeJoin = (room: RoomId, me: Identity, seed: Uint8Array): JoinOp => {
  const keys = keysFromSeed(seed)
  const [signPublic, boxPublic] = [me.sign.publicKey, me.box.publicKey]
  const proof = joinProof(room, me, keys.sign.privateKey)
  return { op: 'join', invite: inviteId(keys), signPublic, boxPublic, proof }
}

/** The invite that a link's seed proves. */
export const inviteOf = (seed: Uint8Array): InviteId => inviteId(keysFromSeed(seed))

export interface InviteView {
  readonly role: Role
  readonly member: MemberId | null
  readonly uses: number
}

/** What a link still gives, according to the log. Null: used up, revoked, never made, or its maker may no longer invite. */
export const inviteIn = (state: State, seed: Uint8Array): InviteView | null => {
  const invite = state.invites.get(inviteOf(seed))
  if (!invite || !inviteLives(state, invite)) return null
  return { role: roleOfInvite(state, invite), member: invite.member, uses: invite.uses }
}
