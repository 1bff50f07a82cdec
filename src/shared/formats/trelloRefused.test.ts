import { describe, expect, it } from 'vitest'
import { must } from '#shared/domain/testkit.ts'
import { parseTrello, TRELLO_LIMITS, type TrelloPlan } from './trello.ts'

/** The smallest board, with more added. */
const board = (more: Record<string, unknown> = {}): string =>
  JSON.stringify({ id: 'b', name: 'Board', lists: [{ id: 'l', name: 'List', pos: 1 }], cards: [], ...more })
const read = (more: Record<string, unknown> = {}): TrelloPlan => must(parseTrello(board(more)))
const card = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ id: 'c', idList: 'l', ...more })
const codeOf = (text: string): string | null => {
  const result = parseTrello(text)
  return result.ok ? null : result.error.code
}

describe('what is no Trello board', () => {
  it.each([
    ['', 'import.not-json'],
    ['{', 'import.not-json'],
    ['{"name": "x", "lists": [}', 'import.not-json'],
    ['<html>', 'import.not-json'],
    ['\uFFFD\u0000', 'import.not-json'],
    ['null', 'import.not-a-board'],
    ['[]', 'import.not-a-board'],
    ['"lists"', 'import.not-a-board'],
    ['{}', 'import.not-a-board'],
    ['{"name": "x"}', 'import.not-a-board'],
    ['{"name": "x", "lists": {}, "cards": []}', 'import.not-a-board'],
    ['{"name": 7, "lists": [], "cards": []}', 'import.not-a-board'],
    ['{"name": "x", "lists": [7], "cards": [null]}', 'import.not-a-board'],
    ['{"__proto__": {"name": "x", "lists": [], "cards": []}}', 'import.not-a-board'],
    [`${'['.repeat(100)}${']'.repeat(100)}`, 'import.too-deep'],
    [`{"name":"x","lists":[],"cards":[],"x":${'{"a":'.repeat(100)}1${'}'.repeat(100)}}`, 'import.too-deep'],
    ['['.repeat(5_000_000), 'import.too-deep'],
  ])('is refused: %#', (text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  it('is refused by its size before it is looked at', () => {
    const huge = ' '.repeat(50 * 1024 * 1024)
    expect(parseTrello(huge)).toEqual({
      ok: false,
      error: { code: 'import.too-large', detail: { max: TRELLO_LIMITS.chars, length: huge.length } },
    })
  })

  it('is taken at each limit and refused one above it', () => {
    const limits = { chars: 10_000, depth: 6, lists: 2, cards: 2, labels: 2, steps: 2, actions: 2 }
    const many = (count: number, make: (i: number) => object): object[] =>
      Array.from({ length: count }, (_, i) => make(i))
    const parts: Record<string, (count: number) => Record<string, unknown>> = {
      lists: (count) => ({ lists: many(count, (i) => ({ id: `${i}` })) }),
      cards: (count) => ({ cards: many(count, (i) => card({ id: `${i}` })) }),
      labels: (count) => ({ labels: many(count, (i) => ({ id: `${i}` })) }),
      actions: (count) => ({ actions: many(count, (i) => ({ id: `${i}` })) }),
      steps: (count) => ({ checklists: [{ id: 'x', checkItems: many(count, (i) => ({ id: `${i}` })) }] }),
    }
    for (const [what, make] of Object.entries(parts)) {
      expect(parseTrello(board(make(2)), limits).ok).toBe(true)
      const over = parseTrello(board(make(3)), limits)
      expect(over).toEqual({ ok: false, error: { code: 'import.too-many', detail: { what, max: 2 } } })
    }
    const padded = board().padEnd(10_000)
    expect(parseTrello(padded, limits).ok).toBe(true)
    expect(parseTrello(`${padded} `, limits)).toMatchObject({ error: { code: 'import.too-large' } })
  })

  it('is not what has brackets only within its texts', () => {
    const name = '["{\\'.repeat(100)
    expect(read({ cards: [card({ name })] }).cards[0]?.title).toBe(name)
  })

  it('does no harm in single values: wrong types read as absent, the rest comes over', () => {
    for (const wrong of [null, 7, 'x', [], {}, true, [[]], [null], [7], [{ id: 7 }], { id: {} }, { length: 1e9 }]) {
      const plan = read({
        labels: wrong,
        members: wrong,
        checklists: wrong,
        actions: wrong,
        pluginData: wrong,
        desc: wrong,
        lists: [{ id: 'l', name: wrong, closed: wrong, pos: wrong }, wrong],
        cards: [
          wrong,
          {
            id: 'c',
            name: wrong,
            desc: wrong,
            closed: wrong,
            idList: wrong,
            pos: wrong,
            due: wrong,
            idLabels: wrong,
            labels: wrong,
            idMembers: wrong,
            checklists: wrong,
            attachments: wrong,
            stickers: wrong,
            badges: wrong,
            cover: wrong,
            customFieldItems: wrong,
          },
        ],
      })
      expect(plan.cards).toHaveLength(1)
      expect(typeof plan.cards[0]?.title).toBe('string')
    }
  })

  it('does not reach prototypes through its keys', () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}')
    for (const id of ['__proto__', 'constructor', 'toString']) {
      const plan = read({
        ...hostile,
        lists: [{ ...hostile, id, name: id }],
        cards: [card({ ...hostile, id, idList: id, idLabels: [id], idMembers: [id] })],
        labels: [{ ...hostile, id, name: id }],
        members: [{ id, fullName: id }],
      })
      expect(plan.cards[0]).toMatchObject({ list: id, labels: [id], people: [id] })
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
