import * as Y from 'yjs'
import type { BoardView } from '#shared/domain/boardView.ts'
import type { Step } from '#shared/domain/checklist.ts'
import { importDescription, readDescription } from '#shared/domain/description.ts'
import type { CardId } from '#shared/domain/ids.ts'
import { follow, type Member, member, must } from '#shared/domain/testkit.ts'
import { applyTrello, type ImportOutcome, parseTrello, type TrelloPlan } from './trello.ts'

/** For tests of the import: somebody at a board into which they bring what Trello exported. */
export class Desk {
  readonly me: Member
  readonly view: BoardView
  /** The long texts, each in its document. */
  readonly texts = new Map<CardId, Y.Doc>()

  constructor(me: Member = member(1)) {
    this.me = me
    this.view = follow(me.doc)
  }

  readonly describe = (card: CardId, text: string, before: string | null): boolean => {
    const doc = this.texts.get(card) ?? new Y.Doc()
    this.texts.set(card, doc)
    return importDescription(doc, text, before, { origin: 'import' })
  }

  /** The whole import, or its first `turns`; null when it was stopped by that. */
  bringIn(plan: TrelloPlan, turns = Number.POSITIVE_INFINITY): ImportOutcome | null {
    const run = must(applyTrello(this.me.doc, plan, { describe: this.describe }, this.me.ctx()))
    for (let turn = 0; turn < turns; turn++) {
      const result = run.next()
      if (result.done) return result.value
    }
    return null
  }

  /** The card of that title, wherever it is. */
  titled(title: string): CardId {
    const { view } = this
    const open = [...view.lists, ...view.archivedLists].flatMap((list) => list.cards)
    const found = [...open, ...view.archived, ...view.bin].find((id) => view.face(id)?.title === title)
    if (found === undefined) throw new Error(`no card "${title}"`)
    return found
  }

  /** Titles of the cards in one of the open lists. */
  titles(list: number): (string | undefined)[] {
    return (this.view.lists[list]?.cards ?? []).map((id) => this.view.face(id)?.title)
  }

  steps(card: CardId): readonly Step[] {
    return this.view.detail(card)?.stepGroups.flatMap(({ steps }) => steps) ?? []
  }

  text(card: CardId): string {
    return readDescription(this.texts.get(card) ?? new Y.Doc())
  }
}

export const planOf = (board: Record<string, unknown>): TrelloPlan => must(parseTrello(JSON.stringify(board)))

/** A small board in Trello, which can be changed there between two imports. */
export function smallPlan(change: (board: SmallBoard) => void = () => {}): TrelloPlan {
  const board = smallBoard()
  change(board)
  return planOf(board)
}

export type SmallBoard = ReturnType<typeof smallBoard>

export const smallBoard = () => ({
  id: 'b',
  name: 'Board',
  lists: [
    { id: 'todo', name: 'To do', pos: 1, closed: false },
    { id: 'done', name: 'Done', pos: 2, closed: false },
  ],
  labels: [{ id: 'food', name: 'Food', color: 'yellow' }],
  members: [{ id: 'ada', fullName: 'Ada Lovelace' }],
  cards: [
    {
      id: 'a',
      name: 'A',
      desc: 'Text of A',
      idList: 'todo',
      pos: 1,
      due: '2026-12-04T17:00:00.000Z' as string | null,
      idLabels: ['food'],
      idMembers: ['ada'],
      closed: false,
      attachments: [{ id: 'x', name: 'Form', url: 'https://a.example/form' }],
    },
    { id: 'b', name: 'B', desc: '', idList: 'todo', pos: 2, due: null, idLabels: [], idMembers: [], closed: false },
    { id: 'c', name: 'C', desc: '', idList: 'todo', pos: 3, due: null, idLabels: [], idMembers: [], closed: false },
  ],
  checklists: [
    {
      id: 'list',
      idCard: 'a',
      name: 'Before',
      checkItems: [
        { id: '1', name: 'Call', state: 'complete', pos: 1 },
        { id: '2', name: 'Write', state: 'incomplete', pos: 2 },
      ],
    },
  ],
  actions: [said('one', 'First'), said('two', 'Second')],
})
/** A comment on the first card. */
export const said = (id: string, text: string) => ({
  id,
  type: 'commentCard',
  date: '2026-01-01T00:00:00.000Z',
  idMemberCreator: 'ada',
  memberCreator: { id: 'ada', fullName: 'Ada Lovelace' },
  data: { text, card: { id: 'a' } },
})
