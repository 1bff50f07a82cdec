import { expect, it, vi } from 'vitest'
import type { CommunityStore } from '#renderer/stores/communityStore.svelte.ts'
import type { DocId } from '#shared/domain/ids.ts'
import { foresee } from './foresee.ts'

it('a board is wanted when the pointer or the focus comes to its button, until they leave or the button is gone', () => {
  const [want, leave] = [vi.fn(), vi.fn()]
  const button = document.createElement('button')
  const stop = foresee({ ahead: { want, leave } } as unknown as CommunityStore, 'b' as DocId)(button)
  for (const event of ['pointerenter', 'focus', 'pointerdown']) button.dispatchEvent(new Event(event))
  expect(want.mock.calls).toEqual([['b'], ['b'], ['b']])
  expect(leave).not.toHaveBeenCalled()
  for (const event of ['pointerleave', 'blur']) button.dispatchEvent(new Event(event))
  expect(leave.mock.calls).toEqual([['b'], ['b']])
  stop?.()
  expect(leave).toHaveBeenCalledTimes(3)
  for (const event of ['pointerenter', 'blur']) button.dispatchEvent(new Event(event))
  expect([want.mock.calls.length, leave.mock.calls.length]).toEqual([3, 3])
})
