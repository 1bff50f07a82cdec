import type { WriteContext } from '#shared/domain/context.ts'
import type { Result } from '#shared/domain/errors.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import { changePerson, homeOf, writeKeys } from '#shared/domain/people/changePerson.ts'
import { OVERRIDES } from '#shared/domain/people/keys.ts'
import type { PersonPatch } from '#shared/domain/people/patch.ts'
import { inOneStep, type PeopleDocs } from '#shared/domain/people/peopleDocs.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { markOfOwn, type OwnWords, SINGLE_OWN } from './listedPerson.ts'

/** Changes somebody as they are listed: what the member says of themselves is overridden where the patch says otherwise. */
export function changeListed(
  docs: PeopleDocs,
  person: PersonRecord,
  own: OwnWords | undefined,
  patch: PersonPatch,
  ctx: WriteContext,
): Result<PersonId> {
  const named = patch.name === undefined && homeOf(docs, person.id) === null ? { name: person.name, ...patch } : patch
  const marks = SINGLE_OWN.flatMap((field) => {
    const mark = patch[field] === undefined ? '' : markOfOwn(own, field)
    return mark === '' ? [] : [[OVERRIDES + field, mark] as const]
  })
  return inOneStep(docs, ctx, () => {
    const changed = changePerson(docs, person.id, named, ctx)
    return changed.ok && marks.length > 0 ? writeKeys(docs, person.id, Object.fromEntries(marks), ctx) : changed
  })
}
