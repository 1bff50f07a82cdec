import * as Y from 'yjs'
import { BoardView } from './boardView.ts'
import type { WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import type { MemberId, RandomBytes } from './ids.ts'
import { idFromBytes } from './ids.ts'

/** For tests of the model: members with documents of their own who meet when they are told to. */

export const NOW = Date.UTC(2026, 10, 22, 18, 0)

/** The same bytes for the same seed. */
export function seededBytes(seed: number): RandomBytes {
  let state = seed >>> 0
  return (length) => {
    const bytes = new Uint8Array(length)
    for (let i = 0; i < length; i++) {
      state = (state + 0x9e3779b9) >>> 0
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
      bytes[i] = (mixed ^ (mixed >>> 15)) >>> 11
    }
    return bytes
  }
}

export interface Member {
  readonly doc: Y.Doc
  readonly id: MemberId
  /** A context for writing; time goes on by a minute with each call. */
  ctx(): WriteContext
}

/** A member with an empty document. The same number and seed give the same ids and the same outcome of every race. */
export function member(number: number, seed = 1): Member {
  const doc = new Y.Doc()
  doc.clientID = 1_000 + number
  const id = idFromBytes<MemberId>(Uint8Array.of(0xaa, 0, 0, 0, 0, 0, 0, number))
  const randomBytes = seededBytes(seed * 1_000 + number)
  const origin = { origin: number }
  let now = NOW
  const ctx = (): WriteContext => {
    now += 60_000
    return { now, by: id, randomBytes, origin }
  }
  return { doc, id, ctx }
}

/** Everybody gets what everybody else has. */
export function meet(...members: readonly { readonly doc: Y.Doc }[]): void {
  for (const to of members) {
    for (const from of members) {
      if (from === to) continue
      Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'meeting')
    }
  }
}

/** Two members who share a document that `begin` has filled. */
export function twoMembers(begin: (first: Member) => void = () => {}, seed = 1): [Member, Member] {
  const pair: [Member, Member] = [member(1, seed), member(2, seed)]
  begin(pair[0])
  meet(...pair)
  return pair
}

/** The value, or an error that names the code: for what must succeed in a test. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.error.code} ${JSON.stringify(result.error.detail ?? {})}`)
  return result.value
}

/** Everything a document holds, as plain values. */
export function contents(doc: Y.Doc): Record<string, unknown> {
  return Object.fromEntries(
    ['meta', 'community', 'boards', 'lists', 'labels', 'cards'].map((key) => [key, doc.getMap(key).toJSON()]),
  )
}

/** What a board shows, in a form that can be compared. */
export function shown(view: BoardView): unknown {
  const ids = [...view.lists, ...view.archivedLists].flatMap((list) => list.cards)
  const faces = [...ids, ...view.archived, ...view.bin].map((id) => view.face(id))
  return JSON.parse(
    JSON.stringify({
      lists: view.lists,
      archivedLists: view.archivedLists,
      labels: view.labels,
      archived: view.archived,
      bin: view.bin,
      faces,
      readOnly: view.readOnly,
    }),
  )
}

/** A view that follows its document, with every card looked at all the time: what is read only once is most easily out of date. */
export function follow(doc: Y.Doc): BoardView {
  const view = new BoardView(doc)
  doc.on('afterTransaction', (transaction) => {
    if (!view.apply(transaction)) return
    for (const { cards } of [...view.lists, ...view.archivedLists]) for (const card of cards) view.face(card)
  })
  return view
}
