import { beforeEach, describe, expect, it } from 'vitest'
import { addList } from './board.ts'
import type { BoardView } from './boardView.ts'
import { addCard } from './card.ts'
import * as steps from './checklist.ts'
import { addComment } from './comment.ts'
import type { CardId, StepGroupId, StepId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { follow, type Member, member, must } from './testkit.ts'

let me: Member
let view: BoardView
let card: CardId

beforeEach(() => {
  me = member(1)
  view = follow(me.doc)
  const list = must(addList(me.doc, { title: 'To do' }, me.ctx()))
  card = must(addCard(me.doc, { title: 'Permit', to: { list, at: 'end' } }, me.ctx()))
})

const add = (text: string, group: StepGroupId | null = null): StepId =>
  must(steps.addStep(me.doc, card, { text, group }, me.ctx()))
const shownSteps = (): [string, string[]][] =>
  (view.detail(card)?.stepGroups ?? []).map(({ title, steps: all }) => [title, all.map(({ text }) => text)])

describe('the steps of a card', () => {
  it('are added, reworded, ticked, moved and removed, and counted on the face of the card', () => {
    const [a, b, c] = [add('A'), add('B'), add('C')]
    must(steps.addStep(me.doc, card, { text: 'First', at: 'start' }, me.ctx()))
    must(steps.renameStep(me.doc, card, b, 'Bee', me.ctx()))
    must(steps.setStepDone(me.doc, card, a, true, me.ctx()))
    must(steps.setStepDone(me.doc, card, c, true, me.ctx()))
    must(steps.setStepDone(me.doc, card, c, false, me.ctx()))
    must(steps.moveStep(me.doc, card, c, { at: { before: a } }, me.ctx()))
    expect(shownSteps()).toEqual([['', ['First', 'C', 'A', 'Bee']]])
    expect(view.face(card)?.steps).toEqual({ done: 1, total: 4 })
    must(steps.removeStep(me.doc, card, a, me.ctx()))
    expect(view.face(card)?.steps).toEqual({ done: 0, total: 3 })
  })

  it('stand in titled groups, each with an order of its own', () => {
    const before = must(steps.addStepGroup(me.doc, card, 'Before', me.ctx()))
    const after = must(steps.addStepGroup(me.doc, card, 'After', me.ctx()))
    const [loose, a, b] = [add('Loose'), add('A', before), add('B', after)]
    expect(shownSteps()).toEqual([
      ['', ['Loose']],
      ['Before', ['A']],
      ['After', ['B']],
    ])
    must(steps.moveStep(me.doc, card, loose, { at: { after: a }, group: before }, me.ctx()))
    must(steps.moveStep(me.doc, card, a, { at: 'end' }, me.ctx()))
    must(steps.renameStepGroup(me.doc, card, after, 'Afterwards', me.ctx()))
    expect(shownSteps()).toEqual([
      ['Before', ['Loose', 'A']],
      ['Afterwards', ['B']],
    ])
    must(steps.removeStepGroup(me.doc, card, after, me.ctx()))
    expect(shownSteps()).toEqual([
      ['', ['B']],
      ['Before', ['Loose', 'A']],
    ])
    must(steps.moveStep(me.doc, card, a, { at: { before: b }, group: null }, me.ctx()))
    expect(shownSteps()).toEqual([
      ['', ['A', 'B']],
      ['Before', ['Loose']],
    ])
  })

  it('are refused when they are not there, empty, too long or too many', () => {
    const a = add('A')
    const gone = '00000000000000ff'
    const code = (result: { ok: boolean; error?: { code: string } }): string | undefined => result.error?.code
    expect(code(steps.renameStep(me.doc, card, gone as StepId, 'B', me.ctx()))).toBe('step.unknown')
    expect(code(steps.setStepDone(me.doc, gone as CardId, a, true, me.ctx()))).toBe('card.unknown')
    expect(code(steps.addStep(me.doc, card, { text: 'B', group: gone as StepGroupId }, me.ctx()))).toBe('group.unknown')
    expect(code(steps.moveStep(me.doc, card, a, { at: { after: gone as StepId } }, me.ctx()))).toBe('anchor.unknown')
    expect(code(steps.renameStep(me.doc, card, a, ' ', me.ctx()))).toBe('text.empty')
    expect(code(steps.renameStep(me.doc, card, a, 'x'.repeat(LIMITS.step + 1), me.ctx()))).toBe('text.too-long')
    expect(code(steps.renameStepGroup(me.doc, card, gone as StepGroupId, 'B', me.ctx()))).toBe('group.unknown')
  })
})

describe('comments', () => {
  it('stand in the order of time, with their author, lines kept', () => {
    must(addComment(me.doc, card, 'One\n\nTwo', me.ctx()))
    must(addComment(me.doc, card, '<b>not bold</b>', me.ctx()))
    expect(view.detail(card)?.commentList).toMatchObject([
      { by: me.id, name: '', text: 'One\n\nTwo' },
      { by: me.id, name: '', text: '<b>not bold</b>' },
    ])
  })

  it('are refused when empty or too long', () => {
    expect(addComment(me.doc, card, ' \n', me.ctx())).toMatchObject({ error: { code: 'text.empty' } })
    const long = 'x'.repeat(LIMITS.comment + 1)
    expect(addComment(me.doc, card, long, me.ctx())).toMatchObject({ error: { code: 'text.too-long' } })
  })
})
