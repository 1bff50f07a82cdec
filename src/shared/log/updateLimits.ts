/** What one update may hold. Larger edits are cut by their author (`splitUpdate`). */
export const MAX_STRUCTS = 5_000
export const MAX_CLIENTS = 64
export const MAX_DELETES = 10_000
/** Depth of nested types inside one update. */
export const MAX_NESTING = 32
/** Depth of arrays and objects inside one value. */
export const ANY_NESTING = 32

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/** Names that would reach into the prototypes of plain objects made from shared types. Kith's keys are ids and fixed words. */
export const isForbiddenKey = (key: string): boolean => FORBIDDEN.has(key)
