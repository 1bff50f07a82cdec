import { BROKE_OFF } from '#renderer/stores/peopleImport.svelte.ts'
import type { DateOrder, LossCode, SourceName } from '#renderer/stores/peopleImportPhases.ts'
import { words } from '#renderer/ui/messages.ts'

/** The cause and the remedy. `{row}` and the like stand for numbers. */
const FAILURES: Readonly<Record<string, string>> = {
  'table.too-large': 'This list is too large (over 50 MB, or 100 million characters). Split it and import the parts.',
  'table.too-many-rows':
    'This list has more than 100,000 rows, or the sheet’s area is too large. Delete unused rows and columns, or split it.',
  'table.too-many-columns': 'More than 300 columns. Delete those you do not need, or choose another separator.',
  'table.cell-too-long': 'Row {row} has a cell of over 20,000 characters. Often a quotation mark is missing there.',
  'table.empty': 'There is nothing in this file or sheet. Choose another one.',
  'table.not-text': 'This is no list of text. Export it as CSV or XLSX.',
  'xlsx.damaged':
    'This workbook cannot be read. Open it in a spreadsheet program, save it again as .xlsx, or save it as CSV.',
  'xlsx.too-large':
    'Unpacked, this workbook would be over 200 MB, or it is packed suspiciously tightly. Save only the sheet you need.',
  'xlsx.old-or-locked': 'An old .xls or a workbook with a password. Save it as .xlsx without a password.',
  'xlsx.no-sheet': 'That sheet is not there. Choose another.',
  'vcard.none': 'There is no complete contact in this file. Export the contacts once more, as vCard.',
  'vcard.too-large': 'This file of contacts is over 50 MB. Export it without photos, or in parts.',
  'vcard.too-many': 'There are more than 100,000 contacts in this file. Export them in parts.',
  'field.sealed': 'Only stewards keep this here. Ask one of them to bring it in.',
  'person.unknown': 'They are not here any more. Bring the list in again.',
  [BROKE_OFF]:
    'It stopped after {done} of {total}: your role or the keys changed meanwhile. Those are in the list. Bring the same file in again for the rest; nobody comes in twice.',
  'person.forgotten': 'They were forgotten here, which stays so.',
}

export function importFailure(code: string, detail: Readonly<Record<string, number>> = {}): string {
  const sentence = FAILURES[code] ?? words(code)
  const filled = sentence.replace(/\{(\w+)\}/g, (_, key: string) => detail[key]?.toLocaleString() ?? '')
  // Where the number is not known.
  return filled.replace('Row  has', 'A row has')
}

/** The same, and what of it was written. */
export const importEnd = (code: string, detail?: Readonly<Record<string, number>>): string =>
  code === BROKE_OFF ? importFailure(code, detail) : `${importFailure(code, detail)} Nothing was changed.`

interface LossWords {
  /** With one of them. */
  readonly one: string
  readonly what: string
  readonly remedy: string
}

/** What of a list does not come over, or not as it was. `what` stands behind a number. */
export const LOSS_WORDS: Readonly<Record<LossCode, LossWords>> = {
  'date.unread': {
    one: 'One date could not be read and is left out',
    what: 'dates could not be read and are left out',
    remedy: 'Write them as 2027-06-12.',
  },
  'date.order-unknown': {
    one: 'One date is left out, since nobody can tell day from month',

    what: 'dates are left out, since nobody can tell day from month',
    remedy: 'Say in “Match” which comes first.',
  },
  'phone.no-e164': {
    one: 'One telephone number is kept as it stands, without a country code',

    what: 'telephone numbers are kept as they stand, without a country code',
    remedy: 'Choose the country in “Match”, if they are all from one.',
  },
  'email.invalid': {
    one: 'One is no email address and is left out',
    what: 'are no email addresses and are left out',
    remedy: 'Correct them in the list.',
  },
  'link.unsafe': {
    one: 'One link could harm and is left out',
    what: 'links could harm and are left out',
    remedy: 'Web addresses begin with https://.',
  },
  'text.cut': {
    one: 'One text is too long and is shortened',
    what: 'texts are too long and are shortened',
    remedy: 'Put what is long into a note.',
  },
  'too-many-values': {
    one: 'One value is more than one person can have and is left out',

    what: 'values are more than one person can have and are left out',
    remedy: 'A person has at most 30 addresses of a kind and 200 words.',
  },
  'circle.unknown': {
    one: 'One circle is not here and is left out',

    what: 'circles are not here and are left out',
    remedy: 'Make them first, or match the column as tags.',
  },
  'choice.unknown': {
    one: 'One is none of a field’s choices and is left out',

    what: 'are none of a field’s choices and are left out',
    remedy: 'Add them to the field’s choices.',
  },
  'number.unread': {
    one: 'One is no number and is left out',
    what: 'are no numbers and are left out',
    remedy: 'Match the column as text, or correct them.',
  },
  'consent.unclear': {
    one: 'One is neither a yes nor a no: nothing is noted about being written to',

    what: 'are neither a yes nor a no: nothing is noted about being written to',
    remedy: 'Write yes or no in the list.',
  },
  'name.from-email': {
    one: 'One person has no name: their address stands in for it',
    what: 'people have no name: their address stands in for it',
    remedy: 'Name them later.',
  },
  'row.nobody': {
    one: 'One row has neither a name nor an address and is left out',

    what: 'rows have neither a name nor an address and are left out',
    remedy: 'Check “Name” in “Match”.',
  },
  'photo.left-out': {
    one: 'One photo is too large, or only linked to, and is left out',

    what: 'photos are too large, or only linked to, and are left out',
    remedy: 'Nothing is fetched from the network. Members add their own.',
  },
  'card.unread': {
    one: 'One contact could not be read and is left out',
    what: 'contacts could not be read and are left out',
    remedy: 'Export them once more.',
  },
  'property.left-out': {
    one: 'One entry of a contact has no place here and is left out',

    what: 'entries of contacts have no place here and are left out',
    remedy: 'Note them by hand.',
  },
}

export const SOURCE_WORDS: Readonly<Record<SourceName, string>> = {
  kith: 'an export of Kith',
  google: 'Google Contacts',
  outlook: 'Outlook',
  thunderbird: 'Thunderbird',
  'action-network': 'Action Network',
  nationbuilder: 'NationBuilder',
  zetkin: 'Zetkin',
  civicrm: 'CiviCRM',
  plain: 'a list',
}

export const ORDER_WORDS: Readonly<Record<DateOrder, string>> = {
  dmy: 'Day, month, year',
  mdy: 'Month, day, year',
  ymd: 'Year, month, day',
  serial: 'Days since 1900',
}

/** Countries by name, in the language of the computer. */
export function countryChoices(codes: readonly string[]): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(undefined, { type: 'region', fallback: 'code' })
  const known = codes.map((value) => ({ value, label: names.of(value) ?? value }))
  return [{ value: '', label: 'No country' }, ...known.sort((a, b) => a.label.localeCompare(b.label))]
}
