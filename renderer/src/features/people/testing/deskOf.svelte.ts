import { PeopleDesk } from '../peopleDesk.svelte.ts'
import type { peopleBed } from './peopleBed.ts'

/** The list of people of a bed, in which nobody has taken part in anything. */
export const deskOf = ({ store, community }: Awaited<ReturnType<typeof peopleBed>>): PeopleDesk =>
  new PeopleDesk({ store, community, lastTookPart: () => null })
