/** The only place where authority is decided. docs/protocol.md, section Fold. */
import { equal } from '../crypto/bytes.ts'
import { hash } from '../crypto/hash.ts'
import { SIGNATURE_BYTES } from '../crypto/sign.ts'
import { applyGenesis, applyJoin, isGenesisOf, joinFault, ownKey } from './arrival.ts'
import { bind, bindingFault } from './binding.ts'
import type { ContentBody, ControlBody, RegisterBody, UpdateBody } from './body.ts'
import { type Actor, judgeOp } from './control.ts'
import type { CheckpointOp, GenesisOp, JoinOp } from './controlOp.ts'
import { type OpenedEntry, openEntry, readHeader, type Seen, verifyEntry } from './entry.ts'
import { counterOf, linkIn, roleOf, type State, setCounter, standsAbove } from './folded.ts'
import { Audience, isDocAudience, isSlot, Lane, laneOf, Role } from './ids.ts'
import { takeSecrets } from './secrets.ts'
import { applyCheckpoint, checkpointFault, noteSnapshot, snapshotFault, windowStart } from './snapshotRules.ts'
import { guardUpdate } from './updateGuard.ts'
import type { FoldContext, ValidEntry, Verdict, VoidEntry, VoidReason } from './verdict.ts'

export type { FoldContext, Verdict } from './verdict.ts'

/**
 * Folds the next entry of the log into `state` (changed in place, except on 'halt'). Total, synchronous, deterministic: the
 * same entries give the same public state on every peer. `bytes` may be anything. No array of the verdict may be changed; they
 * are views of the opened entry.
 */
export const fold = (state: State, context: FoldContext, bytes: Uint8Array): Verdict => {
  const verdict = judge(state, context, bytes, 'history')
  if (verdict.ok || verdict.void !== 'halt') advance(state, bytes, verdict)
  return verdict
}

/**
 * For control entries from before a checkpoint: the entries between them are gone, so what their authors had seen cannot be
 * compared. The checkpoint names those that were void for it (`state.blind`, set beforehand).
 */
export const foldBlind = (state: State, context: FoldContext, bytes: Uint8Array): Verdict => {
  const listed = state.blind.includes(state.controls + 1)
  const verdict: Verdict = listed ? { ok: false, void: 'fork' } : judge(state, context, bytes, 'blind')
  if (!verdict.ok && verdict.void === 'halt') return verdict
  state.link = hash(state.link, hash(bytes))
  state.controls += 1
  return verdict
}

/** Junk counts too: every entry moves the head, every control entry the link. */
const advance = (state: State, bytes: Uint8Array, verdict: Verdict): void => {
  const own = hash(bytes)
  state.head = hash(state.head, own)
  state.heads.push(state.head)
  state.index += 1
  const misseen = !verdict.ok && (verdict.void === 'fork' || verdict.void === 'old')
  if (misseen) state.lastMisseen = state.index
  if (readHeader(bytes)?.keep !== true) return
  state.link = hash(state.link, own)
  state.controls += 1
  state.controlIndices.push(state.index)
  if (misseen) state.blind.push(state.controls)
}

type Mode = 'history' | 'blind'

const judge = (state: State, context: FoldContext, bytes: Uint8Array, mode: Mode): Verdict => {
  const header = readHeader(bytes)
  if (header && header.epoch !== state.epoch) return { ok: false, void: 'epoch' }
  const opened = openEntry(context.room, context.keyring, bytes)
  if (typeof opened === 'string') return { ok: false, void: opened }
  const { body } = opened.envelope
  if (body.kind !== 'control') return judgeContent(state, context, opened, body, mode)
  const { op } = body
  if (op.op === 'genesis') return judgeGenesis(state, context, opened, op)
  if (op.op === 'join') return judgeJoin(state, context, opened, body, op, mode)
  return judgeControl(state, context, opened, body, mode)
}

const voided = ({ audience, envelope }: OpenedEntry, reason: VoidReason, alarm?: VoidEntry['alarm']): VoidEntry => {
  const { author, n, body } = envelope
  return { ok: false, void: reason, author, n, audience, body, ...(alarm && { alarm }) }
}

const valid = (
  { audience, envelope }: OpenedEntry,
  member: ValidEntry['member'],
  more: Pick<ValidEntry, 'summary' | 'alarm'> = {},
): ValidEntry => ({ ok: true, author: envelope.author, member, n: envelope.n, audience, body: envelope.body, ...more })

/** Control entries are public and marked; nothing else is marked. */
const isMarkedRightly = ({ header, audience, envelope }: OpenedEntry): boolean =>
  envelope.body.kind === 'control' ? header.keep && audience === Audience.everyone : !header.keep

const judgeGenesis = (state: State, context: FoldContext, opened: OpenedEntry, op: GenesisOp): Verdict => {
  const key = ownKey(opened.envelope.author, op)
  if (!key || !verifyEntry(context.room, opened, key)) return { ok: false, void: 'signature' }
  const first = isGenesisOf(state, context.room, opened.signed.subarray(SIGNATURE_BYTES))
  if (!first || !isMarkedRightly(opened)) return voided(opened, 'genesis')
  const member = applyGenesis(state, opened.envelope.author, op)
  const alarm = takeSecrets(state, context, op)
  return valid(opened, member, alarm && { alarm })
}

const judgeJoin = (
  state: State,
  context: FoldContext,
  opened: OpenedEntry,
  body: ControlBody,
  op: JoinOp,
  mode: Mode,
): Verdict => {
  const { author, seen } = opened.envelope
  const key = ownKey(author, op)
  if (!key || !verifyEntry(context.room, opened, key)) return { ok: false, void: 'signature' }
  if (!isMarkedRightly(opened)) return voided(opened, 'audience')
  // No alarm in the next two: anybody who can read could raise it under a new name each time.
  const misseen = seenFault(state, seen, mode)
  if (misseen) return voided(opened, misseen)
  if (!equal(body.prev, linkIn(state))) return voided(opened, 'link')
  const fault = joinFault(state, context.room, author, op)
  const member = fault ? null : applyJoin(state, author, op)
  return member ? valid(opened, member) : voided(opened, fault ?? 'invite')
}

/** Names a head that is not ours, or one that is no longer comparable. */
const seenFault = (state: State, seen: Seen, mode: Mode): 'fork' | 'old' | null => {
  if (mode === 'blind') return null
  if (seen.index > state.index) return 'fork'
  if (state.checkpoint && seen.index < windowStart(state.checkpoint.index)) return 'old'
  const mine = state.heads.at(seen.index)
  return mine && !equal(mine, seen.head) ? 'fork' : null
}

/** What all entries of known authors have in common. */
const authorFault = (state: State, context: FoldContext, opened: OpenedEntry, lane: Lane, mode: Mode) => {
  const { author, n, seen } = opened.envelope
  const device = state.devices.get(author)
  if (!device) return { fault: { ok: false, void: 'stranger' } as const }
  if (!verifyEntry(context.room, opened, device.signPublic)) return { fault: { ok: false, void: 'signature' } as const }
  const role = roleOf(state, author)
  if (role === null) return { fault: voided(opened, 'removed') }
  const misseen = seenFault(state, seen, mode)
  if (misseen) return { fault: voided(opened, misseen, misseen === 'fork' ? 'fork' : undefined) }
  if (n <= counterOf(device, lane).n) return { fault: voided(opened, 'replay') }
  const actor: Actor = { id: author, device, role }
  return { actor, count: () => setCounter(device, lane, { n, at: state.index + 1 }) }
}

const judgeControl = (
  state: State,
  context: FoldContext,
  opened: OpenedEntry,
  { prev, op }: ControlBody,
  mode: Mode,
): Verdict => {
  const { fault, actor, count } = authorFault(state, context, opened, Lane.control, mode)
  if (fault) return fault
  const follows = equal(prev, linkIn(state))
  const marked = isMarkedRightly(opened)
  if (op.op === 'later' && follows && marked && actor.role === Role.steward) return voided(opened, 'halt')
  count()
  if (!marked) return voided(opened, 'audience')
  if (!follows) return voided(opened, 'link', 'link')
  if (op.op === 'checkpoint') return judgeCheckpoint(state, opened, actor, op, mode)
  if (op.op === 'genesis' || op.op === 'join' || op.op === 'later') return voided(opened, 'role')
  const outcome = judgeOp(state, actor, op)
  if (typeof outcome === 'string') return voided(opened, outcome)
  outcome()
  const alarm = takeSecrets(state, context, op)
  return valid(opened, actor.device.member, alarm && { alarm })
}

const judgeCheckpoint = (state: State, opened: OpenedEntry, actor: Actor, op: CheckpointOp, mode: Mode): Verdict => {
  if (mode === 'blind') return valid(opened, actor.device.member)
  const fault = checkpointFault(state, actor.id, actor.role, op)
  if (fault) return voided(opened, fault, fault === 'checkpoint' ? 'checkpoint' : undefined)
  applyCheckpoint(state, op, state.index + 1)
  return valid(opened, actor.device.member)
}

const judgeContent = (
  state: State,
  context: FoldContext,
  opened: OpenedEntry,
  body: ContentBody,
  mode: Mode,
): Verdict => {
  const { fault, actor, count } = authorFault(state, context, opened, laneOf(opened.audience), mode)
  if (fault) return fault
  count()
  if (!isMarkedRightly(opened)) return voided(opened, 'audience')
  if (isSlot(opened.audience)) {
    const circle = state.circles.get(opened.audience)
    if (circle?.epoch !== state.epoch) return voided(opened, circle ? 'epoch' : 'audience')
  }
  if (body.kind === 'later') return voided(opened, 'later')
  if ((opened.audience === Audience.report) !== (body.kind === 'report')) return voided(opened, 'audience')
  switch (body.kind) {
    case 'update':
      return judgeUpdate(state, opened, actor, body)
    case 'snapshot': {
      if (!isDocAudience(opened.audience)) return voided(opened, 'audience')
      const wrong = snapshotFault(state, actor.role, opened.audience, body)
      if (wrong) return voided(opened, wrong)
      const right = noteSnapshot(state, actor.id, opened.audience, body)
      return valid(opened, actor.device.member, right ? {} : { alarm: 'checkpoint' })
    }
    case 'register': {
      const wrong = registerFault(state, opened, actor, body)
      return wrong ? voided(opened, wrong) : valid(opened, actor.device.member)
    }
    case 'report':
      return actor.role < Role.member ? voided(opened, 'role') : valid(opened, actor.device.member)
  }
}

const judgeUpdate = (state: State, opened: OpenedEntry, { id, device, role }: Actor, body: UpdateBody): Verdict => {
  const doc = state.docs.get(body.doc)
  if (!doc) return voided(opened, 'doc')
  if (doc.audience !== opened.audience) return voided(opened, 'audience')
  if (role < doc.write) return voided(opened, 'role')
  const summary = guardUpdate(body.update)
  if (!summary) return voided(opened, 'update')
  const fault = bindingFault(doc, body.part, id, summary)
  if (fault) return voided(opened, fault)
  bind(doc, body.part, id, summary, state.index + 1)
  return valid(opened, device.member, { summary })
}

/** Members write their own registers; whoever stands above a member may blank one. */
const registerFault = (state: State, opened: OpenedEntry, actor: Actor, body: RegisterBody): VoidReason | null => {
  if (actor.role < Role.member || actor.role < opened.audience) return 'role' // circles have no registers
  if (body.subject === null || body.subject === actor.device.member) return null
  const subject = state.members.get(body.subject)
  if (!subject) return 'who'
  return body.value.length === 0 && standsAbove(actor.role, subject.role) ? null : 'role'
}
