import { expect, it } from 'vitest'
import { DocService } from './docService.ts'

const KEY = '1'.repeat(16)
const update = Uint8Array.of(1, 2, 3)
const entry = (waited: boolean) => [{ doc: KEY, update, author: 'a' as never, waited }]

it('an edit that becomes part of the log while the document is being read is told; once it is open, what waited is not', async () => {
  let read = () => {}
  const reading = new Promise<never[]>((done) => {
    read = () => done([])
  })
  const service = new DocService({
    room: 'room',
    keyring: {},
    store: {
      doc: async () => ({ doc: KEY, clientId: 1, seq: 0, state: new Uint8Array(0) }),
      entriesOf: () => reading,
    },
    seal: { open: () => null },
    randomId: () => 1,
    log: () => 0,
    // The entry came after the stored ones were read, and its row was dropped before those that wait were.
    pending: () => [],
    mayRead: () => true,
    edit: async () => {},
    presence: () => {},
  } as never)
  const told: string[] = []
  service.news.on(({ kind }) => told.push(kind))
  const open = service.open(KEY)
  service.applied(entry(true))
  expect(told).toEqual(['updates'])
  read()
  await open
  service.applied(entry(true))
  expect(told).toEqual(['updates'])
  service.applied(entry(false))
  expect(told).toEqual(['updates', 'updates'])
  service.close(KEY)
  service.applied(entry(false))
  expect(told).toHaveLength(2)
})
