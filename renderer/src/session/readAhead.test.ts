import { expect, it } from 'vitest'
import type { DocRow } from '#renderer/storage/store.ts'
import { DocService } from './docService.ts'
import { emptyState } from './storedState.ts'
import { testSeal } from './testSeal.ts'

const key = (n: number) => String(n).repeat(16)

/** Documents of which nothing is stored but their row. */
const serviceOver = (row: (doc: string) => DocRow) =>
  new DocService({
    store: { doc: async (doc: string) => row(doc), entriesOf: async () => [] },
    seal: testSeal,
    log: () => 0,
    pending: () => [],
    mayRead: () => true,
  } as never)

it('what was read ahead is not read again, and only of the last four', async () => {
  const read: string[] = []
  const service = serviceOver((doc) => {
    read.push(doc)
    return { doc, clientId: 1, seq: 0, state: emptyState(testSeal, doc) }
  })
  for (const n of [1, 2, 3, 4, 5]) await service.readAhead(key(n))
  await service.readAhead(key(5))
  expect(read).toEqual([1, 2, 3, 4, 5].map(key))
  await service.open(key(5))
  await service.open(key(2))
  expect(read).toHaveLength(5)
  await service.open(key(1))
  expect(read.slice(5)).toEqual([key(1)])
})

it('a document that could not be read ahead is read again by whoever opens it', async () => {
  let broken = true
  const service = serviceOver((doc) => {
    if (broken) throw new Error('disk')
    return { doc, clientId: 7, seq: 0, state: emptyState(testSeal, doc) }
  })
  await service.readAhead(key(1))
  broken = false
  expect(await service.open(key(1))).toEqual({ clientId: 7, updates: [] })
})
