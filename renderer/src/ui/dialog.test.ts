import { render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import DialogBed from './testing/DialogBed.svelte'

const begin = async () => {
  const onclose = vi.fn()
  render(DialogBed, { onclose })
  expect(onclose).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole('button', { name: 'New board…' }))
  expect(screen.getByRole('dialog', { name: 'New board' })).toBeTruthy()
  return onclose
}

describe('a dialog tells once that it closes', () => {
  it.each([
    ['Escape', () => userEvent.keyboard('{Escape}')],
    ['its cross', () => userEvent.click(screen.getByRole('button', { name: 'Close' }))],
    ['a button of the page', () => userEvent.click(screen.getByRole('button', { name: 'Cancel' }))],
  ])('by %s', async (_, close) => {
    const onclose = await begin()
    await close()
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(onclose).toHaveBeenCalledTimes(1)
  })
})

it('tells again when it was opened again', async () => {
  const onclose = await begin()
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await userEvent.click(screen.getByRole('button', { name: 'New board…' }))
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(onclose).toHaveBeenCalledTimes(2))
})
