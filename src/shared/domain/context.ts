import type { MemberId, RandomBytes } from './ids.ts'

/**
 * What a write needs from outside, so that the model itself has no clock, no chance and no idea of who is signed in.
 * `origin` becomes the origin of the one transaction: undo takes back what carries its own origin and nothing else.
 */
export interface WriteContext {
  /** Milliseconds since 1970 UTC. */
  readonly now: number
  readonly by: MemberId
  readonly randomBytes: RandomBytes
  readonly origin: unknown
}

/** Where a thing goes among its neighbours. */
export type Position<Id> = 'start' | 'end' | { readonly before: Id } | { readonly after: Id }
