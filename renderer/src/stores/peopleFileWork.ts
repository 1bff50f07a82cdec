import type { PersonId } from '#shared/domain/ids.ts'
import type { CustomField } from '#shared/domain/people/fields.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { type CsvChoice, type ReadProgress, readCsv } from '#shared/formats/peopleCsv.ts'
import type { DraftList, Loss, PersonDraft } from '#shared/formats/peopleDraft.ts'
import { type DraftAnswers, dateQuestions, draftPeople } from '#shared/formats/peopleDrafts.ts'
import { type PeopleFileKind, peopleFileKind } from '#shared/formats/peopleFileKind.ts'
import { type MappingProposal, proposeMapping } from '#shared/formats/peopleMapping.ts'
import { countries } from '#shared/formats/peoplePhones.ts'
import {
  type PeoplePlan,
  type PlanAction,
  type PlanChoices,
  type PlanItem,
  planPeople,
} from '#shared/formats/peoplePlan.ts'
import type { SourceTable, TableResult } from '#shared/formats/peopleTable.ts'
import type { Target } from '#shared/formats/peopleTargets.ts'
import { openSheet, sheetTable } from '#shared/formats/peopleXlsx.ts'
import { readVcards } from '#shared/formats/vcardRead.ts'

/** What somebody sets right about how a file was read. */
export interface ReadChoice extends CsvChoice {
  readonly sheet?: string
}

/** A list as it is shown while it is matched; its rows stay where it was read. */
export interface ListFacts
  extends Pick<SourceTable, 'delimiter' | 'encoding' | 'header' | 'columns' | 'sheets' | 'sheet'> {
  readonly kind: PeopleFileKind
  /** How many rows there are; 0 for cards, which are counted when they are drafted. */
  readonly rows: number
  /** The first few rows, and by column the first few values that are not empty. */
  readonly samples: readonly (readonly string[])[]
  readonly proposal: MappingProposal
  /** ISO 3166: those whose telephone numbers are known. */
  readonly countries: readonly string[]
}

export interface Refusal {
  readonly code: string
  readonly detail?: Readonly<Record<string, number>>
}
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Refusal }

/** What importing would do, in numbers. */
export interface PlanFacts extends Pick<PeoplePlan, 'counts' | 'folded' | 'conflicts' | 'consentKept'> {
  /** Those of whom something would be written, be it only what an import remembers. */
  readonly toWrite: number
}

/** One person of the plan, as a preview shows them. */
export interface ShownItem
  extends Pick<PlanItem, 'row' | 'rows' | 'name' | 'action' | 'id' | 'candidates' | 'why' | 'changes' | 'conflicts'> {
  /** What the file says of them, to tell them from others of that name. */
  readonly facts: readonly string[]
}

/** Which of them are looked at; `conflicts`: values that differ, whatever becomes of them. */
export type ShownKind = PlanAction | 'conflicts'

/** `total` is 0 as long as nobody can tell how much there is. */
type Progress = (done: number, total: number) => void

/** Between two looks at whether to stop, ms. */
const SLICE = 40
const SAMPLES = 3

/**
 * Reads one list of people and works out what bringing it in would do. It holds the list, so that where it runs (a thread of
 * its own) is where all of its rows stay; only what is shown or written comes out.
 */
export class PeopleFileWork {
  readonly #breathe: () => Promise<void>
  #kind: PeopleFileKind = 'csv'
  #bytes: Uint8Array = new Uint8Array()
  #table: SourceTable | null = null
  #drafts: readonly PersonDraft[] = []
  #byRow = new Map<number, PersonDraft>()
  #people: PersonRecord[] = []
  #plan: PeoplePlan | null = null
  #writes: readonly PlanItem[] = []
  #run = 0

  constructor(breathe: () => Promise<void>) {
    this.#breathe = breathe
  }

  /** Whatever is under way ends without a result. */
  stop(): void {
    this.#run += 1
  }

  /** @param bytes null to read the same file again, otherwise. @returns null when it was stopped */
  async read(
    bytes: Uint8Array | null,
    choice: ReadChoice,
    fields: readonly CustomField[],
    progress: Progress,
  ): Promise<Answer<ListFacts> | null> {
    if (bytes !== null) {
      this.#bytes = bytes
      this.#kind = peopleFileKind(bytes)
    }
    if (this.#kind === 'vcard') return { ok: true, value: CARDS }
    const read =
      this.#kind === 'xlsx'
        ? await this.#workbook(choice, progress)
        : await this.#through(readCsv(this.#bytes, choice), progress)
    if (read === null) return null
    if (!read.ok) return read
    this.#table = read.value
    const { delimiter, encoding, header, columns, sheets, sheet, rows } = read.value
    return {
      ok: true,
      value: {
        kind: this.#kind,
        ...{ delimiter, encoding, header, columns, sheets, sheet },
        rows: rows.length,
        samples: samplesOf(read.value),
        proposal: proposeMapping(read.value, fields),
        countries: countries(),
      },
    }
  }

  /** Unpacked in one go, of which only the thread's end could stop it; then row by row. */
  async #workbook(choice: ReadChoice, progress: Progress): Promise<TableResult | null> {
    const run = ++this.#run
    progress(0, 0)
    const opened = await openSheet(this.#bytes, choice)
    if (run !== this.#run) return null
    return opened.ok ? this.#through(sheetTable(opened.value), progress) : opened
  }

  /** Columns of dates whose order nobody can tell. */
  questions(targets: readonly Target[]): readonly number[] {
    return this.#table === null ? [] : dateQuestions(this.#table, targets)
  }

  /** Rows or cards become drafts. @returns null when it was stopped */
  async draft(
    mapping: Pick<MappingProposal, 'targets' | 'source' | 'fingerprint'>,
    answers: DraftAnswers,
    sealed: readonly string[],
    progress: Progress,
  ): Promise<Answer<{ readonly drafts: number; readonly losses: readonly Loss[]; readonly sealed: number }> | null> {
    const list = await this.#draftsOf(mapping, answers, progress)
    if (list === null || 'error' in list) return list
    let leftOut = 0
    const kept = new Set(sealed)
    this.#drafts = list.drafts.map((draft) => {
      const bare = withoutFields(draft, kept)
      if (bare !== draft) leftOut += 1
      return bare
    })
    this.#byRow = new Map(this.#drafts.map((draft) => [draft.row, draft]))
    return { ok: true, value: { drafts: this.#drafts.length, losses: list.losses, sealed: leftOut } }
  }

  async #draftsOf(
    mapping: Pick<MappingProposal, 'targets' | 'source' | 'fingerprint'>,
    answers: DraftAnswers,
    progress: Progress,
  ): Promise<DraftList | Extract<Answer<never>, { ok: false }> | null> {
    if (this.#kind !== 'vcard')
      return this.#table && (await this.#through(draftPeople(this.#table, mapping, answers), progress))
    const { country, circles } = answers
    const read = await this.#through(readVcards(this.#bytes, circles ? { country, circles } : { country }), progress)
    return read?.ok ? read.value : read
  }

  /** Those who are here, a piece at a time. */
  people(piece: readonly PersonRecord[], first: boolean): void {
    if (first) this.#people = []
    this.#people.push(...piece)
  }

  /** @returns null when it was stopped */
  async plan(choices: PlanChoices, progress: Progress): Promise<PlanFacts | null> {
    const plan = await this.#through(planPeople(this.#drafts, this.#people, choices), progress)
    if (plan === null) return null
    this.#plan = plan
    const marks = new Map(this.#people.map((person) => [person.id, person.marks ?? '']))
    const remembers = (item: PlanItem) =>
      item.source !== '' || (item.marks !== '' && item.marks !== marks.get(item.id as PersonId))
    this.#writes = plan.items.filter(
      (item) => item.action === 'create' || item.action === 'change' || (item.action === 'same' && remembers(item)),
    )
    const { counts, folded, conflicts, consentKept } = plan
    return { counts, folded, conflicts, consentKept, toWrite: this.#writes.length }
  }

  shown(kind: ShownKind, from: number, count: number): readonly ShownItem[] {
    const fits = (item: PlanItem) => (kind === 'conflicts' ? item.conflicts.length > 0 : item.action === kind)
    const found: ShownItem[] = []
    let at = 0
    for (const item of this.#plan?.items ?? []) {
      if (found.length >= count) break
      if (fits(item) && at++ >= from) found.push(this.#shownItem(item))
    }
    return found
  }

  #shownItem({ row, rows, name, action, id, candidates, why, changes, conflicts }: PlanItem): ShownItem {
    const draft = this.#byRow.get(row)
    return { row, rows, name, action, id, candidates, why, changes, conflicts, facts: draft ? factsOf(draft) : [] }
  }

  /** Everybody who may be somebody here, with whom they are most like. */
  possible(): readonly { readonly row: number; readonly like: PersonId | null }[] {
    return (this.#plan?.items ?? []).flatMap(({ action, row, candidates }) =>
      action === 'possible' ? [{ row, like: candidates[0]?.id ?? null }] : [],
    )
  }

  /** What is to be written, a piece at a time. */
  writes(from: number, count: number): readonly PlanItem[] {
    return this.#writes.slice(from, from + count)
  }

  async #through<T>(work: Generator<ReadProgress, T>, progress: Progress): Promise<T | null> {
    const run = ++this.#run
    let began = performance.now()
    for (;;) {
      const step = work.next()
      if (step.done) return step.value
      if (performance.now() - began < SLICE) continue
      progress(step.value.done, step.value.total)
      await this.#breathe()
      if (run !== this.#run) return null
      began = performance.now()
    }
  }
}

const CARDS: ListFacts = {
  kind: 'vcard',
  delimiter: '',
  encoding: '',
  header: null,
  columns: 0,
  sheets: [],
  sheet: '',
  rows: 0,
  samples: [],
  proposal: { targets: [], source: 'plain', fingerprint: 'vcard' },
  countries: countries(),
}

/** By column, so that a column that is mostly empty shows something too. */
function samplesOf({ rows, columns }: SourceTable): string[][] {
  return Array.from({ length: columns }, (_, column) => {
    const found: string[] = []
    for (let row = 0; row < rows.length && found.length < SAMPLES; row++) {
      const cell = rows[row]?.[column]?.trim() ?? ''
      if (cell !== '') found.push(cell.length > 60 ? `${cell.slice(0, 59)}…` : cell)
    }
    return found
  })
}

const FACTS = 4

function factsOf({ patch, name }: PersonDraft): string[] {
  const contacts = [...(patch.emails?.put ?? []), ...(patch.phones?.put ?? []), ...(patch.addresses?.put ?? [])]
  const facts = [...contacts.map(({ value }) => value), patch.role ?? '', patch.birthday ?? '']
  return facts.filter((fact) => fact !== '' && fact !== name).slice(0, FACTS)
}

/** Without what this member may not write down: fields that only others keep. */
function withoutFields(draft: PersonDraft, fields: ReadonlySet<string>): PersonDraft {
  if (fields.size === 0) return draft
  const patch = Object.fromEntries(Object.entries(draft.patch).filter(([field]) => !fields.has(field)))
  const custom = draft.patch.custom && new Map([...draft.patch.custom].filter(([id]) => !fields.has(`custom/${id}`)))
  const fewer =
    Object.keys(patch).length < Object.keys(draft.patch).length || (custom?.size ?? 0) < (draft.patch.custom?.size ?? 0)
  return fewer ? { ...draft, patch: custom ? { ...patch, custom } : patch } : draft
}
