/** How a device starts where the relay has trimmed: from a checkpoint instead of the whole history. */
import { equal } from '../crypto/bytes.ts'
import { ownKey } from './arrival.ts'
import type { BaseSnapshot, CounterRow, PartSnapshot, SnapshotBody } from './body.ts'
import type { CheckpointOp } from './controlOp.ts'
import { type OpenedEntry, openEntry, readHeader, verifyEntry } from './entry.ts'
import { fold, foldBlind } from './fold.ts'
import { type Binding, emptyState, partKey, type State, setCounter } from './folded.ts'
import { HeadLog } from './heads.ts'
import { Audience, type DeviceId, type DocAudience, HEAD_BYTES, isDocAudience, Lane, laneOf } from './ids.ts'
import { windowStart } from './snapshotRules.ts'
import { decodeState, encodeState } from './stateCodec.ts'
import type { FoldContext, Verdict } from './verdict.ts'

export interface ResumedState {
  readonly ok: true
  /** Stands at the floor: fold `tail` into it as usual. */
  readonly state: State
  /** Stands at the checkpoint entry: the same with `tail` up to there folded in, for whoever goes on from there. */
  readonly after: State
  /** Of the entries of `tail` up to the checkpoint entry. */
  readonly verdicts: readonly Verdict[]
  /** Whose snapshots to start the documents from: those in `tail` by this device that name this index. */
  readonly author: DeviceId
  readonly asOf: number
  /** Place of the checkpoint entry in `tail`. */
  readonly at: number
}

/**
 * more: the checkpoint that stands for the floor has not come yet; ask again with more of the tail. contradiction: what the
 * relay sent does not belong to its checkpoint. halt: written by a later version.
 */
export type Resumed = ResumedState | { readonly ok: false; readonly why: 'more' | 'contradiction' | 'halt' }

/**
 * `kept`: the control entries up to the floor; `tail`: all entries after it, at least up to the first checkpoint entry.
 * The keyring learns on the way, as in the fold.
 */
export const resume = (context: FoldContext, kept: readonly Uint8Array[], tail: readonly Uint8Array[]): Resumed => {
  const steps = resuming(context, kept, tail)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same in steps of a few entries each, for a caller that must do other things in between. */
export function* resuming(
  context: FoldContext,
  kept: readonly Uint8Array[],
  tail: readonly Uint8Array[],
): Generator<void, Resumed> {
  learnKeys(context, [...kept, ...tail])
  yield
  const signers = signersIn(context, [...kept, ...tail])
  yield
  let why: 'more' | 'contradiction' | 'halt' = 'more'
  for (const [at, bytes] of tail.entries()) {
    const opened = readHeader(bytes)?.keep ? openSignedBy(signers, context, bytes) : null
    const body = opened?.envelope.body
    if (!opened || body?.kind !== 'control' || body.op.op !== 'checkpoint') continue
    const resumed = yield* startAt(context, signers, kept, tail, { at, author: opened.envelope.author, op: body.op })
    if (resumed.ok) return resumed
    why = resumed.why
  }
  return { ok: false, why }
}

/**
 * For a device that comes back after rotations: what the control entries among these, from the first of the log on, send to it,
 * whether or not they turn out to count.
 */
export const learnKeys = (context: FoldContext, entries: readonly Uint8Array[]): void => {
  const scout = emptyState()
  for (const bytes of entries) if (readHeader(bytes)?.keep) foldBlind(scout, context, bytes)
}

type Signers = ReadonlyMap<DeviceId, Uint8Array>

/** Public keys by device. An id is the hash of its key, so it does not matter whether the entry that tells it counts. */
const signersIn = ({ room, keyring }: FoldContext, entries: readonly Uint8Array[]): Signers => {
  const signers = new Map<DeviceId, Uint8Array>()
  for (const bytes of entries) {
    const opened = readHeader(bytes)?.keep ? openEntry(room, keyring, bytes) : 'junk'
    if (typeof opened === 'string' || opened.envelope.body.kind !== 'control') continue
    const { op } = opened.envelope.body
    const key = op.op === 'genesis' || op.op === 'join' ? ownKey(opened.envelope.author, op) : null
    if (key) signers.set(opened.envelope.author, key)
  }
  return signers
}

const openSignedBy = (signers: Signers, { room, keyring }: FoldContext, bytes: Uint8Array): OpenedEntry | null => {
  const opened = openEntry(room, keyring, bytes)
  if (typeof opened === 'string') return null
  const key = signers.get(opened.envelope.author)
  return key && verifyEntry(room, opened, key) ? opened : null
}

interface Candidate {
  readonly at: number
  readonly author: DeviceId
  readonly op: CheckpointOp
}

function* startAt(
  context: FoldContext,
  signers: Signers,
  kept: readonly Uint8Array[],
  tail: readonly Uint8Array[],
  { at, author, op }: Candidate,
): Generator<void, Resumed> {
  const state = emptyState()
  const snapshots = yield* snapshotsOf(context, signers, tail.slice(0, at), author, op.index)
  const base = snapshots.find(isPublicBase)?.body.snapshot
  if (base?.form !== 'base' || op.controls !== kept.length) return { ok: false, why: 'contradiction' }
  state.blind.push(...base.blind)
  for (const bytes of kept) if (halts(foldBlind(state, context, bytes))) return { ok: false, why: 'halt' }
  if (!standAt(state, op, base)) return { ok: false, why: 'contradiction' }
  for (const { audience, body } of snapshots) take(state, audience, body)
  const after = copyOfState(state)
  const verdicts: Verdict[] = []
  for (const bytes of after ? tail.slice(0, at + 1) : []) {
    const verdict = after && fold(after, context, bytes)
    if (!verdict || halts(verdict)) return { ok: false, why: 'halt' }
    verdicts.push(verdict)
    yield
  }
  return after && verdicts.at(-1)?.ok
    ? { ok: true, state, after, verdicts, author, asOf: op.index, at }
    : { ok: false, why: 'contradiction' }
}

const halts = (verdict: Verdict): boolean => !verdict.ok && verdict.void === 'halt'

interface Taken {
  readonly audience: DocAudience
  readonly body: SnapshotBody
}

const isPublicBase = ({ audience, body }: Taken): boolean =>
  audience === Audience.everyone && body.snapshot.form === 'base'

/** The author's snapshots for this index, signatures checked, as far as the keyring opens them. */
function* snapshotsOf(
  context: FoldContext,
  signers: Signers,
  entries: readonly Uint8Array[],
  author: DeviceId,
  asOf: number,
): Generator<void, Taken[]> {
  const taken: Taken[] = []
  for (const bytes of entries) {
    yield
    const opened = openSignedBy(signers, context, bytes)
    const body = opened?.envelope.body
    if (!opened || opened.envelope.author !== author || body?.kind !== 'snapshot' || body.asOf !== asOf) continue
    if (isDocAudience(opened.audience)) taken.push({ audience: opened.audience, body })
  }
  return taken
}

/** Puts the state at the checkpoint's index. False if the checkpoint contradicts itself. */
const standAt = (state: State, op: CheckpointOp, { heads }: BaseSnapshot): boolean => {
  const window = HeadLog.load(windowStart(op.index), [heads])
  const last = window?.at(op.index)
  if (!window || window.end !== op.index + 1 || !last || !equal(last, op.head.subarray(0, HEAD_BYTES))) return false
  state.index = op.index
  state.head = op.head.slice()
  state.heads = window
  return true
}

/** A state that stays where it is while the other goes on. Null only if it was damaged. */
export const copyOfState = (state: State): State | null => {
  const { heads } = state
  return decodeState(
    encodeState(state),
    HeadLog.load(heads.base, [heads.slice(heads.base, heads.end)]) ?? new HeadLog(heads.base),
  )
}

const take = (state: State, audience: DocAudience, { asOf, snapshot }: SnapshotBody): void => {
  if (snapshot.form === 'part') takeClients(state, asOf, snapshot)
  if (snapshot.form !== 'base') return
  takeCounters(state, laneOf(audience), asOf, snapshot.counters)
  takeCounters(state, Lane.report, asOf, snapshot.reports)
}

const takeClients = (state: State, asOf: number, { doc, part, clients }: PartSnapshot): void => {
  const parts = state.docs.get(doc)?.parts
  if (!parts || clients.length === 0) return
  const bound = clients.map(({ client, device, clock }): [number, Binding] => [
    client,
    { device, clock, since: asOf, at: asOf },
  ])
  parts.set(partKey(part), new Map(bound))
}

const takeCounters = (state: State, lane: Lane, asOf: number, rows: readonly CounterRow[]): void => {
  for (const { device, n } of rows) {
    const found = state.devices.get(device)
    if (found) setCounter(found, lane, { n, at: asOf })
  }
}
