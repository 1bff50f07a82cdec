/** The sealed entry: what stands in the log and all that the relay ever sees. docs/protocol.md, section Entry. */
import { encode, writeUint8Array, writeVarUint } from 'lib0/encoding'
import { concat, utf8 } from '../crypto/bytes.ts'
import { openBox, sealBox } from '../crypto/keys.ts'
import { open, SEAL_OVERHEAD, seal } from '../crypto/seal.ts'
import { SIGNATURE_BYTES, sign, verify } from '../crypto/sign.ts'
import type { Body, CarriedEntry, ContentBody } from './body.ts'
import { decodeBody, encodeBody } from './bodyCodec.ts'
import type { Identity } from './identity.ts'
import {
  Audience,
  type DeviceId,
  HEAD_BYTES,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  isAudience,
  isSlot,
  Role,
  type RoomId,
} from './ids.ts'
import type { Keyring } from './keyring.ts'
import { type Ladder, moderatorsBox } from './ladder.ts'
import { Reader } from './reader.ts'

const ENTRY_VERSION = 1
const HEADER_BYTES = 3
const PAD_BYTES = 64
const DOMAIN = utf8('kith/entry/1')

export interface Header {
  readonly version: number
  /** Marks a control entry: the only bit of meaning that the relay sees. */
  readonly keep: boolean
  readonly epoch: number
}

/** Null if it is too short to be an entry. */
export const readHeader = (entry: Uint8Array): Header | null => {
  if (entry.length < HEADER_BYTES + SEAL_OVERHEAD) return null
  const from = new Reader(entry)
  const flags = from.u8()
  return { version: flags >> 1, keep: (flags & 1) === 1, epoch: from.u16() }
}

const writeHeader = (keep: boolean, epoch: number): Uint8Array =>
  Uint8Array.of((ENTRY_VERSION << 1) | (keep ? 1 : 0), epoch & 255, epoch >> 8)

/** The head that an author had seen when signing. */
export interface Seen {
  readonly index: number
  /** 16 bytes. */
  readonly head: Uint8Array
}

export interface Envelope {
  readonly author: DeviceId
  readonly n: number
  readonly seen: Seen
  readonly body: Body
}

/** author 8 ‖ n ‖ seen index ‖ seen head 16 ‖ kind u8 ‖ body. The hash of the genesis envelope is the room's id. */
export const encodeEnvelope = ({ author, n, seen, body }: Envelope): Uint8Array =>
  encode((to) => {
    writeUint8Array(to, idToBytes(author))
    writeVarUint(to, n)
    writeVarUint(to, seen.index)
    writeUint8Array(to, seen.head)
    writeUint8Array(to, encodeBody(body))
  })

const decodeEnvelope = (bytes: Uint8Array): Envelope | null => {
  const from = new Reader(bytes)
  const author = idFromBytes<DeviceId>(from.take(ID_BYTES))
  const n = from.varUint()
  const seen = { index: from.varUint(), head: from.take(HEAD_BYTES) }
  const body = decodeBody(from.rest())
  return from.failed || !body ? null : { author, n, seen, body }
}

/** The signature covers the header and the audience too, so that nobody can wrap another's words for other readers. */
const signable = (room: Uint8Array, header: Uint8Array, audience: Audience, envelope: Uint8Array): Uint8Array =>
  concat(DOMAIN, room, header, Uint8Array.of(audience), envelope)

/** The genesis is signed before its room has an id: over 32 zeros. */
const signedRoom = (room: RoomId, body: Body): Uint8Array =>
  body.kind === 'control' && body.op.op === 'genesis' ? new Uint8Array(32) : idToBytes(room)

/** sig 64 ‖ env. */
const signEnvelope = (parts: EntryParts, header: Uint8Array): Uint8Array => {
  const envelope = encodeEnvelope({ author: parts.me.id, n: parts.n, seen: parts.seen, body: parts.body })
  const room = signedRoom(parts.room, parts.body)
  return concat(sign(signable(room, header, parts.audience, envelope), parts.me.sign.privateKey), envelope)
}

export interface EntryParts {
  readonly room: RoomId
  readonly epoch: number
  readonly ladder: Ladder
  readonly me: Identity
  readonly n: number
  readonly seen: Seen
  readonly audience: Audience
  readonly body: Body
  /** The key that reports are sealed to; needed for a report. */
  readonly moderators?: Uint8Array
  /** The circle's key for content; needed for a circle's entry. */
  readonly circleKey?: Uint8Array
  /** 24 bytes each. For known-answer vectors only. */
  readonly nonces?: { readonly outer: Uint8Array; readonly inner: Uint8Array }
}

/** A signed, sealed, padded entry. Throws a RangeError if the keys do not reach the audience: the caller's mistake. */
export const sealEntry = (parts: EntryParts): Uint8Array => {
  const header = writeHeader(parts.body.kind === 'control', parts.epoch)
  const aad = concat(header, idToBytes(parts.room))
  const plain = wrap(parts, signEnvelope(parts, header), aad)
  return concat(header, seal(contentKey(parts.ladder, Role.guest), pad(plain), aad, parts.nonces?.outer))
}

/** 0 ‖ signed, or 1 ‖ audience ‖ signed under a second seal. */
const wrap = (parts: EntryParts, signed: Uint8Array, aad: Uint8Array): Uint8Array => {
  const { audience } = parts
  if (audience === Audience.everyone) return concat(Uint8Array.of(0), signed)
  const mark = Uint8Array.of(1, audience)
  if (audience !== Audience.report) {
    const key = isSlot(audience) ? parts.circleKey : contentKey(parts.ladder, audience)
    if (!key) throw new RangeError('an entry for a circle needs its key')
    return concat(mark, seal(key, signed, aad, parts.nonces?.inner))
  }
  if (!parts.moderators) throw new RangeError('a report needs the key of the moderators')
  return concat(mark, sealBox(signed, parts.moderators))
}

const contentKey = (ladder: Ladder, role: Role): Uint8Array => {
  const key = ladder.content[role]
  if (!key) throw new RangeError('the ladder does not reach this audience')
  return key
}

/** 0x80, then zeros up to a multiple of 64 bytes. */
const pad = (plain: Uint8Array): Uint8Array => {
  const padded = new Uint8Array(Math.ceil((plain.length + 1) / PAD_BYTES) * PAD_BYTES)
  padded.set(plain)
  padded[plain.length] = 0x80
  return padded
}

const unpad = (padded: Uint8Array): Uint8Array | null => {
  let end = padded.length - 1
  while (end >= 0 && padded[end] === 0) end--
  const shortest = padded.length - end <= PAD_BYTES && padded.length % PAD_BYTES === 0
  return padded[end] === 0x80 && shortest ? padded.subarray(0, end) : null
}

/** version: of a later format. nokey: no secret of its epoch. hidden: for an audience that the keyring does not reach. */
export type OpenFailure = 'version' | 'nokey' | 'junk' | 'hidden'

export interface OpenedEntry {
  readonly header: Header
  readonly audience: Audience
  /** sig 64 ‖ env. */
  readonly signed: Uint8Array
  readonly envelope: Envelope
}

/** Unseals and parses, without asking who may. Byte arrays are views. */
export const openEntry = (room: RoomId, keyring: Keyring, entry: Uint8Array): OpenedEntry | OpenFailure => {
  const header = readHeader(entry)
  if (!header) return 'junk'
  if (header.version !== ENTRY_VERSION) return 'version'
  const ladder = keyring.get(header.epoch)
  if (!ladder) return 'nokey'
  const aad = concat(entry.subarray(0, HEADER_BYTES), idToBytes(room))
  const padded = open(contentKey(ladder, Role.guest), entry.subarray(HEADER_BYTES), aad)
  const plain = padded && unpad(padded)
  if (!plain) return 'junk'
  const inside = unwrap(keyring, ladder, header.epoch, plain, aad)
  if (typeof inside === 'string') return inside
  return parseSigned(header, inside.audience, inside.signed) ?? 'junk'
}

const parseSigned = (header: Header, audience: Audience, signed: Uint8Array): OpenedEntry | null => {
  const envelope = decodeEnvelope(signed.subarray(SIGNATURE_BYTES))
  return envelope && { header, audience, signed, envelope }
}

/** What was signed, taken out of its entry, as a checkpoint hands it on. Null if it does not parse. */
export const openSigned = (carried: CarriedEntry): OpenedEntry | null =>
  parseSigned({ version: ENTRY_VERSION, keep: false, epoch: carried.epoch }, carried.audience, carried.signed)

const unwrap = (
  keyring: Keyring,
  ladder: Ladder,
  epoch: number,
  plain: Uint8Array,
  aad: Uint8Array,
): { audience: Audience; signed: Uint8Array } | OpenFailure => {
  if (plain[0] === 0) return { audience: Audience.everyone, signed: plain.subarray(1) }
  const audience = plain[1]
  if (plain[0] !== 1 || audience === undefined || audience < Audience.organizers) return 'junk'
  // Of a later version: perhaps for us, once the app knows it.
  if (!isAudience(audience)) return 'hidden'
  const sealed = plain.subarray(2)
  if (audience === Audience.report) {
    const keys = moderatorsBox(ladder)
    if (!keys) return 'hidden'
    const signed = openBox(sealed, keys)
    return signed ? { audience, signed } : 'junk'
  }
  const key = isSlot(audience) ? keyring.circleKey(audience, epoch) : ladder.content[audience]
  if (!key) return 'hidden'
  const signed = open(key, sealed, aad)
  return signed ? { audience, signed } : 'junk'
}

/** Is the signature inside good for this public key? */
export const verifyEntry = (room: RoomId, opened: OpenedEntry, signPublic: Uint8Array): boolean => {
  const { header, audience, signed, envelope } = opened
  const message = signable(
    signedRoom(room, envelope.body),
    writeHeader(header.keep, header.epoch),
    audience,
    signed.subarray(SIGNATURE_BYTES),
  )
  return verify(signed.subarray(0, SIGNATURE_BYTES), message, signPublic)
}

/** What a valid content entry said. */
export interface Content {
  readonly author: DeviceId
  readonly n: number
  readonly audience: Audience
  readonly body: ContentBody
}

/**
 * For rows of one's own disk that the fold has found valid before: opens without checking the signature. Null for control
 * entries and for all that does not open.
 */
export const openContent = (room: RoomId, keyring: Keyring, entry: Uint8Array): Content | null => {
  const opened = openEntry(room, keyring, entry)
  if (typeof opened === 'string') return null
  const { author, n, body } = opened.envelope
  return body.kind === 'control' ? null : { author, n, audience: opened.audience, body }
}
