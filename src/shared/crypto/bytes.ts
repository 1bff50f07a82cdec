/** Small helpers on byte arrays. Parsers give null on foreign text; nothing here throws on it. */
import { decodeUtf8, encodeUtf8 } from 'lib0/string'
import { sodium } from './sodium.ts'

/** A new array with all parts in order. */
export const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Not in constant time: for public values such as hashes, ids and public keys. */
export const equal = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hex. */
export const toHex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}

const HEX_FORM = /^(?:[0-9a-f]{2})*$/

/** Null unless it is lower-case hex with an even number of digits: one spelling per value, so that texts can be compared. */
export const fromHex = (text: string): Uint8Array | null => {
  if (!HEX_FORM.test(text)) return null
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** base64url without padding (RFC 4648, section 5). */
export const toBase64Url = (bytes: Uint8Array): string =>
  sodium.to_base64(bytes, sodium.base64_variants.URLSAFE_NO_PADDING)

/** Null unless it is unpadded base64url. */
export const fromBase64Url = (text: string): Uint8Array | null => {
  try {
    return sodium.from_base64(text, sodium.base64_variants.URLSAFE_NO_PADDING)
  } catch {
    return null
  }
}

/** UTF-8 of a text; a lone surrogate becomes U+FFFD. */
export const utf8 = (text: string): Uint8Array => encodeUtf8(text)

/** Null unless the bytes are well-formed UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return decodeUtf8(bytes)
  } catch {
    return null
  }
}
