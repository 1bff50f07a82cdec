/**
 * What a community keeps on this computer. Storage knows bytes and ids only: whoever calls seals first. One `commit` is one
 * transaction: after a crash all of it is there or none.
 */

/** A log entry as it came, with what the ingest found out about it. */
export interface EntryRow {
  readonly seq: number
  /** `<doc>` or `<doc>.<part>` for content that counts; '' for control entries and everything void. */
  readonly doc: string
  readonly bytes: Uint8Array
}

export interface DocRow {
  readonly doc: string
  /** The Yjs client id this device uses in this document. */
  readonly clientId: number
  /** Sequence number that `state` stands for; 0 with an empty state. */
  readonly seq: number
  /** Sealed document state. */
  readonly state: Uint8Array
}

/** Edits of one document that the log does not hold yet. */
export interface OutboxRow {
  /** Ascending in the order of writing. */
  readonly id: number
  readonly doc: string
  /** Sealed list of updates. */
  readonly sealed: Uint8Array
  /** The author's number under which it was sent, 0 before that. */
  readonly n: number
  /** Why it will not be sent again; '' while it waits. */
  readonly refused: string
}

export interface RoomRow {
  /** Sealed: name, relay, identity, keys. */
  readonly about: Uint8Array
  /** Sealed fold state, a cache of folding entries up to `stateSeq`. */
  readonly state: Uint8Array
  readonly stateSeq: number
  /** Below this sequence number content came as a checkpoint. */
  readonly floor: number
  /** Sealed keys of all epochs, as of `state`: what is left of it where the state has to be made anew. */
  readonly keys?: Uint8Array
}

export interface RegisterRow {
  readonly name: string
  readonly member: string
  readonly sealed: Uint8Array
}

/** What a document looked like when it was last shown, for the moment until it is decoded. */
export interface ViewRow {
  readonly doc: string
  readonly sealed: Uint8Array
}

export interface Batch {
  readonly views?: readonly ViewRow[]
  readonly room?: Partial<RoomRow>
  readonly entries?: readonly EntryRow[]
  readonly docs?: readonly DocRow[]
  readonly addOutbox?: readonly OutboxRow[]
  readonly dropOutbox?: readonly number[]
  readonly registers?: readonly RegisterRow[]
  /** Chunks of the head log, by chunk number. */
  readonly heads?: readonly { readonly chunk: number; readonly bytes: Uint8Array }[]
  /** Forget all entries, documents' states and heads first: a checkpoint replaces them. */
  readonly reset?: boolean
}

/** What opening a community reads, read in one go. */
export interface Loaded {
  readonly room: RoomRow | null
  readonly outbox: OutboxRow[]
  readonly registers: RegisterRow[]
  readonly heads: Uint8Array[]
  /** The entries that the stored state does not hold yet, as `entries(after, limit)` gives them. */
  readonly tail: { readonly after: number; readonly limit: number; readonly rows: EntryRow[] }
  /** All entries under each of the names, as `entriesOf(name, 0)` gives them. */
  readonly filed: ReadonlyMap<string, EntryRow[]>
  readonly views: ReadonlyMap<string, ViewRow | null>
  /** May be long under way still: nothing else waits for documents. */
  readonly docs: ReadonlyMap<string, Promise<LoadedDoc>>
}

export interface LoadedDoc {
  readonly row: DocRow | null
  /** Those that `row` does not stand for. */
  readonly entries: EntryRow[]
}

/** How many entries opening a community reads at once. */
export const TAIL = 500

/** One community's storage. Every method may reject with a `StorageError`. */
export interface CommunityStore {
  /** @param docs documents that are opened with the community, those needed first first @param filed names under which entries are looked for */
  load(docs: readonly string[], filed: readonly string[]): Promise<Loaded>
  room(): Promise<RoomRow | null>
  commit(batch: Batch): Promise<void>
  /** @returns rows with seq > after in order, at most `limit` */
  entries(after: number, limit: number): Promise<EntryRow[]>
  /** @returns content rows of one document with seq > after, in order */
  entriesOf(doc: string, after: number): Promise<EntryRow[]>
  lastSeq(): Promise<number>
  doc(doc: string): Promise<DocRow | null>
  view(doc: string): Promise<ViewRow | null>
  outbox(): Promise<OutboxRow[]>
  registers(): Promise<RegisterRow[]>
  heads(): Promise<Uint8Array[]>
}

/** All communities of this profile. */
export interface Storage {
  rooms(): Promise<{ room: string; about: Uint8Array }[]>
  community(room: string): CommunityStore
  /** Removes a community from this computer. */
  forget(room: string): Promise<void>
  close(): void
}

/** Storage failed; nothing of the batch was kept. `code` is `storage.full`, `storage.blocked` or `storage.failed`. */
export class StorageError extends Error {
  readonly code: string
  constructor(code: string, cause: unknown) {
    super(code, { cause })
    this.code = code
  }
}
