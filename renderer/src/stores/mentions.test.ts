import { flushSync } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { afterEach, expect, it, vi } from 'vitest'
import { Doc } from 'yjs'
import { addList } from '#shared/domain/board.ts'
import { addCard } from '#shared/domain/card.ts'
import { addNamingComment } from '#shared/domain/comment.ts'
import type { CardId, MemberId } from '#shared/domain/ids.ts'
import type { Mention } from '#shared/domain/mention.ts'
import { must, seededBytes } from '#shared/domain/testkit.ts'
import { memberId } from './memoryHost.ts'
import { type FoundMention, MENTIONS_KEPT, NOTHING_NOTED, readMentionNote } from './mentionNote.ts'
import { Mentions } from './mentions.svelte.ts'

const [ME, JONAS] = [memberId(1), memberId(2)]
const me: Mention = { kind: 'member', id: ME, name: 'Amara' }
const jonas: Mention = { kind: 'member', id: JONAS, name: 'Jonas' }
const KITCHEN = { kind: 'circle', id: 'c'.repeat(16) as never, name: 'Kitchen' } as const
const CAME = 1_000
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** A community whose log, boards and disk belong to the test. */
function setUp() {
  const boards = new SvelteMap<string, Doc>()
  /** Which document each entry of the log has a naming comment in; '' for none. */
  const log: string[] = []
  const disk: { value: unknown; writes: number } = { value: null, writes: 0 }
  const asked: string[] = []
  const fresh: FoundMention[][] = []
  const listeners = new Set<() => void>()
  const timers = new Set<() => void>()
  const state = { me: ME as string | null, broken: '', circles: [] as string[] }
  const randomBytes = seededBytes(1)
  const ctx = (by: MemberId, now: number) => ({ by, now, randomBytes, origin: null })
  const board = (key: string): CardId => {
    const doc = new Doc()
    boards.set(key, doc)
    const list = must(addList(doc, { title: 'To do' }, ctx(JONAS, 1)))
    return must(addCard(doc, { title: `A card of ${key}`, to: { list, at: 'end' } }, ctx(JONAS, 1)))
  }
  const says = (key: string, card: CardId, text: string, at: number, by = JONAS, named: Mention[] = [me, jonas]) => {
    must(addNamingComment(boards.get(key) as Doc, card, text, named, ctx(by, at)))
    log.push(key)
  }
  const begin = () => {
    const mentions = new Mentions({
      kept: {
        read: async () => disk.value,
        keep: async (value) => {
          disk.value = structuredClone(value)
          disk.writes += 1
        },
      },
      me: () => state.me,
      docs: () => [...boards.keys()],
      circlesKnown: async () => {
        state.circles = [KITCHEN.id]
      },
      isMine: (mention) => mention.id === ME || state.circles.includes(mention.id),
      since: () => CAME,
      docsNaming: async ({ after, docs, known }) => ({
        docs: docs.filter((key) => (known.includes(key) ? log.slice(after) : log).includes(key)),
        upTo: log.length,
      }),
      openDoc: async (key) => {
        asked.push(key)
        if (key === state.broken) throw new Error('doc.private')
        return { doc: boards.get(key) as Doc, release: () => {} }
      },
      breathe: async () => {},
      onNews: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      after: (_ms, work) => {
        timers.add(work)
        return () => timers.delete(work)
      },
      onfresh: (found) => fresh.push([...found]),
    })
    ends.push(() => mentions.close())
    return mentions
  }
  /** Lets everything happen that follows from what was changed. */
  const settle = async () => {
    for (const listener of listeners) listener()
    for (let i = 0; i < 30; i++) {
      flushSync()
      for (const work of [...timers]) {
        timers.delete(work)
        work()
      }
      await Promise.resolve()
    }
    await vi.waitUntil(() => timers.size === 0)
  }
  const shown = (mentions: Mentions) =>
    mentions.found.map(({ title, seen, excerpt }) => [
      title,
      seen,
      excerpt.map((piece) => (typeof piece === 'string' ? piece : `[${piece.name}]`)).join(''),
    ])
  return { boards, log, disk, asked, fresh, state, board, says, begin, settle, shown }
}

it('lists what others wrote to oneself, newest first, and reads no board in which nobody is named', async () => {
  const { board, says, begin, settle, shown, asked } = setUp()
  const [plans, other] = [board('plans'), board('other')]
  board('nothing here')
  says('plans', plans, 'Could you, @Amara?', 2_000)
  says('other', other, '@Amara and @Jonas: tomorrow', 3_000)
  says('other', other, 'I mean myself, @Amara', 4_000, ME)
  says('other', other, 'not for her, @Jonas', 5_000)
  const mentions = begin()
  await settle()
  expect(shown(mentions)).toEqual([
    ['A card of other', false, '[Amara] and @Jonas: tomorrow'],
    ['A card of plans', false, 'Could you, [Amara]?'],
  ])
  expect(mentions.unseen).toBe(2)
  expect(asked.sort()).toEqual(['other', 'plans'])
})

it('what is older than this computer’s coming counts as seen and is not told; what comes later is told once', async () => {
  const { board, says, begin, settle, fresh } = setUp()
  const card = board('plans')
  says('plans', card, 'long ago, @Amara', CAME - 1)
  const mentions = begin()
  await settle()
  expect([mentions.found.length, mentions.unseen, fresh.length]).toEqual([1, 0, 0])
  says('plans', card, 'now, @Amara', CAME + 1)
  await settle()
  await settle()
  expect([mentions.found.length, mentions.unseen]).toEqual([2, 1])
  expect(fresh.map((found) => found.map(({ at }) => at))).toEqual([[CAME + 1]])
})

it('a circle is asked about when one is named, and not before', async () => {
  const { board, says, begin, settle, shown, state } = setUp()
  const card = board('plans')
  says('plans', card, 'one, @Amara', 2_000)
  const mentions = begin()
  await settle()
  expect(state.circles).toEqual([])
  says('plans', card, 'all of @Kitchen', 3_000, JONAS, [KITCHEN])
  await settle()
  expect(shown(mentions).map(([, , text]) => text)).toEqual(['all of [Kitchen]', 'one, [Amara]'])
})

it('what was seen stays seen after a restart, when its board is read again, and is not told anew', async () => {
  const { board, says, begin, settle, fresh, asked } = setUp()
  const [plans, other] = [board('plans'), board('other')]
  says('plans', plans, 'one, @Amara', 2_000)
  says('other', other, 'two, @Amara', 3_000)
  const first = begin()
  await settle()
  first.seeCard(plans)
  expect(first.unseen).toBe(1)
  first.close()
  asked.length = 0
  const second = begin()
  await settle()
  expect([second.unseen, asked, fresh.length]).toEqual([1, [], 1])
  says('plans', plans, 'three, @Amara', 4_000)
  await settle()
  expect(asked).toEqual(['plans'])
  expect(second.found.map(({ seen }) => seen)).toEqual([false, false, true])
  second.seeAll()
  expect(second.unseen).toBe(0)
})

it('a board that cannot be read is said, and looked at again', async () => {
  const { board, says, begin, settle, state } = setUp()
  const card = board('plans')
  says('plans', card, 'one, @Amara', 2_000)
  state.broken = 'plans'
  const mentions = begin()
  await settle()
  expect([mentions.failed, mentions.found.length]).toEqual([true, 0])
  state.broken = ''
  await settle()
  expect([mentions.failed, mentions.found.length]).toEqual([false, 1])
})

it('waits until it is known who one is; a board that goes takes its names along, and brings them back', async () => {
  const { board, says, begin, settle, state, boards, asked } = setUp()
  state.me = null
  const card = board('plans')
  says('plans', card, 'one, @Amara', 2_000)
  const mentions = begin()
  await settle()
  expect(asked).toEqual([])
  state.me = ME
  await settle()
  expect(mentions.unseen).toBe(1)
  const doc = boards.get('plans') as Doc
  boards.delete('plans')
  await settle()
  expect([mentions.found.length, mentions.unseen]).toEqual([0, 0])
  boards.set('plans', doc)
  await settle()
  expect(mentions.found.length).toBe(1)
})

it('keeps the newest, and writes nothing down where nothing was found', async () => {
  const { board, says, begin, settle, disk, log } = setUp()
  const card = board('plans')
  for (let at = 0; at < MENTIONS_KEPT + 5; at++) says('plans', card, `@Amara ${at}`, 2_000 + at)
  const mentions = begin()
  await settle()
  expect([mentions.found.length, mentions.isFull, mentions.found[0]?.at]).toEqual([
    MENTIONS_KEPT,
    true,
    2_000 + MENTIONS_KEPT + 4,
  ])
  const { writes } = disk
  log.push('')
  await settle()
  expect(disk.writes).toBe(writes)
})

it('a note that is damaged is begun anew, and hostile things in it are left out', () => {
  for (const value of [null, 7, [], {}, { upTo: -1, known: [], found: [] }, { upTo: 1, known: 1, found: [] }])
    expect(readMentionNote(value)).toEqual(NOTHING_NOTED)
  const one = { doc: 'd', card: '1'.repeat(16), comment: '2'.repeat(16), title: 'T', by: JONAS, name: '', at: 5 }
  const found = [
    null,
    { ...one, card: 'no id' },
    { ...one, excerpt: 'no list' },
    { ...one, excerpt: ['@', me, { kind: 'member', id: '../', name: 'x' }, 7], seen: 'yes' },
  ]
  expect(readMentionNote({ upTo: 3, known: ['d', 5], found })).toEqual({
    upTo: 3,
    known: ['d'],
    found: [{ ...one, excerpt: ['@', me], seen: false }],
  })
})
