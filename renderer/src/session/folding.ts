import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Batch, CommunityStore, EntryRow } from '#renderer/storage/store.ts'
import { type FoldContext, fold, type Verdict } from '#shared/log/fold.ts'
import { HEADS_PER_CHUNK, HeadLog } from '#shared/log/heads.ts'
import type { RoomId } from '#shared/log/ids.ts'
import { Keyring } from '#shared/log/keyring.ts'
import { windowStart } from '#shared/log/snapshotRules.ts'
import { decodeState, emptyState, encodeState, type State } from '#shared/log/state.ts'
import type { SequencedEntry } from '#shared/protocol/frames.ts'
import { readEntryHeader } from '#shared/protocol/frames.ts'
import { filedUnder } from './filedUnder.ts'
import { foldAside } from './foldAside.ts'
import type { RowSeal } from './rowSeal.ts'

/** The fold state is written this often; opening folds at most so many entries again. */
const STATE_EVERY = 100
const stateLabel = (room: string) => `state/${room}`
const keysLabel = (room: string) => `keys/${room}`
const PAGE = 500

export interface Folded {
  readonly row: EntryRow
  readonly verdict: Verdict
}

/** The fold and where it stands, with its cache on the disk. */
export class Folding {
  readonly state: State
  readonly context: FoldContext
  readonly #seal: RowSeal
  /** Sequence number of the last entry folded. */
  cursor: number
  /** Sequence number of the last control entry. */
  controlSeq: number
  /**
   * Keys may be held that open what is filed as hidden. Kept with the state, since the power may fail before that is looked
   * into, and looking reads all of it.
   */
  mayReveal = true
  #storedAt: number
  #storedIndex: number

  private constructor(state: State, context: FoldContext, seal: RowSeal, cursor: number, controlSeq: number) {
    this.state = state
    this.context = context
    this.#seal = seal
    this.cursor = cursor
    this.controlSeq = controlSeq
    this.#storedAt = cursor
    this.#storedIndex = state.index
  }

  /** Takes up the stored state and folds what came after it. Throws `storage.damaged` if the rows are not ours. */
  static async open(store: CommunityStore, context: FoldContext, seal: RowSeal): Promise<Folding> {
    const stored = await readState(store, context.room, context.keyring, seal)
    if (stored === 'damaged') return Folding.#rebuilt(store, context, seal)
    const folding = stored
      ? new Folding(stored.state, context, seal, stored.seq, stored.controlSeq)
      : new Folding(emptyState(), context, seal, 0, 0)
    folding.mayReveal = stored?.mayReveal ?? true
    for (;;) {
      const rows = await store.entries(folding.cursor, PAGE)
      for (const { seq, bytes } of rows) folding.take({ seq, bytes })
      if (rows.length < PAGE) break
    }
    // Stored by a version that kept the keys in the state only.
    if (stored?.keysInState) await store.commit(folding.batch(true))
    return folding
  }

  /** Stands where a log that was folded aside ends; all of its state is still to be stored. */
  static standing(state: State, context: FoldContext, seal: RowSeal, cursor: number, controlSeq: number): Folding {
    const folding = new Folding(state, context, seal, cursor, controlSeq)
    folding.#storedIndex = state.heads.base
    return folding
  }

  /** The state is only a cache of the entries: here it is made again from those that are stored. */
  static async #rebuilt(store: CommunityStore, context: FoldContext, seal: RowSeal): Promise<Folding> {
    const floor = (await store.room())?.floor ?? 0
    const entries: SequencedEntry[] = []
    for (let after = 0; ; after = entries.at(-1)?.seq ?? 0) {
      const rows = await store.entries(after, PAGE)
      entries.push(...rows)
      if (rows.length < PAGE) break
    }
    const aside = await foldAside(context, entries, floor, async () => {})
    if (!aside.ok) throw new Error('storage.damaged')
    const folding = Folding.standing(aside.state, context, seal, aside.cursor, aside.controlSeq)
    await store.commit(folding.batch(true))
    return folding
  }

  /** Folds one entry. @returns null when only a later version of the app can go on; nothing has changed then */
  take({ seq, bytes }: SequencedEntry): Folded | null {
    const { version } = this.context.keyring
    const verdict = fold(this.state, this.context, bytes)
    if (this.context.keyring.version !== version) this.mayReveal = true
    if (!verdict.ok && verdict.void === 'halt') return null
    this.cursor = seq
    if (readEntryHeader(bytes)?.keep) this.controlSeq = seq
    return { row: { seq, doc: filedUnder(verdict), bytes }, verdict }
  }

  /** What to commit with the entries just folded: the state too, now and then or when `always`. */
  batch(always: boolean): Pick<Batch, 'room' | 'heads'> {
    if (!always && this.cursor - this.#storedAt < STATE_EVERY) return {}
    const { state } = this
    const sealed = sealState(this.#seal, this.context.room, state, this.context.keyring, this)
    const first = Math.floor(Math.max(this.#storedIndex, state.heads.base) / HEADS_PER_CHUNK)
    const last = Math.floor(Math.max(state.heads.end - 1, 0) / HEADS_PER_CHUNK)
    const heads = []
    for (let chunk = first; chunk <= last; chunk++) heads.push({ chunk, bytes: state.heads.chunk(chunk) })
    this.#storedAt = this.cursor
    this.#storedIndex = state.index
    return { room: { state: sealed, stateSeq: this.cursor, keys: this.#sealedKeys() }, heads }
  }

  #sealedKeys(): Uint8Array {
    return sealKeys(this.#seal, this.context.room, this.context.keyring)
  }
}

function sealKeys(seal: RowSeal, room: RoomId, keyring: Keyring): Uint8Array {
  return seal.seal(keysLabel(room), keyring.encode())
}

function sealState(
  seal: RowSeal,
  room: RoomId,
  state: State,
  keyring: Keyring,
  { controlSeq, mayReveal }: Pick<Folding, 'controlSeq' | 'mayReveal'>,
): Uint8Array {
  const plain = encoding.encode((to) => {
    encoding.writeVarUint(to, controlSeq)
    encoding.writeVarUint8Array(to, keyring.encode())
    encoding.writeVarUint8Array(to, encodeState(state))
    encoding.writeUint8(to, mayReveal ? 1 : 0)
  })
  return seal.seal(stateLabel(room), plain)
}

/** What storage must hold of a community before its first entry is folded: its keys. */
export function firstState(seal: RowSeal, room: RoomId, keyring: Keyring) {
  const state = emptyState()
  return {
    room: {
      state: sealState(seal, room, state, keyring, { controlSeq: 0, mayReveal: false }),
      stateSeq: 0,
      keys: sealKeys(seal, room, keyring),
    },
    heads: [{ chunk: 0, bytes: state.heads.chunk(0) }],
  }
}

function learn(keyring: Keyring, stored: Keyring | null): void {
  // The state is only a cache of the entries: a damaged one is folded anew, but its keys cannot be.
  if (stored === null) throw new Error('storage.damaged')
  keyring.absorb(stored)
}

async function readState(store: CommunityStore, roomId: RoomId, keyring: Keyring, seal: RowSeal) {
  const room = await store.room()
  if (room === null) return null
  if (room.keys) {
    const plain = seal.open(keysLabel(roomId), room.keys)
    learn(keyring, plain && Keyring.decode(plain))
  }
  if (room.state.length === 0) return room.keys ? 'damaged' : null
  const plain = seal.open(stateLabel(roomId), room.state)
  if (plain === null) throw new Error('storage.damaged')
  const from = decoding.createDecoder(plain)
  const controlSeq = decoding.readVarUint(from)
  const stored = decoding.readVarUint8Array(from)
  const heads = HeadLog.load(windowStart(room.floor), await store.heads())
  const state = heads && decodeState(decoding.readVarUint8Array(from), heads)
  // States of before this was kept end here.
  const mayReveal = !decoding.hasContent(from) || decoding.readUint8(from) !== 0
  if (!room.keys) learn(keyring, Keyring.decode(stored))
  return state ? { state, seq: room.stateSeq, controlSeq, mayReveal, keysInState: !room.keys } : 'damaged'
}
