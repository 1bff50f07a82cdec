/**
 * Presence: who is here and what they have open. It is never stored, so it is no entry; but it is sealed and signed like
 * one, and it carries the author's head, so that a fork shows even while nobody writes. docs/protocol.md, section Presence.
 */
import { encode, writeUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { concat, utf8 } from '../crypto/bytes.ts'
import { open, seal } from '../crypto/seal.ts'
import { SIGNATURE_BYTES, sign, verify } from '../crypto/sign.ts'
import type { Seen } from './entry.ts'
import type { Identity } from './identity.ts'
import {
  type DeviceId,
  type DocId,
  HEAD_BYTES,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  type Part,
  type RoomId,
} from './ids.ts'
import type { Keyring } from './keyring.ts'
import { Reader } from './reader.ts'

export interface Presence {
  readonly author: DeviceId
  readonly seen: Seen
  readonly doc: DocId
  readonly part: Part
  /** An update of y-protocols' awareness. */
  readonly awareness: Uint8Array
}

const LABEL = utf8('kith/presence/1')
const GUEST = 0

const epochBytes = (epoch: number): Uint8Array => Uint8Array.of(epoch & 255, epoch >> 8)
const bound = (room: RoomId, epoch: number): Uint8Array => concat(LABEL, idToBytes(room), epochBytes(epoch))

/** epoch u16 ‖ sealed(sig 64 ‖ author 8 ‖ index ‖ head 16 ‖ doc 8 ‖ part 0|8 with its length ‖ awareness). Null without the newest key. */
export const sealPresence = (
  room: RoomId,
  keyring: Keyring,
  me: Identity,
  presence: Omit<Presence, 'author'>,
): Uint8Array | null => {
  const epoch = keyring.newest
  const key = keyring.get(epoch)?.content[GUEST]
  if (!key) return null
  const body = encode((to) => {
    writeUint8Array(to, idToBytes(me.id))
    writeVarUint(to, presence.seen.index)
    writeUint8Array(to, presence.seen.head.subarray(0, HEAD_BYTES))
    writeUint8Array(to, idToBytes(presence.doc))
    writeVarUint8Array(to, presence.part === null ? new Uint8Array(0) : idToBytes(presence.part))
    writeVarUint8Array(to, presence.awareness)
  })
  const aad = bound(room, epoch)
  const signed = concat(sign(concat(aad, body), me.sign.privateKey), body)
  return concat(epochBytes(epoch), seal(key, signed, aad))
}

/**
 * Null for anything that does not open, parse, or carry a good signature of a device that `signPublicOf` knows (it gives
 * null for devices that no longer belong).
 */
export const openPresence = (
  room: RoomId,
  keyring: Keyring,
  payload: Uint8Array,
  signPublicOf: (device: DeviceId) => Uint8Array | null,
): Presence | null => {
  const [low, high] = payload
  if (low === undefined || high === undefined) return null
  const epoch = low | (high << 8)
  const key = keyring.get(epoch)?.content[GUEST]
  const aad = bound(room, epoch)
  const signed = key && open(key, payload.subarray(2), aad)
  if (!signed || signed.length < SIGNATURE_BYTES) return null
  const body = signed.subarray(SIGNATURE_BYTES)
  const from = new Reader(body)
  const author = idFromBytes<DeviceId>(from.take(ID_BYTES))
  const index = from.varUint()
  const head = from.take(HEAD_BYTES)
  const doc = idFromBytes<DocId>(from.take(ID_BYTES))
  const part = from.varBytes()
  const awareness = from.varBytes()
  if (!from.complete || (part.length !== 0 && part.length !== ID_BYTES)) return null
  const signPublic = signPublicOf(author)
  if (!signPublic || !verify(signed.subarray(0, SIGNATURE_BYTES), concat(aad, body), signPublic)) return null
  return { author, seen: { index, head }, doc, part: part.length === 0 ? null : idFromBytes(part), awareness }
}
