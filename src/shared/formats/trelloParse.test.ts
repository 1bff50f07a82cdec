import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '#shared/domain/limits.ts'
import { must } from '#shared/domain/testkit.ts'
import { parseTrello, planSummary, type TrelloPlan } from './trello.ts'
import { makeTrelloBoard } from './trelloFixture.ts'

/** The smallest board, with more added. */
const board = (more: Record<string, unknown> = {}): string =>
  JSON.stringify({ id: 'b', name: 'Board', lists: [{ id: 'l', name: 'List', pos: 1 }], cards: [], ...more })
const read = (more: Record<string, unknown> = {}): TrelloPlan => must(parseTrello(board(more)))
const card = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 'c',
  name: 'Card',
  idList: 'l',
  ...more,
})
const readCard = (more: Record<string, unknown>): TrelloPlan['cards'][number] | undefined =>
  read({ cards: [card(more)] }).cards[0]
const lost = (plan: TrelloPlan): Record<string, number> =>
  Object.fromEntries(plan.losses.map(({ code, count }) => [code, count]))
const counted = (plan: TrelloPlan): Record<string, [number, number]> =>
  Object.fromEntries(plan.counts.map(({ what, inFile, comesOver }) => [what, [inFile, comesOver]]))

describe('a Trello board', () => {
  it('of 2 MB with 200 cards, 800 actions and many scripts comes over whole', () => {
    const made = makeTrelloBoard()
    const text = JSON.stringify(made)
    expect(Buffer.byteLength(text)).toBeGreaterThan(2e6)
    const plan = must(parseTrello(text))
    expect(counted(plan)).toMatchObject({
      lists: [27, 27],
      'archived-lists': [3, 3],
      cards: [200, 200],
      'archived-cards': [40, 40],
      labels: [6, 6],
      checklists: [67, 67],
      comments: [160, 160],
      people: [5, 5],
    })
    for (const [in_, over] of Object.values(counted(plan))) expect(over).toBe(in_)
    expect(lost(plan)).toMatchObject({ activity: 640, 'power-ups': 1 })
    const texts = new Map(plan.cards.map(({ id, text: words }) => [id, words]))
    for (const { id, desc } of made.cards as { id: string; desc: string }[]) expect(texts.get(id)).toBe(desc)
  })

  it('has its lists and cards in the order of their positions, whatever the order in the file', () => {
    const lists = [
      { id: 'b', name: 'B', pos: 2.5 },
      { id: 'z', name: 'Z' },
      { id: 'a', name: 'A', pos: 1 },
    ]
    const cards = [
      card({ id: '3', idList: 'a', pos: 30 }),
      card({ id: '1', idList: 'b', pos: 5 }),
      card({ id: '5', idList: 'a', pos: 'bottom' }),
      card({ id: '2', idList: 'a', pos: -1 }),
      card({ id: '4', idList: 'a', pos: 30 }),
    ]
    const plan = read({ lists, cards })
    expect(plan.lists.map(({ title }) => title)).toEqual(['A', 'B', 'Z'])
    expect(plan.cards.map(({ id }) => id)).toEqual(['2', '3', '4', '5', '1'])
  })

  it('has archived lists and cards as archived, due dates kept and those that were met as done', () => {
    const plan = read({
      lists: [{ id: 'l', name: 'List', closed: true }],
      cards: [card({ closed: true, due: '2026-12-04T17:00:00.000Z', dueComplete: true })],
    })
    expect(plan.lists[0]).toEqual({ id: 'l', title: 'List', archived: true })
    expect(plan.cards[0]).toMatchObject({ archived: true, due: '2026-12-04T17:00:00.000Z', done: true })
  })

  it('has its labels in our colours, the ones of old exports too, which have no ids', () => {
    const labels = ['green', 'yellow_dark', 'red_light', 'purple', 'pink', 'blue', 'sky', null, 'beige', 7]
    const plan = read({
      labels: labels.map((color, i) => ({ id: `l${i}`, name: '', color })),
      cards: [
        card({
          idLabels: ['l1', 'gone'],
          labels: [
            { name: 'Old', color: 'green' },
            { id: 'l2', color: 'red' },
          ],
        }),
      ],
    })
    const hues = ['moss', 'honey', 'clay', 'plum', 'rose', 'sky', 'sea', 'sea', 'sea', 'sea']
    expect(plan.labels.map(({ hue }) => hue)).toEqual([...hues, 'moss'])
    expect(plan.cards[0]?.labels).toEqual(['green Old', 'l2', 'l1'])
  })

  it('has checklists in order with their ticks, be they with the board, with the card, or both', () => {
    const list = (id: string, pos: number): Record<string, unknown> => ({
      id,
      idCard: 'c',
      name: `List ${id}`,
      pos,
      checkItems: [
        { id: `${id}2`, name: 'Second', state: 'incomplete', pos: 2 },
        { id: `${id}1`, name: 'First', state: 'complete', pos: 1, due: '2026-01-01', idMember: 'm' },
      ],
    })
    const plan = read({ cards: [card({ checklists: [list('B', 2), list('A', 1)] })], checklists: [list('B', 2)] })
    expect(plan.cards[0]?.groups).toMatchObject([
      {
        title: 'List A',
        steps: [
          { text: 'First', done: true },
          { text: 'Second', done: false },
        ],
      },
      { title: 'List B' },
    ])
    expect(counted(plan)).toMatchObject({ checklists: [2, 2], steps: [4, 4] })
    expect(lost(plan)).toEqual({ 'step-details': 2 })
  })

  it('has comments oldest first with date and author, and says how many Trello did not export', () => {
    const said = (id: string, date: string, text: string, more = {}): Record<string, unknown> => ({
      id,
      type: 'commentCard',
      date,
      idMemberCreator: 'm',
      memberCreator: { id: 'm', fullName: 'Ada Lovelace' },
      data: { text, card: { id: 'c' } },
      ...more,
    })
    const plan = read({
      cards: [card({ badges: { comments: 5 } })],
      actions: [
        said('2', '2026-01-02T00:00:00.000Z', 'Second <script>alert(1)</script>'),
        said('1', '2026-01-01T00:00:00.000Z', 'First'),
        said('3', 'nonsense', 'Undated', { memberCreator: null, idMemberCreator: 'gone' }),
        said('4', '2026-01-01T00:00:00.000Z', 'Elsewhere', { data: { text: 'x', card: { id: 'gone' } } }),
        { id: '5', type: 'updateCard', date: '2026-01-01T00:00:00.000Z' },
      ],
    })
    expect(plan.cards[0]?.comments).toMatchObject([
      { text: 'Undated', name: '', at: 0 },
      { text: 'First', name: 'Ada Lovelace', at: Date.UTC(2026, 0, 1) },
      { text: 'Second <script>alert(1)</script>', name: 'Ada Lovelace', at: Date.UTC(2026, 0, 2) },
    ])
    expect(counted(plan).comments).toEqual([6, 3])
    expect(lost(plan)).toEqual({ activity: 1, 'comments-older': 2, 'comments-without-card': 1, 'dates-unreadable': 1 })
  })

  it('has members as names, and says how many of those assigned it could not name', () => {
    const plan = read({
      cards: [card({ idMembers: ['m', 'n', 'gone', 'm'] })],
      members: [
        { id: 'm', fullName: ' Ada\nLovelace ' },
        { id: 'n', username: 'nina' },
        { id: 'unused', fullName: 'X' },
      ],
    })
    expect(plan.people).toEqual([
      { id: 'm', name: 'Ada Lovelace' },
      { id: 'n', name: 'nina' },
    ])
    expect(plan.cards[0]?.people).toEqual(['m', 'n'])
    expect(lost(plan)).toEqual({ 'people-unknown': 1 })
  })

  it('has attachments as links; addresses that could run something are dropped and counted', () => {
    const urls = [
      'https://a.example/My File.pdf',
      'mailto:hall@a.example',
      'javascript:alert(1)',
      'JAVASCRIPT:alert(1)//https://',
      'data:text/html,<script>',
      'file:///etc/passwd',
      'java\tscript:alert(1)',
      'trello://x',
      '',
    ]
    const plan = read({
      cards: [card({ attachments: urls.map((url, i) => ({ id: `a${i}`, name: `A${i}`, url, isUpload: i === 0 })) })],
    })
    expect(plan.cards[0]?.links.map(({ url }) => url)).toEqual([
      'https://a.example/My%20File.pdf',
      'mailto:hall@a.example',
    ])
    expect(counted(plan).links).toEqual([9, 2])
    expect(lost(plan)).toEqual({ 'files-as-links': 1, 'links-unsafe': 7 })
  })

  it('says what cannot come over', () => {
    const plan = read({
      desc: 'About',
      pluginData: [{}, {}],
      cards: [
        card({
          start: '2026-01-01',
          isTemplate: true,
          address: 'Mill Lane 8',
          stickers: [{}],
          customFieldItems: [{}, {}],
          badges: { votes: 3 },
          cover: { color: 'blue' },
        }),
      ],
    })
    expect(lost(plan)).toEqual({
      'board-about': 1,
      'card-templates': 1,
      covers: 1,
      'custom-fields': 2,
      locations: 1,
      'power-ups': 2,
      'start-dates': 1,
      stickers: 1,
      votes: 3,
    })
    expect(plan.board.about).toBe('About')
  })

  it('keeps text as it is: HTML stays text, no script is normalised, half characters are mended', () => {
    const name = '<img src=x onerror=alert(1)> e\u0301 \u00e9 \u202e שלום \ud800'
    expect(readCard({ name, desc: `${name}\r\n\tx` })).toMatchObject({
      title: name.replace('\ud800', '\uFFFD'),
      text: `${name.replace('\ud800', '\uFFFD')}\r\n\tx`,
    })
  })

  it('keeps a title that is too long whole, at the head of the long text', () => {
    const name = `${'🌱'.repeat(400)} end`
    const plan = read({ cards: [card({ name, desc: 'Words' })] })
    expect(plan.cards[0]?.title).toBe(`${'🌱'.repeat(249)}…`)
    expect(plan.cards[0]?.text).toBe(`${name}\n\nWords`)
    expect(lost(plan)).toEqual({ shortened: 1 })
  })

  it('tells the time of making from the ids of Trello', () => {
    expect(readCard({ id: '5fcbec2e6621ca4f0a547896' })?.createdAt).toBe(0x5fcbec2e * 1_000)
    for (const id of ['000000016621ca4f0a547896', 'x', '5FCBEC2E6621CA4F0A547896'])
      expect(readCard({ id })?.createdAt).toBeNull()
  })

  it('puts cards without a list into the first one that is open, or into one made for them', () => {
    const lists = [
      { id: 'old', name: 'Old', closed: true, pos: 1 },
      { id: 'open', name: 'Open', pos: 2 },
    ]
    const plan = read({ lists, cards: [card({ idList: 'gone' }), card({ id: 'd', idList: 7 })] })
    expect(plan.cards.map(({ list }) => list)).toEqual(['open', 'open'])
    expect(lost(plan)).toEqual({ 'cards-without-list': 2 })
    const without = read({ lists: [], cards: [card({})] })
    expect(without.lists).toMatchObject([{ title: 'Board' }])
    expect(without.cards[0]?.list).toBe(without.lists[0]?.id)
  })

  it('counts the first of two things under one id', () => {
    const plan = read({
      lists: [
        { id: 'l', name: 'A' },
        { id: 'l', name: 'B' },
      ],
      cards: [card({ name: 'A' }), card({ name: 'B' })],
      labels: [{ id: 'x' }, { id: 'x' }],
    })
    expect([plan.lists.length, plan.cards.map(({ title }) => title), plan.labels.length]).toEqual([1, ['A'], 1])
    expect(lost(plan)).toEqual({ doubles: 3 })
  })

  it('takes at most as many steps and links as fit on a card, and counts the rest', () => {
    const items = (prefix: string, count: number): unknown[] =>
      Array.from({ length: count }, (_, i) => ({ id: `${prefix}${i}`, name: 'x', url: 'https://a.example/' }))
    const checklists = ['p', 'q'].map((id) => ({ id, name: id, checkItems: items(id, 1_500) }))
    const plan = read({ cards: [card({ checklists, attachments: items('a', LIMITS.linksPerCard + 1) })] })
    expect(plan.cards[0]?.groups.map(({ steps }) => steps.length)).toEqual([1_500, 500])
    expect(counted(plan)).toMatchObject({ steps: [3_000, 2_000], links: [1_001, 1_000] })
    expect(lost(plan)).toEqual({ 'over-limit': 1_001 })
  })

  it('shows a summary with the first cards of the open lists', () => {
    const lists = [
      { id: 'l', name: 'L' },
      { id: 'm', name: 'M', closed: true },
    ]
    const cards = ['A', 'B', 'C', 'D'].map((name, i) => card({ id: name, name, pos: i, closed: name === 'B' }))
    const summary = planSummary(read({ lists, cards }))
    expect(summary).toMatchObject({ title: 'Board', glimpse: [{ title: 'L', cards: ['A', 'C', 'D'] }] })
    expect(summary.counts.map(({ what }) => what).slice(0, 3)).toEqual(['lists', 'archived-lists', 'cards'])
  })
})

const SAMPLES = new URL('../../../../shared/samples/trello/', import.meta.url)

function exported() {
  it.each([
    ['one-card.json', { lists: [1, 1], cards: [1, 1] }],
    ['project-100.json', { lists: [3, 3], cards: [3, 3], labels: [6, 6], people: [1, 1] }],
    [
      'page.json',
      { lists: [8, 8], 'archived-lists': [3, 3], cards: [20, 20], 'archived-cards': [4, 4], links: [6, 6] },
    ],
  ])('come over: %s', (name, counts) => {
    expect(counted(must(parseTrello(readFileSync(new URL(name, SAMPLES), 'utf8'))))).toMatchObject(counts)
  })
}
// They are not ours to hand on, so they are there on some machines only; a skipped test would count as a failed one.
if (existsSync(SAMPLES)) describe('boards that others have exported', exported)
