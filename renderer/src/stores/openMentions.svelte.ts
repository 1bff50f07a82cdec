import type { PersonId } from '#shared/domain/ids.ts'
import type { Mention } from '#shared/domain/mention.ts'
import { type Access, isSealed } from './access.ts'
import type { CommunityStore } from './communityStore.svelte.ts'
import type { FoundMention } from './mentionNote.ts'
import { MENTIONS_NOTE, Mentions } from './mentions.svelte.ts'
import { personalViews } from './personalViews.ts'

/** Where a card is: on a board, or among the tasks of an event. */
export interface CardPlace {
  readonly kind: 'board' | 'event'
  readonly id: string
  readonly title: string
  readonly access: Access
}

/** Boards and events by the key of the document that holds their cards. */
export function cardPlaces(community: CommunityStore): ReadonlyMap<string, CardPlace> {
  const boards = [...community.boards, ...community.archivedBoards].map(
    ({ id, title, access }): [string, CardPlace] => [id, { kind: 'board', id, title, access }],
  )
  const events = (community.calendar?.events ?? []).map(
    ({ id, title, calendar, plan, openTo }): [string, CardPlace] => [
      `${calendar}.${plan}`,
      { kind: 'event', id, title, access: openTo },
    ],
  )
  return new Map([...events, ...boards])
}

/**
 * Begins to look for comments that name oneself: with the calendar, whose events have cards. The list of people, which knows
 * one's circles, is opened where a circle is named.
 */
export async function openMentions(
  community: CommunityStore,
  onfresh: (fresh: readonly FoundMention[]) => void,
): Promise<Mentions> {
  await community.openCalendar()
  const { session, host } = community
  return new Mentions({
    kept: personalViews(session, MENTIONS_NOTE),
    me: () => community.me?.id ?? null,
    circlesKnown: () => peopleRead(community),
    docs: () => [...cardPlaces(community).keys()],
    isMine: (mention, doc) => isMine(community, mention, cardPlaces(community).get(doc)?.access),
    since: () => session.about.added,
    docsNaming: (query) => session.docsNaming(query),
    openDoc: (key) => host.openDoc(key),
    breathe: host.breathe,
    onNews: (listener) => session.status.on(listener),
    after: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
    onfresh,
  })
}

/** Settles when all documents of people have been gone through once. */
async function peopleRead(community: CommunityStore): Promise<void> {
  const people = await community.openPeople()
  await new Promise<void>((done) => {
    const stop = $effect.root(() => {
      $effect(() => {
        if (!people.ready) return
        done()
        queueMicrotask(() => stop())
      })
    })
  })
}

/**
 * Oneself, or a circle that one is in. Whoever is in a circle that not everyone may know of does not know its number: on what is
 * its own, a circle that one does not know is that one.
 */
function isMine(community: CommunityStore, mention: Mention, access: Access = 'everyone'): boolean {
  const { me, directory, circlesOwn } = community
  if (mention.kind === 'member') return me !== undefined && (mention.id as string) === me.id
  const known = directory?.circles.some(({ id }) => id === mention.id)
  // Who is in a circle may be sealed while its name is not: what is its own is read by its members, and by organizers.
  if (!community.mayOrganize && circlesOwn.all.some(({ name }) => name === mention.name)) return true
  if (known) return directory?.person(me?.id as string as PersonId)?.circles.has(mention.id) ?? false
  return isSealed(access) && access !== 'private'
}
