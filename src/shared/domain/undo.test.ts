import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addLabel, addList, archiveList, renameList } from './board.ts'
import { addCard, binCard, moveCard, moveCards, renameCard, setDone, setLabel } from './card.ts'
import { addStep, renameStep, setStepDone } from './checklist.ts'
import { addComment } from './comment.ts'
import { descriptionText, writeDescription } from './description.ts'
import type { CardId, ListId } from './ids.ts'
import { contents, follow, type Member, meet, member, must, NOW, shown, twoMembers } from './testkit.ts'
import { makeBoardUndo, makeUndo, type Undo, UndoGroup } from './undo.ts'

let list: ListId
let card: CardId

/** Two members on one board with a list and a card; the first one's undo has nothing in it yet. */
function begin(): { mine: Member; theirs: Member; undo: Undo } {
  const [mine, theirs] = twoMembers((first) => {
    list = must(addList(first.doc, { title: 'To do' }, first.ctx()))
    card = must(addCard(first.doc, { title: 'Permit', to: { list, at: 'end' } }, first.ctx()))
  })
  return { mine, theirs, undo: makeBoardUndo(mine.doc, mine.ctx().origin, () => NOW) }
}

describe('undo', () => {
  it('takes back every kind of step, one intent at a time, and redoes it', () => {
    const { mine, undo } = begin()
    const { doc } = mine
    const states: string[] = [JSON.stringify(contents(doc))]
    const steps: (() => unknown)[] = [
      () => must(renameCard(doc, card, 'Permit, signed', mine.ctx())),
      () => must(addCard(doc, { title: 'Insurance', to: { list, at: { before: card } } }, mine.ctx())),
      () =>
        must(setLabel(doc, card, must(addLabel(doc, { name: 'Urgent', hue: 'clay' }, mine.ctx())), true, mine.ctx())),
      () => must(setDone(doc, card, true, mine.ctx())),
      () => must(moveCards(doc, [card], { list, at: 'start' }, mine.ctx())),
      () => must(setStepDone(doc, card, must(addStep(doc, card, { text: 'Call' }, mine.ctx())), true, mine.ctx())),
      () => must(addComment(doc, card, 'Done soon', mine.ctx())),
      () => must(binCard(doc, card, mine.ctx())),
      () => must(archiveList(doc, list, mine.ctx())),
    ]
    for (const step of steps) {
      undo.group(step)
      states.push(JSON.stringify(contents(doc)))
    }
    for (const state of states.slice(0, -1).toReversed()) {
      expect(undo.undo()).toBe(true)
      expect(sorted(doc)).toEqual(sortedJson(state))
    }
    expect(undo.canUndo).toBe(false)
    expect(undo.undo()).toBe(false)
    for (const state of states.slice(1)) {
      expect(undo.redo()).toBe(true)
      expect(sorted(doc)).toEqual(sortedJson(state))
    }
    expect(undo.redo()).toBe(false)
  })

  it("takes back one's own step only, whatever others did in the meantime", () => {
    const { mine, theirs, undo } = begin()
    must(setDone(mine.doc, card, true, mine.ctx()))
    must(renameCard(theirs.doc, card, 'Permit for the street', theirs.ctx()))
    const step = must(addStep(theirs.doc, card, { text: 'Ask' }, theirs.ctx()))
    meet(mine, theirs)
    undo.undo()
    meet(mine, theirs)
    const view = follow(theirs.doc)
    expect(view.face(card)).toMatchObject({ title: 'Permit for the street', done: false, steps: { total: 1 } })
    expect(view.detail(card)?.stepGroups[0]?.steps[0]?.id).toBe(step)
  })

  it("leaves another member's later change of the same value alone, and goes on to the step before", () => {
    const { mine, theirs, undo } = begin()
    must(setDone(mine.doc, card, true, mine.ctx()))
    must(renameCard(mine.doc, card, 'Mine', mine.ctx()))
    meet(mine, theirs)
    must(renameCard(theirs.doc, card, 'Theirs', theirs.ctx()))
    meet(mine, theirs)
    expect(undo.undo()).toBe(true)
    expect(follow(mine.doc).face(card)).toMatchObject({ title: 'Theirs', done: false })
    expect(undo.canUndo).toBe(false)
  })

  it('puts a card on which others have written into the bin instead of deleting their words', () => {
    const { mine, theirs, undo } = begin()
    const added = must(addCard(mine.doc, { title: 'New', to: { list, at: 'end' } }, mine.ctx()))
    meet(mine, theirs)
    must(addComment(theirs.doc, added, 'I can help', theirs.ctx()))
    meet(mine, theirs)
    expect(undo.undo()).toBe(true)
    meet(mine, theirs)
    for (const { doc } of [mine, theirs]) {
      const view = follow(doc)
      expect(view.bin).toEqual([added])
      expect(view.detail(added)).toMatchObject({ title: 'New', commentList: [{ text: 'I can help' }], binnedAt: NOW })
    }
    expect(undo.redo()).toBe(true)
    expect(follow(mine.doc).face(added)).toMatchObject({ title: 'New', binnedAt: null, comments: 1 })
  })

  it('still puts it away after it was taken back and redone', () => {
    const { mine, theirs, undo } = begin()
    const added = must(addCard(mine.doc, { title: 'New', to: { list, at: 'end' } }, mine.ctx()))
    undo.undo()
    expect(follow(mine.doc).face(added)).toBeUndefined()
    undo.redo()
    meet(mine, theirs)
    must(addComment(theirs.doc, added, 'I can help', theirs.ctx()))
    meet(mine, theirs)
    undo.undo()
    expect(follow(mine.doc).detail(added)).toMatchObject({ title: 'New', binnedAt: NOW, comments: 1 })
  })

  it('leaves what others wrote at the same time, unseen, on a card that is taken back', () => {
    const { mine, theirs, undo } = begin()
    const added = must(addCard(mine.doc, { title: 'New', to: { list, at: 'end' } }, mine.ctx()))
    meet(mine, theirs)
    must(addComment(theirs.doc, added, 'I can help', theirs.ctx()))
    undo.undo()
    expect(follow(mine.doc).face(added)).toBeUndefined()
    meet(mine, theirs)
    for (const { doc } of [mine, theirs]) {
      expect(follow(doc).detail(added)).toMatchObject({ list, commentList: [{ text: 'I can help' }] })
    }
    undo.redo()
    expect(follow(mine.doc).detail(added)).toMatchObject({ title: 'New', comments: 1 })
  })

  it('archives a list into which others have put a card instead of deleting it', () => {
    const { mine, theirs, undo } = begin()
    const added = must(addList(mine.doc, { title: 'Later' }, mine.ctx()))
    meet(mine, theirs)
    must(moveCard(theirs.doc, card, { list: added, at: 'end' }, theirs.ctx()))
    meet(mine, theirs)
    undo.undo()
    meet(mine, theirs)
    const view = follow(theirs.doc)
    expect(view.archivedLists).toMatchObject([{ id: added, title: 'Later', cards: [card] }])
  })

  it('deletes what nobody else has touched, for everybody', () => {
    const { mine, theirs, undo } = begin()
    const before = shown(follow(theirs.doc))
    undo.group(() => {
      const later = must(addList(mine.doc, { title: 'Later' }, mine.ctx()))
      const added = must(addCard(mine.doc, { title: 'New', to: { list: later, at: 'end' } }, mine.ctx()))
      must(addStep(mine.doc, added, { text: 'One' }, mine.ctx()))
    })
    meet(mine, theirs)
    undo.undo()
    meet(mine, theirs)
    expect(shown(follow(theirs.doc))).toEqual(before)
  })

  it('makes one step of everything written while a group is open, and redoes it in small transactions', () => {
    const { mine, undo } = begin()
    const before = sorted(mine.doc)
    const close = undo.openGroup()
    for (let i = 0; i < 5; i++) must(addCard(mine.doc, { title: `Card ${i}`, to: { list, at: 'end' } }, mine.ctx()))
    close()
    const after = sorted(mine.doc)
    let transactions = 0
    mine.doc.on('update', () => transactions++)
    undo.undo()
    expect(sorted(mine.doc)).toEqual(before)
    expect(undo.canUndo).toBe(false)
    undo.redo()
    expect(sorted(mine.doc)).toEqual(after)
    expect(transactions).toBe(10)
  })

  it('forgets what could be redone as soon as something new is written, in every document of the group', () => {
    const { mine } = begin()
    const text = new Y.Doc()
    const origin = mine.ctx().origin
    const undo = new UndoGroup()
    undo.includeBoard(mine.doc, origin, () => NOW)
    undo.include(text, [descriptionText(text)], { origin, now: () => NOW })
    must(writeDescription(text, 'Words', { origin }))
    undo.undo()
    must(renameCard(mine.doc, card, 'Other', mine.ctx()))
    expect(undo.canRedo).toBe(false)
    expect(undo.redo()).toBe(false)
    expect(descriptionText(text).toString()).toBe('')
  })

  it('is one history over several documents: an intent that wrote to a board and to long texts is one step', () => {
    const { mine } = begin()
    const texts = [new Y.Doc(), new Y.Doc()]
    const origin = mine.ctx().origin
    const undo = new UndoGroup()
    undo.includeBoard(mine.doc, origin, () => NOW)
    for (const text of texts) undo.include(text, [descriptionText(text)], { origin, now: () => NOW })
    undo.group(() => {
      must(renameCard(mine.doc, card, 'First', mine.ctx()))
      for (const [i, text] of texts.entries()) must(writeDescription(text, `Text ${i}`, { origin }))
      must(setDone(mine.doc, card, true, mine.ctx()))
    })
    must(renameList(mine.doc, list, 'Other list', mine.ctx()))
    undo.undo()
    undo.undo()
    expect(follow(mine.doc).face(card)).toMatchObject({ title: 'Permit', done: false })
    expect(texts.map((text) => descriptionText(text).toString())).toEqual(['', ''])
    undo.redo()
    expect(follow(mine.doc).face(card)).toMatchObject({ title: 'First', done: true })
    expect(texts.map((text) => descriptionText(text).toString())).toEqual(['Text 0', 'Text 1'])
  })

  it('takes what is typed in one go as one step, and only the typing of this device', () => {
    const [mine, theirs] = [member(1), member(2)]
    const undo = makeUndo(mine.doc, [descriptionText(mine.doc)], { origin: 'typing', now: () => NOW, captureMs: 1e9 })
    for (const letter of 'Hello') {
      mine.doc.transact(() => descriptionText(mine.doc).insert(descriptionText(mine.doc).length, letter), 'typing')
    }
    meet(mine, theirs)
    descriptionText(theirs.doc).insert(0, 'Oh. ')
    meet(mine, theirs)
    undo.undo()
    meet(mine, theirs)
    expect(descriptionText(theirs.doc).toString()).toBe('Oh. ')
  })

  it('tells its watchers, and is silent once destroyed', () => {
    const { mine, undo } = begin()
    let told = 0
    const stop = undo.watch(() => told++)
    must(renameCard(mine.doc, card, 'A', mine.ctx()))
    expect(told).toBe(1)
    undo.undo()
    expect(told).toBe(2)
    stop()
    undo.redo()
    expect(told).toBe(2)
    undo.destroy()
    must(renameCard(mine.doc, card, 'B', mine.ctx()))
    expect(undo.canUndo).toBe(false)
  })

  it('takes back a renamed step of the checklist without touching its tick by another', () => {
    const { mine, theirs, undo } = begin()
    const step = must(addStep(mine.doc, card, { text: 'Call' }, mine.ctx()))
    meet(mine, theirs)
    must(renameStep(mine.doc, card, step, 'Call them', mine.ctx()))
    must(setStepDone(theirs.doc, card, step, true, theirs.ctx()))
    meet(mine, theirs)
    undo.undo()
    expect(follow(mine.doc).detail(card)?.stepGroups[0]?.steps[0]).toMatchObject({ text: 'Call', done: true })
  })
})

function sorted(doc: Y.Doc): unknown {
  return sortedJson(JSON.stringify(contents(doc)))
}

function sortedJson(json: string): unknown {
  return JSON.parse(json, (_key, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? withoutEmpty(value) : value,
  )
}

/** The same with keys in order, and without the empty map that undo leaves of a thing that was added. */
function withoutEmpty(value: object): object {
  const there = Object.entries(value).filter(([, held]) => JSON.stringify(held) !== '{}')
  return Object.fromEntries(there.sort(([a], [b]) => (a < b ? -1 : 1)))
}
