import { afterEach, describe, expect, it } from 'vitest'
import { memoryStorage } from '#renderer/storage/memoryStorage.ts'
import type { RoomRow, Storage } from '#renderer/storage/store.ts'
import { Communities } from './communities.ts'
import type { CommunitySession } from './communitySession.ts'

let open: CommunitySession[] = []
afterEach(async () => {
  for (const session of open) await session.close()
  open = []
})

const world = {
  timer: { after: () => () => {}, random: () => 0 },
  now: () => 0,
  dialRelay: () => () => ({ send: () => {}, close: () => {} }),
}
const start = (storage: Storage) => Communities.open(storage, new Uint8Array(32).fill(1), world)

/** Closes a community and opens it again with its room row changed. */
async function reopened(storage: Storage, change: Partial<Record<keyof RoomRow, unknown>>) {
  const first = await (await start(storage)).create('Riverside', 'leaf', 'Amara')
  const before = first.inspect()
  await first.close()
  const store = storage.community(first.room)
  await store.commit({ room: change as Partial<RoomRow> })
  const again = await (await start(storage)).open(first.room)
  open.push(again)
  return { before, after: again.inspect(), role: again.role, row: await store.room() }
}

describe('the keys of a community', () => {
  it('are enough, with the entries, to make the state of the fold again; it is stored then', async () => {
    const { before, after, role, row } = await reopened(memoryStorage(), { state: new Uint8Array(0), stateSeq: 0 })
    expect(after).toEqual(before)
    expect(role).toBe(3)
    expect(row?.state.length).toBeGreaterThan(0)
  })

  it('are taken out of a state that an earlier version stored, and stored beside it', async () => {
    const { before, after, row } = await reopened(memoryStorage(), { keys: undefined })
    expect(after).toEqual(before)
    expect(row?.keys?.length).toBeGreaterThan(0)
  })

  it('that do not open are an error and never replaced', async () => {
    await expect(reopened(memoryStorage(), { keys: new Uint8Array(80) })).rejects.toThrow('storage.damaged')
  })
})
