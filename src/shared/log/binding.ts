/** Yjs client ids belong to devices: none may write under another's, and no update may refer to what the log lacks. */

import { type Binding, type Doc, partKey } from './folded.ts'
import type { DeviceId, Part } from './ids.ts'
import type { UpdateSummary } from './updateGuard.ts'

/** Client ids that one device may use up in one part. An honest one keeps its id, and takes another only after a restore. */
const MAX_CLIENTS_PER_DEVICE = 512

/** Why the update may not count as this device's, or null. */
export const bindingFault = (
  doc: Doc,
  part: Part,
  device: DeviceId,
  summary: UpdateSummary,
): 'client' | 'gap' | null => {
  const bound = doc.parts.get(partKey(part)) ?? new Map<number, Binding>()
  const reached = new Map<number, number>()
  let fresh = 0
  for (const { client, from, to } of summary.clients) {
    const binding = bound.get(client)
    if (binding && binding.device !== device) return 'client'
    if (!binding) fresh += 1
    // Either it goes on exactly where the log stands, or it says again what the log has. An overlap with something new in it
    // can make Yjs throw in the middle (it attaches the rest to what may be collected), and no honest device sends one.
    const clock = binding?.clock ?? 0
    if (from !== clock && to > clock) return 'gap'
    reached.set(client, to)
  }
  if (fresh > 0 && fresh + clientsOf(bound, device) > MAX_CLIENTS_PER_DEVICE) return 'client'
  for (const [client, clock] of summary.needs)
    if (clock > (bound.get(client)?.clock ?? 0) && clock > (reached.get(client) ?? 0)) return 'gap'
  return null
}

const clientsOf = (bound: ReadonlyMap<number, Binding>, device: DeviceId): number => {
  let count = 0
  for (const binding of bound.values()) if (binding.device === device) count += 1
  return count
}

/** Notes what the update at index `here` adds. */
export const bind = (doc: Doc, part: Part, device: DeviceId, summary: UpdateSummary, here: number): void => {
  const key = partKey(part)
  const bound = doc.parts.get(key) ?? new Map<number, Binding>()
  for (const { client, to } of summary.clients) {
    const binding = bound.get(client)
    if (!binding) bound.set(client, { device, since: here, clock: to, at: here })
    else if (to > binding.clock) {
      binding.clock = to
      binding.at = here
    }
  }
  if (bound.size > 0) doc.parts.set(key, bound)
}
