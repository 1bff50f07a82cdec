import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { initCommunity } from '#shared/domain/community.ts'
import { type DocId, idFromBytes, type PersonId } from '#shared/domain/ids.ts'
import { addPerson, changePerson } from '#shared/domain/people/changePerson.ts'
import { addCircle, changeCircle } from '#shared/domain/people/circles.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import { CirclesOwn } from './circlesOwn.svelte.ts'
import { CommunityDoc } from './communityDoc.svelte.ts'
import { memberId, memoryHost } from './memoryHost.ts'
import { PeopleStore } from './peopleStore.svelte.ts'

const docId = (n: number) => idFromBytes<DocId>(Uint8Array.of(0xee, 0, 0, 0, 0, 0, 0, n))
const SLOT = 16
const JONAS = memberId(2) as string as PersonId

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A list of people with a circle that Jonas is in, seen by an organizer; `members` is who holds keys of it now. */
async function setUp({ members = [] as readonly string[], keys = true, reachable = true, mayOrganize = true } = {}) {
  const host = memoryHost({ now: () => 1, randomBytes: seededBytes(1) })
  const docs = new Map([
    [0 as const, host.doc(docId(6))],
    [2 as const, host.doc(docId(7))],
    [3 as const, host.doc(docId(8))],
  ])
  const ctx = { by: memberId(1), now: 1, randomBytes: seededBytes(2), origin: null }
  const circle = must(addCircle(docs, { name: 'Kitchen', hue: 'moss' }, ctx))
  const people = PeopleStore.open({
    ...host,
    documents: () => [
      { id: docId(6), audience: 0 },
      { id: docId(7), audience: 2 },
      { id: docId(8), audience: 3 },
    ],
    members: () => [1, 2, 3].map((n) => ({ id: memberId(n), name: `M${n}`, role: 1 })) as never,
    ownWords: () => undefined,
  })
  await vi.waitUntil(() => people.ready)
  const asked: [string, readonly string[]][] = []
  const made: [number, number][] = []
  const view = { circleKeys: keys ? [{ slot: SLOT, circle, members, reads: true, waiting: false }] : [] }
  const session = {
    view,
    docs: (kind: number) => made.filter(([of]) => of === kind).map(([, audience]) => ({ audience })),
    keepCircle: async (id: string, who: readonly string[]) => {
      asked.push([id, who])
      return { ok: true, slot: SLOT }
    },
    createDoc: async (kind: number, _write: number, audience: number) => {
      made.push([kind, audience])
      return { ok: true, id: docId(kind) }
    },
    open: (key: string) => host.openDoc(key),
  }
  const list = new CommunityDoc(docId(1), SLOT, (key) => host.openDoc(key))
  const own = new CirclesOwn({
    session: session as never,
    context: () => ctx,
    mayOrganize: () => mayOrganize,
    reachable: () => reachable,
    directory: () => people,
    isMember: (id) => [memberId(1), memberId(2), memberId(3)].some((one) => (one as string) === id),
    lists: () => (made.length > 0 ? [list] : []),
    makeList: async (slot, name) => {
      if (made.some(([kind]) => kind === 1)) return null
      made.push([1, slot])
      initCommunity(host.doc(docId(1)), { name }, ctx)
      await list.open()
      return null
    },
  })
  const put = (id: PersonId, how: 'in' | null) => must(people.change(id, { circles: new Map([[circle, how]]) }))
  const calm = async () => {
    flushSync()
    await vi.advanceTimersByTimeAsync(5_000)
  }
  const shown = () => people.circles.find(({ id }) => id === circle)
  return { own, asked, made, docs, ctx, circle, put, calm, list, people, shown }
}

it('keys go to those of the circle who have the app, once nothing changes any more', async () => {
  const { asked, docs, ctx, circle, put, calm } = await setUp()
  const offline = must(addPerson(docs, { name: 'Nobody with the app', home: 0 }, ctx))
  put(offline, 'in')
  put(JONAS, 'in')
  flushSync()
  await vi.advanceTimersByTimeAsync(500)
  expect(asked).toEqual([])
  put(memberId(3) as string as PersonId, 'in')
  await calm()
  expect(asked).toEqual([[circle, [memberId(2), memberId(3)]]])
})

it('keys are taken from whoever is taken out', async () => {
  const { asked, circle, put, calm } = await setUp({ members: [memberId(2)] })
  put(JONAS, 'in')
  await calm()
  expect(asked).toEqual([])
  put(JONAS, null)
  await calm()
  expect(asked).toEqual([[circle, []]])
})

it('nothing is asked without a connection, by a member, or for a circle without keys', async () => {
  for (const without of [{ reachable: false }, { mayOrganize: false }, { keys: false }]) {
    const { asked, put, calm } = await setUp(without)
    put(JONAS, 'in')
    await calm()
    expect(asked, JSON.stringify(without)).toEqual([])
  }
})

it('somebody of whom only stewards know is not counted: organizers’ apps would come to another answer', async () => {
  const { own, docs, ctx, put, shown, people } = await setUp()
  put(JONAS, 'in')
  must(changePerson(docs, JONAS, { home: 3 }, ctx))
  await vi.waitUntil(() => people.person(JONAS)?.home === 3)
  const circle = shown()
  expect(circle && own.membersOf(circle)).toEqual([])
})

it('a circle is given keys, a list of boards that bears its name, and a calendar, each once', async () => {
  const { own, asked, made, list, put, calm, shown } = await setUp()
  put(JONAS, 'in')
  const circle = shown()
  expect(circle && (await own.give(circle))).toEqual({ ok: true, access: 'circle-16' })
  expect(asked).toHaveLength(1)
  expect(made).toEqual([
    [1, SLOT],
    [2, SLOT],
  ])
  expect(list.value.name).toBe('Kitchen')
  expect(await own.complete(SLOT as never, 'Kitchen')).toBeNull()
  expect(made).toHaveLength(2)
  expect(own.all).toMatchObject([{ access: 'circle-16', name: 'Kitchen' }])
  await calm()
})

it('its members read the name that it was given last', async () => {
  const { own, docs, ctx, circle, list, calm, shown } = await setUp()
  const found = shown()
  if (found) await own.give(found)
  must(changeCircle(docs, circle, { name: 'Cooks' }, ctx))
  await calm()
  expect(list.value.name).toBe('Cooks')
})

it('without a connection it cannot be given any, and is told so', async () => {
  const { own, asked, shown } = await setUp({ keys: false, reachable: false })
  const circle = shown()
  expect(circle && (await own.give(circle))).toEqual({ ok: false, code: 'circle.offline' })
  expect(asked).toEqual([])
})
