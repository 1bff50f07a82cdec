import { expect, it, vi } from 'vitest'
import { CheckpointWish } from './checkpointWish.ts'
import { memoryCommunity } from './memoryCommunity.ts'

function begin(outcome: 'done' | 'offline' | 'failed' | 'local') {
  let kept: Uint8Array | null = null
  const checkpointNow = vi.fn(async () => outcome as 'done' | 'offline' | 'failed' | 'local')
  const community = memoryCommunity({
    names: ['Amara Okafor'],
    answers: {
      checkpointNow,
      glimpse: async () => kept,
      keepGlimpse: async (_key, plain) => {
        kept = plain
      },
    },
  })
  return { checkpointNow, wish: () => new CheckpointWish(community, 'sealed') }
}

it('a checkpoint that cannot be written is remembered, tried again, and forgotten once it is written', async () => {
  const { checkpointNow, wish } = begin('offline')
  expect(await wish().again()).toBeNull()
  expect(await wish().make()).toBe('later')
  checkpointNow.mockRejectedValueOnce(new Error('gone'))
  expect(await wish().again()).toBe('later')
  checkpointNow.mockResolvedValue('done')
  expect(await wish().again()).toBe('done')
  expect(await wish().again()).toBeNull()
  expect(checkpointNow).toHaveBeenCalledTimes(3)
})

it('without a relay it stays wanted until there is one', async () => {
  const { checkpointNow, wish } = begin('local')
  expect(await wish().make()).toBe('local')
  checkpointNow.mockResolvedValue('done')
  expect(await wish().again()).toBe('done')
})
