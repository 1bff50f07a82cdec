import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import MenuBed from './testing/MenuBed.svelte'

const open = () => userEvent.click(screen.getByRole('button', { name: 'Actions' }))

/** Without a layout the open menu has no place and so counts as hidden: its items are found by their words. */
const item = (label: string, role = 'menuitem') => {
  const found = screen.getByText(label).closest<HTMLElement>(`[role="${role}"]`)
  if (found === null) throw new Error(`no ${role} "${label}"`)
  return found
}
const menu = () => screen.queryByRole('menu', { hidden: true })

it('runs an item once, when the menu closes', async () => {
  const onselect = vi.fn()
  render(MenuBed, { items: [{ label: 'Rename', onselect }] })
  await open()
  await userEvent.click(item('Rename'))
  await vi.waitFor(() => expect(onselect).toHaveBeenCalledTimes(1))
  await vi.waitFor(() => expect(menu()).toBeNull())
  expect(onselect).toHaveBeenCalledTimes(1)
})

it('stays open while several items are ticked, and tells which are', async () => {
  const onselect = vi.fn()
  render(MenuBed, {
    items: [
      { label: 'Permits', checked: true, onselect },
      { label: 'Music', checked: false, onselect },
    ],
  })
  await open()
  expect(item('Permits', 'menuitemcheckbox').getAttribute('aria-checked')).toBe('true')
  await userEvent.click(item('Music', 'menuitemcheckbox'))
  expect(onselect).toHaveBeenCalledTimes(1)
  expect(menu()).toBeTruthy()
})

it('does nothing for an item that cannot be chosen, and nothing on Escape', async () => {
  const onselect = vi.fn()
  render(MenuBed, { items: [{ label: 'Move left', disabled: true, onselect }] })
  await open()
  expect(item('Move left').getAttribute('aria-disabled')).toBe('true')
  item('Move left').click()
  await userEvent.keyboard('{Escape}')
  await vi.waitFor(() => expect(menu()).toBeNull())
  expect(onselect).not.toHaveBeenCalled()
})
