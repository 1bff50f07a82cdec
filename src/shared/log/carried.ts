/** Registers and reports that a checkpoint hands on in the words and under the signature of their authors. */
import type { CarriedEntry, RegisterBody, ReportBody } from './body.ts'
import { type OpenedEntry, openEntry, openSigned, verifyEntry } from './entry.ts'
import type { State } from './folded.ts'
import { Audience, type DeviceId, isSlot, type MemberId, type RoomId } from './ids.ts'
import type { Keyring } from './keyring.ts'

/** From the entry of a register or report that the fold has found valid. Null for anything else. */
export const carry = (room: RoomId, keyring: Keyring, entry: Uint8Array): CarriedEntry | null => {
  const opened = openEntry(room, keyring, entry)
  if (typeof opened === 'string' || !isCarried(opened)) return null
  const { audience } = opened
  if (isSlot(audience)) return null
  return { audience, epoch: opened.header.epoch, signed: opened.signed.slice() }
}

const isCarried = ({ envelope }: OpenedEntry): boolean =>
  envelope.body.kind === 'register' || envelope.body.kind === 'report'

export interface CarriedContent {
  readonly author: DeviceId
  readonly member: MemberId
  readonly audience: Audience
  readonly body: RegisterBody | ReportBody
}

/**
 * What a handed-on entry says, if its author's signature is good. Whether it counted when it was written is the word of the
 * steward who hands it on. Null if it is not what it claims.
 */
export const openCarried = (
  state: State,
  room: RoomId,
  { audience, epoch, signed }: CarriedEntry,
): CarriedContent | null => {
  const opened = openSigned({ epoch, audience, signed })
  const device = opened && state.devices.get(opened.envelope.author)
  if (!opened || !device || !verifyEntry(room, opened, device.signPublic)) return null
  const { author, body } = opened.envelope
  const content = { author, member: device.member, audience }
  if (body.kind === 'report' && audience === Audience.report) return { ...content, body }
  return body.kind === 'register' && audience !== Audience.report ? { ...content, body } : null
}
