/** Keys of circles: who is handed them, and when that is due. docs/protocol.md, C12 and K9. */
import { encode, writeUint8Array, writeVarUint } from 'lib0/encoding'
import { concat } from '../crypto/bytes.ts'
import { hash } from '../crypto/hash.ts'
import { boxKeysFromSeed, SEED_BYTES, sealBox } from '../crypto/keys.ts'
import type { RandomBytes } from '../crypto/random.ts'
import { open, seal } from '../crypto/seal.ts'
import type { CircleOp } from './controlOp.ts'
import { type Circle, livingDevices, roleOf, type State } from './folded.ts'
import {
  Audience,
  type CircleSlot,
  type DeviceId,
  type DocAudience,
  FIRST_SLOT,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  isSlot,
  LAST_SLOT,
  type MemberId,
  Role,
  type RoomId,
} from './ids.ts'
import { type BoxedSecret, encodeSecrets, type Keyring } from './keyring.ts'
import { Reader } from './reader.ts'
import type { AuthorContext } from './writing.ts'

/** What organizers tell each other about a circle's keys, in the entry that hands them out. */
export interface CircleRoster {
  /** 8 bytes as hex: which of the community's circles it is. */
  readonly circle: string
  readonly members: readonly MemberId[]
  /** Devices that were handed the key of this epoch. Those of organizers need none. */
  readonly handed: readonly DeviceId[]
}

/** Boxes of one entry, together: an entry must pass the relay. Who does not fit is handed theirs in the next. */
const MAX_BOXES_BYTES = 512 * 1024
/** The number of boxes tells sizes of circles in steps of this many devices only. */
const STEP = 4

/** Bytes to which a roster is filled up, so that its size tells as little. */
const ROSTER_STEP = 128

const encodeRoster = ({ circle, members, handed }: CircleRoster): Uint8Array => {
  const plain = encode((to) => {
    writeUint8Array(to, idToBytes(circle as MemberId))
    for (const ids of [members, handed]) {
      writeVarUint(to, ids.length)
      for (const id of ids) writeUint8Array(to, idToBytes(id))
    }
  })
  const filled = new Uint8Array(Math.ceil(plain.length / ROSTER_STEP) * ROSTER_STEP)
  filled.set(plain)
  return filled
}

const decodeRoster = (bytes: Uint8Array): CircleRoster | null => {
  const from = new Reader(bytes)
  const id = <T extends MemberId | DeviceId>() => idFromBytes<T>(from.take(ID_BYTES))
  const circle: string = id<MemberId>()
  const members = Array.from({ length: from.count(ID_BYTES) }, () => id<MemberId>())
  const handed = Array.from({ length: from.count(ID_BYTES) }, () => id<DeviceId>())
  const rest = from.rest()
  const filled = bytes.length % ROSTER_STEP === 0 && rest.length < ROSTER_STEP && rest.every((byte) => byte === 0)
  return !from.failed && filled ? { circle, members, handed } : null
}

/** Binds a roster to its place, so that it cannot be passed off as that of another circle. */
const about = (room: RoomId, slot: CircleSlot, epoch: number): Uint8Array =>
  concat(idToBytes(room), Uint8Array.of(slot, epoch & 255, epoch >> 8))

/** Who belongs to a circle, as the organizer who last handed out its keys said. Null for whoever is no organizer. */
export const rosterOf = (state: State, room: RoomId, keyring: Keyring, slot: CircleSlot): CircleRoster | null => {
  const circle = state.circles.get(slot)
  const key = circle && keyring.get(circle.epoch)?.content[Role.organizer]
  const plain = key && open(key, circle.roster, about(room, slot, circle.epoch))
  return plain ? decodeRoster(plain) : null
}

/** The number of the keys of that circle: the one it has, or else the first that is free. Null when there is none left. */
export const slotOf = (
  state: State,
  room: RoomId,
  keyring: Keyring,
  circle: string,
): { slot: CircleSlot; known: boolean } | null => {
  for (const slot of state.circles.keys())
    if (rosterOf(state, room, keyring, slot)?.circle === circle) return { slot, known: true }
  for (let slot = FIRST_SLOT; slot <= LAST_SLOT; slot++)
    if (isSlot(slot) && !state.circles.has(slot)) return { slot, known: false }
  return null
}

/** Living devices of these members that need the key handed to them: organizers derive it. */
const devicesOf = (state: State, members: readonly MemberId[]) => {
  const wanted = new Set(members)
  return livingDevices(state).filter(({ device, role }) => role === Role.member && wanted.has(device.member))
}

const handedNow = (state: State, circle: Circle | undefined, roster: CircleRoster | null): ReadonlySet<DeviceId> =>
  new Set(circle?.epoch === state.epoch ? roster?.handed : [])

/**
 * Says who belongs to a circle from now on and hands its keys to the devices that lack them. Where somebody who could read is
 * left out, a rotation becomes due. Null if nothing is to be done, or if this device is no organizer's.
 */
export const makeCircleOp = (
  state: State,
  { room, keyring, me }: AuthorContext,
  { slot, circle, members }: { slot: CircleSlot; circle: string; members: readonly MemberId[] },
  random: RandomBytes,
): CircleOp | null => {
  const key = keyring.get(state.epoch)?.content[Role.organizer]
  const secret = keyring.circle(slot, state.epoch)
  if (!key || !secret || (roleOf(state, me.id) ?? 0) < Role.organizer) return null
  const held = state.circles.get(slot)
  const before = rosterOf(state, room, keyring, slot)
  const has = handedNow(state, held, before)
  const wanted = devicesOf(state, members)
  const lacking = wanted.filter(({ id }) => !has.has(id))
  const left = [...has].some((id) => !isMemberStill(state, members, id))
  const same = held?.epoch === state.epoch && before !== null && sameIds(before.members, members)
  if (same && lacking.length === 0) return null

  const known = new Set(before?.handed)
  const all = historyOf(keyring, slot, [...(held?.commitments.keys() ?? []), state.epoch])
  const now = all.filter(({ epoch }) => epoch === state.epoch)
  // Those who only lack the newest key first: they are sure to fit.
  lacking.sort((a, b) => Number(known.has(b.id)) - Number(known.has(a.id)))
  const boxes: Uint8Array[] = []
  const handed = wanted.flatMap(({ id }) => (has.has(id) ? [id] : []))
  let space = MAX_BOXES_BYTES
  for (const { id, device } of lacking) {
    const box = sealBox(encodeSecrets(known.has(id) ? now : all), device.boxPublic)
    if (box.length > space) break
    space -= box.length
    boxes.push(box)
    handed.push(id)
  }
  while (boxes.length % STEP !== 0)
    boxes.push(sealBox(encodeSecrets(now), boxKeysFromSeed(random(SEED_BYTES)).publicKey))
  boxes.sort(byBytes)
  const roster = seal(key, encodeRoster({ circle, members, handed }), about(room, slot, state.epoch))
  return { op: 'circle', slot, commitment: hash(secret), due: left, roster, boxes }
}

/** Does that device still belong, by its circle or by its role? Whoever was removed is seen to by that removal. */
const isMemberStill = (state: State, members: readonly MemberId[], id: DeviceId): boolean => {
  const role = roleOf(state, id)
  const member = state.devices.get(id)?.member
  return role === null || role >= Role.organizer || (member !== undefined && members.includes(member))
}

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length

const historyOf = (keyring: Keyring, slot: CircleSlot, epochs: readonly number[]): BoxedSecret<CircleSlot>[] =>
  [...new Set(epochs)]
    .sort((a, b) => a - b)
    .flatMap((epoch) => {
      const secret = keyring.circle(slot, epoch)
      return secret ? [{ epoch, role: slot, secret }] : []
    })

/** So that the order of boxes tells nothing. */
const byBytes = (a: Uint8Array, b: Uint8Array): number => {
  const at = a.findIndex((byte, i) => byte !== b[i])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

/** In place of a circle where the roster says nothing that can be read. */
const NO_CIRCLE = '0'.repeat(2 * ID_BYTES)

/**
 * Circles whose keys an organizer's device has to hand out: after a rotation to everybody, else to a device that has come. One
 * whose roster an organizer has spoilt is handed out to nobody, so that checkpoints do not wait for it for ever.
 */
export const circlesDue = (
  state: State,
  room: RoomId,
  keyring: Keyring,
): { slot: CircleSlot; circle: string; members: readonly MemberId[] }[] =>
  [...state.circles].flatMap(([slot, held]) => {
    if (!keyring.get(held.epoch)?.content[Role.organizer]) return []
    const roster = rosterOf(state, room, keyring, slot)
    if (!roster) return held.epoch === state.epoch ? [] : [{ slot, circle: NO_CIRCLE, members: [] }]
    const has = handedNow(state, held, roster)
    const members = roster.members.filter((id) => state.members.get(id)?.gone === false)
    const whole = held.epoch === state.epoch && devicesOf(state, members).every(({ id }) => has.has(id))
    return whole ? [] : [{ slot, circle: roster.circle, members }]
  })

/** Is there a circle that has no key yet in this epoch? */
export const circlesToHand = (state: State): boolean =>
  [...state.circles.values()].some(({ epoch }) => epoch !== state.epoch)

/** Does this device read what is for that audience? What it once could read and no longer may counts as not. */
export const readsFor = (state: State, keyring: Keyring, role: Role | null, audience: DocAudience): boolean => {
  if (audience === Audience.everyone) return true
  if (role === null) return false
  if (!isSlot(audience)) return role >= audience
  const circle = state.circles.get(audience)
  if (!circle || role < Role.member) return false
  // What an organizer could derive is not theirs any more once they are none.
  return role >= Role.organizer
    ? keyring.circle(audience, circle.epoch) !== undefined
    : keyring.wasHanded(audience, circle.epoch)
}
