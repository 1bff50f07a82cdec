import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addList } from './board.ts'
import { addCard, archiveCard, renameCard, setDue } from './card.ts'
import { addStep } from './checklist.ts'
import { addComment } from './comment.ts'
import { writeDescription } from './description.ts'
import type { CardId } from './ids.ts'
import { meet, must, twoMembers } from './testkit.ts'
import { cardWriters, commentWriter, textWriters } from './writers.ts'

describe('F10 who wrote what on a card', () => {
  it('is told by the client id of what stands there now, for each thing on it', () => {
    const [amara, jonas] = twoMembers()
    const list = must(addList(amara.doc, { title: 'To do' }, amara.ctx()))
    const card = must(addCard(amara.doc, { title: 'One', to: { list, at: 'end' } }, amara.ctx()))
    meet(amara, jonas)
    must(renameCard(jonas.doc, card, 'Two', jonas.ctx()))
    must(addStep(jonas.doc, card, { text: 'Call' }, jonas.ctx()))
    must(addStep(amara.doc, card, { text: 'Write' }, amara.ctx()))
    const comment = must(addComment(jonas.doc, card, 'Done?', jonas.ctx()))
    must(archiveCard(jonas.doc, card, jonas.ctx()))
    meet(amara, jonas)
    const [a, j] = [amara.doc.clientID, jonas.doc.clientID]
    for (const { doc } of [amara, jonas]) {
      expect(cardWriters(doc, card)).toEqual(
        new Map([
          ['title', new Set([j])],
          ['place', new Set([a])],
          ['steps', new Set([a, j])],
          ['comments', new Set([j])],
          ['shelf', new Set([j])],
        ]),
      )
      expect(commentWriter(doc, card, comment)).toBe(j)
    }
  })

  it('does not tell of what was taken away, nor of a card that is not there', () => {
    const [amara] = twoMembers()
    const list = must(addList(amara.doc, { title: 'To do' }, amara.ctx()))
    const card = must(addCard(amara.doc, { title: 'One', to: { list, at: 'end' } }, amara.ctx()))
    must(setDue(amara.doc, card, '2027-05-01', amara.ctx()))
    expect(cardWriters(amara.doc, card).has('due')).toBe(true)
    must(setDue(amara.doc, card, null, amara.ctx()))
    expect(cardWriters(amara.doc, card).has('due')).toBe(false)
    expect(cardWriters(amara.doc, '00000000000000ff' as CardId).size).toBe(0)
  })

  it('is told for a text by those whose letters are left in it', () => {
    const [one, two] = [new Y.Doc(), new Y.Doc()]
    writeDescription(one, 'Thirty chairs', { origin: null })
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one))
    writeDescription(two, 'Thirty chairs and a table', { origin: null })
    expect(textWriters(two)).toEqual(new Set([one.clientID, two.clientID]))
    writeDescription(two, ' and a table', { origin: null })
    expect(textWriters(two)).toEqual(new Set([two.clientID]))
  })
})
