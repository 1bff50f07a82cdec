import { expect, it } from 'vitest'
import { DocService } from './docService.ts'
import { emptyState } from './storedState.ts'
import { testSeal } from './testSeal.ts'

const key = (n: number) => String(n).repeat(16)

it('what was read ahead is not read again, and only of the last four', async () => {
  const read: string[] = []
  const service = new DocService({
    store: {
      doc: async (doc: string) => {
        read.push(doc)
        return { doc, clientId: 1, seq: 0, state: emptyState(testSeal, doc) }
      },
      entriesOf: async () => [],
    },
    seal: testSeal,
    log: () => 0,
    pending: () => [],
    mayRead: () => true,
  } as never)
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
  const service = new DocService({
    store: {
      doc: async (doc: string) => {
        if (broken) throw new Error('disk')
        return { doc, clientId: 7, seq: 0, state: emptyState(testSeal, doc) }
      },
      entriesOf: async () => [],
    },
    seal: testSeal,
    log: () => 0,
    pending: () => [],
    mayRead: () => true,
  } as never)
  await service.readAhead(key(1))
  broken = false
  expect(await service.open(key(1))).toEqual({ clientId: 7, updates: [] })
})
