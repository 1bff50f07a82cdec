import type { WriteContext } from '../context.ts'
import { fail, ok, type Result } from '../errors.ts'
import { type AnyId, newId, readId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { roots, writable } from '../schema.ts'
import { checkName, cut, drop, oneLine, put, textOf, timeOf } from '../value.ts'
import { type Audience, CUSTOM_KINDS, type CustomField, type CustomKind, PEOPLE_LIMITS } from './fields.ts'
import { type PeopleDocs, STRICTEST_FIRST } from './peopleDocs.ts'

const readChoices = (value: unknown): readonly string[] => {
  const lines = textOf(value, PEOPLE_LIMITS.choices * PEOPLE_LIMITS.text).split('\n')
  return [...new Set(lines.map((line) => cut(oneLine(line), PEOPLE_LIMITS.text)).filter(Boolean))].slice(
    0,
    PEOPLE_LIMITS.choices,
  )
}

/** By name; archived ones too. */
export function readCustomFields(docs: PeopleDocs): readonly CustomField[] {
  const found = new Map<string, CustomField>()
  for (const audience of STRICTEST_FIRST) {
    const doc = docs.get(audience)
    const map = doc && roots.fields(doc)
    for (const key of map?.keys() ?? []) {
      const id = key.endsWith('/name') ? readId<AnyId>(key.slice(0, -'/name'.length)) : null
      if (!map || id === null || found.has(id)) continue
      const kind = map.get(`${id}/kind`)
      found.set(id, {
        id,
        name: oneLine(textOf(map.get(key), LIMITS.name)),
        kind: CUSTOM_KINDS.find((one) => one === kind) ?? 'text',
        audience,
        choices: readChoices(map.get(`${id}/choices`)),
        archived: timeOf(map.get(`${id}/archivedAt`)) !== null,
      })
    }
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}

export function addCustomField(
  docs: PeopleDocs,
  input: {
    readonly name: string
    readonly kind: CustomKind
    readonly audience: Audience
    readonly choices?: readonly string[]
  },
  ctx: WriteContext,
): Result<string> {
  const doc = docs.get(input.audience)
  if (!doc) return fail('field.sealed')
  const may = writable(doc)
  if (!may.ok) return may
  const name = checkName(input.name)
  if (!name.ok) return name
  if (!CUSTOM_KINDS.includes(input.kind)) return fail('choice.invalid')
  if (readCustomFields(docs).length >= PEOPLE_LIMITS.customFields)
    return fail('too-many', { max: PEOPLE_LIMITS.customFields })
  const id = newId<AnyId>(ctx.randomBytes)
  doc.transact(() => {
    const map = roots.fields(doc)
    put(map, `${id}/name`, name.value)
    put(map, `${id}/kind`, input.kind)
    if (input.choices?.length) put(map, `${id}/choices`, input.choices.join('\n'))
  }, ctx.origin)
  return ok(id as string)
}

/** Another audience moves the definition; its values are moved by `moveToTheirPlaces`. */
export function changeCustomField(
  docs: PeopleDocs,
  id: string,
  change: {
    readonly name?: string
    readonly choices?: readonly string[]
    readonly archived?: boolean
    readonly audience?: Audience
  },
  ctx: WriteContext,
): Result<string> {
  const known = readCustomFields(docs).find((field) => field.id === id)
  const from = known && docs.get(known.audience)
  if (!known || !from) return fail('field.unknown')
  const to = docs.get(change.audience ?? known.audience)
  if (!to) return fail('field.sealed')
  for (const doc of [from, to]) {
    const may = writable(doc)
    if (!may.ok) return may
  }
  const name = change.name === undefined ? null : checkName(change.name)
  if (name?.ok === false) return name
  to.transact(() => {
    const [old, map] = [roots.fields(from), roots.fields(to)]
    for (const part of ['name', 'kind', 'choices', 'archivedAt']) {
      const value = old.get(`${id}/${part}`)
      if (to !== from && (typeof value === 'string' || typeof value === 'number')) put(map, `${id}/${part}`, value)
    }
    if (name) put(map, `${id}/name`, name.value)
    if (change.choices) put(map, `${id}/choices`, change.choices.join('\n'))
    if (change.archived === true) put(map, `${id}/archivedAt`, ctx.now)
    if (change.archived === false) drop(map, `${id}/archivedAt`)
  }, ctx.origin)
  if (to !== from)
    from.transact(() => {
      for (const part of ['name', 'kind', 'choices', 'archivedAt']) drop(roots.fields(from), `${id}/${part}`)
    }, ctx.origin)
  return ok(id)
}
