import { fingerprint } from '#shared/domain/fingerprint.ts'
import { fieldOf } from '#shared/domain/value.ts'

/**
 * Importing the same board again brings what changed in Trello since, but never overwrites what was changed here. To
 * tell, each imported thing keeps under `sourceHash` a mark of every value as an import last wrote it or found it:
 *
 * - the value here still has that mark: nobody has touched it here, so it takes what the file says;
 * - it has not: it was changed here, and stays. If the file's value changed as well since the last import, that is
 *   counted as kept, for the report.
 */
export type Marks = Map<string, string>

const MARK_LENGTH = 8

/** The mark of a value; none for no value. */
export function markOf(value: unknown): string | undefined {
  return value === undefined ? undefined : fingerprint(JSON.stringify(value) ?? '').slice(0, MARK_LENGTH)
}

/** From what is stored under `sourceHash`, be it what it may. */
export function readMarks(stored: unknown): Marks {
  const marks: Marks = new Map()
  if (typeof stored !== 'object' || stored === null) return marks
  for (const key of Object.keys(stored)) {
    const mark = fieldOf(stored, key)
    if (typeof mark === 'string') marks.set(key, mark)
  }
  return marks
}

/** As it is stored: one plain value that is replaced as a whole, since only imports write it. */
export function storedMarks(marks: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...marks].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What to do about one value: take the file's, leave it as it is, or keep ours although Trello has another one now. */
export type Decision = 'take' | 'leave' | 'keep'

/** Decides about one value, and notes its mark unless it was changed here. */
export function decide(key: string, here: unknown, wanted: unknown, marks: Marks): Decision {
  const [now, next, before] = [markOf(here), markOf(wanted), marks.get(key)]
  if (now !== next && now !== before) return next === before ? 'leave' : 'keep'
  if (next === undefined) marks.delete(key)
  else marks.set(key, next)
  return now === next ? 'leave' : 'take'
}
