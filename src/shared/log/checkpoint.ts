/** What a steward's device writes so that content before it may be dropped. docs/protocol.md, section Checkpoints. */
import type { CarriedEntry, CounterRow, Snapshot, SnapshotBody } from './body.ts'
import { circlesToHand } from './circles.ts'
import type { CheckpointOp } from './controlOp.ts'
import { counterOf, type PartKey, partKey, type State } from './folded.ts'
import {
  Audience,
  type DocAudience,
  type DocId,
  type Lane,
  Lane as Lanes,
  laneOf,
  type Part,
  type RoleAudience,
} from './ids.ts'
import { audiencesIn, windowStart, writtenParts } from './snapshotRules.ts'

/** The Yjs state of one part as the confirmed log gives it; never from a live document, which may hold unsent edits. */
export interface PartState {
  readonly doc: DocId
  readonly part: Part
  /** Yjs update V1, perhaps deflated (raw deflate). */
  readonly bytes: Uint8Array
  readonly deflated: boolean
}

/** Registers and reports to hand on: `carry` makes them from their entries. */
export interface CarriedState {
  readonly audience: RoleAudience
  readonly items: readonly CarriedEntry[]
}

export interface CheckpointDraft {
  /** Content entries to write first, in this order, each with the author's next number of its lane. */
  readonly snapshots: readonly { readonly audience: DocAudience; readonly body: SnapshotBody }[]
  /** Control entry to write after them. */
  readonly op: CheckpointOp
}

/** Leaves room in an entry for all that stands around it. */
const MAX_PIECE_BYTES = 768 * 1024

/**
 * A checkpoint for all that `state` has folded. Null if the state of a part that was ever written is not among `parts`, or if a
 * circle has not been handed its key of this epoch.
 * Of everybody's checkpoints only one whose author holds the steward's keys is valid.
 */
export const makeCheckpoint = (
  state: State,
  parts: readonly PartState[],
  carried: readonly CarriedState[],
): CheckpointDraft | null => {
  const given = new Map(parts.map((part) => [part.doc + partKey(part.part), part]))
  const snapshots: { audience: DocAudience; body: SnapshotBody }[] = []
  let everyone = 0
  if (circlesToHand(state)) return null
  for (const audience of audiencesIn(state)) {
    const bodies: Snapshot[] = []
    for (const { place, docId, key } of writtenParts(state, audience, state.index)) {
      const part = given.get(place)
      if (!part) return null
      bodies.push(...partSnapshots(state, part, docId as DocId, key))
    }
    for (const { audience: of, items } of carried) if (of === audience) bodies.push(...carriedSnapshots(items))
    bodies.push(baseSnapshot(state, audience, bodies.length + 1))
    if (audience === Audience.everyone) everyone = bodies.length
    for (const snapshot of bodies) snapshots.push({ audience, body: { kind: 'snapshot', asOf: state.index, snapshot } })
  }
  const { index, head, controls } = state
  return { snapshots, op: { op: 'checkpoint', index, head, controls, snapshots: everyone } }
}

const partSnapshots = (state: State, part: PartState, doc: DocId, key: PartKey): Snapshot[] => {
  const bound = [...(state.docs.get(doc)?.parts.get(key) ?? [])]
  const clients = bound
    .map(([client, { device, clock }]) => ({ client, device, clock }))
    .sort((a, b) => a.client - b.client)
  const chunks = Math.max(1, Math.ceil(part.bytes.length / MAX_PIECE_BYTES))
  return Array.from({ length: chunks }, (_, chunk) => ({
    form: 'part' as const,
    doc,
    part: part.part,
    clients: chunk === 0 ? clients : [],
    chunk,
    chunks,
    deflated: part.deflated,
    bytes: part.bytes.subarray(chunk * MAX_PIECE_BYTES, (chunk + 1) * MAX_PIECE_BYTES),
  }))
}

const carriedSnapshots = (items: readonly CarriedEntry[]): Snapshot[] => {
  const snapshots: Snapshot[] = []
  let piece: CarriedEntry[] = []
  let bytes = 0
  for (const item of items) {
    if (piece.length > 0 && bytes + item.signed.length > MAX_PIECE_BYTES) {
      snapshots.push({ form: 'carried', items: piece })
      piece = []
      bytes = 0
    }
    piece.push(item)
    bytes += item.signed.length + 8
  }
  return piece.length > 0 ? [...snapshots, { form: 'carried', items: piece }] : snapshots
}

const baseSnapshot = (state: State, audience: DocAudience, entries: number): Snapshot => {
  const everyone = audience === Audience.everyone
  return {
    form: 'base',
    entries,
    counters: countersOf(state, laneOf(audience)),
    reports: audience === Audience.organizers ? countersOf(state, Lanes.report) : [],
    heads: everyone ? state.heads.slice(windowStart(state.index), state.index + 1) : new Uint8Array(0),
    blind: everyone ? state.blind.slice() : [],
  }
}

const countersOf = (state: State, lane: Lane): CounterRow[] =>
  [...state.devices].flatMap(([id, device]) => {
    const { n } = counterOf(device, lane)
    return n > 0 ? [{ device: id, n }] : []
  })
