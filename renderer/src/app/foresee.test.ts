import { expect, it, vi } from 'vitest'
import type { CommunityStore } from '#renderer/stores/communityStore.svelte.ts'
import type { DocId } from '#shared/domain/ids.ts'
import { foresee } from './foresee.ts'

it('a board is read ahead when the pointer or the focus comes to its button, until the button is gone', () => {
  const readAhead = vi.fn()
  const button = document.createElement('button')
  const stop = foresee({ readAhead } as unknown as CommunityStore, 'b' as DocId)(button)
  for (const event of ['pointerenter', 'focus', 'pointerdown']) button.dispatchEvent(new Event(event))
  expect(readAhead.mock.calls).toEqual([['b'], ['b'], ['b']])
  stop?.()
  button.dispatchEvent(new Event('pointerenter'))
  expect(readAhead).toHaveBeenCalledTimes(3)
})
