import { describe, expect, it } from 'vitest'
import { renameCard } from '#shared/domain/card.ts'
import type { DocId } from '#shared/domain/ids.ts'
import { newId } from '#shared/domain/ids.ts'
import { must, NOW, seededBytes } from '#shared/domain/testkit.ts'
import { smallBoard } from '#shared/formats/trelloTestkit.ts'
import { BoardStore } from './boardStore.svelte.ts'
import type { ListedBoard } from './communityStore.svelte.ts'
import { ImportStore } from './importStore.svelte.ts'
import { memoryHost } from './memoryHost.ts'

/** A community that has only boards, and none of them at first. */
function community() {
  const randomBytes = seededBytes(1)
  const host = memoryHost({ now: () => NOW, randomBytes })
  const boards: ListedBoard[] = []
  const archived: DocId[] = []
  let reachable = true
  return {
    boards,
    archived,
    host,
    goOffline: () => {
      reachable = false
    },
    openBoard: (id: DocId) => BoardStore.open(id, host),
    createBoard: async (title: string) => {
      if (!reachable) return { ok: false as const, code: 'board.offline' }
      const id = newId<DocId>(randomBytes)
      boards.push({ id, title, hue: 'sky', archivedAt: null, access: 'everyone' })
      return { ok: true as const, id }
    },
    archiveBoard: (id: DocId) => {
      archived.push(id)
      return { ok: true as const, value: undefined }
    },
  }
}

const file = (content: unknown) =>
  new File([typeof content === 'string' ? content : JSON.stringify(content)], 'board.json', {
    type: 'application/json',
  })

async function begin(content: unknown = smallBoard()) {
  const town = community()
  const store = new ImportStore(town)
  await store.read(file(content))
  return { town, store }
}

/** Titles of the cards of a board, list by list. */
async function shown(town: ReturnType<typeof community>, id: DocId | undefined) {
  if (id === undefined) return null
  const board = await town.openBoard(id)
  return board.lists.map((list) => [list.title, ...list.cards.map((card) => board.face(card)?.title)])
}

const ALL = [['To do', 'A', 'B', 'C'], ['Done']]

describe('before anything is written', () => {
  it('a file is only read: what would come is shown, no board is made', async () => {
    const { town, store } = await begin()
    expect(store.phase).toMatchObject({ name: 'preview', board: null, known: 0, summary: { title: 'Board' } })
    expect(town.boards).toEqual([])
  })

  it.each([
    ['no JSON', '{"id": "b", "lists": [', 'import.not-json'],
    ['no board', '[1, 2, 3]', 'import.not-a-board'],
    ['100 levels deep', `${'['.repeat(100)}${']'.repeat(100)}`, 'import.too-deep'],
  ])('%s fails with its reason and makes nothing', async (_, content, code) => {
    const { town, store } = await begin(content)
    expect(store.phase).toEqual({ name: 'failed', code })
    expect(town.boards).toEqual([])
  })

  it('a file that is too large is not even read', async () => {
    const store = new ImportStore(community())
    const huge = file('{}')
    Object.defineProperty(huge, 'size', { value: 1024 ** 3 })
    Object.defineProperty(huge, 'text', { value: () => Promise.reject(new Error('it was read')) })
    await store.read(huge)
    expect(store.phase).toEqual({ name: 'failed', code: 'import.too-large' })
  })

  it('where no board can be made it fails with the reason', async () => {
    const { town, store } = await begin()
    town.goOffline()
    await store.start()
    expect(store.phase).toEqual({ name: 'failed', code: 'board.offline' })
  })
})

describe('an import', () => {
  it('brings lists, cards in order and long texts', async () => {
    const { town, store } = await begin()
    await store.start()
    expect(store.phase).toMatchObject({ name: 'done', outcome: { created: 3, updated: 0 } })
    const id = town.boards[0]?.id
    expect(await shown(town, id)).toEqual(ALL)
    const board = await town.openBoard(id as DocId)
    const [card] = board.lists[0]?.cards ?? []
    expect(card && (await board.description(card)).text).toBe('Text of A')
  })

  it('is taken back whole, and its board is put away', async () => {
    const { town, store } = await begin()
    await store.start()
    const id = town.boards[0]?.id
    store.takeBack()
    expect(await shown(town, id)).toEqual([])
    expect(town.archived).toEqual([id])
  })

  it('stopped half way leaves nothing and goes back to the preview', async () => {
    const board = smallBoard()
    const [first] = board.cards
    if (first)
      for (let n = 0; n < 400; n++) board.cards.push({ ...first, id: `more-${n}`, name: `More ${n}`, pos: 10 + n })
    const { town, store } = await begin(board)
    const running = store.start()
    store.cancel()
    await running
    expect(store.phase).toMatchObject({ name: 'preview', board: null })
    expect(await shown(town, town.boards[0]?.id)).toEqual([])
  })

  it('of the same file again finds its board, doubles nothing and keeps what was changed here', async () => {
    const { town, store } = await begin()
    await store.start()
    store.release()
    const id = town.boards[0]?.id as DocId
    const board = await town.openBoard(id)
    const [card] = board.lists[0]?.cards ?? []
    if (card) must(board.run(renameCard, card, 'A, changed here'))

    const again = new ImportStore(town)
    const newer = smallBoard()
    const second = newer.cards[1]
    if (second) second.name = 'B, changed there'
    await again.read(file(newer))
    expect(again.phase).toMatchObject({ name: 'preview', board: id, known: 3 })
    await again.start()
    expect(again.phase).toMatchObject({ name: 'done', board: id, outcome: { created: 0, updated: 1 } })
    expect(await shown(town, id)).toEqual([['To do', 'A, changed here', 'B, changed there', 'C'], ['Done']])
    expect(town.boards).toHaveLength(1)

    again.takeBack()
    expect(await shown(town, id)).toEqual([['To do', 'A, changed here', 'B', 'C'], ['Done']])
    expect(town.archived).toEqual([])
  })
})
