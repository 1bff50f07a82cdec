import type { WriteContext } from '#shared/domain/context.ts'
import { fail, ok, type Result } from '#shared/domain/errors.ts'
import { fingerprint } from '#shared/domain/fingerprint.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import { addPerson, homeOf, writeKeys } from '#shared/domain/people/changePerson.ts'
import { addCustomField, readCustomFields } from '#shared/domain/people/customFields.ts'
import type { Audience, CustomKind, CustomValue } from '#shared/domain/people/fields.ts'
import { stricter, wordSlug } from '#shared/domain/people/keys.ts'
import type { PersonPatch } from '#shared/domain/people/patch.ts'
import type { PeopleDocs } from '#shared/domain/people/peopleDocs.ts'
import { putNote, recordConsent } from '#shared/domain/people/personFate.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { newFieldKey } from '#shared/formats/peopleDraft.ts'
import type { PlanItem } from '#shared/formats/peoplePlan.ts'
import type { Target } from '#shared/formats/peopleTargets.ts'
import { Marks } from '#shared/formats/trelloMarks.ts'
import { changeListed } from './changeListed.ts'
import type { OwnWords } from './listedPerson.ts'

/** A column that becomes a field of the community's own. */
export interface NewField {
  /** `new:<column>`, as the patches call it. */
  readonly key: string
  readonly name: string
  readonly kind: CustomKind
}

export const newFields = (targets: readonly Target[]): readonly NewField[] =>
  targets.flatMap((target, column) =>
    target.to === 'new-field' ? [{ key: newFieldKey(column), name: target.name, kind: target.kind }] : [],
  )

export interface WriteWorld {
  /** Who may know of those who are new. */
  readonly home: Audience
  readonly fields: readonly NewField[]
  readonly person: (id: PersonId) => PersonRecord | undefined
  readonly ownWords: (id: PersonId) => OwnWords | undefined
}

/** Writes what a plan says, person by person. It is written again without doubles: all that it makes is found again. */
export class PeopleImportWriter {
  readonly #world: WriteWorld
  #made: ReadonlyMap<string, string> | null = null
  /** How often something could not be written, by code. */
  readonly failures = new Map<string, number>()

  constructor(world: WriteWorld) {
    this.#world = world
  }

  readonly write = (docs: PeopleDocs, item: PlanItem, ctx: WriteContext): void => {
    this.#made ??= this.#makeFields(docs, ctx)
    const done = this.#writeOne(docs, item, ctx)
    if (!done.ok) this.#failed(done)
  }

  #failed({ error: { code } }: Extract<Result<unknown>, { ok: false }>): void {
    this.failures.set(code, (this.failures.get(code) ?? 0) + 1)
  }

  /** A field of that name that is there already is used: an import that broke off has made it. */
  #makeFields(docs: PeopleDocs, ctx: WriteContext): Map<string, string> {
    const made = new Map<string, string>()
    for (const { key, name, kind } of this.#world.fields) {
      const known = readCustomFields(docs).find(
        (field) => !field.archived && field.kind === kind && wordSlug(field.name) === wordSlug(name),
      )
      const audience = stricter(this.#world.home, 2)
      const field = known ? ok(known.id) : addCustomField(docs, { name, kind, audience }, ctx)
      if (field.ok) made.set(key, field.value)
      else this.#failed(field)
    }
    return made
  }

  #writeOne(docs: PeopleDocs, item: PlanItem, ctx: WriteContext): Result<void> {
    const patch = this.#withFields(item.patch)
    const who = this.#who(docs, item, patch, ctx)
    if (!who.ok) return who
    const id = who.value
    if (id === null) return ok()
    const marks = this.#marksOf(item)
    const keys = { ...(item.source !== '' && { source: item.source }), ...(marks !== '' && { marks }) }
    if (Object.keys(keys).length > 0) {
      const noted = writeKeys(docs, id, keys, ctx)
      if (!noted.ok) return noted
    }
    for (const { channel, ...said } of item.consent) {
      // A list never speaks over a no: not over one either that came after the plan was made.
      const recorded = recordConsent(docs, id, channel, said, [], ctx)
      if (!recorded.ok) return recorded
    }
    for (const note of item.notes) {
      // The same words have the same id, so that two who import one list add them once.
      const noted = putNote(docs, id, note, ctx, fingerprint(`note ${note}`))
      if (!noted.ok) return noted
    }
    return ok()
  }

  /** Null for a member of whom nothing is written down and nothing is to be. */
  #who(docs: PeopleDocs, item: PlanItem, patch: PersonPatch, ctx: WriteContext): Result<PersonId | null> {
    if (item.action === 'create') return addPerson(docs, { ...patch, name: item.name, home: this.#world.home }, ctx)
    const person = item.id && this.#world.person(item.id)
    if (!person) return fail('person.unknown')
    if (item.action === 'change') return changeListed(docs, person, this.#world.ownWords(person.id), patch, ctx)
    return ok(homeOf(docs, person.id) === null ? null : person.id)
  }

  #withFields(patch: PersonPatch): PersonPatch {
    if (patch.custom === undefined) return patch
    const custom = new Map<string, CustomValue | null>()
    for (const [key, value] of patch.custom) {
      const id = key.startsWith('new:') ? this.#made?.get(key) : key
      if (id !== undefined) custom.set(id, value)
    }
    return { ...patch, custom }
  }

  /** What a value of a new field was marked with goes under the id that the field has now. */
  #marksOf({ marks: stored }: PlanItem): string {
    if (stored === '' || !this.#made?.size) return stored
    const marks = Marks.read(stored)
    for (const [key, id] of this.#made) {
      const mark = marks.get(`custom/${key}`)
      if (mark === undefined) continue
      marks.set(`custom/${key}`, undefined)
      marks.set(`custom/${id}`, mark)
    }
    return marks.stored
  }
}
