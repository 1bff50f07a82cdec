import type { Doc } from 'yjs'
import type { WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { readWhenText, whenText } from '../eventHead.ts'
import { type MemberId, type OptionId, readId } from '../ids.ts'
import { roots, writable, write } from '../schema.ts'
import { drop, fieldOf, timeOf } from '../value.ts'
import { checkWhen, startInstant, type When } from '../when.ts'
import * as items from './items.ts'
import { checkPerson, mayAnswerFor, type Person, type PersonKey, personKey, personOfKey } from './person.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/**
 * Finding a date. An option is a wall time with its zone, so that everybody votes on the same moment wherever they are; the
 * votes are in the answers, `<option>/<person>`.
 */
export const VOTES = ['yes', 'maybe', 'no'] as const
export type Vote = (typeof VOTES)[number]

export interface PollVote {
  readonly key: PersonKey
  readonly person: Person
  readonly vote: Vote
  readonly at: number
  readonly by: MemberId | null
}

export interface PollOption {
  readonly id: OptionId
  readonly when: When
  /** By key of the person. */
  readonly votes: readonly PollVote[]
  readonly yes: number
  readonly maybe: number
  readonly no: number
  /** See `readPoll`. */
  readonly best: boolean
}

export interface Poll {
  /** In order of time. */
  readonly options: readonly PollOption[]
  /** Everybody who voted on anything. */
  readonly voters: number
}

const ID_LENGTH = 16
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Best are those with the most who can come (yes and maybe), among these with the most yes; none while nobody can. */
export function readPoll(plan: Doc, answers: Doc, viewerZone: string): Poll {
  const votes = readVotes(answers)
  const options: PollOption[] = []
  for (const { id, map } of items.liveItems<OptionId>(roots.options(plan))) {
    const when = readWhenText(map.get('when'))
    if (when === null) continue
    const there = votes.get(id) ?? []
    const count = (vote: Vote): number => there.filter((one) => one.vote === vote).length
    options.push({ id, when, votes: there, yes: count('yes'), maybe: count('maybe'), no: count('no'), best: false })
  }
  const score = ({ yes, maybe }: PollOption): number => (yes + maybe) * (PLAN_LIMITS.guests + 1) + yes
  const top = Math.max(1, ...options.map(score))
  const startOf = ({ when }: PollOption): number => startInstant(when, viewerZone).epochMilliseconds
  const voters = new Set(options.flatMap((option) => option.votes.map(({ key }) => key)))
  return {
    options: options
      .map((option) => ({ ...option, best: score(option) === top }))
      .sort((a, b) => startOf(a) - startOf(b) || byText(a.id, b.id)),
    voters: voters.size,
  }
}

function readVotes(answers: Doc): ReadonlyMap<OptionId, readonly PollVote[]> {
  const found = new Map<OptionId, PollVote[]>()
  for (const [key, value] of roots.votes(answers).entries()) {
    const option = readId<OptionId>(key.slice(0, ID_LENGTH))
    const person = personOfKey(key.slice(ID_LENGTH + 1), fieldOf(value, 'name'))
    const vote = VOTES.find((one) => one === fieldOf(value, 'vote'))
    if (option === null || key.charAt(ID_LENGTH) !== '/' || person === null || vote === undefined) continue
    const at = timeOf(fieldOf(value, 'at')) ?? 0
    const by = readId<MemberId>(fieldOf(value, 'by'))
    const there = found.get(option) ?? []
    there.push({ key: key.slice(ID_LENGTH + 1), person, vote, at, by })
    found.set(option, there)
  }
  for (const votes of found.values()) votes.sort((a, b) => byText(a.key, b.key))
  return found
}

/** The same time once more is no second option: its id is given back. */
export function addOption(plan: Doc, when: When, ctx: WriteContext): Result<OptionId> {
  const checked = checkWhen(when)
  if (!checked.ok) return checked
  const text = whenText(checked.value)
  const there = items.liveItems<OptionId>(roots.options(plan)).find(({ map }) => map.get('when') === text)
  if (there !== undefined) return ok(there.id)
  return items.addItem<OptionId>(plan, roots.options(plan), { when: text }, { max: PLAN_LIMITS.options }, ctx)
}

export function binOption(plan: Doc, option: OptionId, ctx: WriteContext): Result<void> {
  return items.binItem(plan, roots.options(plan), option, ctx)
}

export function restoreOption(plan: Doc, option: OptionId, ctx: WriteContext): Result<void> {
  return items.restoreItem(plan, roots.options(plan), option, ctx)
}

/** @param vote null takes it back. Only one's own; organizers may enter one for a person without the app, never for a member. */
export function voteFor(
  docs: { readonly plan: Doc; readonly answers: Doc },
  option: OptionId,
  of: { readonly person: Person; readonly asOrganizer: boolean },
  vote: Vote | null,
  ctx: WriteContext,
): Result<void> {
  const may = writable(docs.answers)
  if (!may.ok) return may
  const person = checkPerson(of.person)
  if (!person.ok) return person
  const own = mayAnswerFor(person.value, of.asOrganizer && person.value.member === null, ctx)
  if (!own.ok) return own
  if (vote !== null && !VOTES.includes(vote)) return fail('choice.invalid')
  const found = items.liveItem(docs.plan, roots.options(docs.plan), option)
  if (!found.ok) return found
  const root = roots.votes(docs.answers)
  const key = `${option}/${personKey(person.value)}`
  if (fieldOf(root.get(key), 'vote') === vote) return ok()
  const name = person.value.member === null ? { name: person.value.name } : {}
  write(docs.answers, ctx, () => {
    if (vote === null) drop(root, key)
    else root.set(key, { vote, at: ctx.now, by: ctx.by, ...name })
  })
  return ok()
}
