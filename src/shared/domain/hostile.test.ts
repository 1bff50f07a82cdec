import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import * as board from './board.ts'
import { BoardView } from './boardView.ts'
import * as card from './card.ts'
import * as checklist from './checklist.ts'
import { addComment } from './comment.ts'
import { initCommunity, readCommunity, renameBoard } from './community.ts'
import { descriptionText, readDescription } from './description.ts'
import type { CardId, DocId, LabelId, ListId, StepId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { LOST_LIST, writePlace } from './place.ts'
import { isReadOnly, roots, SCHEMA_VERSION, schemaVersion } from './schema.ts'
import { follow, meet, member, must, shown, twoMembers } from './testkit.ts'
import { makeBoardUndo } from './undo.ts'

/** What a hostile, broken or older peer may have written. Reads give defaults, writes are refused or work; nothing throws. */

const IDS = ['00000000000000aa', '00000000000000bb', '0000000000000000', 'not an id', '__proto__', 'constructor', '']
const anId = fc.constantFrom(...IDS)

const tame = { noNullPrototype: true } as const

const plain = fc.oneof(
  fc.constantFrom(true, false, null, 0, -1, 1.5, 2 ** 53, 1e300, Number.NaN, Number.POSITIVE_INFINITY, '', 'x', ' '),
  fc.constantFrom(
    '2027-06-01',
    '2027-13-01',
    `${IDS[0]} V`,
    `${IDS[1]} `,
    `${IDS[6]} 1`,
    'javascript:alert(1)',
    '\ud800',
  ),
  anId,
  fc.constant('x'.repeat(2_000)),
  fc.constant(new Uint8Array([1, 2, 3])),
  fc.record(
    { url: fc.constantFrom('https://a.example/', 'javascript:x', 7), title: fc.constantFrom('t', null, {}) },
    tame,
  ),
  fc.record({ by: anId, at: fc.constantFrom(1, 'x', -1, null), text: fc.constantFrom('hello', 5, null) }, tame),
  fc.constant(JSON.parse('{"__proto__": {"text": "inherited", "url": "https://a.example/"}}')),
  fc.array(fc.constantFrom(1, 'a', null), { maxLength: 3 }),
)

const aKey = fc.oneof(
  fc.constantFrom(
    'title',
    'place',
    'due',
    'done',
    'createdAt',
    'createdBy',
    'archivedAt',
    'binnedAt',
    'source',
    'rank',
  ),
  fc.constantFrom('name', 'hue', 'schema', 'about', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''),
  fc
    .tuple(fc.constantFrom('label', 'who', 'name', 'link', 'comment', 'group', 'step'), anId)
    .map((parts) => parts.join('/')),
  fc
    .tuple(anId, fc.constantFrom('text', 'rank', 'done', 'group', 'title', 'text/more', ''))
    .map(([id, tail]) => `step/${id}/${tail}`),
)

interface Mess {
  readonly root: string
  readonly thing: string
  readonly key: string
  readonly value: unknown
  /** What kind of thing the key is put into. */
  readonly into: 'map' | 'root' | 'array' | 'text' | 'nested'
}

const aMess: fc.Arbitrary<Mess> = fc.record({
  root: fc.constantFrom('cards', 'lists', 'labels', 'meta', 'boards', 'community'),
  thing: anId,
  key: aKey,
  value: plain,
  into: fc.constantFrom('map', 'map', 'map', 'map', 'root', 'array', 'text', 'nested'),
})

function make(doc: Y.Doc, { root, thing, key, value, into }: Mess): void {
  const map = doc.getMap<unknown>(root)
  if (into === 'root') map.set(key, value)
  else if (into === 'array') map.set(thing, new Y.Array())
  else if (into === 'text') map.set(thing, new Y.Text('words'))
  else {
    if (!(map.get(thing) instanceof Y.Map)) map.set(thing, new Y.Map())
    const there = map.get(thing)
    if (!(there instanceof Y.Map)) return
    there.set(key, into === 'nested' ? new Y.Map(Object.entries({ deep: value })) : value)
  }
}

/** Milliseconds that hundreds of runs may take on a busy machine. */
const SLOW = 120_000

describe('a document from a hostile or older peer', () => {
  it(
    'is read without a throw, into values of the promised types, and the view follows it',
    () => {
      fc.assert(
        fc.property(fc.array(aMess, { maxLength: 60 }), (messes) => {
          const theirs = new Y.Doc()
          const doc = new Y.Doc()
          const view = follow(doc)
          theirs.on('update', (update) => Y.applyUpdate(doc, update))
          for (const mess of messes) make(theirs, mess)
          expect(shown(view)).toEqual(shown(new BoardView(doc)))
          const community = readCommunity(doc)
          expect(typeof community.name).toBe('string')
          for (const entry of [...community.boards, ...community.archivedBoards])
            expect(typeof entry.title).toBe('string')
          for (const list of [...view.lists, ...view.archivedLists]) {
            expect(typeof list.title).toBe('string')
            for (const id of list.cards) {
              const detail = view.detail(id)
              expect(detail).toMatchObject({ id, title: expect.any(String), done: expect.any(Boolean) })
              for (const link of detail?.linkList ?? []) expect(link.url).toBe('https://a.example/')
              for (const said of detail?.commentList ?? []) expect(said.text).toBe('hello')
            }
          }
        }),
        { numRuns: 400 },
      )
    },
    SLOW,
  )

  it(
    'can be written to without a throw: a write is refused or does what it says',
    () => {
      fc.assert(
        fc.property(fc.array(aMess, { maxLength: 40 }), fc.constantFrom(...IDS), (messes, id) => {
          const [theirs, { doc, ctx }] = [new Y.Doc(), member(1)]
          for (const mess of messes) make(theirs, mess)
          meet({ doc: theirs }, { doc })
          const undo = makeBoardUndo(doc, ctx().origin, () => 1)
          const list = board.addList(doc, { title: 'Mine' }, ctx())
          if (!isReadOnly(doc)) must(list)
          const to = { list: list.ok ? list.value : (id as ListId), at: 'end' } as const
          for (const result of [
            card.moveCard(doc, id as CardId, to, ctx()),
            card.renameCard(doc, id as CardId, 'Renamed', ctx()),
            card.setLabel(doc, id as CardId, id as LabelId, true, ctx()),
            checklist.addStep(doc, id as CardId, { text: 'Step' }, ctx()),
            checklist.moveStep(doc, id as CardId, id as StepId, { at: 'start' }, ctx()),
            addComment(doc, id as CardId, 'Comment', ctx()),
            card.duplicateCard(doc, id as CardId, { title: 'Copy' }, ctx()),
            board.moveList(doc, id as ListId, 'start', ctx()),
            card.binCard(doc, id as CardId, ctx()),
            card.restoreCard(doc, id as CardId, ctx()),
            renameBoard(doc, id as DocId, 'Board', ctx()),
          ]) {
            if (!result.ok) expect(result.error.code).toMatch(/^[a-z-]+\.[a-z-]+$/)
          }
          while (undo.undo());
          while (undo.redo());
          expect(() => shown(new BoardView(doc))).not.toThrow()
        }),
        { numRuns: 300 },
      )
    },
    SLOW,
  )

  it('shows a card whose list is gone or never was in the first list, and moves it from there', () => {
    const { doc, ctx } = member(1)
    const list = must(board.addList(doc, { title: 'To do' }, ctx()))
    const id = must(card.addCard(doc, { title: 'Lost', to: { list, at: 'end' } }, ctx()))
    const other = must(card.addCard(doc, { title: 'Other', to: { list, at: 'end' } }, ctx()))
    const map = roots.cards(doc).get(id)
    for (const place of [
      undefined,
      7,
      '',
      'nowhere',
      writePlace('00000000000000ff' as ListId, 'V'),
      `${list}V`,
      `${list} `,
    ]) {
      if (map instanceof Y.Map) map.set('place', place)
      const view = follow(doc)
      expect(view.lists[0]?.cards).toContain(id)
      expect(view.face(id)?.list).toBe(list)
      must(card.moveCard(doc, id, { list, at: { before: other } }, ctx()))
      expect(view.lists[0]?.cards).toEqual([id, other])
    }
  })

  it('shows cards in a list of their own when there is no list to show them in', () => {
    const { doc, ctx } = member(1)
    const list = must(board.addList(doc, { title: 'To do' }, ctx()))
    const id = must(card.addCard(doc, { title: 'Lost', to: { list, at: 'end' } }, ctx()))
    const view = follow(doc)
    roots.lists(doc).delete(list)
    expect(view.lists).toEqual([{ id: LOST_LIST, title: '', archivedAt: null, cards: [id] }])
    expect(board.renameList(doc, LOST_LIST, 'Mine', ctx())).toMatchObject({
      ok: false,
      error: { code: 'list.unknown' },
    })
    const next = must(board.addList(doc, { title: 'Next' }, ctx()))
    expect(view.lists).toMatchObject([{ id: next, cards: [id] }])
  })

  it('has nothing read from the prototypes of its values', () => {
    const [a, b] = twoMembers()
    const list = must(board.addList(a.doc, { title: 'To do' }, a.ctx()))
    const id = must(card.addCard(a.doc, { title: 'Card', to: { list, at: 'end' } }, a.ctx()))
    const map = roots.cards(a.doc).get(id)
    const inherits = JSON.parse('{"__proto__": {"text": "inherited", "url": "https://a.example/"}}')
    if (map instanceof Y.Map) for (const kind of ['comment', 'link']) map.set(`${kind}/${IDS[0]}`, inherits)
    meet(a, b)
    expect(follow(b.doc).face(id)).toMatchObject({ comments: 0, links: 0 })
  })

  it('keeps fields that this version does not know', () => {
    const [a, b] = twoMembers()
    const list = must(board.addList(a.doc, { title: 'To do' }, a.ctx()))
    const id = must(card.addCard(a.doc, { title: 'Card', to: { list, at: 'end' } }, a.ctx()))
    const map = roots.cards(a.doc).get(id)
    if (map instanceof Y.Map) map.set('weather/tomorrow', { rain: true })
    meet(a, b)
    must(card.renameCard(b.doc, id, 'Renamed', b.ctx()))
    must(card.moveCard(b.doc, id, { list, at: 'start' }, b.ctx()))
    must(card.binCard(b.doc, id, b.ctx()))
    must(card.restoreCard(b.doc, id, b.ctx()))
    expect(roots.cards(b.doc).toJSON()[id]).toMatchObject({ 'weather/tomorrow': { rain: true } })
  })

  it('cuts what is longer than allowed, never within a character', () => {
    const { doc, ctx } = member(1)
    const list = must(board.addList(doc, { title: 'To do' }, ctx()))
    const id = must(card.addCard(doc, { title: 'Card', to: { list, at: 'end' } }, ctx()))
    const map = roots.cards(doc).get(id)
    if (map instanceof Y.Map) map.set('title', `x${'🌱'.repeat(400)}`)
    const title = follow(doc).face(id)?.title ?? ''
    expect(title).toBe(`x${'🌱'.repeat(249)}`)
    expect(title.length).toBeLessThanOrEqual(LIMITS.title)
  })

  it('of a newer version is read but not written', () => {
    const { doc, ctx, id: me } = member(1)
    const list = must(board.addList(doc, { title: 'To do' }, ctx()))
    const id = must(card.addCard(doc, { title: 'Card', to: { list, at: 'end' } }, ctx()))
    const label = must(board.addLabel(doc, { name: 'Label', hue: 'moss' }, ctx()))
    const view = follow(doc)
    roots.meta(doc).set('schema', SCHEMA_VERSION + 1)
    expect(view.readOnly).toBe(true)
    expect(view.face(id)?.title).toBe('Card')
    const before = Y.encodeStateAsUpdate(doc)
    const to = { list, at: 'end' } as const
    for (const result of [
      board.initBoard(doc, ctx()),
      board.addList(doc, { title: 'More' }, ctx()),
      board.renameList(doc, list, 'Renamed', ctx()),
      board.moveList(doc, list, 'start', ctx()),
      board.archiveList(doc, list, ctx()),
      board.restoreList(doc, list, ctx()),
      board.addLabel(doc, { name: 'More', hue: 'clay' }, ctx()),
      board.renameLabel(doc, label, 'Renamed', ctx()),
      board.recolourLabel(doc, label, 'clay', ctx()),
      board.removeLabel(doc, label, ctx()),
      board.restoreLabel(doc, label, ctx()),
      card.addCard(doc, { title: 'More', to }, ctx()),
      card.renameCard(doc, id, 'Renamed', ctx()),
      card.moveCards(doc, [id], to, ctx()),
      card.setDue(doc, id, '2027-01-01', ctx()),
      card.setDone(doc, id, true, ctx()),
      card.setLabel(doc, id, label, true, ctx()),
      card.assign(doc, id, me, true, ctx()),
      card.assignName(doc, id, 'Ada', true, ctx()),
      card.addLink(doc, id, { url: 'https://a.example/', title: '' }, ctx()),
      card.archiveCard(doc, id, ctx()),
      card.binCard(doc, id, ctx()),
      card.restoreCard(doc, id, ctx()),
      card.duplicateCard(doc, id, { title: 'Copy' }, ctx()),
      checklist.addStep(doc, id, { text: 'Step' }, ctx()),
      checklist.addStepGroup(doc, id, 'Group', ctx()),
      addComment(doc, id, 'Comment', ctx()),
      initCommunity(doc, { name: 'Community' }, ctx()),
      renameBoard(doc, id as string as DocId, 'Board', ctx()),
    ]) {
      expect(result).toMatchObject({ ok: false, error: { code: 'schema.newer' } })
    }
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })

  it('counts a nonsense version as the first', () => {
    for (const version of [undefined, null, '2', 0, -1, 1.5, Number.NaN, 1e9, {}]) {
      const doc = new Y.Doc()
      if (version !== undefined) roots.meta(doc).set('schema', version)
      expect(schemaVersion(doc)).toBe(1)
    }
  })

  it('has its long text read as plain text, whatever is embedded in it', () => {
    const doc = new Y.Doc()
    const text = descriptionText(doc)
    text.insert(0, 'Hello', { bold: true })
    text.insertEmbed(2, { image: 'x' })
    expect(readDescription(doc)).toBe('Hello')
    text.insert(0, 'y'.repeat(LIMITS.description))
    expect(readDescription(doc)).toHaveLength(LIMITS.description)
  })
})
