import * as Y from 'yjs'
import type { PartSnapshot } from '#shared/log/body.ts'
import { openContent } from '#shared/log/entry.ts'
import { Audience, type DeviceId } from '#shared/log/ids.ts'
import { type ConfirmedOptions, confirmedDoc } from './confirmed.ts'
import { docKey } from './docKey.ts'
import { Filed } from './filedUnder.ts'
import type { Folded } from './folding.ts'
import type { Replica } from './replica.ts'
import { sameState } from './sameState.ts'
import { piecesIn } from './snapshotStates.ts'

const PAGE = 64

type Options = ConfirmedOptions & { readonly replica: Replica; readonly me: DeviceId }

interface Checkpoint {
  readonly author: DeviceId
  readonly asOf: number
  /** Sequence number of its entry. */
  readonly at: number
}

/**
 * Compares the states in other devices' checkpoints with those that this device has from the log: a false one raises the
 * warning *checkpoint*, and changes nothing here.
 */
export function checkSnapshots(options: Options): void {
  let queue: Promise<void> = Promise.resolve()
  options.replica.folded.on((folded) => {
    for (const checkpoint of folded.flatMap(checkpointIn))
      if (checkpoint.author !== options.me)
        queue = queue.then(() => check(options, checkpoint)).catch((error: unknown) => console.error(error))
  })
}

function checkpointIn({ row, verdict }: Folded): Checkpoint[] {
  if (!verdict.ok || verdict.body.kind !== 'control' || verdict.body.op.op !== 'checkpoint') return []
  return [{ author: verdict.author, asOf: verdict.body.op.index, at: row.seq }]
}

async function check(options: Options, { author, asOf, at }: Checkpoint): Promise<void> {
  const { room, keyring, store, breathe, replica } = options
  const log = replica.logs
  // Who was kept out of an audience for a while has not all that was written there.
  const whole = (await store.entriesOf(Filed.hidden, 0)).length === 0
  let pieces: PartSnapshot[] = []
  for (let after = asOf; after < at; ) {
    const rows = await store.entries(after, PAGE)
    const last = rows.at(-1)
    if (!last || replica.logs !== log) return
    after = last.seq
    for (const { seq, bytes } of rows) {
      await breathe()
      const content = seq < at ? openContent(room, keyring, bytes) : null
      if (content?.author !== author || content.body.kind !== 'snapshot' || content.body.asOf !== asOf) continue
      const { snapshot } = content.body
      if (snapshot.form !== 'part' || !(content.audience === Audience.everyone || whole)) continue
      pieces = snapshot.chunk === 0 ? [snapshot] : [...pieces, snapshot]
      if (pieces.length < snapshot.chunks) continue
      const agrees = await partAgrees(options, pieces, asOf)
      if (replica.logs !== log) return
      if (!agrees) return replica.warn({ code: 'checkpoint' })
    }
  }
}

async function partAgrees(options: Options, pieces: readonly PartSnapshot[], asOf: number): Promise<boolean> {
  const [first] = pieces
  const updates = await piecesIn(pieces)
  if (!first || !updates) return false
  const theirs = new Y.Doc({ gc: true })
  const ours = await confirmedDoc(options, docKey(first.doc, first.part), asOf)
  try {
    for (const update of updates) {
      Y.applyUpdate(theirs, update)
      await options.breathe()
    }
    return sameState(ours, theirs)
  } catch {
    return false
  } finally {
    ours.destroy()
    theirs.destroy()
  }
}
