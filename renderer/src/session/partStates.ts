import * as Y from 'yjs'
import type { PartState } from '#shared/log/checkpoint.ts'
import type { DocId, Part } from '#shared/log/ids.ts'
import { audiencesIn, writtenParts } from '#shared/log/snapshotRules.ts'
import type { State } from '#shared/log/state.ts'
import { type ConfirmedOptions, confirmedDoc } from './confirmed.ts'
import { docKey } from './docKey.ts'
import type { Upkeep } from './upkeep.ts'

type Options = Omit<ConfirmedOptions, 'breathe'> & { readonly upkeep: Upkeep }

/**
 * The states of all parts as the log gives them at `state`, for a checkpoint.
 * @returns null if what is stored is not what the log says: then this device must not speak for it
 */
export async function partStates(options: Options, state: State): Promise<PartState[] | null> {
  const { breathe, deflate } = options.upkeep
  const parts: PartState[] = []
  for (const audience of audiencesIn(state))
    for (const { docId, key, doc: rule } of writtenParts(state, audience, state.index)) {
      const place = { doc: docId as DocId, part: (key || null) as Part }
      const doc = await confirmedDoc({ ...options, breathe }, docKey(place.doc, place.part), state.index)
      const right = [...(rule.parts.get(key) ?? [])].every(
        ([client, { clock }]) => Y.getState(doc.store, client) === clock,
      )
      const bytes = Y.encodeStateAsUpdate(doc)
      doc.destroy()
      if (!right) return null
      parts.push({ ...place, ...(await deflate(bytes)) })
      await breathe()
    }
  return parts
}
