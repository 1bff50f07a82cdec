import { BoardStore } from '#renderer/stores/boardStore.svelte.ts'
import type { People } from '#renderer/stores/communityStore.svelte.ts'
import { type MemoryHost, memberId, memoryHost, memoryPeople } from '#renderer/stores/memoryHost.ts'
import { initBoard } from '#shared/domain/board.ts'
import { archiveCard, assign } from '#shared/domain/card.ts'
import { writeDescription } from '#shared/domain/description.ts'
import { type ExampleBoard, fillBoard } from '#shared/domain/example.ts'
import { type CardId, type DocId, newId } from '#shared/domain/ids.ts'
import { RIVERSIDE } from '#shared/domain/sample.ts'
import { CROWDED, LONG, RIGHT_TO_LEFT } from './sceneBoards.ts'

/** Everything that a board page needs. */
export interface SceneSet {
  readonly board: BoardStore
  readonly community: People
  readonly view: 'board' | 'table'
  readonly filter: string
  readonly card: CardId | null
}

/** A board in one state. */
export interface Scene {
  readonly id: string
  readonly title: string
  readonly open: () => Promise<SceneSet>
}

const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))
const [STREET_FAIR] = RIVERSIDE.boards
const NAMES = ['Amara Okafor', 'Jonas Meyer', 'Leila Karimi', 'Priya Desai']
const [, JONAS, LEILA] = [1, 2, 3].map(memberId)

interface Setting {
  /** Without one, the board is empty. */
  readonly example?: ExampleBoard | undefined
  readonly names?: readonly string[]
  readonly view?: 'board' | 'table'
  readonly filter?: string
  /** Title of the card whose sheet is open. */
  readonly card?: string
  /** What has happened before one looks. */
  readonly prepare?: (board: BoardStore, host: MemoryHost) => void
}

async function set({ example, names = NAMES, view = 'board', filter = '', card, prepare }: Setting): Promise<SceneSet> {
  const host = memoryHost({ now: Date.now, randomBytes })
  const id = newId<DocId>(randomBytes)
  const context = { by: host.member(), now: host.now(), randomBytes, origin: null }
  initBoard(host.doc(id), context)
  if (example) {
    const describe = (written: CardId, text: string) => writeDescription(host.doc(`${id}.${written}`), text, context)
    const today = new Date(context.now).toISOString().slice(0, 10)
    fillBoard(host.doc(id), example, { today, template: 'gallery', describe }, context)
  }
  const board = await BoardStore.open(id, host)
  prepare?.(board, host)
  return { board, community: memoryPeople(names), view, filter, card: card === undefined ? null : titled(board, card) }
}

function titled(board: BoardStore, title: string): CardId | null {
  const cards = board.lists.flatMap((list) => list.cards)
  return cards.find((id) => board.face(id)?.title === title) ?? null
}

/** Jonas edits one card, Leila looks at another. */
function company(board: BoardStore, host: MemoryHost): void {
  const show = (title: string, member = '', field: string | null = null) =>
    host.enter(board.id, { member, card: titled(board, title), field })
  show('Road closure permit', JONAS, 'description')
  show('Lantern workshop for kids', LEILA)
}

function assigned(board: BoardStore): void {
  const card = titled(board, 'Road closure permit')
  if (card !== null && JONAS) board.run(assign, card, JONAS, true)
  const done = titled(board, 'First meeting')
  if (done !== null) board.run(archiveCard, done)
}

const example = STREET_FAIR
const PERMIT = 'Road closure permit'
const scene = (id: string, title: string, setting: Setting): Scene => ({ id, title, open: () => set(setting) })

export const SCENES: readonly Scene[] = [
  scene('board-full', 'Board: full', { example, prepare: assigned }),
  scene('board-empty', 'Board: empty', {}),
  scene('board-read-only', 'Board: read-only', { example, prepare: (_, host) => host.setMayWrite(false) }),
  scene('board-newer', 'Board: from a newer Kith, empty', {
    prepare: (board, host) => void host.doc(board.id).getMap('meta').set('schema', 99),
  }),
  scene('board-company', 'Board: somebody else edits', { example, prepare: company }),
  scene('board-filtered', 'Board: filtered', { example, filter: 'permits' }),
  scene('board-long', 'Board: long names', { example: LONG, names: ['Wilhelmina-Antonietta von und zu Hohenstaufen'] }),
  scene('board-rtl', 'Board: right to left', {
    example: RIGHT_TO_LEFT,
    names: ['ليلى كريمي'],
    card: 'مهرجان الشارع ٢٠٢٧',
  }),
  scene('board-crowded', 'Board: 200 cards in a list', { example: CROWDED }),
  scene('card-sheet', 'Card: open', { example, card: PERMIT, prepare: assigned }),
  scene('card-company', 'Card: somebody else edits', { example, card: PERMIT, prepare: company }),
  scene('card-read-only', 'Card: read-only', {
    example,
    card: PERMIT,
    prepare: (_, host) => host.setMayWrite(false),
  }),
  scene('table', 'Table: full', { example, view: 'table', prepare: assigned }),
  scene('table-empty', 'Table: empty', { view: 'table' }),
  scene('table-crowded', 'Table: 200 cards', { example: CROWDED, view: 'table' }),
]
