import type { People } from '#renderer/stores/communityStore.svelte.ts'
import type { Person } from '#shared/domain/event/person.ts'
import { hueOfName } from '#shared/domain/hue.ts'
import type { MemberId } from '#shared/domain/ids.ts'

/** What is shown of somebody who has the app, or of whom only the name is known. */
export function faceOf(community: People, person: Person): { readonly name: string; readonly hue: string } {
  if (person.member === null) return { name: person.name, hue: hueOfName(person.name) }
  const found = community.person(person.member)
  return { name: found?.name || 'Somebody', hue: found?.hue ?? hueOfName(person.member) }
}

export const memberName = (community: People, member: MemberId): string => community.person(member)?.name || 'Somebody'
