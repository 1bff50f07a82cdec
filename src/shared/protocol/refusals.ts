/**
 * Why an append or a steward's wish was not carried out. The socket stays open.
 * - `epoch`: sealed under a past epoch, or the gate has been closed meanwhile: read on, come again, seal anew
 * - `stale`: another control entry came first: read on, and ask again only if it still makes sense
 * - `rights`: this gate never allows it
 * - `quota`: the room, or its mailboxes, are full
 * - `size`: too large
 * - `rate`: too many control entries in a short time: again in a minute
 */
export const REFUSALS = ['epoch', 'stale', 'rights', 'quota', 'size', 'rate'] as const
export type Refusal = (typeof REFUSALS)[number]

/** The number of a reason on the wire: its place in the list, from 1. The list only ever grows at its end. */
export const refusalCode = (reason: Refusal): number => REFUSALS.indexOf(reason) + 1

/** Null for a number that is no reason. */
export const refusalOf = (code: number): Refusal | null => REFUSALS[code - 1] ?? null
