import { flushSync } from 'svelte'
import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import { expect, it, vi } from 'vitest'
import { type DocId, idFromBytes, type PersonId } from '#shared/domain/ids.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import { memberId, memoryHost } from './memoryHost.ts'
import { Newcomers } from './newcomers.svelte.ts'
import { PeopleStore } from './peopleStore.svelte.ts'

const docId = (n: number) => idFromBytes<DocId>(Uint8Array.of(0xee, 0, 0, 0, 0, 0, 0, n))
const id = (n: number) => memberId(n) as string as PersonId
const NOON = Date.UTC(2031, 4, 1, 12)
const TODAY = '2031-05-01'

/** An organizer's app with a list of people. What is set here changes as the session's news would have it. */
async function setUp(kept: unknown, names: Readonly<Record<number, string>>) {
  const host = memoryHost({ now: () => NOON, randomBytes: seededBytes(1) })
  const members = new SvelteMap(Object.entries(names).map(([n, name]) => [Number(n), name]))
  const all = () => [...members].map(([n, name]) => ({ id: memberId(n), name, role: 1 }))
  const list = PeopleStore.open({
    ...host,
    documents: () => [
      { id: docId(6), audience: 0 },
      { id: docId(7), audience: 2 },
    ],
    members: () => all() as never,
    ownWords: () => undefined,
  })
  await vi.waitUntil(() => list.ready)
  const state = new SvelteSet<'caught up' | 'saved'>(['caught up', 'saved'])
  const disk = { value: kept }
  const begin = () =>
    new Newcomers({
      kept: {
        read: async () => disk.value,
        keep: async (value) => {
          disk.value = value
        },
      },
      members: () => all().map((member) => member.id),
      caughtUp: () => state.has('caught up'),
      saved: () => state.has('saved'),
      list: () => list,
    })
  /** Everything that follows from what was changed has happened. */
  const settle = async () => {
    for (let i = 0; i < 4; i++) {
      await Promise.resolve()
      flushSync()
    }
  }
  const come = (n: number, name: string) => {
    members.set(n, name)
    host.setMayWrite(true)
  }
  const go = (n: number) => {
    members.delete(n)
    host.setMayWrite(true)
  }
  const joined = (n: number) => list.person(id(n))?.joined
  return { begin, settle, come, go, joined, list, state, disk }
}

it('notes the day for whoever comes while the app knows the others, and no step of undo', async () => {
  const { begin, settle, come, joined, list, disk } = await setUp([memberId(1)], { 1: 'Amara' })
  begin()
  await settle()
  expect(joined(1)).toBe('')
  come(2, 'Jonas')
  await settle()
  expect(joined(2)).toBe(TODAY)
  expect(joined(1)).toBe('')
  expect(list.canUndo).toBe(false)
  expect(disk.value).toEqual([memberId(1), memberId(2)])
})

it('who came while the app was closed is noted at the next start', async () => {
  const { begin, settle, joined } = await setUp([memberId(1)], { 1: 'Amara', 2: 'Jonas' })
  begin()
  await settle()
  expect(joined(2)).toBe(TODAY)
})

it('a device that looks for the first time takes all for known, once it has read to the end', async () => {
  const { begin, settle, come, joined, state, disk } = await setUp(null, { 1: 'Amara' })
  state.delete('caught up')
  begin()
  await settle()
  expect(disk.value).toBeNull()
  come(2, 'Jonas')
  await settle()
  state.add('caught up')
  await settle()
  expect(disk.value).toEqual([memberId(1), memberId(2)])
  expect(joined(2)).toBe('')
  come(3, 'Zoe')
  await settle()
  expect(joined(3)).toBe(TODAY)
})

it('whoever is known by that day alone leaves the list with the community; what somebody wrote stays', async () => {
  const { begin, settle, come, go, joined, list } = await setUp([memberId(1)], { 1: 'Amara' })
  begin()
  await settle()
  come(2, 'Jonas')
  come(3, 'Zoe')
  await settle()
  must(list.change(id(3), { role: 'Treasurer' }))
  expect([joined(2), joined(3)]).toEqual([TODAY, TODAY])
  go(2)
  go(3)
  await settle()
  expect(list.people.map(({ name }) => name).sort()).toEqual(['Amara', 'Zoe'])
})

it('a day that another organizer has written before is not touched', async () => {
  const { begin, settle, come, joined, list } = await setUp([memberId(1)], { 1: 'Amara' })
  come(2, 'Jonas')
  must(list.change(id(2), { joined: '2030-12-24' }))
  begin()
  await settle()
  expect(joined(2)).toBe('2030-12-24')
})

it('what an organizer wrote or took away stays', async () => {
  const { begin, settle, come, joined, list } = await setUp([memberId(1)], { 1: 'Amara' })
  const first = begin()
  await settle()
  come(2, 'Jonas')
  await settle()
  list.change(id(2), { joined: '2020-01-01' })
  await settle()
  expect(joined(2)).toBe('2020-01-01')
  list.change(id(2), { joined: '' })
  await settle()
  first.close()
  begin()
  await settle()
  expect(joined(2)).toBe('')
})

it('waits for the name of whoever joins, and takes nobody for known before the day is on the disk', async () => {
  const { begin, settle, come, joined, state, disk } = await setUp([memberId(1)], { 1: 'Amara' })
  begin()
  await settle()
  come(2, '')
  await settle()
  expect(joined(2)).toBe('')
  state.delete('saved')
  come(2, 'Jonas')
  await settle()
  expect(joined(2)).toBe(TODAY)
  expect(disk.value).toEqual([memberId(1)])
  state.add('saved')
  await settle()
  expect(disk.value).toEqual([memberId(1), memberId(2)])
})

it('a note with foreign things in it is read as far as it can be', async () => {
  const { begin, settle, come, joined } = await setUp([7, memberId(1), null], { 1: 'Amara' })
  begin()
  await settle()
  come(2, 'Jonas')
  await settle()
  expect(joined(2)).toBe(TODAY)
})
