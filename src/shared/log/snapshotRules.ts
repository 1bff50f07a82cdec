/** Checkpoints, seen by those who hold the history: does what a steward's snapshots say agree with the log? docs/protocol.md, section Checkpoints. */
import { equal } from '../crypto/bytes.ts'
import type { BaseSnapshot, CounterRow, PartSnapshot, SnapshotBody } from './body.ts'
import type { CheckpointOp } from './controlOp.ts'
import { type Binding, counterOf, type Doc, type Draft, type PartKey, partKey, type State } from './folded.ts'
import { Audience, type DeviceId, type DocAudience, HEAD_BYTES, Lane, laneOf, Role } from './ids.ts'
import type { VoidReason } from './verdict.ts'

/** How many heads a checkpoint hands on; what names an older one is void afterwards. */
const HEAD_WINDOW = 256

/** Index of the oldest head that a checkpoint at `index` hands on. */
export const windowStart = (index: number): number => Math.max(0, index - HEAD_WINDOW + 1)

/** May this steward's device write this snapshot here? What it says is judged when its checkpoint comes. */
export const snapshotFault = (
  state: State,
  role: Role,
  audience: DocAudience,
  { asOf, snapshot }: SnapshotBody,
): VoidReason | null => {
  if (role !== Role.steward) return 'role'
  if (asOf > state.index) return 'checkpoint'
  if (snapshot.form !== 'part') return null
  const doc = state.docs.get(snapshot.doc)
  if (!doc) return 'doc'
  return doc.audience === audience ? null : 'audience'
}

/** Notes a snapshot for its checkpoint. False: it contradicts the log. */
export const noteSnapshot = (state: State, device: DeviceId, audience: DocAudience, body: SnapshotBody): boolean => {
  const { asOf, snapshot } = body
  const right =
    snapshot.form === 'carried' ||
    (snapshot.form === 'base' ? baseAgrees(state, audience, asOf, snapshot) : partAgrees(state, asOf, snapshot))
  if (audience !== Audience.everyone) return right
  const draft = draftOf(state, device, asOf)
  draft.entries += 1
  if (snapshot.form === 'base') draft.expected = snapshot.entries
  const whole = snapshot.form !== 'part' || takePiece(draft, snapshot)
  if (!right || !whole) draft.wrong = true
  return right && whole
}

const draftOf = (state: State, device: DeviceId, asOf: number): Draft => {
  const held = state.drafts.get(device)
  if (held?.asOf === asOf) return held
  const draft: Draft = { asOf, entries: 0, expected: null, wrong: false, open: null, covered: new Set() }
  state.drafts.set(device, draft)
  return draft
}

/** Pieces of one part follow each other. */
const takePiece = (draft: Draft, { doc, part, chunk, chunks }: PartSnapshot): boolean => {
  const place = doc + partKey(part)
  const { open } = draft
  const next = open?.place === place && open.chunks === chunks && open.next === chunk
  if (chunk === 0 ? open !== null : !next) return false
  draft.open = chunk + 1 < chunks ? { place, chunks, next: chunk + 1 } : null
  if (draft.open === null) draft.covered.add(place)
  return true
}

/** Does the table of client ids give what the log gave at `asOf`? What has changed since can only be bounded. */
const partAgrees = (state: State, asOf: number, { doc, part, chunk, clients }: PartSnapshot): boolean => {
  if (chunk > 0) return clients.length === 0
  const bound = state.docs.get(doc)?.parts.get(partKey(part)) ?? new Map<number, Binding>()
  const told = new Set(clients.map(({ client }) => client))
  if (told.size < clients.length) return false
  for (const [client, { since }] of bound) if (since <= asOf && !told.has(client)) return false
  return clients.every(({ client, device, clock }) => {
    const mine = bound.get(client)
    if (!mine || mine.device !== device || mine.since > asOf) return false
    return mine.at <= asOf ? clock === mine.clock : clock > 0 && clock < mine.clock
  })
}

const baseAgrees = (state: State, audience: DocAudience, asOf: number, base: BaseSnapshot): boolean => {
  const reports = audience === Audience.organizers ? Lane.report : null
  if (!countersAgree(state, laneOf(audience), asOf, base.counters)) return false
  if (reports === null ? base.reports.length > 0 : !countersAgree(state, reports, asOf, base.reports)) return false
  if (audience !== Audience.everyone) return base.heads.length === 0 && base.blind.length === 0
  const mine = state.heads.slice(windowStart(asOf), asOf + 1)
  const controls = controlsAt(state, asOf)
  const blind = state.blind.filter((ordinal) => ordinal <= controls)
  return (
    base.heads.length === (asOf + 1 - windowStart(asOf)) * HEAD_BYTES &&
    equal(base.heads.subarray(base.heads.length - mine.length), mine) &&
    base.blind.length === blind.length &&
    base.blind.every((ordinal, i) => ordinal === blind[i])
  )
}

const countersAgree = (state: State, lane: Lane, asOf: number, rows: readonly CounterRow[]): boolean => {
  const told = new Map(rows.map(({ device, n }) => [device, n]))
  if (told.size < rows.length || rows.some(({ device, n }) => n === 0 || !state.devices.has(device))) return false
  for (const [id, device] of state.devices) {
    const mine = counterOf(device, lane)
    const n = told.get(id) ?? 0
    if (mine.at <= asOf ? n !== mine.n : n >= mine.n) return false
  }
  return true
}

/** Control entries up to an index that is not before the last checkpoint's. */
const controlsAt = (state: State, index: number): number =>
  state.controls - state.controlIndices.filter((at) => at > index).length

/** Why the checkpoint does not stand, or null. */
export const checkpointFault = (state: State, device: DeviceId, role: Role, op: CheckpointOp): VoidReason | null => {
  if (role !== Role.steward) return 'role'
  const draft = state.drafts.get(device)
  const settled = op.index >= (state.checkpoint?.at ?? 0) && op.index >= state.lastMisseen
  const head = state.heads.at(op.index)
  const agrees = head && equal(head, op.head.subarray(0, HEAD_BYTES)) && op.controls === controlsAt(state, op.index)
  return settled && agrees && draft?.asOf === op.index && isWhole(state, draft, op) ? null : 'checkpoint'
}

const isWhole = (state: State, draft: Draft, op: CheckpointOp): boolean =>
  !draft.wrong &&
  draft.open === null &&
  draft.entries === op.snapshots &&
  draft.expected === op.snapshots &&
  writtenParts(state, Audience.everyone, op.index).every(({ place }) => draft.covered.has(place))

/** Everybody for whom there can be documents, circles in the order of their slots. */
export const audiencesIn = (state: State): DocAudience[] => [
  Audience.everyone,
  Audience.organizers,
  Audience.stewards,
  ...[...state.circles.keys()].sort((a, b) => a - b),
]

export interface WrittenPart {
  readonly place: string
  readonly docId: string
  readonly doc: Doc
  readonly key: PartKey
}

/** Every part of documents of an audience that held something at `index`. */
export const writtenParts = (state: State, audience: DocAudience, index: number): WrittenPart[] => {
  const written: WrittenPart[] = []
  for (const [docId, doc] of state.docs) {
    if (doc.audience !== audience) continue
    for (const [key, bound] of doc.parts)
      if ([...bound.values()].some(({ since }) => since <= index)) written.push({ place: docId + key, docId, doc, key })
  }
  return written
}

/** After `checkpointFault` gave null, for the entry at index `here`. */
export const applyCheckpoint = (state: State, op: CheckpointOp, here: number): void => {
  state.checkpoint = { at: here, index: op.index }
  state.controlIndices = state.controlIndices.filter((at) => at > op.index)
  state.drafts.clear()
}
