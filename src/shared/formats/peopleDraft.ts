import type { Channel } from '#shared/domain/people/fields.ts'
import type { PersonPatch } from '#shared/domain/people/patch.ts'

/** A person as a file tells of them, before it is known whether they are here already. */
export interface PersonDraft {
  /** In the file, counted from 1; of a double that was folded into this one, the first. */
  readonly row: number
  /**
   * What an import knows the person by: `kith:<person id>`, `id:<list>:<id there>`, `mail:<address>` or
   * `who:<fingerprint of name and telephone>`; at most 200 characters.
   */
  readonly key: string
  readonly name: string
  /** Without `name`; contacts and words are in `put` and `add`. New fields are under `newFieldKey` of their column. */
  readonly patch: PersonPatch
  readonly consent: readonly DraftConsent[]
  readonly notes: readonly string[]
}

export interface DraftConsent {
  readonly channel: Channel
  readonly state: 'yes' | 'no'
  readonly source: string
  /** `YYYY-MM-DD`; '' if nobody knows. */
  readonly on: string
}

/** Until the community's field is made, whose id then takes the place of this in `patch.custom`. */
export const newFieldKey = (column: number): string => `new:${column}`

/** What could not be brought over as it stands. */
export type LossCode =
  | 'date.unread'
  | 'date.order-unknown'
  | 'phone.no-e164'
  | 'email.invalid'
  | 'link.unsafe'
  | 'text.cut'
  | 'too-many-values'
  | 'circle.unknown'
  | 'choice.unknown'
  | 'number.unread'
  | 'consent.unclear'
  | 'name.from-email'
  | 'row.nobody'
  | 'photo.left-out'
  | 'card.unread'
  | 'property.left-out'

export interface Loss {
  readonly code: LossCode
  readonly count: number
  /** The first few rows (or cards) that it happened in. */
  readonly rows: readonly number[]
}

const SAMPLES = 5

export class Losses {
  readonly #losses = new Map<LossCode, { count: number; rows: number[] }>()

  note(code: LossCode, row: number): void {
    const loss = this.#losses.get(code) ?? { count: 0, rows: [] }
    loss.count++
    if (loss.rows.length < SAMPLES && loss.rows.at(-1) !== row) loss.rows.push(row)
    this.#losses.set(code, loss)
  }

  get list(): readonly Loss[] {
    return [...this.#losses].map(([code, loss]) => ({ code, ...loss }))
  }
}

export interface DraftList {
  readonly drafts: readonly PersonDraft[]
  readonly losses: readonly Loss[]
}
