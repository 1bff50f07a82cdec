/**
 * Names of the log: ids as lower-case hex texts (branded, so that one is not passed where another is meant) and the small
 * numbers that stand on the wire. The numbers are final; docs/protocol.md lists them.
 */
import { fromHex, toHex } from '../crypto/bytes.ts'
import { hash } from '../crypto/hash.ts'

declare const kind: unique symbol
type Id<Kind extends string> = string & { readonly [kind]: Kind }

/** 64 digits: hash of the genesis envelope. It pins everything that follows. */
export type RoomId = Id<'room'>
/** 16 digits: first 8 bytes of the hash of the device's public signing key. */
export type DeviceId = Id<'device'>
/** 16 digits: the id of the member's first device. */
export type MemberId = Id<'member'>
/** 16 digits, random. */
export type DocId = Id<'doc'>
/** 16 digits: a Y.Doc that stands under the rule of its document, such as a card's long text. */
export type PartId = Id<'part'>
/** 64 digits: the invite's public signing key. */
export type InviteId = Id<'invite'>
/** null is the document itself. */
export type Part = PartId | null

export const ROOM_BYTES = 32
export const ID_BYTES = 8
export const HEAD_BYTES = 16

/** A higher role may do, and read, all that a lower one may. */
export const Role = { guest: 0, member: 1, organizer: 2, steward: 3 } as const
export type Role = (typeof Role)[keyof typeof Role]

export const isRole = (value: number): value is Role => Number.isInteger(value) && value >= 0 && value <= 3

/** 16 to 127: the number under which a circle has keys of its own. */
export type CircleSlot = number & { readonly [kind]: 'circle' }

export const FIRST_SLOT = 16
export const LAST_SLOT = 127

export const isSlot = (value: number): value is CircleSlot =>
  Number.isInteger(value) && value >= FIRST_SLOT && value <= LAST_SLOT

/** Who can open an entry: the byte after a leading 1; everyone has no such byte. Besides these there are the circles'. */
export const Audience = { everyone: 0, organizers: 2, stewards: 3, report: 255 } as const
export type Audience = (typeof Audience)[keyof typeof Audience] | CircleSlot

export const isAudience = (value: number): value is Audience => isDocAudience(value) || value === Audience.report

/** Those who read by their role. */
export type RoleAudience = 0 | 2 | 3

export const isRoleAudience = (value: number): value is RoleAudience => value === 0 || value === 2 || value === 3

/** Whose registers and reports a checkpoint hands on. */
export type CarriedAudience = RoleAudience | 255

/** Who reads a document. */
export type DocAudience = RoleAudience | CircleSlot

export const isDocAudience = (value: number): value is DocAudience => isRoleAudience(value) || isSlot(value)

/** What a document is (the `doc` control entry). The fold does not care; the numbers are here because they stand on the wire. */
export const DocKind = {
  community: 1,
  calendar: 2,
  board: 3,
  event: 4,
  eventPrivate: 5,
  people: 6,
  peoplePrivate: 7,
  peopleSealed: 8,
  thread: 9,
  proposal: 10,
  mods: 11,
  library: 12,
} as const

/**
 * A device counts its entries apart: control entries, and content by audience, so that each reader sees a number rise. The
 * lane of a circle is its slot.
 */
export const Lane = { control: 0, everyone: 1, organizers: 2, stewards: 3, report: 4 } as const
export type Lane = (typeof Lane)[keyof typeof Lane] | CircleSlot
export const LANES = 5

/** The lane of a content entry. */
export const laneOf = (audience: Audience): Lane =>
  isSlot(audience)
    ? audience
    : audience === Audience.everyone
      ? Lane.everyone
      : audience === Audience.organizers
        ? Lane.organizers
        : audience === Audience.stewards
          ? Lane.stewards
          : Lane.report

const ID_FORM = /^[0-9a-f]{16}$/

/** The text as an 8-byte id, or null. */
export const readId = <T extends DeviceId | MemberId | DocId | PartId>(text: string): T | null =>
  ID_FORM.test(text) ? (text as T) : null

/** The id for bytes whose length the caller has checked (8, or 32 for rooms and invites). */
export const idFromBytes = <T extends DeviceId | MemberId | DocId | PartId | RoomId | InviteId>(bytes: Uint8Array): T =>
  toHex(bytes) as T

/** The bytes of an id. */
export const idToBytes = (id: DeviceId | MemberId | DocId | PartId | RoomId | InviteId): Uint8Array =>
  fromHex(id) ?? new Uint8Array(0)

/** The id that belongs to a public signing key. */
export const deviceIdOf = (signPublic: Uint8Array): DeviceId => idFromBytes(hash(signPublic).subarray(0, ID_BYTES))
