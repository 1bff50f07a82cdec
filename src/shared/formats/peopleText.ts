import { decodeUtf8 } from 'lib0/string'

/** From foreign bytes to text, in whatever encoding spreadsheets and address books have written them. */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export interface DecodedText {
  readonly text: string
  readonly encoding: Encoding
}

/**
 * Never fails: bytes that are neither UTF-8 nor UTF-16 are taken as Windows-1252, in which every byte is a character. A
 * mark at the beginning is taken off.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const wide = wideEncoding(bytes)
  if (wide !== null) return { text: withoutMark(decodeWide(bytes, wide === 'utf-16be')), encoding: wide }
  try {
    return { text: withoutMark(decodeUtf8(bytes)), encoding: 'utf-8' }
  } catch {
    return { text: decodeWindows(bytes), encoding: 'windows-1252' }
  }
}

/** As decodeText, in the encoding that somebody has chosen instead. */
export function decodeTextAs(bytes: Uint8Array, encoding: Encoding): DecodedText {
  if (encoding === 'windows-1252') return { text: decodeWindows(bytes), encoding }
  if (encoding !== 'utf-8') return { text: withoutMark(decodeWide(bytes, encoding === 'utf-16be')), encoding }
  try {
    return { text: withoutMark(decodeUtf8(bytes)), encoding }
  } catch {
    return { text: decodeWindows(bytes), encoding: 'windows-1252' }
  }
}

/** Bytes of a text that is written one byte to a character; nothing is read of units above 255 but their low byte. */
export function windowsText(bytes: Uint8Array): string {
  return decodeWindows(bytes)
}

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)

/** How much of a file is looked at to tell two bytes to a character from one. */
const SAMPLE = 4_096

function wideEncoding(bytes: Uint8Array): Encoding | null {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  // Without a mark: letters of Western languages have a NUL in every other byte, in one and the same half.
  const end = Math.min(bytes.length & ~1, SAMPLE)
  if (end < 4) return null
  let even = 0
  let odd = 0
  for (let i = 0; i < end; i += 2) {
    if (bytes[i] === 0) even++
    if (bytes[i + 1] === 0) odd++
  }
  const enough = (end / 2) * 0.4
  if (odd > enough && even < odd / 8) return 'utf-16le'
  return even > enough && odd < even / 8 ? 'utf-16be' : null
}

const CHUNK = 8_192

function decodeWide(bytes: Uint8Array, bigEndian: boolean): string {
  const parts: string[] = []
  const [high, low] = bigEndian ? [0, 1] : [1, 0]
  for (let from = 0; from + 1 < bytes.length; from += CHUNK) {
    const units: number[] = []
    for (let i = from; i + 1 < Math.min(bytes.length, from + CHUNK); i += 2)
      units.push(((bytes[i + high] ?? 0) << 8) | (bytes[i + low] ?? 0))
    parts.push(String.fromCharCode(...units))
  }
  return parts.join('').replace(/\p{Cs}/gu, '\uFFFD')
}

function decodeWindows(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let i = 0; i < bytes.length; i += CHUNK)
    parts.push(String.fromCharCode(...Array.from(bytes.subarray(i, i + CHUNK), (byte) => WINDOWS[byte - 128] ?? byte)))
  return parts.join('')
}

/** What Windows has where Latin-1 has control characters. */
const WINDOWS = Array.from('€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ', (one) => one.charCodeAt(0))
