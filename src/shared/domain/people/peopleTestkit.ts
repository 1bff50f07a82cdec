import * as Y from 'yjs'
import type { WriteContext } from '../context.ts'
import { idFromBytes, type MemberId, type PersonId } from '../ids.ts'
import { roots } from '../schema.ts'
import { meet, NOW, seededBytes } from '../testkit.ts'
import { AUDIENCES, type Audience } from './fields.ts'
import type { PeopleDocs } from './peopleDocs.ts'
import { PeopleView } from './peopleView.ts'
import type { PersonRecord } from './record.ts'

/** For tests of people: somebody with the documents of the audiences that they belong to. */
export interface Keeper {
  readonly docs: PeopleDocs
  readonly id: MemberId
  ctx(): WriteContext
  /** Everybody as they stand in the documents now, by a view that is made anew. */
  people(): readonly PersonRecord[]
  person(id: PersonId): PersonRecord
}

export function keeper(number: number, audiences: readonly Audience[] = AUDIENCES, seed = 1): Keeper {
  const docs = new Map(
    audiences.map((audience) => {
      const doc = new Y.Doc()
      doc.clientID = 1_000 * (audience + 1) + number
      return [audience, doc] as const
    }),
  )
  const id = idFromBytes<MemberId>(Uint8Array.of(0xaa, 0, 0, 0, 0, 0, 0, number))
  const randomBytes = seededBytes(seed * 1_000 + number)
  let now = NOW
  const people = () => viewOf(docs).all
  return {
    docs,
    id,
    ctx: () => {
      now += 60_000
      return { now, by: id, randomBytes, origin: { origin: number } }
    },
    people,
    person: (wanted) => {
      const found = people().find((one) => one.id === wanted)
      if (!found) throw new Error('nobody of that id')
      return found
    },
  }
}

export function viewOf(docs: PeopleDocs): PeopleView {
  const view = new PeopleView()
  for (const [audience, doc] of docs) for (const _ of view.include(audience, doc)) void _
  return view
}

/** Each of their documents meets those of the same audience. */
export function meetAll(...keepers: readonly Keeper[]): void {
  for (const audience of AUDIENCES) {
    const docs = keepers.flatMap(({ docs }) => docs.get(audience) ?? [])
    meet(...docs.map((doc) => ({ doc })))
  }
}

/** All that a device holds of people, as text: what is not in it is not on that device. */
export const bytesOf = (docs: PeopleDocs, ...audiences: readonly Audience[]): string =>
  audiences
    .flatMap((audience) => docs.get(audience) ?? [])
    .map((doc) => Array.from(Y.encodeStateAsUpdate(doc), (byte) => String.fromCharCode(byte)).join(''))
    .join('\n')

/** The keys that stand in the document of an audience, without the person's id. */
export const keysIn = (docs: PeopleDocs, audience: Audience): string[] => {
  const doc = docs.get(audience)
  return doc ? [...roots.people(doc).keys()].map((full) => full.slice(17)).sort() : []
}
