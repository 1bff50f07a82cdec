import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { tick } from 'svelte'
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
  expect(shown('Road closure')).toBeNull()
})

/** Somebody else names it without taking the focus. */
async function renamed() {
  screen.getByRole('button', { name: 'Somebody else' }).click()
  await tick()
}

it('what is typed stays when somebody else names it meanwhile, who is told of; Enter takes one’s own', async () => {
  await edit()
  expect(screen.queryByRole('status')).toBeNull()
  await userEvent.keyboard('Permit')
  await renamed()
  expect((field() as HTMLInputElement).value).toBe('Permit')
  expect(screen.getByRole('status').textContent).toContain('Closed road')
  await userEvent.keyboard('s{Enter}')
  expect(shown('Permits')).toBeTruthy()
})

it('Escape takes the other’s, and nothing is saved for who has typed nothing', async () => {
  const allow = vi.fn(() => true)
  await edit({ allow })
  await userEvent.keyboard('Permit')
  await renamed()
  await userEvent.keyboard('{Escape}')
  expect(shown('Closed road')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Closed road' }))
  await userEvent.keyboard('{Enter}')
  expect(allow).not.toHaveBeenCalled()
})

it('keys leave the focus where the name is', async () => {
  await edit()
  await userEvent.keyboard('Permit{Enter}')
  expect(document.activeElement).toBe(shown('Permit'))
  await userEvent.keyboard('{Enter}Other{Escape}')
  expect(document.activeElement).toBe(shown('Permit'))
})
