import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { BoardView } from '#shared/domain/boardView.ts'
import { member, must } from '#shared/domain/testkit.ts'
import { applyTrello, parseTrello } from './trello.ts'
import { makeTrelloBoard } from './trelloFixture.ts'

/** A file that is damaged or made to do harm is refused with a code and changes nothing, or comes over as far as it can be read. */

const board = makeTrelloBoard({ lists: 4, cards: 8, actions: 12, words: 6 })
const text = JSON.stringify(board)

function check(file: string): void {
  const plan = parseTrello(file)
  if (!plan.ok) {
    expect(plan.error.code).toMatch(/^import\.(too-large|not-json|too-deep|not-a-board|too-many)$/)
    return
  }
  const me = member(1)
  const sizes: number[] = []
  me.doc.on('update', (update) => sizes.push(Y.decodeUpdate(update).structs.length))
  const run = must(applyTrello(me.doc, plan.value, { describe: () => true }, me.ctx()))
  let result = run.next()
  while (!result.done) result = run.next()
  expect(result.value.created).toBe(plan.value.cards.length)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_500)
  const view = new BoardView(me.doc)
  const open = [...view.lists, ...view.archivedLists].flatMap((list) => list.cards)
  expect(open.length + view.archived.length).toBe(plan.value.cards.length)
  for (const id of [...open, ...view.archived]) {
    for (const { url } of view.detail(id)?.linkList ?? []) expect(url).toMatch(/^(https?:\/\/|mailto:)/i)
  }
}

/** Every place in the board where a value stands, as a way of keys. */
function ways(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [way]
  return [way, ...Object.entries(value).flatMap(([key, inner]) => ways(inner, [...way, key]))]
}

const everywhere = ways(board)

const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    'x',
    '__proto__',
    '\ud800',
    [],
    {},
    [[[]]],
    'javascript:alert(1)',
  ),
  fc.constantFrom<unknown>(
    '<script>',
    '2026-99-99',
    'a'.repeat(70),
    { id: 'x' },
    [null, 7, { id: 7 }],
    'data:,x',
    '9'.repeat(400),
  ),
  fc.constantFrom<unknown>(...everywhere.slice(0, 40).map((way) => at(board, way))),
)

function at(value: unknown, way: readonly string[]): unknown {
  return way.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value)
}

/** The board with one place replaced, or taken out when `value` is undefined. */
function replaced(value: unknown, way: readonly string[], by: unknown): unknown {
  const [key, ...rest] = way
  if (key === undefined) return by
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) }
  Object.assign(copy, { [key]: replaced((value as Record<string, unknown>)[key], rest, by) })
  return copy
}

/** Milliseconds that hundreds of runs may take on a busy machine. */
const SLOW = 120_000

describe('a mutated Trello file', () => {
  it(
    'with values of any kind in any place neither throws nor comes over in part',
    () => {
      const changes = fc.array(fc.tuple(fc.nat(everywhere.length - 1), hostile), { minLength: 1, maxLength: 6 })
      fc.assert(
        fc.property(changes, (list) => {
          let changed: unknown = board
          for (const [index, value] of list) {
            const way = everywhere[index] ?? []
            try {
              changed = replaced(changed, way, value)
            } catch {
              // That place went with an earlier change.
            }
          }
          check(JSON.stringify(changed))
        }),
        { numRuns: 400 },
      )
    },
    SLOW,
  )

  it(
    'with damaged bytes neither throws nor comes over in part',
    () => {
      const damage = fc.array(
        fc.tuple(fc.nat(text.length - 1), fc.constantFrom('', '"', '{', '[', ',', '0', '\u0000', '\ud800', '}]', '\\')),
        { minLength: 1, maxLength: 8 },
      )
      fc.assert(
        fc.property(damage, (list) => {
          let damaged = text
          for (const [where, by] of list) damaged = damaged.slice(0, where) + by + damaged.slice(where + 1)
          check(damaged)
        }),
        { numRuns: 300 },
      )
    },
    SLOW,
  )

  it(
    'that was cut off anywhere is refused',
    () => {
      fc.assert(
        fc.property(fc.nat(text.length - 1), (length) => {
          expect(parseTrello(text.slice(0, length))).toMatchObject({ ok: false, error: { code: 'import.not-json' } })
        }),
        { numRuns: 100 },
      )
    },
    SLOW,
  )
})
