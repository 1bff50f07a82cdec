import type { PartSnapshot, SnapshotBody } from '#shared/log/body.ts'
import type { Verdict } from '#shared/log/fold.ts'
import type { DeviceId } from '#shared/log/ids.ts'
import { docKey } from './docKey.ts'

/** Names under which entries are found again that are no updates; keys of documents are hex, so none of them is one. */
export const Filed = {
  nothing: '',
  register: 'register',
  report: 'report',
  /** Of a checkpoint that this device did not start from: it has the history itself. */
  snapshot: 'snapshot',
  /** Registers and reports of the checkpoint that this device started from. */
  carried: 'carried',
  /** For an audience that this device did not belong to. */
  hidden: 'hidden',
} as const

/** What a row of the log is filed under: its document, or what else it is; '' for control entries and all else void. */
export function filedUnder(verdict: Verdict): string {
  if (!verdict.ok) return verdict.void === 'hidden' ? Filed.hidden : Filed.nothing
  const { body } = verdict
  if (body.kind === 'update') return docKey(body.doc, body.part)
  if (body.kind === 'register' || body.kind === 'report' || body.kind === 'snapshot') return body.kind
  return Filed.nothing
}

/** The same on a device that starts from the checkpoint of this author for this index. */
export function filedWhenAdopted(verdict: Verdict, author: DeviceId, asOf: number): string {
  if (!verdict.ok || verdict.author !== author || verdict.body.kind !== 'snapshot') return filedUnder(verdict)
  return verdict.body.asOf === asOf ? placeOf(verdict.body) : Filed.snapshot
}

function placeOf({ snapshot }: SnapshotBody): string {
  if (snapshot.form === 'part') return keyOf(snapshot)
  return snapshot.form === 'carried' ? Filed.carried : Filed.snapshot
}

const keyOf = ({ doc, part }: PartSnapshot): string => docKey(doc, part)
