import type { WriteContext } from '#shared/domain/context.ts'
import type { Result } from '#shared/domain/errors.ts'
import { changePerson, homeOf } from '#shared/domain/people/changePerson.ts'
import { inOneStep, type PeopleDocs } from '#shared/domain/people/peopleDocs.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'

/** Writes about somebody; of a member of whom nothing stands in the documents yet, the name is noted first. */
export const namedFirst = (
  docs: PeopleDocs,
  { id, name }: PersonRecord,
  ctx: WriteContext,
  write: () => Result<unknown>,
): Result<unknown> =>
  inOneStep(docs, ctx, () => {
    const named = homeOf(docs, id) === null ? changePerson(docs, id, { name }, ctx) : null
    return named?.ok === false ? named : write()
  })
