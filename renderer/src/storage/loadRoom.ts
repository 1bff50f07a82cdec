import { type PartRow, STATE, whole } from './parts.ts'
import { type DocRow, type EntryRow, type Loaded, type LoadedDoc, type RoomRow, TAIL, type ViewRow } from './store.ts'

/** A row whose `state` may lie in `parts` of them. */
type Cut<Row> = Row & { readonly parts?: number }

const answer = <T>(request: IDBRequest): Promise<T> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  })

/** Keys that begin with these; an array sorts after every text and number. */
const under = (...key: (string | number)[]) => IDBKeyRange.bound(key, [...key, []])

const state = <Row extends RoomRow | DocRow>(row: Cut<Row> | undefined, parts: readonly PartRow[]): Row | null =>
  row ? { ...row, state: whole(row.state, row.parts, parts) } : null

/**
 * What opening a community reads. Asked of IndexedDB itself and not through Dexie: the start of the app waits for this, so
 * all requests are made before the first answer is waited for.
 */
export async function loadRoom(
  db: IDBDatabase,
  room: string,
  docs: readonly string[],
  filed: readonly string[],
): Promise<Loaded> {
  const tx = db.transaction(['rooms', 'parts', 'outbox', 'registers', 'heads', 'views', 'entries'])
  const all = <T>(store: string): Promise<T[]> => answer(tx.objectStore(store).getAll(under(room)))
  const entries = tx.objectStore('entries')
  const named = entries.index('[room+doc+seq]')
  const [row, parts, outbox, registers, heads, views, filedRows] = await Promise.all([
    answer<Cut<RoomRow> | undefined>(tx.objectStore('rooms').get(room)),
    answer<PartRow[]>(tx.objectStore('parts').getAll(under(room, STATE))),
    all<Loaded['outbox'][number]>('outbox'),
    all<Loaded['registers'][number]>('registers'),
    all<{ bytes: Uint8Array }>('heads'),
    Promise.all(docs.map((doc) => answer<ViewRow | undefined>(tx.objectStore('views').get([room, doc])))),
    Promise.all(filed.map((name) => answer<EntryRow[]>(named.getAll(under(room, name))))),
  ])
  const after = row?.stateSeq ?? 0
  const range = IDBKeyRange.bound([room, after], [room, []], true)
  const tail = answer<Loaded['tail']['rows']>(entries.getAll(range, TAIL))
  // Documents are large: transactions of their own, begun when all else has been asked for.
  const loading: [string, Promise<LoadedDoc>][] = []
  for (const doc of docs) {
    // One after the other: a large one would else hold up the second request of a small one.
    const before = loading.at(-1)?.[1].catch(() => null)
    loading.push([doc, before ? before.then(() => loadDoc(db, room, doc)) : loadDoc(db, room, doc)])
  }
  for (const [, doc] of loading) doc.catch(() => {}) // told to whoever asks for it
  return {
    room: state(row, parts),
    outbox,
    registers,
    heads: heads.map(({ bytes }) => bytes),
    tail: { after, limit: TAIL, rows: await tail },
    filed: new Map(filed.map((name, i) => [name, filedRows[i] ?? []])),
    views: new Map(docs.map((doc, i) => [doc, views[i] ?? null])),
    docs: new Map(loading),
  }
}

async function loadDoc(db: IDBDatabase, room: string, doc: string): Promise<LoadedDoc> {
  const tx = db.transaction(['docs', 'parts', 'entries'])
  const [found, parts] = await Promise.all([
    answer<Cut<DocRow> | undefined>(tx.objectStore('docs').get([room, doc])),
    answer<PartRow[]>(tx.objectStore('parts').getAll(under(room, doc))),
  ])
  const row = state(found, parts)
  const range = IDBKeyRange.bound([room, doc, row?.seq ?? 0], [room, doc, []], true)
  return { row, entries: await answer(tx.objectStore('entries').index('[room+doc+seq]').getAll(range)) }
}
