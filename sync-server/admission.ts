import type { AppendFrame, Refusal } from '#shared/protocol/frames.ts'
import type { Limits } from '#shared/protocol/limits.ts'
import { MAILBOX, STEWARD } from '#shared/protocol/rights.ts'

/**
 * Why an append is refused for what it is, whatever the log holds; or null. A rotation that would leave a room without a
 * steward's gate would lock it for ever, so it needs one.
 */
export const refuseFrame = (frame: AppendFrame, keep: boolean, rights: number, limits: Limits): Refusal | null => {
  const { entry, rotation } = frame
  if (entry.length > limits.entryBytes) return 'size'
  if (keep && !(rights & (MAILBOX | STEWARD)) && entry.length > limits.memberControlBytes) return 'size'
  if (!rotation) return null
  if (!rotation.gates.some((gate) => gate.rights & STEWARD)) return 'rights'
  if (rotation.gates.length > limits.gates) return 'size'
  if (rotation.mailboxes.some((mailbox) => mailbox.blob.length > limits.mailboxBytes)) return 'size'
  return rotation.mailboxes.length > limits.mailboxes ? 'quota' : null
}
