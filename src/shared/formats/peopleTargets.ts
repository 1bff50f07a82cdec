import type { Channel, CustomKind } from '#shared/domain/people/fields.ts'

/** What a column of a list is, for a person. */
export type AddressPart = 'whole' | 'street' | 'city' | 'postcode' | 'region' | 'country'

export type Target =
  | { readonly to: 'skip' }
  /** What the other program knows the person by. */
  | { readonly to: 'id' }
  | { readonly to: 'name' | 'given' | 'family' | 'pronouns' | 'role' | 'joined' | 'birthday' | 'note' }
  | { readonly to: 'birth'; readonly part: 'year' | 'month' | 'day' }
  | { readonly to: 'languages' | 'skills' | 'tags' | 'circles' }
  | { readonly to: 'emails' | 'phones' | 'links'; readonly label: string }
  /** Parts of one address have the same label and number. */
  | { readonly to: 'addresses'; readonly part: AddressPart; readonly label: string; readonly group: string }
  /** The label of what stands in another column. */
  | { readonly to: 'label'; readonly of: number }
  /** `inverted` for "do not call": a yes there is a no here, and a no there says nothing. */
  | { readonly to: 'consent'; readonly channel: Channel; readonly inverted: boolean }
  | { readonly to: 'custom'; readonly field: string; readonly kind: CustomKind }
  | { readonly to: 'new-field'; readonly name: string; readonly kind: CustomKind }

export type SourceName =
  | 'kith'
  | 'google'
  | 'outlook'
  | 'thunderbird'
  | 'action-network'
  | 'nationbuilder'
  | 'zetkin'
  | 'civicrm'
  | 'plain'
