/**
 * @param url what somebody typed or a link carried
 * @returns its origin (`wss://host[:port]`), or null unless it is `wss:`, or `ws:` on this very computer: a token that
 *   travels in the clear would let anybody on the way read the community's log
 */
export function relayOrigin(url: unknown): string | null {
  if (typeof url !== 'string' || url.length > 300) return null
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    return null
  }
  if (parsed.username || parsed.password) return null
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(parsed.hostname)
  if (parsed.protocol !== 'wss:' && !(parsed.protocol === 'ws:' && loopback)) return null
  return `${parsed.protocol}//${parsed.host}`
}
