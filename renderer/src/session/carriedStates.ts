import type { CommunityStore, EntryRow } from '#renderer/storage/store.ts'
import type { CarriedEntry } from '#shared/log/body.ts'
import { carry, openCarried } from '#shared/log/carried.ts'
import type { CarriedState } from '#shared/log/checkpoint.ts'
import { openContent, openEntry } from '#shared/log/entry.ts'
import { Audience, type CarriedAudience, type RoleAudience, type RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import type { State } from '#shared/log/state.ts'
import { Filed } from './filedUnder.ts'

interface Options {
  readonly room: RoomId
  readonly keyring: Keyring
  readonly store: CommunityStore
}

/**
 * May this device speak for all of the log? Not while something lies here that it could not open when it came and now could:
 * that has to be folded again first.
 */
export async function mayCarry(store: CommunityStore, room: RoomId, keyring: Keyring): Promise<boolean> {
  const hidden = await store.entriesOf(Filed.hidden, 0)
  return hidden.every(({ bytes }) => typeof openEntry(room, keyring, bytes) === 'string')
}

/** The latest registers and all reports, in the words of their authors. */
export async function carriedStates({ room, keyring, store }: Options, state: State): Promise<CarriedState[]> {
  const items: CarriedEntry[] = []
  for (const row of await store.entriesOf(Filed.carried, 0)) items.push(...itemsIn(room, keyring, row))
  for (const kind of [Filed.register, Filed.report])
    for (const { seq, bytes } of await store.entriesOf(kind, 0)) {
      const item = seq <= state.index ? carry(room, keyring, bytes) : null
      if (item) items.push(item)
    }
  const latest = new Map<string, CarriedEntry>()
  for (const [i, item] of items.entries()) {
    const opened = openCarried(state, room, item)
    if (!opened) continue
    const { body } = opened
    const key = body.kind === 'report' ? `report ${i}` : `${body.name} ${body.subject ?? opened.member}`
    latest.delete(key)
    latest.set(key, item)
  }
  const readers = (audience: CarriedAudience): RoleAudience =>
    audience === Audience.report ? Audience.organizers : audience
  return [Audience.everyone, Audience.organizers, Audience.stewards].map((audience) => ({
    audience,
    items: [...latest.values()].filter((item) => readers(item.audience) === audience),
  }))
}

function itemsIn(room: RoomId, keyring: Keyring, { bytes }: EntryRow): readonly CarriedEntry[] {
  const body = openContent(room, keyring, bytes)?.body
  return body?.kind === 'snapshot' && body.snapshot.form === 'carried' ? body.snapshot.items : []
}
