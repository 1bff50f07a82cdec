import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import * as board from './board.ts'
import type { BoardView } from './boardView.ts'
import * as card from './card.ts'
import * as checklist from './checklist.ts'
import { addComment } from './comment.ts'
import type { Position } from './context.ts'
import type { Result } from './errors.ts'
import { HUES } from './hue.ts'
import type { CardId, CommentId, LabelId, ListId, StepId } from './ids.ts'
import { roots } from './schema.ts'
import { contents, follow, type Member, meet, member, must, NOW, shown, twoMembers } from './testkit.ts'
import { makeBoardUndo } from './undo.ts'
import { mapAt } from './value.ts'

/** Several members do things at once and meet now and then: do they end with one sensible board? */

/** Milliseconds that hundreds of runs may take on a busy machine. */
const SLOW = 120_000

interface Act {
  readonly who: number
  readonly what: number
  readonly a: number
  readonly b: number
  readonly words: string
}

const anAct = (members: number): fc.Arbitrary<Act> =>
  fc.record({
    who: fc.nat(members - 1),
    what: fc.nat(24),
    a: fc.nat(1_000),
    b: fc.nat(1_000),
    words: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  })

const pick = <T>(from: readonly T[], index: number): T | undefined => from[index % Math.max(1, from.length)]

/** Does the act on the member's own document, as far as what it needs is there; gives its result. */
function perform({ what, a, b, words }: Act, { doc, ctx, id: me }: Member, view: BoardView): Result<unknown> | null {
  const lists = [...view.lists, ...view.archivedLists]
  const everyCard = [...lists.flatMap((list) => list.cards), ...view.archived, ...view.bin]
  const list = pick(lists, a)?.id ?? ('none' as ListId)
  const one = pick(everyCard, a) ?? ('none' as CardId)
  const other = pick(everyCard, b) ?? ('none' as CardId)
  const label = pick(view.labels, b)?.id ?? ('none' as LabelId)
  const steps = view.detail(one)?.stepGroups.flatMap((group) => group.steps) ?? []
  const step = pick(steps, b)?.id ?? ('none' as StepId)
  const at = <T>(id: T): Position<T> => pick<Position<T>>(['start', 'end', { before: id }, { after: id }], b) ?? 'end'
  const c = ctx()
  const acts: (() => Result<unknown>)[] = [
    () => board.addList(doc, { title: words, at: at(list) }, c),
    () => board.renameList(doc, list, words, c),
    () => board.moveList(doc, list, at(pick(lists, b)?.id ?? list), c),
    () => board.archiveList(doc, list, c),
    () => board.restoreList(doc, list, c),
    () => card.addCard(doc, { title: words, to: { list, at: 'end' } }, c),
    () => card.addCard(doc, { title: words, to: { list: view.face(other)?.list ?? list, at: at(other) } }, c),
    () => card.renameCard(doc, one, words, c),
    () => card.moveCard(doc, one, { list: view.face(other)?.list ?? list, at: at(other) }, c),
    () => card.moveCards(doc, [one, other], { list, at: b % 2 ? 'start' : 'end' }, c),
    () => card.setDue(doc, one, b % 3 ? `2027-06-${String((b % 28) + 1).padStart(2, '0')}` : null, c),
    () => card.setDone(doc, one, b % 2 === 0, c),
    () => board.addLabel(doc, { name: words, hue: HUES[b % HUES.length] ?? 'sea' }, c),
    () => card.setLabel(doc, one, label, b % 3 > 0, c),
    () => board.removeLabel(doc, label, c),
    () => board.renameLabel(doc, label, words, c),
    () => card.assign(doc, one, me, b % 2 === 0, c),
    () => checklist.addStep(doc, one, { text: words }, c),
    () => checklist.renameStep(doc, one, step, words, c),
    () => checklist.setStepDone(doc, one, step, a % 2 === 0, c),
    () => checklist.moveStep(doc, one, step, { at: at(pick(steps, a)?.id ?? step) }, c),
    () => addComment(doc, one, words, c),
    () => card.archiveCard(doc, one, c),
    () => card.binCard(doc, one, c),
    () => card.restoreCard(doc, one, c),
  ]
  return pick(acts, what)?.() ?? null
}

/** Every card there is is shown exactly once. */
function expectNothingLost(doc: Y.Doc, view: BoardView): void {
  const open = [...view.lists, ...view.archivedLists].flatMap((list) => list.cards)
  const everywhere = [...open, ...view.archived, ...view.bin]
  expect(new Set(everywhere).size).toBe(everywhere.length)
  expect([...everywhere].sort()).toEqual(
    [...roots.cards(doc).keys()].filter((id) => mapAt(roots.cards(doc), id)).sort(),
  )
  for (const id of view.bin) expect(view.face(id)?.binnedAt).not.toBeNull()
}

describe('members who work at the same time', () => {
  it(
    'end with the same board, nothing lost, and their views say what the documents say',
    () => {
      const runs = fc.record({
        members: fc.constantFrom(2, 3),
        seed: fc.nat(),
        acts: fc.array(fc.tuple(anAct(3), fc.nat(9)), { minLength: 5, maxLength: 50 }),
      })
      fc.assert(
        fc.property(runs, ({ members, seed, acts }) => {
          const all = Array.from({ length: members }, (_, i) => member(i + 1, seed))
          const first = all[0] ?? member(1)
          must(board.initBoard(first.doc, first.ctx()))
          for (const title of ['To do', 'Doing']) must(board.addList(first.doc, { title }, first.ctx()))
          meet(...all)
          const views = all.map(({ doc }) => follow(doc))
          const writes = all.map(() => 0)
          for (const [i, { doc }] of all.entries()) {
            doc.on('update', (_update, _origin, _doc, { local }) => {
              if (local) writes[i] = (writes[i] ?? 0) + 1
            })
          }
          const added = new Set<string>()
          for (const [act, pause] of acts) {
            const i = act.who % members
            const [me, view] = [all[i], views[i]]
            if (me === undefined || view === undefined) continue
            const before = writes[i] ?? 0
            const result = perform(act, me, view)
            // One intent makes one update at most, and a refused one none.
            expect((writes[i] ?? 0) - before).toBeLessThanOrEqual(result?.ok ? 1 : 0)
            if (result?.ok && (act.what === 5 || act.what === 6)) added.add(String(result.value))
            if (pause === 0) meet(...all)
          }
          meet(...all)
          const expected = contents(first.doc)
          for (const [i, { doc }] of all.entries()) {
            const view = views[i]
            if (view === undefined) continue
            expect(contents(doc)).toEqual(expected)
            expect(shown(view)).toEqual(shown(follow(doc)))
            expectNothingLost(doc, view)
            for (const id of added) expect(view.face(id as CardId)).toBeDefined()
          }
        }),
        { numRuns: 300 },
      )
    },
    SLOW,
  )
})

describe('undo while others work', () => {
  it(
    'never takes away what others wrote, seen or unseen, and all end with the same board',
    () => {
      const acts = fc.array(fc.tuple(anAct(3), fc.nat(9)), { minLength: 5, maxLength: 60 })
      fc.assert(
        fc.property(fc.nat(), acts, (seed, acts) => {
          const all = [member(1, seed), member(2, seed), member(3, seed)]
          const [first] = all
          if (first === undefined) return
          for (const title of ['To do', 'Doing']) must(board.addList(first.doc, { title }, first.ctx()))
          meet(...all)
          const views = all.map(({ doc }) => follow(doc))
          const undo = makeBoardUndo(first.doc, first.ctx().origin, () => NOW)
          const cards = new Set<CardId>()
          const comments = new Set<CommentId>()
          for (const [act, pause] of acts) {
            const [me, view] = [all[act.who], views[act.who]]
            if (me === undefined || view === undefined) continue
            if (me === first && act.b % 3 === 0) undo.undo()
            else if (me === first && act.b % 3 === 1 && undo.canRedo) undo.redo()
            else {
              const result = perform(act, me, view)
              if (me !== first && result?.ok && (act.what === 5 || act.what === 6)) cards.add(result.value as CardId)
              if (me !== first && result?.ok && act.what === 21) comments.add(result.value as CommentId)
            }
            if (pause < 2) meet(...all)
          }
          meet(...all)
          for (const [i, { doc }] of all.entries()) {
            const view = views[i]
            if (view === undefined) continue
            expect(contents(doc)).toEqual(contents(first.doc))
            expect(shown(view)).toEqual(shown(follow(doc)))
            expectNothingLost(doc, view)
            for (const id of cards) expect(view.face(id)).toBeDefined()
            const said = [...roots.cards(doc).keys()].flatMap((id) => view.detail(id as CardId)?.commentList ?? [])
            for (const id of comments) expect(said.map((comment) => comment.id)).toContain(id)
          }
        }),
        { numRuns: 300 },
      )
    },
    SLOW,
  )
})

describe('two members who change one thing at once', () => {
  let list: ListId
  let doing: ListId
  let one: CardId
  let step: StepId
  let labels: LabelId[]
  const begin = (): [Member, Member] =>
    twoMembers(({ doc, ctx }) => {
      list = must(board.addList(doc, { title: 'To do' }, ctx()))
      doing = must(board.addList(doc, { title: 'Doing' }, ctx()))
      one = must(card.addCard(doc, { title: 'Permit', to: { list, at: 'end' } }, ctx()))
      step = must(checklist.addStep(doc, one, { text: 'Call' }, ctx()))
      labels = ['A', 'B'].map((name) => must(board.addLabel(doc, { name, hue: 'sky' }, ctx())))
    })
  /** Both act apart, then meet; both must show the same, which is given back. */
  const apart = (mine: (m: Member) => Result<unknown>, theirs: (m: Member) => Result<unknown>): BoardView => {
    const [a, b] = begin()
    must(mine(a))
    must(theirs(b))
    meet(a, b)
    expect(shown(follow(a.doc))).toEqual(shown(follow(b.doc)))
    return follow(a.doc)
  }
  const label = (i: number): LabelId => labels[i] ?? ('' as LabelId)

  it('both keep a new title and a new place', () => {
    const view = apart(
      ({ doc, ctx }) => card.renameCard(doc, one, 'Road permit', ctx()),
      ({ doc, ctx }) => card.moveCard(doc, one, { list: doing, at: 'end' }, ctx()),
    )
    expect(view.face(one)).toMatchObject({ title: 'Road permit', list: doing })
    expect(view.list(list)?.cards).toEqual([])
  })

  it('both keep a tick and a new wording of one step', () => {
    const view = apart(
      ({ doc, ctx }) => checklist.setStepDone(doc, one, step, true, ctx()),
      ({ doc, ctx }) => checklist.renameStep(doc, one, step, 'Call the office', ctx()),
    )
    expect(view.detail(one)?.stepGroups[0]?.steps).toMatchObject([{ text: 'Call the office', done: true }])
  })

  it('both keep their label', () => {
    const view = apart(
      ({ doc, ctx }) => card.setLabel(doc, one, label(0), true, ctx()),
      ({ doc, ctx }) => card.setLabel(doc, one, label(1), true, ctx()),
    )
    expect(view.face(one)?.labels).toHaveLength(2)
  })

  it('both keep the due date and the person', () => {
    const view = apart(
      ({ doc, ctx }) => card.setDue(doc, one, '2026-12-04', ctx()),
      ({ doc, ctx, id }) => card.assign(doc, one, id, true, ctx()),
    )
    expect(view.face(one)).toMatchObject({ due: '2026-12-04', who: [expect.any(String)] })
  })

  it('both keep their comments and their steps', () => {
    const both = ({ doc, ctx }: Member): Result<unknown> => {
      must(addComment(doc, one, 'Hello', ctx()))
      return checklist.addStep(doc, one, { text: 'Another' }, ctx())
    }
    expect(apart(both, both).face(one)).toMatchObject({ comments: 2, steps: { total: 3 } })
  })

  it('keep an edit of a card that the other one archived', () => {
    const view = apart(
      ({ doc, ctx }) => card.archiveCard(doc, one, ctx()),
      ({ doc, ctx }) => card.renameCard(doc, one, 'Road permit', ctx()),
    )
    expect(view.face(one)?.title).toBe('Road permit')
    expect(view.archived).toEqual([one])
  })

  it('keep a card that one moves into a list which the other archives: it is put away with that list', () => {
    const view = apart(
      ({ doc, ctx }) => card.moveCard(doc, one, { list: doing, at: 'end' }, ctx()),
      ({ doc, ctx }) => board.archiveList(doc, doing, ctx()),
    )
    expect(view.archivedLists).toMatchObject([{ id: doing, cards: [one] }])
  })

  it('leave a card that both move in one of the two places', () => {
    const view = apart(
      ({ doc, ctx }) => card.moveCard(doc, one, { list: doing, at: 'end' }, ctx()),
      ({ doc, ctx }) => card.moveCard(doc, one, { list, at: 'start' }, ctx()),
    )
    expect([...(view.list(list)?.cards ?? []), ...(view.list(doing)?.cards ?? [])]).toEqual([one])
  })

  it('bring a step back whole, with tick and place, when one rewords what the other removes', () => {
    const [a, b] = begin()
    must(checklist.setStepDone(a.doc, one, step, true, a.ctx()))
    must(checklist.addStep(a.doc, one, { text: 'Later' }, a.ctx()))
    meet(a, b)
    must(checklist.removeStep(a.doc, one, step, a.ctx()))
    must(checklist.renameStep(b.doc, one, step, 'Call the office', b.ctx()))
    meet(a, b)
    expect(shown(follow(a.doc))).toEqual(shown(follow(b.doc)))
    const steps = follow(a.doc).detail(one)?.stepGroups[0]?.steps
    expect(steps).toMatchObject([
      { text: 'Call the office', done: true },
      { text: 'Later', done: false },
    ])
  })

  it('keep the mark on a card when one removes the label and the other puts it on: restoring it shows both', () => {
    const [a, b] = begin()
    must(board.removeLabel(a.doc, label(0), a.ctx()))
    must(card.setLabel(b.doc, one, label(0), true, b.ctx()))
    meet(a, b)
    expect(follow(a.doc).face(one)?.labels).toEqual([])
    must(board.restoreLabel(a.doc, label(0), a.ctx()))
    expect(follow(a.doc).face(one)?.labels).toEqual([label(0)])
  })

  it('put cards into the same gap in an order that is the same for both', () => {
    const add = (title: string) => (m: Member) =>
      card.addCard(m.doc, { title, to: { list, at: { after: one } } }, m.ctx())
    expect(apart(add('Mine'), add('Theirs')).list(list)?.cards).toHaveLength(3)
  })
})
