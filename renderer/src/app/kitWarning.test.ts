import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it } from 'vitest'
import { memoryCommunity } from '#renderer/stores/memoryCommunity.ts'
import KitWarning from './KitWarning.svelte'

beforeEach(() => localStorage.clear())

const show = (names = ['Amara'], roles: (0 | 1 | 2 | 3)[] = [3]) =>
  render(KitWarning, { community: memoryCommunity({ names, roles }), shown: false, onkit: () => {} })
const warning = () => screen.queryByText(/You are the only steward/)

it('warns the only steward until it is understood, and then never again', async () => {
  const { unmount } = show()
  expect(warning()).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Understood' }))
  expect(warning()).toBeNull()
  unmount()
  show()
  expect(warning()).toBeNull()
})

it('is no matter of anybody else', () => {
  show(['Jonas', 'Amara'], [2, 3])
  expect(warning()).toBeNull()
})
