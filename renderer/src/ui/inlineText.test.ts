import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import InlineBed from './testing/InlineBed.svelte'

const shown = (name: string) => screen.queryByRole('button', { name })
const field = () => screen.queryByRole('textbox', { name: 'Name of the card' })

async function edit(props: { allow?: (value: string) => boolean } = {}) {
  render(InlineBed, props)
  await userEvent.click(screen.getByRole('button', { name: 'Road closure' }))
}

it('opens with the old words selected; Enter keeps the new ones', async () => {
  await edit()
  await userEvent.keyboard('Permit{Enter}')
  expect(shown('Permit')).toBeTruthy()
  expect(field()).toBeNull()
})

it('Escape restores what was there', async () => {
  await edit()
  await userEvent.keyboard('Permit{Escape}')
  expect(shown('Road closure')).toBeTruthy()
})

it('an emptied field keeps what was there, and asks nobody', async () => {
  const allow = vi.fn(() => true)
  await edit({ allow })
  await userEvent.keyboard('   {Enter}')
  expect(shown('Road closure')).toBeTruthy()
  expect(allow).not.toHaveBeenCalled()
})

it('leaving the field saves, once', async () => {
  const allow = vi.fn(() => true)
  await edit({ allow })
  await userEvent.keyboard('  Permit  ')
  await userEvent.click(document.body)
  expect(shown('Permit')).toBeTruthy()
  expect(allow).toHaveBeenCalledExactlyOnceWith('Permit')
})

it('stays open with what was typed when it is refused', async () => {
  await edit({ allow: () => false })
  await userEvent.keyboard('Too long{Enter}')
  expect((field() as HTMLInputElement).value).toBe('Too long')
})

it('is plain words where it cannot be changed', () => {
  render(InlineBed, { readonly: true })
  expect(screen.getByText('Road closure').tagName).toBe('SPAN')
  expect(screen.queryByRole('button')).toBeNull()
})
