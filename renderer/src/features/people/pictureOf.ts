/** Pictures as what an image can show. They are small; the same bytes give the same address, and it goes with the bytes. */
const known = new WeakMap<Uint8Array, string>()

const TYPES: Readonly<Record<number, string>> = { 255: 'image/jpeg', 137: 'image/png', 82: 'image/webp' }

export function pictureOf(photo: Uint8Array | null): string | null {
  if (photo === null) return null
  const there = known.get(photo)
  if (there !== undefined) return there
  let text = ''
  for (const byte of photo) text += String.fromCharCode(byte)
  const url = `data:${TYPES[photo[0] ?? 0] ?? 'image/jpeg'};base64,${btoa(text)}`
  known.set(photo, url)
  return url
}
