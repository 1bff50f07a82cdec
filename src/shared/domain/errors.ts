/**
 * Why the model or an importer said no. A code is for the program; the words a member reads, with what they can do
 * about it, stand once in the interface's table of messages. Codes are never renamed once released.
 */
export type ErrorCode =
  // documents
  | 'role.read-only' // this device's role may read the document, not change it
  | 'doc.reopening' // what the document said no longer counts; it is being read anew
  | 'undo.running' // a step is being taken back in pieces
  | 'schema.newer' // written by a newer Kith than this one: may be read, not changed
  // words
  | 'title.empty'
  | 'title.too-long'
  | 'text.empty'
  | 'text.too-long'
  | 'name.empty'
  | 'name.too-long'
  // things that are not there (any more)
  | 'board.unknown'
  | 'event.unknown'
  | 'calendar.none' // an organizer’s app has yet to make the calendar
  | 'event.binned'
  | 'list.unknown'
  | 'list.archived'
  | 'card.unknown'
  | 'card.binned'
  | 'label.unknown'
  | 'step.unknown'
  | 'group.unknown'
  | 'link.unknown'
  | 'anchor.unknown' // the thing to stand before or after is not in that place
  | 'template.unknown'
  // values
  | 'date.invalid'
  | 'hue.invalid'
  | 'link.unsafe'
  | 'member.invalid'
  | 'too-many'
  // times
  | 'when.invalid' // no such day or time, a mixture of both, or a year out of range
  | 'when.order' // ends before it starts
  | 'when.too-long'
  | 'when.zone' // a zone that this computer does not know
  | 'rule.invalid'
  | 'rule.too-often' // repeats by the second, minute or hour, or more often than anybody could come
  | 'rule.never' // no day fits
  | 'occurrence.unknown' // the series has no such occurrence (any more)
  | 'series.whole' // only the whole series, or all from one time on, can have it
  // event plans
  | 'item.unknown'
  | 'item.binned'
  | 'number.invalid' // not a whole number, or out of range
  | 'money.invalid'
  | 'currency.unknown'
  | 'choice.invalid' // none of the values there are to choose from
  | 'answer.others' // only one's own may be changed
  | 'guest.unknown'
  | 'claim.unknown' // that person is not signed up for that shift
  | 'offer.unknown' // no place was offered, or it is taken back
  | 'checkin.unknown'
  | 'checkin.already' // has come in already, as far as is known here
  | 'plan.not-empty'
  | 'pack.unknown'
  | 'clash.unknown' // settled meanwhile
  // people
  | 'person.unknown'
  | 'person.forgotten'
  | 'field.unknown'
  | 'field.sealed' // stands where this computer can neither read nor write
  | 'field.too-wide' // may not be read by so many
  | 'circle.unknown'
  | 'contact.invalid'
  | 'photo.invalid' // no picture, or more than 8 KiB
  | 'view.invalid'
  // imports
  | 'import.too-large'
  | 'import.not-json'
  | 'import.too-deep'
  | 'import.not-a-board'
  | 'import.not-a-calendar'
  | 'import.too-many'
  | 'import.too-often' // something in it repeats by the second, or millions of times

/** `detail` holds numbers and names of limits only, never members' words: an error may end up in a log. */
export interface DomainError {
  readonly code: ErrorCode
  readonly detail?: Readonly<Record<string, string | number>>
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: DomainError }

export function ok(): Result<void>
export function ok<T>(value: T): Result<T>
export function ok<T>(value?: T): Result<T | undefined> {
  return { ok: true, value }
}

export function fail(
  code: ErrorCode,
  detail?: DomainError['detail'],
): { readonly ok: false; readonly error: DomainError } {
  return { ok: false, error: detail === undefined ? { code } : { code, detail } }
}
