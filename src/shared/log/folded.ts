/** What the fold knows. Public parts are the same on every peer; what stands in private audiences is as much as the keyring reaches. */
import type { EpochKeys } from './controlOp.ts'
import { HeadLog } from './heads.ts'
import {
  type CircleSlot,
  type DeviceId,
  type DocAudience,
  type DocId,
  HEAD_BYTES,
  type InviteId,
  isSlot,
  LANES,
  type Lane,
  type MemberId,
  type Part,
  type Role,
  Role as Roles,
} from './ids.ts'

export interface Member {
  role: Role
  /** Removed. */
  gone: boolean
}

export interface Counter {
  n: number
  /** Index of the entry that set it. */
  at: number
}

export interface Device {
  readonly member: MemberId
  /** Ed25519. */
  readonly signPublic: Uint8Array
  /** X25519. */
  readonly boxPublic: Uint8Array
  /** Unlinked. A device of a removed member is not marked: ask `roleOf`. */
  gone: boolean
  /** Last number by lane, those of circles apart. */
  readonly counters: readonly Counter[]
  /** Last number by circle, of those in which it has written. */
  readonly circles: Map<CircleSlot, Counter>
}

/** The public side of the keys of a circle. docs/protocol.md, C12. */
export interface Circle {
  /** The epoch in which its key was last handed out; content for it counts in that epoch only. */
  epoch: number
  /** Hash of its secret, by epoch. */
  readonly commitments: Map<number, Uint8Array>
  /** Who belongs to it, sealed to organizers in `epoch`: see circles.ts. */
  roster: Uint8Array
}

export interface Invite {
  readonly boxPublic: Uint8Array
  /** SHA-256 of the mailbox token. */
  readonly mailbox: Uint8Array
  /** Of new members; meaningless where `member` is set. */
  readonly role: Role
  /** Set: adds a device to this member. */
  readonly member: MemberId | null
  readonly by: DeviceId
  /** How often it may still be used; it is dropped at 0. */
  uses: number
}

/** A Yjs client id belongs to one device for ever. */
export interface Binding {
  readonly device: DeviceId
  /** Index of the entry that bound it. */
  readonly since: number
  /** Next clock. */
  clock: number
  /** Index of the entry that set the clock. */
  at: number
}

/** '' is the document itself. */
export type PartKey = Exclude<Part, null> | ''

export const partKey = (part: Part): PartKey => part ?? ''

export interface Doc {
  /** DocKind, or a later one. */
  readonly kind: number
  readonly audience: DocAudience
  /** Lowest role that may write. */
  write: Role
  /** By part, by Yjs client id. */
  readonly parts: Map<PartKey, Map<number, Binding>>
}

/** Snapshots of one device that wait for their checkpoint entry. */
export interface Draft {
  readonly asOf: number
  /** Public snapshot entries so far. */
  entries: number
  /** How many there will be, once the base has come. */
  expected: number | null
  /** Something in them contradicts the log. */
  wrong: boolean
  /** A part of which pieces are still to come. */
  open: { readonly place: string; readonly chunks: number; next: number } | null
  /** `${doc}${part}` of the parts that are complete. */
  readonly covered: Set<string>
}

export interface State {
  /** Entries folded so far: the index of the last one. */
  index: number
  /** 32 bytes. */
  head: Uint8Array
  /** Heads by index, for what authors say they have seen. */
  heads: HeadLog
  /** 32 bytes: the hash chain over control entries alone. What the next one must name begins it (`linkIn`). */
  link: Uint8Array
  /** Control entries so far, void ones included. */
  controls: number
  /** Indices of the control entries after the last checkpoint's index. */
  controlIndices: number[]
  epoch: number
  /** By epoch. */
  readonly keys: EpochKeys[]
  readonly members: Map<MemberId, Member>
  readonly devices: Map<DeviceId, Device>
  readonly invites: Map<InviteId, Invite>
  readonly docs: Map<DocId, Doc>
  readonly circles: Map<CircleSlot, Circle>
  /** Somebody who can still read no longer should: a steward's device must rotate. */
  rotationDue: boolean
  /** The last valid checkpoint: index of its entry, and of the entry it stands for. */
  checkpoint: { readonly at: number; readonly index: number } | null
  readonly drafts: Map<DeviceId, Draft>
  /** Ordinals (from 1) of control entries that were void for what they said they had seen: a reader who starts at a checkpoint cannot tell by itself. */
  readonly blind: number[]
  /** Index of the last entry, of any kind, that was void for what it said it had seen; 0 if none. */
  lastMisseen: number
}

/** Before the first entry. */
export const emptyState = (): State => {
  const heads = new HeadLog()
  heads.push(new Uint8Array(HEAD_BYTES))
  return {
    index: 0,
    head: new Uint8Array(32),
    heads,
    link: new Uint8Array(32),
    controls: 0,
    controlIndices: [],
    epoch: 0,
    keys: [],
    members: new Map(),
    devices: new Map(),
    invites: new Map(),
    docs: new Map(),
    circles: new Map(),
    rotationDue: false,
    checkpoint: null,
    drafts: new Map(),
    blind: [],
    lastMisseen: 0,
  }
}

/** 16 bytes that the next control entry must name: they stand for all control entries so far, junk among them. */
export const linkIn = (state: State): Uint8Array => state.link.slice(0, HEAD_BYTES)

/** A device that has written nothing yet. */
export const newDevice = (member: MemberId, signPublic: Uint8Array, boxPublic: Uint8Array): Device => ({
  member,
  signPublic: signPublic.slice(),
  boxPublic: boxPublic.slice(),
  gone: false,
  counters: Array.from({ length: LANES }, () => ({ n: 0, at: 0 })),
  circles: new Map(),
})

/** The device's last number in a lane. */
export const counterOf = (device: Device, lane: Lane): Counter =>
  (isSlot(lane) ? device.circles.get(lane) : device.counters[lane]) ?? { n: 0, at: 0 }

export const setCounter = (device: Device, lane: Lane, counter: Counter): void => {
  if (isSlot(lane)) device.circles.set(lane, counter)
  else Object.assign(device.counters[lane] ?? {}, counter)
}

/** The role of a living device of a living member, else null. */
export const roleOf = (state: State, device: DeviceId): Role | null => {
  const found = state.devices.get(device)
  const member = found && state.members.get(found.member)
  return !found || !member || found.gone || member.gone ? null : member.role
}

/** The lowest number that the device's next entry in this lane may have. */
export const nextN = (state: State, device: DeviceId, lane: Lane): number => {
  const found = state.devices.get(device)
  return (found ? counterOf(found, lane).n : 0) + 1
}

/** Devices that can write, with their member and its role. */
export const livingDevices = (state: State): { id: DeviceId; device: Device; role: Role }[] => {
  const living: { id: DeviceId; device: Device; role: Role }[] = []
  for (const [id, device] of state.devices) {
    const role = roleOf(state, id)
    if (role !== null) living.push({ id, device, role })
  }
  return living
}

/** Would a steward's device remain if these went? */
export const stewardRemains = (
  state: State,
  without: { readonly members?: ReadonlySet<MemberId>; readonly devices?: ReadonlySet<DeviceId> },
): boolean =>
  livingDevices(state).some(
    ({ id, device, role }) =>
      role === Roles.steward && !without.members?.has(device.member) && !without.devices?.has(id),
  )

/**
 * May the member who made the invite still make it? If not it is dead, and its mailbox is not renewed. That the device on which
 * it was made is gone does not matter: a recovery kit must outlive the laptop.
 */
export const inviteLives = (state: State, { by, member, role }: Invite): boolean => {
  const maker = state.members.get(state.devices.get(by)?.member ?? ('' as MemberId))
  return maker !== undefined && !maker.gone && (member !== null || mayInvite(maker.role, role))
}

/** Organizers invite to roles below their own, stewards to any. */
export const mayInvite = (role: Role, to: Role): boolean =>
  role === Roles.steward || (role === Roles.organizer && to < Roles.organizer)

/** Stewards stand above all, organizers above members and guests. */
export const standsAbove = (role: Role, other: Role): boolean =>
  role === Roles.steward || (role === Roles.organizer && other < Roles.organizer)

/** Does the log contain this head (from an invite link)? 'ahead': it is not that long yet. 'unknown': older than what is held. */
export const containsHead = (state: State, index: number, head: Uint8Array): 'yes' | 'no' | 'ahead' | 'unknown' => {
  if (index > state.index) return 'ahead'
  const mine = state.heads.at(index)
  if (!mine) return 'unknown'
  return mine.every((byte, i) => byte === head[i]) ? 'yes' : 'no'
}
