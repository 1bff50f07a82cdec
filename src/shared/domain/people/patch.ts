import type { Audience, CustomValue } from './fields.ts'

/** Words that come to a person or leave; compared without regard to case. */
export interface WordChange {
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

export interface NewContact {
  /** As typed. */
  readonly value: string
  readonly label?: string
  /** For telephones, where it could be told. */
  readonly e164?: string
}

/** Addresses that are added (or get another label), and the ids of those that go. */
export interface ContactChange {
  readonly put?: readonly NewContact[]
  readonly remove?: readonly string[]
}

/**
 * What changes about a person; what is not named stays. The one form in which forms, bulk edits, imports and merges say what
 * they want.
 */
export interface PersonPatch {
  readonly name?: string
  /** Who may know of the person at all: all that is known moves along. */
  readonly home?: Audience
  readonly given?: string
  readonly family?: string
  readonly pronouns?: string
  readonly role?: string
  /** `YYYY-MM-DD`; '' takes it away. */
  readonly joined?: string
  readonly birthday?: string
  /** Seven hex digits; '' takes it away. */
  readonly free?: string
  readonly photo?: Uint8Array | null
  readonly languages?: WordChange
  readonly skills?: WordChange
  readonly tags?: WordChange
  readonly emails?: ContactChange
  readonly phones?: ContactChange
  readonly addresses?: ContactChange
  readonly links?: ContactChange
  /** By circle; null takes somebody out of it. */
  readonly circles?: ReadonlyMap<string, 'in' | 'lead' | null>
  /** By field of the community's own; null takes the value away. */
  readonly custom?: ReadonlyMap<string, CustomValue | null>
}
