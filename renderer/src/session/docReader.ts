import type { CommunityStore, DocRow } from '#renderer/storage/store.ts'
import type { RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import type { DocKey } from './docKey.ts'
import type { RowSeal } from './rowSeal.ts'
import { updatesIn } from './rowUpdates.ts'
import { emptyState, openState, sealState } from './storedState.ts'
import { mergeUpdates } from './updates.ts'
import type { Upkeep } from './upkeep.ts'

/** With more entries than this behind it, a document's state is written anew when it is read. */
const CACHE_AFTER = 50
/** About as much as Yjs decodes between two frames. */
const PIECE_BYTES = 64 * 1024
const MOST_PIECES = 400

export interface DocReaderOptions {
  readonly room: RoomId
  readonly keyring: Keyring
  readonly store: CommunityStore
  readonly seal: RowSeal
  readonly deflate: Upkeep['deflate']
  /** 32 random bits */
  readonly randomId: () => number
  /** See Replica.generation: what was read of one must not be kept in the next. */
  readonly log: () => number
  /** Edits that wait for the log. */
  readonly pending: (key: DocKey) => Uint8Array[]
}

/** All that this computer has of a document. */
export interface StoredDoc {
  /** One id per device and document, not one per session: each id costs every member memory for ever. */
  readonly clientId: number
  /** To be applied in this order; no piece is so large that decoding it would hold up a window. */
  readonly updates: readonly Uint8Array[]
}

/** Reads documents as plain Yjs updates, without making a Y.Doc: stored state, entries since, and what waits for the log. */
export class DocReader {
  readonly #options: DocReaderOptions

  constructor(options: DocReaderOptions) {
    this.#options = options
  }

  /** A document that is read for the first time gets its client id, durable before it is used. */
  async read(key: DocKey): Promise<StoredDoc> {
    const { room, keyring, store, log } = this.#options
    const now = log()
    const row = (await store.doc(key)) ?? (await this.#firstRow(key))
    const stored = await openState(this.#options.seal, row)
    const entries = await store.entriesOf(key, stored ? row.seq : 0)
    const pieces = [...(stored ?? []), ...inPieces(await updatesIn(room, keyring, entries))]
    if (log() !== now) return this.read(key)
    const last = entries.at(-1)
    if (last && entries.length > CACHE_AFTER) void this.#keep({ ...row, seq: last.seq }, pieces, now)
    return { clientId: row.clientId, updates: [...pieces, ...this.#options.pending(key)] }
  }

  /** What is stored of a document, for once: whoever only looks is given no client id. */
  async stored(key: DocKey): Promise<readonly Uint8Array[]> {
    const { room, keyring, store, seal } = this.#options
    const row = await store.doc(key)
    const state = row && (await openState(seal, row))
    return [...(state ?? []), ...(await updatesIn(room, keyring, await store.entriesOf(key, state ? row.seq : 0)))]
  }

  async #firstRow(key: DocKey): Promise<DocRow> {
    const { store, seal, randomId } = this.#options
    const row = { doc: key, clientId: randomId(), seq: 0, state: emptyState(seal, key) }
    await store.commit({ docs: [row] })
    return row
  }

  /**
   * Nobody waits for it, and where it fails the entries are read once more.
   * @param log that it was read of: another may have taken its place meanwhile
   */
  async #keep(row: DocRow, pieces: readonly Uint8Array[], log: number): Promise<void> {
    const { store, seal, deflate } = this.#options
    const few = pieces.length > MOST_PIECES ? inPieces(pieces) : pieces
    try {
      const state = await sealState(seal, deflate, row.doc, few)
      if (this.#options.log() === log) await store.commit({ docs: [{ ...row, state }] })
    } catch {
      // The store says itself that it is full or closed.
    }
  }
}

/** Merges neighbours until a piece is about as large as can be decoded between two frames. */
export function inPieces(updates: readonly Uint8Array[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let gathered: Uint8Array[] = []
  let bytes = 0
  for (const update of updates) {
    if (gathered.length > 0 && bytes + update.length > PIECE_BYTES) {
      pieces.push(mergeUpdates(gathered))
      gathered = []
      bytes = 0
    }
    gathered.push(update)
    bytes += update.length
  }
  return gathered.length > 0 ? [...pieces, mergeUpdates(gathered)] : pieces
}
