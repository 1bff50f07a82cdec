import { fromBase64Url, toBase64Url, utf8 } from '#shared/crypto/bytes.ts'
import { openBox, sealBox } from '#shared/crypto/keys.ts'
import { randomBytes } from '#shared/crypto/random.ts'
import { open, seal } from '#shared/crypto/seal.ts'
import { livingDevices } from '#shared/log/folded.ts'
import type { Identity } from '#shared/log/identity.ts'
import type { MemberId, RoomId } from '#shared/log/ids.ts'
import type { State } from '#shared/log/state.ts'
import { padWords, unpadWords } from './confidences.ts'

/**
 * What a member says to organizers, once more, for the member's own devices: none of them can open the box that organizers
 * can. The words are sealed under a key of their own, and that key to each device.
 */
export interface OwnCopy {
  /** base64url */
  readonly words: string
  /** base64url, by device. */
  readonly keys: Readonly<Record<string, string>>
}

const KEY_BYTES = 32
const label = (room: RoomId, member: MemberId) => utf8(`kith/1/own-copy\0${room}\0${member}`)

const devicesOf = (state: State, member: MemberId) =>
  livingDevices(state).filter(({ device }) => device.member === member)

/** Null when the words are too long. */
export function sealCopy(state: State, room: RoomId, member: MemberId, words: string): OwnCopy | null {
  const padded = padWords(words)
  if (!padded) return null
  const key = randomBytes(KEY_BYTES)
  const keys = devicesOf(state, member).map(({ id, device }) => [id, toBase64Url(sealBox(key, device.boxPublic))])
  return { words: toBase64Url(seal(key, padded, label(room, member))), keys: Object.fromEntries(keys) }
}

/** Null for a device that it was not sealed to. */
export function openCopy(copy: OwnCopy, room: RoomId, member: MemberId, me: Identity): string | null {
  const box = fromBase64Url(copy.keys[me.id] ?? '')
  const key = box && openBox(box, me.box)
  const sealed = fromBase64Url(copy.words)
  const padded = key && sealed && open(key, sealed, label(room, member))
  return padded ? unpadWords(padded) : null
}

/** Has the member a device that it was not sealed to? */
export const lacksDevice = (copy: OwnCopy | null, state: State, member: MemberId): boolean =>
  devicesOf(state, member).some(({ id }) => copy?.keys[id] === undefined)
