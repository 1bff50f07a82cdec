import { expect, it } from 'vitest'
import type { PersonId } from '../ids.ts'
import { roots } from '../schema.ts'
import { must } from '../testkit.ts'
import { readApart, tellApart } from './apart.ts'
import { pairKey } from './duplicates.ts'
import { keeper, meetAll } from './peopleTestkit.ts'

const [X, Y] = ['00000000000000a1', '00000000000000b2'] as [PersonId, PersonId]

it('two people told apart stay so for every organizer, whichever is named first, until somebody takes it back', () => {
  const [a, b] = [keeper(1), keeper(2)]
  must(tellApart(a.docs, Y, X, true, a.ctx()))
  meetAll(a, b)
  expect(readApart(b.docs)).toEqual(new Set([pairKey(X, Y)]))
  must(tellApart(b.docs, X, Y, false, b.ctx()))
  expect(readApart(b.docs)).toEqual(new Set())
})

it('what is no pair is passed over, and nobody is told apart from themselves or without the organizers’ document', () => {
  const a = keeper(1)
  const doc = a.docs.get(2)
  if (!doc) throw new Error('no document')
  for (const [key, value] of [
    ['apart/', true],
    ['apart/x y', true],
    [`apart/${X} ${Y}`, 'yes'],
    ['audience/role', 2],
  ] as const)
    roots.settings(doc).set(key, value)
  expect(readApart(a.docs)).toEqual(new Set())
  expect(tellApart(a.docs, X, X, true, a.ctx())).toMatchObject({ ok: false })
  expect(tellApart(keeper(2, [0]).docs, X, Y, true, a.ctx())).toMatchObject({ error: { code: 'field.sealed' } })
})
