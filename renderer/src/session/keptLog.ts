import type { CommunityStore, RegisterRow } from '#renderer/storage/store.ts'
import type { ControlOp } from '#shared/log/controlOp.ts'
import type { FoldContext, Verdict } from '#shared/log/fold.ts'
import type { Identity } from '#shared/log/identity.ts'
import { Audience, type RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import type { State } from '#shared/log/state.ts'
import type { Step2Frame } from '#shared/protocol/frames.ts'
import { covers, type Loss, partsOf, registersIn, swapBatch } from './adopt.ts'
import type { ControlQueue } from './controlQueue.ts'
import { docKey } from './docKey.ts'
import type { Aside } from './foldAside.ts'
import { type Folded, Folding } from './folding.ts'
import type { Line } from './line.ts'
import type { Outbox } from './outbox.ts'
import { Registers } from './registers.ts'
import type { ReplicaNews } from './replicaNews.ts'
import { reveal } from './reveal.ts'
import type { RowSeal } from './rowSeal.ts'
import type { Sender } from './sender.ts'
import type { Troubles } from './troubles.ts'
import type { Upkeep } from './upkeep.ts'

/**
 * For these reasons a signed entry of ours will never count, so what it carried is set aside. After any other the rows wait
 * and go out again; one of them is `signature`, since a forger can put our name on what we never wrote.
 */
const NEVER_COUNTS: ReadonlySet<string> = new Set(['role', 'removed', 'doc', 'update', 'client', 'gap'])

export interface KeptLogOptions {
  readonly room: RoomId
  readonly me: Identity
  readonly keyring: Keyring
  readonly store: CommunityStore
  readonly seal: RowSeal
  /** 32 random bits */
  readonly randomId: () => number
  readonly upkeep: Upkeep
}

/** Who is told of what comes in, and what waits to come back. */
interface Around {
  readonly news: ReplicaNews
  readonly troubles: Troubles
  readonly outbox: Outbox
  readonly sender: Sender
  readonly controls: ControlQueue
  readonly line: Line
  /** What the user is shown of all this has changed. */
  readonly tell: () => void
}

/** What the disk held when a log was opened. */
export interface Stored {
  readonly folding: Folding
  readonly registers: Registers
  readonly floor: number
}

export async function readStored({ room, keyring, me, store, seal }: KeptLogOptions): Promise<Stored> {
  const folding = await Folding.open(store, { room, keyring, me }, seal)
  const floor = (await store.room())?.floor ?? 0
  return { folding, registers: await Registers.open(store, seal), floor }
}

/** The log as this device holds it: folded and stored before anything of it is shown, and now and then another in its place. */
export class KeptLog {
  readonly #options: KeptLogOptions
  readonly #around: () => Around
  readonly #registers: Registers
  #folding: Folding
  #floor: number
  #logs = 0
  #halted = false

  /** @param around asked for when something has come, since it is made from this */
  constructor(options: KeptLogOptions, { folding, registers, floor }: Stored, around: () => Around) {
    this.#options = options
    this.#around = around
    this.#folding = folding
    this.#registers = registers
    this.#floor = floor
  }

  get #context(): FoldContext {
    const { room, keyring, me } = this.#options
    return { room, keyring, me }
  }

  get state(): State {
    return this.#folding.state
  }

  /** Sequence number of the last entry that is here. */
  get cursor(): number {
    return this.#folding.cursor
  }

  get controlSeq(): number {
    return this.#folding.controlSeq
  }

  /** Below this sequence number the log came as a checkpoint. */
  get floor(): number {
    return this.#floor
  }

  /** Counts the logs that another one has replaced. */
  get logs(): number {
    return this.#logs
  }

  get registers(): Registers {
    return this.#registers
  }

  /** Entries that continue the cursor. */
  async ingest(frame: Step2Frame): Promise<void> {
    const { keyring, me, store, upkeep } = this.#options
    const { outbox, sender, line } = this.#around()
    await upkeep.breathe()
    if (this.#halted) return
    const version = keyring.version
    const folded = this.#fold(frame, version)
    const own = folded.filter(({ verdict }) => verdict.author === me.id)
    const settled = own.filter(({ verdict }) => verdict.ok || NEVER_COUNTS.has(verdict.void))
    const rows = new Map(settled.filter(({ verdict }) => verdict.ok).map((one) => [one, this.#ownRows(one.verdict)]))
    const done = [...rows.values()].flat()
    const waited = new Set([...rows].flatMap(([one, ids]) => (ids.length > 0 ? [one] : [])))
    const void_ = settled.filter(({ verdict }) => !verdict.ok)
    const registers = this.#registers.rowsIn(folded)
    const keysChanged = keyring.version !== version
    await this.#commit(() =>
      store.commit({
        entries: folded.map(({ row }) => row),
        dropOutbox: done,
        registers,
        ...this.#folding.batch(keysChanged),
      }),
    )
    outbox.drop(done)
    for (const { verdict } of own)
      if (verdict.n !== undefined && verdict.body?.kind === 'update')
        sender.echoed(docKey(verdict.body.doc, verdict.body.part), verdict.n)
    for (const { verdict } of void_) await this.#refuseOwn(verdict)
    this.#registers.take(registers)
    this.#show(folded, waited, registers)
    if (keysChanged) await this.reveal()
    if (keysChanged) line.keysChanged()
    if (this.#halted) line.stopForVersion()
    const rest = frame.entries.slice(folded.length)
    if (rest.length > 0) await this.ingest({ ...frame, entries: rest })
  }

  #fold({ entries }: Step2Frame, version: number): Folded[] {
    const folded: Folded[] = []
    for (const entry of entries) {
      const one = this.#folding.take(entry)
      if (one === null) {
        this.#halted = true
        break
      }
      folded.push(one)
      // What these keys show of the past has to be known before anything that builds on it is judged.
      if (this.#options.keyring.version !== version) break
    }
    return folded
  }

  /** After a failure memory is ahead of the disk: nothing may be built on it. */
  async #commit(write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (error) {
      const { troubles, tell } = this.#around()
      troubles.storageFailed(error)
      this.#halted = true
      tell()
      throw error
    }
  }

  /** A promotion has brought keys to what was hidden, or the power failed between the keys and what they open. */
  async reveal(): Promise<void> {
    const { room, keyring, store, seal, upkeep } = this.#options
    const { news } = this.#around()
    if (!this.#folding.mayReveal) return
    const found = await reveal(store, this.#context, this.#floor, upkeep.breathe)
    this.#folding.mayReveal = false
    if (!found) return
    const { aside, refiled } = found
    const folding = Folding.standing(aside.state, this.#context, seal, aside.cursor, aside.controlSeq)
    folding.mayReveal = false
    const registers = this.#registers.rowsForAll(registersIn(aside, room, keyring))
    await store.commit({ entries: refiled, registers, ...folding.batch(true) })
    this.#folding = folding
    this.#registers.take(registers)
    // Who was told of the promotion may have opened them while they still seemed empty.
    for (const key of new Set(refiled.map(({ doc }) => doc))) news.refusedDocs.emit(key)
    for (const row of registers) news.registered.emit(row)
    news.authority.emit(this.state)
  }

  #ownRows(verdict: Verdict): number[] {
    if (verdict.n === undefined || verdict.body?.kind !== 'update') return []
    const { doc, part, update } = verdict.body
    return this.#around().outbox.idsOf(docKey(doc, part), verdict.n, update)
  }

  async #refuseOwn(verdict: Verdict): Promise<void> {
    if (verdict.ok || verdict.n === undefined || verdict.body?.kind !== 'update') return
    const { doc, part } = verdict.body
    await this.#around().sender.setAside(docKey(doc, part), verdict.void)
  }

  /** @param waited those that were rows of the outbox until now */
  #show(folded: readonly Folded[], waited: ReadonlySet<Folded>, registers: readonly RegisterRow[]): void {
    const { news, controls } = this.#around()
    for (const { verdict } of folded) this.#warn(verdict)
    news.applied.emit(
      folded.flatMap((one) => {
        const { row, verdict } = one
        return verdict.ok && verdict.body.kind === 'update'
          ? [{ doc: row.doc, update: verdict.body.update, author: verdict.author, waited: waited.has(one) }]
          : []
      }),
    )
    for (const row of registers) news.registered.emit(row)
    for (const { row, verdict } of folded) controls.seen(row.bytes, verdict)
    const ops: ControlOp[] = folded.flatMap(({ verdict }) =>
      verdict.ok && verdict.body.kind === 'control' ? [verdict.body.op] : [],
    )
    if (ops.length > 0) news.decided.emit(ops)
    if (ops.length > 0) news.authority.emit(this.state)
    news.folded.emit(folded)
  }

  #warn(verdict: Verdict): void {
    if (!verdict.alarm) return
    // Who has not read all of an audience cannot tell whether what stands for it is right.
    if (verdict.alarm === 'checkpoint' && verdict.audience !== Audience.everyone) return
    const { troubles, line } = this.#around()
    troubles.add(verdict.alarm === 'fork' ? { code: 'fork', by: verdict.author ?? '' } : { code: verdict.alarm })
    // Is it the author who lies, or has the relay another history than ours?
    if (verdict.alarm === 'fork') line.audit()
  }

  /** Another log in place of this one, in one transaction: a crash leaves the old log or the new one. What is open is opened anew. */
  async adopt(aside: Aside, learned: Keyring, loss: Loss): Promise<void> {
    const { room, keyring, store, seal, me, randomId } = this.#options
    const { news, outbox, tell } = this.#around()
    keyring.become(learned)
    const { state, cursor, controlSeq } = aside
    const folding = Folding.standing(state, this.#context, seal, cursor, controlSeq)
    const registers = this.#registers.rowsForAll(registersIn(aside, room, keyring))
    const open = new Set([...partsOf(this.state), ...partsOf(state)])
    await this.#commit(() =>
      outbox.rebase(
        // Not by its number: another log may hold another edit under it. What is sent twice counts once.
        ({ n, doc, updates }) => n > 0 && updates.every((update) => covers(state, doc, update)),
        loss.returned,
        async (waits) => {
          const rest = { registers, folding: folding.batch(true) }
          const batch = await swapBatch(aside, waits, { me: me.id, store }, rest, randomId)
          this.#logs += 1
          return batch
        },
      ),
    )
    this.#folding = folding
    this.#floor = aside.floor
    this.#registers.take(registers)
    for (const key of open) news.refusedDocs.emit(key)
    for (const row of registers) news.registered.emit(row)
    news.authority.emit(this.state)
    tell()
  }

  /** Writes where it stands. */
  async close(): Promise<void> {
    const batch = this.#folding.batch(true)
    if (!this.#halted) await this.#options.store.commit(batch)
  }
}
