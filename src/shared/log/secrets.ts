/** What a control entry hands to this device: the secret of a new epoch, or those of a higher role. */
import { equal } from '../crypto/bytes.ts'
import { hash } from '../crypto/hash.ts'
import type { CircleOp, ControlOp, DeviceBox } from './controlOp.ts'
import { roleOf, type State } from './folded.ts'
import { Role } from './ids.ts'
import { circleSecret, matches, moderatorsMatch } from './ladder.ts'
import type { Alarm, FoldContext } from './verdict.ts'

/**
 * After the op was applied: takes our box into the keyring. Gives the alarm if a secret that we are sent, or already hold from
 * a mailbox, is not the one that was signed (then it is not kept), or if the key for reports is not the organizers'.
 */
export const takeSecrets = (state: State, context: FoldContext, op: ControlOp): Alarm | undefined => {
  if (op.op === 'role') return openOurs(state, context, op.boxes) ? undefined : 'keys'
  if (op.op === 'circle') return takeCircle(state, context, op) ? undefined : 'keys'
  if (op.op !== 'genesis' && op.op !== 'rotate') return undefined
  const dropped = dropForeign(state, context)
  const opened = op.op === 'genesis' || openOurs(state, context, op.boxes)
  const held = context.keyring.get(state.epoch)
  const signed = state.keys[state.epoch]
  const whole = opened && !(dropped && !held)
  return whole && (!held || !signed || moderatorsMatch(held, signed)) ? undefined : 'keys'
}

/** False only if we were sent something that is not what was signed. */
const openOurs = (state: State, { me, keyring }: FoldContext, boxes: readonly DeviceBox[]): boolean => {
  const role = me ? roleOf(state, me.id) : null
  const ours = boxes.find(({ device }) => device === me?.id)
  return !me || !ours || role === null || keyring.learn(ours.box, me.box, (epoch) => state.keys[epoch], role)
}

/**
 * False if an organizer signed another secret than the one that follows from the organizers' own, as far as this device can
 * tell, or sent this device something that was not signed.
 */
const takeCircle = (state: State, { me, keyring }: FoldContext, { slot, commitment, boxes }: CircleOp): boolean => {
  const organizers = keyring.get(state.epoch)?.secrets[Role.organizer]
  if (organizers) return equal(hash(circleSecret(organizers, slot)), commitment)
  const commitments = state.circles.get(slot)?.commitments
  return !me || !commitments || keyring.learnCircle(boxes, me.box, slot, commitments)
}

/** A secret for the new epoch that came another way, such as from a mailbox, and is not the one that was signed. */
const dropForeign = (state: State, { keyring }: FoldContext): boolean => {
  const held = keyring.get(state.epoch)
  const signed = state.keys[state.epoch]
  if (!held || !signed || matches(held, signed)) return false
  keyring.remove(state.epoch)
  return true
}
