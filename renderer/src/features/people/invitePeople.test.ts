import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { memoryCommunity } from '#renderer/stores/memoryCommunity.ts'
import InvitePeople from './InvitePeople.svelte'

const show = (roles: (0 | 1 | 2 | 3)[]) => {
  const community = memoryCommunity({ names: ['Amara', 'Jonas'], roles })
  return render(InvitePeople, {
    app: { platform: { copyText: async () => {} } },
    community,
    open: true,
    onneedrelay: () => {},
  })
}
const roles = () => [...screen.getByLabelText<HTMLSelectElement>('They join as').options].map(({ value }) => value)

it('C1 an organizer invites members and guests, a steward organizers too', () => {
  const { unmount } = show([2, 3])
  expect(roles()).toEqual(['member', 'guest'])
  unmount()
  show([3, 1])
  expect(roles()).toEqual(['member', 'organizer', 'guest'])
})

it('begins with the careful choices each time', async () => {
  const { rerender } = show([3, 1])
  await userEvent.selectOptions(screen.getByLabelText('They join as'), 'organizer')
  await userEvent.selectOptions(screen.getByLabelText('How many people'), '100')
  await rerender({ open: false })
  await rerender({ open: true })
  expect(screen.getByLabelText<HTMLSelectElement>('They join as').value).toBe('member')
  expect(screen.getByLabelText<HTMLSelectElement>('How many people').value).toBe('1')
})
