import type { Comment } from '#shared/domain/comment.ts'
import { type Hue, hueOfName } from '#shared/domain/hue.ts'
import type { Mention } from '#shared/domain/mention.ts'
import type { CircledPeople } from './circleChoices.ts'

type Community = Pick<CircledPeople, 'person' | 'directory'>

/** Who wrote a comment, as they are called today, or as the import called them that brought it. */
export function authorOf(
  community: Community,
  { by, name }: Pick<Comment, 'by' | 'name'>,
): { readonly name: string; readonly hue: Hue } {
  const person = by === null ? undefined : community.person(by)
  return { name: person?.name || name || 'Somebody who has left', hue: person?.hue ?? hueOfName(name) }
}

/** Whom a comment names, as they are called today; whoever has left, as they were called then. */
export function namedToday(community: Community, mention: Mention): string {
  const today =
    mention.kind === 'member'
      ? community.person(mention.id)?.name
      : community.directory?.circles.find(({ id }) => id === mention.id)?.name
  return today || mention.name
}

/** When a comment was written, with the year if it is another one; '' where that is not known. @param time ms since 1970 */
export function commentTime(time: number): string {
  if (time === 0) return ''
  const date = new Date(time)
  const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const }
  const parts = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const
  return date.toLocaleString('en-GB', { ...parts, ...year })
}
