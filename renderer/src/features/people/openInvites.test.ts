import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { memoryCommunity } from '#renderer/stores/memoryCommunity.ts'
import { Toasts } from '#renderer/ui/toasts.svelte.ts'
import OpenInvites from './OpenInvites.svelte'

const names = ['Amara', 'Jonas']
const idOf = (name: string) => {
  const found = memoryCommunity({ names }).people.find((person) => person.name === name)
  if (!found) throw new Error(`nobody is called ${name}`)
  return found.id
}
const jonas = idOf('Jonas')

it('says for whom, by whom and how long each works; nothing where there is none', () => {
  const { container, unmount } = render(OpenInvites, { community: memoryCommunity({ names }), toasts: new Toasts() })
  expect(container.textContent?.trim()).toBe('')
  unmount()
  const community = memoryCommunity({
    names,
    invites: [
      { role: 2, uses: 5 },
      { maker: jonas, member: jonas, mayRevoke: false, made: null, ends: null },
      { kit: true, member: idOf('Amara'), ends: null },
    ],
  })
  render(OpenInvites, { community, toasts: new Toasts() })
  const [first, second, third] = screen.getAllByRole('listitem').map(({ textContent }) => textContent?.trim())
  expect(first).toMatch(/^New people as organizer, 5 more times ?by you · made .* · works until /)
  expect(second).toMatch(/^One of Jonas’s further computers ?by Jonas$/)
  expect(third).toMatch(/^Recovery kit on paper, yours ?by you · made .* · works until it is used *Withdraw…$/)
  expect(screen.getAllByRole('button', { name: 'Withdraw…' })).toHaveLength(2)
})

it('a withdrawal that the relay cannot hear of stays a question, with the reason', async () => {
  const toasts = new Toasts()
  const community = memoryCommunity({ names, invites: [{}], answers: { revokeInvite: async () => 'stopped' } })
  render(OpenInvites, { community, toasts })
  await userEvent.click(screen.getByRole('button', { name: 'Withdraw…' }))
  await userEvent.click(screen.getByRole('button', { name: 'Withdraw it' }))
  expect(screen.getByRole('alert').textContent).toContain('Nothing was changed')
  expect(toasts.list).toEqual([])
})
