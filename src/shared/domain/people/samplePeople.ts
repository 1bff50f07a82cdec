import type { WriteContext } from '../context.ts'
import type { CircleId, PersonId } from '../ids.ts'
import { addPerson } from './changePerson.ts'
import { addCircle } from './circles.ts'
import { inOneStep, type PeopleDocs } from './peopleDocs.ts'
import { putNote, recordConsent } from './personFate.ts'

interface SamplePerson {
  readonly name: string
  readonly pronouns?: string
  readonly role?: string
  readonly circles?: readonly string[]
  readonly skills?: readonly string[]
  readonly languages?: readonly string[]
  readonly free?: string
  readonly joined?: string
  readonly email?: string
  readonly phone?: readonly [string, string]
  readonly tags?: readonly string[]
  readonly note?: string
  readonly mail?: 'yes' | 'no'
}

const CIRCLES = { Kitchen: 'honey', Build: 'moss', Door: 'sea', Press: 'plum' } as const

/** People of the sample community, made up; addresses and numbers are of kinds that nobody has. */
const PEOPLE: readonly SamplePerson[] = [
  {
    name: 'Leila Karimi',
    pronouns: 'she/her',
    role: 'Kitchen',
    circles: ['Kitchen'],
    skills: ['Cooking', 'Welcoming', 'First aid'],
    languages: ['Farsi', 'German', 'English'],
    free: '0400070',
    joined: '2023-03-14',
    email: 'leila@example.org',
    phone: ['030 23125 014', '+493023125014'],
    note: 'Runs the kitchen; prefers calls to messages.',
    mail: 'yes',
  },
  {
    name: 'Jonas Meyer',
    pronouns: 'he/him',
    circles: ['Build'],
    skills: ['Carpentry', 'Van'],
    languages: ['German'],
    free: '0000077',
    joined: '2022-06-01',
    email: 'jonas@example.org',
    mail: 'yes',
    tags: ['tool library'],
  },
  {
    name: 'Priya Desai',
    circles: ['Kitchen', 'Door'],
    skills: ['Accounts', 'Fundraising'],
    languages: ['English', 'Gujarati'],
    joined: '2024-01-20',
    email: 'priya@example.org',
    mail: 'no',
  },
  {
    name: 'Samir Nasser',
    pronouns: 'he/him',
    skills: ['First aid', 'Cooking'],
    languages: ['Arabic', 'English'],
    free: '4444400',
    phone: ['0152 28817 386', '+4915228817386'],
    note: 'Came to the repair evening with a neighbour.',
  },
  { name: 'Tomasz Bąk', circles: ['Door'], skills: ['Driving'], languages: ['Polish'], joined: '2021-09-30' },
  { name: 'Grete Solberg', skills: ['Bike repair'], languages: ['Norwegian'], joined: '2020-05-02', tags: ['founder'] },
  {
    name: 'Mehmet Aydın',
    circles: ['Build'],
    skills: ['Electrics', 'Van'],
    languages: ['Turkish', 'German'],
    free: '0000070',
  },
  {
    name: 'Ruth Adeyemi',
    pronouns: 'she/her',
    circles: ['Press'],
    skills: ['Writing', 'Layout'],
    languages: ['English'],
  },
  {
    name: 'Noor van Dijk',
    pronouns: 'they/them',
    circles: ['Press'],
    skills: ['Photos'],
    languages: ['Dutch', 'English'],
  },
  {
    name: 'Ivana Horvat',
    circles: ['Kitchen'],
    skills: ['Baking'],
    languages: ['Croatian', 'German'],
    tags: ['school'],
  },
  { name: 'Sipho Dlamini', skills: ['Sound', 'Stage'], languages: ['Zulu', 'English'], joined: '2025-11-08' },
  { name: 'دانا الخطيب', skills: ['Translation'], languages: ['Arabic', 'German'], joined: '2025-02-11' },
]

/** Fills empty documents with the sample community's people. @returns their ids, in order */
export function samplePeople(docs: PeopleDocs, ctx: WriteContext): readonly PersonId[] {
  return inOneStep(docs, ctx, () => {
    const circles = new Map<string, CircleId>()
    for (const [name, hue] of Object.entries(CIRCLES)) {
      const made = addCircle(docs, { name, hue }, ctx)
      if (made.ok) circles.set(name, made.value)
    }
    return PEOPLE.flatMap((person) => {
      const {
        name,
        email,
        phone,
        skills = [],
        languages = [],
        tags = [],
        note,
        mail,
        circles: within = [],
        ...facts
      } = person
      const made = addPerson(
        docs,
        {
          name,
          home: 0,
          ...facts,
          skills: { add: skills },
          languages: { add: languages },
          tags: { add: tags },
          ...(email ? { emails: { put: [{ value: email }] } } : {}),
          ...(phone ? { phones: { put: [{ value: phone[0], e164: phone[1] }] } } : {}),
          circles: new Map(
            within.flatMap((circle, index) => {
              const id = circles.get(circle)
              return id ? [[id, index === 0 && person.role ? 'lead' : 'in'] as const] : []
            }),
          ),
        },
        ctx,
      )
      if (!made.ok) return []
      if (note) putNote(docs, made.value, note, ctx)
      if (mail)
        recordConsent(docs, made.value, 'email', { state: mail, source: 'Sign-up sheet', on: '2026-05-09' }, [], ctx)
      return [made.value]
    })
  })
}
