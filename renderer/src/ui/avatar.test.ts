import { fireEvent, render, screen } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import Avatar from './Avatar.svelte'

it('shows a photo under the name, and the letters where it cannot be drawn', async () => {
  render(Avatar, { name: 'Amara Okafor', photo: 'blob:broken' })
  const face = screen.getByRole('img', { name: 'Amara Okafor' })
  expect(face.getAttribute('src')).toBe('blob:broken')
  await fireEvent.error(face)
  expect(screen.getByRole('img', { name: 'Amara Okafor' }).textContent?.trim()).toBe('AO')
})
