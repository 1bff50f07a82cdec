/** The text of an invite link: `kith://join#` and base64url of version ‖ flags ‖ relay ‖ room ‖ seed ‖ index ‖ head ‖ sum. */
import { encode, writeUint8, writeUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { concat, equal, fromBase64Url, fromUtf8, toBase64Url, utf8 } from '../crypto/bytes.ts'
import { hash } from '../crypto/hash.ts'
import { SEED_BYTES } from '../crypto/keys.ts'
import { HEAD_BYTES, idFromBytes, idToBytes, ROOM_BYTES, type RoomId } from './ids.ts'
import { Reader } from './reader.ts'

export const LINK_PREFIX = 'kith://join#'
const LINK_VERSION = 1
const PLAIN = 1
/** Longest host name (253) with a port. */
const MAX_RELAY_BYTES = 260

export interface InviteLink {
  /** host or host:port of the relay, without scheme; IPv6 in brackets. */
  readonly relay: string
  /** ws instead of wss: only for a relay on this computer, for trying things out. */
  readonly plain: boolean
  readonly room: RoomId
  /** 32 bytes. */
  readonly seed: Uint8Array
  /** The head that the maker's log had: whoever joins must find it. */
  readonly index: number
  /** 16 bytes. */
  readonly head: Uint8Array
}

/** form: no link. damaged: one in which something is missing or mistyped. version: made by a later Kith. relay: no address, or a plain one that is not on this computer. */
export type LinkError = 'form' | 'damaged' | 'version' | 'relay'

export type LinkResult =
  | { readonly ok: true; readonly link: InviteLink }
  | { readonly ok: false; readonly error: LinkError }

const failed = (error: LinkError): LinkResult => ({ ok: false, error })

export const writeLink = (link: InviteLink): string => {
  const fields = encode((to) => {
    writeUint8(to, LINK_VERSION)
    writeUint8(to, link.plain ? PLAIN : 0)
    writeVarUint8Array(to, utf8(link.relay))
    writeUint8Array(to, idToBytes(link.room))
    writeUint8Array(to, link.seed)
    writeVarUint(to, link.index)
    writeUint8Array(to, link.head)
  })
  return LINK_PREFIX + toBase64Url(concat(fields, checksum(fields)))
}

/** For slips of the hand when a printed link is typed: 4 bytes. */
const checksum = (fields: Uint8Array): Uint8Array => hash(fields).subarray(0, 4)

/** Spaces and line breaks, soft hyphens and invisible marks, quoting and emphasis: none of them belongs to a link. */
const NOISE = /[\s\u00ad\u200b-\u200f\u2060\ufeff<>|*"'`=]+/g

/**
 * Tolerates what chats and mail programs do to a link: text around it, spaces, line breaks and quoting marks inside, angle
 * brackets, punctuation after it, an upper-case scheme.
 */
export const readLink = (text: string): LinkResult => {
  const code = /kith:\/*join\/?(?:#|%23)([\w-]+)/i.exec(text.replace(NOISE, ''))?.[1]
  const bytes = code && fromBase64Url(wholeBytes(code))
  return bytes ? readFields(bytes) : failed('form')
}

/** What follows the link in a text may cling to its end: a link tells its own length, so it only has to decode. */
const wholeBytes = (code: string): string => {
  const groups = code.slice(0, code.length - (code.length % 4))
  const rest = code.slice(groups.length)
  if (rest.length < 2) return groups
  const last = rest.length === 2 ? /[AQgw]$/ : /[AEIMQUYcgkosw048]$/
  return last.test(rest) ? groups + rest : groups
}

const readFields = (bytes: Uint8Array): LinkResult => {
  const from = new Reader(bytes)
  const version = from.u8()
  if (from.failed) return failed('damaged')
  if (version !== LINK_VERSION) return failed('version')
  const flags = from.u8()
  const relay = fromUtf8(from.varBytes())
  const room = idFromBytes<RoomId>(from.take(ROOM_BYTES))
  const seed = from.take(SEED_BYTES).slice()
  const index = from.varUint()
  const head = from.take(HEAD_BYTES).slice()
  const fields = bytes.subarray(0, from.at)
  const sum = from.take(4)
  if (from.failed || flags > PLAIN || relay === null || !equal(sum, checksum(fields))) return failed('damaged')
  const plain = flags === PLAIN
  return isRelayAddress(relay, plain) ? { ok: true, link: { relay, plain, room, seed, index, head } } : failed('relay')
}

const NAME = /^(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/
const IPV6 = /^\[[0-9a-f:.]{2,45}\]$/

/** host or host:port, lower case, nothing else: no scheme, path, user or query. `plain` only for this computer itself. */
export const isRelayAddress = (relay: string, plain: boolean): boolean => {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d{1,5}))?$/.exec(relay) ?? []
  if (relay.length > MAX_RELAY_BYTES || (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535)))
    return false
  if (!NAME.test(host) && !IPV6.test(host)) return false
  return !plain || isLoopback(host)
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
