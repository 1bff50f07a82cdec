import type { Loss } from '#shared/formats/peopleDraft.ts'
import type { PeopleFileDesk } from './peopleFileMethods.ts'
import type { PlanFacts, Refusal } from './peopleFileWork.ts'
import type { PersonalViews } from './personalViews.ts'

export type { DateOrder } from '#shared/formats/peopleDates.ts'
export type { Loss, LossCode } from '#shared/formats/peopleDraft.ts'
export type { Decision } from '#shared/formats/peoplePlan.ts'
export { DELIMITERS } from '#shared/formats/peopleTable.ts'
export type { SourceName, Target } from '#shared/formats/peopleTargets.ts'
export type { FieldChoice } from '#shared/formats/peopleWeigh.ts'
export { startPeopleFileDesk } from './peopleFileDesk.ts'
export type { PlanFacts, ReadChoice, ShownItem, ShownKind } from './peopleFileWork.ts'

/** What is seen of an import of people: its steps, and what is shown in each. */

/** A file as it was chosen or dropped. */
export interface NamedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface ImportPreview extends PlanFacts {
  readonly losses: readonly Loss[]
  /** People of whom something is left out that only stewards keep here. */
  readonly sealed: number
}

export interface ImportReport extends ImportPreview {
  /** How often something could not be written, by code. */
  readonly failures: ReadonlyMap<string, number>
}

export type PeopleImportPhase =
  | { readonly name: 'choose' }
  | { readonly name: 'reading'; readonly done: number; readonly total: number }
  | { readonly name: 'mapping' }
  | { readonly name: 'checking'; readonly done: number; readonly total: number }
  | { readonly name: 'preview'; readonly preview: ImportPreview; readonly busy: boolean }
  | { readonly name: 'importing'; readonly done: number; readonly total: number; readonly back: boolean }
  | { readonly name: 'done'; readonly report: ImportReport }
  | { readonly name: 'failed'; readonly error: Refusal }

export interface ImportWorld {
  readonly desk: () => PeopleFileDesk
  /** Where mappings are kept on this computer. */
  readonly kept: PersonalViews
  /** ISO 3166, of this computer; '' if nobody knows. */
  readonly region: string
}
