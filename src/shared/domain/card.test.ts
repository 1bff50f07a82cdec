import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addLabel, addList, archiveList, removeLabel } from './board.ts'
import type { BoardView } from './boardView.ts'
import * as cards from './card.ts'
import { addStep, addStepGroup, setStepDone } from './checklist.ts'
import { addComment } from './comment.ts'
import type { ErrorCode, Result } from './errors.ts'
import type { CardId, LabelId, LinkId, ListId, MemberId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { follow, type Member, member, must } from './testkit.ts'

let me: Member
let view: BoardView
let todo: ListId
let doing: ListId

beforeEach(() => {
  me = member(1)
  view = follow(me.doc)
  todo = must(addList(me.doc, { title: 'To do' }, me.ctx()))
  doing = must(addList(me.doc, { title: 'Doing' }, me.ctx()))
})

const add = (title: string, list = todo): CardId =>
  must(cards.addCard(me.doc, { title, to: { list, at: 'end' } }, me.ctx()))
const titles = (list: ListId): (string | undefined)[] =>
  (view.list(list)?.cards ?? []).map((id) => view.face(id)?.title)
const codeOf = (result: Result<unknown>): ErrorCode | null => (result.ok ? null : result.error.code)
/** Refused with that code, and nothing was written. */
const refused = (act: () => Result<unknown>): ErrorCode | null => {
  const before = Y.encodeStateAsUpdate(me.doc)
  const code = codeOf(act())
  expect(Y.encodeStateAsUpdate(me.doc)).toEqual(before)
  return code
}
const nowhere = '00000000000000ff'

describe('a card', () => {
  it('is added where it was asked for, with its maker and time', () => {
    const [a, b] = [add('A'), add('B')]
    const ctx = me.ctx()
    const first = must(cards.addCard(me.doc, { title: '  First\n one ', to: { list: todo, at: 'start' } }, ctx))
    must(cards.addCard(me.doc, { title: 'Between', to: { list: todo, at: { before: b } } }, me.ctx()))
    must(cards.addCard(me.doc, { title: 'After A', to: { list: todo, at: { after: a } } }, me.ctx()))
    expect(titles(todo)).toEqual(['First one', 'A', 'After A', 'Between', 'B'])
    expect(view.face(first)).toMatchObject({ createdAt: ctx.now, createdBy: me.id, archivedAt: null, binnedAt: null })
  })

  it('moves alone or with others, within a list and to another, keeping the order given', () => {
    const ids = ['A', 'B', 'C', 'D'].map((title) => add(title))
    const [a, b, c, d] = ids as [CardId, CardId, CardId, CardId]
    must(cards.moveCard(me.doc, d, { list: todo, at: { before: a } }, me.ctx()))
    expect(titles(todo)).toEqual(['D', 'A', 'B', 'C'])
    const other = add('X', doing)
    must(cards.moveCards(me.doc, [c, a, c], { list: doing, at: { after: other } }, me.ctx()))
    expect(titles(doing)).toEqual(['X', 'C', 'A'])
    must(cards.moveCards(me.doc, [b, d], { list: todo, at: 'start' }, me.ctx()))
    expect(titles(todo)).toEqual(['B', 'D'])
  })

  it('is not moved, nor any of those moved with it, when one of them or the place is not there', () => {
    const [a, b, away] = [add('A'), add('B'), add('Away')]
    must(cards.binCard(me.doc, away, me.ctx()))
    const gone = nowhere as CardId
    const to = { list: doing, at: 'end' } as const
    expect(refused(() => cards.moveCards(me.doc, [a, gone], to, me.ctx()))).toBe('card.unknown')
    expect(refused(() => cards.moveCards(me.doc, [a, away], to, me.ctx()))).toBe('card.binned')
    const lost = { list: nowhere as ListId, at: 'end' } as const
    expect(refused(() => cards.moveCard(me.doc, a, lost, me.ctx()))).toBe('list.unknown')
    const besideOther = { list: doing, at: { before: b } }
    expect(refused(() => cards.moveCard(me.doc, a, besideOther, me.ctx()))).toBe('anchor.unknown')
    expect(refused(() => cards.moveCard(me.doc, a, { list: todo, at: { after: a } }, me.ctx()))).toBe('anchor.unknown')
    must(archiveList(me.doc, doing, me.ctx()))
    expect(refused(() => cards.moveCard(me.doc, a, to, me.ctx()))).toBe('list.archived')
    expect(refused(() => cards.addCard(me.doc, { title: 'C', to }, me.ctx()))).toBe('list.archived')
  })

  it('has a title of 1 to 500 characters on one line', () => {
    const a = add('A')
    expect(refused(() => cards.renameCard(me.doc, a, ' \n\t ', me.ctx()))).toBe('title.empty')
    expect(refused(() => cards.renameCard(me.doc, a, 'x'.repeat(LIMITS.title + 1), me.ctx()))).toBe('title.too-long')
    must(cards.renameCard(me.doc, a, 'x'.repeat(LIMITS.title), me.ctx()))
    must(cards.renameCard(me.doc, a, 'نص\u2028عربي \ud800!', me.ctx()))
    expect(view.face(a)?.title).toBe('نص عربي \uFFFD!')
  })

  it('sends nothing when a change changes nothing', () => {
    const a = add('A')
    let updates = 0
    me.doc.on('update', () => updates++)
    must(cards.renameCard(me.doc, a, 'A', me.ctx()))
    must(cards.setDone(me.doc, a, false, me.ctx()))
    must(cards.setDue(me.doc, a, null, me.ctx()))
    expect(updates).toBe(0)
  })

  it.each(['2026-12-04', '2028-02-29', '2026-12-04T18:30Z', '2026-12-04T18:30:15.250+05:30'])(
    'keeps the due date %s as given',
    (due) => {
      const a = add('A')
      must(cards.setDue(me.doc, a, due, me.ctx()))
      expect(view.face(a)?.due).toBe(due)
      must(cards.setDue(me.doc, a, null, me.ctx()))
      expect(view.face(a)?.due).toBeNull()
    },
  )

  it.each([
    '',
    'tomorrow',
    '2026-2-4',
    '2026-02-30',
    '2027-02-29',
    '2026-12-04T18:30',
    '2026-12-04T24:00Z',
    '2026-12-04 ',
  ])('refuses the due date "%s"', (due) => {
    const a = add('A')
    expect(refused(() => cards.setDue(me.doc, a, due, me.ctx()))).toBe('date.invalid')
  })

  it('is marked done and not done', () => {
    const a = add('A')
    must(cards.setDone(me.doc, a, true, me.ctx()))
    expect(view.face(a)?.done).toBe(true)
    must(cards.setDone(me.doc, a, false, me.ctx()))
    expect(view.face(a)?.done).toBe(false)
  })

  it('shows those of its labels that the board has, in the order of the board', () => {
    const a = add('A')
    const label = (name: string, hue: 'rose' | 'clay'): LabelId => must(addLabel(me.doc, { name, hue }, me.ctx()))
    const [late, food, night] = [label('Late', 'rose'), label('Food', 'clay'), label('Night', 'clay')]
    for (const id of [late, food, night]) must(cards.setLabel(me.doc, a, id, true, me.ctx()))
    expect(view.face(a)?.labels).toEqual([food, night, late])
    must(cards.setLabel(me.doc, a, food, false, me.ctx()))
    must(removeLabel(me.doc, late, me.ctx()))
    expect(view.face(a)?.labels).toEqual([night])
    expect(refused(() => cards.setLabel(me.doc, a, late, true, me.ctx()))).toBe('label.unknown')
  })

  it('is assigned to members, and to people without the app by name', () => {
    const a = add('A')
    must(cards.assign(me.doc, a, me.id, true, me.ctx()))
    must(cards.assignName(me.doc, a, 'Leïla  Karimi', true, me.ctx()))
    must(cards.assignName(me.doc, a, 'leïla karimi', true, me.ctx()))
    must(cards.assignName(me.doc, a, '🌻', true, me.ctx()))
    expect(view.face(a)).toMatchObject({ who: [me.id], names: ['leïla karimi', '🌻'] })
    must(cards.assign(me.doc, a, me.id, false, me.ctx()))
    must(cards.assignName(me.doc, a, 'Leïla Karimi', false, me.ctx()))
    expect(view.face(a)).toMatchObject({ who: [], names: ['🌻'] })
    expect(refused(() => cards.assign(me.doc, a, 'nobody' as MemberId, true, me.ctx()))).toBe('member.invalid')
    expect(refused(() => cards.assignName(me.doc, a, ' ', true, me.ctx()))).toBe('name.empty')
  })

  it('is assigned to at most 200 people', () => {
    const a = add('A')
    for (let i = 0; i < LIMITS.peoplePerCard; i++) must(cards.assignName(me.doc, a, `Person ${i}`, true, me.ctx()))
    expect(refused(() => cards.assignName(me.doc, a, 'One more', true, me.ctx()))).toBe('too-many')
    must(cards.assignName(me.doc, a, 'Person 7', false, me.ctx()))
    must(cards.assignName(me.doc, a, 'One more', true, me.ctx()))
  })

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript:x',
    'https:',
    '//a.example',
    'http://',
    'https://a.example/\u0000',
    'https://a.example/a b',
    `https://a.example/${'x'.repeat(LIMITS.url)}`,
  ])('refuses the link %j', (url) => {
    const a = add('A')
    expect(refused(() => cards.addLink(me.doc, a, { url, title: '' }, me.ctx()))).toBe('link.unsafe')
  })

  it('keeps links with http, https and mailto', () => {
    const a = add('A')
    const urls = ['https://a.example/ä?b=c#d', 'http://127.0.0.1:80', 'mailto:hall@a.example']
    const ids = urls.map((url) => must(cards.addLink(me.doc, a, { url, title: url.slice(0, 5) }, me.ctx())))
    expect(view.face(a)?.links).toBe(3)
    expect(
      view
        .detail(a)
        ?.linkList.map(({ url }) => url)
        .sort(),
    ).toEqual([...urls].sort())
    must(cards.removeLink(me.doc, a, ids[0] ?? ('' as LinkId), me.ctx()))
    expect(view.face(a)?.links).toBe(2)
    expect(refused(() => cards.removeLink(me.doc, a, nowhere as LinkId, me.ctx()))).toBe('link.unknown')
  })

  it('goes into the archive and comes back to its place', () => {
    const [a, b] = [add('A'), add('B')]
    must(cards.archiveCard(me.doc, a, me.ctx()))
    expect([titles(todo), view.archived]).toEqual([['B'], [a]])
    must(cards.archiveCard(me.doc, b, me.ctx()))
    expect(view.archived).toEqual([b, a])
    must(cards.restoreCard(me.doc, a, me.ctx()))
    expect([titles(todo), view.archived]).toEqual([['A'], [b]])
  })

  it('goes into the bin, where it is not changed, and comes back', () => {
    const a = add('A')
    must(cards.archiveCard(me.doc, a, me.ctx()))
    must(cards.binCard(me.doc, a, me.ctx()))
    expect([titles(todo), view.archived, view.bin]).toEqual([[], [], [a]])
    expect(refused(() => cards.renameCard(me.doc, a, 'B', me.ctx()))).toBe('card.binned')
    expect(refused(() => addComment(me.doc, a, 'B', me.ctx()))).toBe('card.binned')
    expect(refused(() => cards.binCard(me.doc, a, me.ctx()))).toBe('card.binned')
    must(cards.restoreCard(me.doc, a, me.ctx()))
    expect([titles(todo), view.archived, view.bin]).toEqual([['A'], [], []])
  })

  it('comes back into the first list when its own has been archived meanwhile', () => {
    const [a, b] = [add('A'), add('B', doing)]
    must(cards.binCard(me.doc, a, me.ctx()))
    must(archiveList(me.doc, todo, me.ctx()))
    must(cards.restoreCard(me.doc, a, me.ctx()))
    expect(view.list(doing)?.cards).toEqual([b, a])
    must(cards.binCard(me.doc, a, me.ctx()))
    must(archiveList(me.doc, doing, me.ctx()))
    expect(refused(() => cards.restoreCard(me.doc, a, me.ctx()))).toBe('list.unknown')
  })

  it('is copied right below itself: what is to do and by whom, but not what was done or said', () => {
    const [a] = [add('A'), add('B')]
    const label = must(addLabel(me.doc, { name: 'Food', hue: 'honey' }, me.ctx()))
    must(cards.setLabel(me.doc, a, label, true, me.ctx()))
    must(cards.assign(me.doc, a, me.id, true, me.ctx()))
    must(cards.assignName(me.doc, a, 'Ada', true, me.ctx()))
    must(cards.setDue(me.doc, a, '2026-12-04', me.ctx()))
    must(cards.setDone(me.doc, a, true, me.ctx()))
    must(cards.addLink(me.doc, a, { url: 'https://a.example/', title: 'Form' }, me.ctx()))
    const group = must(addStepGroup(me.doc, a, 'Before', me.ctx()))
    must(setStepDone(me.doc, a, must(addStep(me.doc, a, { text: 'Call', group }, me.ctx())), true, me.ctx()))
    must(addComment(me.doc, a, 'Hello', me.ctx()))
    const copy = must(cards.duplicateCard(me.doc, a, { title: 'A (copy)' }, me.ctx()))
    expect(titles(todo)).toEqual(['A', 'A (copy)', 'B'])
    expect(view.detail(copy)).toMatchObject({
      labels: [label],
      who: [me.id],
      names: ['Ada'],
      due: '2026-12-04',
      done: false,
      links: 1,
      comments: 0,
      steps: { done: 0, total: 1 },
      stepGroups: [{ title: 'Before', steps: [{ text: 'Call', done: false }] }],
    })
  })
})
