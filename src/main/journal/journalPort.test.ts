import { describe, expect, it } from 'vitest'
import { JOURNAL_CALLS, type JournalCalls } from '../../shared/ipc/journal.ts'
import { type HostPort, serveJournal } from './journalPort.ts'

const ROOM = 'a'.repeat(64)
const GENERATION = '0123456789abcdef'
const nothing = { clear: [], drop: [], put: [] }

/** Asks, and waits for the answer to a sound question asked after it. */
async function ask(data: unknown, fail: Error | null = null): Promise<{ said: unknown[]; called: unknown[][] }> {
  const called: unknown[][] = []
  const journal = Object.fromEntries(
    JOURNAL_CALLS.map((name) => [
      name,
      async (...args: unknown[]) => {
        called.push([name, ...args])
        if (fail) throw fail
      },
    ]),
  ) as unknown as JournalCalls
  const said: unknown[] = []
  let hear: (event: { data: unknown }) => void = () => {}
  await new Promise<void>((done) => {
    const port: HostPort = {
      on: (_event, listener) => {
        hear = listener
      },
      postMessage: (message) => {
        if ((message as { id: number }).id === 99) done()
        else said.push(message)
      },
      start: () => {},
    }
    serveJournal(port, journal)
    hear({ data })
    hear({ data: { id: 99, call: 'list', args: [] } })
  })
  return { said, called: called.slice(0, -1) }
}

describe('the port of the journal', () => {
  it('passes on what is asked rightly', async () => {
    const change = { clear: ['e/'], drop: ['o/1'], put: [{ key: 'about', bytes: new Uint8Array(3) }] }
    const { said, called } = await ask({ id: 1, call: 'append', args: [ROOM, GENERATION, 1, change] })
    expect(called).toEqual([['append', ROOM, GENERATION, 1, change]])
    expect(said).toEqual([{ id: 1, value: undefined }])
  })

  it.each([
    ['a path for a community', 'forget', ['../../etc']],
    ['another form of id', 'read', ['A'.repeat(64), 0]],
    ['a negative place', 'read', [ROOM, -1]],
    ['a fraction', 'append', [ROOM, GENERATION, 1.5, nothing]],
    ['a generation of another form', 'begin', [ROOM, '../x', 0]],
    ['too few arguments', 'begin', [ROOM]],
    ['too many', 'list', [1]],
    ['no change', 'append', [ROOM, GENERATION, 1, null]],
    ['text for bytes', 'fill', [ROOM, [{ key: 'a', bytes: 'x' }]]],
    ['a key with a space', 'fill', [ROOM, [{ key: 'a b', bytes: new Uint8Array(1) }]]],
    ['a long key', 'fill', [ROOM, [{ key: 'a'.repeat(201), bytes: new Uint8Array(1) }]]],
    ['a huge row', 'fill', [ROOM, [{ key: 'a', bytes: new Uint8Array(64 * 1024 * 1024 + 1) }]]],
    ['keys that are none', 'append', [ROOM, GENERATION, 1, { ...nothing, drop: [7] }]],
  ])('refuses %s', async (_what, call, args) => {
    expect(await ask({ id: 1, call, args })).toEqual({ said: [{ id: 1, failed: 'ipc.arguments' }], called: [] })
  })

  it.each([null, 7, 'list', {}, { id: 1 }, { id: 1, call: 'close', args: [] }, { id: 1, call: '__proto__', args: [] }])(
    'does not answer %j',
    async (data) => {
      expect(await ask(data)).toEqual({ said: [], called: [] })
    },
  )

  it('tells a code and never a path', async () => {
    const { said } = await ask({ id: 1, call: 'list', args: [] }, new Error('ENOENT: /home/amara/x'))
    expect(said).toEqual([{ id: 1, failed: 'journal.failed' }])
  })
})
