import { expect, it } from 'vitest'
import type { DocRow } from '#renderer/storage/store.ts'
import { deflate } from './deflate.ts'
import { emptyState, openState, sealState } from './storedState.ts'
import { testSeal as seal } from './testSeal.ts'
import { packUpdates } from './updates.ts'

const KEY = '1'.repeat(16)
const row = (state: Uint8Array): DocRow => ({ doc: KEY, clientId: 1, seq: 4, state })
const repeated = [new Uint8Array(40_000).fill(5), Uint8Array.of(1, 2, 3)]

it('a state comes back as it was stored, and takes less room where that is possible', async () => {
  const state = await sealState(seal, deflate, KEY, repeated)
  expect(state.length).toBeLessThan(1_000)
  expect(await openState(seal, row(state))).toEqual(repeated)
  const short = await sealState(seal, deflate, KEY, [Uint8Array.of(9)])
  expect(await openState(seal, row(short))).toEqual([Uint8Array.of(9)])
  expect(await openState(seal, row(emptyState(seal, KEY)))).toEqual([])
})

it('reads what was stored before states were deflated, also with very many pieces', async () => {
  const many = Array.from({ length: 128 }, (_, i) => Uint8Array.of(i))
  expect(await openState(seal, row(seal.seal(`doc/${KEY}`, packUpdates(many))))).toEqual(many)
})

it('what cannot be used is none', async () => {
  const state = await sealState(seal, deflate, KEY, repeated)
  expect(await openState(seal, { ...row(state), doc: '2'.repeat(16) })).toBeNull()
  expect(await openState(seal, row(new Uint8Array(0)))).toBeNull()
  const broken = Uint8Array.of(0x80, 0x00, 7, 7, 7)
  expect(await openState(seal, row(seal.seal(`doc/${KEY}`, broken)))).toBeNull()
})
