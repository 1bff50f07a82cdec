import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import TabsBed from './testing/TabsBed.svelte'

it('is one stop of Tab, and is chosen from by mouse and by arrow keys', async () => {
  render(TabsBed)
  const chosen = () => screen.getByRole('status').textContent
  expect(screen.getByRole('radiogroup', { name: 'View' })).toBeTruthy()
  await userEvent.click(screen.getByText('Table'))
  expect(chosen()).toBe('table')
  expect((screen.getByRole('radio', { name: 'Table' }) as HTMLInputElement).checked).toBe(true)
  await userEvent.keyboard('{ArrowLeft}')
  expect(chosen()).toBe('board')
  await userEvent.tab()
  expect(screen.getByRole('radiogroup').contains(document.activeElement)).toBe(false)
})
