import { PEOPLE_LIMITS } from './fields.ts'

const STARTS: readonly (readonly (number | null)[])[] = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50],
]

/** Whether these are bytes of a small JPEG, PNG or WebP, by how they begin: nothing else is given to what draws pictures. */
export function isPicture(value: unknown): value is Uint8Array {
  return (
    value instanceof Uint8Array &&
    value.length <= PEOPLE_LIMITS.photo &&
    STARTS.some((start) => start.every((byte, index) => byte === null || value[index] === byte))
  )
}
