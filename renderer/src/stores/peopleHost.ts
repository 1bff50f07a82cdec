import type { DocId } from '#shared/domain/ids.ts'
import type { BoardHost } from './boardStore.svelte.ts'
import type { OwnWords } from './listedPerson.ts'
import type { Person } from './person.ts'

/** A document of people, from the log. */
interface PeopleDocInfo {
  readonly id: DocId
  readonly audience: number
}

/** What a list of people needs of its community. */
export interface PeopleHost extends BoardHost {
  /** Those that this device may read, in the order in which the log made them. */
  readonly documents: () => readonly PeopleDocInfo[]
  /** Everyone with the app. */
  readonly members: () => readonly Person[]
  /** What they say of themselves, as far as it has been asked for. */
  readonly ownWords: (member: string) => OwnWords | undefined
}
