import type { CommunityStore, EntryRow } from '#renderer/storage/store.ts'
import { utf8 } from '#shared/crypto/bytes.ts'
import type { RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import type { DocKey } from './docKey.ts'
import { updatesIn } from './rowUpdates.ts'

/** Where to look for comments that name somebody. */
export interface NamingQuery {
  /** The sequence number up to which was looked before; 0 for never. */
  readonly after: number
  /** All documents that matter. */
  readonly docs: readonly DocKey[]
  /** Those of them that have been looked at before, up to `after`. */
  readonly known: readonly DocKey[]
}

export interface NamingFound {
  /** Those in which something may name somebody that did not when it was last looked. */
  readonly docs: readonly DocKey[]
  /** Up to which sequence number this was looked. */
  readonly upTo: number
}

interface Sources {
  readonly room: RoomId
  readonly keyring: Keyring
  readonly store: CommunityStore
  readonly mayRead: (key: DocKey) => boolean
  /** All that is stored of a document, as plain updates. */
  readonly stored: (key: DocKey) => Promise<readonly Uint8Array[]>
}

/** The key under which a comment has whom it names (domain/comment.ts), as it stands in an update. */
const NAMING = utf8('mentions')
const ROWS = 500

/**
 * Looks for comments that name somebody by their bytes alone, so that no board has to be decoded that has none. What says
 * the word for another reason is found too.
 */
export async function docsNaming(sources: Sources, query: NamingQuery): Promise<NamingFound> {
  const { store, mayRead, stored } = sources
  const upTo = await store.lastSeq()
  const floor = (await store.room())?.floor ?? 0
  // A checkpoint stands in place of what was before it; and another log may have fewer entries.
  const anew = query.after < floor || query.after > upTo
  const known = new Set(anew ? [] : query.known)
  const found = new Set<DocKey>()
  const readable = query.docs.filter(mayRead)
  for (const key of readable) if (!known.has(key) && (await stored(key)).some(names)) found.add(key)
  const followed = new Set(readable.filter((key) => known.has(key)))
  if (followed.size > 0) for await (const key of namedSince(sources, query.after, followed)) found.add(key)
  return { docs: [...found], upTo }
}

async function* namedSince(
  { room, keyring, store }: Sources,
  after: number,
  followed: ReadonlySet<DocKey>,
): AsyncGenerator<DocKey> {
  let rows: EntryRow[]
  for (let from = after; ; from = rows.at(-1)?.seq ?? from) {
    rows = await store.entries(from, ROWS)
    for (const row of rows)
      if (followed.has(row.doc) && (await updatesIn(room, keyring, [row])).some(names)) yield row.doc
    if (rows.length < ROWS) return
  }
}

function names(update: Uint8Array): boolean {
  const [first = 0] = NAMING
  for (let at = update.indexOf(first); at >= 0; at = update.indexOf(first, at + 1)) {
    let length = 1
    while (length < NAMING.length && update[at + length] === NAMING[length]) length += 1
    if (length === NAMING.length) return true
  }
  return false
}
