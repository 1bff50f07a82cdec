import type { Doc } from 'yjs'
import type { WriteContext } from '../context.ts'
import { fail, ok, type Result } from '../errors.ts'
import { fingerprint } from '../fingerprint.ts'
import { roots, writable } from '../schema.ts'
import { drop, put } from '../value.ts'
import { AUDIENCES, type Audience, type BuiltInField, FIELDS, isAudience } from './fields.ts'
import { fieldOfKey, type KeyField, stricter } from './keys.ts'

/** The documents of people that this device reads, by audience. */
export type PeopleDocs = ReadonlyMap<Audience, Doc>

/** Strictest first. */
export const STRICTEST_FIRST = [...AUDIENCES].reverse()

/** Who reads which field, as the community has settled it. */
export interface Audiences {
  readonly of: (field: BuiltInField) => Audience
  /** Of a field of the community's own, by id; organizers for one that is not known here. */
  readonly ofCustom: (id: string) => Audience
  /** Of who is in a circle: that of the field, or of the circle where fewer may know of that. */
  readonly ofCircle: (id: string) => Audience
}

const setting = (field: BuiltInField) => `audience/${field}`

/** Where the choice stands; in the document that everyone reads, since members' apps must know it too. */
export function readAudiences(docs: PeopleDocs): Audiences {
  const open = docs.get(0)
  const chosen = open && roots.settings(open)
  const of = (field: BuiltInField): Audience => {
    const audience = chosen?.get(setting(field))
    return isAudience(audience) ? stricter(audience, FIELDS[field].widest) : FIELDS[field].audience
  }
  /** Should it stand in two documents for a moment, the stricter counts. */
  const placeOf = (root: 'fields' | 'circles', id: string): Audience | undefined =>
    STRICTEST_FIRST.find((audience) => {
      const doc = docs.get(audience)
      return doc !== undefined && roots[root](doc).has(`${id}/name`)
    })
  return {
    of,
    ofCustom: (id) => placeOf('fields', id) ?? 2,
    ofCircle: (id) => stricter(of('circles'), placeOf('circles', id) ?? 0),
  }
}

/** Notes who reads a field from now on. The values are moved by `moveToTheirPlaces`. */
export function chooseAudience(
  docs: PeopleDocs,
  field: BuiltInField,
  audience: Audience,
  ctx: WriteContext,
): Result<void> {
  const open = docs.get(0)
  if (!open) return fail('field.sealed')
  const may = writable(open)
  if (!may.ok) return may
  if (audience < FIELDS[field].widest) return fail('field.too-wide')
  if (!docs.has(audience)) return fail('field.sealed')
  open.transact(() => put(roots.settings(open), setting(field), audience), ctx.origin)
  return ok()
}

/** The audience in whose document a key of a person belongs. @param home who may know of the person at all */
export function audienceOfKey(key: string, home: Audience, audiences: Audiences): Audience | null {
  const field: KeyField | null = fieldOfKey(key)
  if (field === null) return null
  if (field === 'person') return home
  if (field === 'import') return stricter(home, 2)
  if ('field' in field) return stricter(home, audiences.of(field.field))
  return stricter(home, 'custom' in field ? audiences.ofCustom(field.custom) : audiences.ofCircle(field.circle))
}

/** Everything written inside is one transaction for each document: one step, one update. */
export function inOneStep<T>(docs: PeopleDocs, ctx: WriteContext, change: () => T): T {
  let run = change
  for (const doc of docs.values()) {
    const inner = run
    run = () => doc.transact(inner, ctx.origin)
  }
  return run()
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

/** Sets a key of whatever form, unless it stands there already; inside a transaction. */
export function putValue(doc: Doc, key: string, value: unknown): void {
  const map = roots.people(doc)
  if (isPlain(value)) put(map, key, value)
  else if (markOf(map.get(key)) !== markOf(value)) map.set(key, value)
}

const markOf = (value: unknown): string =>
  value instanceof Uint8Array ? fingerprint(String(value)) : (JSON.stringify(value) ?? '')

export const dropValue = (doc: Doc, key: string): void => drop(roots.people(doc), key)
