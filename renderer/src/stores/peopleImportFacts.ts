import { type Audience, FIELDS, isBuiltInField } from '#shared/domain/people/fields.ts'
import { stricter, wordSlug } from '#shared/domain/people/keys.ts'
import type { DraftAnswers } from '#shared/formats/peopleDrafts.ts'
import type { PeopleStore } from './peopleStore.svelte.ts'

/** What reading a list has to know of a community. */

/** Fields that would stand where this member does not write. @param open whose documents they write @param home who may know of the people */
export function sealedFields(
  { audiences, fields }: Pick<PeopleStore, 'audiences' | 'fields'>,
  open: readonly Audience[],
  home: Audience,
): readonly string[] {
  const shut = (audience: Audience) => !open.includes(stricter(audience, home))
  return [
    ...Object.keys(FIELDS).filter((field) => isBuiltInField(field) && shut(audiences.of(field))),
    ...fields.filter(({ audience }) => shut(audience)).map(({ id }) => `custom/${id}`),
  ]
}

export function answersOf({
  circles,
  fields,
  host,
}: Pick<PeopleStore, 'circles' | 'fields' | 'host'>): Pick<DraftAnswers, 'circles' | 'fields' | 'year'> {
  return {
    circles: new Map(circles.filter(({ archived }) => !archived).map(({ id, name }) => [wordSlug(name), id])),
    fields: fields.map((field) => ({ ...field })),
    year: new Date(host.now()).getUTCFullYear(),
  }
}
