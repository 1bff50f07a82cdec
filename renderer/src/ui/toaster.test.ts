import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import Toaster from './Toaster.svelte'
import { Toasts } from './toasts.svelte.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const user = () => userEvent.setup({ delay: null })
const texts = (toasts: Toasts) => toasts.list.map(({ text }) => text)

it('a note goes by itself, a problem stays until it is dismissed', async () => {
  const toasts = new Toasts()
  render(Toaster, { toasts })
  toasts.note('The card is archived.')
  toasts.problem('The disk is full.')
  expect(await screen.findByRole('alert')).toBeTruthy()
  vi.advanceTimersByTime(60_000)
  expect(texts(toasts)).toEqual(['The disk is full.'])
  await user().click(screen.getAllByRole('button', { name: 'Dismiss' }).at(-1) as HTMLElement)
  expect(texts(toasts)).toEqual([])
})

it('its action runs once and takes the message away', async () => {
  const toasts = new Toasts()
  const run = vi.fn()
  render(Toaster, { toasts })
  toasts.note('The card is archived.', { label: 'Undo', run })
  await user().click(await screen.findByRole('button', { name: 'Undo' }))
  expect(run).toHaveBeenCalledTimes(1)
  expect(texts(toasts)).toEqual([])
})

it('an action that would do something else by now is not offered, and is again when it would not', async () => {
  const toasts = new Toasts()
  const newest = new Toasts()
  render(Toaster, { toasts })
  toasts.note('The card is archived.', { label: 'Undo', run: () => {}, holds: () => newest.list.length === 0 })
  expect(await screen.findByRole('button', { name: 'Undo' })).toBeTruthy()
  newest.note('Another step')
  await vi.waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull())
  expect(screen.getByText('The card is archived.')).toBeTruthy()
  newest.dismiss(newest.list[0]?.id ?? 0)
  expect(await screen.findByRole('button', { name: 'Undo' })).toBeTruthy()
})

it('shows the three newest', () => {
  const toasts = new Toasts()
  for (const text of ['one', 'two', 'three', 'four']) toasts.note(text)
  expect(texts(toasts)).toEqual(['two', 'three', 'four'])
})
