import { changeListed } from '#renderer/stores/changeListed.ts'
import type { PeopleStore } from '#renderer/stores/peopleStore.svelte.ts'
import type { Result } from '#shared/domain/errors.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import { type MergeChosen, mergePatch } from '#shared/domain/people/merging.ts'
import { inOneStep } from '#shared/domain/people/peopleDocs.ts'
import { mergePeople } from '#shared/domain/people/personFate.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'

/**
 * Makes one of two people as they are listed, as one step of undo.
 * @param hasApp whether the one who stays has the app: what they are called is theirs to say then
 */
export function mergeListed(
  store: PeopleStore,
  keep: PersonRecord,
  drop: PersonRecord,
  chosen: MergeChosen,
  hasApp: boolean,
): Result<PersonId> {
  const { name, ...others } = mergePatch(keep, drop, chosen).patch
  const patch = hasApp || name === undefined ? others : { ...others, name }
  return store.run((docs, ctx) =>
    inOneStep(docs, ctx, () => {
      // First what may be refused.
      const changed = changeListed(docs, keep, store.host.ownWords(keep.id), patch, ctx)
      return changed.ok ? mergePeople(docs, keep, drop, {}, ctx) : changed
    }),
  )
}
