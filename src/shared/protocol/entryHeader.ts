import { ENTRY_MIN_BYTES } from './limits.ts'

/** The first three bytes of an entry, the only ones the relay looks at. */
export interface EntryHeader {
  /** Format of the entry, 7 bits. The relay passes on every version. */
  readonly version: number
  /** A control entry: kept for ever and appended by compare-and-set. */
  readonly keep: boolean
  /** Epoch of the secrets it is sealed under, 0 to 65,535. */
  readonly epoch: number
}

/** Header of a sealed entry: flags u8 (version << 1 | keep), epoch u16 low byte first. Null when it is too short to be an entry. */
export const readEntryHeader = (entry: Uint8Array): EntryHeader | null => {
  const [flags, low, high] = entry
  if (flags === undefined || low === undefined || high === undefined || entry.length < ENTRY_MIN_BYTES) return null
  return { version: flags >> 1, keep: (flags & 1) === 1, epoch: low | (high << 8) }
}
