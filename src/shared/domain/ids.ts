/**
 * Ids of the model. Every id is 8 bytes written as 16 lower-case hex digits, because a card's id doubles as the 8-byte
 * `part` of the wire (docs/protocol.md). The brands keep a list's id from being passed where a card's is meant; they
 * exist only for the compiler.
 */
declare const kind: unique symbol
type Id<Kind extends string> = string & { readonly [kind]: Kind }

export type DocId = Id<'doc'>
export type MemberId = Id<'member'>
export type ListId = Id<'list'>
export type CardId = Id<'card'>
export type LabelId = Id<'label'>
export type StepId = Id<'step'>
export type StepGroupId = Id<'step-group'>
export type CommentId = Id<'comment'>
export type LinkId = Id<'link'>
export type EventId = Id<'event'>
/** A document under the rule of another one: `part` of the wire. */
export type PartId = Id<'part'>
export type RunItemId = Id<'run-item'>
export type ShiftId = Id<'shift'>
export type SupplyId = Id<'supply'>
export type BudgetLineId = Id<'budget-line'>
export type QuestionId = Id<'question'>
export type GuestId = Id<'guest'>
export type CheckInId = Id<'check-in'>
export type OptionId = Id<'option'>
export type DebriefNoteId = Id<'debrief-note'>
/** Somebody the community knows; for whoever has the app, the member's id. */
export type PersonId = Id<'person'>
export type CircleId = Id<'circle'>
export type AnyId =
  | DocId
  | MemberId
  | ListId
  | CardId
  | LabelId
  | StepId
  | StepGroupId
  | CommentId
  | LinkId
  | EventId
  | PartId
  | RunItemId
  | ShiftId
  | SupplyId
  | BudgetLineId
  | QuestionId
  | GuestId
  | CheckInId
  | OptionId
  | DebriefNoteId
  | PersonId
  | CircleId

/** Gives `length` unpredictable bytes. The model never makes randomness itself: the caller brings it. */
export type RandomBytes = (length: number) => Uint8Array

const ID_BYTES = 8
const ID_FORM = /^[0-9a-f]{16}$/

/** The value as an id of the wanted kind, or null when it does not have the form of an id. */
export function readId<T extends AnyId>(value: unknown): T | null {
  return typeof value === 'string' && ID_FORM.test(value) ? (value as T) : null
}

/** A fresh id. */
export function newId<T extends AnyId>(randomBytes: RandomBytes): T {
  return idFromBytes<T>(randomBytes(ID_BYTES))
}

/** The id for exactly 8 bytes, such as a document's or a part's id on the wire. More bytes are ignored, missing ones read as 0. */
export function idFromBytes<T extends AnyId>(bytes: Uint8Array): T {
  let text = ''
  for (let i = 0; i < ID_BYTES; i++) text += (bytes[i] ?? 0).toString(16).padStart(2, '0')
  return text as T
}

/** The 8 bytes of an id. */
export function idToBytes(id: AnyId): Uint8Array {
  const bytes = new Uint8Array(ID_BYTES)
  for (let i = 0; i < ID_BYTES; i++) bytes[i] = Number.parseInt(id.slice(2 * i, 2 * i + 2), 16)
  return bytes
}
