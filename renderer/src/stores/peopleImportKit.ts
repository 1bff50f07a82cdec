import type { PeopleFileDesk } from './peopleFileMethods.ts'
import { PeopleFileWork } from './peopleFileWork.ts'
import type { PersonalViews } from './personalViews.ts'

/** For tests: lists are read on the same thread. */
export function deskHere(breathe: () => Promise<void> = () => Promise.resolve()): PeopleFileDesk {
  const work = new PeopleFileWork(breathe)
  return {
    stop: async () => work.stop(),
    read: (...args) => work.read(...args),
    questions: async (...args) => work.questions(...args),
    draft: (...args) => work.draft(...args),
    people: async (...args) => work.people(...args),
    plan: (...args) => work.plan(...args),
    shown: async (...args) => work.shown(...args),
    possible: async () => work.possible(),
    writes: async (...args) => work.writes(...args),
    broken: new Promise<never>(() => {}),
    close: () => work.stop(),
  }
}

export function memoryViews(): PersonalViews {
  let kept: unknown = null
  return {
    read: async () => JSON.parse(JSON.stringify(kept)) as unknown,
    keep: async (value) => {
      kept = value
    },
  }
}

/** A list as a German Excel writes it: Windows-1252, semicolons, day before month; every 25th row is there twice. */
export function germanList(
  people: number,
  doubles: number,
  change: (row: string[], n: number) => string[] = (row) => row,
): Uint8Array {
  const one = (n: number) =>
    change(
      [
        `${GIVEN[n % GIVEN.length]} ${FAMILY[Math.floor(n / GIVEN.length) % FAMILY.length]}`,
        `person${n}@example.org`,
        `030 ${1_000_000 + n}`,
        `${String(1 + (n % 28)).padStart(2, '0')}.${String(1 + (n % 12)).padStart(2, '0')}.2019`,
        n % 3 === 0 ? 'Straßenfest, Küche' : '',
        n % 5 === 0 ? 'nein' : 'ja',
      ],
      n,
    ).join(';')
  const rows = ['Name;E-Mail;Telefon;Mitglied seit;Schlagworte;Newsletter']
  for (let n = 0; n < people - doubles; n++) rows.push(one(n))
  for (let n = 0; n < doubles; n++) rows.push(one(n * 20).replace('@example.org', '@Example.ORG'))
  return Uint8Array.from(rows.join('\r\n'), (letter) => letter.charCodeAt(0))
}

/** Three hundred names, none of which is like another. */
const GIVEN =
  'Jürgen,Aynur,Bärbel,Cem,Dörte,Emil,Fatma,Gül,Hannelore,Igor,Jadwiga,Käthe,Lorenz,Mareike,Nuri,Ottilie,Pawel,Quirin,Rosa,Sören'.split(
    ',',
  )
const FAMILY =
  'Müller,Öztürk,Weiß,Schäfer,Groß,Jäger,Köhler,Brandt,Nowak,Petersen,Zimmermann,Vogel,Hartwig,Lindqvist,Adebayo'.split(
    ',',
  )
