import type { CommunityStore } from '#renderer/storage/store.ts'
import type { Timer } from '#renderer/sync/reconnect.ts'
import { openEntry } from '#shared/log/entry.ts'
import { type FoldContext, foldBlind } from '#shared/log/fold.ts'
import type { Identity } from '#shared/log/identity.ts'
import type { RoomId } from '#shared/log/ids.ts'
import { Keyring } from '#shared/log/keyring.ts'
import { learnKeys } from '#shared/log/resume.ts'
import { emptyState, roleOf, type State } from '#shared/log/state.ts'
import { type Refusal, type Rotation, readEntryHeader, type Step2Frame } from '#shared/protocol/frames.ts'
import { fingerprint, type Loss, lossBy, NO_LOSS } from './adopt.ts'
import { type Aside, foldAside } from './foldAside.ts'
import { heldByCheckpoint } from './heldByCheckpoint.ts'
import { RelayHistory } from './relayHistory.ts'
import { Repair } from './repair.ts'
import type { RowSeal } from './rowSeal.ts'
import type { StopReason, Warning } from './syncStatus.ts'

/** more: not all of it has come. wait: the relay lacks what we have. done: the log in use is the relay's. Else hang up. */
export type AsideStep = 'more' | 'wait' | 'done' | StopReason

export interface ReconcileHost {
  readonly room: RoomId
  readonly me: Identity
  readonly store: CommunityStore
  readonly keyring: Keyring
  readonly timer: Timer
  readonly seal: RowSeal
  readonly breathe: () => Promise<void>
  state(): State
  cursor(): number
  /** Below this the log in use came as a checkpoint. */
  floor(): number
  append(ref: number, afterControlSeq: number, entry: Uint8Array, rotation?: Rotation): void
  nextRef(): number
  warn(warning: Warning): void
  unwarn(code: Warning['code']): void
  /** Puts another log in the place of the one in use. */
  adopt(aside: Aside, keyring: Keyring, loss: Loss): Promise<void>
}

/**
 * What a device does where the relay's log may not be the one it knows: it reads that log from the start, beside its own, and
 * goes on where it was, takes the checkpoint, brings back what the relay has lost, goes over to a log in which others live,
 * or refuses to follow. Until then everything shown stays as it is.
 */
export class Reconcile {
  readonly #host: ReconcileHost
  #history: RelayHistory | null = null
  #repair: Repair | null = null
  /** Learns from the relay's log; the one in use does not, before that log is taken. */
  #keyring = new Keyring()

  constructor(host: ReconcileHost) {
    this.#host = host
  }

  begin(floor: number): void {
    const { store, cursor, floor: own, keyring } = this.#host
    this.end()
    this.#history = new RelayHistory(store, { cursor: cursor(), floor: own() }, floor)
    this.#keyring = copyOf(keyring)
  }

  end(): void {
    this.#repair?.end()
    this.#repair = null
    this.#history = null
  }

  get at(): number {
    return this.#history?.at ?? 0
  }

  /** Opens the gates of the relay's log. */
  get keyring(): Keyring {
    return this.#keyring
  }

  async take(frame: Step2Frame): Promise<void> {
    await this.#history?.take(frame)
  }

  /** A gate has closed: has what was read brought a newer key? */
  learn(): boolean {
    const before = this.#keyring.version
    learnKeys(this.#context, this.#history?.entries.map(({ bytes }) => bytes) ?? [])
    return this.#keyring.version !== before
  }

  get #context(): FoldContext {
    return { room: this.#host.room, keyring: this.#keyring, me: this.#host.me }
  }

  /**
   * Everything that the relay has has been read.
   * @param open the gate is open for writing, so there is no more behind it
   * @param newest the newest epoch that the relay knows, if that is not the newest that we do
   */
  async arrived(open: boolean, newest: number | null): Promise<AsideStep> {
    const history = this.#history
    if (!history) return 'done'
    const { cursor, unwarn } = this.#host
    if (history.differsAt !== null) return this.#differs(history, history.differsAt, open)
    if (history.floor > cursor()) return this.#takeCheckpoint(history, open)
    if (history.at < cursor()) return this.#behind(history)
    unwarn('rollback')
    // A key from a log that is gone opens nothing any more.
    if (newest !== null) forgetFrom(this.#host.keyring, newest)
    this.end()
    return 'done'
  }

  #behind(history: RelayHistory): AsideStep {
    const { warn, unwarn, cursor } = this.#host
    // Somebody took it away whole: that is brought back on a steward's word only.
    if (history.at === 0) return 'room-missing'
    unwarn('rollback')
    warn({ code: 'rollback', missing: cursor() - history.at })
    this.#repair ??= new Repair(this.#host, () => this.#history?.at ?? 0)
    this.#repair.go()
    return 'wait'
  }

  refused(ref: number, reason: Refusal): boolean {
    return this.#repair?.refused(ref, reason) ?? false
  }

  async #takeCheckpoint(history: RelayHistory, open: boolean): Promise<AsideStep> {
    const { breathe, adopt } = this.#host
    const keyring = copyOf(this.#keyring)
    const aside = await foldAside({ ...this.#context, keyring }, history.entries, history.floor, breathe)
    if (!aside.ok) return this.#notTaken(aside.why, open)
    const ours = { ...this.#host, state: this.#host.state(), cursor: this.#host.cursor() }
    if (!(await heldByCheckpoint(ours, aside, keyring))) return this.#notTaken('contradiction', open)
    await adopt(aside, keyring, NO_LOSS)
    this.end()
    return 'done'
  }

  #notTaken(why: 'more' | 'contradiction' | 'halt', open: boolean): AsideStep {
    if (why === 'halt') return 'version'
    if (why === 'more' && !open) return 'more'
    this.#host.warn({ code: 'checkpoint' })
    return 'history'
  }

  async #differs(history: RelayHistory, from: number, open: boolean): Promise<AsideStep> {
    const { breathe, adopt, warn, unwarn, store, room, me, keyring: own, state } = this.#host
    const keyring = copyOf(this.#keyring)
    forgetFrom(keyring, epochAt(this.#context, history, from))
    const aside = await foldAside({ ...this.#context, keyring }, history.entries, history.floor, breathe)
    if (!aside.ok && aside.why === 'more' && !open) return 'more'
    const belonged = roleOf(state(), me.id) !== null
    const follows =
      aside.ok &&
      (!belonged || roleOf(aside.state, me.id) !== null) &&
      ((await this.#lived(aside, from)) || (await history.onlyDoubled()))
    if (!aside.ok || !follows) {
      warn({ code: 'history', at: from })
      return 'history'
    }
    const loss = await lossBy(aside, from, { room, me: me.id, store, keyring: own })
    await adopt(aside, keyring, loss)
    unwarn('rollback')
    const { own: ours, others, controls } = loss
    if (ours + others + controls > 0) warn({ code: 'lost', own: ours, others, controls })
    this.end()
    return 'done'
  }

  /**
   * Has anybody written in the other log who had seen where it differs, or where it begins to? A relay alone cannot make
   * such an entry: without one, what differs is the relay's doing and is not followed.
   */
  async #lived({ entries }: Aside, from: number): Promise<boolean> {
    const { store, room } = this.#host
    const mine = new Set((await store.entries(from - 1, entries.length + from)).map(({ bytes }) => fingerprint(bytes)))
    return entries.some(({ row, verdict }) => {
      if (row.seq < from || !verdict?.ok || mine.has(fingerprint(row.bytes))) return false
      const opened = openEntry(room, this.#keyring, row.bytes)
      return typeof opened !== 'string' && opened.envelope.seen.index >= from - 1
    })
  }
}

function copyOf(keyring: Keyring): Keyring {
  const copy = new Keyring()
  copy.absorb(keyring)
  return copy
}

/** The epoch in which the two logs part. */
function epochAt({ room, keyring, me }: FoldContext, { entries }: RelayHistory, from: number): number {
  const scout = emptyState()
  const context = { room, keyring: copyOf(keyring), ...(me && { me }) }
  for (const { seq, bytes } of entries) if (seq < from && readEntryHeader(bytes)?.keep) foldBlind(scout, context, bytes)
  return scout.epoch
}

/** Keys of epochs that began in the part that is lost: the other log has others for them. */
function forgetFrom(keyring: Keyring, last: number): void {
  for (const epoch of keyring.epochs()) if (epoch > last) keyring.remove(epoch)
}
