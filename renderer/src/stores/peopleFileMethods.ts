import type { Remote } from '#renderer/session/rpc.ts'
import type { PeopleFileWork } from './peopleFileWork.ts'

/** What the window asks of the thread that reads lists. A file of its own: the window must not load what reads them. */
export const PEOPLE_FILE_METHODS = [
  'stop',
  'read',
  'questions',
  'draft',
  'people',
  'plan',
  'shown',
  'possible',
  'writes',
] as const satisfies readonly (keyof PeopleFileWork)[]

export type PeopleFileMethods = Pick<PeopleFileWork, (typeof PEOPLE_FILE_METHODS)[number]>

/** Where a list of people is read: another thread, so that the window stays awake. */
export type PeopleFileDesk = Remote<PeopleFileMethods> & {
  /** Settles only when the thread has died. */
  readonly broken: Promise<never>
  close(): void
}
