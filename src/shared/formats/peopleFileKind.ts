import { decodeText } from './peopleText.ts'

export type PeopleFileKind = 'csv' | 'xlsx' | 'vcard'

const starts = (bytes: Uint8Array, ...first: readonly number[]): boolean =>
  first.every((byte, at) => bytes[at] === byte)

/** By what is in it: names of files lie. An old workbook counts as one, so that it is refused as such. */
export function peopleFileKind(bytes: Uint8Array): PeopleFileKind {
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04) || starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return 'xlsx'
  return /^\s*BEGIN:VCARD\s/i.test(decodeText(bytes.subarray(0, 256)).text) ? 'vcard' : 'csv'
}
