/** UTF-8 bytes that the clipboard takes at once, with room to spare. */
const MOST = 60_000

/** Texts joined, in as many portions as the clipboard needs; one that is longer than a portion is one alone. */
export function inPortions(texts: readonly string[], between: string, most: number = MOST): readonly string[] {
  const portions: string[] = []
  const encoder = new TextEncoder()
  let some: string[] = []
  let size = 0
  for (const text of texts) {
    const length = encoder.encode(between + text).length
    if (some.length > 0 && size + length > most) {
      portions.push(some.join(between))
      some = []
      size = 0
    }
    some.push(text)
    size += length
  }
  return some.length > 0 ? [...portions, some.join(between)] : portions
}
