import type { CommunityStore } from '#renderer/storage/store.ts'
import type { Timer } from '#renderer/sync/reconnect.ts'
import { makeCheckpoint } from '#shared/log/checkpoint.ts'
import { circlesToHand } from '#shared/log/circles.ts'
import type { CheckpointOp } from '#shared/log/controlOp.ts'
import { openEntry } from '#shared/log/entry.ts'
import type { Identity } from '#shared/log/identity.ts'
import { Role as Roles, type RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { copyOfState } from '#shared/log/resume.ts'
import { roleOf } from '#shared/log/state.ts'
import { writeTrim } from '#shared/protocol/frames.ts'
import { carriedStates, mayCarry } from './carriedStates.ts'
import type { Folded } from './folding.ts'
import { partStates } from './partStates.ts'
import type { Replica } from './replica.ts'
import type { RowSeal } from './rowSeal.ts'
import { Tail } from './tail.ts'
import type { Upkeep } from './upkeep.ts'

/** Snapshots under way at once: an edit typed meanwhile waits behind so many. */
const WINDOW = 16
/** How often one that was asked for is tried. */
const TRIES = 3
/** Of the usual pause, what is left of it for one that was asked for: devices still should not all begin at once. */
const HASTE = 0.05
/** ms without an echo after which a checkpoint is given up */
const PATIENCE = 120_000

/** `failed`: something else of the log came between; `offline`: the line was lost; `local`: there is no relay that keeps a log. */
export type CheckpointOutcome = 'done' | 'not-steward' | 'offline' | 'local' | 'failed'

export interface CheckpointingOptions {
  readonly replica: Replica
  readonly room: RoomId
  readonly me: Identity
  readonly keyring: Keyring
  readonly store: CommunityStore
  readonly seal: RowSeal
  readonly timer: Timer
  readonly upkeep: Upkeep
}

/**
 * Writes checkpoints, on a steward's device that has everything and is not being used (docs/protocol.md, R40). Several devices
 * may begin at once: one entry counts, by compare-and-set, and what the others had written for theirs is passed over.
 */
export class Checkpointing {
  readonly #options: CheckpointingOptions
  readonly #tail: Tail
  #cancel: (() => void) | null = null
  #running = false
  #pulse: (() => void) | null = null
  /** Index of the checkpoint being written, and how many of its snapshots have come back. */
  #writing = { asOf: -1, landed: 0, failed: false }
  /** Another device's drafts were left their time once. */
  #stoodBack = 0
  #trimAsked = 0
  /** Whoever waits for one that is to be written whether it is due or not, of the log from that index on at least. */
  #asked: { readonly from: number; tries: number; readonly settle: (outcome: CheckpointOutcome) => void }[] = []

  constructor(options: CheckpointingOptions) {
    this.#options = options
    this.#tail = new Tail(options.store)
    const { replica } = options
    replica.folded.on((folded) => this.#seen(folded))
    replica.cameUp.on(() => {
      void this.#trim()
      this.#later()
    })
    replica.status.on(({ link }) => {
      if (link === 'live') return
      this.#settle('offline')
      this.#writing.failed = true
      this.#pulse?.()
    })
  }

  /** Writes one as soon as that may be, so that what was deleted leaves the log as well. */
  now(): Promise<CheckpointOutcome> {
    const { replica } = this.#options
    if (replica.role !== Roles.steward) return Promise.resolve('not-steward')
    const { link } = replica.currentStatus
    if (link !== 'live') return Promise.resolve(link === 'local' ? 'local' : 'offline')
    return new Promise((settle) => {
      this.#asked.push({ from: replica.state.index, tries: 0, settle })
      this.#later()
    })
  }

  #settle(outcome: CheckpointOutcome): void {
    for (const { settle } of this.#asked.splice(0)) settle(outcome)
  }

  /** Another steward's device may have written it. */
  #answer(): void {
    const { role, state } = this.#options.replica
    if (role !== Roles.steward) this.#settle('not-steward')
    const met = this.#asked.filter(({ from }) => (state.checkpoint?.index ?? -1) >= from)
    this.#asked = this.#asked.filter((one) => !met.includes(one))
    for (const { settle } of met) settle('done')
  }

  end(): void {
    this.#settle('offline')
    this.#cancel?.()
    this.#writing.failed = true
    this.#pulse?.()
  }

  get #ready(): boolean {
    const { state, role, cursor, currentStatus } = this.#options.replica
    const idle = currentStatus.link === 'live' && currentStatus.waiting === 0 && currentStatus.stopped === null
    return idle && role === Roles.steward && !state.rotationDue && !circlesToHand(state) && cursor === state.index
  }

  #seen(folded: readonly Folded[]): void {
    const { me } = this.#options
    this.#tail.add(folded.map(({ row }) => row))
    for (const { verdict } of folded) {
      if (verdict.author !== me.id || verdict.body?.kind !== 'snapshot') continue
      if (!verdict.ok) this.#writing.failed = true
      else if (verdict.body.asOf === this.#writing.asOf) this.#writing.landed += 1
    }
    this.#pulse?.()
    this.#answer()
    this.#later()
  }

  /** Once nothing has come for a while; of several devices the one whose pause is shortest. */
  #later(): void {
    const { timer, upkeep, replica } = this.#options
    this.#cancel?.()
    this.#cancel = null
    const pause = upkeep.idle * (this.#asked.length > 0 ? HASTE : 1)
    if (this.#running || replica.role !== Roles.steward) return
    this.#cancel = timer.after(pause * (0.5 + timer.random()), () => {
      this.#cancel = null
      void this.#consider().catch((error: unknown) => console.error(error))
    })
  }

  async #consider(): Promise<void> {
    const { replica, upkeep } = this.#options
    if (this.#running || !this.#ready) return
    this.#running = true
    let again = false
    try {
      const due = this.#asked.length > 0 || (await this.#tail.isDue(replica.state.checkpoint, upkeep.checkpoint))
      if (!due || !this.#ready) return
      again = this.#othersWrite()
      if (again) return
      for (const one of this.#asked) one.tries += 1
      await this.#write()
    } finally {
      this.#running = false
      this.#writing = { asOf: -1, landed: 0, failed: false }
      this.#answer()
      if (this.#asked.some(({ tries }) => tries >= TRIES)) this.#settle('failed')
      again ||= this.#asked.some(({ tries }) => tries > 0)
      if (again) this.#later()
    }
  }

  /** Another device is at it: it is left one pause, in case it has died. */
  #othersWrite(): boolean {
    const { replica, me } = this.#options
    const { drafts, checkpoint } = replica.state
    const newest = Math.max(
      0,
      ...[...drafts].filter(([id]) => id !== me.id && roleOf(replica.state, id) !== null).map(([, { asOf }]) => asOf),
    )
    if (newest <= Math.max(checkpoint?.at ?? 0, this.#stoodBack)) return false
    this.#stoodBack = newest
    return true
  }

  async #write(): Promise<void> {
    const { replica, store, room, keyring } = this.#options
    const state = copyOfState(replica.state)
    if (!state || !(await mayCarry(store, room, keyring))) return
    const log = replica.logs
    this.#writing = { asOf: state.index, landed: 0, failed: false }
    const parts = await partStates(this.#options, state)
    const carried = parts && (await carriedStates(this.#options, state))
    const draft = parts && carried && makeCheckpoint(state, parts, carried)
    if (!draft || log !== replica.logs) return
    for (const [i, { audience, body }] of draft.snapshots.entries()) {
      await this.#until(() => i - this.#writing.landed < WINDOW)
      if (this.#writing.failed || !replica.send(body, audience)) return
    }
    await this.#until(() => this.#writing.landed === draft.snapshots.length)
    if (this.#writing.failed || log !== replica.logs) return
    const outcome = await replica.control(() => (this.#stands(draft.op) ? { op: draft.op } : null))
    if (outcome === 'done') await this.#trim()
  }

  /** Would it count now? */
  #stands({ index }: CheckpointOp): boolean {
    const { me, replica } = this.#options
    const { drafts, checkpoint, lastMisseen } = replica.state
    const draft = drafts.get(me.id)
    const mine = draft?.asOf === index && !draft.wrong && replica.role === Roles.steward
    return mine && index >= (checkpoint?.at ?? 0) && index >= lastMisseen
  }

  async #until(met: () => boolean): Promise<void> {
    const cancel = this.#options.timer.after(PATIENCE, () => {
      this.#writing.failed = true
      this.#pulse?.()
    })
    while (!met() && !this.#writing.failed)
      await new Promise<void>((pulse) => {
        this.#pulse = pulse
      })
    this.#pulse = null
    cancel()
  }

  /** Asks the relay to let go of what the last checkpoint stands for; it does so when the grace has passed. */
  async #trim(): Promise<void> {
    const { replica, store, room, keyring, me } = this.#options
    const { at, index: upTo } = replica.state.checkpoint ?? { at: 0, index: 0 }
    if (replica.role !== Roles.steward || upTo <= Math.max(this.#trimAsked, replica.relayFloor)) return
    // Nobody asks for another's: what it says may be false.
    const [row] = await store.entries(at - 1, 1)
    const opened = row?.seq === at ? openEntry(room, keyring, row.bytes) : 'junk'
    if (typeof opened === 'string' || opened.envelope.author !== me.id) return
    this.#trimAsked = upTo
    void replica.askRelay((ref) => writeTrim(ref, upTo))
  }
}
