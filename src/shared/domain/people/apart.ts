import type { WriteContext } from '../context.ts'
import { fail, ok, type Result } from '../errors.ts'
import { type PersonId, readId } from '../ids.ts'
import { roots, writable } from '../schema.ts'
import { drop, put } from '../value.ts'
import { pairKey } from './duplicates.ts'
import type { PeopleDocs } from './peopleDocs.ts'

/** Two listed people whom somebody has told apart: nobody is asked about them again. Among organizers, who look for doubles. */

const APART = 'apart/'
const PAIR = /^[0-9a-f]{16} [0-9a-f]{16}$/

/** As `pairKey`. */
export function readApart(docs: PeopleDocs): ReadonlySet<string> {
  const found = new Set<string>()
  const doc = docs.get(2)
  for (const [key, value] of doc ? roots.settings(doc) : []) {
    const pair = key.startsWith(APART) ? key.slice(APART.length) : ''
    if (value === true && PAIR.test(pair)) found.add(pair)
  }
  return found
}

/** @param apart false if they may be one person after all */
export function tellApart(docs: PeopleDocs, a: PersonId, b: PersonId, apart: boolean, ctx: WriteContext): Result<void> {
  const doc = docs.get(2)
  if (!doc) return fail('field.sealed')
  const may = writable(doc)
  if (!may.ok) return may
  if (readId(a) === null || readId(b) === null || a === b) return fail('person.unknown')
  const key = APART + pairKey(a, b)
  doc.transact(() => {
    if (apart) put(roots.settings(doc), key, true)
    else drop(roots.settings(doc), key)
  }, ctx.origin)
  return ok()
}
