/** The next epoch: new secrets for those who stay, in one entry with the removals. */
import { sealBox } from '../crypto/keys.ts'
import type { RandomBytes } from '../crypto/random.ts'
import { judgeOp } from './control.ts'
import type { DeviceBox, RotateOp } from './controlOp.ts'
import { type Invite, livingDevices, type State } from './folded.ts'
import { type DeviceId, type MemberId, Role } from './ids.ts'
import { type Mailbox, renewMailboxes } from './invites.ts'
import { encodeSecrets } from './keyring.ts'
import { epochKeysOf, type Gate, gatesOf, type Ladder, ladderFrom } from './ladder.ts'
import type { AuthorContext } from './writing.ts'

const SECRET_BYTES = 32

export interface Rotation {
  readonly op: RotateOp
  /** The new epoch. */
  readonly epoch: number
  /** The relay opens these and closes all others, in one transaction with the entry. */
  readonly gates: readonly Gate[]
  /** Of all invites that live on, sealed again; the relay drops all others. */
  readonly mailboxes: readonly Mailbox[]
}

export interface Leaving {
  readonly remove?: readonly MemberId[]
  readonly unlink?: readonly DeviceId[]
}

/** Null if the author is no steward, lacks keys, or names itself or somebody unknown. */
export const makeRotation = (
  state: State,
  { keyring, me }: AuthorContext,
  { remove = [], unlink = [] }: Leaving,
  random: RandomBytes,
): Rotation | null => {
  if (keyring.get(state.epoch)?.role !== Role.steward) return null
  const epoch = state.epoch + 1
  const ladder = ladderFrom(random(SECRET_BYTES), Role.steward)
  const gone = new Set(remove)
  const staying = livingDevices(state).filter(({ id, device }) => !gone.has(device.member) && !unlink.includes(id))
  const boxes = staying.flatMap(({ id, device, role }) => boxFor(ladder, epoch, role, id, device.boxPublic))
  const op: RotateOp = { op: 'rotate', ...epochKeysOf(ladder), remove, unlink, boxes }
  const actor = livingDevices(state).find(({ id }) => id === me.id)
  if (!actor || typeof judgeOp(state, actor, op) === 'string') return null
  const mailboxes = renewMailboxes(withoutInvitesOf(state, gone), (role) => [
    ...keyring.history(role),
    ...secretAt(ladder, epoch, role),
  ])
  return { op, epoch, gates: gatesOf(ladder), mailboxes }
}

const secretAt = (ladder: Ladder, epoch: number, role: Role) => {
  const secret = ladder.secrets[role]
  return secret ? [{ epoch, role, secret }] : []
}

const boxFor = (ladder: Ladder, epoch: number, role: Role, device: DeviceId, boxPublic: Uint8Array): DeviceBox[] =>
  secretAt(ladder, epoch, role).map((secret) => ({ device, box: sealBox(encodeSecrets([secret]), boxPublic) }))

/** The invites that a removal would leave. */
const withoutInvitesOf = (state: State, gone: ReadonlySet<MemberId>): State => {
  const stays = ({ by, member }: Invite): boolean => {
    const maker = state.devices.get(by)?.member
    return !(maker && gone.has(maker)) && !(member && gone.has(member))
  }
  return { ...state, invites: new Map([...state.invites].filter(([, invite]) => stays(invite))) }
}
