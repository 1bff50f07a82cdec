import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allOf, anyOf, type Filter, readFilter, readValue } from './filter.ts'
import { KNOWN_FIELDS, kindOf, OPS_OF } from './filterFields.ts'
import { fixedValues } from './filterLexicon.ts'
import { conditionWords, filterText } from './filterText.ts'
import { parseFilter } from './filterWords.ts'
import { factsWith, KITCHEN, OWN_FIELDS, ownId, PRESS } from './queryTestkit.ts'

const facts = factsWith()
const parsed = (text: string) => parseFilter(text, facts)
const is = (field: string, op: string, value: unknown = null) => ({ field, op, value })

describe('a typed filter', () => {
  it.each<[string, unknown]>([
    ['', { all: [] }],
    [
      'skills contains van AND free on Sunday AND not seen since August',
      { all: [is('skills', 'contains', 'van'), is('free', 'is', 'sun'), is('tookPart', 'notSince', '2026-08-01')] },
    ],
    ['maria "van den"', { all: [is('any', 'contains', 'maria'), is('any', 'contains', 'van den')] }],
    [
      'skill:van or tag:press and not circle:kitchen',
      {
        any: [
          is('skills', 'contains', 'van'),
          { all: [is('tags', 'contains', 'press'), { not: is('circles', 'is', KITCHEN) }] },
        ],
      },
    ],
    [
      '(skill:van or tag:press) free:sat-evening',
      {
        all: [
          { any: [is('skills', 'contains', 'van'), is('tags', 'contains', 'press')] },
          is('free', 'is', 'sat-evening'),
        ],
      },
    ],
    ['consent:email', is('consent:email', 'is', 'yes')],
    [
      'skills contains first aid or has the app',
      { any: [is('skills', 'contains', 'first aid'), is('app', 'is', true)] },
    ],
    ['joined since 2026-08', is('joined', 'since', '2026-08-01')],
    ['joined before 4 May', is('joined', 'before', '2026-05-04')],
    ['joined after December', is('joined', 'after', '2025-12-01')],
    ['seen since 3 months ago', is('tookPart', 'since', '2026-08-23')],
    ['joined in the last 2 weeks', is('joined', 'within', 14)],
    ['in circle Press & letters', is('circles', 'is', PRESS)],
    ['t-shirt size is L', is(`custom:${ownId(1)}`, 'is', 'L')],
    ['[Seats] at least 4', is(`custom:${ownId(2)}`, 'atLeast', 4)],
    ['role', is('any', 'contains', 'role')],
  ])('%s', (text, filter) => {
    expect(parsed(text)).toEqual({ ok: true, filter })
  })

  it.each<[string, number, string]>([
    ['skills contains', 15, 'value'],
    ['joined since whenever', 13, 'value'],
    ['(maria', 6, 'close'],
    ['maria)', 5, 'join'],
    ['maria "van', 6, 'quote'],
    ['circle:nowhere', 7, 'value'],
    ['[Shoe size] is 4', 0, 'field'],
    ['joined whenever', 7, 'op'],
    ['maria AND', 9, 'condition'],
    ['('.repeat(2_000), 17, 'shorter'],
  ])('says where and what is wrong: %s', (text, at, what) => {
    expect(parsed(text)).toMatchObject({ ok: false, problem: { at, expected: { what } } })
  })

  it('never throws', () => {
    const words = fc.constantFrom(
      '(',
      ')',
      'and',
      'or',
      'not',
      '"',
      '[',
      ']',
      'skill:',
      'free',
      'on',
      'since',
      'May',
      '4',
      'consent:',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((list) => list.join(' ')),
        ),
        (text) => {
          expect(typeof parsed(text).ok).toBe('boolean')
        },
      ),
    )
  })
})

const word = fc.oneof(
  fc.constantFrom('van', 'and', 'NOT', 'new', 'T-shirt', 'a "b" \\', '5', 'yes', '#1', 'skill:x', '(x)', '[y]'),
  fc.string({ unit: 'grapheme' }),
)
const condition = fc
  .constantFrom(
    ...KNOWN_FIELDS,
    ...OWN_FIELDS.map(({ id }) => `custom:${id}` as const),
    'custom:ffffffffffffffff' as const,
  )
  .chain((field) => {
    const kind = kindOf(field, OWN_FIELDS)
    const fixed = fixedValues(kind)?.map(([, value]) => value) ?? []
    const values = fc.oneof(
      word,
      fc.constantFrom(...fixed, '2026-08-04', KITCHEN, PRESS, 'c00000000000000f', true, false),
      fc.integer(),
      fc.double(),
    )
    return fc.record({ field: fc.constant(field), op: fc.constantFrom(...OPS_OF[kind]), value: values })
  })
  .map(({ field, op, value }) => ({ field, op, value: readValue(kindOf(field, OWN_FIELDS), op, value) }))
  .filter((one) => readFilter(one) !== null)
  .map((one) => readFilter(one) as Filter)
const filter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    condition,
    fc.array(tie('filter'), { maxLength: 3 }).map(allOf),
    fc.array(tie('filter'), { maxLength: 3 }).map(anyOf),
    tie('filter').map((not) => ({ not })),
  ),
})).filter

describe('a filter in words', () => {
  it('is read as the same filter', () => {
    fc.assert(
      fc.property(filter, (one) => {
        expect(parsed(filterText(one, facts)), filterText(one, facts)).toEqual({ ok: true, filter: one })
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    [is('circles', 'is', KITCHEN), 'Circle: Kitchen'],
    [is('free', 'is', 'sat'), 'Free on Saturday'],
    [is('tookPart', 'notSince', '2026-08-01'), 'Took part not since 1 August 2026'],
    [is('app', 'is', true), 'Has the app'],
  ])('is short on a chip: %o', (one, words) => {
    expect(conditionWords(one as Parameters<typeof conditionWords>[0], facts)).toBe(words)
  })
})
