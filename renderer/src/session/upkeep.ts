import { breather } from './breather.ts'
import { deflate } from './deflate.ts'

/** How a device looks after its log. Chosen otherwise by tests only. */
export interface Upkeep {
  /** Lets the thread do other things, if it has not for a while. */
  readonly breathe: () => Promise<void>
  /** @returns the bytes as they are where deflating them would not help */
  readonly deflate: (bytes: Uint8Array) => Promise<{ bytes: Uint8Array; deflated: boolean }>
  /** A checkpoint is due after so many entries since the last one, or so many bytes of them. */
  readonly checkpoint: { readonly entries: number; readonly bytes: number }
  /** ms without news before one is begun */
  readonly idle: number
}

export const upkeep = (now: () => number): Upkeep => ({
  breathe: breather(now),
  deflate,
  checkpoint: { entries: 1_000, bytes: 256 * 1024 },
  idle: 20_000,
})
