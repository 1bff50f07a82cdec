import type { Hue } from '#shared/domain/hue.ts'
import { type CircleId, type MemberId, readId } from '#shared/domain/ids.ts'
import { inCircle } from '#shared/domain/people/inCircle.ts'
import type { CommunityStore, People } from './communityStore.svelte.ts'

/** Who is in the community, and in which circles; what has no list of people knows of no circles. */
export type CircledPeople = People & Partial<Pick<CommunityStore, 'directory' | 'openPeople'>>

/** A circle, where people are chosen. */
export interface CircleChoice {
  readonly id: CircleId
  readonly name: string
  readonly hue: Hue
  /** Leads first, then by name. */
  readonly people: readonly {
    readonly name: string
    /** Null for somebody without the app. */
    readonly member: MemberId | null
  }[]
}

/** Circles with somebody in them, by name; none before the list of people is open. */
export function circleChoices(community: CircledPeople): readonly CircleChoice[] {
  const { directory } = community
  if (!directory) return []
  return directory.circles.flatMap(({ id, name, hue, archived }) => {
    if (archived) return []
    const people = inCircle(directory.people, id).flatMap((person) => {
      const member = community.person(person.id) === undefined ? null : readId<MemberId>(person.id)
      return member === null && person.name === '' ? [] : [{ name: person.name, member }]
    })
    return people.length > 0 ? [{ id, name, hue, people }] : []
  })
}

/** Opens the list of people, once, where somebody is about to choose: circles are there a moment later. */
export function openCircles(community: CircledPeople): void {
  community.openPeople?.().catch(() => {}) // without them, people are chosen one by one
}
