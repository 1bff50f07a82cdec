import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import type { DocId } from '#shared/domain/ids.ts'
import { PEOPLE_DOCS } from './access.ts'
import type { BoardHost } from './boardStore.svelte.ts'
import { MemberWords } from './memberWords.svelte.ts'
import { PeopleStore } from './peopleStore.svelte.ts'
import type { Person } from './person.ts'

interface Community {
  readonly session: OpenCommunity
  readonly host: BoardHost
  readonly people: readonly Person[]
}

/** The list of people of a community, and what goes on beside it as long as it is open. */
export interface OpenDirectory {
  readonly store: PeopleStore
  /** One's own profile was changed: it is shown before the log knows. */
  readonly saidAnew: (member: string) => void
  readonly close: () => void
}

/** Gives it at once; the store is `ready` a little later. */
export function openDirectory(community: Community): OpenDirectory {
  const { session, host } = community
  const documents = () =>
    PEOPLE_DOCS.flatMap(({ kind, audience }) =>
      session
        .docs(kind)
        .filter((doc) => doc.audience === audience)
        .map(({ id }) => ({ id: id as string as DocId, audience })),
    )
  const said = new MemberWords(session)
  const store = PeopleStore.open({
    ...host,
    documents,
    members: () => community.people,
    ownWords: (member) => said.of(member),
  })
  const stopNews = session.changed.on(() => void said.refresh())
  void said.refresh()
  return {
    store,
    saidAnew: (member) => {
      said.forget(member)
      void said.refresh()
    },
    close: () => {
      stopNews()
      store.close()
    },
  }
}
