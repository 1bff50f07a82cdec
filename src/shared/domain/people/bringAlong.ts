import type { WriteContext } from '../context.ts'
import { type PersonId, readId } from '../ids.ts'
import { roots } from '../schema.ts'
import { keysOf } from './changePerson.ts'
import { fieldOfKey, keyOf, OVERRIDES, personKey, personOf } from './keys.ts'
import { inOneStep, type PeopleDocs, putValue } from './peopleDocs.ts'

/**
 * An organizer who makes one person of two cannot bring along what stewards alone read: it stays under the old id until a
 * steward's app does it. That it is done is noted beside it, so that what a steward takes away later does not come back.
 */
const BROUGHT = 'brought'
const SEALED = 3

/** Notes, as part of a merge by somebody who reads everything, that nothing is left to bring along. */
export function noteBrought(docs: PeopleDocs, drop: PersonId, keep: PersonId): void {
  const sealed = docs.get(SEALED)
  if (sealed && keysOf(sealed, drop).length > 0) putValue(sealed, personKey(drop, BROUGHT), keep)
}

/**
 * Gives people what stewards alone know of those who were merged into them, where they lack it; what both have stays apart.
 * Nothing is taken from the old id, so that undoing the merge loses nothing. @returns how many values were brought
 */
export function bringSealedAlong(docs: PeopleDocs, ctx: WriteContext): number {
  const sealed = docs.get(SEALED)
  if (!sealed) return 0
  const map = roots.people(sealed)
  const merged = mergedInto(docs)
  if (merged.size === 0) return 0
  const left = new Map<PersonId, string[]>()
  for (const full of map.keys()) {
    const id = personOf(full)
    if (id === null || !merged.has(id)) continue
    left.set(id, [...(left.get(id) ?? []), full])
  }
  let brought = 0
  inOneStep(docs, ctx, () => {
    for (const [drop, keys] of left) {
      const keep = lastOf(drop, merged)
      const note = personKey(drop, BROUGHT)
      if (keep === drop || map.has(note) || map.has(personKey(keep, 'forgotten'))) continue
      for (const full of keys) {
        const key = keyOf(full)
        if (!isBrought(key) || map.has(personKey(keep, key))) continue
        putValue(sealed, personKey(keep, key), map.get(full))
        brought += 1
      }
      putValue(sealed, note, keep)
    }
  })
  return brought
}

/** Not who somebody is, where they came from, or what of their own words was overridden. */
function isBrought(key: string): boolean {
  const field = fieldOfKey(key)
  return field !== null && field !== 'person' && field !== 'import' && !key.startsWith(OVERRIDES)
}

function mergedInto(docs: PeopleDocs): ReadonlyMap<PersonId, PersonId> {
  const found = new Map<PersonId, PersonId>()
  for (const doc of docs.values())
    for (const [full, value] of roots.people(doc).entries()) {
      const id = keyOf(full) === 'merged' ? personOf(full) : null
      const target = readId<PersonId>(value)
      if (id !== null && target !== null) found.set(id, target)
    }
  return found
}

/** Whoever was merged may have become another since; in a circle each stays who they are. */
function lastOf(id: PersonId, merged: ReadonlyMap<PersonId, PersonId>): PersonId {
  const seen = new Set([id])
  let at = id
  for (let next = merged.get(at); next !== undefined; next = merged.get(at)) {
    if (seen.has(next)) return id
    seen.add(next)
    at = next
  }
  return at
}
