/**
 * A short mark of a text, to tell later whether it is still the same: 64 bits as 16 hex digits. It is not a
 * cryptographic hash: whoever wants two texts with one mark can make them, and gains an import that takes one for the
 * other.
 */
export function fingerprint(text: string): string {
  const [a, b] = lanes(text)
  return hex(a) + hex(b)
}

/** The first 32 bits of the fingerprint, as a whole number. */
export function shortFingerprint(text: string): number {
  return lanes(text)[0] >>> 0
}

function lanes(text: string): [number, number] {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x5bd1e995)
    b ^= b >>> 15
  }
  return [mix(a ^ text.length), mix(b ^ Math.imul(a, 0x27d4eb2f))]
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0')
}
