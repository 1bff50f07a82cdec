import ICAL from 'ical.js'
import { plainStamp } from '#shared/domain/whenStamp.ts'
import type { IcsComponent } from './icsText.ts'

/** One property: its parameters in lower case, its value as it stands, and as text with its escapes resolved. */
export interface IcsProperty {
  readonly zone: string | null
  readonly range: string
  readonly raw: string
  readonly text: string
}

/** All properties of that name that can be read. */
export function propertiesOf(component: IcsComponent, name: string): readonly IcsProperty[] {
  return component.lines.filter((line) => line.name === name).flatMap(({ text }) => readLine(text) ?? [])
}

/** The first of that name. */
export function propertyOf(component: IcsComponent, name: string): IcsProperty | null {
  return propertiesOf(component, name)[0] ?? null
}

export function textIn(component: IcsComponent, name: string): string {
  return propertyOf(component, name)?.text ?? ''
}

/** The library takes the line apart; it throws at what is none. */
function readLine(line: string): IcsProperty | null {
  const raw = rawIn(line)
  if (raw === null) return null
  try {
    // Every value is asked for as text: what a date or a rule is, is decided where it is used, and more leniently.
    const [, parameters] = ICAL.parse.property(`X-KITH${headOf(line)}:`) as [string, Record<string, unknown>]
    const [, , , text] = ICAL.parse.property(`SUMMARY:${raw}`) as [string, object, string, unknown]
    const one = (key: string): string | null => {
      const value = parameters[key]
      return typeof value === 'string' ? value : null
    }
    return {
      zone: one('tzid'),
      range: one('range') ?? '',
      raw: raw.trim(),
      text: typeof text === 'string' ? text : raw,
    }
  } catch {
    return { zone: null, range: '', raw: raw.trim(), text: raw }
  }
}

/** The parameters with the semicolon before them. */
function headOf(line: string): string {
  const at = colonIn(line)
  const semicolon = line.indexOf(';')
  return semicolon >= 0 && semicolon < at ? line.slice(semicolon, at) : ''
}

function rawIn(line: string): string | null {
  const at = colonIn(line)
  return at < 0 ? null : line.slice(at + 1)
}

/** The colon that ends the parameters: the first that is not within quotes. */
function colonIn(line: string): number {
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const unit = line.charCodeAt(i)
    if (unit === 0x22) quoted = !quoted
    else if (unit === 0x3a && !quoted) return i
  }
  return line.indexOf(':')
}

/** A time as a file tells it: a day, or a wall time with the zone that is meant: a name, 'UTC', or null for floating. */
export interface IcsTime {
  readonly stamp: string
  readonly allDay: boolean
  /** As named in the file; '' for UTC. */
  readonly zone: string | null
}

const TIME = /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})?)?(Z?)$/i

/** One value of DTSTART, EXDATE and the like; dates with a stray Z and times without seconds are understood, too. */
export function readTime(raw: string, zone: string | null): IcsTime | null {
  const [all, year, month, day, hour, minute, second = '00', utc] = TIME.exec(raw.trim()) ?? []
  if (all === undefined) return null
  const date = `${year}-${month}-${day}`
  const stamp = plainStamp(hour === undefined ? date : `${date}T${hour}:${minute}:${second === '60' ? '59' : second}`)
  if (stamp === null) return null
  if (hour === undefined) return { stamp, allDay: true, zone: null }
  return { stamp, allDay: false, zone: utc ? '' : zone }
}
