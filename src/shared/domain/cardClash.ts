import { fingerprint } from './fingerprint.ts'
import { type LooseMap, put, timeOf } from './value.ts'

/**
 * A card that one member put into the bin while another changed it, apart. The bin wins, but neither side should think that the
 * other had known: binning leaves a mark of what the card said, and if the card says something else now, that is shown.
 */
const MARK = 'binnedMark'

/** Keys that make up what a card says: not where it stands, nor where it came from. */
const SAYS = /^(?:title$|due$|done$|label\/|who\/|name\/|group\/|step\/|link\/|comment\/)/

/** Notes what the card says as it is put into the bin; inside the transaction. */
export function markBinned(map: LooseMap): void {
  put(map, MARK, markOf(map))
}

/** Whether the card was changed by somebody who did not know that it was put into the bin. */
export function editedInBin(map: LooseMap): boolean {
  const mark = map.get(MARK)
  return timeOf(map.get('binnedAt')) !== null && typeof mark === 'string' && mark !== markOf(map)
}

/** Ranks of steps are part of it too: whoever sorts a list of steps has worked on the card. Traces of names set apart are not. */
function markOf(map: LooseMap): string {
  const said: string[] = []
  for (const [key, value] of map.entries()) if (SAYS.test(key)) said.push(JSON.stringify([key, plain(value)]))
  return fingerprint(said.sort().join('\n'))
}

/** Values from others may be anything, and an object's keys may be in any order. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value
  if (Object.getPrototypeOf(value) !== Object.prototype) return null
  return Object.entries(value)
    .map(([key, inner]) => [key, typeof inner === 'object' ? null : String(inner)])
    .sort()
}
