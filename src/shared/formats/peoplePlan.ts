import type { PersonId } from '#shared/domain/ids.ts'
import type { PersonPatch } from '#shared/domain/people/patch.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import type { ReadProgress } from './peopleCsv.ts'
import type { DraftConsent, PersonDraft } from './peopleDraft.ts'
import { foldDrafts } from './peopleFold.ts'
import { type Candidate, PeopleIndex } from './peopleMatch.ts'
import { type FieldChange, type FieldChoice, type FieldConflict, weigh } from './peopleWeigh.ts'

/** What importing drafts would do, person by person, for a preview; the store carries it out. */

/** What somebody has decided about a draft that may be one of those here. */
export type Decision = 'new' | 'skip' | PersonId

export interface PlanChoices {
  /** By row of the draft. */
  readonly people?: ReadonlyMap<number, Decision>
  /** By row and field, about values that differ. */
  readonly fields?: ReadonlyMap<number, ReadonlyMap<string, FieldChoice>>
  /** For all values that differ and about which nothing was said; `here` if absent. */
  readonly otherwise?: FieldChoice
}

export type PlanAction = 'create' | 'change' | 'same' | 'possible' | 'skipped'

export interface PlanItem {
  readonly row: number
  /** All rows of the file that are this person. */
  readonly rows: readonly number[]
  readonly name: string
  readonly action: PlanAction
  /** Who it is; null for somebody new, or as long as nobody knows. */
  readonly id: PersonId | null
  readonly candidates: readonly Candidate[]
  /** `binned`: waits in the bin here, and stays there; `chosen`: somebody said so. */
  readonly why: '' | 'binned' | 'chosen'
  readonly changes: readonly FieldChange[]
  /** Values that differ; taken or kept as chosen. */
  readonly conflicts: readonly FieldConflict[]
  /** To be written; with `name` for somebody new or renamed. */
  readonly patch: PersonPatch
  readonly consent: readonly DraftConsent[]
  readonly notes: readonly string[]
  /** To be written as the person's source; '' if they have one. */
  readonly source: string
  /** To be written as the person's marks (docs/data-model.md, "Imports"); '' with nothing to write. */
  readonly marks: string
  /** A yes in the file that was not taken, since the person has said no here. */
  readonly consentKept: number
}

export interface PeoplePlan {
  readonly items: readonly PlanItem[]
  readonly counts: Readonly<Record<PlanAction, number>>
  /** Rows that were folded into others of the same file. */
  readonly folded: number
  readonly conflicts: number
  readonly consentKept: number
}

const BREATH = 250

/** A generator, so that whoever calls may breathe and stop in between. Takes time in proportion to both lists. */
export function* planPeople(
  drafts: readonly PersonDraft[],
  here: readonly PersonRecord[],
  choices: PlanChoices = {},
): Generator<ReadProgress, PeoplePlan> {
  const total = drafts.length * 2
  const folding = foldDrafts(drafts, choices.people)
  let folded = folding.next()
  for (; !folded.done; folded = folding.next()) yield { done: folded.value, total }
  const index = new PeopleIndex(here)
  yield { done: drafts.length, total }
  const items: PlanItem[] = []
  const taken = new Set<PersonId>()
  for (const { draft, rows } of folded.value) {
    items.push(planOne(draft, rows, index, choices, taken))
    if (items.length % BREATH === 0) yield { done: drafts.length + items.length, total }
  }
  return {
    items,
    counts: countsOf(items),
    folded: drafts.length - folded.value.length,
    conflicts: items.reduce((sum, { conflicts }) => sum + conflicts.length, 0),
    consentKept: items.reduce((sum, { consentKept }) => sum + consentKept, 0),
  }
}

function planOne(
  draft: PersonDraft,
  rows: readonly number[],
  index: PeopleIndex,
  choices: PlanChoices,
  taken: Set<PersonId>,
): PlanItem {
  const bare = { row: draft.row, rows, name: draft.name, ...NOTHING }
  const decision = choices.people?.get(draft.row)
  if (decision === 'skip') return { ...bare, action: 'skipped', why: 'chosen' }
  const found = index.find(draft)
  const chosen = decision === undefined || decision === 'new' ? null : index.byId(decision)
  const person = chosen ?? (decision === 'new' ? null : found.sure)
  // A second draft for one person would undo what the first brings.
  const others = person === null ? found.candidates : [{ id: person.id, reason: found.reason ?? 'name' } as const]
  if (person !== null && taken.has(person.id)) return { ...bare, action: 'possible', candidates: others }
  if (person === null && decision !== 'new' && found.candidates.length > 0)
    return { ...bare, action: 'possible', candidates: found.candidates }
  if (person?.binnedAt != null) return { ...bare, action: 'skipped', why: 'binned', id: person.id }
  const weighed = weigh(draft, person, {
    choices: choices.fields?.get(draft.row) ?? NO_CHOICES,
    otherwise: choices.otherwise ?? 'here',
    sameList: found.reason === 'key' && draft.key.startsWith('id:') && found.sure === person,
  })
  if (person === null) {
    const { patch, consent, notes, marks } = weighed
    return {
      ...bare,
      action: 'create',
      patch: { ...patch, name: draft.name },
      consent,
      notes,
      source: draft.key,
      marks,
    }
  }
  taken.add(person.id)
  const { effects, ...rest } = weighed
  const source = person.source === '' && !draft.key.startsWith('kith:') ? draft.key : ''
  return { ...bare, ...rest, action: effects ? 'change' : 'same', id: person.id, source }
}

const NO_CHOICES: ReadonlyMap<string, FieldChoice> = new Map()

const NOTHING = {
  id: null,
  candidates: [],
  why: '',
  changes: [],
  conflicts: [],
  patch: {},
  consent: [],
  notes: [],
  source: '',
  marks: '',
  consentKept: 0,
} as const

function countsOf(items: readonly PlanItem[]): Record<PlanAction, number> {
  const counts = { create: 0, change: 0, same: 0, possible: 0, skipped: 0 }
  for (const { action } of items) counts[action]++
  return counts
}
