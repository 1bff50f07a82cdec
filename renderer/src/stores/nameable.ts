import type { Hue } from '#shared/domain/hue.ts'
import { readId } from '#shared/domain/ids.ts'
import type { Mention } from '#shared/domain/mention.ts'
import { foldText } from '#shared/domain/people/foldText.ts'
import type { Access } from './access.ts'
import type { CircledPeople } from './circleChoices.ts'
import type { CirclesOwn } from './circlesOwn.svelte.ts'

const ROLE_WORD = ['guest', 'member', 'organizer', 'steward'] as const

/** A mention that can be made, with what shows it. */
export interface NameChoice {
  readonly mention: Mention
  readonly hue: Hue
  /** What tells it from others of the same name; '' where nothing has to. */
  readonly hint: string
}

type Community = CircledPeople & { readonly circlesOwn?: Pick<CirclesOwn, 'of'> }

/**
 * Whom a comment may name: members with the app, then circles. A circle that not everyone may know of only where all who read
 * the comment may: on what is private to organizers, and on what is its own.
 * @param access whom the board is for
 */
export function nameChoices(community: Community, access: Access): readonly NameChoice[] {
  const times = new Map<string, number>()
  for (const { name } of community.people) times.set(foldText(name), (times.get(foldText(name)) ?? 0) + 1)
  const members = community.people.flatMap(({ id, name, hue, role, me }): NameChoice[] => {
    const member = readId<Extract<Mention, { kind: 'member' }>['id']>(id)
    if (member === null || name === '') return []
    const hint = (times.get(foldText(name)) ?? 0) > 1 ? `${me ? 'you, ' : ''}${ROLE_WORD[role]} …${id.slice(-4)}` : ''
    return [{ mention: { kind: 'member', id: member, name }, hue, hint }]
  })
  const { directory, circlesOwn } = community
  const circles = (directory?.circles ?? []).flatMap(({ id, name, hue, archived, audience }): NameChoice[] => {
    const known = Math.max(audience, directory?.audiences.ofCircle(id) ?? audience)
    const may = known === 0 || (known === 2 && access === 'private') || circlesOwn?.of(id)?.access === access
    return may && !archived && name !== '' ? [{ mention: { kind: 'circle', id, name }, hue, hint: 'Circle' }] : []
  })
  return [...members, ...circles]
}

/** Those that fit, who begin with it first. @param asked as typed, without the `@` */
export function fitting(choices: readonly NameChoice[], asked: string): readonly NameChoice[] {
  const wanted = foldText(asked)
  const at = ({ mention }: NameChoice) => ` ${foldText(mention.name)}`.indexOf(` ${wanted}`)
  return choices.filter((choice) => at(choice) >= 0).sort((a, b) => Math.min(at(a), 1) - Math.min(at(b), 1))
}
