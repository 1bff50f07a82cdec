import type { WriteContext } from '../context.ts'
import { fail, ok, type Result } from '../errors.ts'
import { DEFAULT_HUE, type Hue, isHue } from '../hue.ts'
import { type CircleId, newId, readId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { roots, writable } from '../schema.ts'
import { checkName, drop, oneLine, put, textOf, timeOf } from '../value.ts'
import { type Audience, PEOPLE_LIMITS } from './fields.ts'
import { type PeopleDocs, STRICTEST_FIRST } from './peopleDocs.ts'

/** Some of the community who do something together: the kitchen, the press. Who is in it stands with each person. */
export interface Circle {
  readonly id: CircleId
  readonly name: string
  readonly hue: Hue
  readonly about: string
  readonly archived: boolean
  /** Who may know that there is such a circle. */
  readonly audience: Audience
}

const PARTS = ['name', 'hue', 'about', 'archivedAt'] as const

/** By name; archived ones too. */
export function readCircles(docs: PeopleDocs): readonly Circle[] {
  const found = new Map<CircleId, Circle>()
  for (const audience of STRICTEST_FIRST) {
    const doc = docs.get(audience)
    const map = doc && roots.circles(doc)
    for (const key of map?.keys() ?? []) {
      const id = key.endsWith('/name') ? readId<CircleId>(key.slice(0, -'/name'.length)) : null
      if (!map || id === null || found.has(id)) continue
      const hue = map.get(`${id}/hue`)
      found.set(id, {
        id,
        name: oneLine(textOf(map.get(key), LIMITS.name)),
        hue: isHue(hue) ? hue : DEFAULT_HUE,
        about: textOf(map.get(`${id}/about`), LIMITS.about),
        archived: timeOf(map.get(`${id}/archivedAt`)) !== null,
        audience,
      })
    }
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}

export function addCircle(
  docs: PeopleDocs,
  input: { readonly name: string; readonly hue: Hue; readonly about?: string; readonly audience?: Audience },
  ctx: WriteContext,
): Result<CircleId> {
  const doc = docs.get(input.audience ?? 0)
  if (!doc) return fail('field.sealed')
  const may = writable(doc)
  if (!may.ok) return may
  const name = checkName(input.name)
  if (!name.ok) return name
  if (!isHue(input.hue)) return fail('hue.invalid')
  if (readCircles(docs).length >= PEOPLE_LIMITS.circles) return fail('too-many', { max: PEOPLE_LIMITS.circles })
  const id = newId<CircleId>(ctx.randomBytes)
  doc.transact(() => {
    const map = roots.circles(doc)
    put(map, `${id}/name`, name.value)
    put(map, `${id}/hue`, input.hue)
    if (input.about) put(map, `${id}/about`, input.about.slice(0, LIMITS.about))
  }, ctx.origin)
  return ok(id)
}

/** Others who may know of it move what it is; who is in it is moved by `moveToTheirPlaces`. */
export function changeCircle(
  docs: PeopleDocs,
  id: CircleId,
  change: {
    readonly name?: string
    readonly hue?: Hue
    readonly about?: string
    readonly archived?: boolean
    readonly audience?: Audience
  },
  ctx: WriteContext,
): Result<CircleId> {
  const known = readCircles(docs).find((circle) => circle.id === id)
  const from = known && docs.get(known.audience)
  if (!from) return fail('circle.unknown')
  const doc = docs.get(change.audience ?? known.audience)
  if (!doc) return fail('field.sealed')
  for (const one of [from, doc]) {
    const may = writable(one)
    if (!may.ok) return may
  }
  const name = change.name === undefined ? null : checkName(change.name)
  if (name?.ok === false) return name
  if (change.hue !== undefined && !isHue(change.hue)) return fail('hue.invalid')
  doc.transact(() => {
    const [old, map] = [roots.circles(from), roots.circles(doc)]
    for (const part of PARTS) {
      const value = old.get(`${id}/${part}`)
      if (doc !== from && (typeof value === 'string' || typeof value === 'number')) put(map, `${id}/${part}`, value)
    }
    if (name) put(map, `${id}/name`, name.value)
    if (change.hue) put(map, `${id}/hue`, change.hue)
    if (change.about !== undefined) put(map, `${id}/about`, change.about.slice(0, LIMITS.about))
    if (change.archived === true) put(map, `${id}/archivedAt`, ctx.now)
    if (change.archived === false) drop(map, `${id}/archivedAt`)
  }, ctx.origin)
  if (doc !== from)
    from.transact(() => {
      for (const part of PARTS) drop(roots.circles(from), `${id}/${part}`)
    }, ctx.origin)
  return ok(id)
}
