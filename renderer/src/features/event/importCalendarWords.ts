import type { IcsLossCode } from '#renderer/stores/calendarImport.svelte.ts'
import { words } from '#renderer/ui/messages.ts'

/** What of a calendar file does not come over, or not as it was. Stands before a number. */
export const LOSS_WORDS: Readonly<Record<IcsLossCode, string>> = {
  alarms: 'Reminders: set your own here, on each computer',
  attachments: 'Attached files',
  'changes-unreadable': 'Changes of single dates that name no date',
  'dates-unreadable': 'Single dates that could not be read, such as exceptions',
  doubles: 'Events that are in the file twice: the newest counts',
  'events-without-date': 'Events without a date',
  'free-busy': 'Entries about who is free when',
  journals: 'Journal entries',
  'links-unsafe': 'Links that could harm and were dropped',
  'names-missing': 'Events without a name, called “Untitled”',
  'over-limit': 'Dates and changes beyond what one event takes',
  people: 'Guests of the other calendar: nobody is invited by an import',
  'rules-several': 'Further rules of repetition: only the first counts',
  'rules-too-often': 'Events that repeat by the hour, or more than a thousand times',
  'rules-unreadable': 'Repetitions that could not be read: the event takes place once',
  shortened: 'Texts that were too long and were shortened',
  tasks: 'Tasks',
  'zones-fixed': 'Events of an unknown time zone, taken by their distance to UTC: check them in summer',
  'zones-guessed': 'Events whose time zone was guessed by its summer time: check them',
  'zones-unknown': 'Events of a time zone that nobody knows, taken by the clock of whoever looks',
}

const FAILURES: Readonly<Record<string, string>> = {
  'import.too-large': 'This file is larger than 20 MB. Export a shorter time, or fewer calendars. Nothing was changed.',
  'import.too-deep': 'This file is nested in a way no calendar is. Nothing was changed.',
  'import.no-events': 'There is no event with a date in this file. Nothing was changed.',
}

/** Why a calendar file could not be brought in. */
export const failureWords = (code: string): string => FAILURES[code] ?? words(code)
