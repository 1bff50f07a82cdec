import { expect, it } from 'vitest'
import * as Y from 'yjs'
import type { DocNews, DocSource } from '#renderer/session/docSource.ts'
import { Documents } from '#renderer/session/documents.ts'
import { Emitter } from '#renderer/session/emitter.ts'
import { addList, initBoard } from '#shared/domain/board.ts'
import { BoardStore } from './boardStore.svelte.ts'
import { memoryHost } from './memoryHost.ts'

const KEY = '1'.repeat(16)
const randomBytes = (n: number) => crypto.getRandomValues(new Uint8Array(n))

function desk() {
  const news = new Emitter<DocNews>()
  const edits: { key: string; update: Uint8Array }[] = []
  const inUse = new Set<string>()
  const made = new Y.Doc()
  initBoard(made, { by: 'a' as never, now: 1, randomBytes, origin: 'x' })
  const board = Y.encodeStateAsUpdate(made)
  let hold: Promise<void> = Promise.resolve()
  const source: DocSource = {
    news,
    open: async (key) => {
      inUse.add(key)
      await hold
      return { clientId: 7, updates: key === KEY ? [board] : [] }
    },
    close: (key) => void inUse.delete(key),
    edit: async (key, update) => void edits.push({ key, update }),
    writeNew: async () => {},
    presence: () => {},
  }
  const documents = new Documents({ source, randomId: () => 1, breathe: async () => {} })
  const host = { ...memoryHost({ now: () => 1, randomBytes }), openDoc: (key: string) => documents.open(key) }
  const replace = (key: string) => {
    inUse.delete(key) // DocService.replace
    news.emit({ kind: 'replaced', key })
  }
  return {
    replace,
    edits,
    inUse,
    documents,
    host,
    /** Documents that are opened from now on come when what is returned is called. */
    holdUp: () => {
      let go = () => {}
      hold = new Promise((done) => {
        go = done
      })
      return go
    },
  }
}

/** Until all that is under way has come to rest: nothing here waits for anything but its turn. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((done) => setTimeout(done))
}

it('what is typed into a long text after its document was replaced is kept', async () => {
  const { replace, edits, host } = desk()
  const board = await BoardStore.open(KEY, host)
  const text = await board.description('c'.repeat(16) as never)
  text.write('one')
  expect(edits).toHaveLength(1)
  replace(`${KEY}.${'c'.repeat(16)}`)
  await rest()
  const now = await board.description('c'.repeat(16) as never) // even when the sheet is opened anew
  now.write('one two')
  expect(edits).toHaveLength(2)
})

it('what is changed on a board while it is opened anew is kept or refused', async () => {
  const { replace, edits, host, holdUp } = desk()
  const board = await BoardStore.open(KEY, host)
  const open = holdUp()
  replace(KEY)
  await rest()
  const said = board.run(addList, { title: 'typed meanwhile' })
  open()
  await rest()
  const there = board.lists.some(({ title }) => title === 'typed meanwhile')
  expect([said.ok, there, edits.length]).toSatisfy((v) => v[0] === false || (v[1] === true && v[2] === 1))
})

it('a board that is left while it is opened anew is let go of', async () => {
  const { replace, host, holdUp, inUse } = desk()
  const board = await BoardStore.open(KEY, host)
  const open = holdUp()
  replace(KEY)
  await rest()
  board.destroy()
  open()
  await rest()
  expect(inUse.has(KEY)).toBe(false)
})

it('one document that cannot be read does not stop all cards with dates', async () => {
  const { DatedCards } = await import('./datedCards.svelte.ts')
  const { host } = desk()
  const unhandled: unknown[] = []
  const on = (error: unknown) => void unhandled.push(error)
  process.on('unhandledRejection', on)
  const dated = new DatedCards({
    ...host,
    openDoc: (key) => (key === 'bad' ? Promise.reject(new Error('doc.private')) : host.openDoc(key)),
  })
  dated.follow([{ key: 'bad', hue: 'sky' as never }])
  await rest()
  dated.follow([{ key: KEY, hue: 'sky' as never }])
  await rest()
  process.off('unhandledRejection', on)
  expect([dated.busy, unhandled.length]).toEqual([false, 0])
})

it('nothing is offered to be taken back in a document that was replaced', async () => {
  const { replace, host } = desk()
  const board = await BoardStore.open(KEY, host)
  board.run(addList, { title: 'mine' })
  expect(board.canUndo).toBe(true)
  replace(KEY)
  await rest()
  expect([board.canUndo, board.undo()]).toEqual([false, false])
  board.run(addList, { title: 'again' })
  expect(board.undo()).toBe(true)
  expect(board.lists.some(({ title }) => title === 'again')).toBe(false)
})
