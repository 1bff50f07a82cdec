import { concat, fromBase64Url, fromUtf8, toBase64Url, utf8 } from '#shared/crypto/bytes.ts'
import { openBox, sealBox } from '#shared/crypto/keys.ts'
import type { RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { moderatorsBox } from '#shared/log/ladder.ts'
import type { State } from '#shared/log/state.ts'

/**
 * Words that a member leaves in a document everybody reads, for organizers alone: sealed to the moderators' key of the epoch
 * (protocol.md, K1). All are padded to one size, and every answer carries one, so that nobody sees who had something to say.
 */
export interface Confidence {
  readonly epoch: number
  /** base64url */
  readonly box: string
}

/** Bytes of words that fit, in UTF-8. */
export const CONFIDENCE_MAX = 1_000
const PADDED = 1_024

/** What the words are about is sealed with them, so that a box cannot be passed off as somebody else's. */
const label = (room: RoomId, subject: string) => utf8(`kith/1/confidence\0${room}\0${subject}\0`)

/** length u16 ‖ UTF-8, filled up to one size. Null when they are too long. */
export function padWords(words: string): Uint8Array | null {
  const bytes = utf8(words)
  if (bytes.length > CONFIDENCE_MAX) return null
  const padded = new Uint8Array(2 + PADDED)
  padded[0] = bytes.length >> 8
  padded[1] = bytes.length & 255
  padded.set(bytes, 2)
  return padded
}

export function unpadWords(padded: Uint8Array): string | null {
  const [high = 0, low = 0] = padded
  const length = (high << 8) | low
  return padded.length !== 2 + PADDED || length > CONFIDENCE_MAX ? null : fromUtf8(padded.subarray(2, 2 + length))
}

/** @param subject such as `<answers>/<guest>` @returns null when the words are too long or no key is known */
export function sealConfidence(state: State, room: RoomId, subject: string, words: string): Confidence | null {
  const keys = state.keys[state.epoch]
  const padded = padWords(words)
  const about = label(room, subject)
  if (!keys || !padded) return null
  return { epoch: state.epoch, box: toBase64Url(sealBox(concat(about, padded), keys.moderators)) }
}

/** @returns null for whoever is no organizer, and for what was not sealed about this subject */
export function openConfidence(keyring: Keyring, room: RoomId, subject: string, { epoch, box }: Confidence) {
  const ladder = keyring.get(epoch)
  const keys = ladder && moderatorsBox(ladder)
  const sealed = box.length <= 4_096 ? fromBase64Url(box) : null
  const plain = keys && sealed ? openBox(sealed, keys) : null
  const about = label(room, subject)
  if (!plain || about.some((byte, i) => plain[i] !== byte)) return null
  return unpadWords(plain.subarray(about.length))
}
