import { EVENT_LIMITS, type EventStatus, readEventUrl } from '#shared/domain/eventFacts.ts'
import type { Hue } from '#shared/domain/hue.ts'
import { cut, oneLine, sound } from '#shared/domain/value.ts'
import type { IcsLosses } from './icsFile.ts'
import { propertyOf, textIn } from './icsLine.ts'
import type { IcsComponent } from './icsText.ts'

/** What a VEVENT says in words. What it does not name is undefined, which matters where it changes one date of a series. */
export interface IcsWords {
  readonly title?: string
  readonly place?: string
  readonly about?: string
  readonly access?: string
  readonly status?: EventStatus
  readonly url: string
  readonly hue?: Hue
}

export function wordsIn(event: IcsComponent, losses: IcsLosses): IcsWords {
  const fitting = (text: string, max: number): string => {
    if (text.length > max) losses.add('shortened')
    return cut(text, max)
  }
  const has = (name: string): boolean => propertyOf(event, name) !== null
  const hue = HUES_OF_COLOURS[textIn(event, 'COLOR').trim().toLowerCase()]
  return {
    ...(has('SUMMARY') ? { title: fitting(oneLine(textIn(event, 'SUMMARY')), EVENT_LIMITS.title) } : {}),
    ...(has('LOCATION') ? { place: fitting(oneLine(textIn(event, 'LOCATION')), EVENT_LIMITS.place) } : {}),
    ...(has('DESCRIPTION') ? { about: fitting(aboutIn(event), EVENT_LIMITS.about) } : {}),
    ...(has('X-KITH-ACCESS') ? { access: fitting(sound(textIn(event, 'X-KITH-ACCESS')), EVENT_LIMITS.access) } : {}),
    ...(has('STATUS') ? { status: statusOf(textIn(event, 'STATUS')) } : {}),
    ...(hue === undefined ? {} : { hue }),
    url: urlIn(event, losses),
  }
}

/** For readers of other calendars, how to get in stands below what the event is about. */
export const withAccess = (about: string, access: string): string =>
  access === '' ? about : `${about}${JOINT}${access}`

const JOINT = '\n\nAccess: '

function aboutIn(event: IcsComponent): string {
  const [text, access] = [textIn(event, 'DESCRIPTION'), textIn(event, 'X-KITH-ACCESS')]
  const about = access !== '' && text.endsWith(JOINT + access) ? text.slice(0, -(JOINT + access).length) : text
  return plainText(about)
}

function statusOf(text: string): EventStatus {
  const status = text.trim().toUpperCase()
  return status === 'CANCELLED' ? 'cancelled' : status === 'TENTATIVE' ? 'draft' : 'confirmed'
}

function urlIn(event: IcsComponent, losses: IcsLosses): string {
  // Not as text: an address may have backslashes and commas of its own.
  const raw = propertyOf(event, 'URL')?.raw ?? ''
  const url = /^https?:/i.test(raw) ? readEventUrl(raw) : ''
  if (raw !== '' && url === '') losses.add('links-unsafe')
  return url
}

const HTML = /<\/?(?:html|body|p|div|br|b|i|u|a|ul|ol|li|span|strong|em|h\d)\b[^<>]{0,2000}>/gi
const BREAKS = /^<(?:br|\/p|\/div|\/li|\/h\d)\b/i
const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
}

/** Some calendars put HTML where text belongs: its lines are kept, its marks are not. */
function plainText(text: string): string {
  const whole = sound(text)
  if (whole.length > TEXT_MAX || whole.search(HTML) < 0) return whole
  const lines = whole.replace(HTML, (tag) => (BREAKS.test(tag) ? '\n' : ''))
  return lines.replace(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity).trim()
}

const TEXT_MAX = 200_000

/** The colours that calendars offer, by the nearest of ours. */
const HUES_OF_COLOURS: Readonly<Record<string, Hue | undefined>> = Object.assign(Object.create(null), {
  red: 'clay',
  tomato: 'clay',
  orange: 'honey',
  gold: 'honey',
  yellow: 'honey',
  green: 'moss',
  lime: 'moss',
  teal: 'sea',
  turquoise: 'sea',
  cyan: 'sky',
  blue: 'sky',
  navy: 'sky',
  purple: 'plum',
  violet: 'plum',
  magenta: 'rose',
  pink: 'rose',
})
