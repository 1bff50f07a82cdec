import { nameSlug } from '../cardKeys.ts'
import type { WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import { type MemberId, readId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { checkName, cut, oneLine } from '../value.ts'

/** Somebody who takes part: a member, or a person without the app of whom the name is known. */
export type Person = { readonly member: MemberId; readonly name: '' } | { readonly member: null; readonly name: string }

/** Stands for a person within keys: the member's id, or `name:` and the slug of the name. Never has a `/` in it. */
export type PersonKey = string & { readonly __person?: never }

export const aMember = (member: MemberId): Person => ({ member, name: '' })
export const named = (name: string): Person => ({ member: null, name })

const NAMED = 'name:'

export function personKey(person: Person): PersonKey {
  return person.member ?? NAMED + nameSlug(person.name)
}

/** Who a key stands for; `name` is what the value under it says of a person without the app. */
export function personOfKey(key: string, name: unknown): Person | null {
  const member = readId<MemberId>(key)
  if (member !== null) return aMember(member)
  if (!key.startsWith(NAMED) || key.length === NAMED.length || key.includes('/')) return null
  const words = typeof name === 'string' ? cut(oneLine(name), LIMITS.name) : ''
  return named(words || key.slice(NAMED.length))
}

/** A person as one value: the member's id, or `name:` and the name. */
export function personText(person: Person): string {
  return person.member ?? NAMED + person.name
}

export function readPersonText(value: unknown): Person | null {
  if (typeof value !== 'string') return null
  const member = readId<MemberId>(value)
  if (member !== null) return aMember(member)
  const name = value.startsWith(NAMED) ? cut(oneLine(value.slice(NAMED.length)), LIMITS.name) : ''
  return name === '' ? null : named(name)
}

export function checkPerson(person: Person): Result<Person> {
  if (person.member !== null) return readId(person.member) === null ? fail('member.invalid') : ok(person)
  const name = checkName(person.name)
  return name.ok ? ok(named(name.value)) : name
}

/** Whether the writer may change what stands there in that person's name. */
export function mayAnswerFor(person: Person, asOrganizer: boolean, ctx: WriteContext): Result<void> {
  return asOrganizer || person.member === ctx.by ? ok() : fail('answer.others')
}
