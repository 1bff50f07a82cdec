import type { EntryRow } from '#renderer/storage/store.ts'
import { type FoldContext, fold, type Verdict } from '#shared/log/fold.ts'
import type { DeviceId } from '#shared/log/ids.ts'
import { resuming } from '#shared/log/resume.ts'
import { emptyState, type State } from '#shared/log/state.ts'
import { readEntryHeader, type SequencedEntry } from '#shared/protocol/frames.ts'
import { filedUnder, filedWhenAdopted } from './filedUnder.ts'

/** Entries folded between two breaths. */
const BREATH = 16

export interface AsideEntry {
  readonly row: EntryRow
  /** Null for control entries from before a checkpoint: they are folded, but what their authors had seen is not compared. */
  readonly verdict: Verdict | null
}

/** A whole log, folded beside the one in use. */
export interface Aside {
  readonly ok: true
  readonly state: State
  readonly cursor: number
  readonly controlSeq: number
  readonly floor: number
  readonly entries: readonly AsideEntry[]
  /** The checkpoint that it starts from. */
  readonly start: { readonly author: DeviceId; readonly asOf: number } | null
}

/** more: the checkpoint for its floor has not come yet. contradiction: it does not belong to its checkpoint. */
export type Folded = Aside | { readonly ok: false; readonly why: 'more' | 'contradiction' | 'halt' }

/**
 * Folds a log from its beginning, or from the checkpoint where it was trimmed. The context's keyring learns on the way.
 * @param entries from the first on; up to `floor` control entries only count
 */
export async function foldAside(
  context: FoldContext,
  entries: readonly SequencedEntry[],
  floor: number,
  breathe: () => Promise<void>,
): Promise<Folded> {
  const { version } = context.keyring
  const folded = await foldOnce(context, entries, floor, breathe)
  const learned = context.keyring.version !== version
  // Keys that stand further on in the log may open what came before them: a promotion, or a circle's that was handed on.
  return learned && folded.ok && folded.entries.some(isHidden) ? foldOnce(context, entries, floor, breathe) : folded
}

const isHidden = ({ verdict }: AsideEntry): boolean => verdict?.ok === false && verdict.void === 'hidden'

async function foldOnce(
  context: FoldContext,
  entries: readonly SequencedEntry[],
  floor: number,
  breathe: () => Promise<void>,
): Promise<Folded> {
  const kept = entries.filter(({ seq, bytes }) => seq <= floor && readEntryHeader(bytes)?.keep)
  const tail = entries.filter(({ seq }) => seq > floor)
  const begun = floor > 0 ? await resumed(context, kept, tail, breathe) : begin()
  if (!begun.ok) return begun
  const { state } = begun
  const folded: AsideEntry[] = [...kept.map(({ seq, bytes }) => aside(seq, '', bytes, null)), ...begun.entries]
  for (const [i, { seq, bytes }] of tail.slice(begun.entries.length).entries()) {
    if (i % BREATH === 0) await breathe()
    const verdict = fold(state, context, bytes)
    if (!verdict.ok && verdict.void === 'halt') return { ok: false, why: 'halt' }
    folded.push(aside(seq, filedUnder(verdict), bytes, verdict))
  }
  const cursor = folded.at(-1)?.row.seq ?? 0
  const controlSeq = folded.findLast(({ row }) => readEntryHeader(row.bytes)?.keep)?.row.seq ?? 0
  return { ok: true, state, cursor, controlSeq, floor, entries: folded, start: begun.start }
}

const aside = (seq: number, doc: string, bytes: Uint8Array, verdict: Verdict | null): AsideEntry => ({
  row: { seq, doc, bytes },
  verdict,
})

type Begun = { readonly ok: true } & Pick<Aside, 'state' | 'entries' | 'start'>

const begin = (): Begun => ({ ok: true, state: emptyState(), entries: [], start: null })

async function resumed(
  context: FoldContext,
  kept: readonly SequencedEntry[],
  tail: readonly SequencedEntry[],
  breathe: () => Promise<void>,
): Promise<Begun | Extract<Folded, { ok: false }>> {
  const bytesOf = (list: readonly SequencedEntry[]) => list.map(({ bytes }) => bytes)
  const steps = resuming(context, bytesOf(kept), bytesOf(tail))
  let step = steps.next()
  for (let i = 0; !step.done; step = steps.next()) if (++i % BREATH === 0) await breathe()
  const found = step.value
  if (!found.ok) return found
  const { author, asOf, after, verdicts } = found
  const entries = verdicts.flatMap((verdict, i) => {
    const entry = tail[i]
    return entry ? [aside(entry.seq, filedWhenAdopted(verdict, author, asOf), entry.bytes, verdict)] : []
  })
  return { ok: true, state: after, entries, start: { author, asOf } }
}
