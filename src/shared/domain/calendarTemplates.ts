import type { Doc } from 'yjs'
import type { WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import { type EventTemplate, readTemplate } from './event/template.ts'
import { newId, type PartId } from './ids.ts'
import { roots, writable, write } from './schema.ts'
import { drop } from './value.ts'

/** A calendar holds so many templates of its own at most. */
const TEMPLATES_MAX = 100

/** Templates that people made of their events, by name. */
export function readTemplates(calendar: Doc): readonly EventTemplate[] {
  const found: EventTemplate[] = []
  for (const [key, value] of roots.eventTemplates(calendar).entries()) {
    const template = readTemplate(value)
    if (template !== null) found.push({ ...template, id: key })
  }
  return found.sort((a, b) => a.name.localeCompare(b.name)).slice(0, TEMPLATES_MAX)
}

/** Keeps a template with the calendar; written once, as one value. */
export function saveTemplate(calendar: Doc, template: EventTemplate, ctx: WriteContext): Result<string> {
  const may = writable(calendar)
  if (!may.ok) return may
  if (roots.eventTemplates(calendar).size >= TEMPLATES_MAX) return fail('too-many', { max: TEMPLATES_MAX })
  const id: string = newId<PartId>(ctx.randomBytes)
  const plain: unknown = JSON.parse(JSON.stringify({ ...template, id }))
  write(calendar, ctx, () => roots.eventTemplates(calendar).set(id, plain))
  return ok(id)
}

export function removeTemplate(calendar: Doc, id: string, ctx: WriteContext): Result<void> {
  const may = writable(calendar)
  if (!may.ok) return may
  write(calendar, ctx, () => drop(roots.eventTemplates(calendar), id))
  return ok()
}
