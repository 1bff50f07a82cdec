import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { BoardView } from './boardView.ts'
import { renameCard } from './card.ts'
import { countExamples, fillBoard, removeExamples, type Template } from './example.ts'
import { isHue } from './hue.ts'
import type { CardId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { RIVERSIDE } from './sample.ts'
import { findTemplate, TEMPLATES } from './templates.ts'
import { member, must, shown } from './testkit.ts'
import { makeBoardUndo } from './undo.ts'

const everything: readonly Template[] = [...TEMPLATES, RIVERSIDE]
const today = '2026-11-22'

function fill(
  template: Template,
  which = 0,
): { me: ReturnType<typeof member>; view: BoardView; texts: Map<CardId, string> } {
  const me = member(1)
  const texts = new Map<CardId, string>()
  const board = template.boards[which]
  if (board === undefined) throw new Error('no such board')
  const describeCard = (card: CardId, text: string): void => void texts.set(card, text)
  must(fillBoard(me.doc, board, { today, template: template.id, describe: describeCard }, me.ctx()))
  return { me, view: new BoardView(me.doc), texts }
}

describe.each(everything)('the example "$name"', (template) => {
  it.each(template.boards.map((board, i) => [board.title, i] as const))('shows all of its board "%s"', (_title, i) => {
    const { view, texts } = fill(template, i)
    const board = template.boards[i]
    expect(isHue(board?.hue)).toBe(true)
    expect(view.labels.map(({ name }) => name).sort()).toEqual(board?.labels.map(({ name }) => name).sort())
    expect(view.lists.map(({ title }) => title)).toEqual(board?.lists.map(({ title }) => title))
    for (const [j, list] of (board?.lists ?? []).entries()) {
      const cards = (view.lists[j]?.cards ?? []).map((id) => view.detail(id))
      expect(cards.map((card) => card?.title)).toEqual(list.cards.map(({ title }) => title))
      for (const [k, { labels = [], who = [], steps = [], comments = [], due, text }] of list.cards.entries()) {
        const card = cards[k]
        expect(card?.labels).toHaveLength(labels.length)
        expect(card?.names).toEqual([...who].sort())
        expect(card?.steps.total).toBe(steps.length)
        expect(card?.commentList.map((comment) => comment.text)).toEqual(comments.map((comment) => comment[2]))
        expect(card?.due === null).toBe(due === undefined)
        expect(texts.get(card?.id ?? ('' as CardId))).toBe(text)
        expect(card?.title.length).toBeLessThanOrEqual(LIMITS.title)
      }
    }
  })

  it('has at least three cards on every board', () => {
    for (const { lists } of template.boards)
      expect(lists.flatMap(({ cards }) => cards).length).toBeGreaterThanOrEqual(3)
  })
})

describe('an example', () => {
  it('is found by its id, and every template has one of its own', () => {
    expect(new Set(TEMPLATES.map(({ id }) => id)).size).toBe(TEMPLATES.length)
    for (const template of TEMPLATES) expect(findTemplate(template.id)).toBe(template)
    expect(findTemplate('toString')).toBeUndefined()
  })

  it('counts its dates from the given day', () => {
    const { view } = fill(RIVERSIDE)
    const permit = view.lists[1]?.cards.map((id) => view.face(id)).find((card) => card?.title === 'Road closure permit')
    expect(permit).toMatchObject({ due: '2026-12-04', steps: { done: 2, total: 5 }, names: ['Jonas Meyer'] })
  })

  it('is one step to fill in, and one to remove', () => {
    const me = member(1)
    const undo = makeBoardUndo(me.doc, me.ctx().origin, () => 0)
    let updates = 0
    me.doc.on('update', () => updates++)
    const board = RIVERSIDE.boards[0]
    if (board !== undefined) must(fillBoard(me.doc, board, { today, template: 'x', describe: () => {} }, me.ctx()))
    expect(updates).toBe(1)
    const view = (): BoardView => new BoardView(me.doc)
    const before = shown(view())
    const [mine] = view().lists[0]?.cards ?? []
    if (mine !== undefined) must(renameCard(me.doc, mine, 'Changed', me.ctx()))
    const there = countExamples(me.doc)
    expect(must(removeExamples(me.doc, me.ctx()))).toBe(there)
    expect([countExamples(me.doc), view().bin.length]).toEqual([0, there])
    expect(updates).toBe(3)
    undo.undo()
    undo.undo()
    expect(shown(view())).toEqual(before)
    undo.undo()
    expect(view().lists).toEqual([])
  })

  it('is not put onto a board of a newer version, nor with a day that is none', () => {
    const me = member(1)
    const board = RIVERSIDE.boards[0]
    if (board === undefined) return
    const options = { today: 'today', template: 'x', describe: () => {} }
    expect(fillBoard(me.doc, board, options, me.ctx())).toMatchObject({ error: { code: 'date.invalid' } })
    me.doc.getMap('meta').set('schema', 99)
    const state = Y.encodeStateAsUpdate(me.doc)
    expect(fillBoard(me.doc, board, { ...options, today }, me.ctx())).toMatchObject({ error: { code: 'schema.newer' } })
    expect(Y.encodeStateAsUpdate(me.doc)).toEqual(state)
  })
})
