import type { CommunityStore } from '#renderer/stores/communityStore.svelte.ts'
import { memoryHost } from '#renderer/stores/memoryHost.ts'
import { PeopleStore } from '#renderer/stores/peopleStore.svelte.ts'
import { type DocId, idFromBytes, type PersonId } from '#shared/domain/ids.ts'
import { samplePeople } from '#shared/domain/people/samplePeople.ts'

/** A list of people without disk or relay. @returns also who stands in its sheet */
export function sceneDirectory(
  community: CommunityStore,
  mayWrite: boolean,
): { store: PeopleStore; first: PersonId | null } {
  let seed = 7
  const host = memoryHost({
    now: () => Date.UTC(2031, 4, 1, 12),
    randomBytes: (length) =>
      Uint8Array.from({ length }, () => {
        seed = (seed * 69_069 + 1) % 2 ** 31
        return seed >> 16
      }),
  })
  const audiences = mayWrite ? ([0, 2, 3] as const) : ([0] as const)
  const documents = () =>
    audiences.map((audience) => ({ id: idFromBytes<DocId>(Uint8Array.of(0xbb, 0, 0, 0, 0, 0, 0, audience)), audience }))
  const docs = new Map(documents().map(({ id, audience }) => [audience, host.doc(id)] as const))
  let first: PersonId | null = null
  if (mayWrite)
    [first = null] = samplePeople(docs, {
      by: host.member(),
      now: host.now(),
      randomBytes: host.randomBytes,
      origin: null,
    })
  host.setMayWrite(mayWrite)
  const store = PeopleStore.open({ ...host, documents, members: () => community.people, ownWords: () => undefined })
  return { store, first }
}
