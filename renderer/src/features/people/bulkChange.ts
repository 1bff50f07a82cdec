import { changeListed } from '#renderer/stores/changeListed.ts'
import type { OwnWords } from '#renderer/stores/listedPerson.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import type { Result } from '#shared/domain/errors.ts'
import type { NewConsent } from '#shared/domain/people/consent.ts'
import type { Audience, Channel, CustomValue, WordField } from '#shared/domain/people/fields.ts'
import { customField } from '#shared/domain/people/filterFields.ts'
import { wordSlug } from '#shared/domain/people/keys.ts'
import type { PersonPatch } from '#shared/domain/people/patch.ts'
import type { PeopleDocs } from '#shared/domain/people/peopleDocs.ts'
import { binPerson, recordConsent } from '#shared/domain/people/personFate.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { namedFirst } from './namedFirst.ts'
import type { DeskFacts } from './peopleDesk.svelte.ts'
import { cellWords, READERS } from './personWords.ts'

/** What is to be done to many people at once. */
export type BulkChoice =
  | { readonly kind: 'words'; readonly field: WordField; readonly add: boolean; readonly word: string }
  | { readonly kind: 'circle'; readonly circle: string; readonly part: 'in' | 'lead' | null }
  /** '' takes it away. */
  | { readonly kind: 'text'; readonly field: 'role' | 'joined'; readonly value: string }
  | { readonly kind: 'custom'; readonly id: string; readonly value: CustomValue | null }
  | { readonly kind: 'home'; readonly home: Audience }
  | { readonly kind: 'consent'; readonly channel: Channel; readonly consent: NewConsent }
  | { readonly kind: 'bin' }

/** Why somebody stays as they are. */
export type LeftOut = 'as-is' | 'refused' | 'has-app'

export interface BulkChange {
  readonly person: PersonRecord
  /** In words; '' for nothing. */
  readonly before: string
  readonly after: string
}

export interface BulkPlan {
  readonly changes: readonly BulkChange[]
  readonly leftOut: ReadonlyMap<LeftOut, readonly PersonRecord[]>
}

/** Who changes, and who does not and why: nothing is written. */
export function bulkPlan(people: readonly PersonRecord[], choice: BulkChoice, facts: DeskFacts): BulkPlan {
  const changes: BulkChange[] = []
  const leftOut = new Map<LeftOut, PersonRecord[]>()
  const leave = (why: LeftOut, person: PersonRecord) => {
    const others = leftOut.get(why)
    if (others) others.push(person)
    else leftOut.set(why, [person])
  }
  for (const person of people) {
    const found = changeOf(person, choice, facts)
    if (typeof found === 'string') leave(found, person)
    else if (found.before === found.after) leave('as-is', person)
    else changes.push({ person, ...found })
  }
  return { changes, leftOut }
}

function changeOf(
  person: PersonRecord,
  choice: BulkChoice,
  facts: DeskFacts,
): { readonly before: string; readonly after: string } | LeftOut {
  const hasApp = facts.appRole(person.id) !== 'none'
  const told = (field: Parameters<typeof cellWords>[1], more: Partial<PersonRecord>) => ({
    before: cellWords(person, field, facts),
    after: cellWords({ ...person, ...more }, field, facts),
  })
  switch (choice.kind) {
    case 'words': {
      const slug = wordSlug(choice.word)
      const others = person[choice.field].filter((word) => wordSlug(word) !== slug)
      const has = others.length < person[choice.field].length
      if (has === choice.add) return 'as-is'
      return told(choice.field, { [choice.field]: choice.add ? [...others, choice.word] : others })
    }
    case 'circle': {
      if ((person.circles.get(choice.circle) ?? null) === choice.part) return 'as-is'
      const name = facts.circles.get(choice.circle) ?? ''
      const words = { in: name, lead: `${name} (leads)`, none: '' }
      return { before: words[person.circles.get(choice.circle) ?? 'none'], after: words[choice.part ?? 'none'] }
    }
    case 'text':
      return told(choice.field, { [choice.field]: choice.value })
    case 'custom': {
      const custom = new Map(person.custom)
      if (choice.value === null) custom.delete(choice.id)
      else custom.set(choice.id, choice.value)
      return told(customField(choice.id), { custom })
    }
    case 'home':
      // Whoever has the app is known to everyone who has it.
      return hasApp ? 'has-app' : { before: READERS[person.home], after: READERS[choice.home] }
    case 'consent': {
      const state = person.consent.get(choice.channel)?.state
      if (state === choice.consent.state) return 'as-is'
      if (state === 'no') return 'refused'
      return { before: state === 'yes' ? 'Yes' : '', after: choice.consent.state === 'yes' ? 'Yes' : 'No' }
    }
    case 'bin':
      return hasApp ? 'has-app' : { before: person.binnedAt === null ? '' : 'In the bin', after: 'In the bin' }
  }
}

/** Does to one person what was chosen. */
export function bulkWrite(
  docs: PeopleDocs,
  person: PersonRecord,
  choice: BulkChoice,
  own: OwnWords | undefined,
  ctx: WriteContext,
): Result<unknown> {
  if (choice.kind === 'bin') return binPerson(docs, person.id, ctx)
  if (choice.kind === 'consent') {
    const known = person.consent.get(choice.channel)?.history ?? []
    return namedFirst(docs, person, ctx, () =>
      recordConsent(docs, person.id, choice.channel, choice.consent, known, ctx),
    )
  }
  return changeListed(docs, person, own, patchOf(choice), ctx)
}

function patchOf(choice: Exclude<BulkChoice, { kind: 'bin' | 'consent' }>): PersonPatch {
  switch (choice.kind) {
    case 'words':
      return { [choice.field]: choice.add ? { add: [choice.word] } : { remove: [choice.word] } }
    case 'circle':
      return { circles: new Map([[choice.circle, choice.part]]) }
    case 'text':
      return { [choice.field]: choice.value }
    case 'custom':
      return { custom: new Map([[choice.id, choice.value]]) }
    case 'home':
      return { home: choice.home }
  }
}
