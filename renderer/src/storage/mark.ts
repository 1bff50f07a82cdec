import type { ViewRow } from './store.ts'

/**
 * How far the database and the journal agree: the number of the last change that both were given, kept in the database with
 * each of them. No picture of a document, but like those it may be lost without loss.
 */
const PLACE = '~journal'

export interface Mark {
  readonly generation: string
  readonly n: number
}

export const mark = (generation: string, n: number): Mark => ({ generation, n })

/** Stands once the database has gone on without the journal: nothing in that is news then. */
export const ALONE: Mark = { generation: '', n: 0 }

export function markRow({ generation, n }: Mark): ViewRow {
  return { doc: PLACE, sealed: Uint8Array.from(`${generation} ${n}`, (char) => char.charCodeAt(0)) }
}

/** @returns null when there is none */
export async function readMark(store: { view(doc: string): Promise<ViewRow | null> }): Promise<Mark | null> {
  const row = await store.view(PLACE)
  if (row === null) return null
  const [generation = '', n = ''] = String.fromCharCode(...row.sealed).split(' ')
  return { generation, n: Number(n) }
}
