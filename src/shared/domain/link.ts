import { sound } from './value.ts'

/** Schemes that a link on a card may have. Everything else (javascript:, data:, file: …) is refused on writing and reading. */
const SAFE = /^(?:https?:\/\/[^\s/?#]|mailto:[^\s@]+@[^\s@])/i

/**
 * The address if it is one that may be opened, otherwise null. Control characters and spaces are refused rather than
 * repaired: a browser would drop some of them and so see another scheme than this check did.
 */
export function safeUrl(value: unknown, max: number): string | null {
  if (typeof value !== 'string' || value.length > max || sound(value) !== value) return null
  const url = value.trim()
  for (let i = 0; i < url.length; i++) if (url.charCodeAt(i) <= 0x20 || url.charCodeAt(i) === 0x7f) return null
  return SAFE.test(url) ? url : null
}
