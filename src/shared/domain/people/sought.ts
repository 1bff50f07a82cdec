import type { PersonId } from '../ids.ts'
import { roots } from '../schema.ts'
import { fieldOf, oneLine } from '../value.ts'
import { foldText } from './foldText.ts'
import { keyOf, personOf } from './keys.ts'
import type { PeopleDocs } from './peopleDocs.ts'
import type { PersonRecord } from './record.ts'

/** By what somebody is found where others wrote of them; folded as `foldText` does. */
export interface Sought {
  /** Whole names. */
  readonly names: ReadonlySet<string>
  /** E-mail addresses. */
  readonly emails: ReadonlySet<string>
  /** Digits of telephone numbers, without what begins a country or an area. */
  readonly phones: ReadonlySet<string>
}

/** Shorter ones stand in too many words and numbers that mean somebody else. */
const SHORTEST_NAME = 3
const SHORTEST_NUMBER = 6

/**
 * All names, e-mail addresses and telephone numbers of a person.
 * @param ids the person's own and those merged into it, whose names still stand in the documents
 */
export function soughtOf(docs: PeopleDocs, ids: readonly PersonId[], person: PersonRecord): Sought {
  const names = new Set([nameMark(person.name), fullName(person.given, person.family)])
  const emails = new Set(person.emails.map(({ value }) => foldText(value)))
  const phones = new Set(person.phones.flatMap(({ value, e164 }) => [numberMark(value), numberMark(e164)]))
  for (const doc of docs.values())
    for (const [full, value] of roots.people(doc).entries()) {
      const id = personOf(full)
      if (id === null || !ids.includes(id)) continue
      const key = keyOf(full)
      const contact = fieldOf(value, 'value')
      if (key === 'name' && typeof value === 'string') names.add(nameMark(value))
      if (typeof contact !== 'string') continue
      if (key.startsWith('email/')) emails.add(foldText(contact))
      if (key.startsWith('phone/')) phones.add(numberMark(contact))
    }
  const long = (all: ReadonlySet<string>, least: number) => new Set([...all].filter((one) => one.length >= least))
  return { names: long(names, SHORTEST_NAME), emails: long(emails, 1), phones: long(phones, SHORTEST_NUMBER) }
}

/** Names that are one are the same: without case, marks and blanks around. */
export const nameMark = (name: string): string => foldText(oneLine(name))

const fullName = (given: string, family: string): string =>
  given === '' || family === '' ? '' : nameMark(`${given} ${family}`)

const numberMark = (text: string): string => text.replace(/\D/gu, '').replace(/^0+/u, '')

export const isName = (value: unknown, { names }: Sought): boolean =>
  typeof value === 'string' && names.has(nameMark(value))

const NUMBER = /\+?\d[\d\s()/.-]{4,}\d/gu
const LETTER = /[\p{L}\p{N}]/u

/** Whether a text has a name, an address or a number of theirs in it, as whole words. */
export function mentions(text: string, { names, emails, phones }: Sought): boolean {
  if (text === '') return false
  const folded = nameMark(text)
  for (const name of names) if (hasWords(folded, name)) return true
  for (const email of emails) if (hasWords(folded, email)) return true
  if (phones.size === 0) return false
  return [...text.matchAll(NUMBER)].some(([found]) => {
    const number = numberMark(found)
    return [...phones].some((phone) => number === phone || number.endsWith(phone))
  })
}

function hasWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + words.length)]
    if (!LETTER.test(before) && !LETTER.test(after)) return true
  }
  return false
}
