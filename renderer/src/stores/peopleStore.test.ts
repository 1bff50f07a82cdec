import { expect, it } from 'vitest'
import { type DocId, idFromBytes } from '#shared/domain/ids.ts'
import { addPerson } from '#shared/domain/people/changePerson.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import { MemberWords } from './memberWords.svelte.ts'
import { memberId, memoryHost } from './memoryHost.ts'
import { PeopleStore } from './peopleStore.svelte.ts'

const PEOPLE = idFromBytes<DocId>(Uint8Array.of(0xee, 0, 0, 0, 0, 0, 0, 6))
const ENOUGH_FOR_PAUSES = 2_000

it('what comes in while the list is gone through is in it', async () => {
  const host = memoryHost({ now: () => 1, randomBytes: seededBytes(1) })
  const docs = new Map([[0 as const, host.doc(PEOPLE)]])
  const ctx = { by: memberId(2), now: 1, randomBytes: seededBytes(2), origin: null }
  for (let at = 0; at < ENOUGH_FOR_PAUSES; at++) must(addPerson(docs, { name: `Person ${at}`, home: 0 }, ctx))
  let pauses = 0
  const store = PeopleStore.open({
    ...host,
    breathe: async () => {
      pauses += 1
      must(addPerson(docs, { name: `Late ${pauses}`, home: 0 }, ctx))
    },
    documents: () => [{ id: PEOPLE, audience: 0 }],
    members: () => [],
    ownWords: () => undefined,
  })
  while (!store.ready) await Promise.resolve()
  expect(pauses).toBeGreaterThan(0)
  expect(store.people).toHaveLength(ENOUGH_FOR_PAUSES + pauses)
  store.close()
})

it('what is written for many goes on to its end whatever else changes in the community meanwhile', async () => {
  const host = memoryHost({ now: () => 1, randomBytes: seededBytes(3) })
  const listeners = new Set<() => void>()
  host.doc(PEOPLE)
  const store = PeopleStore.open({
    ...host,
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    breathe: async () => {
      for (const listener of listeners) listener()
      for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    },
    documents: () => [{ id: PEOPLE, audience: 0 }],
    members: () => [],
    ownWords: () => undefined,
  })
  while (!store.ready) await Promise.resolve()
  const names = Array.from({ length: 200 }, (_, at) => `Person ${at}`)
  const done = await store.runMany(names, (docs, name, ctx) => void must(addPerson(docs, { name, home: 0 }, ctx)))
  expect([done, store.people.length]).toEqual([200, 200])
  store.close()
})

it('what members say is asked for again after a new role or new keys, and after it could not be had', async () => {
  let [role, epoch, fails] = [1, 0, true]
  const session = {
    members: () => [{ id: memberId(2), profile: 'v1' }],
    get role() {
      return role
    },
    get view() {
      return { keys: { epoch } }
    },
    profilesOf: async () => {
      if (fails) throw new Error('rpc')
      return [{ own: {}, sealed: role >= 2 ? { pronouns: 'she' } : null, quiet: epoch > 0 }]
    },
  }
  const words = new MemberWords(session as never)
  await words.refresh()
  expect(words.of(memberId(2))).toBeUndefined()
  fails = false
  await words.refresh()
  expect(words.of(memberId(2))).toEqual({})
  role = 2
  await words.refresh()
  expect(words.of(memberId(2))).toEqual({ pronouns: 'she' })
  epoch = 1
  await words.refresh()
  expect(words.of(memberId(2))).toEqual({ pronouns: 'she', leaveAlone: true })
  // Whoever is no organizer any more keeps nothing of what only organizers read.
  role = 1
  await words.refresh()
  expect(words.of(memberId(2))).toEqual({ leaveAlone: true })
})

it('a large step is taken back and done again with pauses, and nothing is written in between', async () => {
  const host = memoryHost({ now: () => 1, randomBytes: seededBytes(4) })
  let pause = () => {}
  const store = PeopleStore.open({
    ...host,
    breathe: async () => pause(),
    documents: () => [{ id: PEOPLE, audience: 0 }],
    members: () => [],
    ownWords: () => undefined,
  })
  while (!store.ready) await Promise.resolve()
  must(store.run((docs, ctx) => addPerson(docs, { name: 'Was here', home: 0 }, ctx)))
  const names = Array.from({ length: 400 }, (_, at) => `Person ${at}`)
  await store.runMany(names, (docs, name, ctx) => void must(addPerson(docs, { name, home: 0 }, ctx)))
  let pauses = 0
  const refused: unknown[] = []
  pause = () => {
    pauses += 1
    refused.push(store.run((docs, ctx) => addPerson(docs, { name: 'Between', home: 0 }, ctx)))
    expect([store.undo(), store.redo()]).toEqual([false, false])
  }
  const walked = async () => {
    while (store.undoGroup.isWalking) await Promise.resolve()
  }
  expect(store.undo()).toBe(true)
  await walked()
  const now = () => store.people.map(({ name }) => name).filter((name) => name !== '')
  expect([now(), pauses > 5]).toEqual([['Was here'], true])
  expect(refused).toContainEqual({ ok: false, error: { code: 'undo.running' } })
  expect(store.redo()).toBe(true)
  await walked()
  expect(now()).toHaveLength(401)
  pause = () => {}
  store.undo()
  await walked()
  expect(store.undo()).toBe(true)
  expect(now()).toEqual([])
  store.close()
})
