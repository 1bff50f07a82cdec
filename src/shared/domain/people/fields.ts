/**
 * What can be kept about a person, and who reads it. Who reads is a matter of keys: a value stands in the document of its
 * audience (kinds 6, 7 and 8 of docs/data-model.md), and a device without that key holds no byte of it.
 */

/** Who reads: everyone, organizers and above, stewards. The numbers are those of `doc` entries in the log. */
export const AUDIENCES = [0, 2, 3] as const
export type Audience = (typeof AUDIENCES)[number]

export const isAudience = (value: unknown): value is Audience => AUDIENCES.some((audience) => audience === value)

export type FieldKind =
  /** One line. */
  | 'text'
  /** Several values with a label each: addresses of some sort. */
  | 'contacts'
  /** Words without order, each once. */
  | 'words'
  /** `YYYY-MM-DD`. */
  | 'day'
  /** `YYYY-MM-DD`, or `--MM-DD` where the year is not known. */
  | 'birthday'
  /** The week in parts of a day. */
  | 'week'
  | 'circles'
  | 'photo'
  | 'notes'
  | 'consent'
  | 'care'
  /** Kinds of fields that a community adds. */
  | 'number'
  | 'flag'
  | 'choice'

interface BuiltIn {
  readonly kind: FieldKind
  /** As long as the community has not chosen another one. */
  readonly audience: Audience
  /** The widest that may be chosen. */
  readonly widest: Audience
  /** Whether a member fills it in for themselves. */
  readonly own: boolean
}

const field = (kind: FieldKind, audience: Audience, own: boolean, widest: Audience = 0): BuiltIn => ({
  kind,
  audience,
  widest,
  own,
})

/** The fields that every community has. A person's name is read by whoever may know of the person at all. */
export const FIELDS = {
  given: field('text', 0, false),
  family: field('text', 0, false),
  pronouns: field('text', 0, true),
  role: field('text', 0, false),
  circles: field('circles', 0, false),
  languages: field('words', 0, true),
  skills: field('words', 0, true),
  free: field('week', 2, true),
  emails: field('contacts', 2, true),
  phones: field('contacts', 2, true),
  addresses: field('contacts', 2, true),
  links: field('contacts', 0, true),
  tags: field('words', 2, false),
  joined: field('day', 0, false),
  birthday: field('birthday', 2, true),
  photo: field('photo', 0, true),
  notes: field('notes', 2, false, 2),
  consent: field('consent', 2, false, 2),
  care: field('care', 2, false, 2),
} as const satisfies Readonly<Record<string, BuiltIn>>

export type BuiltInField = keyof typeof FIELDS
export const BUILT_IN_FIELDS = Object.keys(FIELDS) as readonly BuiltInField[]

export const isBuiltInField = (value: unknown): value is BuiltInField =>
  typeof value === 'string' && Object.hasOwn(FIELDS, value)

/** Kinds that a community may add. */
export const CUSTOM_KINDS = ['text', 'number', 'day', 'flag', 'choice'] as const
export type CustomKind = (typeof CUSTOM_KINDS)[number]

export type CustomValue = string | number | boolean

/** A field of the community's own. What it is called stands in the document of its audience too. */
export interface CustomField {
  /** 16 hex digits. */
  readonly id: string
  readonly name: string
  readonly kind: CustomKind
  readonly audience: Audience
  /** For `choice`. */
  readonly choices: readonly string[]
  readonly archived: boolean
}

export const PEOPLE_LIMITS = {
  name: 200,
  text: 200,
  word: 60,
  words: 200,
  contact: 500,
  label: 40,
  contacts: 30,
  note: 5_000,
  notes: 500,
  source: 200,
  customFields: 200,
  customText: 2_000,
  choices: 100,
  circles: 500,
  views: 200,
  /** Bytes. */
  photo: 8_192,
} as const

/** Parts of a day as bits of one hex digit; a week is seven digits from Monday. */
export const DAY_PARTS = ['morning', 'afternoon', 'evening', 'night'] as const
export type DayPart = (typeof DAY_PARTS)[number]

export const CHANNELS = ['email', 'phone', 'sms', 'post'] as const
export type Channel = (typeof CHANNELS)[number]

export const CONTACT_FIELDS = ['emails', 'phones', 'addresses', 'links'] as const
export type ContactField = (typeof CONTACT_FIELDS)[number]
export const WORD_FIELDS = ['languages', 'skills', 'tags'] as const
export type WordField = (typeof WORD_FIELDS)[number]
export const TEXT_FIELDS = ['given', 'family', 'pronouns', 'role', 'joined', 'birthday'] as const
export type TextField = (typeof TEXT_FIELDS)[number]
