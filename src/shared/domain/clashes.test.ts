import { describe, expect, it } from 'vitest'
import { addList } from './board.ts'
import { addCard, binCard, duplicateCard, moveCard, renameCard, restoreCard, setDone } from './card.ts'
import { editedInBin } from './cardClash.ts'
import { addStep } from './checklist.ts'
import { type Clash, ClashView, keepInBin, readClashes, settleClash } from './clashes.ts'
import { addComment } from './comment.ts'
import { setPlanFacts } from './event/facts.ts'
import { addRunItem, changeRunItem } from './event/run.ts'
import { slip } from './event/runLive.ts'
import type { CardId, ListId } from './ids.ts'
import { roots } from './schema.ts'
import { contents, follow, type Member, meet, must, NOW, shown, twoMembers } from './testkit.ts'
import { makeBoardUndo } from './undo.ts'
import { mapAt } from './value.ts'

let list: ListId
let card: CardId
const begin = (): [Member, Member] =>
  twoMembers(({ doc, ctx }) => {
    list = must(addList(doc, { title: 'To do' }, ctx()))
    card = must(addCard(doc, { title: 'Permit', to: { list, at: 'end' } }, ctx()))
  })
const clashes = (...members: readonly Member[]): readonly Clash[] => {
  meet(...members)
  const [first, ...others] = members.map(({ doc }) => readClashes(doc))
  for (const other of others) expect(other).toEqual(first)
  return first ?? []
}

describe('a card renamed by two apart', () => {
  it('shows both names until somebody chooses', () => {
    const [a, b] = begin()
    must(renameCard(a.doc, card, 'Road permit', a.ctx()))
    must(renameCard(b.doc, card, 'Street permit', b.ctx()))
    const [clash] = clashes(a, b)
    expect(clash).toMatchObject({ kind: 'value', where: 'cards', id: card, key: 'title' })
    if (clash?.kind !== 'value') return
    expect(clash.values.map(({ value, by }) => [value, by]).sort()).toEqual(
      [
        ['Road permit', a.id],
        ['Street permit', b.id],
      ].sort(),
    )
    expect(follow(a.doc).face(card)?.title).toBe(clash.now)
    const loser = clash.values.find(({ value }) => value !== clash.now)
    must(settleClash(b.doc, clash, loser?.id ?? '', b.ctx()))
    expect(clashes(a, b)).toEqual([])
    expect(follow(a.doc).face(card)?.title).toBe(loser?.value)
    expect(settleClash(a.doc, clash, loser?.id ?? '', a.ctx())).toMatchObject({ error: { code: 'clash.unknown' } })
  })

  it('is at one if both chose the same name, or the one knew of the other', () => {
    const [a, b] = begin()
    must(renameCard(a.doc, card, 'Road permit', a.ctx()))
    must(renameCard(b.doc, card, 'Road permit', b.ctx()))
    expect(clashes(a, b)).toEqual([])
    must(renameCard(a.doc, card, 'A', a.ctx()))
    meet(a, b)
    must(renameCard(b.doc, card, 'B', b.ctx()))
    expect(clashes(a, b)).toEqual([])
  })

  it('is as before after an undo, and its copy is at odds with nobody', () => {
    const [a, b] = begin()
    const undo = makeBoardUndo(a.doc, a.ctx().origin, () => NOW)
    const before = contents(a.doc)
    must(renameCard(a.doc, card, 'A', a.ctx()))
    undo.undo()
    expect(contents(a.doc)).toEqual(before)
    undo.redo()
    must(renameCard(b.doc, card, 'B', b.ctx()))
    meet(a, b)
    const copy = must(duplicateCard(a.doc, card, { title: 'Copy' }, a.ctx()))
    expect([...(mapAt(roots.cards(a.doc), copy)?.keys() ?? [])].filter((key) => key.includes('~'))).toEqual([])
    expect(clashes(a, b)).toHaveLength(1)
  })
})

describe('a card put into the bin while somebody else changed it', () => {
  const changes: readonly (readonly [string, (m: Member) => unknown])[] = [
    ['renamed', ({ doc, ctx }) => must(renameCard(doc, card, 'Road permit', ctx()))],
    ['commented on', ({ doc, ctx }) => must(addComment(doc, card, 'Wait!', ctx()))],
    ['given a step', ({ doc, ctx }) => must(addStep(doc, card, { text: 'Call' }, ctx()))],
    ['ticked', ({ doc, ctx }) => must(setDone(doc, card, true, ctx()))],
  ]
  it.each(changes)('is listed when it was %s', (_what, change) => {
    const [a, b] = begin()
    must(binCard(a.doc, card, a.ctx()))
    change(b)
    expect(clashes(a, b)).toMatchObject([{ kind: 'bin', card, binnedAt: expect.any(Number) }])
    expect(follow(b.doc).bin).toEqual([card])
    must(keepInBin(b.doc, card, b.ctx()))
    expect(clashes(a, b)).toEqual([])
    expect(follow(a.doc).bin).toEqual([card])
    expect(keepInBin(a.doc, card, a.ctx())).toMatchObject({ error: { code: 'clash.unknown' } })
  })

  it('is not listed when it was merely moved, nor when it was changed before', () => {
    const [a, b] = begin()
    must(renameCard(b.doc, card, 'Road permit', b.ctx()))
    meet(a, b)
    must(binCard(a.doc, card, a.ctx()))
    must(moveCard(b.doc, card, { list, at: 'start' }, b.ctx()))
    expect(clashes(a, b)).toEqual([])
  })

  it('comes back whole, with both names to choose from', () => {
    const [a, b] = begin()
    must(renameCard(a.doc, card, 'A', a.ctx()))
    must(binCard(a.doc, card, a.ctx()))
    must(renameCard(b.doc, card, 'B', b.ctx()))
    expect(clashes(a, b)).toMatchObject([{ kind: 'bin' }])
    must(restoreCard(a.doc, card, a.ctx()))
    expect(clashes(a, b)).toMatchObject([{ kind: 'value', key: 'title' }])
    must(binCard(b.doc, card, b.ctx()))
    expect(clashes(a, b)).toEqual([])
  })

  it('leaves nothing behind when binning is undone, and can be redone', () => {
    const [a] = begin()
    const undo = makeBoardUndo(a.doc, a.ctx().origin, () => NOW)
    const before = contents(a.doc)
    must(binCard(a.doc, card, a.ctx()))
    undo.undo()
    expect(contents(a.doc)).toEqual(before)
    undo.redo()
    const map = mapAt(roots.cards(a.doc), card)
    expect(map !== null && editedInBin(map)).toBe(false)
  })
})

describe('a plan on which two worked apart', () => {
  it('lists lengths, delays and facts that were set to different values', () => {
    const [a, b] = begin()
    const item = must(addRunItem(a.doc, { title: 'Welcome', minutes: 10 }, a.ctx()))
    meet(a, b)
    must(changeRunItem(a.doc, item, { minutes: 15 }, a.ctx()))
    must(changeRunItem(b.doc, item, { minutes: 20, note: 'With music' }, b.ctx()))
    must(slip(a.doc, item, '', 5, a.ctx()))
    must(slip(b.doc, item, '', 10, b.ctx()))
    must(setPlanFacts(a.doc, { capacity: 40 }, a.ctx()))
    must(setPlanFacts(b.doc, { capacity: 50, waiting: 'ask' }, b.ctx()))
    expect(clashes(a, b).map((clash) => clash.kind === 'value' && [clash.where, clash.title, clash.key])).toEqual([
      ['run', 'Welcome', 'delay/'],
      ['run', 'Welcome', 'minutes'],
      ['plan', '', 'capacity'],
    ])
  })

  it('is followed change by change', () => {
    const [a, b] = begin()
    const view = new ClashView(b.doc)
    const told: boolean[] = []
    b.doc.on('afterTransaction', (transaction) => told.push(view.apply(transaction)))
    must(renameCard(a.doc, card, 'A', a.ctx()))
    must(renameCard(b.doc, card, 'B', b.ctx()))
    expect(told).toEqual([false])
    meet(a, b)
    expect(told.at(-1)).toBe(true)
    expect(view.list).toEqual(readClashes(b.doc))
    const before = view.list
    must(moveCard(b.doc, card, { list, at: 'start' }, b.ctx()))
    expect(view.list).toBe(before)
    must(renameCard(b.doc, card, 'C', b.ctx()))
    expect(view.list).toEqual([])
  })

  it('shows the same board whoever renamed: traces are no part of a card', () => {
    const [a, b] = begin()
    must(renameCard(a.doc, card, 'A', a.ctx()))
    must(renameCard(b.doc, card, 'B', b.ctx()))
    const view = follow(a.doc)
    meet(a, b)
    expect(shown(view)).toEqual(shown(follow(b.doc)))
  })
})
