import { instantOf, type When, wallIn } from '#shared/domain/when.ts'
import type { IcsSource } from '#shared/formats/ics.ts'
import type { ListedEvent } from './listedEvent.ts'
import { factsOf } from './seriesChanges.ts'

/** Files that are made of events, for the person to keep or to give away. What is in them is sealed no more. */

const sourceOf = (event: ListedEvent): IcsSource => ({
  uid: event.uid,
  sequence: event.sequence,
  facts: factsOf(event),
  createdAt: event.createdAt,
  updatedAt: event.changedAt,
  hue: event.hue,
})

/** A calendar file of these events; those without a date are left out. @param now ms since 1970 @param name of the calendar */
export async function calendarFile(events: readonly ListedEvent[], now: number, name: string): Promise<Uint8Array> {
  const { writeIcs } = await import('#shared/formats/ics.ts')
  return new TextEncoder().encode(writeIcs(events.map(sourceOf), now, name))
}

/** What is told of one time of an event, in words as they are to be read. */
export interface ToldEvent {
  readonly title: string
  readonly when: string
  readonly place: string
  readonly access: string
  readonly about: string
  readonly url: string
  readonly by: string
  readonly cancelled: boolean
}

/** A web page about one time of an event, in one file, with the event as a calendar file in it. @param code text of its QR code */
export async function eventWebPage(
  event: ListedEvent,
  told: ToldEvent,
  { now, lang, code }: { readonly now: number; readonly lang: string; readonly code: string },
): Promise<Uint8Array> {
  const [{ eventPage }, ics] = await Promise.all([
    import('#shared/formats/eventPage.ts'),
    calendarFile([event], now, ''),
  ])
  const { title, when, place, access, about, url, by, cancelled } = told
  const page = eventPage({
    lang,
    title,
    when,
    cancelled,
    where: place,
    access,
    about,
    by,
    url,
    ics: event.when === null ? '' : `data:text/calendar;base64,${base64(ics)}`,
    icsName: `${title}.ics`,
    qr: code,
  })
  return new TextEncoder().encode(page)
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** What one pastes into a message: the lines that are needed to come. */
export function messageText({ title, when, place, access, url, cancelled }: ToldEvent): string {
  const lines = [
    cancelled ? `Cancelled: ${title}` : title,
    when,
    place,
    access === '' ? '' : `Getting in: ${access}`,
    url,
  ]
  return lines.filter(Boolean).join('\n')
}

/** Letters of a text in the code; the whole is to stay a code that a telephone reads from a poster. */
const CODE_TEXT = 80

/**
 * What the QR code of an event says: its link if it has one, since a page can be brought up to date after the poster hangs;
 * else the event itself in the short form of iCalendar that telephones offer to put into their calendar (known since ZXing:
 * a bare VEVENT, times in UTC, since a code has no room to describe zones).
 */
export function eventCode(told: Pick<ToldEvent, 'title' | 'place' | 'url'>, when: When | null): string {
  if (told.url !== '' || when === null) return told.url
  const line = (name: string, value: string) => (value === '' ? [] : [`${name}:${escaped(value)}`])
  return [
    'BEGIN:VEVENT',
    ...line('SUMMARY', told.title),
    `DTSTART${codeTime(when.start, when.zone)}`,
    ...(when.end === when.start ? [] : [`DTEND${codeTime(when.end, when.zone)}`]),
    ...line('LOCATION', told.place),
    'END:VEVENT',
  ].join('\r\n')
}

const escaped = (text: string): string =>
  [...text.replace(/\s+/g, ' ').trim()]
    .slice(0, CODE_TEXT)
    .join('')
    .replace(/[\\;,]/g, '\\$&')

function codeTime(stamp: string, zone: string | null): string {
  if (!stamp.includes('T')) return `;VALUE=DATE:${stamp.replaceAll('-', '')}`
  const wall = zone === null ? stamp : wallIn(instantOf(stamp, zone), 'UTC')
  const digits = wall.replace(/[-:]/g, '')
  return `:${digits.length === 13 ? `${digits}00` : digits}${zone === null ? '' : 'Z'}`
}
