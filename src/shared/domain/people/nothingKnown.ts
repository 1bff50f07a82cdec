import type { PersonRecord } from './record.ts'

/** A record of somebody of whom nothing but the name is known. */
export const NOTHING_KNOWN: Omit<PersonRecord, 'id' | 'name'> = {
  home: 0,
  given: '',
  family: '',
  pronouns: '',
  role: '',
  circles: new Map(),
  languages: [],
  skills: [],
  tags: [],
  free: '',
  emails: [],
  phones: [],
  addresses: [],
  links: [],
  joined: '',
  birthday: '',
  photo: null,
  notes: [],
  consent: new Map(),
  care: { greeted: null, buddy: null, followUp: null, leaveAlone: false },
  custom: new Map(),
  createdAt: 0,
  createdBy: null,
  binnedAt: null,
  source: '',
}

/** Whether all that stands of somebody is the day on which they joined, which an app noted by itself. */
export function isOnlyNoted(person: PersonRecord): boolean {
  if (person.name !== '') return false
  return Object.entries(NOTHING_KNOWN).every(([field, nothing]) => {
    if (field === 'joined' || field === 'home') return true
    const known: unknown = Reflect.get(person, field)
    if (Array.isArray(known)) return known.length === 0
    if (known instanceof Map) return known.size === 0
    if (field === 'care') return JSON.stringify(known) === JSON.stringify(nothing)
    return known === nothing
  })
}
