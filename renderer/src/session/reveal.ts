import type { CommunityStore, EntryRow } from '#renderer/storage/store.ts'
import { openEntry } from '#shared/log/entry.ts'
import type { FoldContext } from '#shared/log/fold.ts'
import { Filed } from './filedUnder.ts'
import { type Aside, foldAside } from './foldAside.ts'

const PAGE = 500

/** What a device sees again that it could not read before. */
export interface Revealed {
  readonly aside: Aside
  /** Rows that are filed under another name now. */
  readonly refiled: readonly EntryRow[]
}

/**
 * After a promotion: folds the log again, with the keys that came, if that opens what was hidden. What everybody can read is
 * judged as before; only private content, its numbers and its client ids come to it (docs/protocol.md, F5).
 * @param context its keyring holds the new keys
 * @returns null when nothing that was hidden opens
 */
export async function reveal(
  store: CommunityStore,
  context: FoldContext,
  floor: number,
  breathe: () => Promise<void>,
): Promise<Revealed | null> {
  const { room, keyring } = context
  const hidden = await store.entriesOf(Filed.hidden, 0)
  if (hidden.every(({ bytes }) => openEntry(room, keyring, bytes) === 'hidden')) return null
  const rows: EntryRow[] = []
  for (let more = true; more; ) {
    const page = await store.entries(rows.at(-1)?.seq ?? 0, PAGE)
    rows.push(...page)
    more = page.length === PAGE
  }
  const aside = await foldAside(context, rows, floor, breathe)
  if (!aside.ok) return null // it was folded before, so this is a fault of the disk: what was there is not touched
  const before = new Map(rows.map(({ seq, doc }) => [seq, doc]))
  const refiled = aside.entries.flatMap(({ row }) => (before.get(row.seq) === row.doc ? [] : [row]))
  return { aside, refiled }
}
