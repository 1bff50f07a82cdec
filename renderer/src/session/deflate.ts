/** Raw deflate of document states, as snapshots carry them. */

/** A state that inflates to more than this is not one of ours. */
const MOST_INFLATED = 256 * 1024 * 1024
/** Below this the saving does not pay for itself. */
const WORTH_IT = 256

/** @returns the bytes as they are where deflating them would not help */
export async function deflate(bytes: Uint8Array): Promise<{ bytes: Uint8Array; deflated: boolean }> {
  if (bytes.length < WORTH_IT) return { bytes, deflated: false }
  const small = await through(bytes, new CompressionStream('deflate-raw'), bytes.length)
  return small ? { bytes: small, deflated: true } : { bytes, deflated: false }
}

/** @returns null for what is not raw deflate, and for what would fill the memory */
export function inflate(bytes: Uint8Array, most = MOST_INFLATED): Promise<Uint8Array | null> {
  return through(bytes, new DecompressionStream('deflate-raw'), most)
}

async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array | null> {
  const reader = new Blob([bytes.slice()]).stream().pipeThrough(stream).getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      length += value.length
      if (length > most) {
        await reader.cancel()
        return null
      }
      chunks.push(value)
    }
  } catch {
    return null
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
